# SPDX-License-Identifier: MIT
"""Import of a large catalogue, beside scanners: what memory the gateway takes over what it has
when idle, how long the import takes, and what scanners wait for their acks meanwhile. Each item
has a name, a threshold and a barcode. First into an empty store, with rows in the order of the
SKUs; then the same items in no order; then the first file again, which changes what is there."""

import random
import subprocess
import threading
import time
from pathlib import Path

from instrument.bins import Acks
from instrument.figures import spread, table
from instrument.machine import BIN, resident_mib

NAME = "imports"
SORTED, SHUFFLED, AGAIN = "in order", "in no order", "a second time"
WATCH_S = 1.0  # of acks before the import and behind it


def cases(quick):
    if quick:
        return [(SORTED, 10_000), (AGAIN, 10_000)]
    return [(SORTED, 10_000), (SORTED, 100_000),
            (SORTED, 1_000_000), (SHUFFLED, 1_000_000), (AGAIN, 1_000_000)]


def check_digit(digits):
    odd = sum(int(digit) for digit in digits[-1::-2])
    return str(-(3 * odd + sum(int(digit) for digit in digits[-2::-2])) % 10)


def row_of_item(i):
    code = f"400{i:09d}"
    return f"IT-{i:07d},Item {i},{i % 90},{code}{check_digit(code)}\n"


def write_items(path, count, shuffled):
    order = list(range(count))
    if shuffled:
        random.Random(1).shuffle(order)
    with open(path, "w", encoding="ascii") as file:
        file.write("sku,name,threshold,barcodes\n")
        file.writelines(row_of_item(i) for i in order)


def most_mib(process):
    """The most that was resident at any time, the store's map with it."""
    for line in Path(f"/proc/{process.pid}/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    return 0.0


def forget_most(process):
    Path(f"/proc/{process.pid}/clear_refs").write_text("5")


class Peak:
    """The most anonymous memory of a process, looked at every ten milliseconds."""

    def __init__(self, process):
        self.process, self.mib, self.over = process, resident_mib(process), threading.Event()
        self.thread = threading.Thread(target=self.run)
        self.thread.start()

    def run(self):
        while not self.over.wait(0.01):
            self.mib = max(self.mib, resident_mib(self.process))

    def end(self):
        self.over.set()
        self.thread.join()
        return self.mib


def run_import(machine, path):
    """How long it took, and the most that shelfctl had resident."""
    begin = time.monotonic()
    child = subprocess.Popen([BIN / "shelfctl", "--socket", machine.socket, "--quiet", "item",
                              "import", path], stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    most = 0.0
    while child.poll() is None:
        most = max(most, most_mib(child))
        time.sleep(0.01)
    if child.returncode != 0:
        raise SystemExit(f"bench: the import failed: {child.stdout.read().decode()[:500]}")
    return time.monotonic() - begin, most


def measure(machine, case, number):
    order, items = case
    path = machine.folder / f"import-{number}.csv"
    write_items(path, items, order == SHUFFLED)
    gateway = machine.start_gateway(f"imports-{number}", machine.folder / f"imports-{number}")
    machine.wait(lambda: machine.look()[0] == 200, "the gateway", 60)
    machine.ctl("item", "set", "WATCHED", "name=Watched", "threshold=0")
    if order == AGAIN:
        run_import(machine, path)
    acks = Acks(machine, number)
    time.sleep(WATCH_S)
    idle_mib = resident_mib(gateway)
    forget_most(gateway)
    idle_all_mib = most_mib(gateway)
    peak = Peak(gateway)
    seconds, ctl_mib = run_import(machine, path)
    found = {"seconds": seconds, "ctl_mib": ctl_mib, "idle_mib": idle_mib,
             "over_mib": peak.end() - idle_mib, "over_all_mib": most_mib(gateway) - idle_all_mib}
    time.sleep(WATCH_S)
    times = acks.end()
    machine.stop(gateway)
    path.unlink()
    return found | {"acks": len(times), "ack_ms": times[len(times) // 2],
                    "ack_p99_ms": times[len(times) * 99 // 100], "ack_worst_ms": times[-1]}


COLUMNS = ["items", "order", "import s", "memory over idle MiB", "with the map MiB",
           "shelfctl MiB", "ack median ms", "p99", "worst"]


def row_of(case, rows):
    return [str(case[1]), case[0], *(spread([row[what] for row in rows], 1) for what in (
        "seconds", "over_mib", "over_all_mib", "ctl_mib", "ack_ms", "ack_p99_ms",
        "ack_worst_ms"))]


def report(results):
    return ("## Imports\n\nItems with a name, a threshold and a barcode, by `shelfctl item "
            "import`, and a scan each 20 ms.\nMemory over that of the idle gateway is anonymous; "
            "`with the map`: with the store's pages that\nthe system keeps mapped, and takes back "
            "when it needs them.\n\n" + table(COLUMNS, [row_of(case, rows) for case, rows in results]))
