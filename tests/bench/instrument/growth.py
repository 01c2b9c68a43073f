# SPDX-License-Identifier: MIT
"""How cost grows: with scanners, with items, and with the length of the ledger."""

import signal
import subprocess
import time

from instrument import plot
from instrument.figures import spread, table
from instrument.machine import BIN, EXAMPLES, ROOT, resident_mib
from instrument.store_load import OURS, Load

NAME = "growth"

SCANNERS = [1, 3, 10, 30, 100]
ITEMS = [10 ** power for power in range(3, 7)]
LEDGER = [10 ** power for power in range(3, 8)]

ITEMS_OF_LEDGER = 10_000
KEPT_FROM = 1_000_000  # stores of so many rows take minutes to make and are kept
KEPT = ROOT / "build" / "tests" / "bench" / "stores"
FILL_COMMIT = 16_384   # movements: the fewest bytes where nobody waits for an ack
COMMITS = 1_000        # at least; then up to the next checkpoint
KILL_LOAD = 600        # movements; the gateway is killed after half of them
SETTLE_S = 2.0         # after a start, until the retained topics are out


def cases(quick):
    most = {"items": 10_000, "ledger": 100_000} if quick else {}
    axes = {"scanners": SCANNERS, "items": ITEMS, "ledger": LEDGER}
    return [(axis, value, quick) for axis, values in axes.items() for value in values
            if value <= most.get(axis, value)]


def measure(machine, case, number):
    axis, value, quick = case
    return {"scanners": measure_scanners, "items": measure_items,
            "ledger": measure_ledger}[axis](machine, value, quick, number)


def measure_scanners(machine, scanners, quick, number):
    gateway = machine.gateway(f"growth-{number}")
    found = machine.load(scanners, 1, (300 if quick else 3_000) * min(scanners, 10), number)
    machine.stop(gateway)
    return {"movements_per_s": found["movements_per_s"], "latency_ms": found["latency_ms"]}


def store_of(machine, name, items, entries, number):
    """A store of so many items and ledger entries. It grows a little with each use."""
    kept = max(items, entries) >= KEPT_FROM
    folder = KEPT / name if kept else machine.folder / f"{name}-{number}"
    if not folder.exists():
        folder.parent.mkdir(exist_ok=True)
        unfinished = folder.with_name(folder.name + ".new")
        unfinished.mkdir()
        with Load(OURS, unfinished / "store", "--items", items, "--warm-up", entries - items,
                  "--warm-up-commit", FILL_COMMIT):
            pass  # each item came in with one entry
        unfinished.rename(folder)
    return folder / "store"


def commit_cost(store, items, number):
    with Load(OURS, store, "--items", items, "--warm-up", 0, "--movements", COMMITS,
              "--name", f"growth{number}-{time.time_ns()}") as load:
        return load.measure()


def started(machine, number, store):
    """shelfwired, how long it took to be ready, connected to the broker; and how long until
    it answered at all, its store recovered."""
    begin = time.monotonic()
    gateway = machine.start_gateway(f"growth-{number}", store)
    status, answered_ms = None, None
    while status != 200:
        if gateway.poll() is not None or time.monotonic() > begin + 120:
            raise SystemExit(f"bench: no gateway on {store}, see its log")
        time.sleep(0.001)
        status = machine.look()[0]
        now_ms = (time.monotonic() - begin) * 1000
        answered_ms = answered_ms or (now_ms if status else None)
    return gateway, now_ms, answered_ms


def most_resident_mib(process, until):
    most = 0
    while not until():
        most = max(most, resident_mib(process))
        time.sleep(0.01)
    return most


def measure_items(machine, items, quick, number):
    store = store_of(machine, f"items-{items}", items, items, number)
    cost = commit_cost(store, items, number)
    gateway, start_ms, _ = started(machine, number, store)
    settled_at = time.monotonic() + SETTLE_S
    most_mib = most_resident_mib(gateway, lambda: time.monotonic() > settled_at)
    found = {"commit": cost, "start_ms": start_ms, "resident_mib": resident_mib(gateway),
             "most_resident_mib": most_mib}
    machine.stop(gateway)
    return found


def verify(machine, gateway):
    begin = time.monotonic()
    child = subprocess.Popen([BIN / "shelfctl", "--socket", machine.socket, "--json", "verify"],
                             stdout=subprocess.DEVNULL)
    most_mib = most_resident_mib(gateway, lambda: child.poll() is not None)
    if child.returncode != 0:
        raise SystemExit("bench: verify found something")
    return time.monotonic() - begin, most_mib


def ready_after_kill(machine, gateway, store, number):
    """While scanners send. They go on afterwards, and all is acked in the end."""
    fleet = machine.start("fleet", machine.fleet(3, 1, KILL_LOAD, number))
    machine.wait(lambda: machine.counters()["movements_received"] >= KILL_LOAD / 2,
                 "half of the load")
    machine.stop(gateway, signal.SIGKILL)
    gateway, ready_ms, answered_ms = started(machine, number, store)
    machine.wait(lambda: fleet.poll() is not None, "the end of the load", 60)
    machine.children.remove(fleet)
    if fleet.returncode != 0:
        raise SystemExit("bench: the scanners failed")
    return gateway, ready_ms, answered_ms


