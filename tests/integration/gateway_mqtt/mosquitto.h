// SPDX-License-Identifier: MIT
#pragma once

#include <sys/types.h>

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

/// A private Mosquitto on a port of loopback that stays its own, as we ship it but for its log,
/// which tells every packet. It keeps nothing on disk: killed and started again it
/// has forgotten everything. Killed at the end.
class Mosquitto {
 public:
  Mosquitto();  ///< takes a port; does not start
  ~Mosquitto();
  Mosquitto(const Mosquitto&) = delete;
  Mosquitto& operator=(const Mosquitto&) = delete;

  void start();  ///< returns when it listens; asserts that it does
  void kill();   ///< SIGKILL: sessions and retained messages are gone
  /// Writes an access list, which start() reads and, while it runs, SIGHUP makes it read again.
  void set_access_list(const std::string& text);
  void freeze();  ///< SIGSTOP: connections stay, nothing is read
  void thaw();

  [[nodiscard]] std::uint16_t port() const { return port_; }
  [[nodiscard]] std::string url() const;

  using Lines = std::vector<std::string>;
  /// The log since the last start.
  [[nodiscard]] Lines log() const;
  /// Waits until `found` likes the log; false when that does not come.
  [[nodiscard]] bool wait_log(const std::function<bool(const Lines&)>& found) const;

 private:
  void read_log(int fd);

  int port_keeper_ = -1;  ///< bound, not listening: nobody else gets the port while we are down
  std::uint16_t port_ = 0;
  std::string config_file_;
  pid_t pid_ = -1;
  std::thread reader_;

  mutable std::mutex mutex_;
  mutable std::condition_variable more_;
  Lines lines_;
  bool ended_ = false;
};
