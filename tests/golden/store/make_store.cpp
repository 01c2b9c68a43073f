// SPDX-License-Identifier: MIT
// Wrote v1.mdb, and will write the file of the next format: make_golden_store
// FOLDER makes FOLDER/data.mdb. Not for v1.mdb again: that one stays as it is.

#include <cstdio>

#include "gateway/store/lmdb_store.h"
#include "rows_v1.h"

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fputs("usage: make_golden_store FOLDER\n", stderr);
    return 2;
  }
  const auto store = gateway::store::LmdbStore::open(argv[1], {.map_bytes = 1 << 20});
  if (!store) {
    std::fprintf(stderr, "%s\n", store.error().message.c_str());
    return 1;
  }
  // Three commits, with something erased, as a store in use has seen.
  (*store)->put(gateway::Table::kNodes, "passing", "erased in the third commit");
  bool written = (*store)->commit() == wire::Status::kOk;
  for (const golden::Row& row : golden::rows_v1()) (*store)->put(row.table, row.key, row.value);
  written = written && (*store)->commit() == wire::Status::kOk;
  (*store)->erase(gateway::Table::kNodes, "passing");
  written = written && (*store)->commit() == wire::Status::kOk;
  return written ? 0 : 1;
}
