# SPDX-License-Identifier: MIT
"""The gateway's half of the protocol in a few lines, written from docs/protocol.md.

It books batches in memory and acks them, so that tests see what really arrived.
"""

import json
import pathlib
import sys
import threading

sys.path.insert(0, str(pathlib.Path(__file__).parents[1]))
from paho_client import new_client  # noqa: E402

PREFIX = "shelfwire/v1/main"


class Row:
    """What is known of one (node, epoch)."""

    def __init__(self, epoch):
        self.acked = 0
        self.check = epoch
        self.refused = []
        self.ledger = []  # movements, sequence 1 first


class AckingGateway:
    """Connects at start() and after every loss. Thread-safe where tests look in. `login`: user
    name and password, where the broker wants them."""

    def __init__(self, port, login=()):
        self.lock = threading.Lock()
        self.rows = {}  # (node, epoch) -> Row
        self.states = {}  # node -> newest state message
        self.batches = 0
        self.hellos = 0
        self.silent = False  # books nothing and answers nothing
        self.ignored = 0  # batches with movements that came meanwhile
        self.refuses = {}  # code -> why
        self.twist = None  # function that may change an ack before it goes out
        self._port = port
        self._client = new_client(client_id="gateway")
        if login:
            self._client.username_pw_set(*login)
        self._client.on_connect = self._subscribe
        self._client.on_message = self._on_message
        self._client.reconnect_delay_set(0.2, 1)

    def __enter__(self):
        self._client.connect_async("127.0.0.1", self._port)
        self._client.loop_start()
        return self

    def __exit__(self, *_):
        self._client.disconnect()
        self._client.loop_stop()

    def ledger(self):
        """{(node, epoch): movements in order}, a copy."""
        with self.lock:
            return {key: list(row.ledger) for key, row in self.rows.items() if row.ledger}

    def movements(self):
        return sum(len(ledger) for ledger in self.ledger().values())

    def state_of(self, node):
        with self.lock:
            return self.states.get(node, {})

    def _subscribe(self, client, *_):
        client.subscribe([(f"{PREFIX}/node/+/up", 0), (f"{PREFIX}/node/+/state", 1)])

    def _on_message(self, client, _, message):
        node, kind = message.topic.split("/")[-2:]
        with self.lock:
            if kind == "state":
                self.states[node] = json.loads(message.payload)
            elif self.silent:
                self.ignored += bool(json.loads(message.payload)["m"])
            else:
                ack = self._take(node, json.loads(message.payload))
                if self.twist:
                    ack = self.twist(ack)
                client.publish(f"{PREFIX}/node/{node}/ack", json.dumps(ack), qos=0, retain=True)

    def _take(self, node, batch):
        row = self.rows.setdefault((node, batch["e"]), Row(batch["e"]))
        movements = batch["m"]
        self.batches += bool(movements)
        self.hellos += not movements
        first, last = batch["s"], batch["s"] + len(movements) - 1
        if first <= row.acked + 1 and last > row.acked:
            before = [batch["p"], *(movement["k"] for movement in movements)]
            assert before[row.acked + 1 - first] == row.check, "another history"
            for movement in movements[row.acked + 1 - first:]:
                row.ledger.append(movement)
                row.acked += 1
                row.check = movement["k"]
                why = self.refuses.get(movement.get("code"))
                if why:
                    row.refused.append({"seq": row.acked, "why": why})
        return {"v": 1, "e": batch["e"], "acked": row.acked, "k": row.check,
                "now_ms": 1790000000000, "rt": len(row.refused), "refused": row.refused[-8:]}
