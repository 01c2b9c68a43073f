# SPDX-License-Identifier: MIT
"""Waiting for conditions, and ports: what every test on real parts needs."""

import os
import socket
import time

# A test that waits so long for something hangs. Nothing is judged by it: it is three
# times the longest wait of anything that works (a scanner's minute between two sends),
# so that a busy machine does not come near it.
HUNG_S = 180

# Times that people are promised are told by every run, and judged where the machine has
# nothing else to do, as in the nightly run.
JUDGES_TIMES = "SHELFWIRE_JUDGE_TIMES" in os.environ

_kept_ports = []


def wait_for(condition, what, every_s=0.02):
    """Waits until `condition()` is true and returns its value."""
    deadline = time.monotonic() + HUNG_S
    while True:
        value = condition()
        if value:
            return value
        assert time.monotonic() < deadline, f"{what}: not within {HUNG_S} s"
        time.sleep(every_s)


def with_patience(attempt):
    """`attempt(timeout_ms)` has to be ended by its time-out, after it got to a certain
    point; it gives its result and whether it got there. Tried with a longer one where
    the machine was too busy to get there in a short one. The result."""
    for timeout_ms in (700, 7_000, 70_000):
        result, got_there = attempt(timeout_ms)
        if got_there:
            return result
    raise AssertionError(f"did not get there within {timeout_ms} ms: {result}")


def kept_port():
    """A port of loopback that is this process's until it ends: connections to it are
    refused until a server of ours listens there, which has to set SO_REUSEADDR, as
    servers do. A port that was only found free may be anybody's before it is used, or
    while a broker is down: also the source of somebody's connection."""
    keeper = socket.socket()
    keeper.bind(("127.0.0.1", 0))
    # After the bind, for before it the kernel might give it a port that another keeps.
    keeper.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    _kept_ports.append(keeper)
    return keeper.getsockname()[1]
