// SPDX-License-Identifier: MIT
#include "toolkit/context.h"

namespace gateway::http {

tl::expected<std::unique_ptr<Reader>, Response> open_view(const Context& context) {
  if (context.probe.make_visible) {
    const wire::Status visible = context.probe.make_visible();
    if (visible != wire::Status::kOk) {
      return tl::unexpected(unavailable("on_hold", "The gateway cannot answer now",
                                        "It is stopping or its disk failed. Its log says why; "
                                        "repeat the request once it runs again."));
    }
  }
  auto view = context.store.snapshot();
  if (view) return *std::move(view);
  if (view.error() == wire::Status::kUnavailable) {
    return tl::unexpected(
        unavailable("busy", "Too many reads at once", "Repeat the request in a second."));
  }
  return tl::unexpected(problem(500, "store_failed", "The store cannot be read",
                                "The disk or its file system reports errors. Look at the "
                                "gateway's log and at the kernel's (dmesg)."));
}

Response store_failed(const Reader& view) {
  std::string detail = view.failure_text() + ".";
  if (view.failure() != wire::Status::kVersion) {
    detail += " `shelfctl verify` names all that cannot be read.";
  }
  return problem(500, "store_failed", "The store cannot be read", detail);
}

}  // namespace gateway::http
