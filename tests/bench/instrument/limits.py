# SPDX-License-Identifier: MIT
"""What no gateway on this disk can pass: how often it flushes, and what LMDB alone makes of
the records of our movements. Each on the folder where the stores lie."""

import json
import os
import subprocess

from instrument.figures import spread, table
from instrument.machine import BIN
from instrument.store_load import record

NAME = "limits"

FLUSH, LMDB = "flush", "lmdb"


def cases(quick):
    """(what, how often, movements a commit)"""
    if quick:
        return [(FLUSH, 200, 1), (LMDB, 300, 1), (LMDB, 2_560, 256)]
    return [(FLUSH, 2_000, 1), (LMDB, 5_000, 1), (LMDB, 102_400, 256)]


def run(*command, environment=None):
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True,
                          env=os.environ | (environment or {}))
    if done.returncode != 0:
        raise SystemExit(f"bench: {command[0]} failed: {done.stderr}")
    return json.loads(done.stdout)


def flushes(machine, count, environment=None, pause_ms=0):
    """Overwrites of one block, each on disk before the next and so long after the last."""
    return run(BIN / "flush_bench", machine.folder, count, pause_ms, environment=environment)


def measure(machine, case, number):
    what, count, group = case
    if what == FLUSH:
        return flushes(machine, count)
    folder = machine.folder / f"lmdb-{number}"
    folder.mkdir()
    found = run(BIN / "lmdb_bench", folder, *record(machine, group, count))
    movements = found["commits"] * group
    return found | {"movements_per_s": movements / found["seconds"],
                    "commits_per_s": found["commits"] / found["seconds"],
                    "changes_per_movement": found["changes"] / movements}


FLUSH_COLUMNS = ["block bytes", "past the cache", "flushes/s", "median ms", "p99 ms"]
LMDB_COLUMNS = ["movements a commit", "movements/s", "commits/s", "records a movement",
                "commit median ms", "p99 ms"]


def times_of(rows):
    return [spread([row["median_ms"] for row in rows], 2),
            spread([row["p99_ms"] for row in rows], 2)]


def flush_row(rows):
    return [str(rows[0]["block_bytes"]), "yes" if rows[0]["direct"] else "no",
            spread([row["flushes_per_s"] for row in rows], 0), *times_of(rows)]


def lmdb_row(group, rows):
    return [str(group), spread([row["movements_per_s"] for row in rows], 0),
            spread([row["commits_per_s"] for row in rows], 0),
            spread([row["changes_per_movement"] for row in rows], 1), *times_of(rows)]


def report(results):
    return ("## Limits\n\nOne block of a preallocated, prewritten file, overwritten and flushed "
            "each time:\n\n"
            + table(FLUSH_COLUMNS, [flush_row(rows) for (what, *_), rows in results
                                    if what == FLUSH])
            + "\nLMDB alone, with its full flush a commit, and the records that our movements "
            "make;\ndecided beforehand, 10 000 items with thresholds:\n\n"
            + table(LMDB_COLUMNS, [lmdb_row(group, rows) for (what, _, group), rows in results
                                   if what == LMDB]))
