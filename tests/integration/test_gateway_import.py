# SPDX-License-Identifier: MIT
"""Goal: a long import changes all or nothing, whenever the gateway is killed, and scans are taken
beside it.

Method: a file of many slices is imported, and the gateway killed at several stages of it, which
are told apart by what it shows: the store's file grew, the first items are there. Behind each
kill either every item of the file is there, or none.
"""

import subprocess
import threading

import pytest
from gateway_site import BIN, Site, some_items
from mqtt_peers import Scanner
from waiting import HUNG_S, wait_for

ITEMS = 12_000


def long_file(count=ITEMS, last=""):
    rows = ["sku,name,threshold,barcodes"]
    rows += [f"IT-{i:06d},Item {i},5,CODE-{i}" for i in range(count)]
    return "\n".join(rows) + "\n" + last


def imported(site):
    return sum(row["sku"].startswith("IT-") for row in site.rows("items"))


def any_imported(site):
    status, page = site.get("/api/v1/items?limit=1&after=")
    return status == 200 and page["rows"] != []


def begin_import(site):
    path = site.folder / "long.csv"
    path.write_text(long_file())
    return subprocess.Popen(
        [BIN / "shelfctl", "--socket", site.socket, "--quiet", "item", "import", path],
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def settled(site):
    """No import is under way: the catalogue takes changes."""
    return site.shelfctl("item", "set", "ZZ-AFTER", "name=after").returncode == 0


@pytest.mark.parametrize("stage", ["at once", "later", "applied in part"])
def test_a_kill_leaves_all_or_nothing(tmp_path, stage):
    with Site(tmp_path) as site:
        before = site.counter("commits")
        shelfctl = begin_import(site)
        try:
            if stage == "at once":
                wait_for(lambda: site.counter("commits") > before, "it has begun")
            elif stage == "later":
                wait_for(lambda: site.counter("commits") > before + 20, "it is laid down in part")
            else:
                wait_for(lambda: any_imported(site), "the first items are there")
            site.kill_gateway()
        finally:
            shelfctl.wait(HUNG_S)
        site.start_gateway()
        wait_for(lambda: settled(site), "what was left is done or taken away")
        assert imported(site) in ({ITEMS} if stage == "applied in part" else {0, ITEMS})
        site.verify()


def test_an_orderly_stop_leaves_the_rest_for_the_next_start(tmp_path):
    with Site(tmp_path) as site:
        shelfctl = begin_import(site)
        wait_for(lambda: any_imported(site), "the first items are there")
        site.stop_gateway()
        shelfctl.wait(HUNG_S)
        site.start_gateway()
        wait_for(lambda: settled(site), "the rest is done")
        assert imported(site) == ITEMS
        site.verify()


def test_scans_are_acked_beside_it_and_a_mistake_at_the_end_changes_nothing(tmp_path):
    with Site(tmp_path) as site:
        site.import_catalogue(some_items(1))
        with Scanner(site, "desk") as scanner:
            done = {}
            text = long_file(last="LAST,x,ten,\n")
            thread = threading.Thread(
                target=lambda: done.update(wrong=site.import_csv("item", text)))
            thread.start()
            while thread.is_alive():
                scanner.wait_ack(scanner.receive())
            thread.join()
            assert done["wrong"].returncode == 1
            assert f"line {ITEMS + 2}" in done["wrong"].stderr, done["wrong"].stderr
            assert imported(site) == 0
            thread = threading.Thread(
                target=lambda: done.update(right=site.import_csv("item", long_file())))
            thread.start()
            while thread.is_alive():
                scanner.wait_ack(scanner.receive())
            thread.join()
            assert done["right"].returncode == 0, done["right"].stderr
            assert f"{ITEMS} items imported" in done["right"].stdout
        site.verify()
