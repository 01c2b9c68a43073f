# SPDX-License-Identifier: MIT
"""Promise: whatever happens to the box, the broker, the clock and the scanners, every scan is booked
once or waits as one task, and no number of a document is given out twice.

Method: real scanners, broker and gateway. Each short life of the gateway meets one trouble, by a
seeded choice: a SIGKILL under load, a restore from an older backup, its store copied and started
beside it, a scanner renamed, an older journal put back, a journal copied to another name, a clock
that jumps, an access list that makes it deaf or mute. A person does after each what
docs/operations.md says. Each scan has a quantity of its own, by which it is found again.

What would destroy the last copy of a scan is not done: after an older journal was put back a backup
is made, since what that journal does not hold is at the gateway alone. SHELFWIRE_TROUBLES (lives)
and SHELFWIRE_TROUBLES_SEED change the run:

    SHELFWIRE_TROUBLES=500 ctest --preset tests -R many_troubles -V
"""

import collections
import email
import json
import os
import random
import re
import shutil
import subprocess

from gateway_site import BIN, ENVIRONMENT, Site, fleet_barcode, some_items
from waiting import HUNG_S, wait_for
from wrong_clock import TO_2100_MS, WrongClock

LIVES = int(os.environ.get("SHELFWIRE_TROUBLES", 100 if "SHELFWIRE_LONG" in os.environ else 8))
SEED = int(os.environ.get("SHELFWIRE_TROUBLES_SEED", 1))


