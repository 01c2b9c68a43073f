# SPDX-License-Identifier: MIT
"""Shelfwire beside other ways to keep movements (tests/bench/peers), in turn: what each books a
second, and what it promises for that."""

from instrument.figures import spread, table
from peers import paho_sqlite, rabbit_sqlite, redis_list
from peers.work import text_of

NAME = "peers"

PEERS = {peer.NAME: peer for peer in (redis_list, rabbit_sqlite, paho_sqlite)}
# Movements a run, where each movement is a commit of its own and where not.
SLOW, FAST = 2_000, 20_000
COUNTS = {redis_list.ALWAYS: SLOW, redis_list.BATCHES: FAST, redis_list.AS_INSTALLED: FAST,
          rabbit_sqlite.EACH: SLOW, rabbit_sqlite.BATCHES: FAST,
          paho_sqlite.EACH: SLOW, paho_sqlite.BATCHES: FAST}
QUICK_SHARE = 10
# Ours: (scanners, movements a message, movements a run)
SINGLE, PACKED = (100, 1, 15_000), (100, 16, 80_000)


def cases(quick):
    """(peer, variant, its movements, our loads)"""
    share = QUICK_SHARE if quick else 1
    loads = tuple((scanners, batch, count // share) for scanners, batch, count in (SINGLE, PACKED))
    return [(name, variant, COUNTS[variant] // share, *loads)
            for name, peer in PEERS.items() for variant in peer.VARIANTS]


def measure(machine, case, number):
    name, variant, count, *loads = case
    peer = PEERS[name]
    missing = peer.NEEDS.missing()
    if missing:
        return {"missing": missing}
    theirs = peer.measure(machine, variant, [text_of(number) for number in range(count)])
    gateway = machine.gateway(f"peers-{number}")
    single, packed = (machine.load(*load, number * 4 + i) for i, load in enumerate(loads))
    machine.stop(gateway)
    return {"theirs": theirs, "single": single, "packed": packed,
            "single_ratio": single["movements_per_s"] / theirs["movements_per_s"],
            "packed_ratio": packed["movements_per_s"] / theirs["movements_per_s"]}


COLUMNS = ["peer", "variant", "on disk when answered", "once", "movements/s",
           "its producer done after s", "its last commit after s", "Shelfwire, 1 a message", "ratio",
           "16 a message", "ratio"]


def yes(promised):
    return "yes" if promised else "no"


def row_of(case, rows):
    name, variant = case[:2]
    promise = PEERS[name].VARIANTS[variant]
    start = [name, variant, yes(promise.durable), yes(promise.once)]
    missing = next((row["missing"] for row in rows if "missing" in row), None)
    if missing:
        return start + ["not installed: " + ", ".join(missing)] + [""] * (len(COLUMNS) - 5)
    return start + [
        spread([row["theirs"]["movements_per_s"] for row in rows], 0),
        spread([row["theirs"]["producer_s"] for row in rows], 2),
        spread([row["theirs"]["seconds"] for row in rows], 2),
        spread([row["single"]["movements_per_s"] for row in rows], 0),
        spread([row["single_ratio"] for row in rows], 1),
        spread([row["packed"]["movements_per_s"] for row in rows], 0),
        spread([row["packed_ratio"] for row in rows], 1)]


def report(results):
    promises = "".join(f"* {name}, {variant}: {PEERS[name].VARIANTS[variant].says}.\n"
                       for (name, variant, *_), _ in results)
    return ("## Peers\n\nEach books movements into a ledger and a stock, one movement a message, "
            "one consumer; the\nproducer does not wait for each answer. Shelfwire, in turn with "
            "each: 100 scanners, up to two\nmessages each unanswered, up to the ack. It promises "
            "the same in every row: what was answered\nis on disk and in the ledger, and booked "
            "once. Where a peer promises less, the ratio compares more with less.\n\n"
            + table(COLUMNS, [row_of(case, rows) for case, rows in results])
            + "\nWhat each promises, by its documentation:\n\n" + promises)
