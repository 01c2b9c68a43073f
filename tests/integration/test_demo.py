# SPDX-License-Identifier: MIT
"""Promise: the demo shows what it says: nothing lost, nothing doubled, every order
mailed once though the mail server is away at first, and leaves nothing running and nothing
behind, also when it is interrupted, or nobody reads it to its end.
"""

import os
import pathlib
import re
import signal
import subprocess
import time

import pytest

from gateway_site import BIN, SOURCE
from waiting import HUNG_S


def test_the_demo_loses_and_doubles_nothing(tmp_path):
    done = subprocess.run([SOURCE / "toolchain" / "demo"], capture_output=True, text=True,
                          env={**os.environ, "SHELFWIRE_BIN": str(BIN), "TMPDIR": str(tmp_path)},
                          timeout=4 * HUNG_S)
    assert done.returncode == 0, done.stdout + done.stderr
    last = done.stdout.rstrip().splitlines()[-1]
    found = re.fullmatch(r"demo: scans=(\d+) committed=(\d+) lost=0 duplicated=0 "
                         r"reorder_mails=(\d+) verify=ok", last)
    assert found, last
    assert found[1] == found[2] and int(found[1]) > 500 and int(found[3]) >= 3
    assert "the mail server is back" in done.stdout
    assert "Please quote PO-" in done.stdout or "auf dem Lieferschein" in done.stdout
    assert "below the threshold" in done.stdout, "an order is explained"
    assert not list(tmp_path.iterdir()), "the demo left something behind"


def children_of(process):
    """Their ids, and what they run."""
    found = {}
    for stat in pathlib.Path("/proc").glob("[0-9]*/stat"):
        try:
            number, name, rest = re.fullmatch(r"(\d+) \((.*)\) (.*)\n", stat.read_text()).groups()
        except OSError:
            continue  # it has just ended
        if int(rest.split()[1]) == process.pid:
            found[int(number)] = name
    return found


def started(tmp_path, event):
    """A demo in a process group of its own that has told of `event`."""
    demo = subprocess.Popen([SOURCE / "toolchain" / "demo"], text=True, start_new_session=True,
                            stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                            env={**os.environ, "SHELFWIRE_BIN": str(BIN), "TMPDIR": str(tmp_path)})
    for line in demo.stdout:
        if event in line:
            return demo
    raise AssertionError(demo.stderr.read())


def is_running(number):
    return pathlib.Path(f"/proc/{number}").exists()


@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_all_and_leaves_nothing(tmp_path, number):
    demo = started(tmp_path, "scanned ")  # so all of them run
    children = children_of(demo)
    assert {"mosquitto", "shelfwired", "shelfwire-fleet"} <= set(children.values())
    deadline = time.monotonic() + HUNG_S
    while demo.poll() is None and time.monotonic() < deadline:
        os.killpg(demo.pid, number)  # again and again, as an impatient person does
        time.sleep(0.05)
    assert demo.returncode == 128 + number
    assert demo.stderr.read() == "demo: interrupted\n"
    assert not [name for child, name in children.items() if is_running(child)]
    assert not list(tmp_path.iterdir())


def test_ends_quietly_when_nobody_reads_it_any_more(tmp_path):
    demo = started(tmp_path, "are in the catalogue")
    children = children_of(demo)
    assert {"mosquitto", "shelfwired"} <= set(children.values())
    demo.stdout.close()
    assert demo.wait(HUNG_S) == 128 + signal.SIGPIPE
    assert demo.stderr.read() == ""
    assert not [name for child, name in children.items() if is_running(child)]
    assert not list(tmp_path.iterdir())
