# SPDX-License-Identifier: MIT
"""Customers' orders in the benchmark: 1 to 5 lines each against 2 000 items in stock,
from `order/new` to the outcome on `order/<name>`, as fast as they can be taken and at a
steady 200 a second."""

import json
import subprocess

from instrument.figures import spread, table
from instrument.machine import BIN

NAME = "orders"

ITEMS = 2_000
PORTION = 500
STOCK_EACH = 200
ORDERS = 10_000
FAST = 10_000  # a second: more than the gateway takes
STEADY = 200


def write_catalogue(path):
    rows = "".join(f"SKU-{i},Item {i},ea,,50,{100 + i},EUR,19,\n" for i in range(ITEMS))
    path.write_text("sku,name,unit,supplier,threshold,price_minor,currency,tax_percent,barcodes\n"
                    + rows, encoding="utf-8")


def supply(machine):
    """First deliveries, in portions that the broker's queue holds."""
    for first in range(0, ITEMS, PORTION):
        lines = "".join(json.dumps({"product_code": f"SKU-{i}", "warehouse_name": "MAIN",
                                    "quantity": STOCK_EACH, "message_id": f"first-{i}"}) + "\n"
                        for i in range(first, first + PORTION))
        subprocess.run(["mosquitto_pub", "-p", str(machine.port), "-q", "1", "-t",
                        "inventory_updates", "-l"], input=lines, text=True, check=True)
        machine.wait(lambda: len(machine.read("stock")) >= first + PORTION, "the stock", 60)


def measure(machine, case, number):
    """One run on a new store."""
    count, rate = case
    catalogue = machine.folder / "orders.csv"
    write_catalogue(catalogue)
    gateway = machine.gateway(f"orders-{number}")
    assert machine.ctl("item", "import", str(catalogue))
    supply(machine)
    before = machine.counters()
    done = subprocess.run([BIN / "order_sender", "--broker", machine.url, "--rate", str(rate),
                           "--orders", str(count), "--catalogue", catalogue,
                           "--seed", str(number)],
                          capture_output=True, text=True)
    if done.returncode != 0:
        raise SystemExit(f"bench: the customers failed: {done.stderr}")
    found = json.loads(done.stdout)
    after = machine.counters()
    found["orders_per_commit"] = count / max(1, after["commits"] - before["commits"])
    if not machine.read("verify")["ok"]:
        raise SystemExit("bench: verify found something")
    machine.stop(gateway)
    return found


def cases(quick):
    return [(500, FAST), (200, STEADY)] if quick else [(ORDERS, FAST), (2_000, STEADY)]


COLUMNS = ["orders", "offered/s", "outcomes/s", "median ms", "p99 ms", "orders a commit"]


def row_of(case, rows):
    count, rate = case
    return [str(count), str(rate) if rate < FAST else "as fast as taken",
            spread([row["orders_per_s"] for row in rows], 0),
            spread([row["latency_ms"]["median"] for row in rows], 1),
            spread([row["latency_ms"]["p99"] for row in rows], 1),
            spread([row["orders_per_commit"] for row in rows], 1)]


def report(results):
    return ("## Customers' orders\n\n"
            f"1 to 5 lines each, {ITEMS} items, a new store each run; verified after each. At "
            "most 200 are under way.\n\n"
            + table(COLUMNS, [row_of(case, rows) for case, rows in results]))
