// SPDX-License-Identifier: MIT
// A ring's device in memory that fails as devices do, and a store behind it.
#pragma once

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "fakes/memory_store.h"
#include "gateway/store/marked_store.h"
#include "ring_device.h"

namespace store_test {

/// What is on the medium; outlives the device, as after a power cut.
using Medium = std::shared_ptr<std::vector<std::byte>>;

inline Medium make_medium(std::size_t bytes) {
  return std::make_shared<std::vector<std::byte>>(bytes);
}

class SimRing final : public gateway::store::RingDevice {
 public:
  static constexpr std::uint32_t kBlock = 512;

  /// How much of a write that failed is on the medium.
  enum class Arrived {
    kNothing,
    kSome,  ///< of its blocks some, in any order, and of one of them a part
    kAll,
  };

  /// What happens at one operation, and for good from then on.
  struct Trouble {
    std::size_t at = 0;  ///< reads and writes, counted together from 0
    int code = EIO;
    std::uint32_t seed = 0;  ///< which blocks, of kSome
    Arrived arrived = Arrived::kSome;
  };

  explicit SimRing(Medium medium, std::optional<Trouble> trouble = {})
      : medium_(std::move(medium)), trouble_(trouble) {}

  [[nodiscard]] std::uint64_t bytes() const override { return medium_->size(); }
  [[nodiscard]] std::uint32_t block_bytes() const override { return kBlock; }
  [[nodiscard]] const std::string& path() const override { return path_; }

  [[nodiscard]] int write(std::uint64_t offset, std::span<const std::byte> blocks) override {
    if (fails()) {
      land_part(offset, blocks);
      return code_;
    }
    if (code_ == 0) std::copy(blocks.begin(), blocks.end(), at(offset));
    return code_;
  }

  [[nodiscard]] int read(std::uint64_t offset, std::span<std::byte> blocks) override {
    if (fails() || code_ != 0) return code_;
    std::copy_n(at(offset), blocks.size(), blocks.begin());
    return 0;
  }

  /// Made so far.
  [[nodiscard]] std::size_t operations() const { return operations_; }

 private:
  std::vector<std::byte>::iterator at(std::uint64_t offset) {
    return medium_->begin() + static_cast<std::ptrdiff_t>(offset);
  }

  /// Counts an operation; true for the one that the trouble begins with.
  bool fails() {
    if (operations_++ != (trouble_ ? trouble_->at : kNever)) return false;
    code_ = trouble_->code;
    return true;
  }

  void land_part(std::uint64_t offset, std::span<const std::byte> blocks) {
    std::minstd_rand random(trouble_->seed);
    const std::size_t count = blocks.size() / kBlock;
    const std::size_t torn = random() % count;
    for (std::size_t i = 0; i < count; ++i) {
      std::size_t bytes = random() % 2 == 0 ? kBlock : 0;
      if (i == torn) bytes = random() % (kBlock + 1);
      if (trouble_->arrived == Arrived::kAll) bytes = kBlock;
      if (trouble_->arrived == Arrived::kNothing) bytes = 0;
      std::copy_n(blocks.begin() + static_cast<std::ptrdiff_t>(i * kBlock), bytes,
                  at(offset + i * kBlock));
    }
  }

  static constexpr std::size_t kNever = ~std::size_t{0};

  Medium medium_;
  std::optional<Trouble> trouble_;
  std::size_t operations_ = 0;
  int code_ = 0;
  std::string path_ = "simulated.ring";
};

/// The store behind a ring, in memory.
class MarkedMemory final : public gateway::store::MarkedStore {
 public:
  explicit MarkedMemory(fakes::MemoryStore::Disk disk = {}) : inner_(std::move(disk)) {}
  ~MarkedMemory() override {
    if (left_to_ != nullptr) *left_to_ = inner_.disk();
  }
  /// Where to leave what is on disk at the end; null: nowhere.
  void leave_to(fakes::MemoryStore::Disk* disk) { left_to_ = disk; }
  fakes::MemoryStore& inner() { return inner_; }

  /// One checkpoint that fails.
  struct Fault {
    std::size_t at = 0;  ///< counted from 0, from fail_checkpoint() on
    wire::Status status = wire::Status::kIoError;
    bool landed = false;  ///< it is on disk nevertheless
  };
  void fail_checkpoint(Fault fault) { fault_ = fault; }
  /// Since fail_checkpoint().
  [[nodiscard]] std::size_t checkpoints() const { return checkpoints_; }

  [[nodiscard]] std::optional<std::string> mark() const override {
    const auto text = inner_.get(kTable, kKey);
    return text ? std::optional<std::string>(*text) : std::nullopt;
  }
  void set_mark(std::string_view mark) override { inner_.put(kTable, kKey, mark); }
  void discard() override {
    const auto status = inner_.failure();
    if (status == wire::Status::kOk || status == wire::Status::kFull) inner_.crash();
  }

  [[nodiscard]] std::optional<std::string_view> get(gateway::Table table,
                                                    std::string_view key) const override {
    return inner_.get(table, key);
  }
  void scan(gateway::Table table, std::string_view from, const Visitor& visit) const override {
    inner_.scan(table, from, visit);
  }
  void fail(wire::Status status, std::string text) const override {
    inner_.fail(status, std::move(text));
  }
  [[nodiscard]] wire::Status failure() const override { return inner_.failure(); }
  [[nodiscard]] std::string failure_text() const override { return inner_.failure_text(); }
  void put(gateway::Table table, std::string_view key, std::string_view value) override {
    inner_.put(table, key, value);
  }
  void erase(gateway::Table table, std::string_view key) override { inner_.erase(table, key); }
  [[nodiscard]] wire::Status commit() override { return inner_.commit(); }
  [[nodiscard]] wire::Status checkpoint() override {
    if (fault_ && checkpoints_++ == fault_->at) {
      inner_.fail_next_commit(fault_->status, fault_->landed);
    }
    return inner_.checkpoint();
  }
  [[nodiscard]] gateway::Backlog backlog() const override { return inner_.backlog(); }
  [[nodiscard]] wire::Result<std::unique_ptr<gateway::Reader>> snapshot() const override {
    return inner_.snapshot();
  }
  [[nodiscard]] gateway::Usage usage() const override { return inner_.usage(); }

  static constexpr gateway::Table kTable = gateway::Table::kMeta;
  static constexpr std::string_view kKey = "\xFFmark";  // no test uses it

 private:
  fakes::MemoryStore inner_;
  fakes::MemoryStore::Disk* left_to_ = nullptr;
  std::optional<Fault> fault_;
  std::size_t checkpoints_ = 0;
};

}  // namespace store_test
