// SPDX-License-Identifier: MIT
//
// Not a product: that this image links proves that all code of a scanner fits
// a microcontroller and needs no heap. The two libraries are linked whole;
// what is only in their headers is used below, or at least compiled (headers.cpp).

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "scanner/journal.h"
#include "scanner/sectors.h"
#include "wire/status.h"
#include "wire/up.h"

namespace {

class RamSectors final : public scanner::Sectors {
 public:
  [[nodiscard]] std::uint32_t count() const override {
    return static_cast<std::uint32_t>(sectors_.size());
  }
  wire::Status read(std::uint32_t index, std::span<std::byte, scanner::kSectorBytes> out) override {
    std::ranges::copy(sectors_[index], out.begin());
    return wire::Status::kOk;
  }
  wire::Status write(std::uint32_t index,
                     std::span<const std::byte, scanner::kSectorBytes> bytes) override {
    std::ranges::copy(bytes, sectors_[index].begin());
    return wire::Status::kOk;
  }
  wire::Status flush() override { return wire::Status::kOk; }

 private:
  std::array<scanner::Sector, 16> sectors_{};
};

constinit RamSectors sectors;
std::array<char, wire::kUpBytesMin> message;

}  // namespace

// Called by reset() in startup.cpp: C++ forbids calling a `main`.
extern "C" int scanner_main() {
  scanner::Journal journal(sectors, 4);
  if (journal.mount() != wire::Status::kOk && journal.format(wire::Epoch{1}) != wire::Status::kOk) {
    return 1;
  }
  const auto seq = journal.append(wire::Movement{}, scanner::Stamp{});
  if (!seq) return 1;
  const auto entry = journal.read(*seq);
  const auto before = journal.check_at(*seq - 1);
  if (!entry || !before) return 1;
  wire::UpWriter batch(message, journal.epoch(), *seq, journal.first(), *before);
  if (!batch.add(entry->movement, entry->chain_checksum) || !batch.finish()) return 1;
  journal.cover(*seq);
  return 0;
}
