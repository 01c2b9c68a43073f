# SPDX-License-Identifier: MIT
"""Promise: what the documents tell a reader to type works.

Method: takes the shell blocks of README.md, runs every shelfctl and mosquitto_pub
line in the order in which it stands against a real gateway, and reads the
configuration examples with --check-config. Names of hosts and files are replaced by
this test's own. Commands that any page shows or names in passing must at least be
understood.
"""

import os
import re
import shlex
import subprocess

from gateway_site import BIN, SOURCE, Site
from waiting import HUNG_S, wait_for

# These never end, or need what a test does not have; test_demo.py runs the demo.
NOT_RUN = re.compile(r"--follow|^make|^shelfwired|^shelfwire-scanner|^mosquitto_sub")


def blocks(document, language):
    text = (SOURCE / document).read_text(encoding="utf-8")
    return re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL)


def commands(document):
    for block in blocks(document, "sh"):
        for line in block.replace("\\\n", " ").splitlines():
            words = shlex.split(line, comments=True)
            if words:
                yield words


def run(words, site):
    words = [str(site.broker.port) if before == "-p" else word
             for before, word in zip([None] + words, words)]
    words = ["127.0.0.1" if word == "192.0.2.10" else word for word in words]
    if words[0] == "mosquitto_pub":
        words[1:1] = ["-p", str(site.broker.port)]
    environment = {**os.environ, "SHELFWIRE_HTTP_SOCKET": site.socket,
                   "PATH": f"{BIN}:{os.environ['PATH']}"}
    return subprocess.run(words, cwd=SOURCE, env=environment, capture_output=True, text=True,
                          timeout=HUNG_S)


def test_commands_of_the_readme_work(tmp_path):
    with Site(tmp_path) as site:
        wait_for(lambda: site.json("stock") == [], "the gateway answers")
        ran = 0
        for words in commands("README.md"):
            if NOT_RUN.search(" ".join(words)):
                continue
            done = run(words, site)
            # doctor says what it finds; a test machine need not have a synchronised clock.
            allowed = (0, 1) if words[:2] == ["shelfctl", "doctor"] else (0,)
            assert done.returncode in allowed, f"{words}: {done.stderr}"
            ran += 1
        assert ran >= 8
        wait_for(lambda: site.json("stock"), "the README's plain message is booked")


def named_in_passing():
    for page in [SOURCE / "README.md", *sorted((SOURCE / "docs").rglob("*.md"))]:
        text = page.read_text(encoding="utf-8")
        for command in re.findall(r"`(shelfctl [^`]+)`", text):
            yield page.name, shlex.split(command.replace("\n", " "))[1:]
        for words in commands(page):
            if words[0] == "shelfctl":
                yield page.name, words[1:words.index(">") if ">" in words else None]


def test_every_command_of_a_page_is_understood(tmp_path):
    environment = {**os.environ, "SHELFWIRE_HTTP_SOCKET": str(tmp_path / "nobody.sock")}

    def shelfctl(*words):
        return subprocess.run([BIN / "shelfctl", *words], env=environment, capture_output=True,
                              text=True, timeout=HUNG_S)

    named = list(named_in_passing())
    assert len(named) >= 20
    for page, words in named:
        done = shelfctl(*["12" if word in ("ID", "SEQ", "QTY") else word for word in words])
        if done.returncode == 2:  # named without its arguments
            usage = shelfctl(*words, "--help").stdout
            assert f"shelfctl {' '.join(words)} " in usage, f"{page}: {words}: {done.stderr}"


def test_the_readme_s_configuration_is_good(tmp_path):
    toml = blocks("README.md", "toml")[0]
    secret = tmp_path / "mqtt.password"
    secret.write_text("secret\n")
    config = tmp_path / "shelfwire.toml"
    config.write_text(toml.replace("/etc/shelfwire/mqtt.password", str(secret)))
    done = subprocess.run([BIN / "shelfwired", "--config", config, "--check-config"],
                          capture_output=True, text=True, timeout=HUNG_S)
    assert done.returncode == 0, done.stderr


def test_the_scanner_s_help_and_the_protocol_name_the_same_command_barcodes():
    page = (SOURCE / "docs" / "protocol.md").read_text(encoding="utf-8")
    section = page.split("\n## Command barcodes\n")[1].split("\n## ")[0]
    told = subprocess.run([BIN / "shelfwire-scanner", "--help"], capture_output=True, text=True,
                          timeout=HUNG_S, check=True).stdout
    barcodes = set(re.findall(r"SW:[A-Z]+", told))
    assert len(barcodes) >= 12
    assert set(re.findall(r"SW:[A-Z]+", section)) == barcodes


def test_every_why_of_a_task_is_on_the_operations_page():
    page = (SOURCE / "docs" / "operations.md").read_text(encoding="utf-8")
    protocol = (SOURCE / "docs" / "protocol.md").read_text(encoding="utf-8")
    codes = re.findall(r"^\| `([a-z_]+)` \|", protocol.split("## Why a movement was refused")[1],
                       re.MULTILINE)
    assert len(codes) >= 9
    for code in [*codes, "discrepancy", "no_supplier_address", "no_price", "clock_step",
                 "unknown_reference", "not_on_order", "more_than_ordered", "count_again",
                 "acked_lost", "store_moved", "store_older", "sent_or_send",
                 "second_gateway", "outbox_blocked", "outbox_stuck", "outbox_unsure",
                 "history_lost", "second_history", "foreign_journal", "epoch_flood"]:
        assert f"| `{code}` |" in page, code


def test_every_key_of_the_operations_page_is_known_to_the_gateway(tmp_path):
    page = (SOURCE / "docs" / "operations.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`([a-z]+\.[a-z_]+)`", page))
    config = tmp_path / "shelfwire.toml"
    sections = {}
    for key in named:
        section, name = key.split(".")
        sections.setdefault(section, []).append(name)
    config.write_text("".join(f"[{section}]\n" + "".join(f"{name} = []\n" for name in names)
                              for section, names in sections.items()))
    done = subprocess.run([BIN / "shelfwired", "--config", config, "--check-config"],
                          capture_output=True, text=True, timeout=HUNG_S)
    assert done.returncode == 2
    unknown = [line for line in done.stderr.splitlines() if "is not a" in line]
    assert not unknown, unknown
