// SPDX-License-Identifier: MIT
// The folder a store lives in: made, flushed, and owned by one process.
#pragma once

#include <filesystem>
#include <tl/expected.hpp>

#include "gateway/store/lmdb_store.h"

namespace gateway::store {

/// A file descriptor that closes itself.
class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  ~Descriptor();
  Descriptor(Descriptor&& other) noexcept : fd_(other.fd_) { other.fd_ = -1; }
  Descriptor& operator=(Descriptor&&) = delete;
  [[nodiscard]] int get() const { return fd_; }
  [[nodiscard]] bool open() const { return fd_ >= 0; }

 private:
  int fd_;
};

/// Holds the folder for one owner. LMDB would let a second process in, and two
/// writers that each think they are alone would ack what the other overwrites.
/// The kernel drops the lock with the process, however it ends.
class FolderLock {
 public:
  /// kUnavailable (someone holds it; the message names the process), kIoError.
  [[nodiscard]] static tl::expected<FolderLock, Failure> take(const std::filesystem::path& folder);

 private:
  explicit FolderLock(Descriptor file) : file_(std::move(file)) {}
  Descriptor file_;
};

/// Makes `folder` with mode 0700 if it is not there; its parent must be.
[[nodiscard]] tl::expected<void, Failure> make_folder(const std::filesystem::path& folder);

/// Makes names created, renamed or removed in `folder` survive a power cut.
[[nodiscard]] tl::expected<void, Failure> flush_folder(const std::filesystem::path& folder);

}  // namespace gateway::store
