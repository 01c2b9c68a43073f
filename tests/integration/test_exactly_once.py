# SPDX-License-Identifier: MIT
"""Goal: whatever is killed, every movement that a scanner called stored is booked
exactly once, and nothing else is.

Method: real scanners' cores (shelfwire-fleet), a real broker and the real gateway.
The gateway dies by SIGKILL again and again: inside a commit, inside a checkpoint, between
a commit and its ack (a preloaded library, kill_point.cpp, hits these windows and notes
that it did), and at any time. The broker dies and loses its memory in between. In the end the
scanners' own log is compared with ledger and tasks.

Scanners heal a lot: a gateway that acked too early would get the movements again. So
each time the gateway dies its store is copied, and must hold all that it had acked.

The scanners scan until the last kill is over and there are enough movements, however
long that takes. SHELFWIRE_ONCE_MOVEMENTS (at least), _NODES, _KILLS (of the gateway),
_WIPES (of the broker) and _SEED change the run; the figures are printed (pytest -s).
With fewer than twelve kills not every point of a checkpoint is hit.
"""

import collections
import http.client
import itertools
import json
import os
import random
import shutil
import signal
import time

from fleet_books import assert_booked_once, key_of, read_log
from gateway_site import BIN, Site, finish_fleet, some_items
from mqtt_peers import P
from waiting import wait_for

KILL_POINT = BIN / "libkill_point.so"
IN_COMMIT = "frame"
IN_CHECKPOINT = ("pages", "flush", "header")
BEFORE_ACK = "ack"
ANY_TIME = "any time"


def parameter(name, default):
    return int(os.environ.get("SHELFWIRE_ONCE_" + name, default))


MOVEMENTS = parameter("MOVEMENTS", 4_000)
NODES = parameter("NODES", 50)
KILLS = parameter("KILLS", 12)
WIPES = parameter("WIPES", 3)
SEED = parameter("SEED", 1)
RATE = parameter("RATE", 180)  # movements a second
ENDLESS = 10_000_000  # movements: the scanners are told when it is enough

SUPPLIERS = "id,name,email\nACME,Acme,orders@acme.example\n"


def plan_kills(rng):
    """Where each life of the gateway ends: each kind as often as the others."""
    checkpoint = itertools.cycle(IN_CHECKPOINT)
    kinds = [
        (IN_COMMIT, next(checkpoint), BEFORE_ACK, ANY_TIME)[i % 4] for i in range(KILLS)
    ]
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
        # The start makes a checkpoint by itself, the others are asked for.
        number = self._rng.randrange(1, 6) if kind in IN_CHECKPOINT else self._rng.randrange(4, 15)
        environment = {
            # By name: a path in LD_PRELOAD ends at its first blank.
            "LD_PRELOAD": KILL_POINT.name,
            "LD_LIBRARY_PATH": str(KILL_POINT.parent),
            "SHELFWIRE_KILL_AT": f"{kind}:{number}",
            "SHELFWIRE_KILL_MARK": str(self._mark),
        }
        self._site.start_gateway(
            wait=False, environment={} if kind == ANY_TIME else environment
        )

    def await_death(self, kind):
        if kind == ANY_TIME:
            commits = self._rng.randrange(1, 10)

            def busy():
                state = self._site.readiness()
                connected = state.get("broker_connected", False)
                return connected and state["counters"]["commits"] >= commits

            wait_for(busy, "commits")
            self._site.kill_gateway()
            self.by_hand += 1
        else:
            if kind in IN_CHECKPOINT:
                wait_for(self._ended_by_a_reader, "a checkpoint")
            code = self._site.wait_gateway_end()
            assert code == -9, (code, self._site.log_tail())

    def _ended_by_a_reader(self):
        """Reads, so that what was acked has to be checkpointed; whether that was the end."""
        try:
            self._site.get("/api/v1/stock?limit=1")
        except (OSError, http.client.HTTPException, ValueError):
            pass  # it is not there yet, or not any more
        return self._site.gateway.poll() is not None

    def counts(self):
        hit = collections.Counter(self._mark.read_text().split() if self._mark.exists() else [])
        hit[ANY_TIME] = self.by_hand
        return hit


