# SPDX-License-Identifier: MIT
"""Promise: docs/store-schema.md is enough to read a store without our program.

How: a second reader, written from that page, takes apart every row of
the stores of tests/golden/rows to its last byte and folds the ledger into the bins.
"""

import collections
import os
import pathlib

import pytest

FOLDER = pathlib.Path(os.environ["SHELFWIRE_SOURCE"]) / "tests/golden/rows"

ORIGIN = ["text", "u32", "u32"]
MOVEMENT = ["u8", "name", "name", "name", "name", "i64", "u32", "i64", "u32?", "name", "name",
            "name", "name", "u32"]
LINE = ["name", "text", "text", "text", "i64", "i64", "u32", "i64", "i64", "i64", "i64", "i64",
        "bool", "i64", "bool", "i64", "i64", "u64", "text", "i64"]
LOW = ["name", "text", "i64", "i64", "i64", "i64"]
CUSTOMER = ["text", "text", "text"]
ORDER_LINE = ["name", "i64", "text", "text", "i64?", "u32", "i64", "i64", "i64"]
NOTICE = ["text", "u8", "text", [ORDER_LINE], "u64"]
FIELDS = {
    "ledger": ["u64", "u8", "name", "i64", "name", "name", *ORIGIN, "u64", "i64", "u8", "i64",
               "name", "name", "u32", "name", "name", "text", "u64", "u64"],
    "bins": ["name", "name", "i64", "i64", "u64", "i64"],
    "positions": ["name", "text", "i64", "i64", "i64", "i64", "bool", "i64", "u32", [["u64", "u32"]],
                  "bool", "bool"],
    "nodes": ["u32", "u32", "u32", "u8", "bool"] + ["u32", "u8"] * 8,
    "booked": ["u8", "u64", "u32"],
    "items": ["name", "text", "text", "text", "i64?", "i64?", "i64", "i64", "u32?", "bool",
              "i64?", "text", "u32?", [["text", "i64"]], "u8"],
    "barcodes": ["name", "i64"],
    "suppliers": ["text", "text", "text", "u32", "text"],
    "locations": ["u64"],
    "exceptions": ["u64", "text", "u8", *ORIGIN, *MOVEMENT, "i64", "u8", "i64", "text",
                   "u64", "text", "text", "i64"],
    "incidents": ["u64", "u8", "text", "u32", "u32", "u32", "i64"],
    "purchase_orders": ["u64", "text", "text", "u8", [LINE], "i64", "i64", "i64", "u64", "u64", "u64",
                        "u32", "text"],
    "outbox": ["u64", "u8", "u64", (LOW,), "u64", (NOTICE,), "text", "text", "text", "text", "text", "u8", "u32",
               "i64", "i64", "text"],
    "seen_requests": ["u64", "u64", "u8", "u64", "u64"],
    "unreadable": ["u64", "text", "text", "text", "i64"],
    "reversals": ["u64"],
    "orders": ["u64", "text", "u64", *CUSTOMER, "u8", [ORDER_LINE], "text", "u8?", "u8", "u8", "text",
               "u64", "i64", "i64", "i64", "i64", "u32", "u64", [["i64", "text", "text"]]],
    "order_ids": ["u64"],
    "order_queues": ["u64"],
    "reservations": ["u64", "name", "name", "i64"],
    "backorders": ["u64", "name", "i64", "text"],
    "invoices": ["u64", "text", "text", "text", "text", "text", *CUSTOMER, "text",
                 [["name", "text", "text", "i64", "i64", "u32", "i64", "i64"]], "i64", "i64"],
}
FIELDS["outbox_archive"] = FIELDS["outbox"]
META = {b"counters": ["u64"] * 12, b"proposed": ["u64"], b"seen": ["u64", "u64"],
        b"failed": ["u64"], b"channel": [], b"import": [], b"open_purchase": ["u64"],
        b"indexed": ["u64"], b"questioned": ["u64"], b"count_again": ["u64"], b"second_gateway": [], b"restored": [],
        b"clock": ["i64", "u64", "i64", "i64", "i64", "u64"],
        b"place": ["text", "text", "text", "u64", "i64"]}
# By the first byte of the key.
HISTORIES = {b"e": ["u64"], b"l": [], b"t": ["u64"], b"h": ["u64"], b"r": [], b"f": [],
             b"m": ["u64"]}
# What rows of version 2 have more.
MORE = {b"l": ["u32", "u32"], b"r": ["text", "text", "i64"], b"f": ["i64", "u32", "bool"],
        "nodes": ["bool", "bool", "u32", [["u32", "u8"]]], "booked": ["u8?"], "incidents": [],
        "bins": ["i64", "u64"],
        "outbox": ["u32", "i64", "i64", "u64"], "outbox_archive": ["u32", "i64", "i64", "u64"],
        b"counters": ["u64"] * 3 + ["u32", "bool", "u32", "bool"], b"channel": ["i64", "u64"],
        b"second_gateway": ["u32", "u32", "u64"],
        b"restored": ["i64", "text", [["u64"]], "u64", "u64", "u64", "u64"],
        b"import": ["bool", "u64", "u64"],
        "invoices": ["i64"], "purchase_orders": []}
