// SPDX-License-Identifier: MIT
#pragma once

#include <atomic>
#include <string>
#include <thread>

#include "support/raw_http.h"

namespace http_fixture {

/// A client that has sent `begin` and goes on with one piece after the other: a byte, once the one
/// before was read, or a lot, without waiting.
class Feeding {
 public:
  enum class How { kDrips, kFloods };
  Feeding(const std::string& socket, const std::string& begin, How how = How::kDrips)
      : connection_(socket) {
    connection_.send(begin);
    feeder_ = std::thread([this, how] {
      const std::string piece(how == How::kFloods ? 64 * 1024 : 1, 'x');
      while (!gone_) {
        if (how == How::kFloods || connection_.all_read()) {
          if (!connection_.send(piece)) break;
          ++pieces_;
        }
        std::this_thread::yield();
      }
      ended_ = true;
    });
  }
  ~Feeding() {
    gone_ = true;
    feeder_.join();
  }
  Feeding(const Feeding&) = delete;
  Feeding& operator=(const Feeding&) = delete;

  /// Waits until the server reads what comes.
  void wait_until_read() const {
    while (pieces_ < 3 && !ended_) std::this_thread::yield();
  }
  support::RawReply receive() { return connection_.receive(); }

 private:
  support::RawConnection connection_;
  std::atomic<int> pieces_ = 0;
  std::atomic<bool> gone_ = false;
  std::atomic<bool> ended_ = false;
  std::thread feeder_;
};

}  // namespace http_fixture
