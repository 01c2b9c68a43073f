// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <tl/expected.hpp>

#include "scanner/sectors.h"

namespace scanner::host {

/// A journal file that is only read, also on a medium that cannot be written. What a journal writes
/// when it is mounted (a header that a power cut tore) is kept in memory, so that it reads as if it
/// were repaired. Not thread-safe.
class FrozenSectors final : public Sectors {
 public:
  /// The error is a sentence with the file: it is not there or cannot be read, is no regular file
  /// or larger than any journal, or another program has it open.
  [[nodiscard]] static tl::expected<std::unique_ptr<FrozenSectors>, std::string> open(
      const std::filesystem::path& file);
  ~FrozenSectors();
  FrozenSectors(const FrozenSectors&) = delete;
  FrozenSectors& operator=(const FrozenSectors&) = delete;

  [[nodiscard]] std::uint32_t count() const override { return count_; }
  wire::Status read(std::uint32_t index, std::span<std::byte, kSectorBytes> out) override;
  wire::Status write(std::uint32_t index, std::span<const std::byte, kSectorBytes> bytes) override;
  wire::Status flush() override { return wire::Status::kOk; }

 private:
  explicit FrozenSectors(int fd) : fd_(fd) {}

  int fd_;
  std::uint32_t count_ = 0;
  std::map<std::uint32_t, Sector> written_;
};

}  // namespace scanner::host
