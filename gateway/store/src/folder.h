// SPDX-License-Identifier: MIT
// The folder of a store: makes, flushes and locks it.
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

/// Locks the folder for one owner. LMDB would let a second process in, and two
/// writers would ack what the other overwrites. The kernel releases the lock when
/// the process ends, however it ends.
class FolderLock {
 public:
  /// Failures: kUnavailable (it is locked; the message names the process), kIoError.
  [[nodiscard]] static tl::expected<FolderLock, Failure> take(const std::filesystem::path& folder);

 private:
  explicit FolderLock(Descriptor file) : file_(std::move(file)) {}
  Descriptor file_;
};

/// Makes `folder`, mode 0700, if missing. Failures: kUnformatted (no parent), kFull, kIoError.
[[nodiscard]] tl::expected<void, Failure> make_folder(const std::filesystem::path& folder);

/// Makes names that were created, renamed or removed in `folder` survive a power cut.
[[nodiscard]] tl::expected<void, Failure> flush_folder(const std::filesystem::path& folder);

}  // namespace gateway::store