class Witness:
    """Hears every ack: claims[node, epoch] is how far the gateway says it is."""

    def __init__(self, site):
        self._site = site
        self._claims = {}
        self._copies = []  # folder, claims at that time
        self._client = None
        self.listen()

    def listen(self):
        """To a new broker."""
        self.stop()
        self._client = self._site.client(P + "node/+/ack", P + "gateway/state")

    def stop(self):
        if self._client:
            self._read()
            self._client.__exit__()
            self._client = None

    def _read(self):
        """Takes what came; whether the gateway is online by its last state."""
        online = False
        for topic, payload, _ in list(self._client.messages):
            message = json.loads(payload)
            if topic == P + "gateway/state":
                online = message["online"]
                continue
            key = (topic.split("/")[-2], message["e"])
            self._claims[key] = max(self._claims.get(key, 0), message["acked"])
        return online

    def gateway_died(self):
        """Its Last Will comes after every ack that the broker got from it."""
        wait_for(lambda: not self._read(), "the gateway's Last Will")
        folder = self._site.folder / f"copy-{len(self._copies)}"
        shutil.copytree(self._site.store, folder / "store")
        self._copies.append((folder, dict(self._claims)))

    def assert_all_was_there(self):
        """Each copy holds, or excepts, what had been acked. The ledger only grows, so
        of each copy only what is new is read, from the last row known before."""
        there, last_row = set(), None
        for folder, claims in self._copies:
            copy = Site(folder)  # its broker is not started: nobody sends anything again
            try:
                copy.start_gateway(wait=False)
                wait_for(copy.readiness, "the copy is open")
                new = copy.rows("ledger", since=last_row["seq"] if last_row else 1)
                there |= {key_of(row) for row in new + copy.rows("tasks")}
            finally:
                copy.close()
            assert last_row is None or new[0] == last_row, "the ledger lost its end"
            last_row = new[-1] if new else None
            acked = {(*key, seq) for key, last in claims.items() for seq in range(1, last + 1)}
            assert acked <= there, f"{folder.name}: acked, not on disk: {sorted(acked - there)[:5]}"
        assert sum(self._copies[-1][1].values()) > 0


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
        witness = Witness(site)
        killer.start(kinds[0])
        fleet = site.fleet(
            nodes=NODES, movements=ENDLESS, rate=RATE, batch=16, seed=SEED, log=log,
        )  # fmt: skip
        for i, kind in enumerate(kinds):
            if i in wipe_at:
                site.wipe_broker()
                witness.listen()
            killer.await_death(kind)
            witness.gateway_died()
            print(f"{time.monotonic() - began:6.1f} s: killed, {kind}")
            if i + 1 < KILLS:
                killer.start(kinds[i + 1])
        killed_s = time.monotonic() - began
        site.start_gateway()
        while (stored := len(read_log(log)[0])) < MOVEMENTS:
            wait_for(lambda before=stored: len(read_log(log)[0]) > before, "more", every_s=0.5)
        fleet.send_signal(signal.SIGINT)
        report = finish_fleet(fleet)
        counts = killer.counts()
        print(f"killing {killed_s:.0f} s, all {time.monotonic() - began:.0f} s, {report}")
        print(f"kills: {dict(counts)}, broker wiped {WIPES} times")

        assert sum(counts.values()) == KILLS
        for kind in (IN_COMMIT, BEFORE_ACK, ANY_TIME):
            assert counts[kind] >= KILLS // 4
        assert sum(counts[point] for point in IN_CHECKPOINT) >= KILLS // 4
        assert_booked_once(site, log, report["stored"])
        witness.stop()
        witness.assert_all_was_there()
        print(f"with the look into every copy {time.monotonic() - began:.0f} s")
