# SPDX-License-Identifier: MIT
"""A site whose alerts and orders go to an upstream server, and what that heard."""

import contextlib

from event_receiver import EventReceiver
from gateway_site import Site, some_items
from waiting import wait_for

TOKEN = "open-sesame-17"
SUPPLIERS = "id,name,email\nACME,Acme,\n"  # no address: upstream is the only way


@contextlib.contextmanager
def receiver_with_token():
    with EventReceiver(token=TOKEN) as running:
        yield running
        assert running.conflicts == [], "a repeat said something else"


@contextlib.contextmanager
def site_of(folder, receiver):
    token = folder / "token"
    token.write_text(TOKEN + "\n")
    config = {"upstream": {"url": receiver.url, "token_file": str(token)}}
    with Site(folder, config) as running:
        running.import_catalogue(some_items(6, supplier="ACME", threshold=10), SUPPLIERS)
        yield running
        running.verify()
        assert TOKEN not in running.log_file.read_text()


def run_low(site, sku):
    """One piece of an item that is ordered up to 20."""
    site.json("move", "receive", sku, 1, "--to", "MAIN/A-01")


def kinds(receiver, sku):
    """What the receiver heard of a SKU, in order."""

    def names(event):
        data = event.event["data"]
        return sku in [data.get("sku"), *(line["sku"] for line in data.get("lines", []))]

    return [event.event["type"] for event in receiver.events if names(event)]


BOTH = ["shelfwire.stock_low", "shelfwire.purchase_order"]


def wait_all_there(site, receiver, sku="ITEM-000"):
    wait_for(lambda: kinds(receiver, sku) == BOTH, "the alert and the order")
    wait_for(lambda: site.rows("outbox") == [], "the outbox is empty")
    assert {order["state"] for order in site.json("po", "list")} == {"sent"}
