# SPDX-License-Identifier: MIT
"""Promise: a scanner whose journal was copied, aged or forged against goes on, nothing is booked
twice and nothing is lost, and a person hears of it; and scans of one that cannot send come in a
file, once.

Method: real scanners, a real broker and gateway; journals are copied while their scanner is off.
"""

import json
import shutil
import struct
import subprocess
import zlib

from gateway_site import BIN, Site, fleet_barcode, some_items
from mqtt_peers import P
from waiting import HUNG_S, kept_port, wait_for

NOWHERE = f"mqtt://127.0.0.1:{kept_port()}"


def scanner(*words, barcodes=(), code=0):
    text = "".join(f"{line}\n" for line in barcodes)
    done = subprocess.run([BIN / "shelfwire-scanner", *map(str, words)], input=text, text=True,
                          capture_output=True, timeout=HUNG_S, check=False)
    assert done.returncode == code, done.stdout + done.stderr
    return done


def scan(site, node, journal, count, online=True):
    """One run that scans one item so often; ends when all is safe, or at once without a broker.
    Returns what it said."""
    barcodes = ["SW:RECEIVE", "SW:LOC:MAIN/A-01", *[fleet_barcode(0)] * count]
    where = ["--broker", site.broker.url] if online else ["--broker", NOWHERE, "--drain-timeout", 0]
    done = scanner("--node", node, "--journal", journal, *where, barcodes=barcodes,
                   code=0 if online else 1)
    return done.stdout


def stock(site):
    return site.on_hand("ITEM-000", "MAIN/A-01")


def tasks(site, why):
    """Those that wait for a person."""
    return [task for task in site.rows("tasks") if task["why"] == why and task["state"] == "open"]


def forget_name(journal):
    """Makes it a journal of the first release, which knew no name."""
    data = bytearray(journal.read_bytes())
    for at in (0, 512):
        data[at + 4] = 1
        data[at + 20:at + 508] = bytes(488)
        struct.pack_into("<I", data, at + 508, zlib.crc32(data[at:at + 508]))
    journal.write_bytes(data)


def test_a_journal_copied_to_a_scanner_of_another_name_books_nothing_twice(tmp_path):
    dock, hall = tmp_path / "dock.journal", tmp_path / "hall.journal"
    with Site(tmp_path) as site:
        site.import_catalogue(some_items(1))
        scan(site, "dock-1", dock, 3)
        scan(site, "dock-1", dock, 2, online=False)
        shutil.copy(dock, hall)
        said = scan(site, "hall-2", hall, 1)
        assert "this memory was another scanner's" in said
        assert stock(site) == 4, "what only the other scanner knows waits for it"
        assert len(tasks(site, "key_reused")) == 2
        scan(site, "dock-1", dock, 1)
        assert stock(site) == 7
        assert tasks(site, "key_reused") == [], "it came after all"
        scan(site, "hall-2", hall, 1)
        assert stock(site) == 8
        assert site.verify()["ok"]


def test_a_copy_of_the_first_release_s_journal_is_told_whose_it_is(tmp_path):
    dock, hall = tmp_path / "dock.journal", tmp_path / "hall.journal"
    with Site(tmp_path) as site:
        site.import_catalogue(some_items(1))
        scan(site, "dock-1", dock, 3)
        forget_name(dock)
        shutil.copy(dock, hall)
        said = scan(site, "hall-2", hall, 1)
        assert "this memory was another scanner's" in said
        assert len(tasks(site, "foreign_journal")) == 1
        scan(site, "dock-1", dock, 1)
        assert stock(site) + len(tasks(site, "key_reused")) == 5
        assert len(tasks(site, "foreign_journal")) == 1, "once"
        assert site.verify()["ok"]


def test_an_older_journal_put_back_goes_on(tmp_path):
    journal, older = tmp_path / "dock.journal", tmp_path / "older"
    with Site(tmp_path) as site:
        site.import_catalogue(some_items(1))
        scan(site, "dock-1", journal, 3)
        shutil.copy(journal, older)
        scan(site, "dock-1", journal, 2)
        shutil.copy(older, journal)
        said = scan(site, "dock-1", journal, 2)
        assert "second device with this name" in said
        assert stock(site) + len(tasks(site, "key_reused")) == 7
        before = stock(site)
        scan(site, "dock-1", journal, 1)
        assert stock(site) == before + 1, "it works on as ever"
        assert site.verify()["ok"]


def test_a_forged_hello_costs_nothing(tmp_path):
    journal = tmp_path / "dock.journal"
    with Site(tmp_path) as site:
        site.import_catalogue(some_items(1))
        scan(site, "dock-1", journal, 2)
        line = json.loads(scanner("--export", journal).stdout)
        forged = {"v": 1, "e": line["e"], "s": 9, "b": 9, "p": "deadbeef", "m": []}
        with site.client() as anybody:
            anybody.publish(f"{P}node/dock-1/up", json.dumps(forged), qos=1).wait_for_publish(HUNG_S)
        wait_for(lambda: tasks(site, "history_lost"), "the gateway believes it")
        scan(site, "dock-1", journal, 3)
        assert stock(site) == 5
        assert tasks(site, "key_reused") == []
        assert site.verify()["ok"]


def test_scans_of_a_broken_scanner_come_in_a_file_once(tmp_path):
    journal, file = tmp_path / "dock.journal", tmp_path / "dock-1.scans"
    with Site(tmp_path) as site:
        site.import_catalogue(some_items(1))
        scan(site, "dock-1", journal, 2)
        scan(site, "dock-1", journal, 3, online=False)
        before = journal.read_bytes()
        told = scanner("--export", journal, "--output", file).stderr
        assert "nothing in it is changed" in told and journal.read_bytes() == before
        assert scanner("--export", journal).stdout == file.read_text()
        assert site.json("scans", "import", file) == {"taken": 3, "known": 2}
        assert stock(site) == 5
        assert site.json("scans", "import", file) == {"taken": 0, "known": 5}
        scan(site, "dock-1", journal, 1)
        assert stock(site) == 6, "what it sends itself after all is known"
        assert site.verify()["ok"]

        whole = json.loads(file.read_text())
        cut = {**whole, "e": "0badcafe", "s": 3, "b": 1, "p": whole["m"][1]["k"],
               "m": whole["m"][2:]}
        file.write_text(json.dumps(cut) + "\n")
        done = site.shelfctl("scans", "import", file)
        assert done.returncode == 1 and "movements 1 to 2 are missing" in done.stderr
        assert stock(site) == 6


def test_a_journal_in_use_is_not_exported(tmp_path):
    journal = tmp_path / "dock.journal"
    words = ["--node", "dock-1", "--broker", NOWHERE, "--journal", journal]
    running = subprocess.Popen([BIN / "shelfwire-scanner", *map(str, words)],
                               stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        running.stdin.write("SW:RECEIVE\n")
        running.stdin.flush()
        assert "mode set" in running.stdout.readline()
        assert "another program has it open" in scanner("--export", journal, code=1).stderr
    finally:
        running.kill()
        running.communicate(timeout=HUNG_S)
    assert scanner("--export", journal).stdout == ""
    assert "--journal is required" in scanner("--node", "a", "--broker", NOWHERE, code=2).stderr
