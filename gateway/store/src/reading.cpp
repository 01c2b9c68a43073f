// SPDX-License-Identifier: MIT
#include "reading.h"

#include <memory>
#include <string>

#include "frame.h"
#include "mdb_value.h"

namespace gateway::store {
namespace {

Failure damaged_entry(const Environment& environment, Table table, std::string_view key) {
  return {wire::Status::kCorrupt,
          environment.path() + ": the checksum of " + place_of(table, key) +
              " is wrong; check the device, then restore the newest backup"};
}

Failure unreadable_table(const Environment& environment, Table table, int code) {
  return failure_of(code, std::string("read table ") + table_name(table) + " of",
                    environment.path());
}

}  // namespace

std::optional<std::string_view> read_value(const Environment& environment, MDB_txn* transaction,
                                           Table table, std::string_view key,
                                           FirstFailure& failure) {
  if (!is_key(key)) return std::nullopt;
  MDB_val mdb_key = to_mdb(key);
  MDB_val mdb_value{};
  const int code = mdb_get(transaction, environment.database(table), &mdb_key, &mdb_value);
  if (code == MDB_NOTFOUND) return std::nullopt;
  if (code != MDB_SUCCESS) {
    failure.note(unreadable_table(environment, table, code));
    return std::nullopt;
  }
  const auto payload = open_frame(table, key, from_mdb(mdb_value));
  if (!payload) failure.note(damaged_entry(environment, table, key));
  return payload;
}

void read_range(const Environment& environment, MDB_txn* transaction, Table table,
                std::string_view from, const Reader::Visitor& visit, FirstFailure& failure) {
  MDB_cursor* opened = nullptr;
  int code = mdb_cursor_open(transaction, environment.database(table), &opened);
  const std::unique_ptr<MDB_cursor, decltype(&mdb_cursor_close)> cursor(opened, &mdb_cursor_close);
  MDB_val key = to_mdb(from);
  MDB_val value{};
  if (code == MDB_SUCCESS) {
    code = mdb_cursor_get(opened, &key, &value, from.empty() ? MDB_FIRST : MDB_SET_RANGE);
  }
  while (code == MDB_SUCCESS) {
    const auto payload = open_frame(table, from_mdb(key), from_mdb(value));
    if (!payload) {
      failure.note(damaged_entry(environment, table, from_mdb(key)));
      return;
    }
    // Reads of the visitor may have failed.
    if (!visit(from_mdb(key), *payload) || failure.failed()) return;
    code = mdb_cursor_get(opened, &key, &value, MDB_NEXT);
  }
  if (code != MDB_NOTFOUND) failure.note(unreadable_table(environment, table, code));
}

}  // namespace gateway::store
