# SPDX-License-Identifier: MIT
"""Promise: credentials reach the broker over TLS, and a broker that cannot prove who
it is gets nothing.

With the access list of docs/operations.md a scanner cannot write in another's name.

Method: a Mosquitto with a certificate made on the spot and a password file.
"""

import os
import pathlib
import re
import subprocess
import sys

import pytest
from acking_gateway import AckingGateway
from mosquitto import Mosquitto, kept_port
from programs import run

sys.path.insert(0, str(pathlib.Path(__file__).parents[1]))
from tls_files import Authority  # noqa: E402

OTHERS = ("others", "0pen")  # who uses the listener without TLS
SCAN = "SW:PICK\nSW:LOC:MAIN\nitem\n"


@pytest.fixture
def authority(tmp_path):
    return Authority(tmp_path / "ca")


@pytest.fixture
def broker(tmp_path, authority):
    certificate, key = authority.certificate()
    passwords = tmp_path / "passwords"
    passwords.write_text("desk:s3cret\n" + ":".join(OTHERS) + "\n")
    subprocess.run(["mosquitto_passwd", "-U", passwords], check=True, capture_output=True)
    plain = kept_port()
    with Mosquitto(tmp_path, f"cafile {authority.ca_file}", f"certfile {certificate}",
                   f"keyfile {key}", "allow_anonymous false",
                   f"password_file {passwords}",
                   f"listener {plain} 127.0.0.1") as running:
        running.plain_port = plain
        yield running


@pytest.fixture
def scanner(broker, tmp_path, authority):
    password = tmp_path / "password"
    password.write_text("s3cret\n")
    return {"--node": "desk-1", "--broker": f"mqtts://127.0.0.1:{broker.port}",
            "--journal": tmp_path / "journal", "--ca-file": authority.ca_file,
            "--username": "desk", "--password-file": password, "--drain-timeout": "20"}


def scan_with(options):
    return run("shelfwire-scanner", *[word for pair in options.items() for word in pair],
               text=SCAN)


def test_scans_over_tls_with_a_password(scanner, broker):
    with AckingGateway(broker.plain_port, OTHERS) as gateway:
        done = scan_with(scanner)
        assert done.returncode == 0, done.stderr
        assert gateway.movements() == 1


def test_says_when_the_password_is_wrong(scanner, tmp_path):
    (tmp_path / "password").write_text("guess\n")
    done = scan_with({**scanner, "--drain-timeout": "2"})
    assert done.returncode == 1
    assert "refuses user name or password" in done.stderr or "not authorise" in done.stderr


def test_does_not_talk_to_a_broker_with_a_foreign_certificate(scanner, broker, tmp_path):
    with AckingGateway(broker.plain_port, OTHERS) as gateway:
        stranger = Authority(tmp_path / "stranger")
        done = scan_with({**scanner, "--ca-file": stranger.ca_file, "--drain-timeout": "2"})
        assert done.returncode == 1
        assert gateway.state_of("desk-1") == {}


def test_does_not_talk_to_a_broker_with_another_name(scanner, authority, tmp_path):
    certificate, key = authority.certificate("DNS:elsewhere.example")
    with Mosquitto(tmp_path, f"cafile {authority.ca_file}", f"certfile {certificate}",
                   f"keyfile {key}", "allow_anonymous true") as other:
        done = scan_with({**scanner, "--broker": f"mqtts://127.0.0.1:{other.port}",
                          "--drain-timeout": "2"})
        assert done.returncode == 1


def test_the_access_list_of_the_page_lets_a_scanner_write_its_own_topics_alone(tmp_path):
    page = pathlib.Path(os.environ["SHELFWIRE_SOURCE"]) / "docs" / "operations.md"
    (rights,) = re.findall(r"^```\n(user gateway\n.*?)^```$", page.read_text(encoding="utf-8"),
                           re.DOTALL | re.MULTILINE)
    access, passwords = tmp_path / "access", tmp_path / "passwords"
    access.write_text(rights)
    passwords.write_text("gateway:0pen\ndesk-1:s3cret\nhall-2:s3cret\n")
    subprocess.run(["mosquitto_passwd", "-U", passwords], check=True, capture_output=True)
    (tmp_path / "password").write_text("s3cret\n")
    with Mosquitto(tmp_path, "allow_anonymous false", f"password_file {passwords}",
                   f"acl_file {access}") as broker, \
            AckingGateway(broker.port, ("gateway", "0pen")) as gateway:
        def scan_as(user, **more):
            return scan_with({"--node": "desk-1", "--broker": broker.url, "--username": user,
                              "--journal": tmp_path / f"{user}.journal",
                              "--password-file": tmp_path / "password", **more})
        done = scan_as("desk-1")
        assert done.returncode == 0, done.stderr
        assert gateway.movements() == 1 and gateway.state_of("desk-1")
        done = scan_as("hall-2", **{"--drain-timeout": "5"})
        assert done.returncode == 1
        assert gateway.movements() == 1
