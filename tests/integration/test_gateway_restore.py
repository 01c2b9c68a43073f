# SPDX-License-Identifier: MIT
"""Goal: a gateway that is restored from a backup gets back, by itself, what its
scanners still keep; nothing is lost and nothing is booked twice. What it then sends under a
number that was used before cannot be taken for what was sent, and a person is told.

Method: the store's folder is copied while the gateway is stopped, put back later, and
the scanners, which were told that all was safe, are left alone.
"""

import email
import json
import shutil
import subprocess

from fleet_books import assert_booked_once
from gateway_site import BIN, Site, finish_fleet, fleet_barcode, some_items
from waiting import HUNG_S, wait_for


def back_up(site):
    site.stop_gateway()
    shutil.copytree(site.store, site.folder / "backup")
    site.start_gateway()


def restore_stopped(site):
    shutil.rmtree(site.store)
    shutil.copytree(site.folder / "backup", site.store)


def restore(site):
    site.kill_gateway()
    restore_stopped(site)
    site.start_gateway()


def booked(site):
    return len(site.rows("ledger"))


def test_scanners_at_work_fill_what_the_backup_does_not_have(tmp_path):
    log = tmp_path / "fleet.log"
    with Site(tmp_path) as site:
        site.import_catalogue(some_items(40))
        fleet = site.fleet(nodes=5, movements=3000, rate=100, batch=8, log=log)
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
        assert_booked_once(site, log, 3000)


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
        assert [task["why"] for task in site.rows("tasks")] == ["store_moved"]
        site.verify()


def first_mail(site):
    """Of a purchase order: (subject, Message-ID)."""
    wait_for(lambda: list((site.maildir / "new").glob("*")), "an order is mailed")
    (path,) = (site.maildir / "new").glob("*")
    mail = email.message_from_bytes(path.read_bytes())
    path.unlink()
    return mail["Subject"].split(",")[0], mail["Message-ID"]


def order(site, sku):
    """One piece of an item that is ordered up to 20."""
    site.json("move", "receive", sku, 1, "--to", "MAIN/A-01")


def test_another_order_under_the_same_number_is_no_repeat(tmp_path):
    suppliers = "id,name,email\nACME,Acme,orders@acme.example\n"
    with Site(tmp_path) as site:
        site.import_catalogue(some_items(2, supplier="ACME", threshold=10), suppliers)
        back_up(site)
        order(site, "ITEM-000")
        before = first_mail(site)
        site.stop_gateway()
        restore_stopped(site)
        site.start_gateway()
        order(site, "ITEM-001")
        wait_for(lambda: site.subscribed("low/#"), "scanning and alerts go on")
        site.json("reorder", "run")
        assert site.rows("purchase-orders") == [], "no number is given out"
        assert "shelfctl restored" in finding(site, "restore")["advice"]
        ask = "shelfctl restored --last-invoice N --last-po M"
        assert f"no goods are ordered until you name the last numbers that were given out: {ask}." in (
            site.shelfctl("reorder", "run").stdout)
        assert "Nothing leaves now: the store was restored or copied, or lost what was acked." in site.shelfctl("outbox", "list").stdout
        assert ask in site.shelfctl("tasks", "dismiss", 1, "--why", "seen").stderr
        told = json.loads(site.shelfctl("--json", "tasks", "dismiss", 1, "--why", "seen").stderr)
        assert ask in told["error"]["errors"][0]["text"]
        # Whoever names no number gets the same again, under ids that no receiver knows.
        site.json("restored", "--last-invoice", "0", "--last-po", "0")
        after = first_mail(site)
        assert before[0] == after[0], "the number is given out again"
        assert before[1] != after[1]
        site.stop_gateway()
        site.start_gateway()
        assert [task["why"] for task in site.rows("tasks")] == ["store_moved"], "asked once"
        site.verify()


def finding(site, check):
    rows = site.get("/api/v1/doctor")[1]["rows"]
    return next((row for row in rows if row["check"] == check), None)


def test_numbers_go_on_after_the_last_that_others_have(tmp_path):
    suppliers = "id,name,email\nACME,Acme,orders@acme.example\n"
    with Site(tmp_path) as site:
        site.import_catalogue(some_items(3, supplier="ACME", threshold=10), suppliers)
        order(site, "ITEM-000")
        first_mail(site)
        wait_for(lambda: site.rows("outbox") == [], "it is known to be sent")
        back_up(site)
        order(site, "ITEM-001")
        assert "PO-000002" in first_mail(site)[0]
        site.stop_gateway()
        restore_stopped(site)
        site.start_gateway()
        refused = site.shelfctl("restored", "--last-invoice", "0", "--last-po", "0")
        assert refused.returncode == 1
        assert "PO-000001 or later" in refused.stderr
        done = site.shelfctl("restored", "--last-invoice", "INV-000003", "--last-po", "PO-000002",
                             "--by", "JANE")
        assert done.returncode == 0, done.stderr
        assert "4 numbers" in done.stdout
        assert finding(site, "restore") is None
        order(site, "ITEM-002")
        assert "PO-000003" in first_mail(site)[0]
        wait_for(lambda: site.rows("outbox") == [], "it is known to be sent")
        assert [row["state"] for row in site.rows("purchase-orders")] == ["sent", "unknown", "sent"]
        listed = site.shelfctl("invoice", "list").stdout
        assert listed.count("unknown, restored on") == 3, listed
        shown = site.shelfctl("invoice", "show", "INV-000002")
        assert shown.returncode == 1
        assert "before the store was restored" in shown.stderr
        ledger = site.get("/api/v1/ledger")[1]
        (state,) = site.subscribed("gateway/state").values()
        state = json.loads(state)
        assert state["incarnation"] == ledger["incarnation"]
        assert state["generation"] == 2
        site.verify()


def test_a_copy_over_the_same_files_is_noticed_by_what_the_broker_keeps(tmp_path):
    """The files' inodes stay, so that only somebody outside of the box can know better."""
    with Site(tmp_path) as site:
        site.import_catalogue(some_items(1))
        back_up(site)
        order(site, "ITEM-000")
        wait_for(lambda: site.subscribed("stock/#"), "dashboards were told of it")
        site.stop_gateway()
        subprocess.run(["cp", "-a", f"{site.folder}/backup/.", f"{site.store}/"], check=True)
        site.start_gateway()
        order(site, "ITEM-000")  # as much is booked at once as was lost, which hides nothing
        wait_for(lambda: site.rows("tasks"), "the broker keeps stock of an entry that is gone")
        (task,) = site.rows("tasks")
        assert task["why"] == "store_older"
        assert "ledger entry 1, which this store does not have" in task["detail"]
        assert finding(site, "restore")["state"] == "failed"
        site.json("restored", "--last-invoice", "0", "--last-po", "0")
        site.verify()
        site.stop_gateway()
        site.start_gateway()
        assert len(site.rows("tasks")) == 1, "told once"
