# SPDX-License-Identifier: MIT
"""The whole way of a movement, scanner to disk and back: shelfwired beside the same without
live topics and events, and beside two echo gateways that ack every batch and store nothing:
one on our MQTT library (the library's ceiling), one on a bare socket (the broker's ceiling).
The scanners move the first 60 items."""

from instrument.figures import spread, table
from instrument.machine import BIN, resident_mib

NAME = "movements"

# (scanners, movements a message, movements a run)
CASES = [(1, 1, 3_000), (10, 1, 15_000), (100, 1, 30_000), (10, 16, 120_000), (100, 16, 160_000)]
QUICK = [(1, 1, 300), (10, 1, 2_000), (100, 16, 10_000)]


def cases(quick):
    return QUICK if quick else CASES


def ours(machine, case, number):
    gateway = machine.gateway(number)
    before = machine.counters()
    found = machine.load(*case, number * 4)
    after = machine.counters()
    found["resident_mib"] = resident_mib(gateway)
    machine.stop(gateway)
    commits = after["commits"] - before["commits"]
    found["commits_per_s"] = commits / found["seconds"]
    found["movements_per_commit"] = found["acked"] / max(1, commits)
    return found


def beside(machine, case, seed, name, client, arguments, *more):
    gateway = machine.start_client(name, client, arguments)
    found = machine.load(*case, seed, *more)
    machine.stop(gateway)
    return found


def measure(machine, case, number):
    seed = number * 4
    found = ours(machine, case, number)
    plain = beside(machine, case, seed + 1, "gateway without topics", "shelfwired-main",
                   [BIN / "acking_gateway", machine.url, machine.folder / f"acking-{number}",
                    machine.items])
    echo = beside(machine, case, seed + 2, "echo gateway", "echo-gateway",
                  [BIN / "echo_gateway", machine.url])
    raw = beside(machine, case, seed + 3, "raw echo gateway", "raw-socket-echo",
                 [BIN / "raw_echo_gateway", machine.port])
    rate = found["movements_per_s"]
    return {"ours": found, "plain": plain, "echo": echo, "raw": raw,
            "topics": rate / plain["movements_per_s"],
            "plain_ratio": plain["movements_per_s"] / echo["movements_per_s"],
            "ratio": rate / echo["movements_per_s"],
            "raw_ratio": rate / raw["movements_per_s"]}


COLUMNS = ["scanners", "a message", "movements/s", "without topics", "ratio", "echo", "ratio",
           "of it without topics", "raw echo", "ratio", "commits/s", "movements a commit",
           "ack median ms", "ack p99 ms", "memory MiB"]


def row_of(case, rows):
    found = [row["ours"] for row in rows]
    return [str(case[0]), str(case[1]), spread([o["movements_per_s"] for o in found], 0),
            spread([row["plain"]["movements_per_s"] for row in rows], 0),
            spread([row["topics"] for row in rows], 2),
            spread([row["echo"]["movements_per_s"] for row in rows], 0),
            spread([row["ratio"] for row in rows], 2),
            spread([row["plain_ratio"] for row in rows], 2),
            spread([row["raw"]["movements_per_s"] for row in rows], 0),
            spread([row["raw_ratio"] for row in rows], 2),
            spread([o["commits_per_s"] for o in found], 0),
            spread([o["movements_per_commit"] for o in found], 1),
            spread([o["latency_ms"]["median"] for o in found], 2),
            spread([o["latency_ms"]["p99"] for o in found], 2),
            spread([o["resident_mib"] for o in found], 1)]


def report(results):
    return ("## Movements\n\nReal Mosquitto on loopback, 10 000 items with thresholds. `without "
            "topics` is the same gateway\nshowing nothing to dashboards. `echo` acks and stores "
            "nothing, on our MQTT library;\n`raw echo` the same on a bare socket.\n\n"
            + table(COLUMNS, [row_of(case, rows) for case, rows in results]))
