# SPDX-License-Identifier: MIT
"""Promise: a fleet ends with 0 only when every movement its scanners showed as stored
is with the gateway, once, whatever happens to broker, gateway and itself meanwhile.

Method: the real program and a real broker, a gateway in Python that keeps what
arrived; the fleet's own log is compared with that.
"""

import json
import signal

import pytest
from acking_gateway import AckingGateway
from fleet_program import booked, fleet_of, shown
from mosquitto import HUNG_S, Mosquitto, wait_for
from programs import run, start


@pytest.fixture
def broker(tmp_path):
    with Mosquitto(tmp_path) as running:
        yield running


@pytest.fixture
def gateway(broker):
    with AckingGateway(broker.port) as running:
        yield running


def test_survives_brokers_that_forget_and_a_gateway_that_falls_silent(broker, gateway, tmp_path):
    log = tmp_path / "log"
    running = start(*fleet_of(broker, "--nodes", 10, "--movements", 100000, "--rate", 100,
                              "--log", log, "--json"))
    for part in (100, 250):
        wait_for(lambda part=part: gateway.movements() >= part, "movements arrive")
        broker.kill()
        broker.start()
    wait_for(lambda: gateway.movements() >= 400, "movements arrive again")
    gateway.silent = True
    wait_for(lambda: gateway.ignored > 0, "it goes on sending")
    gateway.silent = False
    running.send_signal(signal.SIGINT)
    out, err = running.communicate(timeout=HUNG_S)
    assert running.returncode == 0, err
    report = json.loads(out)
    assert report["acked"] == report["stored"] == gateway.movements() >= 400
    assert report["resent"] > 0
    assert booked(gateway) == shown(log, "stored") == shown(log, "safe")


def test_goes_on_with_its_journals_after_it_was_killed(broker, gateway, tmp_path):
    log = tmp_path / "log"
    arguments = fleet_of(broker, "--nodes", 5, "--journal-dir", tmp_path / "journals",
                         "--log", log)
    gateway.silent = True
    running = start(*arguments, "--movements", 100)
    wait_for(lambda: log.exists() and len(shown(log, "stored")) == 100, "all is stored")
    running.kill()
    running.communicate()
    assert gateway.movements() == 0
    gateway.silent = False
    done = run(*arguments, "--movements", 5)
    assert done.returncode == 0, done.stderr
    assert gateway.movements() == 105
    assert booked(gateway) == shown(log, "stored")
    assert len(gateway.ledger()) == 5, "the epochs go on"


def test_a_signal_ends_the_scanning_but_not_the_delivery(broker, gateway):
    running = start(*fleet_of(broker, "--nodes", 3, "--movements", 100000, "--rate", 50, "--json"))
    wait_for(lambda: gateway.movements() >= 20, "movements arrive")
    running.send_signal(signal.SIGINT)
    out, err = running.communicate(timeout=HUNG_S)
    assert running.returncode == 0, err
    assert json.loads(out)["stored"] == gateway.movements() < 100000
