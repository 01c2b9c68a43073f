# SPDX-License-Identifier: MIT
"""The gateway's half of `order/new` in a few lines, written from docs/protocol.md.

It shows each order as received and then with the state that a test wants.
"""

import json
import threading

from acking_gateway import PREFIX, new_client


class OrderDesk:
    """Thread-safe where tests look in."""

    def __init__(self, port, outcome=lambda number: "confirmed"):
        self.ready = threading.Event()
        self.came = []  # (id, order without its id) as they arrived, repeats too
        self.deaf_to_first = False  # takes an order only when it comes again
        self._outcome = outcome  # state of the n-th order, from 0
        self._numbers = {}
        self._port = port
        self._client = new_client(client_id="desk")
        self._client.on_connect = lambda client, *_: client.subscribe(f"{PREFIX}/order/new", 1)
        self._client.on_subscribe = lambda *_: self.ready.set()
        self._client.on_message = self._on_message

    def __enter__(self):
        self._client.connect("127.0.0.1", self._port)
        self._client.loop_start()
        assert self.ready.wait(10)
        return self

    def __exit__(self, *_):
        self._client.disconnect()
        self._client.loop_stop()

    def _on_message(self, client, _, message):
        assert message.qos == 1 and not message.retain
        order = json.loads(message.payload)
        name = order.pop("order")
        again = any(name == other for other, _ in self.came)
        self.came.append((name, order))
        if self.deaf_to_first and not again:
            return
        number = self._numbers.setdefault(name, len(self._numbers))
        for state in ("received", self._outcome(number)):
            shown = {"v": 1, "order": name, "state": state, "reason": "", "lines": [], "at_ms": 1}
            text = json.dumps(shown, separators=(",", ":"))
            client.publish(f"{PREFIX}/order/{name}", text, qos=1, retain=True)
