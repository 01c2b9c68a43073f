// SPDX-License-Identifier: MIT
// Messages for what goes wrong: each names the place and says what to do.
#pragma once

#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>

#include "gateway/rows/store.h"
#include "gateway/store/lmdb_store.h"

namespace gateway::store {

/// What an LMDB or errno code means to the caller of the store.
[[nodiscard]] wire::Status status_of(int code);

/// "cannot <doing> <path>: <reason>; <advice>".
[[nodiscard]] Failure failure_of(int code, std::string_view doing, std::string_view path);

/// Keeps the first sentence about damage that any reader or writer of a store met. Any thread.
class FirstDamage {
 public:
  void note(const std::string& sentence) {
    const std::lock_guard lock(lock_);
    if (sentence_.empty()) sentence_ = sentence;
  }
  [[nodiscard]] std::string sentence() const {
    const std::lock_guard lock(lock_);
    return sentence_;
  }

 private:
  mutable std::mutex lock_;
  std::string sentence_;
};

/// Keeps the first failure of a reader or writer and ignores later ones, which
/// follow from it. Where it is damage, `damage` hears of it; it must outlive this.
class FirstFailure {
 public:
  explicit FirstFailure(FirstDamage& damage) : damage_(&damage) {}
  void note(Failure failure) {
    if (failed()) return;
    if (failure.status == wire::Status::kCorrupt) damage_->note(failure.message);
    failure_ = std::move(failure);
  }
  [[nodiscard]] bool failed() const { return failure_.status != wire::Status::kOk; }
  [[nodiscard]] wire::Status status() const { return failure_.status; }
  [[nodiscard]] const std::string& text() const { return failure_.message; }

 private:
  FirstDamage* damage_;
  Failure failure_;
};

}  // namespace gateway::store
