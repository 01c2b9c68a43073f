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

/// Barcodes from a file descriptor, one a line, taken one at a time.
class Input {
 public:
  /// `source`: "stdin" or "serial:DEVICE". A serial device is switched to raw
  /// bytes; its speed stays as it is. The error is a sentence with the device.
  [[nodiscard]] static tl::expected<std::unique_ptr<Input>, std::string> open(
      const std::string& source);
  ~Input();
  Input(const Input&) = delete;
  Input& operator=(const Input&) = delete;

  /// The next complete barcode; a view until the next call. None: wait for fd() to
  /// be readable, then call fill(). The last line need not end.
  [[nodiscard]] std::optional<std::string_view> next();

  /// Reads what is there. Does not wait when fd() is readable.
  void fill();

  [[nodiscard]] int fd() const { return fd_; }
  /// Nothing more will come, and next() has nothing left.
  [[nodiscard]] bool ended() const { return closed_ && at_ == size_ && finished_; }
  /// fill() has more to read, sooner or later.
  [[nodiscard]] bool open_for_more() const { return !closed_; }
  /// A person is at the other end: answers at once, rather than holding back.
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
