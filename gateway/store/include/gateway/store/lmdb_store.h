// SPDX-License-Identifier: MIT
// The store on LMDB alone. Layout of the folder and of each value: docs/store-schema.md.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <thread>
#include <tl/expected.hpp>

#include "gateway/store/marked_store.h"

struct MDB_txn;

namespace gateway::store {

class Environment;
class FirstFailure;

/// Why a store could not be opened, and what a person can do about it.
struct Failure {
  wire::Status status = wire::Status::kOk;
  std::string message;  ///< one or two sentences for the log; names the path
};

/// Address space reserved for a store, which bounds its size. Costs no disk and no
/// memory; it is small on 32 bit because addresses are scarce there.
inline constexpr std::uint64_t kMapBytesDefault =
    std::uint64_t{sizeof(void*) == 8 ? 16U : 1U} * 1024 * 1024 * 1024;
inline constexpr std::uint64_t kMapBytesMin = 256 * 1024;

inline constexpr std::uint64_t kRingBytesDefault = 16 * 1024 * 1024;
inline constexpr std::uint64_t kRingBytesMin = 64 * 1024;

struct Options {
  /// At least kMapBytesMin (asserted); rounded up to pages. A store that already holds
  /// more is opened at the size it has, and is then full.
  std::uint64_t map_bytes = kMapBytesDefault;

  /// Size of the redo ring's file, when it is made (ring_store.h); at least kRingBytesMin.
  std::uint64_t ring_bytes = kRingBytesDefault;

  /// Newest version of rows that the program reads and writes. A store with a higher number is
  /// refused; a lower number is raised together with the first change.
  std::uint32_t rows_version = kRowsVersion;

  /// Whether to make the folder (not its parents) and an empty store where there is none.
  bool create = true;
};

/// gateway::Store on LMDB: each table of the contract is one LMDB database, and
/// commit() is one LMDB transaction with a full flush. checkpoint() is commit().
///
/// Everything but snapshot() and damage() belongs to one thread, the writer's; open() and the
/// destructor may run on another one as long as no read or change came since the last commit.
/// Reads copy nothing: views point into LMDB's pages. Changes stay in memory until commit().
///
/// A read error of the disk under a page that is not in memory ends the process
/// (SIGBUS): the gateway cannot go on without its store.
class LmdbStore final : public MarkedStore {
 public:
  /// Opens the store in `folder` and locks the folder for this object alone.
  /// What it then shows is on disk, even where the last owner was killed in the
  /// middle of a commit. Failures:
  ///   kUnformatted      no store there and `create` is off, or no parent folder
  ///   kUnavailable      another process (or object) has it open
  ///   kVersion          written by a newer Shelfwire or by another LMDB, and left as it is
  ///   kCorrupt          cut short, damaged, or not a Shelfwire store
  ///   kFull, kIoError   no room on the device; any other refusal by the system
  [[nodiscard]] static tl::expected<std::unique_ptr<LmdbStore>, Failure> open(
      const std::filesystem::path& folder, const Options& options = {});

  /// Drops uncommitted changes. No snapshot may be alive (asserted).
  ~LmdbStore() override;
  LmdbStore(const LmdbStore&) = delete;
  LmdbStore& operator=(const LmdbStore&) = delete;

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

  /// Bytes of the map that hold committed data; space freed by erase() counts as
  /// unused. Reads the list of free pages, some microseconds: not for every put().
  [[nodiscard]] Usage usage() const override;
  [[nodiscard]] std::string damage() const override;

  [[nodiscard]] std::optional<std::string> mark() const override;
  void set_mark(std::string_view mark) override;
  void discard() override;

 private:
  explicit LmdbStore(std::unique_ptr<Environment> environment);
  MDB_txn* transaction() const;
  void drop_transaction() const;

  std::unique_ptr<Environment> environment_;
  std::unique_ptr<FirstFailure> failure_;
  mutable int scans_ = 0;                   // running scans, whose visitors must not write
  mutable MDB_txn* transaction_ = nullptr;  // begun at the first use after a commit
  mutable std::thread::id writer_;          // the thread that began it
  bool dirty_ = false;
  std::string key_;  // copies: put() may get views of this store
  std::string frame_;
};

}  // namespace gateway::store
