// SPDX-License-Identifier: MIT
#include "ledger_reading.h"

namespace gateway::daemon {

void LedgerReading::read(const Reader& store, const std::function<void()>& progress) {
  read_parts(View::kVerified, store, progress);
}

void LedgerReading::help(const Reader& later) {
  read_parts(View::kLater, later, {});
}

std::optional<LedgerPart> LedgerReading::take_part(View which) {
  const std::lock_guard lock(mutex_);
  if (which == View::kLater && parts_.at_the_end()) return std::nullopt;
  const auto part = parts_.next();
  parts_out_ += part ? 1 : 0;
  return part;
}

void LedgerReading::read_parts(View which, const Reader& store,
                               const std::function<void()>& progress) {
  LedgerFold own;
  std::uint64_t parts = 0;
  for (; const auto part = take_part(which); ++parts) {
    const auto before = own.entries;
    own.read(store, *part);
    entries_ += own.entries - before;
    if (progress && !part->to_the_end) progress();
  }
  if (parts == 0) return;  // finish() may have moved the sum away
  if (store.failure() != wire::Status::kOk) own.problems.add_before_all(store.failure_text());
  const std::lock_guard lock(mutex_);
  sum_.add(std::move(own));
  parts_out_ -= parts;
  all_in_.notify_all();
}

LedgerFold LedgerReading::finish() {
  std::unique_lock lock(mutex_);
  all_in_.wait(lock, [this] { return parts_out_ == 0; });
  return std::move(sum_);
}

}  // namespace gateway::daemon
