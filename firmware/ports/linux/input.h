// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "scanner/framer.h"

namespace station {

/// Barcodes from a file descriptor, one per line, taken one at a time.
class Input {
 public:
  /// `source`: "stdin" or "serial:DEVICE". A serial device is switched to raw
  /// bytes; its speed stays as it is. The error is a sentence with the device.
  [[nodiscard]] static tl::expected<std::unique_ptr<Input>, std::string> open(
      const std::string& source);
  ~Input();
  Input(const Input&) = delete;
  Input& operator=(const Input&) = delete;

  /// The next complete barcode: a view, valid until the next call. None: wait for fd() to
  /// be readable, then call fill(). The last line needs no line break.
  [[nodiscard]] std::optional<std::string_view> next();

  /// Reads what is there. Does not wait when fd() is readable.
  void fill();

  [[nodiscard]] int fd() const { return fd_; }
  /// The source has ended, and next() has nothing left.
  [[nodiscard]] bool ended() const { return closed_ && at_ == size_ && finished_; }
  /// The source has not ended: fill() may read more later.
  [[nodiscard]] bool open_for_more() const { return !closed_; }
  /// A person scans: a barcode that cannot be stored is answered at once and does not wait.
  [[nodiscard]] bool interactive() const { return interactive_; }

 private:
  Input(int fd, bool owned, bool interactive) : fd_(fd), owned_(owned), interactive_(interactive) {}

  int fd_;
  bool owned_;
  bool interactive_;
  bool closed_ = false;
  bool finished_ = false;
  std::array<char, 4096> bytes_{};
  std::size_t at_ = 0;
  std::size_t size_ = 0;
  scanner::Framer framer_;
};

}  // namespace station
