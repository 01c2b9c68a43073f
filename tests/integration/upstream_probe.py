# SPDX-License-Identifier: MIT
"""Runs the test program upstream_probe, which posts one event with gateway_upstream."""

import json
import os
import pathlib
import subprocess
from dataclasses import dataclass
from typing import Optional

from waiting import HUNG_S

PROGRAM = pathlib.Path(os.environ["SHELFWIRE_BIN"]) / "upstream_probe"

KEY = "po-000017:sent:1"
EVENT = {
    "specversion": "1.0",
    "id": KEY,
    "source": "urn:shelfwire:main",
    "type": "shelfwire.po.sent",
    "datacontenttype": "application/json",
    "data": {"po": "PO-000017", "supplier": "Müller & Söhne"},
}
BODY = json.dumps(EVENT, ensure_ascii=False)


@dataclass(frozen=True)
class Outcome:
    """What post() reported: `delivery` by its stable name, the text for people, and
    how long to wait."""

    delivery: str
    text: str
    retry_after_s: Optional[int]


def command(folder, url, **options):
    """The probe's command line; `folder` takes its input files.

    Options are the probe's, with _ for -; `body` and `token` are texts."""
    options = {"key": KEY, "body": BODY, **options}
    arguments = [str(PROGRAM), "--url", url]
    for option in ("body", "token"):
        if option in options:
            path = pathlib.Path(folder) / f"probe-{option}"
            path.write_bytes(options.pop(option).encode())
            arguments += [f"--{option}-file", str(path)]
    for option, value in options.items():
        arguments += ["--" + option.replace("_", "-"), str(value)]
    return arguments


def outcome_of(output):
    delivery, text, wait, rest = output.split("\n")
    assert rest == "", "the report has more than one line of text"
    assert text.isascii() and text.isprintable(), text
    return Outcome(delivery, text, None if wait == "-" else int(wait))


def run(folder, url, environment=None, **options):
    """Runs the probe to its end."""
    return subprocess.run(
        command(folder, url, **options),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=HUNG_S,
        env={**os.environ, **(environment or {})},
        check=False,
    )


def post(folder, url, environment=None, **options):
    """Posts one event and returns what post() reported."""
    done = run(folder, url, environment, **options)
    assert done.returncode == 0, f"exit {done.returncode}: {done.stderr}"
    return outcome_of(done.stdout)
