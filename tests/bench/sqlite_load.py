#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""The records of our store, into SQLite: WAL, synchronous=FULL, everything else as it comes.

    sqlite_load.py DATABASE RECORDED --measured N [--commits N] [--rate N]

RECORDED is what `store_load --record` wrote; the last `measured` commits of it are measured,
or the first `commits` of those, the others are put in before. Speaks as store_load does.
"""

import argparse
import json
import sqlite3
import struct
import sys
import time
from pathlib import Path

PUT = 1
LEDGER = 1
KEY = struct.Struct("=BBBI")


def read_commits(path):
    """Each a list of (table, put, key, value)."""
    text, at, commits = Path(path).read_bytes(), 0, []
    while at < len(text):
        keys, = struct.unpack_from("=I", text, at)
        at += 4
        commit = []
        for _ in range(keys):
            what, table, key_bytes, value_bytes = KEY.unpack_from(text, at)
            at += KEY.size
            key = text[at:at + key_bytes]
            at += key_bytes
            commit.append((table, what == PUT, key, text[at:at + value_bytes]))
            at += value_bytes
        commits.append(commit)
    return commits


class Database:
    """A table for each of ours. The ledger's number is SQLite's own row number, which is the
    shortest that it knows; other keys are bytes, and rows lie in their order."""

    def __init__(self, path, tables):
        self.sql = sqlite3.connect(path, isolation_level=None)
        assert self.sql.execute("PRAGMA journal_mode=WAL").fetchone() == ("wal",)
        self.sql.execute("PRAGMA synchronous=FULL")
        for table in tables:
            own = "INTEGER PRIMARY KEY" if table == LEDGER else "BLOB PRIMARY KEY"
            end = "" if table == LEDGER else " WITHOUT ROWID"
            self.sql.execute(f"CREATE TABLE t{table} (k {own}, v BLOB NOT NULL){end}")

    def commit(self, changes):
        run = self.sql.execute
        run("BEGIN IMMEDIATE")
        for table, put, key, value in changes:
            if table == LEDGER:
                key = int.from_bytes(key, "big")
            if put:
                run(f"INSERT INTO t{table} VALUES (?, ?) ON CONFLICT (k) DO UPDATE "
                    "SET v = excluded.v", (key, value))
            else:
                run(f"DELETE FROM t{table} WHERE k = ?", (key,))
        run("COMMIT")


def measure(database, commits, rate):
    """The same clock as store_load's: a commit that had to wait began when it was due."""
    taken_us = []
    begin = due = time.monotonic()
    for commit in commits:
        came = due
        if time.monotonic() <= due:
            time.sleep(max(0, due - time.monotonic()))
            came = time.monotonic()
        database.commit(commit)
        taken_us.append((time.monotonic() - came) * 1e6)
        due = due + 1 / rate if rate else time.monotonic()
    seconds = time.monotonic() - begin
    taken_us.sort()
    return {"commits": len(commits), "seconds": seconds,
            "record_bytes": sum(len(key) + len(value) for c in commits for _, _, key, value in c),
            "commit_us": {"median": taken_us[(len(commits) - 1) * 50 // 100],
                          "p99": taken_us[(len(commits) - 1) * 99 // 100]}}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("database")
    parser.add_argument("recorded")
    parser.add_argument("--measured", type=int, required=True)
    parser.add_argument("--commits", type=int)
    parser.add_argument("--rate", type=float, default=0)
    arguments = parser.parse_args()
    commits = read_commits(arguments.recorded)
    before, measured = commits[:-arguments.measured], commits[-arguments.measured:]
    database = Database(arguments.database, sorted({row[0] for c in commits for row in c}))
    for commit in before:
        database.commit(commit)
    print("ready", flush=True)
    if not sys.stdin.readline():
        return
    print(json.dumps(measure(database, measured[:arguments.commits], arguments.rate)), flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    main()
