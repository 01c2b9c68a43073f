# SPDX-License-Identifier: MIT
"""Programs that load a store and measure: ours (tests/bench/store_load.cpp) and SQLite's
(tests/bench/sqlite_load.py). They say "ready", begin when told to, and print what they found."""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from instrument.machine import BIN, ROOT

OURS = [BIN / "store_load"]
SQLITE = [sys.executable, ROOT / "tests" / "bench" / "sqlite_load.py"]


class Load:
    """Ready once it is made; ended when left."""

    def __init__(self, program, *arguments):
        self.child = subprocess.Popen([str(a) for a in (*program, *arguments)],
                                      stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        if self.child.stdout.readline() != "ready\n":
            self.child.wait()
            raise SystemExit(f"bench: {program[-1]} failed")

    def __enter__(self):
        return self

    def measure(self):
        self.child.stdin.write("go\n")
        self.child.stdin.flush()
        line = self.child.stdout.readline()
        if not line:
            raise SystemExit("bench: the load failed")
        return json.loads(line)

    def __exit__(self, kind, *_):
        if kind is not None:
            self.child.kill()  # it may have a minute to go
        self.child.stdin.close()
        self.child.wait()
        self.child.stdout.close()


recorded = {}  # file: how many of its commits are to be measured


def record(machine, a_commit, movements):
    """The records of so many movements in a file, and how many of its commits are to be
    measured. Made once: they are the same in each repetition."""
    name = machine.folder / f"recorded-{a_commit}-{movements}"
    if name not in recorded:
        memory = "/dev/shm" if Path("/dev/shm").is_dir() else machine.folder
        with tempfile.TemporaryDirectory(dir=memory) as folder, \
                Load(OURS, f"{folder}/store", "--durability", "checkpoint", "--a-commit", a_commit,
                     "--movements", movements, "--record", name) as load:
            recorded[name] = load.measure()["commits"]
    return name, recorded[name]
