# SPDX-License-Identifier: MIT
"""Goal: a gateway that holds because its disk is nearly full takes nothing and
confirms nothing, and after the hold everything is booked once.

Method: a hold by configuration (store.free_mb_min), and, as root, a small disk that
really fills. That a plain message was not confirmed is shown by killing the gateway
during the hold: only a broker that still has the message can deliver it again.
"""

import contextlib
import json
import os
import subprocess

import pytest
from fleet_books import assert_booked_once
from gateway_site import Site, finish_fleet, some_items
from mqtt_peers import Scanner
from waiting import HUNG_S, wait_for

HUGE_MB = "900000000"
PLAIN = {"product_code": "ITEM-001", "warehouse_name": "MAIN", "quantity": 7}


def holding(site):
    return site.readiness().get("holding", False)


def dropped(site):
    return site.counter("dropped_on_hold") or 0


class TestHoldByConfiguration:
    @pytest.fixture
    def site(self, tmp_path):
        """A running site whose gateway holds; it ends with good books."""
        with Site(tmp_path) as running:
            running.import_catalogue(some_items(40))
            running.stop_gateway()
            self.start_holding(running)
            wait_for(lambda: running.readiness()["broker_connected"], "it is connected")
            yield running
            running.verify()

    @staticmethod
    def start_holding(site):
        site.start_gateway(wait=False, environment={"SHELFWIRE_STORE_FREE_MB_MIN": HUGE_MB})
        wait_for(lambda: holding(site), "it holds")

    def test_scans_are_not_acked_and_booked_once_afterwards(self, site):
        with Scanner(site, "desk") as scanner:
            for count in (1, 2):
                scanner.receive()
                wait_for(lambda wanted=count: dropped(site) >= wanted, "it is dropped")
            assert scanner.acks() == []
            assert site.rows("ledger") == []
            site.kill_gateway()
            site.start_gateway()
            assert scanner.acks() == []
            # What a scanner does after five seconds without an ack.
            fields = {"op": "receive", "sku": "ITEM-000", "to": "MAIN/A-01", "qty": 1}
            both = [{**fields, "k": check} for check in scanner.checks[1:]]
            scanner.send(scanner.batch(both, 1))
            scanner.wait_ack(2)
        assert len(site.rows("ledger")) == 2

    def test_a_plain_message_stays_at_the_broker_until_it_can_be_booked(self, site):
        with site.client() as supplier:
            supplier.publish("inventory_updates", json.dumps(PLAIN), qos=1).wait_for_publish(HUNG_S)
            wait_for(lambda: dropped(site) >= 1, "it is not taken")
            site.kill_gateway()
        self.start_holding(site)
        wait_for(lambda: dropped(site) >= 1, "it is delivered again and not taken again")
        site.kill_gateway()
        site.start_gateway()
        wait_for(lambda: site.on_hand("ITEM-001", "MAIN") != 0, "it is booked")
        site.stop_gateway()
        site.start_gateway()
        # It would have come again by now: the broker delivers before anything new.
        with Scanner(site, "desk") as scanner:
            scanner.wait_ack(scanner.receive())
        assert site.on_hand("ITEM-001", "MAIN") == 7

    def test_changes_by_hand_are_refused_with_the_reason(self, site):
        done = site.shelfctl("move", "receive", "ITEM-000", 1, "--to", "MAIN/A-01")
        assert done.returncode == 1
        assert "hold" in done.stderr.lower(), done.stderr
        assert site.rows("ledger") == []

    def test_reading_goes_on(self, site):
        assert len(site.rows("items")) == 40
        assert site.verify()["ok"]


@contextlib.contextmanager
def small_disk(folder, megabytes):
    """A tmpfs of its own; skips where that is not allowed."""
    if os.geteuid() != 0:
        pytest.skip("mounting a small disk needs root")
    folder.mkdir()
    size = f"size={megabytes}m"
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", size, "tmpfs", folder], capture_output=True, check=False
    )
    if done.returncode != 0:
        pytest.skip(f"cannot mount a tmpfs here: {done.stderr.decode().strip()}")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", folder], check=True)


def fill(disk):
    """To the last byte."""
    with open(disk / "ballast", "ab", buffering=0) as ballast:
        block = bytes(1 << 20)
        while block:
            try:
                ballast.write(block)
            except OSError:
                block = block[: len(block) // 2]


def test_a_full_disk_is_read_and_a_restart_holds(tmp_path):
    with small_disk(tmp_path / "disk", 96) as disk:
        store = disk / "store"
        with Site(tmp_path, {"store": {"path": str(store)}}) as site:
            site.import_catalogue(some_items(40))
            with Scanner(site, "desk") as scanner:
                for _ in range(5):
                    scanner.wait_ack(scanner.receive())
                site.verify()
                scanner.wait_ack(scanner.receive())
                fill(disk)
                # The read asks for a checkpoint, which may find no room.
                assert len(site.rows("ledger")) == 6
                wait_for(lambda: holding(site), "it holds")
                assert "room" in site.readiness()["hold_reason"]
                for end in (site.kill_gateway, site.kill_gateway, site.stop_gateway):
                    end()
                    site.start_gateway(wait=False)
                    wait_for(lambda: holding(site), "it starts, and holds")
                    assert len(site.rows("ledger")) == 6, "what the ring holds is shown"
                    site.verify()
                wait_for(lambda: site.readiness()["broker_connected"], "it is connected")
                scanner.receive()
                wait_for(lambda: dropped(site) >= 1, "nothing is taken")
                (disk / "ballast").unlink()
                wait_for(site.is_ready, "it goes on by itself")
                site.kill_gateway()
                site.start_gateway()
                assert len(site.rows("ledger")) == 6
            site.verify()


def test_a_disk_that_fills_makes_it_hold_and_room_lets_it_go_on(tmp_path):
    log = tmp_path / "fleet.log"
    with small_disk(tmp_path / "disk", 96) as disk:
        store = disk / "store"
        config = {"store": {"path": str(store), "free_mb_min": 48}}
        with Site(tmp_path, config) as site:
            site.import_catalogue(some_items(40))
            fleet = site.fleet(nodes=5, movements=1000, rate=100, batch=8, log=log)
            wait_for(lambda: len(site.rows("ledger")) >= 100, "some are booked")
            ballast = disk / "ballast"
            ballast.write_bytes(bytes(60 << 20))
            wait_for(lambda: holding(site), "it holds")
            assert "make room" in site.readiness()["hold_reason"]
            assert site.get("/readyz")[0] == 503
            at_hold = len(site.rows("ledger"))
            with site.client() as supplier:
                sent = supplier.publish("inventory_updates", json.dumps(PLAIN), qos=1)
                sent.wait_for_publish(HUNG_S)
                wait_for(lambda: dropped(site) >= 6, "it and every scanner try in vain")
            assert len(site.rows("ledger")) == at_hold
            ballast.unlink()
            wait_for(site.is_ready, "it goes on by itself")
            finish_fleet(fleet)
            plain = [row for row in site.rows("ledger") if row["node"] == "@plain"]
            assert [row["qty"] for row in plain] == [7]
            assert_booked_once(site, log, 1000, others=plain)
