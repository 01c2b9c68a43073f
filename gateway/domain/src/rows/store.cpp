// SPDX-License-Identifier: MIT
#include "gateway/rows/store.h"

#include <algorithm>
#include <array>
#include <cassert>

#include "rows/rows.h"
#include "wire/hex.h"

namespace gateway {

namespace {

// On disk for ever: never rename one, never reuse a retired one.
constexpr std::array kTableNames = {
    "meta",
    "ledger",
    "bins",
    "positions",
    "nodes",
    "booked",
    "items",
    "barcodes",
    "suppliers",
    "locations",
    "exceptions",
    "incidents",
    "purchase_orders",
    "outbox",
    "seen_requests",
    "seen_order",
    "unreadable",
    "reversals",
    "orders",
    "order_ids",
    "order_queues",
    "reservations",
    "backorders",
    "invoices",
    "outbox_archive",
    "histories",
};
static_assert(kTableNames.size() == kTableCount, "a new table needs a name on disk");

bool is_printable(char byte) {
  return byte >= ' ' && byte <= '~' && byte != '"';
}

}  // namespace

const char* table_name(Table table) {
  const auto index = static_cast<std::size_t>(table);
  assert(index < kTableNames.size());
  return kTableNames[index];
}

std::string place_of(Table table, std::string_view key) {
  std::string place = table_name(table);
  std::string text(key);
  std::replace(text.begin(), text.end(), '\0', ' ');  // between the parts of a key
  if (std::all_of(text.begin(), text.end(), is_printable)) return place + " \"" + text + '"';
  place += " 0x";
  for (const char c : key) {
    const auto byte = static_cast<unsigned char>(c);
    place += wire::kHexDigits[byte >> 4U];
    place += wire::kHexDigits[byte & 0xFU];
  }
  return place;
}

void refuse_row(const Reader& store, Table table, std::string_view key, wire::Status why) {
  const std::string row = "the row " + place_of(table, key);
  if (why == wire::Status::kVersion) {
    store.fail(why, row +
                        " was written by a newer Shelfwire: start the newest version that has "
                        "used this store");
  } else {
    store.fail(why, row +
                        " cannot be read, though its checksum is right: keep a copy of the "
                        "store, then restore the newest backup");
  }
}

void refuse_contradiction(const Reader& store, Table table, std::string_view key) {
  store.fail(wire::Status::kCorrupt,
             "the row " + place_of(table, key) +
                 " is missing, or says otherwise than those that name it: keep a "
                 "copy of the store, then restore the newest backup");
}

}  // namespace gateway
