# SPDX-License-Identifier: MIT
"""Goal: each order and each alert that rose reaches the upstream server, as one
CloudEvent however often it has to be sent, in the order of its SKU, and the warehouse
works on meanwhile.

Method: the real gateway and a real HTTP receiver that is down, hangs, refuses, or wants
another token. The courier's first repeat comes about five seconds after a failure, so
those tests take that long.
"""

import json

import pytest
from event_receiver import answer, down, hang, ok
from upstream_site import (
    BOTH,
    TOKEN,
    kinds,
    receiver_with_token,
    run_low,
    site_of,
    wait_all_there,
)
from waiting import wait_for


@pytest.fixture(name="receiver")
def fixture_receiver():
    with receiver_with_token() as running:
        yield running


@pytest.fixture(name="site")
def fixture_site(tmp_path, receiver):
    with site_of(tmp_path, receiver) as running:
        yield running


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
    wait_for(lambda: [r["state"] for r in site.rows("outbox")].count("failed") == 2, "the failed rows")
    run_low(site, "ITEM-001")
    wait_for(lambda: kinds(receiver, "ITEM-001") == BOTH, "another item's events")
    failed = site.json("outbox", "list")
    assert ["422" in row["error"] for row in failed] == [True, True]
    receiver.behaviour = ok
    for row in failed:
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
