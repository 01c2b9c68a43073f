// SPDX-License-Identifier: MIT
// Messages for what goes wrong: each names the place and says what to do.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "gateway/rows/store.h"
#include "gateway/store/lmdb_store.h"

namespace gateway::store {

/// What an LMDB or errno code means to the caller of the store.
[[nodiscard]] wire::Status status_of(int code);

/// "cannot <doing> <path>: <reason>; <advice>".
[[nodiscard]] Failure failure_of(int code, std::string_view doing, std::string_view path);

/// Keeps the first failure of a reader or writer and ignores later ones, which
/// follow from it.
class FirstFailure {
 public:
  void note(Failure failure) {
    if (failed()) return;
    failure_ = std::move(failure);
  }
  [[nodiscard]] bool failed() const { return failure_.status != wire::Status::kOk; }
  [[nodiscard]] wire::Status status() const { return failure_.status; }
  [[nodiscard]] const std::string& text() const { return failure_.message; }

 private:
  Failure failure_;
};

}  // namespace gateway::store
