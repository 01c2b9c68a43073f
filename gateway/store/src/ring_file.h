// SPDX-License-Identifier: MIT
// A redo ring's file: made once, filled with zeros, and of constant size from then on, so that
// a write changes no metadata of the file system and one flush is enough.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <tl/expected.hpp>

#include "folder.h"
#include "gateway/store/lmdb_store.h"
#include "ring_device.h"

namespace gateway::store {

/// Writes bypass the system's cache, in blocks of the device, where the file system allows it;
/// else they go through it, in blocks of 4 KiB, with a flush after each write.
class RingFile final : public RingDevice {
 public:
  /// Makes or replaces `path`, with `bytes` in all. What is there is moved to `aside`, unless that
  /// is empty, once the new file is complete. A power cut leaves the old file, or none,
  /// or a complete new one. Failures, with the old file as it was: kFull, kIoError.
  [[nodiscard]] static tl::expected<void, Failure> create(const std::filesystem::path& path,
                                                          std::uint64_t id, std::uint64_t bytes,
                                                          const std::filesystem::path& aside = {});

  /// Failures: kUnformatted (no file, no ring, or cut short), kCorrupt (of another store, or of a
  /// form that no version writes), kVersion (written by another
  /// version of Shelfwire), kIoError.
  [[nodiscard]] static tl::expected<std::unique_ptr<RingFile>, Failure> open(
      const std::filesystem::path& path, std::uint64_t id);

  [[nodiscard]] std::uint64_t bytes() const override { return bytes_; }
  [[nodiscard]] std::uint32_t block_bytes() const override { return block_bytes_; }
  [[nodiscard]] int write(std::uint64_t offset, std::span<const std::byte> blocks) override;
  [[nodiscard]] int read(std::uint64_t offset, std::span<std::byte> blocks) override;
  [[nodiscard]] const std::string& path() const override { return path_; }

  /// Whether this device needs other blocks than the file was made with: make the file again
  /// once nothing in it is needed.
  [[nodiscard]] bool outdated() const { return block_bytes_ != block_bytes_wanted_; }

 private:
  RingFile(Descriptor file, std::string path) : file_(std::move(file)), path_(std::move(path)) {}

  Descriptor file_;
  std::string path_;
  std::uint64_t bytes_ = 0;
  std::uint32_t block_bytes_ = 0;
  std::uint32_t block_bytes_wanted_ = 0;
  bool direct_ = false;
};

}  // namespace gateway::store
