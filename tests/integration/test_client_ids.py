# SPDX-License-Identifier: MIT
"""Promise: a broker that takes client ids of at most 23 bytes, as every one has to, serves a site
and a scanner with the longest names; one that refuses even these is named, with the id.

Method: a proxy before a real Mosquitto that refuses longer ids.
"""

import json
import subprocess

from broker_of_short_ids import BrokerOfShortIds
from gateway_site import BIN, Site, some_items
from waiting import HUNG_S, wait_for

SITE = "northern-warehouse-hamburg-no-17"
NODE = "handheld-scanner-of-the-gate.no1"


def scan(url, folder):
    """One receipt by the scanner with the long name; the finished program."""
    words = ["--node", NODE, "--site", SITE, "--broker", url, "--journal", folder / "journal"]
    return subprocess.run(
        [BIN / "shelfwire-scanner", *words, "--drain-timeout", "20"],
        input="SW:RECEIVE\nSW:LOC:MAIN\nITEM-000\n",
        capture_output=True,
        text=True,
        timeout=HUNG_S,
        check=False,
    )


def connected(picky):
    return {each for each in picky.taken if each.startswith("shelfwired-")}


def test_the_longest_names_fit(tmp_path):
    site = Site(tmp_path, {"site": {"name": SITE}})
    with BrokerOfShortIds(site.broker.port, 23) as picky:
        site.config["mqtt"]["url"] = picky.url
        with site:
            site.import_catalogue(some_items(1))
            done = scan(picky.url, tmp_path)
            assert done.returncode == 0, done.stderr
            assert site.on_hand("ITEM-000", "MAIN") == 1
            wait_for(lambda: len(connected(picky)) == 2, "one works and one reads")
            wait_for(lambda: not site.readiness()["topics"]["comparing"], "it has read")
            assert picky.refused == []
            ids = set(picky.taken)
    assert len([each for each in ids if each.startswith(NODE[:9])]) == 1
    assert len(ids) == 3


def test_a_refused_id_is_named(tmp_path):
    with Site(tmp_path) as site, BrokerOfShortIds(site.broker.port, 0) as picky:
        site.kill_gateway()
        site.start_gateway(wait=False, environment={"SHELFWIRE_MQTT_URL": picky.url})

        def told():
            answer = site.shelfctl("doctor", "--json").stdout
            rows = json.loads(answer) if answer else []  # not up yet
            row = next((row for row in rows if row["check"] == "broker"), {"found": ""})
            return row if "the broker refuses" in row["found"] else None

        row = wait_for(told, "doctor says why")
    assert row["state"] == "failed"
    assert "the broker refuses the client id shelfwired-main, which" in row["found"]
    assert "site.name" in row["found"]
