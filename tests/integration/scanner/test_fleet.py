# SPDX-License-Identifier: MIT
"""Promise: a fleet ends with 0 only when every movement its scanners showed as stored
is with the gateway, once; it scans what it is told to, and says what is wrong.

Method: the real program and a real broker, a gateway in Python that keeps what
arrived; the fleet's own log is compared with that.
"""

import json

import pytest
from acking_gateway import AckingGateway
from fleet_program import booked, fleet_of, shown
from mosquitto import Mosquitto, kept_port
from programs import run


@pytest.fixture
def broker(tmp_path):
    with Mosquitto(tmp_path) as running:
        yield running


@pytest.fixture
def gateway(broker):
    with AckingGateway(broker.port) as running:
        yield running


def test_everything_shown_is_booked_once_and_counted(broker, gateway, tmp_path):
    log = tmp_path / "log"
    done = run(*fleet_of(broker, "--nodes", 20, "--movements", 1000, "--batch", 16,
                         "--log", log, "--json"))
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    assert report["nodes"] == 20
    assert report["stored"] == report["sent"] == report["acked"] == 1000
    assert report["not_acked"] == report["refused"] == 0
    assert 0 < report["latency_ms"]["median"] <= report["latency_ms"]["p99"]
    assert report["latency_ms"]["p99"] <= report["latency_ms"]["max"]
    assert report["movements_per_s"] > 0
    assert len(booked(gateway)) == gateway.movements() == 1000
    assert booked(gateway) == shown(log, "stored") == shown(log, "safe")
    assert {len(ledger) for ledger in gateway.ledger().values()} == {50}, "fair shares"


def what_was_scanned(gateway):
    """Per node, without what differs from run to run."""
    varying = ("k", "age_ms", "at_ms")
    return {node: [{key: value for key, value in movement.items() if key not in varying}
                   for movement in ledger]
            for (node, _), ledger in gateway.ledger().items()}


def test_draws_the_same_movements_from_the_same_seed(tmp_path):
    scanned = []
    for seed in (7, 7, 8):
        with Mosquitto(tmp_path) as broker, AckingGateway(broker.port) as gateway:
            done = run(*fleet_of(broker, "--nodes", 3, "--movements", 90, "--seed", seed))
            assert done.returncode == 0, done.stderr
            scanned.append(what_was_scanned(gateway))
    assert scanned[0] == scanned[1] != scanned[2]
    operations = {movement["op"] for ledger in scanned[0].values() for movement in ledger}
    assert {"receive", "pick", "move"} <= operations


def test_scans_a_script_and_a_catalogue(broker, gateway, tmp_path):
    script = tmp_path / "script"
    script.write_text("# for both\n* SW:RECEIVE\n* SW:LOC:MAIN/B-02\n1 one\n2 two\n\n2 three four\n")
    done = run(*fleet_of(broker, "--nodes", 2, "--script", script, "--name", "scripted"))
    assert done.returncode == 0, done.stderr
    codes = {node: [movement["code"] for movement in ledger]
             for (node, _), ledger in gateway.ledger().items()}
    assert codes == {"scripted-001": ["one"], "scripted-002": ["two", "three four"]}

    catalogue = tmp_path / "items.csv"
    catalogue.write_text('sku,name,barcodes\nA,"Screw, ""fine""",11111111*5 22222222\nB,,33333333\n')
    done = run(*fleet_of(broker, "--nodes", 2, "--movements", 60, "--catalogue", catalogue))
    assert done.returncode == 0, done.stderr
    codes = {movement["code"] for (node, _), ledger in gateway.ledger().items()
             for movement in ledger if node.startswith("fleet") and "code" in movement}
    assert codes == {"11111111", "22222222", "33333333"}


def test_ends_with_1_and_says_why_when_nobody_acks(tmp_path):
    done = run("shelfwire-fleet", "--broker", f"mqtt://127.0.0.1:{kept_port()}", "--nodes", 2,
               "--movements", 10, "--drain-timeout", 1)
    assert done.returncode == 1
    assert "10 movements are not acked" in done.stderr
    assert "does not answer" in done.stderr


@pytest.mark.parametrize("wrong, named", [
    ([], "--broker"),
    (["--broker", "h"], "--broker"),
    (["--broker", "mqtt://h", "--nodes", "101"], "--nodes"),
    (["--broker", "mqtt://h", "--nodes", "0"], "--nodes"),
    (["--broker", "mqtt://h", "--nodes", "2.5"], "must be a whole number from 1 to 100, not 2.5"),
    (["--broker", "mqtt://h", "--rate", "x"], "must be a number from 0.001 to 1000000, not x"),
    (["--broker", "mqtt://h", "--seed", "a"], "whole number from 0 to 4294967295, not a"),
    (["--broker", "mqtt://h", "--batch", "257"], "--batch"),
    (["--broker", "mqtt://h", "--rate", "-1"], "--rate"),
    (["--broker", "mqtt://h", "--name", "a/b"], "a/b"),
    (["--broker", "mqtt://h", "--script", "/"], "cannot"),
    (["--broker", "mqtt://h", "--catalogue", "/"], "cannot"),
    (["--broker", "mqtt://h", "--catalogue", "/no/file"], "/no/file"),
    (["--broker", "mqtt://h", "--script", "/no/file"], "/no/file"),
    (["--broker", "mqtt://h", "--movements", "0"], "--movements"),
])
def test_wrong_usage_ends_with_2_and_names_what_is_wrong(wrong, named):
    done = run("shelfwire-fleet", *wrong)
    assert done.returncode == 2
    assert named in done.stderr


@pytest.mark.parametrize("text, line", [("* a\n3 b\n", 2), ("x y\n", 1), ("1\n", 1), ("0 a\n", 1)])
def test_names_the_line_of_a_script_that_is_wrong(text, line, tmp_path):
    script = tmp_path / "script"
    script.write_text(text)
    done = run("shelfwire-fleet", "--broker", "mqtt://h", "--nodes", 2, "--script", script)
    assert done.returncode == 2
    assert f"line {line}" in done.stderr

