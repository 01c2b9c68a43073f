# SPDX-License-Identifier: MIT
"""Goal: whatever an upstream server does, each order and each alert reaches it as one
CloudEvent by itself, and the warehouse works on meanwhile.

Method: the real gateway and a real HTTP receiver that is down, slow, denies what it has
stored, or closes in the middle of its answer. The courier's first repeat comes about
five seconds after a failure, so each test takes that long.
"""

import pytest
from event_receiver import after_storing, answer, close_after_storing, down, ok, slow
from upstream_site import receiver_with_token, run_low, site_of, wait_all_there
from waiting import wait_for


@pytest.fixture(name="receiver")
def fixture_receiver():
    with receiver_with_token() as running:
        yield running


@pytest.fixture(name="site")
def fixture_site(tmp_path, receiver):
    with site_of(tmp_path, receiver) as running:
        yield running


TROUBLES = {
    "down": down,
    "slow": slow(2),
    "500 after storing": after_storing(500),
    "closed in the middle of its answer": close_after_storing(),
    "closed without an answer": close_after_storing(b""),
    "overloaded": answer(503, "later"),
}


@pytest.mark.parametrize("trouble", TROUBLES.values(), ids=TROUBLES.keys())
def test_trouble_costs_time_and_no_event(site, receiver, trouble):
    receiver.behaviour = trouble
    run_low(site, "ITEM-000")
    wait_for(lambda: any(row["attempts"] for row in site.rows("outbox")) or receiver.events,
             "a first attempt")
    # The warehouse works on.
    site.json("move", "receive", "ITEM-005", 50, "--to", "MAIN/A-01")
    assert site.on_hand("ITEM-005", "MAIN/A-01") == 50
    receiver.behaviour = ok
    wait_all_there(site, receiver)
