// SPDX-License-Identifier: MIT
#include "toolkit/context.h"

#include <string>

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

std::optional<Response> lacks_room(const Context& context, std::uint64_t bytes) {
  if (!context.probe.room_bytes) return std::nullopt;
  const std::uint64_t room = context.probe.room_bytes();
  if (bytes <= room) return std::nullopt;
  const auto mib = [](std::uint64_t each) { return std::to_string(each / (1024 * 1024)); };
  return unavailable("no_room", "There is no room for this import",
                     "It can take " + mib(bytes) + " MiB, and after " + mib(room) +
                         " MiB more on the disk of the store, or in its file, scans would be put "
                         "on hold. Nothing was changed. Make room, or import the file in parts.");
}

Response store_failed(const Reader& view) {
  std::string detail = view.failure_text() + ".";
  if (view.failure() != wire::Status::kVersion) {
    detail += " `shelfctl verify` names all that cannot be read.";
  }
  return problem(500, "store_failed", "The store cannot be read", detail);
}

}  // namespace gateway::http
