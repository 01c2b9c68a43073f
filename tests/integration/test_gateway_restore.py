# SPDX-License-Identifier: MIT
"""Goal: a gateway that is restored from a backup gets back, by itself, what its
scanners still keep; nothing is lost, nothing is booked twice, nobody is alarmed.

Method: the store's folder is copied while the gateway is stopped, put back later, and
the scanners, which were told that all was safe, are left alone.
"""

import shutil
import subprocess

from fleet_books import assert_booked_once
from gateway_site import BIN, Site, finish_fleet, fleet_barcode, some_items
from waiting import HUNG_S, wait_for


def back_up(site):
    site.stop_gateway()
    shutil.copytree(site.store, site.folder / "backup")
    site.start_gateway()


def restore(site):
    site.kill_gateway()
    shutil.rmtree(site.store)
    shutil.copytree(site.folder / "backup", site.store)
    site.start_gateway()


def booked(site):
    return len(site.rows("ledger"))


def test_scanners_at_work_fill_what_the_backup_does_not_have(tmp_path):
    log = tmp_path / "fleet.log"
    with Site(tmp_path) as site:
        site.import_catalogue(some_items(40))
        fleet = site.fleet(nodes=5, movements=1500, rate=100, batch=8, log=log)
        wait_for(lambda: booked(site) >= 100, "some are booked")
        back_up(site)
        at_backup = booked(site)
        wait_for(lambda: booked(site) >= at_backup + 300, "more are booked after the backup")
        before = booked(site)
        restore(site)
        assert fleet.poll() is None, "the scanners were done before the restore"
        report = finish_fleet(fleet)
        print(f"\n{before - at_backup} were booked after the backup; {report}")
        assert report["resent"] >= before - at_backup
        assert_booked_once(site, log, 1500)


def scan(site, journal, count):
    """One run of a real scanner, which ends when all it holds is safe."""
    barcodes = ["SW:RECEIVE", "SW:LOC:MAIN/A-01", *[fleet_barcode(0)] * count]
    program = [BIN / "shelfwire-scanner", "--node", "desk"]
    done = subprocess.run(
        [*program, "--broker", site.broker.url, "--journal", journal],
        input="\n".join(barcodes) + "\n",
        capture_output=True,
        text=True,
        timeout=HUNG_S,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_a_scanner_that_was_off_meanwhile_sends_again_what_it_kept(tmp_path):
    journal = tmp_path / "desk.journal"
    with Site(tmp_path) as site:
        site.import_catalogue(some_items(1))
        scan(site, journal, 2)
        back_up(site)
        scan(site, journal, 5)
        assert site.on_hand("ITEM-000", "MAIN/A-01") == 7
        restore(site)
        assert site.on_hand("ITEM-000", "MAIN/A-01") == 2
        scan(site, journal, 1)
        wait_for(lambda: site.on_hand("ITEM-000", "MAIN/A-01") == 8, "all eight are there")
        assert [row["node_seq"] for row in site.rows("ledger")] == list(range(1, 9))
        assert site.rows("incidents") == []
        assert site.rows("tasks") == []
        site.verify()
