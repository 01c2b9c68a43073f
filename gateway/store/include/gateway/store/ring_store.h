// SPDX-License-Identifier: MIT
// A store that writes each commit once, to a ring of fixed size, with one flush; the store
// behind it is brought up to date rarely. Decision and figures: docs/adr/0009.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "gateway/store/lmdb_store.h"
#include "gateway/store/marked_store.h"

namespace gateway::store {

class PendingRows;
class Ring;
class RingDevice;

/// Memory of the rows changed between two checkpoints. A checkpoint is due at half of it.
inline constexpr std::uint64_t kPendingBytesMax = 8 * 1024 * 1024;

/// gateway::Store on a redo ring before a store that is slow to commit.
///
/// commit() is one write and one flush of what changed. checkpoint() commits the store
/// behind; only then do snapshots see it, and only then is the ring free again. Until then the
/// changed rows are in memory too, for reads. Where a commit has no room in the ring, or is
/// too large for it, it is a checkpoint.
///
/// A checkpoint that finds no room on the device (kFull) changes nothing: commits go on for
/// as long as the ring has room, and the next checkpoint may succeed. Any other error, and
/// kFull of a commit, is final as Store says.
///
/// Threads as Store: everything but snapshot() belongs to the writer. From the first use
/// after a checkpoint to the next checkpoint that is one thread (asserted): LMDB's lock is its.
class RingStore final : public Store {
 public:
  /// Opens the store in `folder` and the ring `journal.ring` in it, made where it is
  /// missing, and puts on disk what the ring holds. What it then shows is what was committed.
  /// Failures: as LmdbStore::open(), and
  ///   kCorrupt   acked commits are damaged in the ring, or it is of another store
  ///   kVersion   the ring, or a commit in it, is of a newer Shelfwire; data and ring stay
  ///              as they are
  [[nodiscard]] static tl::expected<std::unique_ptr<RingStore>, Failure> open(
      const std::filesystem::path& folder, const Options& options = {});

  /// The same of any two parts. `id`: for a store that has none yet.
  [[nodiscard]] static tl::expected<std::unique_ptr<RingStore>, Failure> recover(
      std::unique_ptr<MarkedStore> behind, std::unique_ptr<RingDevice> device, std::uint64_t id);

  ~RingStore() override;
  RingStore(const RingStore&) = delete;
  RingStore& operator=(const RingStore&) = delete;

  [[nodiscard]] std::optional<std::string_view> get(Table table,
                                                    std::string_view key) const override;
  void scan(Table table, std::string_view from, const Visitor& visit) const override;
  void fail(wire::Status status, std::string text) const override;
  [[nodiscard]] wire::Status failure() const override;
  [[nodiscard]] std::string failure_text() const override;
  void put(Table table, std::string_view key, std::string_view value) override;
  void erase(Table table, std::string_view key) override;
  [[nodiscard]] wire::Status commit() override;
  [[nodiscard]] wire::Status checkpoint() override;
  [[nodiscard]] Backlog backlog() const override;
  [[nodiscard]] wire::Result<std::unique_ptr<Reader>> snapshot() const override;
  [[nodiscard]] Usage usage() const override;

 private:
  RingStore(std::unique_ptr<MarkedStore> behind, std::unique_ptr<Ring> ring);
  [[nodiscard]] tl::expected<void, Failure> replay();
  void put_behind(Table table, std::string_view key, std::optional<std::string_view> change);
  [[nodiscard]] wire::Status commit_behind();

  std::unique_ptr<MarkedStore> behind_;
  std::unique_ptr<Ring> ring_;
  std::unique_ptr<PendingRows> pending_;  // since the last checkpoint
  mutable int scans_ = 0;                 // running ones: their visitors must not write
  std::uint64_t commits_ = 0;             // since the last checkpoint
  Failure failure_;                       // of the ring; that of the store behind is its own
};

}  // namespace gateway::store
