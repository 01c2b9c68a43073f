// SPDX-License-Identifier: MIT
// An open LMDB environment: the locked folder, the map, one database per table.
#pragma once

#include <lmdb.h>

#include <array>
#include <atomic>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "folder.h"
#include "gateway/store/lmdb_store.h"
#include "messages.h"

namespace gateway::store {

/// Version of the file's layout: the tables' names and the values' frames. The rows
/// inside the frames have versions of their own: Options::rows_version.
inline constexpr std::uint32_t kFormatVersion = 1;

/// Thread-safe as LMDB is: transactions may be begun from any thread.
class Environment {
 public:
  /// Failures: as LmdbStore::open().
  [[nodiscard]] static tl::expected<std::unique_ptr<Environment>, Failure> open(
      const std::filesystem::path& folder, const Options& options);

  ~Environment();
  Environment(const Environment&) = delete;
  Environment& operator=(const Environment&) = delete;

  [[nodiscard]] MDB_env* get() const { return env_; }
  [[nodiscard]] MDB_dbi database(Table table) const;
  [[nodiscard]] MDB_dbi format() const { return format_; }  ///< of the versions and the ring's mark
  [[nodiscard]] const std::string& path() const { return path_; }

  /// As LmdbStore::usage().
  [[nodiscard]] Usage usage() const;

  /// `code`, or ENOSPC where the device is full and LMDB reports only EIO: it does not
  /// ask why the system wrote less than it was given.
  [[nodiscard]] int explain(int code) const;

  /// Commits and frees `transaction`, whatever it returns: LMDB's code. The first one raises the
  /// version of rows that the file names, where it is lower than Options::rows_version.
  [[nodiscard]] int commit(MDB_txn* transaction);

  /// Counts up just before LMDB commits. LMDB chooses a reader's header page by the
  /// number of the last commit and copies it later: a reader that is delayed in
  /// between, while further commits begin, may get one that is not on disk yet.
  [[nodiscard]] std::atomic<std::uint64_t>& commits_begun() { return commits_begun_; }

  /// Number of snapshots alive; the environment must outlive them.
  [[nodiscard]] std::atomic<int>& snapshots() { return snapshots_; }

  /// What readers and the writer found damaged since the opening.
  [[nodiscard]] FirstDamage& damage() { return damage_; }

 private:
  Environment(FolderLock lock, std::string path) : lock_(std::move(lock)), path_(std::move(path)) {}
  int prepare(const Options& options);
  [[nodiscard]] std::uint64_t free_pages() const;
  [[nodiscard]] tl::expected<void, Failure> create_data_file(const std::filesystem::path& folder,
                                                             const Options& options);
  [[nodiscard]] tl::expected<void, Failure> open_tables(const Options& options);
  [[nodiscard]] tl::expected<void, Failure> check_format(MDB_txn* transaction);
  [[nodiscard]] tl::expected<void, Failure> check_rows(MDB_txn* transaction, std::uint32_t known);
  [[nodiscard]] tl::expected<std::uint32_t, Failure> read_number(MDB_txn* transaction,
                                                                 std::string_view name) const;

  FolderLock lock_;  // released last
  std::string path_;
  MDB_env* env_ = nullptr;
  MDB_dbi format_ = 0;
  std::array<MDB_dbi, kTableCount> tables_{};
  std::uint32_t rows_to_raise_ = 0;  // to this version; 0: the file names it
  std::atomic<std::uint64_t> commits_begun_{0};
  std::atomic<int> snapshots_{0};
  FirstDamage damage_;
};

}  // namespace gateway::store
