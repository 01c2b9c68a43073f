# SPDX-License-Identifier: MIT
"""Promise: on a terminal a table is no wider than the terminal and coloured; with
NO_COLOR, or elsewhere, there is not one escape sequence; long work shows a bar and
takes it away again.
Method: run the real program on pseudo-terminals of several sizes."""

import fcntl
import os
import pty
import re
import socket
import struct
import subprocess
import termios
import threading
import time
import unicodedata

import pytest

from cli_probe import Probe, Shelfctl
from waiting import HUNG_S

ORDER = (
    '{"order":"1007","customer":{"name":"Erika Mustermann 日本","email":"e@example.org",'
    '"address":"Hauptstraße 1\\n12345 Musterstadt"},"lines":[{"sku":"DESK","qty":3}]}'
)


@pytest.fixture(name="shelfctl", scope="module")
def fixture_shelfctl(tmp_path_factory):
    with Probe(tmp_path_factory.mktemp("gateway")) as probe:
        shelfctl = Shelfctl(probe.socket, TERM="xterm")
        shelfctl.ok("item", "set", "BOLT-M8", "name=Bolt M8 hexagon, Schlüssel 13, 日本製, zinc plated")
        shelfctl.ok("supplier", "set", "ACME", "name=Acme", "email=orders@acme.example")
        shelfctl.ok("item", "set", "BOLT-M8", "supplier=ACME")
        shelfctl.ok("move", "receive", "BOLT-M8", "5", "--to", "MAIN/A-01")
        shelfctl.ok("move", "pick", "BOLT-M8", "9", "--from", "MAIN/B-02/03")
        shelfctl.ok("item", "set", "DESK", "name=Schreibtisch, Größe L, 日本製, oak, zinc feet")
        shelfctl.ok("move", "receive", "DESK", "2", "--to", "MAIN/A-01")
        shelfctl.ok("move", "receive", "DESK", "2", "--to", "MAIN/B-02")
        shelfctl.ok("order", "new", "-", typed=ORDER)
        shelfctl.ok("order", "new", "-", typed=ORDER.replace("1007", "1008"))
        probe.tell("work")
        probe.tell("ill")
        yield shelfctl


def on_terminal(shelfctl, columns, *words, stdout=None, **environment):
    """What the program writes to a terminal of that width: stderr, and stdout unless it goes elsewhere."""
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))
    with subprocess.Popen(
        shelfctl.arguments(*words),
        env={**shelfctl.environment, **environment},
        stdin=slave,
        stdout=slave if stdout is None else stdout,
        stderr=slave,
    ) as process:
        os.close(slave)
        written = b""
        try:
            while piece := os.read(master, 65536):
                written += piece
        except OSError:  # Linux's end of file on a pty
            pass
        process.wait(HUNG_S)
    os.close(master)
    return written.decode().replace("\r\n", "\n")


def without_colour(text):
    parts = text.split("\x1b[")
    return parts[0] + "".join(part.split("m", 1)[1] for part in parts[1:])


def width(line):
    wide = sum(unicodedata.east_asian_width(c) in "WF" for c in line)
    return len(line) + wide - sum(unicodedata.combining(c) != 0 for c in line)


@pytest.mark.parametrize("columns", [40, 62, 80, 100, 140, 200])
@pytest.mark.parametrize("words", [("stock",), ("ledger",), ("item", "list"), ("doctor",),
                                   ("po", "show", "PO-000001"), ("po", "why", "PO-000001"),
                                   ("order", "list"), ("order", "show", "1007"),
                                   ("order", "show", "1008"), ("invoice", "list")])
def test_a_table_is_no_wider_than_the_terminal(shelfctl, columns, words):
    text = without_colour(on_terminal(shelfctl, columns, *words))
    lines = text.splitlines()
    assert len(lines) > 1
    for line in lines:
        # A table may not shrink below its indispensable columns.
        assert width(line) <= max(columns, 53), (columns, line)


def test_a_terminal_is_never_sent_a_pdf_file(shelfctl):
    shown = on_terminal(shelfctl, 80, "invoice", "show", "INV-000001", "--format", "pdf")
    assert "--output FILE" in shown and "%PDF" not in shown


def test_what_found_no_room_is_named(shelfctl):
    assert "no room for: " in on_terminal(shelfctl, 40, "stock")
    assert "no room for: " not in on_terminal(shelfctl, 140, "stock")


def test_colour_only_on_terminals_that_want_it(shelfctl):
    assert "\x1b[31m-9\x1b[0m" in on_terminal(shelfctl, 140, "stock")
    assert "\x1b" not in on_terminal(shelfctl, 140, "stock", NO_COLOR="1")
    assert "\x1b" not in on_terminal(shelfctl, 140, "stock", TERM="dumb")
    assert "\x1b" not in shelfctl.ok("stock")
    assert "Schlüssel 13, 日本製, zinc plated" in shelfctl.ok("stock"), "whole in a pipe"


def test_long_work_shows_a_bar_and_takes_it_away(shelfctl, tmp_path):
    rows = "".join(f"SKU-{i},{'n' * 100}\n" for i in range(20_000))
    (tmp_path / "items.csv").write_text("sku,name\n" + rows)
    words = ("item", "import", str(tmp_path / "items.csv"))
    text = on_terminal(shelfctl, 100, *words)
    assert "checks and stores" in text
    assert text.endswith("\r\x1b[K20000 items imported.\n"), repr(text[-200:])
    assert shelfctl.ok(*words) == "20000 items imported.\n"
    assert "\r" not in on_terminal(shelfctl, 100, *words, "--quiet")
    assert "\r" not in on_terminal(shelfctl, 100, *words, "--json")
    assert on_terminal(shelfctl, 100, *words, stdout=subprocess.DEVNULL) == ""


def answer_slowly(listener, seconds):
    """Answers one import after so long."""
    connection, _ = listener.accept()
    with connection:
        text = b""
        while not text.endswith(b"\nEND,end\n"):
            text += connection.recv(65536)
        time.sleep(seconds)
        body = b'{"changed":1}'
        connection.sendall(b"HTTP/1.1 200 X\r\nContent-Type: application/json\r\n"
                           b"Connection: close\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body))


def test_an_import_goes_on_telling_while_the_gateway_works(tmp_path):
    (tmp_path / "items.csv").write_text("sku,name\nEND,end\n")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(tmp_path / "slow.sock"))
        listener.listen()
        listener.settimeout(HUNG_S)
        server = threading.Thread(target=answer_slowly, args=(listener, 3.5))
        server.start()
        shelfctl = Shelfctl(str(tmp_path / "slow.sock"), TERM="xterm")
        text = on_terminal(shelfctl, 100, "item", "import", str(tmp_path / "items.csv"))
        server.join(HUNG_S)
    assert re.search(r"checks and stores it\r.*stores it, 1 s\r.*stores it, 2 s\r", text), repr(text)
    assert text.endswith("\r\x1b[K1 item imported.\n"), repr(text)
