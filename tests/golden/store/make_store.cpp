// SPDX-License-Identifier: MIT
// Makes the golden store of a format: make_golden_store ROWS FOLDER puts the rows of a file of
// tests/golden/rows into FOLDER/data.mdb, the last of them into FOLDER/journal.ring alone. Run it
// once for a format, before the first release that has it; what it made is never changed.

#include <lmdb.h>

#include <cstdio>
#include <filesystem>

#include "gateway/store/open.h"
#include "rows.h"

namespace {

namespace fs = std::filesystem;
using gateway::store::Durability;

constexpr gateway::store::Options kSmall{.map_bytes = 1 << 20,
                                         .ring_bytes = gateway::store::kRingBytesMin};
constexpr std::size_t kRowsInTheRing = 9;

int complain(const std::string& text) {
  std::fprintf(stderr, "make_golden_store: %s\n", text.c_str());
  return 1;
}

/// Without the pages that commits left free.
bool compact(const fs::path& folder) {
  const fs::path copy = folder / "compact";
  fs::create_directory(copy);
  MDB_env* env = nullptr;
  bool good = mdb_env_create(&env) == MDB_SUCCESS &&
              mdb_env_open(env, folder.c_str(), MDB_RDONLY, 0600) == MDB_SUCCESS &&
              mdb_env_copy2(env, copy.c_str(), MDB_CP_COMPACT) == MDB_SUCCESS;
  mdb_env_close(env);
  fs::rename(copy / "data.mdb", folder / "data.mdb");
  fs::remove(copy);
  return good;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) return complain("usage: make_golden_store ROWS FOLDER");
  const golden::Rows rows = golden::read_rows(argv[1]);
  if (rows.size() <= kRowsInTheRing) return complain("there are no rows in that file");
  const fs::path folder = argv[2];
  auto left = rows.size();
  auto row = rows.begin();
  const auto put_next = [&](gateway::Store& store) {
    store.put(row->first.first, row->first.second, row->second);
    ++row;
    --left;
  };
  {
    const auto store = open_store(folder, Durability::kCheckpoint, kSmall);
    if (!store) return complain(store.error().message);
    while (left > kRowsInTheRing) put_next(**store);
    if ((*store)->commit() != wire::Status::kOk) return complain((*store)->failure_text());
  }
  if (!compact(folder)) return complain("the store cannot be copied");
  const auto store = open_store(folder, Durability::kRing, kSmall);
  if (!store) return complain(store.error().message);
  while (left > 0) {
    put_next(**store);
    if ((*store)->commit() != wire::Status::kOk) return complain((*store)->failure_text());
  }
  return 0;
}
