# SPDX-License-Identifier: MIT
"""Goal: every kind of bad input has its defined answer; none stops the gateway, and
none costs anybody a scan.

Method: each bad message goes through a real broker to the real gateway, and after it a
good scan of another scanner must still be acked. A message and the scan after it take
the same way, so waiting for that scan's ack is waiting for the bad message to be over.
"""

import json

import pytest
from gateway_site import HUNG_S, Site, some_items, wait_for
from mqtt_peers import Scanner


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    with Site(tmp_path_factory.mktemp("site")) as running:
        running.import_catalogue(some_items(5))
        yield running
        # Whatever was sent here: the books are good, and it still ends in order.
        running.verify()
        running.stop_gateway()


@pytest.fixture(scope="module")
def good(site):
    """The scanner that must not notice anything."""
    with Scanner(site, "good", epoch=0x600D) as scanner:
        yield scanner


_names = iter(f"bad-{i}" for i in range(10_000))


@pytest.fixture
def bad(site):
    with Scanner(site, next(_names), epoch=0xBAD) as scanner:
        yield scanner


def assert_nothing_lost(good):
    """A good scan of another scanner is acked."""
    good.wait_ack(good.receive())


def tasks_of(site, node):
    return [row for row in site.rows("tasks") if row["node"] == node]


def ledger_of(site, node):
    return [row for row in site.rows("ledger") if row["node"] == node]


def incidents_of(site, node):
    return [row for row in site.rows("incidents") if row["node"] == node]


def up(**changes):
    """A good batch of one movement, changed: None takes a key away."""
    movement = {"op": "receive", "sku": "ITEM-001", "to": "MAIN/A-01", "qty": 1, "k": "0badcafe"}
    message = {"v": 1, "e": "00000bad", "s": 1, "b": 1, "p": "00000bad", "m": [movement], **changes}
    return json.dumps({key: value for key, value in message.items() if value is not None})


def deep(levels):
    return '{"v":' + "[" * levels + "]" * levels + "}"


UNREADABLE = {
    "nothing": "",
    "no JSON": "hello",
    "half of it": up()[:-10],
    "something behind it": up() + "}",
    "not UTF-8": b'{"v":1,"e":"\xff\xfe"}',
    "a zero byte": up().encode() + b"\0",
    "an array": "[]",
    "a number": "7",
    "a key twice": up().replace('"v": 1', '"v":1,"v":1'),
    "a fraction": up().replace('"s": 1', '"s":1.0'),
    "an exponent": up().replace('"s": 1', '"s":1e0'),
    "another version": up(v=2),
    "version as text": up(v="1"),
    "no epoch": up(e=None),
    "epoch too long": up(e="000000bad"),
    "epoch as number": up(e=2989),
    "sequence 0": up(s=0),
    "negative sequence": up(s=-1),
    "sequence beyond 2^31": up(s=2**31),
    "sequence beyond 2^64": up(s=2**64),
    "oldest after first": up(b=2),
    "no check": up(p=None),
    "movements not a list": up(m={}),
    "movement not an object": up(m=[1]),
    "movement without check": up(m=[{"op": "pick"}]),
    "quantity beyond 2^64": up(m=[{"op": "pick", "qty": 2**65, "k": "0badcafe"}]),
    "257 movements": up(m=[{"k": "00000001"}] * 257),
    "forked journal": up(was="11111111"),
    "deep nesting": deep(100),
    "very deep nesting": deep(20_000),
    "a long text": up(x="x" * 70_000),
    "1 MiB of JSON": up(x="x" * (1 << 20)),
    "1 MiB of nothing": b"\0" * (1 << 20),
    "1 MiB of brackets": b"[" * (1 << 20),
}


@pytest.mark.parametrize("message", UNREADABLE.values(), ids=UNREADABLE.keys())
def test_a_batch_that_cannot_be_read_is_counted_and_kept_and_not_acked(site, good, bad, message):
    before = site.counter("messages_unreadable")
    bad.send(message)
    assert_nothing_lost(good)
    wait_for(lambda: site.counter("messages_unreadable") == before + 1, "it is counted")
    assert bad.acks() == []
    assert ledger_of(site, bad.name) == []
    assert tasks_of(site, bad.name) == []


