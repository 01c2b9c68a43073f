# SPDX-License-Identifier: MIT
"""Starts the programs under test."""

import json
import os
import pathlib
import subprocess

from mosquitto import HUNG_S

BIN = pathlib.Path(os.environ["SHELFWIRE_BIN"])


def run(program, *arguments, text=None):
    """Runs to the end; .returncode, .stdout, .stderr."""
    return subprocess.run([BIN / program, *map(str, arguments)], input=text, text=True,
                          capture_output=True, timeout=HUNG_S, check=False)


def start(program, *arguments, **more):
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    return subprocess.Popen([BIN / program, *map(str, arguments)], text=True,
                            **{**pipes, **more})


def states(output):
    """JSON lines -> [(seq, state)]."""
    lines = [json.loads(line) for line in output.splitlines()]
    return [(line["seq"], line["state"]) for line in lines]
