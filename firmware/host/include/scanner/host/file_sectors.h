// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <tl/expected.hpp>

#include "scanner/sectors.h"

namespace scanner::host {

/// Sectors in a file. The file is locked for as long as the object lives, so two
/// programs cannot use one journal.
///
/// After a failed flush the system may show something else than what is on the disk, so
/// every further call returns kIoError and the program has to be started again. Not
/// thread-safe; read(), write() and flush() wait for the disk.
class FileSectors final : public Sectors {
 public:
  /// 1 GiB, two million movements. All of a file is read before its first use, so one of any size
  /// would be read for ever.
  static constexpr std::uint32_t kCountMax = 2 * 1024 * 1024;

  /// Opens `file`. One that does not exist, or is shorter and holds nothing but zeros, gets
  /// room for `sectors` sectors, taken from the disk at once so that it cannot run full later;
  /// another one keeps its size and is not changed. What its sectors hold, the journal judges;
  /// one that holds something in less than a sector is refused, and so, unread, is one of more than
  /// kCountMax sectors. `sectors` is at most that (asserted). The error is a sentence that names
  /// the file and the reason, for instance that another program has it open.
  [[nodiscard]] static tl::expected<std::unique_ptr<FileSectors>, std::string> open(
      const std::filesystem::path& file, std::uint32_t sectors);

  ~FileSectors();
  FileSectors(const FileSectors&) = delete;
  FileSectors& operator=(const FileSectors&) = delete;

  [[nodiscard]] std::uint32_t count() const override { return count_; }
  wire::Status read(std::uint32_t index, std::span<std::byte, kSectorBytes> out) override;
  wire::Status write(std::uint32_t index, std::span<const std::byte, kSectorBytes> bytes) override;
  wire::Status flush() override;

 private:
  FileSectors(int fd, std::uint32_t count) : fd_(fd), count_(count) {}

  int fd_;
  std::uint32_t count_;
  bool failed_ = false;
};

}  // namespace scanner::host
