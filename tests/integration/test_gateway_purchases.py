# SPDX-License-Identifier: MIT
"""Goal: a buyer decides about purchase orders and sees each decision through: nothing goes
out unapproved, a cancelled order is not made again by itself, goods close the order they
belong to, and every line says why it was ordered.

Method: the real gateway, mails in a folder, shelfctl as a buyer uses it.
"""

import email
import email.policy
import json

import pytest
from gateway_site import Site, some_items
from waiting import wait_for

SUPPLIERS = "id,name,email,language\nACME,Acme,orders@acme.example,de\n"


@pytest.fixture(name="site")
def fixture_site(tmp_path):
    with Site(tmp_path, {"reorder": {"approval": "manual"}}) as running:
        running.import_catalogue(some_items(4, supplier="ACME", threshold=10), SUPPLIERS)
        yield running
        running.verify()


def run_low(site, sku="ITEM-000"):
    """One piece of an item that is ordered up to 20: 19 are ordered."""
    site.json("move", "receive", sku, 1, "--to", "MAIN/A-01")


def mails(site):
    folder = site.maildir / "new"
    found = sorted(folder.glob("*")) if folder.exists() else []
    return [email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
            for path in found]


def order(site, po="PO-000001"):
    return next(row for row in site.json("po", "list") if row["po"] == po)


def wait_state(site, state, po="PO-000001"):
    wait_for(lambda: order(site, po)["state"] == state, f"{po} is {state}")


def act(site, *words):
    done = site.shelfctl("po", *words)
    assert done.returncode == 0, (words, done.stdout, done.stderr)
    return done.stdout


def test_nothing_goes_out_before_a_person_approves_it(site):
    run_low(site)
    run_low(site, "ITEM-001")
    site.json("reorder", "run")
    assert order(site)["state"] == "proposed" and len(order(site)["lines"]) == 2
    assert site.rows("outbox") == [] and mails(site) == []
    act(site, "approve", "PO-000001")
    wait_state(site, "sent")
    (mail,) = mails(site)
    assert mail["Subject"] == "Bestellung PO-000001 für MAIN"
    assert "Menge" in mail.get_body(("plain",)).get_content()
    again = site.shelfctl("po", "approve", "PO-000001")
    assert again.returncode == 1 and "sent" in again.stderr
    act(site, "confirm", "PO-000001")
    assert order(site)["state"] == "confirmed"


def test_every_line_says_why_it_was_ordered(site):
    run_low(site)
    text = act(site, "why", "PO-000001")
    assert "1 on hand + 0 on order = 1, below the threshold of 10" in text
    assert "to reach 20" in text and "takes 19" in text
    (line,) = site.json("po", "why", "PO-000001")["lines"]
    assert (line["on_hand"], line["threshold"], line["order_up_to"], line["qty"]) == (1, 10, 20, 19)


def test_a_cancelled_order_is_not_made_again_by_itself(site):
    run_low(site)
    act(site, "cancel", "PO-000001", "--why", "bought elsewhere")
    run_low(site)
    site.json("reorder", "run")
    assert [row["state"] for row in site.json("po", "list")] == ["cancelled"]
    site.json("reorder", "run", "ITEM-000")
    assert [row["state"] for row in site.json("po", "list")] == ["cancelled", "proposed"]
    assert order(site, "PO-000002")["lines"][0]["qty"] == 18
    # And where it recovers by itself, the next fall is a new cycle.
    act(site, "cancel", "PO-000002")
    site.json("move", "receive", "ITEM-000", 30, "--to", "MAIN/A-01")
    site.json("move", "pick", "ITEM-000", 30, "--from", "MAIN/A-01")
    assert [row["state"] for row in site.json("po", "list")] == ["cancelled", "cancelled",
                                                                "proposed"]


def test_goods_close_the_order_they_name_and_an_excess_is_shown(site):
    run_low(site)
    act(site, "approve", "PO-000001")
    wait_state(site, "sent")
    act(site, "receive", "PO-000001", "ITEM-000", "9", "--to", "MAIN/B-02")
    assert order(site)["state"] == "partly_received"
    entry = site.json("ledger")[-1]
    assert (entry["op"], entry["qty"], entry["to"], entry["ref"]) == (
        "receive", 9, "MAIN/B-02", "PO-000001")
    site.json("undo", entry["seq"])
    assert order(site)["state"] == "sent", "its goods are expected again"
    act(site, "receive", "PO-000001")
    assert order(site)["state"] == "received"
    site.json("move", "receive", "ITEM-000", 5, "--to", "MAIN/A-01", "--ref", "PO-000001")
    (line,) = order(site)["lines"]
    assert (line["qty"], line["received"]) == (19, 24)


def test_what_could_not_be_booked_is_settled_under_the_right_sku(site):
    plain = {"product_code": "NO-SUCH", "warehouse_name": "MAIN", "quantity": 40}
    with site.client() as erp:
        erp.publish("inventory_updates", json.dumps(plain), qos=1)
    wait_for(lambda: site.json("tasks", "list"), "it waits for a person")
    (waiting,) = site.json("tasks", "list")
    wrong = site.shelfctl("tasks", "settle", waiting["id"], "--sku", "NOT-THAT-EITHER")
    assert wrong.returncode == 1 and "unknown_sku" in wrong.stderr
    site.json("tasks", "settle", waiting["id"], "--sku", "ITEM-002", "--by", "JANE")
    entry = site.json("ledger")[-1]
    assert (entry["sku"], entry["qty"], entry["node"], entry["at_ms"]) == (
        "ITEM-002", 40, "@plain", waiting["at_ms"])
    assert [row["state"] for row in site.json("tasks", "list")] == ["settled"]
    again = site.shelfctl("tasks", "dismiss", waiting["id"], "--why", "again")
    assert again.returncode == 1 and "settled" in again.stderr
