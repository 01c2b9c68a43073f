// SPDX-License-Identifier: MIT
#include "environment.h"

#include <sys/statvfs.h>
#include <unistd.h>

#include <algorithm>
#include <cassert>
#include <cerrno>
#include <cstddef>
#include <cstring>
#include <string_view>

#include "data_file.h"
#include "mdb_value.h"
#include "messages.h"

namespace gateway::store {
namespace {

constexpr const char* kNewDataFile = "data.mdb.new";
constexpr const char* kNewLockFile = "data.mdb.new-lock";  // LMDB derives this name
constexpr const char* kFormatTable = "format";
constexpr std::string_view kVersionKey = "version";
constexpr std::string_view kRowsKey = "rows";  // the newest version a row may have
constexpr unsigned kReadersMax = 126;
constexpr mdb_mode_t kFileMode = 0600;

// Full flush at every commit and no writable map (a stray pointer must not reach
// the file). Each reader has its own slot, so a thread may have several transactions.
// Read-ahead stays on: `verify` and start read the ledger from end to end, and a
// warehouse's store fits the memory of a small board for years.
constexpr unsigned kFlags = MDB_NOTLS;

using Outcome = tl::expected<void, Failure>;

int write_number(MDB_txn* transaction, MDB_dbi format, std::string_view name,
                 std::uint32_t number) {
  std::string text;
  for (const unsigned shift : {24U, 16U, 8U, 0U}) {
    text.push_back(static_cast<char>((number >> shift) & 0xFFU));
  }
  MDB_val key = to_mdb(name);
  MDB_val value = to_mdb(text);
  return mdb_put(transaction, format, &key, &value, 0);
}

int write_format(MDB_txn* transaction, std::uint32_t rows_version) {
  MDB_dbi format = 0;
  int code = mdb_dbi_open(transaction, kFormatTable, MDB_CREATE, &format);
  if (code == MDB_SUCCESS) code = write_number(transaction, format, kVersionKey, kFormatVersion);
  if (code == MDB_SUCCESS) code = write_number(transaction, format, kRowsKey, rows_version);
  return code;
}

// A new store is committed under another name before it gets its own, so that a
// power cut at the first start leaves either no store or a complete one.
int write_new_store(MDB_env* env, const std::filesystem::path& file, std::uint32_t rows_version) {
  int code = mdb_env_open(env, file.c_str(), kFlags | MDB_NOSUBDIR, kFileMode);
  MDB_txn* transaction = nullptr;
  if (code == MDB_SUCCESS) code = mdb_txn_begin(env, nullptr, 0, &transaction);
  if (code != MDB_SUCCESS) return code;
  code = write_format(transaction, rows_version);
  if (code == MDB_SUCCESS) return mdb_txn_commit(transaction);
  mdb_txn_abort(transaction);
  return code;
}

}  // namespace

tl::expected<std::unique_ptr<Environment>, Failure> Environment::open(
    const std::filesystem::path& folder, const Options& options) {
  assert(options.map_bytes >= kMapBytesMin);
  std::error_code ignored;
  if (!options.create && !std::filesystem::exists(folder / kDataFile, ignored)) {
    return tl::unexpected<Failure>(Failure{
        wire::Status::kUnformatted,
        "there is no store in " + folder.string() + ": correct the path, or let it be created"});
  }
  if (Outcome made = make_folder(folder); !made) return tl::unexpected(made.error());
  auto lock = FolderLock::take(folder);
  if (!lock) return tl::unexpected(lock.error());

  const std::filesystem::path data_file = folder / kDataFile;
  std::unique_ptr<Environment> environment(new Environment(std::move(*lock), data_file.string()));
  if (!std::filesystem::exists(data_file, ignored)) {
    if (Outcome made = environment->create_data_file(folder, options); !made) {
      return tl::unexpected(made.error());
    }
  }
  if (Outcome sound = check_data_file(data_file); !sound) return tl::unexpected(sound.error());

  int code = environment->prepare(options);
  if (code == MDB_SUCCESS)
    code = mdb_env_open(environment->env_, folder.c_str(), kFlags, kFileMode);
  int stale = 0;  // slots of dead readers, which would keep old pages for ever
  if (code == MDB_SUCCESS) code = mdb_reader_check(environment->env_, &stale);
  // A process killed inside commit() leaves its last header page only in the system's
  // cache. It goes to disk first, since the gateway acks what it says.
  if (code == MDB_SUCCESS) code = mdb_env_sync(environment->env_, 1);
  if (code != MDB_SUCCESS) {
    return tl::unexpected<Failure>(failure_of(code, "open", data_file.string()));
  }
  if (Outcome opened = environment->open_tables(options); !opened)
    return tl::unexpected(opened.error());
  return environment;
}

Environment::~Environment() {
  assert(snapshots_ == 0 && "a snapshot outlives its store");
  if (env_ != nullptr) mdb_env_close(env_);
}

MDB_dbi Environment::database(Table table) const {
  const auto index = static_cast<std::size_t>(table);
  assert(index < tables_.size());
  return tables_[index];
}

Usage Environment::usage() const {
  MDB_envinfo info{};
  MDB_stat stat{};
  mdb_env_info(env_, &info);
  mdb_env_stat(env_, &stat);
  const std::uint64_t pages = std::uint64_t{info.me_last_pgno} + 1;
  const std::uint64_t free = free_pages();
  return {(pages - std::min(pages, free)) * stat.ms_psize, info.me_mapsize};
}

int Environment::explain(int code) const {
  constexpr std::uint64_t kFullBytes = 1024 * 1024;  // less counts as full
  struct statvfs device {};
  if (code != EIO || statvfs(path_.c_str(), &device) != 0) return code;
  return std::uint64_t{device.f_bavail} * device.f_frsize < kFullBytes ? ENOSPC : code;
}

// LMDB keeps the free pages in its database 0, as lists that begin with their length.
// Returns 0 where they cannot be read: then the store looks fuller than it is.
std::uint64_t Environment::free_pages() const {
  constexpr MDB_dbi kFreePages = 0;
  MDB_txn* transaction = nullptr;
  if (mdb_txn_begin(env_, nullptr, MDB_RDONLY, &transaction) != MDB_SUCCESS) return 0;
  std::uint64_t total = 0;
  MDB_cursor* cursor = nullptr;
  if (mdb_cursor_open(transaction, kFreePages, &cursor) == MDB_SUCCESS) {
    MDB_val key{};
    MDB_val list{};
    while (mdb_cursor_get(cursor, &key, &list, MDB_NEXT) == MDB_SUCCESS) {
      std::size_t count = 0;
      if (list.mv_size < sizeof(count)) break;
      std::memcpy(&count, list.mv_data, sizeof(count));
      total += count;
    }
    mdb_cursor_close(cursor);
  }
  mdb_txn_abort(transaction);
  return total;
}

int Environment::prepare(const Options& options) {
  const auto page_bytes = static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
  const std::size_t wanted = static_cast<std::size_t>(options.map_bytes);
  int code = mdb_env_create(&env_);
  if (code == MDB_SUCCESS) {
    code = mdb_env_set_mapsize(env_, (wanted + page_bytes - 1) / page_bytes * page_bytes);
  }
  if (code == MDB_SUCCESS) code = mdb_env_set_maxdbs(env_, kTableCount + 1);
  if (code == MDB_SUCCESS) code = mdb_env_set_maxreaders(env_, kReadersMax);
  return code;
}

Outcome Environment::create_data_file(const std::filesystem::path& folder, const Options& options) {
  std::error_code error;
  const std::filesystem::path file = folder / kNewDataFile;
  std::filesystem::remove(file, error);  // left by an interrupted first start
  std::filesystem::remove(folder / kNewLockFile, error);
  int code = prepare(options);
  if (code == MDB_SUCCESS) code = write_new_store(env_, file, options.rows_version);
  mdb_env_close(env_);
  env_ = nullptr;
  if (code != MDB_SUCCESS) {
    return tl::unexpected<Failure>(failure_of(code, "create", file.string()));
  }
  std::filesystem::remove(folder / kNewLockFile, error);
  std::filesystem::rename(file, folder / kDataFile, error);
  if (error) return tl::unexpected<Failure>(failure_of(error.value(), "rename", file.string()));
  return flush_folder(folder);
}

Outcome Environment::open_tables(const Options& options) {
  MDB_txn* transaction = nullptr;
  int code = mdb_txn_begin(env_, nullptr, 0, &transaction);
  if (code != MDB_SUCCESS) return tl::unexpected<Failure>(failure_of(code, "read", path_));
  Outcome known = check_format(transaction);
  if (known) known = check_rows(transaction, options.rows_version);
  if (!known) {
    mdb_txn_abort(transaction);
    return known;
  }
  for (std::uint8_t i = 0; i < kTableCount && code == MDB_SUCCESS; ++i) {
    code = mdb_dbi_open(transaction, table_name(Table{i}), MDB_CREATE, &tables_[i]);
  }
  if (code == MDB_SUCCESS) {
    code = mdb_txn_commit(transaction);  // writes only missing tables
  } else {
    mdb_txn_abort(transaction);
  }
  if (code != MDB_SUCCESS) return tl::unexpected<Failure>(failure_of(code, "open", path_));
  return {};
}

/// The number under `name` in the table `format`.
tl::expected<std::uint32_t, Failure> Environment::read_number(MDB_txn* transaction,
                                                              std::string_view name) const {
  MDB_val key = to_mdb(name);
  MDB_val value{};
  const int code = mdb_get(transaction, format_, &key, &value);
  if (code != MDB_SUCCESS && code != MDB_NOTFOUND && code != MDB_INCOMPATIBLE) {
    return tl::unexpected<Failure>(failure_of(code, "read", path_));
  }
  if (code != MDB_SUCCESS || value.mv_size != sizeof(std::uint32_t)) {
    return tl::unexpected<Failure>(
        Failure{wire::Status::kCorrupt,
                path_ + " is not a store of a released Shelfwire: move it away, or correct the "
                        "store's path"});
  }
  std::uint32_t number = 0;
  for (const char byte : from_mdb(value)) {
    number = (number << 8U) | static_cast<unsigned char>(byte);
  }
  return number;
}

Outcome Environment::check_format(MDB_txn* transaction) {
  const int code = mdb_dbi_open(transaction, kFormatTable, 0, &format_);
  if (code != MDB_SUCCESS && code != MDB_NOTFOUND && code != MDB_INCOMPATIBLE) {
    return tl::unexpected<Failure>(failure_of(code, "read", path_));
  }
  if (code != MDB_SUCCESS) {
    return tl::unexpected<Failure>(
        Failure{wire::Status::kCorrupt,
                path_ + " is not a Shelfwire store: move it away, or correct the store's path"});
  }
  const auto version = read_number(transaction, kVersionKey);
  if (!version) return tl::unexpected(version.error());
  if (*version == kFormatVersion) return {};
  return tl::unexpected<Failure>(Failure{
      wire::Status::kVersion, path_ + " has store format " + std::to_string(*version) +
                                  " and this program knows " + std::to_string(kFormatVersion) +
                                  ": start the version of Shelfwire that wrote it"});
}

int Environment::commit(MDB_txn* transaction) {
  if (rows_to_raise_ != 0) {
    const int code = write_number(transaction, format_, kRowsKey, rows_to_raise_);
    if (code != MDB_SUCCESS) {
      mdb_txn_abort(transaction);
      return code;
    }
  }
  ++commits_begun_;
  const int code = mdb_txn_commit(transaction);
  if (code == MDB_SUCCESS) rows_to_raise_ = 0;
  return code;
}

Outcome Environment::check_rows(MDB_txn* transaction, std::uint32_t known) {
  const auto version = read_number(transaction, kRowsKey);
  if (!version) return tl::unexpected(version.error());
  if (*version <= known) {
    rows_to_raise_ = *version < known ? known : 0;
    return {};
  }
  return tl::unexpected<Failure>(
      Failure{wire::Status::kVersion,
              path_ + " may hold rows of version " + std::to_string(*version) +
                  " and this program knows versions up to " + std::to_string(known) +
                  ": start the newest version of Shelfwire that has used it. Nothing was "
                  "changed"});
}

}  // namespace gateway::store
