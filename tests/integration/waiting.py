# SPDX-License-Identifier: MIT
"""Waiting for conditions, and free ports: what every test on real parts needs."""

import socket
import time

# Long enough for a loaded machine; nothing that works comes near it.
SOON_S = 30


def wait_for(condition, what, timeout_s=SOON_S, every_s=0.02):
    """Waits until `condition()` is true and returns its value."""
    deadline = time.monotonic() + timeout_s
    while True:
        value = condition()
        if value:
            return value
        assert time.monotonic() < deadline, f"{what}: not within {timeout_s} s"
        time.sleep(every_s)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
