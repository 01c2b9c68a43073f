// SPDX-License-Identifier: MIT
#include "snapshot.h"

namespace gateway::store {

wire::Result<std::unique_ptr<Reader>> Snapshot::begin(Environment& environment) {
  MDB_txn* transaction = nullptr;
  const int code = mdb_txn_begin(environment.get(), nullptr, MDB_RDONLY, &transaction);
  if (code != MDB_SUCCESS) return wire::fail(status_of(code));
  return std::unique_ptr<Reader>(new Snapshot(environment, transaction));
}

Snapshot::Snapshot(Environment& environment, MDB_txn* transaction)
    : environment_(environment), transaction_(transaction) {
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
