// SPDX-License-Identifier: MIT
#include "snapshot.h"

#include <atomic>
#include <cstdint>

namespace gateway::store {

wire::Result<std::unique_ptr<Reader>> Snapshot::begin(Environment& environment) {
  for (;;) {
    const std::uint64_t begun = environment.commits_begun();
    MDB_txn* transaction = nullptr;
    const int code = mdb_txn_begin(environment.get(), nullptr, MDB_RDONLY, &transaction);
    if (code != MDB_SUCCESS) return wire::fail(status_of(code));
    // fetch_add instead of a load: LMDB's reads above must not be reordered behind it.
    if (environment.commits_begun().fetch_add(0) == begun) {
      return std::unique_ptr<Reader>(new Snapshot(environment, transaction));
    }
    // A commit began meanwhile: this snapshot may show it before it is on disk. Beginning
    // takes a microsecond and a commit a flush, so the next attempt succeeds.
    mdb_txn_abort(transaction);
  }
}

Snapshot::Snapshot(Environment& environment, MDB_txn* transaction)
    : environment_(environment), transaction_(transaction), failure_(environment.damage()) {
  ++environment_.snapshots();
}

Snapshot::~Snapshot() {
  mdb_txn_abort(transaction_);
  --environment_.snapshots();
}

std::optional<std::string_view> Snapshot::get(Table table, std::string_view key) const {
  if (failure_.failed()) return std::nullopt;
  return read_value(environment_, transaction_, table, key, failure_);
}

void Snapshot::scan(Table table, std::string_view from, const Visitor& visit) const {
  if (failure_.failed()) return;
  read_range(environment_, transaction_, table, from, visit, failure_);
}

}  // namespace gateway::store
