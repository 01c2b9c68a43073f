# SPDX-License-Identifier: MIT
"""Programs that load a store and measure: ours (tests/bench/store_load.cpp) and SQLite's
(tests/bench/sqlite_load.py). They say "ready", begin when told to, and print what they found."""

import json
import subprocess
import sys

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
