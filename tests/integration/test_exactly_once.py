# SPDX-License-Identifier: MIT
"""Goal: whatever is killed, every movement that a scanner called stored is booked
exactly once, and nothing else is.

Method: real scanners' cores (shelfwire-fleet), a real broker and the real gateway.
The gateway dies by SIGKILL again and again: inside a commit, between a commit and its
ack (a preloaded library, kill_point.cpp, hits these two windows and notes that it
did), and at any time. The broker dies and loses its memory in between. In the end the
scanners' own log is compared with ledger and exceptions.

SHELFWIRE_ONCE_MOVEMENTS, _NODES, _KILLS (of the gateway), _WIPES (of the broker) and
_SEED change the run; the figures are printed (pytest -s).
"""

import collections
import os
import random
import time

from fleet_books import assert_booked_once
from gateway_site import BIN, Site, finish_fleet, some_items
from waiting import wait_for

KILL_POINT = BIN / "libkill_point.so"
IN_COMMIT = ("pages", "flush", "header")
BEFORE_ACK = "ack"
ANY_TIME = "any time"


def parameter(name, default):
    return int(os.environ.get("SHELFWIRE_ONCE_" + name, default))


MOVEMENTS = parameter("MOVEMENTS", 20_000)
NODES = parameter("NODES", 50)
KILLS = parameter("KILLS", 20)
WIPES = parameter("WIPES", 5)
SEED = parameter("SEED", 1)
# Movements a second: slow enough that the killing is over before the scanning is.
RATE = parameter("RATE", 200)
# Scanners wait longer after each failure, a minute at the most.
DRAIN_S = 150

SUPPLIERS = "id,name,email\nACME,Acme,orders@acme.example\n"


def plan_kills(rng):
    """Where each life of the gateway ends: a third inside a commit, a third between
    commit and ack, the rest at any time."""
    kinds = [(rng.choice(IN_COMMIT), BEFORE_ACK, ANY_TIME)[i % 3] for i in range(KILLS)]
    rng.shuffle(kinds)
    return kinds


class Killer:
    """Gives the gateway its lives."""

    def __init__(self, site, rng):
        self._site = site
        self._rng = rng
        self._mark = site.folder / "killed"
        self.by_hand = 0

    def start(self, kind):
        """Starts a gateway that will die `kind`'s death."""
        commit = self._rng.randrange(12, 60)
        environment = {
            "LD_PRELOAD": str(KILL_POINT),
            "SHELFWIRE_KILL_AT": f"{kind}:{commit}",
            "SHELFWIRE_KILL_MARK": str(self._mark),
        }
        self._site.start_gateway(
            wait=False, environment={} if kind == ANY_TIME else environment
        )

    def await_death(self, kind):
        if kind == ANY_TIME:
            commits = self._rng.randrange(1, 40)
            wait_for(lambda: (self._site.counter("commits") or 0) >= commits, "commits")
            self._site.kill_gateway()
            self.by_hand += 1
        else:
            code = self._site.wait_gateway_end(timeout_s=90)
            assert code == -9, (code, self._site.log_tail())

    def counts(self):
        hit = collections.Counter(self._mark.read_text().split() if self._mark.exists() else [])
        hit[ANY_TIME] = self.by_hand
        return hit


def test_every_stored_movement_is_booked_once_whatever_dies(tmp_path):
    rng = random.Random(SEED)
    print(f"\nSHELFWIRE_ONCE_SEED={SEED}")
    began = time.monotonic()
    with Site(tmp_path) as site:
        site.import_catalogue(some_items(40, supplier="ACME", threshold=20), SUPPLIERS)
        site.stop_gateway()
        killer = Killer(site, rng)
        kinds = plan_kills(rng)
        wipe_at = {KILLS * (i + 1) // (WIPES + 1) for i in range(WIPES)}
        assert len(wipe_at) == WIPES
        log = tmp_path / "fleet.log"
        killer.start(kinds[0])
        fleet = site.fleet(
            nodes=NODES, movements=MOVEMENTS, rate=RATE, batch=16, seed=SEED, log=log,
            drain_timeout=DRAIN_S,
        )  # fmt: skip
        for i, kind in enumerate(kinds):
            if i in wipe_at:
                site.wipe_broker()
            killer.await_death(kind)
            print(f"{time.monotonic() - began:6.1f} s: killed, {kind}")
            if i + 1 < KILLS:
                killer.start(kinds[i + 1])
        assert fleet.poll() is None, "the scanning was over before the killing"
        killed_s = time.monotonic() - began
        site.start_gateway()
        report = finish_fleet(fleet, timeout_s=2 * DRAIN_S)
        counts = killer.counts()
        print(f"killing {killed_s:.0f} s, all {time.monotonic() - began:.0f} s, {report}")
        print(f"kills: {dict(counts)}, broker wiped {WIPES} times")

        in_commit = sum(counts[point] for point in IN_COMMIT)
        assert sum(counts.values()) == KILLS
        assert in_commit >= KILLS // 4
        assert counts[BEFORE_ACK] >= KILLS // 4
        assert_booked_once(site, log, MOVEMENTS)