MALFORMED = {
    "no operation": {"op": None},
    "unknown operation": {"op": "steal"},
    "operation as number": {"op": 5},
    "neither code nor SKU": {"sku": None},
    "both code and SKU": {"code": "4006381333931"},
    "over-long reference": {"ref": "R" * 33},
    "over-long operator": {"by": "B" * 5000},
    "lot is a list": {"lot": []},
    "expiry is no date": {"exp": "2026-02-30"},
    "time before 1970": {"at_ms": -1},
}
REFUSED = {
    "unknown code": ({"sku": None, "code": "4006381333931"}, "unknown_code"),
    "wrong check digit": ({"sku": None, "code": "4006381333932"}, "bad_code"),
    "over-long code": ({"sku": None, "code": "9" * 2000}, "bad_code"),
    "code as number": ({"sku": None, "code": 4006381333931}, "bad_code"),
    "over-long SKU": ({"sku": "S" * 33}, "unknown_sku"),
    "SKU as number": ({"sku": 5}, "unknown_sku"),
    "unknown SKU": ({"sku": "NO-SUCH"}, "unknown_sku"),
    "virtual location": ({"to": "@scrap"}, "unknown_location"),
    "no location": ({"to": None}, "unknown_location"),
    "over-long location": ({"to": "M" * 60}, "unknown_location"),
    "both ends the same": ({"op": "move", "from": "MAIN/A-01"}, "unknown_location"),
    "quantity 0": ({"qty": 0}, "bad_quantity"),
    "negative quantity": ({"qty": -3}, "bad_quantity"),
    "quantity too large": ({"qty": 1_000_001}, "bad_quantity"),
    "quantity beyond 2^32": ({"qty": 2**33}, "bad_quantity"),
    "quantity as text": ({"qty": "1"}, "bad_quantity"),
    "no quantity": ({"qty": None}, "bad_quantity"),
    "undo of nothing": ({"op": "undo", "undoes": None}, "not_reversible"),
    "undo of what never was": ({"op": "undo", "undoes": 77}, "not_reversible"),
}


def movement(bad, changes):
    fields = {"op": "receive", "sku": "ITEM-001", "to": "MAIN/A-01", "qty": 1, **changes}
    return bad.movement(**{key: value for key, value in fields.items() if value is not None})


def check_one_bad_movement(site, good, bad, changes, wanted):
    """Between two good movements of one batch: it alone becomes a task."""
    batch = [movement(bad, each) for each in ({}, changes, {})]
    bad.send(bad.batch(batch, 1))
    ack = bad.wait_ack(3)
    assert_nothing_lost(good)
    (task,) = tasks_of(site, bad.name)
    assert task["node_seq"] == 2
    assert task["why"] in wanted, task
    assert ack["refused"] == [{"seq": 2, "why": task["why"]}]
    assert ack["rt"] == 1
    assert ack["k"] == bad.checks[3]
    assert [row["node_seq"] for row in ledger_of(site, bad.name)] == [1, 3]


@pytest.mark.parametrize("changes", MALFORMED.values(), ids=MALFORMED.keys())
def test_a_movement_that_cannot_be_read_blocks_none_behind_it(site, good, bad, changes):
    check_one_bad_movement(site, good, bad, changes, {"malformed"})


@pytest.mark.parametrize(("changes", "why"), REFUSED.values(), ids=REFUSED.keys())
def test_a_movement_that_cannot_be_booked_waits_for_a_person(site, good, bad, changes, why):
    check_one_bad_movement(site, good, bad, changes, {why})


class TestHistories:
    def test_a_gap_is_not_applied_and_the_ack_says_where_to_go_on(self, site, good, bad):
        batch = [movement(bad, {}) for _ in range(4)]
        bad.send(bad.batch(batch[2:], 3))
        assert bad.wait_ack(0)["k"] == bad.epoch
        assert_nothing_lost(good)
        assert ledger_of(site, bad.name) == []
        bad.send(bad.batch(batch, 1))
        bad.wait_ack(4)
        assert len(ledger_of(site, bad.name)) == 4

    def test_what_was_applied_is_not_applied_again(self, site, good, bad):
        batch = [movement(bad, {}) for _ in range(3)]
        for first in (1, 1, 2, 1):
            bad.send(bad.batch(batch[first - 1 :], first))
        bad.wait_ack(3)
        assert_nothing_lost(good)
        wait_for(lambda: len(bad.acks()) >= 1, "an ack")
        assert len(ledger_of(site, bad.name)) == 3

    def test_another_history_is_not_applied_and_noted_once(self, site, good, bad):
        bad.send(bad.batch([movement(bad, {}) for _ in range(3)], 1))
        bad.wait_ack(3)
        with Scanner(site, bad.name, epoch=0xBAD) as copy:
            for _ in range(3):
                copy.movement()
            copy.checks[1:] = [f"7777000{i}" for i in range(3)]
            other = [copy.movement(op="receive", sku="ITEM-002", to="MAIN/A-01", qty=9)]
            for _ in range(2):
                copy.send(copy.batch(other, 4))
                assert_nothing_lost(good)
        assert len(ledger_of(site, bad.name)) == 3
        (incident,) = incidents_of(site, bad.name)
        assert incident["kind"] == "key_reused"

    def test_a_loss_is_named_and_the_rest_is_booked(self, site, good, bad):
        batch = [movement(bad, {}) for _ in range(6)]
        bad.send(bad.batch(batch[:2], 1))
        bad.wait_ack(2)
        bad.first_kept = 5
        bad.send(bad.batch(batch[4:], 5))
        bad.wait_ack(6)
        assert_nothing_lost(good)
        (incident,) = incidents_of(site, bad.name)
        assert (incident["kind"], incident["first_seq"], incident["last_seq"]) == (
            "history_lost",
            3,
            4,
        )
        assert [row["node_seq"] for row in ledger_of(site, bad.name)] == [1, 2, 5, 6]


