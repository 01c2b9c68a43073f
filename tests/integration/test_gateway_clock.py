# SPDX-License-Identifier: MIT
"""Promise: a clock that is wrong cancels no order, dates no document, sends nothing and delays
nothing for decades; stock goes on, a person is told, and all that waited goes on by itself once
the clock is right, or a person says that it is.

Method: the real gateway under clocks that the test sets (wrong_clock.py).
"""

import json
import os
import subprocess
import time

import pytest

from gateway_site import BIN, Site
from waiting import wait_for
from wrong_clock import DAY_MS, TO_2100_MS, WrongClock


def boot_ms():
    return int(time.clock_gettime(time.CLOCK_BOOTTIME) * 1000)


@pytest.fixture
def site_of(tmp_path):
    """Makes a site whose gateway has the clock given."""
    sites = []

    def make(clock_path):
        site = Site(
            tmp_path,
            config={"company": {"name": "Shop", "address": "Street 1", "currency": "EUR"},
                    "order": {"reservation_days": 30}},
            environment={"LD_PRELOAD": str(BIN / "libwrong_clock.so"),
                         "SHELFWIRE_CLOCK": str(clock_path)},
            confirm_clock=False,
        )
        sites.append(site)
        site.__enter__()
        site.shelfctl("supplier", "set", "ACME", "name=Acme", "email=orders@acme.example")
        site.shelfctl("item", "set", "BOLT", "name=Bolt", "price_minor=250", "currency=EUR")
        site.shelfctl("item", "set", "NUT", "name=Nut", "supplier=ACME", "threshold=50")
        site.shelfctl("move", "receive", "BOLT", "100", "--to", "MAIN/A")
        return site

    yield make
    for site in sites:
        site.close()


def order(site, name):
    status, answer = site.post("/api/v1/orders", {
        "order": name, "customer": {"name": "Ann", "email": "ann@a.example"},
        "lines": [{"sku": "BOLT", "qty": 5}]})
    assert status in (200, 201, 202), answer


def state(site, name):
    return site.get(f"/api/v1/orders/{name}")[1]


def clock_finding(site):
    return next(row for row in site.get("/api/v1/doctor")[1]["rows"] if row["check"] == "clock")


def mails(site):
    return len(list((site.maildir / "new").glob("*"))) if site.maildir.exists() else 0


def settle(site):
    """Every stage has had its turn, and the clock was looked at."""
    seen = site.counter("commits")
    wait_for(lambda: site.counter("commits") > seen + 1, "two more commits")


def test_a_scanner_whose_machine_knows_the_time_says_when_it_scanned(tmp_path):
    """Without an ack of the gateway, which states its time; where nobody knows it, it says nothing."""
    def scanned_ms(synchronised):
        clock = tmp_path / f"clock-{synchronised}"
        WrongClock(clock, synchronised=synchronised, wall_ms=-DAY_MS)
        journal = tmp_path / f"journal-{synchronised}"
        environment = {**os.environ, "LD_PRELOAD": str(BIN / "libwrong_clock.so"),
                       "SHELFWIRE_CLOCK": str(clock)}
        subprocess.run([BIN / "shelfwire-scanner", "--node", "n", "--journal", journal,
                        "--broker", "mqtt://127.0.0.1:1", "--drain-timeout", "0"],
                       input="SW:RECEIVE\nSW:LOC:MAIN\n2900000001008\n", text=True,
                       env=environment, capture_output=True, check=False)
        exported = subprocess.run([BIN / "shelfwire-scanner", "--export", journal], text=True,
                                  capture_output=True, check=True)
        (movement,) = json.loads(exported.stdout)["m"]
        return movement.get("at_ms")

    yesterday_ms = time.time() * 1000 - DAY_MS
    assert abs(scanned_ms(True) - yesterday_ms) < DAY_MS / 24
    assert scanned_ms(False) is None


