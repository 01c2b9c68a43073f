// SPDX-License-Identifier: MIT
// A body that is too long for memory, in a file without a name: it goes with this object, and with
// the process.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "gateway/catalogue/csv.h"

namespace gateway::http {

/// append() by one thread; then any thread may read.
class Spool {
 public:
  /// In `folder`, which should not be kept in memory. Error: a sentence with the reason.
  [[nodiscard]] static tl::expected<std::unique_ptr<Spool>, std::string> make(
      const std::string& folder);
  ~Spool();
  Spool(const Spool&) = delete;
  Spool& operator=(const Spool&) = delete;

  /// False: there is no room, or the device failed; error() says which.
  [[nodiscard]] bool append(std::string_view bytes);
  [[nodiscard]] const std::string& error() const { return error_; }

  [[nodiscard]] std::size_t size() const { return size_; }
  /// Gives the bytes from the first on. Ends early where the device fails: so test `failed()`.
  [[nodiscard]] ByteSource source() const;
  [[nodiscard]] std::string text() const;
  [[nodiscard]] bool failed() const { return failed_; }

 private:
  explicit Spool(int fd) : fd_(fd) {}

  int fd_;
  std::size_t size_ = 0;
  std::string error_;
  mutable bool failed_ = false;
};

}  // namespace gateway::http
