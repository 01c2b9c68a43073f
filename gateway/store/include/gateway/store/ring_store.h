// SPDX-License-Identifier: MIT
// A store that writes each commit once, to a redo ring of fixed size, with one flush; the
// store behind it gets the changes rarely. Decision and figures: docs/adr/0009.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "gateway/store/lmdb_store.h"
#include "gateway/store/loss.h"
#include "gateway/store/marked_store.h"

namespace gateway::store {

class PendingRows;
class Ring;
class RingDevice;

/// Memory of rows changed since a checkpoint: at half of it the next one is due, and above it a
/// commit makes one.
inline constexpr std::uint64_t kPendingBytesMax = 8 * 1024 * 1024;

/// gateway::Store on a redo ring in front of a store that is slow to commit.
///
/// commit() is one write and one flush of what changed. checkpoint() commits to the store
/// behind; only then do snapshots see the changes, and only then is the ring free again. Until
/// then the changed rows are in memory too, for reads. A commit that has no room in the ring or
/// in kPendingBytesMax is a checkpoint.
///
/// A checkpoint that finds no room on the device (kFull) changes nothing on it: commits succeed
/// as long as the ring has room, snapshots see them from a copy in memory, and a later checkpoint
/// may succeed. A store that is opened without room for a checkpoint is the same, with all that the
/// ring holds; where it was ended in order, it cannot commit until there is room. Any other error,
/// and kFull of a commit, is final as Store says.
///
/// Threads as Store: everything but snapshot() and damage() belongs to the writer. From the first
/// use after a checkpoint to the next one that is one thread (asserted), since LMDB's lock belongs
/// to it.
class RingStore final : public Store {
 public:
  /// Opens the store in `folder` and its ring `journal.ring`, which it makes where it is
  /// missing, and commits what the ring holds to the store. It then shows all that was committed.
  /// Failures: as LmdbStore::open(), and
  ///   kCorrupt   acked commits are damaged in the ring, or may be lost because the ring is
  ///              missing, older than the data, of another store, or there without its data
  ///   kVersion   a newer Shelfwire wrote the ring or a commit in it; data and ring stay
  ///              as they are
  /// Where kCorrupt is about the ring alone, `accept` may let the store go on without it.
  [[nodiscard]] static tl::expected<std::unique_ptr<RingStore>, Failure> open(
      const std::filesystem::path& folder, const Options& options = {},
      const AcceptLoss& accept = {});

  /// The same with another store behind or another device. `id`: for a store without a mark.
  [[nodiscard]] static tl::expected<std::unique_ptr<RingStore>, Failure> recover(
      std::unique_ptr<MarkedStore> behind, std::unique_ptr<RingDevice> device, std::uint64_t id,
      const AcceptLoss& accept = {});

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
  [[nodiscard]] wire::Status prove() override;
  [[nodiscard]] wire::Status close() override;
  [[nodiscard]] Backlog backlog() const override;
  [[nodiscard]] wire::Result<std::unique_ptr<Reader>> snapshot() const override;
  [[nodiscard]] Usage usage() const override;
  [[nodiscard]] std::string damage() const override;

 private:
  RingStore(std::unique_ptr<MarkedStore> behind, std::unique_ptr<Ring> ring);
  [[nodiscard]] tl::expected<void, Failure> replay(const AcceptLoss& accept);
  [[nodiscard]] wire::Status begin();
  [[nodiscard]] bool wait_for_room();
  [[nodiscard]] wire::Status commit_to_ring();
  [[nodiscard]] wire::Status commit_unbegun();
  [[nodiscard]] wire::Status append(std::string_view payload);
  void put_behind(Table table, std::string_view key, std::optional<std::string_view> change);
  [[nodiscard]] wire::Status commit_behind();

  std::unique_ptr<MarkedStore> behind_;
  std::unique_ptr<Ring> ring_;
  std::unique_ptr<PendingRows> pending_;  // since the last checkpoint
  mutable int scans_ = 0;                 // running scans, whose visitors must not write
  std::uint64_t commits_ = 0;             // since the last checkpoint
  bool proved_ = true;                    // no commit is the last frame of the ring
  bool begun_ = false;                    // the data know that the ring is in use
  bool data_in_use_ = false;              // as they say since their last checkpoint
  bool loss_accepted_ = false;            // at this opening
  bool closed_ = false;
  std::unique_ptr<std::mutex> overlay_lock_;
  std::shared_ptr<const PendingRows> overlay_;  // for snapshots, where the device has no room
  Failure failure_;                             // of the ring; the store behind keeps its own
};

}  // namespace gateway::store
