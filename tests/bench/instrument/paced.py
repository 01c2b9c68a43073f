# SPDX-License-Identifier: MIT
"""A warehouse at work rather than a race: scanners that make two movements a second each,
about what a person can do. How long they wait for the green light, in milliseconds and in
flushes of this disk, whose time is taken immediately before. It is taken again afterwards:
where the two differ much, the machine was not steady, and the flushes say little. Of what the
wait is made: a flush at the pace of the movements, and the wait for a gateway that stores
nothing. Then the same on a disk as slow as a memory card's: each flush takes 5 ms more
(tests/bench/slow_disk.cpp)."""

from instrument.figures import spread, table
from instrument.limits import flushes
from instrument.machine import BIN
from instrument.movements import beside

NAME = "paced"

A_SCANNER_PER_S = 2
SLOW_MS = 5


def cases(quick):
    """(scanners, movements a message, seconds, flushes timed before and after, ms a flush more)"""
    if quick:
        return [(100, 1, 4, 100, 0), (100, 1, 4, 100, SLOW_MS)]
    return [(100, 1, 20, 500, 0), (100, 1, 20, 500, SLOW_MS), (10, 1, 20, 500, 0)]


def measure(machine, case, number):
    scanners, batch, seconds, flush_count, slow_ms = case
    rate = scanners * A_SCANNER_PER_S
    disk = {"LD_PRELOAD": "libslow_disk.so", "LD_LIBRARY_PATH": str(BIN),
            "FLUSH_MS": str(slow_ms)} if slow_ms else {}
    gateway = machine.gateway(f"paced-{number}", environment=disk)
    flush = flushes(machine, flush_count, disk)
    before = machine.counters()
    found = machine.load(scanners, batch, rate * seconds, number * 4, "--rate", str(rate))
    commits = machine.counters()["commits"] - before["commits"]
    flush_after = flushes(machine, flush_count, disk)
    at_pace = flushes(machine, rate, disk, 1000 // rate)  # for a second
    machine.stop(gateway)
    echo = beside(machine, (scanners, batch, rate * seconds), number * 4 + 1, "echo gateway",
                  "echo-gateway", [BIN / "echo_gateway", machine.url], "--rate", str(rate))
    latency = found["latency_ms"]
    return found | {"flush": flush, "flush_after": flush_after, "flush_at_pace": at_pace,
                    "echo_ms": echo["latency_ms"]["median"],
                    "commits_per_s": commits / found["seconds"],
                    "median_flushes": latency["median"] / flush["median_ms"],
                    "p99_flushes": latency["p99"] / flush["median_ms"]}


COLUMNS = ["scanners", "disk", "offered/s", "acked/s", "commits/s", "flush median ms", "afterwards",
           "ack median ms", "in flushes", "ack p99 ms", "in flushes", "flush at this pace ms",
           "echo ack median ms"]


def row_of(case, rows):
    return [str(case[0]), f"{case[4]} ms slower" if case[4] else "this one",
            str(case[0] * A_SCANNER_PER_S),
            spread([row["movements_per_s"] for row in rows], 0),
            spread([row["commits_per_s"] for row in rows], 0),
            spread([row["flush"]["median_ms"] for row in rows], 2),
            spread([row["flush_after"]["median_ms"] for row in rows], 2),
            spread([row["latency_ms"]["median"] for row in rows], 2),
            spread([row["median_flushes"] for row in rows], 1),
            spread([row["latency_ms"]["p99"] for row in rows], 2),
            spread([row["p99_flushes"] for row in rows], 1),
            spread([row["flush_at_pace"]["median_ms"] for row in rows], 2),
            spread([row["echo_ms"] for row in rows], 2)]


def report(results):
    return ("## Paced\n\nTwo movements a second from each scanner, each in a message of its own, "
            "scan to ack. A flush\nis that of `limits`, timed immediately before, with the "
            "gateway idle, one right behind\nthe other; `at this pace`: as far apart as the "
            "movements. `echo` acks and stores nothing.\n\n"
            + table(COLUMNS, [row_of(case, rows) for case, rows in results]))
