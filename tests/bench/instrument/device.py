# SPDX-License-Identifier: MIT
"""What the block device is handed a movement: ours, SQLite with the same records, and the
reference, which commits LMDB each time. On an ext4 of its own, on a loop device."""

import math

from instrument import plot
from instrument.disk import LoopDisk, Unavailable
from instrument.figures import spread, table
from instrument.store_load import OURS, SQLITE, Load, record

NAME = "device"
DISK_MIB = 512
ENGINES = ["ours", "sqlite", "reference"]

# (commits a second or 0, movements a commit, movements at least)
CASES = [(50, 1, 2_000), (200, 1, 4_000), (0, 1, 5_000), (0, 16, 40_000), (0, 256, 100_000)]
QUICK = [(200, 1, 1_000), (0, 1, 1_000), (0, 256, 10_000)]


def cases(quick):
    return QUICK if quick else CASES


def load_of(engine, disk, machine, case):
    rate, a_commit, movements = case
    if engine == "sqlite":
        file, measured = record(machine, a_commit, movements)
        return Load(SQLITE, disk.root / "sqlite.db", file, "--measured", measured, "--commits",
                    math.ceil(movements / a_commit), "--rate", rate)
    durability = "ring" if engine == "ours" else "checkpoint"
    return Load(OURS, disk.root / durability, "--durability", durability, "--a-commit", a_commit,
                "--movements", movements, "--rate", rate)


def measure_engine(engine, machine, case, number):
    with LoopDisk(machine.folder / f"disk-{number}", DISK_MIB) as disk:
        with load_of(engine, disk, machine, case) as load:
            before = disk.counts()
            found = load.measure()
            after = disk.counts()
    movements = found["commits"] * case[1]
    found["bytes_a_movement"] = (after[0] - before[0]) / movements
    found["flushes_a_commit"] = (after[1] - before[1]) / found["commits"]
    found["movements_per_s"] = movements / found["seconds"]
    if "record_bytes" in found:
        found["record_bytes_a_movement"] = found["record_bytes"] / movements
    return found


def measure(machine, case, number):
    try:
        return {engine: measure_engine(engine, machine, case, number) for engine in ENGINES}
    except Unavailable as why:
        return {"unavailable": str(why)}


def load_name(case):
    return f"{case[0]}/s, {case[1]}" if case[0] else f"as fast as taken, {case[1]}"


def ratio(rows, engine):
    return [row["ours"]["bytes_a_movement"] / row[engine]["bytes_a_movement"] for row in rows]


def bytes_table(results):
    columns = ["load, movements a commit", "records B", "ours B", "SQLite B", "reference B",
               "ours / SQLite", "ours / reference", "checkpoints in it"]
    return table(columns, [
        [load_name(case), spread([row["sqlite"]["record_bytes_a_movement"] for row in rows], 0),
         *(spread([row[e]["bytes_a_movement"] for row in rows], 0) for e in ENGINES),
         spread(ratio(rows, "sqlite"), 3), spread(ratio(rows, "reference"), 3),
         spread([row["ours"]["checkpoints"] for row in rows], 0)] for case, rows in results])


def time_table(results):
    columns = ["load, movements a commit"] + [
        f"{engine} {what}" for what in ["flushes a commit", "movements/s", "median ms", "p99 ms"]
        for engine in ["ours", "SQLite", "reference"]]
    digits = {"flushes_a_commit": 2, "movements_per_s": 0}
    return table(columns, [
        [load_name(case)]
        + [spread([row[e][what] for row in rows], digits[what]) for what in digits
           for e in ENGINES]
        + [spread([row[e]["commit_us"][what] / 1000 for row in rows], 2)
           for what in ["median", "p99"] for e in ENGINES] for case, rows in results])


INTRODUCTION = f"""## Bytes and flushes

Counted by a loop device (direct I/O) under an ext4 with its defaults, {DISK_MIB} MiB: all sectors
written and all flushes, those of ext4's own journal too, from a sync before to a sync after,
so that nothing waits in memory. 10 000 items, any of which moves; 20 scanners.
**Ours** begins behind one checkpoint and ends behind another that the daemon's policy
made, so that its cost is in the figure. **SQLite** gets the same rows, byte for byte, in WAL mode
with synchronous=FULL, past the growth of its log; keys are its primary keys without row
numbers, the ledger's its row number; it checkpoints by itself every 1000 pages.
**Reference**: `store.durability = "checkpoint"`. `records`: keys and values put, a movement.
Latency is from when a commit was due, SQLite's through Python, some 10 µs a row.
"""


def unavailable(results):
    return next((row["unavailable"] for _, rows in results for row in rows if "unavailable" in row),
                None)


def report(results):
    why = unavailable(results)
    if why:
        return f"## Bytes and flushes\n\nNOT MEASURED: {why}\n"
    return "\n".join([INTRODUCTION, bytes_table(results), time_table(results)])


def plots(results):
    saturated = [(case, rows) for case, rows in results if case[0] == 0]
    if unavailable(results) or not saturated:
        return {}
    names = {"ours": "ours", "sqlite": "SQLite FULL", "reference": "LMDB each time"}
    series = [(names[e], [(case[1], [row[e]["bytes_a_movement"] for row in rows])
                          for case, rows in saturated]) for e in ENGINES]
    return {"device-bytes.svg": plot.lines("Bytes to the device a movement", "movements a commit",
                                           "bytes", series, log_x=True, log_y=True)}
