// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <optional>
#include <random>
#include <vector>

#include "scanner/sectors.h"

namespace fakes {

/// What happens to writes without a later flush when the power fails.
enum class Unflushed {
  kLost,   ///< none of them reached the medium
  kKept,   ///< all of them did
  kMixed,  ///< each of them is lost, kept or torn, drawn from the seed
};

/// When the power fails: inside the n-th write from now (1 is the next one), after
/// `bytes_kept` bytes of it. With 512 the whole write is kept, but not flushed.
struct PowerCut {
  std::uint32_t at_write = 1;
  std::size_t bytes_kept = 0;
  Unflushed earlier = Unflushed::kLost;
  std::uint32_t seed = 1;
};

/// A storage device in memory that fails like a real one. A copy is another device with the
/// same bytes, unflushed writes and planned failures.
class SimSectors final : public scanner::Sectors {
 public:
  explicit SimSectors(std::uint32_t count) : medium_(count) {}

  [[nodiscard]] std::uint32_t count() const override {
    return static_cast<std::uint32_t>(medium_.size());
  }

  wire::Status read(std::uint32_t index, std::span<std::byte, scanner::kSectorBytes> out) override {
    if (!powered_ || (bad_sector_ && *bad_sector_ == index)) return wire::Status::kIoError;
    const scanner::Sector& sector = seen(index);
    std::copy(sector.begin(), sector.end(), out.begin());
    return wire::Status::kOk;
  }

  wire::Status write(std::uint32_t index,
                     std::span<const std::byte, scanner::kSectorBytes> bytes) override {
    if (!powered_) return wire::Status::kIoError;
    if (before_write) before_write(index, bytes);
    ++writes_;
    if (cut_ && --cut_->at_write == 0) {
      lose_power(*cut_);
      overwrite(medium_[index], bytes, cut_->bytes_kept);
      cut_.reset();
      return wire::Status::kIoError;
    }
    if (failing_writes_ > 0 && --failing_writes_ == 0) {
      overwrite(medium_[index], bytes, failing_keeps_);
      return wire::Status::kIoError;
    }
    scanner::Sector sector{};
    std::copy(bytes.begin(), bytes.end(), sector.begin());
    pending_.push_back({index, sector});
    return wire::Status::kOk;
  }

  wire::Status flush() override {
    if (!powered_) return wire::Status::kIoError;
    if (failing_flushes_ > 0 && --failing_flushes_ == 0) return wire::Status::kIoError;
    for (const Pending& write : pending_) medium_[write.index] = write.sector;
    pending_.clear();
    return wire::Status::kOk;
  }

  /// The power will fail as planned; then every call returns kIoError until power_on().
  void plan(const PowerCut& cut) { cut_ = cut; }
  /// The power fails now, between two calls.
  void cut_now(Unflushed unflushed, std::uint32_t seed = 1) {
    lose_power(PowerCut{0, 0, unflushed, seed});
  }
  void power_on() { powered_ = true, cut_.reset(); }
  [[nodiscard]] bool powered() const { return powered_; }

  /// The n-th write from now fails after `bytes_kept` bytes of it.
  void fail_write(std::uint32_t n, std::size_t bytes_kept) {
    failing_writes_ = n, failing_keeps_ = bytes_kept;
  }
  /// The n-th flush from now fails; the writes stay readable and unflushed.
  void fail_flush(std::uint32_t n) { failing_flushes_ = n; }
  /// This sector cannot be read until the next call; none: all can be read.
  void fail_reads_of(std::optional<std::uint32_t> index) { bad_sector_ = index; }

  /// The bytes on the medium, so that a test can damage them.
  scanner::Sector& medium(std::uint32_t index) { return medium_[index]; }
  [[nodiscard]] std::uint32_t writes() const { return writes_; }
  [[nodiscard]] bool has_unflushed() const { return !pending_.empty(); }

  /// Called before each write, while the device is unchanged.
  std::function<void(std::uint32_t index, std::span<const std::byte, scanner::kSectorBytes> bytes)>
      before_write;

 private:
  struct Pending {
    std::uint32_t index;
    scanner::Sector sector;
  };

  [[nodiscard]] const scanner::Sector& seen(std::uint32_t index) const {
    const auto newest = std::find_if(pending_.rbegin(), pending_.rend(),
                                     [&](const Pending& write) { return write.index == index; });
    return newest == pending_.rend() ? medium_[index] : newest->sector;
  }

  static void overwrite(scanner::Sector& sector, std::span<const std::byte> bytes,
                        std::size_t kept) {
    std::copy_n(bytes.begin(), kept, sector.begin());
  }

  void lose_power(const PowerCut& cut) {
    powered_ = false;
    std::minstd_rand random(cut.seed);
    for (const Pending& write : pending_) {
      std::size_t kept = cut.earlier == Unflushed::kKept ? scanner::kSectorBytes : 0;
      if (cut.earlier == Unflushed::kMixed) {
        const auto draw = random() % 3;
        kept = draw == 0 ? 0 : draw == 1 ? scanner::kSectorBytes : random() % scanner::kSectorBytes;
      }
      overwrite(medium_[write.index], write.sector, kept);
    }
    pending_.clear();
  }

  std::vector<scanner::Sector> medium_;
  std::vector<Pending> pending_;
  std::optional<PowerCut> cut_;
  std::optional<std::uint32_t> bad_sector_;
  std::uint32_t failing_writes_ = 0;
  std::size_t failing_keeps_ = 0;
  std::uint32_t failing_flushes_ = 0;
  std::uint32_t writes_ = 0;
  bool powered_ = true;
};

}  // namespace fakes
