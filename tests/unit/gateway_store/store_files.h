// SPDX-License-Identifier: MIT
// Looking into a store's folder behind the store's back.
#pragma once

#include <lmdb.h>

#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <stdexcept>
#include <string>

#include "gateway/store/lmdb_store.h"

namespace store_files {

inline std::string read_file(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

inline void write_file(const std::filesystem::path& path, const std::string& bytes) {
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file << bytes;
  if (!file.flush()) throw std::runtime_error("cannot write " + path.string());
}

inline void check(int code) {
  if (code != MDB_SUCCESS) throw std::runtime_error(mdb_strerror(code));
}

/// One committed transaction of plain LMDB on the store in `folder`.
inline void change_with_lmdb(const std::filesystem::path& folder,
                             const std::function<void(MDB_txn*)>& change) {
  MDB_env* env = nullptr;
  MDB_txn* transaction = nullptr;
  check(mdb_env_create(&env));
  check(mdb_env_set_maxdbs(env, 64));
  check(mdb_env_open(env, folder.c_str(), 0, 0600));
  check(mdb_txn_begin(env, nullptr, 0, &transaction));
  change(transaction);
  check(mdb_txn_commit(transaction));
  mdb_env_close(env);
}

/// Opens, or ends the test with the store's own words.
inline std::unique_ptr<gateway::store::LmdbStore> open_store(
    const std::filesystem::path& folder, const gateway::store::Options& options = {}) {
  auto opened = gateway::store::LmdbStore::open(folder, options);
  if (!opened) throw std::runtime_error(opened.error().message);
  return std::move(*opened);
}

}  // namespace store_files