def test_a_jump_to_2100_decides_nothing(tmp_path, site_of):
    clock = WrongClock(tmp_path / "clock")
    site = site_of(tmp_path / "clock")
    order(site, "before")
    wait_for(lambda: state(site, "before")["state"] == "confirmed", "the order is confirmed")
    wait_for(lambda: mails(site) == 1, "its mail has gone")

    clock.set(wall_ms=TO_2100_MS)
    wait_for(lambda: clock_finding(site)["state"] == "failed", "doctor tells of the jump")
    order(site, "after")
    wait_for(lambda: state(site, "after")["waits_for"] == "invoice", "the goods are promised")
    assert site.shelfctl("move", "receive", "NUT", "1", "--to", "MAIN/A").returncode == 0
    wait_for(lambda: site.rows("outbox"), "a purchase order is to be sent")
    settle(site)
    assert state(site, "before")["state"] == "confirmed"
    assert [row["why"] for row in site.rows("tasks") if row["state"] == "open"] == ["clock_step"]
    assert mails(site) == 1 and len(site.rows("invoices")) == 1

    clock.set(wall_ms=0)
    wait_for(lambda: state(site, "after")["state"] == "confirmed", "it goes on by itself")
    wait_for(lambda: mails(site) == 3, "what waited has gone")
    assert all(row["state"] == "withdrawn" for row in site.rows("tasks"))
    now_ms = time.time() * 1000
    for invoice in site.rows("invoices"):
        assert abs(invoice["issued_ms"] - now_ms) < DAY_MS, invoice
    assert state(site, "after")["expires_ms"] < now_ms + 31 * DAY_MS
    assert site.json("verify")["ok"]


def test_a_start_without_a_clock_waits_for_one(tmp_path, site_of):
    now_ms = int(time.time() * 1000)
    clock = WrongClock(tmp_path / "clock", synchronised=False, wall_ms=60_000 - now_ms,
                       boot_ms=60_000 - boot_ms())
    site = site_of(tmp_path / "clock")
    assert "past" in clock_finding(site)["found"]
    order(site, "1")
    wait_for(lambda: state(site, "1")["waits_for"] == "invoice", "the goods are promised")
    settle(site)
    assert mails(site) == 0 and site.rows("invoices") == []
    site.kill_gateway()
    site.start_gateway()
    settle(site)
    assert mails(site) == 0 and site.rows("invoices") == []

    clock.set(wall_ms=0, synchronised=True)
    wait_for(lambda: state(site, "1")["state"] == "confirmed", "the time is learnt")
    assert site.rows("tasks") == [], "to learn the time is no step"
    assert abs(site.rows("invoices")[0]["issued_ms"] - now_ms) < DAY_MS
    wait_for(lambda: mails(site) == 1, "the mail has gone")


def test_a_person_confirms_a_jump(tmp_path, site_of):
    clock = WrongClock(tmp_path / "clock")
    site = site_of(tmp_path / "clock")
    order(site, "1")
    wait_for(lambda: state(site, "1")["state"] == "confirmed", "the order is confirmed")
    clock.set(wall_ms=2 * DAY_MS)
    wait_for(lambda: site.rows("tasks"), "a person is asked")
    site.kill_gateway()
    site.start_gateway()
    assert clock_finding(site)["state"] == "failed", "a restart is no confirmation"
    done = site.shelfctl("clock", "confirm", "--by", "JANE")
    assert done.returncode == 0, done.stderr
    in_two_days = time.strftime("%Y-%m-%dT%H", time.gmtime(time.time() + 2 * DAY_MS / 1000))
    assert f"it is {in_two_days}" in done.stdout and "overdue reservations" in done.stdout
    wait_for(lambda: clock_finding(site)["state"] == "ok", "the clock is trusted")
    again = site.shelfctl("clock", "confirm")
    assert "nothing to confirm" in again.stdout and in_two_days in again.stdout
    order(site, "2")
    wait_for(lambda: state(site, "2")["state"] == "confirmed", "orders go on")
    site.kill_gateway()
    site.start_gateway()
    assert clock_finding(site)["state"] == "ok", "it is remembered"


def test_a_clock_before_the_program_cannot_be_confirmed(tmp_path, site_of):
    WrongClock(tmp_path / "clock", synchronised=False, wall_ms=-int(time.time() * 1000))
    site = site_of(tmp_path / "clock")
    assert "clock confirm" not in clock_finding(site)["advice"]
    refused = site.shelfctl("clock", "confirm")
    assert refused.returncode == 1
    assert "before this program was built" in refused.stderr
