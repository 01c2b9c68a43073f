// SPDX-License-Identifier: MIT
// Goal: whatever is on a scanner's storage, a journal that mounts it reads all that
// it says it has, takes a new movement and finds it again, and keeps all of it over a fork.

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "fakes/sim_sectors.h"
#include "require.h"
#include "scanner/journal.h"
#include "wire/crc32.h"

namespace {

/// Fills the device from the input and makes every sector's checksum right, so that
/// the input gets past it.
void fill(fakes::SimSectors& device, const std::uint8_t* data, std::size_t size) {
  for (std::uint32_t index = 0; index < device.count(); ++index) {
    scanner::Sector& sector = device.medium(index);
    const std::size_t from = std::min(size, index * scanner::kSectorBytes);
    const std::size_t count = std::min(size - from, sector.size() - 4);
    std::transform(data + from, data + from + count, sector.begin(),
                   [](std::uint8_t byte) { return static_cast<std::byte>(byte); });
    const std::uint32_t crc =
        wire::crc32(0, std::span<const std::byte>(sector).first(sector.size() - 4));
    for (std::size_t i = 0; i < 4; ++i) {
      sector[sector.size() - 4 + i] = static_cast<std::byte>(crc >> (8 * i));
    }
  }
}

/// Goes on in a new epoch; what is held must be held after it, unchanged.
void fork(scanner::Journal& journal) {
  const auto first = journal.first();
  const auto last = journal.last();
  const auto newest = journal.check_at(last);
  require(newest.has_value());
  wire::Epoch epoch{1};
  while (journal.knows(epoch)) epoch = wire::Epoch{wire::raw(epoch) + 1};
  require(journal.fork_to(epoch, *wire::NodeName::from("n")) == wire::Status::kOk);
  require(journal.mount() == wire::Status::kOk && !journal.needs_fork());
  require(journal.first() == 1 && journal.last() == last + 1 - first && journal.epoch() == epoch);
  require(journal.last() == 0 || journal.check_at(journal.last()) == newest);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fakes::SimSectors device(8);
  fill(device, data, size);
  scanner::Journal journal(device, 4);
  if (journal.mount() != wire::Status::kOk) return 0;
  require(journal.covered() + 1 == journal.first());
  for (wire::Sequence seq = journal.first(); seq <= journal.last(); ++seq) {
    const auto entry = journal.read(seq);
    require(entry && journal.check_at(seq) == entry->chain_checksum);
  }
  if (journal.needs_fork()) fork(journal);
  journal.cover(journal.last());
  const auto seq = journal.append(wire::Movement{}, scanner::Stamp{});
  require(seq || journal.last() == wire::kSequenceMax);
  require(journal.mount() == wire::Status::kOk);
  require(!seq || (journal.last() == *seq && journal.read(*seq)));
  fork(journal);
  return 0;
}
