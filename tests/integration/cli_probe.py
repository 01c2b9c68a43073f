# SPDX-License-Identifier: MIT
"""Runs shelfctl, the real program, against http_probe: the gateway's inside behind
its HTTP door, without broker, mail and configuration."""

import json
import os
import pathlib
import subprocess
from dataclasses import dataclass

from waiting import HUNG_S

BIN = pathlib.Path(os.environ["SHELFWIRE_BIN"])


@dataclass(frozen=True)
class Done:
    code: int
    out: str
    err: str


class Probe:
    """A gateway in `folder`; ends with the `with` block."""

    def __init__(self, folder):
        self.socket = str(folder / "api.sock")
        self._process = subprocess.Popen(
            [BIN / "http_probe", folder],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._process.stdout.readline() == "ready\n"

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._process.stdin.close()
        try:
            assert self._process.wait(HUNG_S) == 0
        finally:
            self._process.kill()
            self._process.stdout.close()

    def tell(self, words):
        self._process.stdin.write(words + "\n")
        self._process.stdin.flush()
        assert self._process.stdout.readline() == f"done {words}\n"


class Shelfctl:
    """shelfctl on one socket, in a plain environment."""

    def __init__(self, socket, **environment):
        self.environment = {
            "PATH": os.environ["PATH"],
            "TZ": "UTC",
            "SHELFWIRE_HTTP_SOCKET": socket,
            **environment,
        }

    def arguments(self, *words):
        return [str(BIN / "shelfctl"), *words]

    def run(self, *words, typed=""):
        done = subprocess.run(
            self.arguments(*words),
            env=self.environment,
            input=typed,
            capture_output=True,
            text=True,
            timeout=HUNG_S,
            check=False,
        )
        return Done(done.returncode, done.stdout, done.stderr)

    def ok(self, *words, typed=""):
        """Output of a command that has to succeed without complaint."""
        done = self.run(*words, typed=typed)
        assert (done.code, done.err) == (0, ""), (words, done)
        return done.out

    def json(self, *words):
        return json.loads(self.ok(*words, "--json"))
