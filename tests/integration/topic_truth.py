# SPDX-License-Identifier: MIT
"""What the retained topics show against what `shelfctl` says, read by mosquitto_sub, a
stranger to us."""

import json
import time

from gateway_site import some_items
from mqtt_peers import P
from waiting import HUNG_S, JUDGES_TIMES

PROMISE_S = 5
SUPPLIERS = "id,name,email\nACME,Acme,orders@acme.example\n"


def items():
    """A third is ordered when it runs low, a third is always low and never ordered."""
    header, *rows = some_items(40).splitlines()
    policies = ("ACME,60,120", ",100000,100000", ",0,0")
    rows = [row.replace(",,0,0,", f",{policies[i % 3]},") for i, row in enumerate(rows)]
    return "\n".join([header, *rows]) + "\n"


def stock_by_topics(found):
    """(sku, loc) → (on hand, reserved, available, seq, at_ms), from retained messages."""
    stock = {}
    for topic, payload in found.items():
        if not topic.startswith(P + "stock/"):
            continue
        row = json.loads(payload)
        if "sku" not in row:  # a stranger's, not cleared yet
            stock[topic] = payload
            continue
        assert topic == f"{P}stock/{row['sku']}/{row['loc']}"
        stock[row["sku"], row["loc"]] = [row[k] for k in FIGURES]
    return stock


FIGURES = ("on_hand", "reserved", "available", "seq", "at_ms")


def stock_by_shelfctl(site):
    rows = site.json("stock")
    return {(row["sku"], row["loc"]): [row[k] for k in FIGURES] for row in rows}


def low_by_topics(found):
    low = {}
    for topic, payload in found.items():
        if topic.startswith(P + "low/"):
            row = json.loads(payload)
            if "sku" not in row:
                low[topic] = payload
                continue
            assert topic == f"{P}low/{row['sku']}/{row['warehouse']}"
            low[row["sku"], row["warehouse"]] = tuple(
                row[key] for key in ("available", "on_order", "threshold")
            )
    return low


def orders_by_topics(found):
    """Purchase orders by their name, as their messages say."""
    orders = {}
    for topic, payload in found.items():
        if topic.startswith(P + "po/"):
            order = json.loads(payload)
            if "po" not in order:
                orders[topic] = payload
                continue
            assert order.pop("v") == 1
            assert topic == f"{P}po/{order['po']}"
            orders[order["po"]] = order
    return orders


def orders_by_shelfctl(site):
    """The same, of what people are shown; there are too few for any to be left out."""
    orders = {}
    for row in site.json("po", "list"):
        order = {key: row[key] for key in ("po", "supplier", "warehouse", "state", "at_ms")}
        order["lines"] = [
            {key: line[key] for key in ("sku", "qty", "received")} for line in row["lines"]
        ]
        orders[order["po"]] = order
    return orders


class LowByShelfctl:
    """What must be low, and what may be, told from stock, orders and the catalogue.

    An alert goes up below the threshold. It comes down when nothing is on order any
    more and the stock is a tenth above it; in between it depends on what was."""

    def __init__(self, site):
        self.available, self.on_order, self.threshold = {}, {}, {}
        for row in site.json("item", "list"):
            self.threshold[row["sku"]] = row["threshold"]
        for row in site.json("ledger"):
            for place in (row["from"], row["to"]):
                if not place.startswith("@"):
                    self.available[row["sku"], place.split("/")[0]] = 0
        for row in site.json("stock"):
            self.available[row["sku"], row["loc"].split("/")[0]] += row["available"]
        for order in site.json("po", "list"):
            for line in order["lines"]:
                key = line["sku"], order["warehouse"]
                expected = max(0, line["qty"] - line["received"])
                self.on_order[key] = self.on_order.get(key, 0) + expected

    def agrees_with(self, low):
        for key, available in self.available.items():
            on_order, threshold = self.on_order.get(key, 0), self.threshold[key[0]]
            have = available + on_order
            must = have < threshold or on_order > 0
            may = must or have < threshold + max(1, threshold // 10)
            if key in low and low[key] != (available, on_order, threshold):
                return False
            if (must and key not in low) or (key in low and not may):
                return False
        return set(low) <= set(self.available)


def wait_until_right(site):
    """Asks until what a late subscriber gets is right, which is promised for PROMISE_S
    after a broker's return; how many seconds it took."""
    began = time.monotonic()
    stock = stock_by_shelfctl(site)
    lows = LowByShelfctl(site)
    assert stock
    while True:
        # Orders change by themselves still: they are on their way to the supplier.
        orders = orders_by_shelfctl(site)
        found = site.subscribed("stock/#", "low/#", "po/#")
        low = low_by_topics(found)
        right = stock_by_topics(found) == stock and orders_by_topics(found) == orders
        took_s = time.monotonic() - began
        if right and lows.agrees_with(low):
            assert low, "nothing is low: this test would not notice anything"
            assert orders, "nothing was ordered: the same"
            assert took_s <= PROMISE_S or not JUDGES_TIMES
            return took_s
        if took_s >= HUNG_S:
            assert stock_by_topics(found) == stock
            assert orders_by_topics(found) == orders
            assert lows.agrees_with(low), (low, vars(lows))
            raise AssertionError("right only now")
        time.sleep(0.02)
