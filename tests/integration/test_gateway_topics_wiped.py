# SPDX-License-Identifier: MIT
"""Goal: the retained topics show the stock that the ledger has, also right after the
broker lost its memory or the gateway died.

Method: real scanners load the gateway; broker or gateway is killed under that load.
Then mosquitto_sub, a stranger to us, reads stock/#, low/# and po/#, and what it got is
compared with `shelfctl --json stock` and `po list`. The five seconds after the broker's
return are a promise, and measured: the load has ended by then, so that there is one right
answer. They are judged where the machine has nothing else to do (SHELFWIRE_JUDGE_TIMES).
"""

import pytest
from gateway_site import Site, finish_fleet
from topic_truth import SUPPLIERS, items, wait_until_right
from waiting import wait_for


@pytest.fixture
def site(tmp_path):
    with Site(tmp_path) as running:
        running.import_catalogue(items(), SUPPLIERS)
        yield running
        running.verify()


@pytest.mark.parametrize("round_", range(3))
def test_a_wiped_broker_shows_the_truth_within_five_seconds(site, round_):
    fleet = site.fleet(nodes=10, movements=3000, rate=1500, seed=round_ + 1, batch=16)
    wait_for(lambda: len(site.rows("stock")) > 100, "load")
    site.wipe_broker()  # under load
    finish_fleet(fleet)
    site.broker.kill()
    site.broker.start()
    took_s = wait_until_right(site)
    print(f"\nright {took_s:.2f} s after the broker's return, {len(site.json('stock'))} bins")


def test_a_broker_wiped_while_the_gateway_is_setting_it_right_is_right_in_time_too(site):
    """The gateway is in the middle of subscribing and comparing when it dies again."""
    finish_fleet(site.fleet(nodes=10, movements=2000))
    connections = site.counter("broker_connections")
    site.wipe_broker()
    wait_for(lambda: site.counter("broker_connections") > connections, "it connects", every_s=0)
    site.wipe_broker()
    print(f"\nright {wait_until_right(site):.2f} s after the broker's second return")


def test_a_killed_gateway_sets_right_what_it_had_not_published(site):
    fleet = site.fleet(nodes=10, movements=3000, rate=1000, batch=16)
    wait_for(lambda: len(site.rows("stock")) > 100, "load")
    site.kill_gateway()
    site.start_gateway()
    finish_fleet(fleet)
    site.kill_gateway()
    site.start_gateway()
    wait_until_right(site)
