# SPDX-License-Identifier: MIT
"""Goal: however often and whenever the gateway is killed, no movement that a scanner
called stored is lost or booked twice, and no ack is ever taken back.

Method: real scanners' cores (shelfwire-fleet) load a real broker and the real gateway,
which dies by SIGKILL at a seeded moment of each of its short lives: at its start, once
it is connected, or after some commits or checkpoints. Scanners would heal an ack that
came too early; so all acks are heard, over all lives, and must never fall. In the end
the scanners' own log is compared with ledger and tasks.

SHELFWIRE_KILLS, SHELFWIRE_KILLS_SEED and SHELFWIRE_KILLS_RATE (movements a second)
change the run; the figures are printed. Two hundred kills:

    SHELFWIRE_KILLS=200 ctest --preset tests -R many_kills -V
"""

import collections
import json
import os
import random
import time

from fleet_books import assert_booked_once
from gateway_site import Site, finish_fleet, some_items
from mqtt_peers import P
from waiting import wait_for

KILLS = int(os.environ.get("SHELFWIRE_KILLS", 30))
SEED = int(os.environ.get("SHELFWIRE_KILLS_SEED", 1))
RATE = int(os.environ.get("SHELFWIRE_KILLS_RATE", 200))
NODES = 20
FLEET_MOVEMENTS = 2000
SUPPLIERS = "id,name,email\nACME,Acme,orders@acme.example\n"

# What the gateway has got to when it dies, and how far: the counter of /readyz.
MOMENTS = {"start": 0, "connected": 0, "commits": 8, "checkpoints": 3}


def has_come_to(site, moment, count):
    """Whether this life has got there; asks for checkpoints where that is the moment."""
    if moment == "start":
        return (site.store / "owner.lock").exists()
    state = site.readiness()
    if moment == "checkpoints" and state.get("ready"):
        try:
            site.get("/api/v1/stock?limit=1")
        except OSError:
            return False
    if moment == "connected":
        return state.get("broker_connected", False)
    return state.get("counters", {}).get(moment, 0) >= count


def live_and_die(site, load, rng):
    """One life of the gateway; how it ended, and how many commits it had made."""
    moment = rng.choices(list(MOMENTS), (1, 2, 6, 2))[0]
    count = rng.randint(1, MOMENTS[moment] or 1)
    site.start_gateway(wait=False)

    def has_come():
        load.go_on()
        return has_come_to(site, moment, count)

    wait_for(has_come, f"{count} {moment}", every_s=0.002)
    commits = site.counter("commits") or 0
    site.kill_gateway()
    return moment, commits


def assert_no_ack_was_taken_back(messages, scanners):
    """Of each scanner's history the acks never fall; how many there were."""
    acked = {}
    for topic, payload, _ in messages:
        ack = json.loads(payload)
        key = (topic, ack["e"])
        assert ack["acked"] >= acked.get(key, 0), f"{key}: {acked[key]} was acked, then {ack}"
        acked[key] = ack["acked"]
    assert len(acked) == scanners
    return len(messages)


class Load:
    """Scanners at work for as long as they are needed: one fleet after the other."""

    def __init__(self, site, log):
        self._site = site
        self._log = log
        self._fleets = []
        self.go_on()

    def go_on(self):
        """Sends the next fleet where the last one has nothing to do any more."""
        if self._fleets and self._fleets[-1].poll() is None:
            return
        name = f"fleet{len(self._fleets)}"
        self._fleets.append(
            self._site.fleet(
                name=name, nodes=NODES, movements=FLEET_MOVEMENTS, rate=RATE, batch=16,
                seed=SEED, log=self._log,
            )
        )  # fmt: skip

    def finish(self):
        """How many movements there were, how many scanners, and how many were sent again."""
        reports = [finish_fleet(fleet) for fleet in self._fleets]
        count = len(reports)
        return count * FLEET_MOVEMENTS, count * NODES, sum(r["resent"] for r in reports)


def test_nothing_is_lost_or_doubled_by_many_kills(tmp_path):
    rng = random.Random(SEED)
    log = tmp_path / "fleet.log"
    began = time.monotonic()
    with Site(tmp_path) as site:
        site.import_catalogue(some_items(40, supplier="ACME", threshold=20), SUPPLIERS)
        site.stop_gateway()
        with site.client(P + "node/+/ack") as witness:
            load = Load(site, log)
            moments, commits = collections.Counter(), 0
            for _ in range(KILLS):
                moment, made = live_and_die(site, load, rng)
                moments[moment] += 1
                commits += made
            killed_s = time.monotonic() - began
            site.start_gateway()
            movements, scanners, resent = load.finish()
            acks = assert_no_ack_was_taken_back(list(witness.messages), scanners)
        print(f"\nSHELFWIRE_KILLS_SEED={SEED}: {KILLS} kills in {killed_s:.0f} s, {dict(moments)}")
        print(f"{commits} commits in the lives that ended so, {acks} acks, {resent} sent again")
        print(f"{movements} movements of {scanners} scanners, {time.monotonic() - began:.0f} s")
        assert commits > KILLS
        assert_booked_once(site, log, movements)
