// SPDX-License-Identifier: MIT
// Promise: a journal written by any released version is read for ever, and this
// version writes byte for byte what docs/journal-format.md says.
// Method: tests/golden/journal/v1/journal and v2/journal were written once by the workloads below
// and are kept; they must read back, and the workloads must still write the same. Version 1 is the
// first release's; version 2 knows a name, and here two forks. SHELFWIRE_WRITE_GOLDEN writes v2.
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "fakes/sim_sectors.h"
#include "scanner/journal.h"
#include "support/source_tree.h"

namespace scanner_test {
namespace {

using scanner::Journal;

constexpr std::uint32_t kSectors = 8;
constexpr wire::Epoch kEpoch{0x9f3c01aa};
constexpr wire::Sequence kMovements = 9;  // the ring of six goes round once
const std::filesystem::path kGolden = support::source_tree() / "tests/golden/journal/v1/journal";
const std::filesystem::path kForked = support::source_tree() / "tests/golden/journal/v2/journal";

/// Number `seq` of the workload; together they use every field.
wire::Movement movement_number(wire::Sequence seq) {
  wire::Movement movement;
  movement.op = static_cast<wire::Op>(1 + (seq - 1) % 7);
  movement.qty = seq * 10;
  if (movement.op == wire::Op::kUndo) {
    movement.qty = 0;
    movement.undoes = seq - 1;
    return movement;
  }
  movement.code = *wire::Code::from(
      "]C10109501101530003\x1d"
      "10AB\xE9" +
      std::to_string(seq));
  movement.from = *wire::Location::from("MAIN/A-01/03");
  movement.to = *wire::Location::from("MAIN/B-02");
  movement.at_ms = 1'790'000'000'000 + seq;
  movement.by = *wire::Operator::from("anna");
  movement.ref = *wire::Reference::from("1007");
  if (seq % 2 == 0) return movement;
  movement.sku = *wire::Sku::from("SCR-3X20");
  movement.lot = *wire::Lot::from("L-2026");
  movement.serial = *wire::Serial::from("S1");
  movement.expiry_yyyymmdd = 20261231;
  return movement;
}

scanner::Stamp stamp_number(wire::Sequence seq) {
  return {1'000ULL * seq, 0xabcd0000U + seq};
}

void write_workload(fakes::SimSectors& device) {
  Journal journal(device, 4);
  ASSERT_EQ(journal.format(kEpoch), wire::Status::kOk);
  for (wire::Sequence seq = 1; seq <= kMovements; ++seq) {
    ASSERT_TRUE(journal.append(movement_number(seq), stamp_number(seq)));
    if (seq > 2) journal.cover(seq - 2);
  }
}

std::string bytes_of(fakes::SimSectors& device) {
  std::string bytes;
  for (std::uint32_t index = 0; index < kSectors; ++index) {
    for (const std::byte byte : device.medium(index)) bytes += static_cast<char>(byte);
  }
  return bytes;
}

std::string golden_bytes(const std::filesystem::path& golden = kGolden) {
  std::ifstream file(golden, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

fakes::SimSectors device_of(const std::string& bytes) {
  fakes::SimSectors device(kSectors);
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    device.medium(static_cast<std::uint32_t>(
        i / scanner::kSectorBytes))[i % scanner::kSectorBytes] = static_cast<std::byte>(bytes[i]);
  }
  return device;
}

/// Scanner dock-1; its history turned out to be a second one; then it was opened as hall-2.
void write_forked(fakes::SimSectors& device) {
  Journal journal(device, 4);
  const auto dock = *wire::NodeName::from("dock-1");
  ASSERT_EQ(journal.format(kEpoch, dock), wire::Status::kOk);
  for (wire::Sequence number = 1; number <= kMovements; ++number) {
    if (number == 5) {
      ASSERT_EQ(journal.fork_to(wire::Epoch{0x11223344}, dock), wire::Status::kOk);
    }
    ASSERT_TRUE(journal.append(movement_number(number), stamp_number(number)));
    if (journal.last() > 2) journal.cover(journal.last() - 2);
    if (number != 8) continue;
    ASSERT_EQ(journal.fork_to(wire::Epoch{0x55667788}, *wire::NodeName::from("hall-2")),
              wire::Status::kOk);
    journal.cover(3);
  }
}

TEST(JournalGolden, VersionOneIsRead) {
  const std::string bytes = golden_bytes();
  ASSERT_EQ(bytes.size(), kSectors * scanner::kSectorBytes) << kGolden;
  fakes::SimSectors device = device_of(bytes);
  Journal journal(device, 4);
  ASSERT_EQ(journal.mount(), wire::Status::kOk);
  EXPECT_EQ(bytes_of(device), bytes) << "reading it changes nothing";
  EXPECT_TRUE(journal.node().empty());
  EXPECT_EQ(journal.epoch(), kEpoch);
  EXPECT_EQ(journal.first(), 4U);
  EXPECT_EQ(journal.last(), kMovements);
  for (wire::Sequence seq = journal.first(); seq <= kMovements; ++seq) {
    const auto entry = journal.read(seq);
    ASSERT_TRUE(entry) << seq;
    EXPECT_EQ(entry->movement, movement_number(seq)) << seq;
    EXPECT_EQ(entry->stamp, stamp_number(seq)) << seq;
  }
  EXPECT_EQ(journal.check_at(kMovements), wire::ChainChecksum{0xa5160a44});
}

TEST(JournalGolden, IsStillWrittenTheSame) {
  fakes::SimSectors device(kSectors);
  write_workload(device);
  EXPECT_TRUE(bytes_of(device) == golden_bytes()) << "format 1 has changed";
}

TEST(JournalGolden, VersionTwoIsReadThroughItsNotes) {
  const std::string bytes = golden_bytes(kForked);
  ASSERT_EQ(bytes.size(), kSectors * scanner::kSectorBytes) << kForked;
  fakes::SimSectors device = device_of(bytes);
  Journal journal(device, 4);
  ASSERT_EQ(journal.mount(), wire::Status::kOk);
  EXPECT_EQ(bytes_of(device), bytes);
  EXPECT_EQ(journal.node().view(), "hall-2");
  EXPECT_EQ(journal.epoch(), wire::Epoch{0x55667788});
  ASSERT_EQ(journal.last() - journal.first() + 1, 6U);
  for (wire::Sequence seq = journal.first(); seq <= journal.last(); ++seq) {
    const auto entry = journal.read(seq);
    ASSERT_TRUE(entry) << seq;
    EXPECT_EQ(entry->movement, movement_number(kMovements - (journal.last() - seq))) << seq;
  }
  ASSERT_EQ(journal.notes().size(), 2U);
  EXPECT_EQ(journal.notes()[0].epoch, kEpoch);
  EXPECT_EQ(journal.notes()[1].epoch, wire::Epoch{0x11223344});
}

TEST(JournalGolden, VersionTwoIsStillWrittenTheSame) {
  fakes::SimSectors device(kSectors);
  write_forked(device);
  if (std::getenv("SHELFWIRE_WRITE_GOLDEN") != nullptr) {
    std::filesystem::create_directories(kForked.parent_path());
    std::ofstream(kForked, std::ios::binary) << bytes_of(device);
  }
  EXPECT_TRUE(bytes_of(device) == golden_bytes(kForked)) << "format 2 has changed";
}

}  // namespace
}  // namespace scanner_test
