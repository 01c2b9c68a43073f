// SPDX-License-Identifier: MIT
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <semaphore>
#include <utility>

#include "gateway/http/limits.h"
#include "gateway/http/server.h"
#include "toolkit/exchange.h"
#include "toolkit/problem.h"

namespace gateway::http {

/// What every handler may use. Shared by all threads; outlives them.
struct Context {
  const Settings& settings;
  const Store& store;
  intake::Inbox& inbox;
  const Probe& probe;
  std::atomic<bool> stopping = false;
  std::counting_semaphore<> import_slots{kImportsAtOnce};
  std::counting_semaphore<> verify_slots{kVerifiesAtOnce};
};

/// The answer to a request for which the store has no room: `bytes` more on its disk would put
/// scans on hold. Nothing: there is room.
[[nodiscard]] std::optional<Response> lacks_room(const Context& context, std::uint64_t bytes);

/// One of a bounded number of slots, if there was a free one; freed at the end of the scope.
class Slot {
 public:
  explicit Slot(std::counting_semaphore<>& slots) : slots_(slots), taken_(slots.try_acquire()) {}
  ~Slot() {
    if (taken_) slots_.release();
  }
  Slot(const Slot&) = delete;
  Slot& operator=(const Slot&) = delete;
  explicit operator bool() const { return taken_; }

 private:
  std::counting_semaphore<>& slots_;
  bool taken_;
};

/// A snapshot that sees every change acked before this call. The unexpected value
/// is the answer for the client.
[[nodiscard]] tl::expected<std::unique_ptr<Reader>, Response> open_view(const Context& context);

/// The answer when the store failed while a request was read from it.
[[nodiscard]] Response store_failed(const Reader& view);

/// What `read(view)` returns for a new snapshot. The unexpected value is the answer for the client
/// when it cannot be read: then it is unknown whether a thing is there.
template <typename Read>
[[nodiscard]] auto read_view(const Context& context, Read&& read)
    -> tl::expected<decltype(read(std::declval<const Reader&>())), Response> {
  const auto view = open_view(context);
  if (!view) return tl::unexpected(view.error());
  auto found = read(**view);
  if ((*view)->failure() != wire::Status::kOk) return tl::unexpected(store_failed(**view));
  return found;
}

/// Answers with `read(view)` of a new snapshot, or with store_failed() if the snapshot failed
/// meanwhile.
template <typename Read>
[[nodiscard]] Response with_view(const Context& context, Read&& read) {
  const auto view = open_view(context);
  if (!view) return view.error();
  Response response = read(**view);
  if ((*view)->failure() != wire::Status::kOk) return store_failed(**view);
  return response;
}

}  // namespace gateway::http
