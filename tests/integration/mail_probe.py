# SPDX-License-Identifier: MIT
"""Runs the test program mail_probe, which sends one mail with gateway_mail."""

import os
import pathlib
import subprocess
from dataclasses import dataclass

from waiting import HUNG_S

PROGRAM = pathlib.Path(os.environ["SHELFWIRE_BIN"]) / "mail_probe"


@dataclass(frozen=True)
class Outcome:
    """What send() reported: `delivery` by its stable name, and the text for people."""

    delivery: str
    text: str


def command(folder, url, **options):
    """The probe's command line; `folder` takes its input files.

    Options are the probe's, with _ for -; `body` and `password` are texts,
    `attachments` is a list of (name, content type, bytes)."""
    options = {
        "from_": "stock@shop.example",
        "to": "orders@acme.example",
        "subject": "Order PO-000017",
        "message_id": "po-000017@shop.example",
        "date_ms": 1709210096000,
        "body": "Please deliver.\n",
        **options,
    }
    arguments = [str(PROGRAM), "--url", url]
    files = pathlib.Path(folder)
    for option in ("body", "password"):
        if option in options:
            path = files / f"probe-{option}"
            path.write_bytes(options.pop(option).encode())
            arguments += [f"--{option}-file", str(path)]
    for index, (name, content_type, content) in enumerate(options.pop("attachments", [])):
        path = files / f"probe-attachment-{index}"
        path.write_bytes(content)
        arguments += ["--attach", name, content_type, str(path)]
    for option, value in options.items():
        arguments += ["--" + option.rstrip("_").replace("_", "-"), str(value)]
    return arguments


def outcome_of(output):
    delivery, text, rest = output.split("\n")
    assert rest == "", "the report has more than one line of text"
    return Outcome(delivery, text)


def send(folder, url, environment=None, **options):
    """Sends one mail and returns what send() reported."""
    done = subprocess.run(
        command(folder, url, **options),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=HUNG_S,
        env={**os.environ, **(environment or {})},
        check=False,
    )
    assert done.returncode == 0, f"exit {done.returncode}: {done.stderr}"
    return outcome_of(done.stdout)
