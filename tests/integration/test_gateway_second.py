# SPDX-License-Identifier: MIT
"""Goal: a copied store that is started beside the original holds within seconds; the original
goes on, no scan is lost or doubled in its books, and a person can turn that round.

Method: two gateways on stores of one origin at one real broker, with scanners at work.
"""

import pathlib
import shutil

from fleet_books import assert_booked_once
from gateway_site import Site, finish_fleet, some_items
from waiting import wait_for


def second_site(site, tmp_path):
    """A box with a copy of the store, as it is now, at the same broker."""
    folder = pathlib.Path(tmp_path) / "second"
    folder.mkdir()
    other = Site(folder, {"mqtt": {"url": site.broker.url}})
    shutil.copytree(site.store, other.store)
    return other


def held(site):
    state = site.readiness()
    return "another gateway" in state.get("hold_reason", "")


def open_tasks(site):
    return [row["why"] for row in site.rows("tasks") if row["state"] == "open" and row["why"] != "discrepancy"]


def test_the_copy_holds_and_the_original_goes_on(tmp_path):
    log = tmp_path / "fleet.log"
    with Site(tmp_path) as site:
        site.import_catalogue(some_items(40))
        site.stop_gateway()
        other = second_site(site, tmp_path)
        site.start_gateway()
        fleet = site.fleet(nodes=4, movements=800, rate=80, batch=8, log=log)
        wait_for(lambda: len(site.rows("ledger")) >= 50, "scans are booked")
        try:
            other.start_gateway(wait=False)
            wait_for(lambda: held(other), "the copy holds")
            finish_fleet(fleet)
            assert_booked_once(site, log, 800)
            assert not held(site)
            assert set(open_tasks(other)) == {"store_moved", "second_gateway"}
            ill = {row["check"] for row in other.get("/api/v1/doctor")[1]["rows"] if row["state"] == "failed"}
            assert ill == {"hold", "restore"}, "the broker is not to blame"
            site.verify()
            other.verify()

            other.stop_gateway()
            other.start_gateway(wait=False)
            wait_for(lambda: held(other), "a restart changes nothing")
            assert not held(site)
            connections = site.counter("broker_connections")

            done = other.shelfctl("gateway", "take-over", "--by", "JANE")
            assert done.returncode == 0, done.stderr
            wait_for(lambda: held(site), "now the other one holds")
            wait_for(lambda: other.readiness().get("ready"), "the copy works")
            assert site.counter("broker_connections") > connections or held(site)
            refused = other.shelfctl("gateway", "take-over")
            assert refused.returncode == 1
            assert "does not hold" in refused.stderr
        finally:
            if other.gateway:
                other.gateway.kill()
                other.wait_gateway_end()


def test_a_gateway_that_is_started_again_is_no_second_one(tmp_path):
    with Site(tmp_path) as site:
        for stop in (site.kill_gateway, site.stop_gateway, site.kill_gateway):
            stop()
            site.start_gateway()
        site.import_catalogue(some_items(1))
        site.json("move", "receive", "ITEM-000", 1, "--to", "MAIN/A-01")
        assert site.rows("tasks") == []
        assert not held(site)
