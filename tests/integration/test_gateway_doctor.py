# SPDX-License-Identifier: MIT
"""Promise: `shelfctl doctor` tells an administrator whose scanners wait for their
light that the broker delays small packets, and what to write where.

Method: a broker as it should be and one with Nagle's algorithm, beside one scanner that
scans now and then: the gateway measures where nothing else is on its way. A round trip is
also late now and then by itself: each broker has as many tries as it needs to show what
it is.
"""

import json

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
