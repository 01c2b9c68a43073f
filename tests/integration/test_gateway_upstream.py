# SPDX-License-Identifier: MIT
"""Goal: each order and each alert that rose reaches the upstream server, as one
CloudEvent however often it has to be sent, in the order of its SKU, whatever the server
does, and the warehouse works on meanwhile.

Method: the real gateway and a real HTTP receiver that is down, slow, denies what it has
stored, and closes in the middle of its answer. The courier's first repeat comes about
five seconds after a failure, so those tests take that long.
"""

import json

import pytest
from event_receiver import (
    EventReceiver,
    after_storing,
    answer,
    close_after_storing,
    down,
    hang,
    ok,
    slow,
)
from gateway_site import Site, some_items
from waiting import wait_for

TOKEN = "open-sesame-17"
SUPPLIERS = "id,name,email\nACME,Acme,\n"  # no address: upstream is the only way


@pytest.fixture(name="receiver")
def fixture_receiver():
    with EventReceiver(token=TOKEN) as running:
        yield running
        assert running.conflicts == [], "a repeat said something else"


@pytest.fixture(name="site")
def fixture_site(tmp_path, receiver):
    token = tmp_path / "token"
    token.write_text(TOKEN + "\n")
    config = {"upstream": {"url": receiver.url, "token_file": str(token)}}
    with Site(tmp_path, config) as running:
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


def test_an_alert_and_its_order_arrive_as_cloud_events(site, receiver):
    run_low(site, "ITEM-000")
    wait_all_there(site, receiver)
    low, order = (event.event for event in receiver.events)
    assert low["specversion"] == order["specversion"] == "1.0"
    assert low["source"] == order["source"] and low["source"].startswith("urn:shelfwire:main:")
    assert low["subject"] == "ITEM-000" and order["subject"] == "PO-000001"
    assert low["data"] | {"since_ms": 0} == {
        "sku": "ITEM-000", "warehouse": "MAIN", "available": 1, "on_order": 19,
        "threshold": 10, "since_ms": 0,
    }
    (line,) = order["data"]["lines"]
    assert (line["sku"], line["qty"], line["received"]) == ("ITEM-000", 19, 0)
    assert [event.key for event in receiver.events] == [low["id"], order["id"]]
    # The same alert is not told again.
    site.json("reorder", "run")
    run_low(site, "ITEM-000")
    run_low(site, "ITEM-001")
    wait_for(lambda: kinds(receiver, "ITEM-001") == BOTH, "the next item's events")
    assert kinds(receiver, "ITEM-000") == BOTH


TROUBLES = {
    "down": down,
    "slow": slow(2),
    "500 after storing": after_storing(500),
    "closed in the middle of its answer": close_after_storing(),
    "closed without an answer": close_after_storing(b""),
    "overloaded": answer(503, "later"),
}


@pytest.mark.parametrize("trouble", TROUBLES.values(), ids=TROUBLES.keys())
def test_trouble_costs_time_and_no_event(site, receiver, trouble):
    receiver.behaviour = trouble
    run_low(site, "ITEM-000")
    wait_for(lambda: any(row["attempts"] for row in site.rows("outbox")) or receiver.events,
             "a first attempt")
    # The warehouse works on.
    site.json("move", "receive", "ITEM-005", 50, "--to", "MAIN/A-01")
    assert site.on_hand("ITEM-005", "MAIN/A-01") == 50
    receiver.behaviour = ok
    wait_all_there(site, receiver)


def test_a_server_that_hangs_blocks_neither_stock_nor_mail(site, receiver):
    receiver.behaviour = hang
    site.import_csv("supplier", "id,name,email\nACME,Acme,orders@acme.example\n")
    run_low(site, "ITEM-000")
    wait_for(lambda: receiver.events, "it has the first event and does not answer")
    wait_for(lambda: list((site.maildir / "new").glob("*")), "the mail went out")
    site.json("move", "receive", "ITEM-005", 50, "--to", "MAIN/A-01")
    site.stop_gateway()  # in order, though it hangs
    receiver.behaviour = ok
    site.start_gateway()
    wait_all_there(site, receiver)


def test_an_event_that_is_refused_waits_for_a_person_and_holds_up_nobody(site, receiver):
    receiver.behaviour = lambda exchange: (
        answer(422, "no such item") if "ITEM-000" in exchange._event.body else ok)(exchange)
    run_low(site, "ITEM-000")
    wait_for(lambda: [r["state"] for r in site.rows("outbox")].count("failed") == 2, "dead letters")
    run_low(site, "ITEM-001")
    wait_for(lambda: kinds(receiver, "ITEM-001") == BOTH, "another item's events")
    dead = site.json("outbox", "list")
    assert ["422" in row["error"] for row in dead] == [True, True]
    receiver.behaviour = ok
    for row in dead:
        site.json("outbox", "retry", row["id"])
    wait_all_there(site, receiver)


def test_what_waits_for_a_killed_gateway_arrives_once_and_in_order(site, receiver):
    receiver.behaviour = down
    for number in range(6):
        run_low(site, f"ITEM-00{number}")
    wait_for(lambda: {line["sku"] for order in site.json("po", "list") for line in order["lines"]
                      if order["state"] == "approved"} == {f"ITEM-00{n}" for n in range(6)},
             "all are ordered")
    wait_for(lambda: any(row["attempts"] for row in site.rows("outbox")), "a failed attempt")
    site.kill_gateway()
    receiver.behaviour = ok
    site.start_gateway()
    for row in site.json("outbox", "list"):
        site.shelfctl("outbox", "retry", row["id"])  # may have gone meanwhile
    for number in range(6):
        wait_all_there(site, receiver, f"ITEM-00{number}")
    expected = 6 + len(site.json("po", "list"))
    assert len(receiver.events) == len({event.key for event in receiver.events}) == expected
    for event in receiver.events:
        assert json.loads(event.body)["id"] == event.key


def test_a_token_that_is_not_taken_is_corrected_without_losing_an_event(site, receiver):
    receiver.token = "another"
    run_low(site, "ITEM-000")
    wait_for(lambda: any("token" in row["error"] for row in site.rows("outbox")), "a refusal")
    assert all(row["state"] == "queued" for row in site.rows("outbox"))
    receiver.token = TOKEN
    wait_all_there(site, receiver)
