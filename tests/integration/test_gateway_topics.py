# SPDX-License-Identifier: MIT
"""Goal: the retained topics show what is there and nothing else, also after the gateway
was away; and others are told of every change, once.

Method: real scanners and changes by hand; what a late subscriber gets is compared with
`shelfctl`.
"""

import json

import pytest
from gateway_site import Site, finish_fleet
from mqtt_peers import P, Scanner
from topic_truth import SUPPLIERS, items, orders_by_shelfctl, stock_by_shelfctl, wait_until_right
from waiting import HUNG_S, wait_for


@pytest.fixture
def site(tmp_path):
    with Site(tmp_path) as running:
        running.import_catalogue(items(), SUPPLIERS)
        yield running
        running.verify()


def test_what_is_no_longer_true_is_cleared_though_the_gateway_was_away(site):
    """Topics of bins and orders that do not exist, left by somebody else."""
    finish_fleet(site.fleet(nodes=5, movements=500))
    site.kill_gateway()
    ghosts = (P + "stock/GHOST/MAIN/A-01", P + "low/GHOST/MAIN", P + "po/PO-999999")
    with site.client() as stranger:
        for topic in ghosts:
            stranger.publish(topic, '{"v":1}', qos=1, retain=True).wait_for_publish(HUNG_S)
    assert set(ghosts) <= set(site.subscribed("stock/#", "low/#", "po/#"))
    site.start_gateway()
    wait_until_right(site)


def test_the_topic_of_an_emptied_bin_is_cleared(site):
    topic = P + "stock/ITEM-001/MAIN/Z-01"
    with Scanner(site, "hand") as scanner, site.client(P + "stock/#") as watcher:
        scanner.wait_ack(scanner.receive("ITEM-001", qty=3, to="MAIN/Z-01"))
        wait_for(lambda: watcher.seen(topic), "the bin is shown")
        pick = {"op": "pick", "sku": "ITEM-001", "from": "MAIN/Z-01", "qty": 3}
        scanner.send(scanner.batch([scanner.movement(**pick)], 2))
        scanner.wait_ack(2)
        wait_for(lambda: watcher.seen(topic, lambda payload: payload == b""), "it is cleared")
    assert topic not in site.subscribed("stock/#")
    assert ("ITEM-001", "MAIN/Z-01") not in stock_by_shelfctl(site)


def test_the_topic_of_a_bin_is_cleared_though_the_gateway_died_after_emptying_it(site):
    """The broker keeps its memory; whether the gateway still told it is left open."""
    topic = P + "stock/ITEM-001/MAIN/Z-02"
    site.shelfctl("move", "receive", "ITEM-001", 3, "--to", "MAIN/Z-02")
    wait_for(lambda: topic in site.subscribed("stock/#"), "the bin is shown")
    done = site.shelfctl("move", "pick", "ITEM-001", 3, "--from", "MAIN/Z-02")
    site.kill_gateway()
    assert done.returncode == 0, done.stderr
    site.start_gateway()
    wait_for(lambda: topic not in site.subscribed("stock/#"), "it is cleared")


def told(watcher):
    """The events a subscriber got so far: (kind, id) in their order."""
    events = []
    for topic, payload, retained in list(watcher.messages):
        event = json.loads(payload)
        assert event["specversion"] == "1.0" and not retained
        assert event["source"].startswith("urn:shelfwire:main:")
        assert event["type"] == "shelfwire." + topic.removeprefix(P + "event/")
        events.append((event["type"].removeprefix("shelfwire."), event["id"]))
    return events


def test_every_change_is_told_once(site):
    with site.client(P + "event/#") as watcher, Scanner(site, "hand") as scanner:
        wait_for(lambda: (P + "gateway/state") in site.subscribed("gateway/state"), "it is there")
        finish_fleet(site.fleet(nodes=5, movements=1000))
        scanner.wait_ack(scanner.receive("NOT-THERE"))
        first = scanner.batch([scanner.movement(op="receive", sku="ITEM-000", qty=1, to="MAIN")], 2)
        scanner.send(first)
        scanner.wait_ack(2)
        other = {**first, "m": [{**first["m"][0], "k": "deadbeef"}]}
        scanner.send(other)  # another history under the same key

        def of(kind):
            return [id_ for found, id_ in told(watcher) if found == kind]

        wait_for(lambda: of("incident.key_reused"), "the incident is told")
        ledger = [str(row["seq"]) for row in site.json("ledger")]
        wait_for(lambda: len(of("movement")) >= len(ledger), "the entries are told")
        assert of("movement") == sorted(ledger, key=int)
        assert len(of("incident.key_reused")) == 1
        assert "exception-1" in of("exception")
        lows = [json.loads(p) for t, p in site.subscribed("low/#").items()]
        up = {f"low-{row['sku']}-{row['warehouse']}-{row['since_ms']}" for row in lows}
        assert up and up <= set(of("stock_low"))

        def last_states():
            last = {}
            for id_ in of("purchase_order"):
                last[id_[:9]] = id_
            return last

        wait_for(
            lambda: last_states()
            == {
                name: f"{name}-{order['state']}-{order['at_ms']}"
                for name, order in orders_by_shelfctl(site).items()
            },
            "the orders' last states are told",
        )
        everything = told(watcher)
        assert len(everything) == len(set(everything)), "told twice"
        assert site.counter("events_dropped") == 0


@pytest.mark.parametrize("when", ["before the start", "while scanners work"])
def test_forbidden_acks_are_named_though_the_broker_acknowledges_them_and_hangs_up(site, when):
    """Mosquitto does that where max_queued_messages is 0, as it is here; the right comes back."""
    forbidden = [f"topic deny {P}node/+/ack", "topic readwrite #"]
    site.kill_gateway()
    site.broker.set_access(["topic readwrite #"])
    site.broker.wipe()
    site.start_gateway()
    with Scanner(site, "hand") as scanner:
        scanner.wait_ack(scanner.receive("ITEM-001", qty=3, to="MAIN/Z-03"))
        if when == "before the start":
            site.kill_gateway()
        site.broker.set_access(forbidden)
        if when == "before the start":
            site.start_gateway(wait=False)
        movement = scanner.movement(op="receive", sku="ITEM-001", to="MAIN/Z-03", qty=3)
        batch = scanner.batch([movement], 2)

        def named():
            scanner.send(batch)
            return "acknowledgements do not arrive" in site.readiness().get("deaf_or_mute", "")

        wait_for(named, "it is said that acks are forbidden")
        wait_for(lambda: site.readiness().get("broker_connected"), "the connection stays")
        rights = next(line for line in site.shelfctl("doctor").stdout.splitlines()
                      if "proved:" in line)
        assert rights.endswith("forbidden: ack"), rights
        site.broker.set_access(["topic readwrite #"])
        site.kill_gateway()
        site.start_gateway()
        wait_for(lambda: scanner.send(batch) or scanner.acked() == 2, "it is acked")