def measure_ledger(machine, entries, quick, number):
    items = min(ITEMS_OF_LEDGER, entries // 2)
    store = store_of(machine, f"ledger-{entries}", items, entries, number)
    gateway, start_ms, _ = started(machine, number, store)
    machine.ctl("supplier", "import", str(EXAMPLES / "suppliers.csv"))
    machine.ctl("item", "import", str(EXAMPLES / "items.csv"))
    time.sleep(SETTLE_S)
    first_s, _ = verify(machine, gateway)
    seconds, verify_mib = verify(machine, gateway)
    gateway, ready_ms, answered_ms = ready_after_kill(machine, gateway, store, number)
    time.sleep(SETTLE_S)
    found = {"start_ms": start_ms, "ready_ms": ready_ms, "answered_ms": answered_ms,
             "first_verify_per_s": entries / first_s, "verify_per_s": entries / seconds,
             "verify_mib": verify_mib,
             "resident_mib": resident_mib(gateway)}
    machine.stop(gateway)
    return found | {"commit": commit_cost(store, items, number)}


def commit_columns(rows):
    return [spread([row["commit"]["commit_us"]["median"] for row in rows], 0),
            spread([row["commit"]["commit_us"]["p99"] for row in rows], 0),
            spread([row["commit"]["checkpoint_us_longest"] / 1000 for row in rows], 1)]


COMMIT = ["commit median µs", "commit p99 µs", "longest checkpoint ms"]


def column(rows, name, digits=1):
    return spread([row[name] for row in rows], digits)


def along(results, axis):
    return [(case[1], rows) for case, rows in results if case[0] == axis]


def report(results):
    scanners = table(
        ["scanners", "movements/s", "ack median ms", "ack p99 ms"],
        [[str(at), column(rows, "movements_per_s", 0),
          spread([row["latency_ms"]["median"] for row in rows], 2),
          spread([row["latency_ms"]["p99"] for row in rows], 2)]
         for at, rows in along(results, "scanners")])
    items = table(
        ["items", *COMMIT, "start ms", "memory MiB", "most MiB"],
        [[str(at), *commit_columns(rows), column(rows, "start_ms"), column(rows, "resident_mib"),
          column(rows, "most_resident_mib")] for at, rows in along(results, "items")])
    ledger = table(
        ["entries", "ready after SIGKILL ms", "answering ms", "start ms",
         "first verify million/s", "the next", *COMMIT, "memory MiB", "in verify MiB"],
        [[str(at), column(rows, "ready_ms"), column(rows, "answered_ms"), column(rows, "start_ms"),
          spread([row["first_verify_per_s"] / 1e6 for row in rows], 2),
          spread([row["verify_per_s"] / 1e6 for row in rows], 2), *commit_columns(rows),
          column(rows, "resident_mib"), column(rows, "verify_mib")]
         for at, rows in along(results, "ledger")])
    return ("## Growth\n\nMemory is anonymous: the store's map is not counted. A commit holds one "
            "movement of any item,\nwithout broker. Ready is /readyz with 200: the store "
            "is recovered and scans are taken.\nAnswering is /readyz with anything: the store "
            "is recovered. At the kill, half of\n"
            f"{KILL_LOAD} movements of 3 scanners are in.\n\n### Scanners\n\nOne movement a "
            f"message, 10 000 items.\n\n{scanners}\n### Items\n\n`most`: of the {SETTLE_S:.0f} s "
            f"behind the start, in which every bin is published.\n\n{items}\n### Ledger\n\n"
            f"{ITEMS_OF_LEDGER} items, or half as many as entries. The next verify finds "
            f"the store in the system's memory.\n\n{ledger}")


def series(results, axis, curves):
    points = along(results, axis)
    return [(name, [(at, [value(row) for row in rows]) for at, rows in points])
            for name, value in curves.items()]


COMMIT_CURVES = {"median": lambda row: row["commit"]["commit_us"]["median"],
                 "p99": lambda row: row["commit"]["commit_us"]["p99"]}

# File name: axis, title, unit, curves, whether the unit's axis is logarithmic.
PLOTS = {
    "growth-scanners-rate": ("scanners", "Throughput", "movements/s", {
        "ours": lambda row: row["movements_per_s"]}, False),
    "growth-scanners-ack": ("scanners", "From scan to ack", "ms", {
        "median": lambda row: row["latency_ms"]["median"],
        "p99": lambda row: row["latency_ms"]["p99"]}, True),
    "growth-items-commit": ("items", "A movement's commit", "µs", COMMIT_CURVES, True),
    "growth-items-memory": ("items", "Anonymous memory of shelfwired", "MiB", {
        "after the start": lambda row: row["resident_mib"],
        "most": lambda row: row["most_resident_mib"]}, True),
    "growth-items-start": ("items", "From start to ready", "ms", {
        "start": lambda row: row["start_ms"]}, True),
    "growth-ledger-ready": ("ledger", "Ready", "ms", {
        "after SIGKILL": lambda row: row["ready_ms"],
        "answering": lambda row: row["answered_ms"]}, False),
    "growth-ledger-verify": ("ledger", "shelfctl verify", "entries/s", {
        "first": lambda row: row["first_verify_per_s"],
        "next": lambda row: row["verify_per_s"]}, False),
    "growth-ledger-commit": ("ledger", "A movement's commit", "µs", COMMIT_CURVES, True),
    "growth-ledger-memory": ("ledger", "Anonymous memory of shelfwired", "MiB", {
        "running": lambda row: row["resident_mib"],
        "in verify": lambda row: row["verify_mib"]}, False),
}
LABELS = {"scanners": "scanners", "items": "items", "ledger": "ledger entries"}


def plots(results):
    return {f"{name}.svg": plot.lines(title, LABELS[axis], unit, series(results, axis, curves),
                                      log_x=True, log_y=log_y)
            for name, (axis, title, unit, curves, log_y) in PLOTS.items()}