class Scanner:
    """A real one, and its journal. `scans`: the quantities of all that it was given."""

    def __init__(self, world, name):
        self.world, self.name, self.scans = world, name, []
        self.journal = world.site.folder / f"{name}.journal"

    def start(self, count, drain_s=HUNG_S):
        """Scans one item so often, each time another quantity."""
        lines = ["SW:RECEIVE", "SW:LOC:MAIN/A-01"]
        for _ in range(count):
            self.scans.append(next(self.world.numbers))
            lines += [f"SW:QTY:{self.scans[-1]}", fleet_barcode(0)]
        process = subprocess.Popen(
            [BIN / "shelfwire-scanner", "--node", self.name, "--journal", self.journal,
             "--broker", self.world.site.broker.url, "--drain-timeout", str(drain_s)],
            stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        process.stdin.write("\n".join(lines) + "\n")
        process.stdin.close()
        return process

    def scan(self, count):
        """Until all that it holds is safe."""
        process = self.start(count)
        assert process.wait(2 * HUNG_S) == 0, process.stderr.read()


class World:
    def __init__(self, site, clock):
        self.site, self.clock = site, clock
        self.random = random.Random(SEED)
        self.numbers = iter(range(1, 10**9))
        self.names = iter(range(1, 10**9))
        self.scanners = [Scanner(self, self.new_name()) for _ in range(3)]
        self.done = collections.Counter()
        self.back_up()

    def new_name(self):
        return f"scan-{next(self.names)}"

    # What happens.

    def killed(self):
        working = [scanner.start(self.random.randint(1, 6)) for scanner in self.scanners]
        before = self.site.counter("commits") or 0
        enough = before + self.random.randint(0, 6)
        wait_for(lambda: (self.site.counter("commits") or 0) >= enough
                 or all(each.poll() is not None for each in working), "commits")
        self.site.kill_gateway()
        self.site.start_gateway()
        for process in working:
            assert process.wait(2 * HUNG_S) == 0, process.stderr.read()

    def restored(self):
        if self.random.random() < 0.5:
            self.site.stop_gateway()
        else:
            self.site.kill_gateway()
        shutil.rmtree(self.site.store)
        shutil.copytree(self.backup, self.site.store)
        self.site.start_gateway()
        self.all_scan(1)  # what the backup lacks comes again
        invoice, po = self.numbers_outside()
        said = self.site.shelfctl("restored", "--last-invoice", invoice, "--last-po", po)
        assert said.returncode == 0, said.stderr
        for row in self.site.rows("outbox"):  # a person looked: it was sent
            self.site.shelfctl("outbox", "drop", row["id"])
        self.back_up()

    def copied(self):
        folder = self.site.folder / f"copy-{next(self.numbers)}"
        shutil.copytree(self.site.store, folder / "store")
        text = self.site.config_file.read_text()
        text = text.replace(str(self.site.store), str(folder / "store"))
        text = text.replace(self.site.socket, str(self.site.folder / "copy.sock"))
        (folder / "copy.toml").write_text(text)
        log = folder / "log"
        with open(log, "wb") as out:
            copy = subprocess.Popen([BIN / "shelfwired", "--config", folder / "copy.toml"],
                                    stdout=out, stderr=out, env={**ENVIRONMENT,
                                                                 **self.site.environment})
        try:
            wait_for(lambda: "another gateway" in log.read_text() or copy.poll() is not None,
                     "the copy holds")
            self.all_scan(1)
        finally:
            copy.kill()
            copy.wait(HUNG_S)
        shutil.rmtree(folder)

    def renamed(self):
        scanner = self.random.choice(self.scanners)
        new = self.new_name()
        assert self.site.shelfctl("node", "rename", scanner.name, new).returncode == 0
        scanner.name = new
        self.all_scan(2)

    def put_back(self):
        scanner = self.random.choice(self.scanners)
        older = self.site.folder / "older"
        scanner.scan(1)
        shutil.copy(scanner.journal, older)
        scanner.scan(2)
        shutil.copy(older, scanner.journal)
        scanner.scan(1)
        self.back_up()

    def journal_copied(self):
        old = self.random.choice(self.scanners)
        old.scan(1)
        twin = Scanner(self, self.new_name())
        shutil.copy(old.journal, twin.journal)
        twin.scan(2)
        old.scan(1)
        self.scanners.append(twin)
        self.scanners.pop(0 if self.scanners[0] is not old else 1).scan(0)
        self.back_up()

    def clock_jumped(self):
        self.clock.set(wall_ms=TO_2100_MS)
        self.order()
        self.all_scan(1)
        self.clock.set(wall_ms=0)
        self.site.post("/api/v1/clock/confirm", {})

    def made_mute(self):
        denied = self.random.choice(["write", "read"])
        leaf = "ack" if denied == "write" else "up"
        self.site.broker.set_access([f"topic deny {P_NODE}+/{leaf}", "topic readwrite #"])
        working = [scanner.start(1, drain_s=1) for scanner in self.scanners]
        for process in working:
            process.wait(HUNG_S)
        self.site.broker.set_access(["topic readwrite #"])
        self.site.kill_gateway()
        self.site.start_gateway()

    # What people do every day.

    def all_scan(self, count):
        for scanner in self.scanners:
            scanner.scan(count)

    def order(self):
        status, answer = self.site.post("/api/v1/orders", {
            "order": f"C-{next(self.numbers)}", "customer": {"name": "Ann", "email": "ann@a.example"},
            "lines": [{"sku": "ITEM-000", "qty": 1}]})
        assert status in (200, 201, 202), answer

    def back_up(self):
        self.site.stop_gateway()
        self.backup = self.site.folder / "backup"
        shutil.rmtree(self.backup, ignore_errors=True)
        shutil.copytree(self.site.store, self.backup)
        self.site.start_gateway()

    def numbers_outside(self):
        """The last invoice and purchase order that anybody can have seen."""
        last = [0, 0]
        for place, kind in enumerate(["invoices", "purchase-orders"]):
            for number in re.findall(r"(?:INV|PO)-(\d{6})", json.dumps(self.site.rows(kind))):
                last[place] = max(last[place], int(number))
        for text in self.mails().values():
            for place, word in enumerate(["INV", "PO"]):
                for number in re.findall(word + r"-(\d{6})", text):
                    last[place] = max(last[place], int(number))
        return last

    def mails(self):
        """By name of the file: subject and text."""
        mails = {}
        for path in (self.site.maildir / "new").glob("*"):
            mail = email.message_from_bytes(path.read_bytes())
            mails[mail["Message-ID"]] = str(mail["Subject"]) + str(mail)
        return mails

    def live(self, trouble):
        self.done[trouble.__name__] += 1
        self.all_scan(1)
        self.order()
        trouble()
        self.order()
        self.all_scan(1)
        self.site.verify()


P_NODE = "shelfwire/v1/main/node/"


def places_of(site, scans):
    """How often each scan is booked or waits as a task."""
    places = collections.Counter()
    for row in site.rows("ledger"):
        places[row["qty"]] += row["op"] == "receive"
    for row in site.rows("tasks"):
        places[row["qty"]] += row["state"] == "open"
    return {scan: places[scan] for scan in scans}


def orders_of_invoices(world):
    """Of each invoice number that a mail names: the orders in whose mails it stands."""
    orders = collections.defaultdict(set)
    for text in world.mails().values():
        for number in set(re.findall(r"INV-\d{6}", text)):
            orders[number] |= set(re.findall(r"\bC-\d+\b", text))
    return orders


def test_every_scan_is_booked_once_and_no_number_twice_through_all_troubles(tmp_path):
    clock_file = tmp_path / "clock"
    clock = WrongClock(clock_file)
    config = {"company": {"name": "Shop", "address": "Street 1", "currency": "EUR"}}
    environment = {"LD_PRELOAD": str(BIN / "libwrong_clock.so"), "SHELFWIRE_CLOCK": str(clock_file)}
    with Site(tmp_path, config, environment) as site:
        site.broker.set_access(["topic readwrite #"])
        site.broker.wipe()
        suppliers = "id,name,email\nACME,Acme,orders@acme.example\n"
        site.import_catalogue(some_items(2, supplier="ACME", threshold=5), suppliers)
        world = World(site, clock)
        troubles = [world.killed, world.restored, world.copied, world.renamed, world.put_back,
                    world.journal_copied, world.clock_jumped, world.made_mute]
        plan = [troubles[i % len(troubles)] for i in range(LIVES)]
        world.random.shuffle(plan)
        ever = list(world.scanners)
        for number, trouble in enumerate(plan):
            print(f"life {number + 1}: {trouble.__name__}", flush=True)
            world.live(trouble)
            ever += [each for each in world.scanners if each not in ever]
        scans = [scan for scanner in ever for scan in scanner.scans]
        places = places_of(site, scans)
        wrong = {scan: times for scan, times in places.items() if times != 1}
        invoices = orders_of_invoices(world)
        print(f"SHELFWIRE_TROUBLES_SEED={SEED}: {len(scans)} scans, {dict(world.done)}, "
              f"{len(world.mails())} mails, {len(invoices)} invoices in them")
        assert not wrong, json.dumps(wrong)
        assert invoices, "no mail has an invoice"
        twice = {number: names for number, names in invoices.items() if len(names) > 1}
        assert not twice, twice
        site.verify()
        site.stop_gateway()