def plain(**changes):
    return json.dumps(
        {"product_code": "ITEM-003", "warehouse_name": "MAIN", "quantity": 5, **changes}
    )


PLAIN_UNREADABLE = {
    "nothing": "",
    "no JSON": "100 boxes please",
    "an array": "[]",
    "deep nesting": '{"quantity":' + "[" * 5000 + "]" * 5000 + "}",
    "no quantity": '{"product_code":"ITEM-003","warehouse_name":"MAIN"}',
    "quantity as text": plain(quantity="5"),
    "quantity 0": plain(quantity=0),
    "quantity too large": plain(quantity=1_000_001),
    "product as number": plain(product_code=3),
    "over-long warehouse": plain(warehouse_name="M" * 49),
    "over-long id": plain(message_id="x" * 65),
    "1 MiB": b"x" * (1 << 20),
}


def send_plain(site, message):
    with site.client() as client:
        client.publish("inventory_updates", message, qos=1).wait_for_publish(HUNG_S)


@pytest.mark.parametrize("message", PLAIN_UNREADABLE.values(), ids=PLAIN_UNREADABLE.keys())
def test_a_plain_message_that_cannot_be_read_is_counted(site, good, message):
    before = site.counter("messages_unreadable")
    send_plain(site, message)
    wait_for(lambda: site.counter("messages_unreadable") == before + 1, "it is counted")
    assert_nothing_lost(good)


PLAIN_REFUSED = {
    "unknown product": ({"product_code": "NO-SUCH"}, {"unknown_sku", "unknown_code"}),
    "virtual warehouse": ({"warehouse_name": "@scrap"}, {"unknown_location"}),
    "no warehouse of this form": ({"warehouse_name": "MAIN//"}, {"unknown_location"}),
    "wrong check digit": ({"product_code": "4006381333932"}, {"bad_code"}),
}


@pytest.mark.parametrize(("changes", "wanted"), PLAIN_REFUSED.values(), ids=PLAIN_REFUSED.keys())
def test_a_plain_message_that_cannot_be_booked_waits_for_a_person(site, good, changes, wanted):
    before = len(tasks_of(site, "@plain"))
    send_plain(site, plain(**changes))
    wait_for(lambda: len(tasks_of(site, "@plain")) == before + 1, "a task")
    assert tasks_of(site, "@plain")[-1]["why"] in wanted
    assert_nothing_lost(good)


def test_a_message_id_used_for_something_else_is_a_task(site, good):
    before = site.on_hand("ITEM-003", "MAIN")
    for quantity in (5, 5, 6):
        send_plain(site, plain(quantity=quantity, message_id="delivery-17"))
    wait_for(lambda: tasks_of(site, "@plain"), "a task")
    wait_for(lambda: tasks_of(site, "@plain")[-1]["why"] == "key_reused", "key_reused")
    assert site.on_hand("ITEM-003", "MAIN") == before + 5
    assert_nothing_lost(good)


def test_batches_and_plain_messages_together_do_not_block_each_other(site):
    """Each plain message keeps the broker waiting until its commit, while batches
    press in on the same connection: a deadlock would have no end."""
    before = site.on_hand("ITEM-004", "MAIN")
    with Scanner(site, "mixed", epoch=0x3333) as scanner, site.client() as supplier:
        message = plain(product_code="ITEM-004", quantity=1)
        receipts = []
        for i in range(300):
            scanner.receive("ITEM-004", to="MAIN/B-01")
            if i % 15 < 2:
                receipts.append(supplier.publish("inventory_updates", message, qos=1))
        assert len(receipts) == 40
        seq = len(scanner.checks) - 1
        acked = lambda: any(ack["acked"] == seq for ack in scanner.acks())  # noqa: E731
        wait_for(acked, "300 batches are acked")
    wait_for(lambda: site.on_hand("ITEM-004", "MAIN") == before + 40, "40 plain messages")
    assert site.on_hand("ITEM-004", "MAIN/B-01") == 300
