# SPDX-License-Identifier: MIT
"""Promise: `shelfctl doctor` tells an administrator why there is no broker, and one whose
scanners wait for their light that the broker delays small packets, and what to write where. What is damaged in the store is told once it was met.

Method: a broker that is gone, and one that refuses the login; a broker as it should be and one with Nagle's algorithm, beside one scanner that
scans now and then: the gateway measures where nothing else is on its way. A round trip is
also late now and then by itself: each broker has as many tries as it needs to show what
it is.
"""

import json
import socket

import pytest
from gateway_site import Site, some_items
from waiting import wait_for

ENDLESS = 10_000_000  # movements: until the site ends


@pytest.fixture(name="site")
def fixture_site(tmp_path):
    with Site(tmp_path) as running:
        running.import_catalogue(some_items(40))
        running.fleet(nodes=1, movements=ENDLESS, rate=1)
        yield running


def wait_judged(site, state):
    """The first measured round trip that doctor judges so."""

    def found():
        rows = json.loads(site.shelfctl("doctor", "--json").stdout)  # warnings may be others
        row = next(row for row in rows if row["check"] == "round_trip")
        return row if row["found"].endswith("back") and row["state"] == state else None

    return wait_for(found, f"a round trip that is judged {state}", every_s=0.2)


def test_a_broker_that_sends_at_once_is_well(site):
    assert not wait_judged(site, "ok").get("advice")


def test_a_broker_that_waits_is_named_with_the_setting(site):
    site.broker.nodelay = False
    site.wipe_broker()
    assert "set_tcp_nodelay true" in wait_judged(site, "warning")["advice"]


def wait_broker(site, words):
    def found():
        answer = site.shelfctl("doctor", "--json").stdout
        if not answer:  # not up yet
            return None
        row = next(row for row in json.loads(answer) if row["check"] == "broker")
        return row if words in row["found"] else None

    return wait_for(found, f"a broker that is found {words}", every_s=0.2)


def test_a_broker_that_is_gone_is_told_from_one_that_refuses_us(tmp_path):
    with Site(tmp_path) as site:
        wait_broker(site, f"connected to {site.broker.url}")
        site.broker.kill()
        gone = wait_broker(site, f"not connected to {site.broker.url}: nobody listens there")
        assert gone["state"] == "failed"
        site.broker.anonymous = False
        site.broker.start()
        refused = wait_broker(site, f"not connected to {site.broker.url}: the broker ")
        assert "refuses" in refused["found"] or "authorise" in refused["found"]
        assert site.log_tail(100).count("mqtt://127.0.0.1") > 0
        assert "tcp://" not in site.log_tail(1000)


def test_a_broker_that_takes_connections_and_says_nothing_is_named_at_once(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as mute, Site(tmp_path) as site:
        wait_broker(site, f"connected to {site.broker.url}")
        url = f"mqtt://127.0.0.1:{mute.getsockname()[1]}"
        site.kill_gateway()
        site.start_gateway(wait=False, environment={"SHELFWIRE_MQTT_URL": url})
        first = wait_broker(site, f"not connected to {url}: ")
        assert first["state"] == "failed"
        wait_broker(site, f"not connected to {url}: it takes the connection and does not answer")
        assert "does not answer" in site.log_tail(50)


def test_a_name_without_an_address_is_told_from_a_broker_that_is_off(tmp_path):
    with Site(tmp_path) as site:
        wait_broker(site, f"connected to {site.broker.url}")
        site.kill_gateway()
        url = "mqtt://no-such-broker.invalid"
        site.start_gateway(wait=False, environment={"SHELFWIRE_MQTT_URL": url})
        wait_broker(site, "the name no-such-broker.invalid cannot be resolved")


def turn_a_byte_round(path, text):
    data = bytearray(path.read_bytes())
    at = data.find(text)
    assert at >= 0, f"{text} is not in {path}"
    while at >= 0:  # older copies may lie in free pages
        data[at] ^= 0x10
        at = data.find(text, at + 1)
    path.write_bytes(data)


def test_damage_that_a_request_met_is_told(tmp_path):
    with Site(tmp_path) as site:
        site.json("item", "set", "ODD-1", "name=A name like no other")
        site.stop_gateway()
        turn_a_byte_round(site.store / "data.mdb", b"A name like no other")
        site.start_gateway()
        assert site.shelfctl("item", "show", "ODD-1").returncode == 1
        done = site.shelfctl("doctor", "--json")
        store = next(row for row in json.loads(done.stdout) if row["check"] == "store")
        assert store["state"] == "failed"
        assert 'the checksum of items "ODD-1" is wrong' in store["found"]
        assert f"move the folder {site.store} away and keep it" in store["advice"]
        assert done.returncode == 1
