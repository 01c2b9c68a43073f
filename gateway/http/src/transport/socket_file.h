// SPDX-License-Identifier: MIT
#pragma once

#include <sys/types.h>
#include <string>

#include "wire/status.h"

namespace gateway::http {

/// A listening Unix socket and its file. Owns both: close() removes the file if it
/// is still the one made here. Not thread-safe.
class SocketFile {
 public:
  SocketFile() = default;
  ~SocketFile() { close(); }
  SocketFile(const SocketFile&) = delete;
  SocketFile& operator=(const SocketFile&) = delete;

  /// Listens at `path` with mode 0660, and at no moment with more rights. Replaces a socket
  /// file on which no program answers. Errors, with error_text(): as Server::start().
  [[nodiscard]] wire::Status open(const std::string& path, int backlog);

  /// Makes every accept() on it return, now and later. Any thread.
  void shut_down() const;

  void close();

  [[nodiscard]] int fd() const { return fd_; }
  [[nodiscard]] const std::string& error_text() const { return error_text_; }

 private:
  wire::Status make_room();
  wire::Status fail(wire::Status status, const std::string& text);

  std::string path_;
  std::string error_text_;
  int fd_ = -1;
  dev_t device_ = 0;  // identity of the file made here
  ino_t inode_ = 0;
};

}  // namespace gateway::http
