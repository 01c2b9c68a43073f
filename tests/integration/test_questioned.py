# SPDX-License-Identifier: MIT
"""Promise: what was picked beside an order is booked, its scanner shows it in a third colour with
the reason, and a person is asked until it is taken back; a scan that comes after a count of its
bin asks for another count.

Method: a real scanner on a terminal, a real broker and gateway; what the gateway answers is read
on the wire.
"""

import json
import os
import signal
import subprocess

import pytest
from gateway_site import BIN, Site, fleet_barcode, some_items
from mqtt_peers import P, Scanner
from waiting import HUNG_S, wait_for

YELLOW = b"\x1b[33m"


@pytest.fixture
def site(tmp_path):
    with Site(tmp_path) as running:
        running.import_catalogue(some_items(2))
        for sku in ("ITEM-000", "ITEM-001"):
            done = running.shelfctl("move", "receive", sku, 10, "--to", "MAIN/A-01")
            assert done.returncode == 0, done.stderr
        yield running
        assert running.verify()["ok"]


def place_order(site, name, sku, qty):
    order = {"order": name, "lines": [{"sku": sku, "qty": qty}]}
    with site.client() as client:
        client.publish(f"{P}order/new", json.dumps(order), qos=1).wait_for_publish(HUNG_S)
    wait_for(lambda: any(row["state"] == "confirmed" for row in site.rows("orders")),
             "the order is confirmed")


def open_tasks(site):
    """Those about a scan."""
    return [task for task in site.rows("tasks") if task["state"] == "open" and task.get("node")]


class Terminal:
    """A person at a scanner."""

    def __init__(self, site, node, journal):
        self._master, device = os.openpty()
        self._process = subprocess.Popen(
            [BIN / "shelfwire-scanner", "--node", node, "--broker", site.broker.url,
             "--journal", journal], stdin=device, stdout=device, stderr=subprocess.DEVNULL)
        os.close(device)
        self._shown = b""

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._process.send_signal(signal.SIGTERM)
        assert self._process.wait(HUNG_S) == 0, "everything is with the gateway"
        os.close(self._master)

    def scan(self, *barcodes):
        os.write(self._master, "".join(f"{code}\n" for code in barcodes).encode())

    def wait_shown(self, text):
        def is_shown():
            self._shown += os.read(self._master, 4096)
            return text in self._shown

        wait_for(is_shown, f"the scanner shows {text}")


def test_more_than_was_ordered_is_booked_and_shown_in_a_third_colour(site, tmp_path):
    place_order(site, "1007", "ITEM-000", 2)
    with site.client(f"{P}node/desk-1/ack") as client, \
            Terminal(site, "desk-1", tmp_path / "journal") as scanner:
        scanner.scan("SW:PICK", "SW:LOC:MAIN/A-01", "SW:REF:1007", "SW:QTY:3", fleet_barcode(0))
        scanner.wait_shown(YELLOW + b"1 questioned: booked, but it is more than was ordered: "
                                    b"check the quantity")
        assert site.on_hand("ITEM-000", "MAIN/A-01") == 7, "the goods are gone"
        ack = json.loads(client.seen(f"{P}node/desk-1/ack")[-1])
        assert ack["acked"] == 1
        assert ack["doubt"] == [{"seq": 1, "why": "more_than_ordered"}] and ack["dt"] == 1
        assert ack["refused"] == [] and ack["rt"] == 0
        (task,) = open_tasks(site)
        assert task["why"] == "more_than_ordered"
        assert (task["node"], task["node_seq"]) == ("desk-1", 1)
        assert "1007" in task["detail"] and "3 of ITEM-000" in task["detail"]
        assert "more_than_ordered" in site.shelfctl("tasks", "list", "--open").stdout

        scanner.scan(fleet_barcode(1))
        scanner.wait_shown(YELLOW + b"2 questioned: booked, but it is not on this order")
        scanner.scan("SW:REF:10007", fleet_barcode(0))
        scanner.wait_shown(YELLOW + b"3 questioned: booked, but no open order has this number")
        assert [task["why"] for task in open_tasks(site)] == [
            "more_than_ordered", "not_on_order", "unknown_reference"]

        for seq in (4, 5, 6):
            scanner.scan("SW:UNDO")
            scanner.wait_shown(b"%d safe" % seq)
        assert open_tasks(site) == []
        assert site.on_hand("ITEM-000", "MAIN/A-01") == 10


def test_a_program_is_told_the_reason_in_a_word(site, tmp_path):
    done = subprocess.run(
        [BIN / "shelfwire-scanner", "--node", "desk-1", "--broker", site.broker.url, "--journal",
         tmp_path / "journal", "--status", "json"],
        input=f"SW:PICK\nSW:LOC:MAIN/A-01\nSW:REF:NOPE\n{fleet_barcode(0)}\n", text=True,
        capture_output=True, timeout=HUNG_S, check=True)
    last = json.loads(done.stdout.splitlines()[-1])
    assert (last["seq"], last["state"], last["why"]) == (1, "questioned", "unknown_reference")


def test_a_scan_that_comes_after_a_count_of_its_bin_asks_for_another(site):
    done = site.shelfctl("move", "count", "ITEM-000", 8, "--to", "MAIN/A-01")
    assert done.returncode == 0, done.stderr
    with Scanner(site, "desk-2") as scanner:
        picks = [scanner.movement(op="pick", sku="ITEM-000", qty=1, age_ms=60_000,
                                  **{"from": "MAIN/A-01"}) for _ in range(2)]
        scanner.send(scanner.batch(picks, 1))
        ack = scanner.wait_ack(2)
    assert ack["doubt"] == [{"seq": seq, "why": "counted_since"} for seq in (1, 2)]
    assert site.on_hand("ITEM-000", "MAIN/A-01") == 6
    (task,) = open_tasks(site)
    assert task["why"] == "count_again" and "MAIN/A-01" in task["detail"]
    done = site.shelfctl("move", "count", "ITEM-000", 8, "--to", "MAIN/A-01")
    assert done.returncode == 0, done.stderr
    assert open_tasks(site) == []
