# SPDX-License-Identifier: MIT
"""A ledger and the stock in SQLite, as durable as SQLite makes it."""

import sqlite3

from peers.work import movement_of

TABLES = """
CREATE TABLE IF NOT EXISTS ledger (
  seq INTEGER PRIMARY KEY, node TEXT, epoch TEXT, node_seq INTEGER, code TEXT, location TEXT,
  quantity INTEGER, age_ms INTEGER, UNIQUE (node, epoch, node_seq));
CREATE TABLE IF NOT EXISTS stock (
  code TEXT, location TEXT, on_hand INTEGER, PRIMARY KEY (code, location)) WITHOUT ROWID;
"""


class Ledger:
    """Books each movement once, however often it comes: its key is unique."""

    def __init__(self, path):
        self.database = sqlite3.connect(path, isolation_level=None)
        self.database.execute("PRAGMA journal_mode=WAL")
        self.database.execute("PRAGMA synchronous=FULL")
        self.database.executescript(TABLES)

    def book(self, texts):
        """All in one commit; returns how many were new."""
        self.database.execute("BEGIN IMMEDIATE")
        new = sum(self._add(movement_of(text)) for text in texts)
        self.database.execute("COMMIT")
        return new

    def _add(self, movement):
        added = self.database.execute(
            "INSERT OR IGNORE INTO ledger (node, epoch, node_seq, code, location, quantity, age_ms)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            (*movement.key, movement.code, movement.location, movement.quantity, movement.age_ms))
        if added.rowcount == 0:
            return 0
        self.database.execute(
            "INSERT INTO stock VALUES (?, ?, ?) ON CONFLICT (code, location)"
            " DO UPDATE SET on_hand = on_hand + excluded.on_hand",
            (movement.code, movement.location, movement.quantity))
        return 1

    def count(self):
        return self.database.execute("SELECT count(*) FROM ledger").fetchone()[0]
