# SPDX-License-Identifier: MIT
"""Promise: `shelfctl doctor` tells an administrator whose scanners wait for their
light that the broker delays small packets, and what to write where.

Method: a broker as it should be and one with Nagle's algorithm; the kernel answers a
young connection at once, so the delay needs some traffic before it shows.
"""

import json

import pytest
from gateway_site import Site, some_items
from waiting import wait_for


def round_trip(site):
    """After one more movement, whose news goes to the broker."""
    site.shelfctl("move", "receive", "ITEM-001", "1", "--to", "MAIN")
    rows = json.loads(site.shelfctl("doctor", "--json").stdout)  # warnings may be others
    return next(row for row in rows if row["check"] == "round_trip")


@pytest.fixture(name="site")
def fixture_site(tmp_path):
    with Site(tmp_path) as running:
        running.import_catalogue(some_items(2))
        yield running


def test_a_broker_that_sends_at_once_is_well(site):
    row = wait_for(lambda: (row := round_trip(site))["found"].endswith("back") and row, "measured")
    assert row["state"] == "ok"


def test_a_broker_that_waits_is_named_with_the_setting(site):
    site.broker.nodelay = False
    site.wipe_broker()
    row = wait_for(lambda: (row := round_trip(site))["state"] == "warning"
                   and row["found"].endswith("back") and row, "the delay shows")
    assert "set_tcp_nodelay true" in row["advice"]
