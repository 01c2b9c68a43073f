# SPDX-License-Identifier: MIT
"""Others at the broker: any MQTT client, and a scanner written in Python."""

import json
import threading
import zlib
from collections import deque

from paho_client import new_client
from waiting import HUNG_S, wait_for

P = "shelfwire/v1/main/"


class Client:
    """Anything else at the broker. `messages`: (topic, payload, retained) as they came, without
    those by which the gateway proves its rights.
    `login`: user name and password, where the broker wants them."""

    def __init__(self, port, *filters, login=()):
        self.messages = deque()
        self._client = new_client(clean_session=True)
        if login:
            self._client.username_pw_set(*login)
        self._client.max_inflight_messages_set(100)
        self._client.on_message = self._on_message
        self._subscribed = threading.Event()
        self._client.on_subscribe = lambda *_: self._subscribed.set()
        self._client.connect("127.0.0.1", port)
        self._client.loop_start()
        wait_for(self._client.is_connected, "a client is connected")
        if filters:
            self._client.subscribe([(topic, 1) for topic in filters])
            assert self._subscribed.wait(HUNG_S)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._client.disconnect()
        self._client.loop_stop()

    def _on_message(self, _client, _data, message):
        if "/@gateway" not in message.topic:
            self.messages.append((message.topic, message.payload, message.retain))

    def publish(self, topic, payload, qos=0, retain=False):
        """Hands a message over; .wait_for_publish() waits for a QoS 1's PUBACK."""
        return self._client.publish(topic, payload, qos, retain)

    def seen(self, topic, wanted=lambda payload: True):
        return [p for t, p, _ in list(self.messages) if t == topic and wanted(p)]


class Scanner:
    """A scanner written in Python, byte for byte by docs/protocol.md: for what a
    real one would never send. Its checks are random numbers: the gateway never
    computes them."""

    def __init__(self, site, name, epoch=0x9F3C01AA):
        self._client = site.client(f"{P}node/{name}/ack")
        self.topic = f"{P}node/{name}/up"
        self.name = name
        self.epoch = f"{epoch:08x}"
        self.checks = [self.epoch]  # [n]: check of sequence n
        self.first_kept = 1

    def __enter__(self):
        return self

    def __exit__(self, *arguments):
        self._client.__exit__(*arguments)

    def movement(self, **fields):
        """Appends one to the journal and returns it."""
        # Of the name too: real records differ by their noise, and equal checks are one history.
        self.checks.append(f"{zlib.crc32(self.name.encode(), int(self.checks[-1], 16)):08x}")
        return {**fields, "k": self.checks[-1]}

    def batch(self, movements, first, **fields):
        return {
            "v": 1,
            "e": self.epoch,
            "s": first,
            "b": self.first_kept,
            "p": self.checks[first - 1],
            "m": movements,
            **fields,
        }

    def receive(self, sku="ITEM-000", qty=1, to="MAIN/A-01"):
        """Sends one movement; its sequence."""
        movement = self.movement(op="receive", sku=sku, to=to, qty=qty)
        seq = len(self.checks) - 1
        self.send(self.batch([movement], seq))
        return seq

    def send(self, message):
        if not isinstance(message, (bytes, str)):
            message = json.dumps(message)
        self._client.publish(self.topic, message)

    def acks(self):
        return [json.loads(p) for _, p, _ in list(self._client.messages)]

    def acked(self):
        """Up to where, by the newest ack; 0: none came."""
        return max((a["acked"] for a in self.acks() if a["e"] == self.epoch), default=0)

    def wait_ack(self, seq):
        """The ack of everything up to `seq`."""

        def found():
            return [a for a in self.acks() if a["e"] == self.epoch and a["acked"] == seq]

        return wait_for(found, f"ack of {self.name} up to {seq}")[-1]