TABLES = ["meta", "ledger", "bins", "positions", "nodes", "booked", "items", "barcodes",
          "suppliers", "locations", "exceptions", "incidents", "purchase_orders", "outbox",
          "seen_requests", "seen_order", "unreadable", "reversals", "orders", "order_ids",
          "order_queues", "reservations", "backorders", "invoices", "outbox_archive", "histories"]
TABLES_OF = {1: set(TABLES) - {"outbox_archive", "histories"}, 2: set(TABLES)}


class Reader:
    def __init__(self, data):
        self.data, self.at = data, 0

    def take(self, count):
        assert self.at + count <= len(self.data), "bytes are missing"
        self.at += count
        return self.data[self.at - count:self.at]

    def number(self, size, signed=False):
        return int.from_bytes(self.take(size), "big", signed=signed)

    def field(self, kind):
        if isinstance(kind, tuple):  # may be missing
            return self.row(kind[0]) if self.field("bool") else None
        if isinstance(kind, list):
            return [self.row(kind[0]) for _ in range(self.number(2))]
        if kind.endswith("?"):
            return self.field(kind[:-1]) if self.field("bool") else None
        if kind == "bool":
            assert (value := self.number(1)) in (0, 1)
            return bool(value)
        if kind in ("name", "text"):
            return self.take(self.number(1 if kind == "name" else 2))
        return self.number(int(kind[1:]) // 8, signed=kind[0] == "i")

    def row(self, kinds):
        return [self.field(kind) for kind in kinds]


def read_row(table, key, value):
    if table == "seen_order":
        return [value]
    kind = {"meta": key.split(b"\0")[0], "histories": key[:1]}.get(table, table)
    kinds = {"meta": META, "histories": HISTORIES}.get(table, FIELDS)[kind]
    reader = Reader(value)
    version = reader.number(1)
    assert version == (2 if version == 2 and kind in MORE else 1), "row version"
    row = reader.row(kinds + (MORE[kind] if version == 2 else []))
    assert reader.at == len(value), "bytes are left over"
    return row


def read_store(version):
    tables = collections.defaultdict(dict)
    for line in (FOLDER / f"v{version}-store.txt").read_text().splitlines():
        number, key, value = line.split()
        table, key = TABLES[int(number)], bytes.fromhex(key)
        tables[table][key] = read_row(table, key, bytes.fromhex(value))
    return tables


@pytest.mark.parametrize("version", TABLES_OF)
def test_every_row_is_read_to_its_last_byte(version):
    assert set(read_store(version)) == TABLES_OF[version]


@pytest.mark.parametrize("version", TABLES_OF)
def test_bins_are_what_the_ledger_sums_to(version):
    tables = read_store(version)
    sums = collections.Counter()
    for key, entry in tables["ledger"].items():
        assert key == entry[0].to_bytes(8, "big")
        sku, qty, source, destination = entry[2:6]
        sums[sku + b"\0" + source] -= qty
        sums[sku + b"\0" + destination] += qty
    assert {key: row[2] for key, row in tables["bins"].items()} == dict(sums)
    assert tables["meta"][b"counters"][1] == len(tables["ledger"])


@pytest.mark.parametrize("version", TABLES_OF)
def test_keys_say_what_the_page_says(version):
    tables = read_store(version)
    assert all(key == row[0] + b"\0" + row[1] for key, row in tables["positions"].items())
    for key in tables["booked"]:
        assert key[:-4] in tables["nodes"]
    for key, row in tables["seen_order"].items():
        assert key[:-8] + row[0] in tables["seen_requests"]
    proposed = [row for key, row in tables["meta"].items() if key.startswith(b"proposed\0")]
    orders = tables["purchase_orders"].values()
    waiting = [row for row in orders if row[3] == 1]
    assert sorted(row[0] for row in proposed) == sorted(row[0] for row in waiting)


@pytest.mark.parametrize("version", TABLES_OF)
def test_order_lines_are_what_the_page_says(version):
    tables = read_store(version)
    received = collections.Counter()
    for entry in tables["ledger"].values():
        order, undoes, sku, qty = entry[19], entry[9], entry[2], entry[3]
        received[order, sku] += -qty if undoes else qty
    expected = collections.defaultdict(list)
    for number, _, warehouse, stage, lines, *_ in tables["purchase_orders"].values():
        assert stage in (1, 2, 3, 6, 7)
        for line in lines:
            sku, ordered, came, cycle = line[0], line[4], line[5], line[6]
            assert came == received[number, sku]
            if ordered > came and stage != 7:
                expected[sku + b"\0" + warehouse].append((cycle, number, ordered - came))
    for key, position in tables["positions"].items():
        lines = sorted(expected.pop(key, []))
        assert position[5] == sum(rest for _, _, rest in lines)
        assert position[9] == [[number, cycle] for cycle, number, _ in lines]
    assert not expected


@pytest.mark.parametrize("version", TABLES_OF)
def test_outbox_rows_and_orders_name_each_other(version):
    tables = read_store(version)
    waiting = {}
    for order in tables["purchase_orders"].values():
        waiting.update({row: (kind, order[0]) for kind, row in ((1, order[9]), (2, order[10])) if row})
    rows = {row[0]: (row[1], row[2]) for row in tables["outbox"].values()}
    alerts = {number for number, row in rows.items() if row == (3, 0)}
    notices = {row[0]: row for row in tables["outbox"].values() if row[1] == 4}
    assert alerts and {number: row for number, row in rows.items()
                       if number not in alerts and number not in notices} == waiting
    for row in notices.values():
        assert row[5][0] == tables["orders"][row[4].to_bytes(8, "big")][1]
    assert all((row[3] is not None) == (row[1] == 3) for row in tables["outbox"].values())


@pytest.mark.parametrize("version", TABLES_OF)
def test_promises_are_what_the_page_says(version):
    tables = read_store(version)
    picked, held, waiting = collections.Counter(), collections.Counter(), collections.Counter()
    bins, positions = collections.Counter(), collections.Counter()
    for entry in tables["ledger"].values():
        picked[entry[20], entry[2]] += -entry[3] if entry[9] else entry[3]
    for key, (order, sku, location, qty) in tables["reservations"].items():
        assert key == order.to_bytes(8, "big") + sku + b"\0" + location
        held[order, sku] += qty
        bins[sku + b"\0" + location] += qty
        positions[sku + b"\0" + location.split(b"/")[0]] += qty
    for key, (order, sku, qty, _) in tables["backorders"].items():
        assert key == sku + b"\0" + order.to_bytes(8, "big")
        waiting[order, sku] += qty
    assert held and waiting
    for order in tables["orders"].values():
        assert tables["order_ids"][order[1]] == [order[0]]
        for sku, *_, confirmed, later, taken in order[7]:
            assert (max(confirmed - taken, 0), later) == (held[order[0], sku], waiting[order[0], sku])
            assert taken == picked[order[0], sku]
    assert all(row[3] == bins[key] for key, row in tables["bins"].items())
    assert all(row[3] == positions[key] for key, row in tables["positions"].items())


@pytest.mark.parametrize("version", TABLES_OF)
def test_orders_wait_where_the_page_says_and_have_their_invoices(version):
    tables = read_store(version)
    orders = {row[0]: row for row in tables["orders"].values()}
    for key, (number,) in tables["order_queues"].items():
        waits_for, expires_ms, closed = (orders[number][i] for i in (9, 17, 19))
        by_kind = {b"e": b"e" + expires_ms.to_bytes(8, "big") + number.to_bytes(8, "big"),
                   b"o": b"o" + number.to_bytes(8, "big"),
                   b"z": b"z" + closed.to_bytes(8, "big")}
        assert key == by_kind.get(key[:1], bytes([waits_for or 0]) + number.to_bytes(8, "big"))
    invoiced = {row[13]: row for row in orders.values() if row[13]}
    assert invoiced.keys() == {row[0] for row in tables["invoices"].values()}
    for row in tables["invoices"].values():
        assert row[1] == invoiced[row[0]][1]
        assert sum(line[6] + line[7] for line in row[10]) == invoiced[row[0]][14]


def test_questions_are_what_the_page_says():
    tables = read_store(2)
    doubts = {key: row[3] for key, row in tables["booked"].items() if row[3] is not None}
    assert doubts
    for node, row in tables["nodes"].items():
        of_node = {key[-4:]: why for key, why in doubts.items() if key[:-4] == node}
        assert row[23] == len(of_node)
        assert {seq.to_bytes(4, "big"): why for seq, why in row[24]} == of_node
    words = {1: b"unknown_reference", 2: b"not_on_order", 3: b"more_than_ordered"}
    for key, row in tables["booked"].items():
        if row[3] in words:
            task, = tables["meta"][b"questioned\0" + row[1].to_bytes(8, "big")]
            assert tables["exceptions"][task.to_bytes(8, "big")][1] == words[row[3]]
    again = {key.split(b"\0", 1)[1]: row[0] for key, row in tables["meta"].items()
             if key.startswith(b"count_again\0")}
    assert again
    for key, task in again.items():
        assert tables["exceptions"][task.to_bytes(8, "big")][1] == b"count_again"
        counted_ms, counted_seq = tables["bins"][key][6:]
        count = tables["ledger"][counted_seq.to_bytes(8, "big")]
        assert count[1] == 4 and count[10] == counted_ms
