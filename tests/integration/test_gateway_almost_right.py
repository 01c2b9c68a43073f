# SPDX-License-Identifier: MIT
"""Promise: a plain message that is almost right is booked, or kept where a person sees it with its
topic, the reason and its bytes; the sender got the broker's word, so none may be gone.

Method: what small devices, templates and Windows shells really send, through a real broker.
"""

import json

import pytest
from gateway_site import Site
from waiting import HUNG_S, wait_for

SKU = "BOX-S"


def plain(quantity="1", product=f'"{SKU}"', more=""):
    text = f'{{"product_code":{product},"warehouse_name":"MAIN","quantity":{quantity}{more}}}'
    return text.encode()


ALMOST_RIGHT = {
    "a number as text": plain('"5"'),
    "5.0": plain("5.0"),
    "5e0": plain("5e0"),
    "+5": plain("+5"),
    "05": plain("05"),
    "NaN": plain("NaN"),
    "a zero byte at the end": plain() + b"\0",
    "a byte order mark": b"\xef\xbb\xbf" + plain(),
    "UTF-16LE": plain().decode().encode("utf-16le"),
    "no quotes": b"{product_code:BOX-S,warehouse_name:MAIN,quantity:1}",
    "a number as product": plain(product="4006381333931"),
    "CR LF at the end": plain() + b"\r\n",
    "1.2 kB of other keys": plain(more=f',"note":"{"x" * 1200}"'),
}


@pytest.fixture(name="site", scope="module")
def fixture_site(tmp_path_factory):
    with Site(tmp_path_factory.mktemp("site")) as running:
        running.json("item", "set", SKU, "name=Box")
        yield running
        running.verify()


def bytes_of(row):
    return bytes.fromhex(row["hex"]) if row["hex"] else row["payload"].encode()


def doctor(site):
    rows = json.loads(site.shelfctl("doctor", "--json").stdout)
    return next(row for row in rows if row["check"] == "unreadable")


@pytest.mark.parametrize("message", ALMOST_RIGHT.values(), ids=ALMOST_RIGHT.keys())
def test_it_is_booked_or_in_the_list(site, message):
    booked = len(site.rows("ledger"))
    kept = len(site.rows("unreadable"))
    with site.client() as client:
        client.publish("inventory_updates", message, qos=1).wait_for_publish(HUNG_S)

    def found():
        return len(site.rows("ledger")) + len(site.rows("unreadable")) > booked + kept

    wait_for(found, "it is booked or kept")
    if len(site.rows("ledger")) > booked:
        assert len(site.rows("unreadable")) == kept
        return
    row = site.json("unreadable", "list")[-1]
    assert row["topic"] == "inventory_updates"
    assert row["why"]
    assert message.startswith(bytes_of(row))
    assert bytes_of(row), "how it begins"
    told = doctor(site)
    assert told["state"] == "warning"
    assert told["found"].startswith(f"{row['id']} message")
    assert told["found"].endswith(f"inventory_updates: {row['why']}")
    assert "shelfctl unreadable list" in told["advice"]
    table = site.shelfctl("unreadable", "list").stdout
    assert row["why"] in table
    assert all(c.isprintable() or c == "\n" for c in table), "nothing for the terminal to obey"


def test_all_that_was_sent_is_somewhere(site):
    """The last of this file: what is certain is booked, and the rest is there to look at."""
    assert site.shelfctl("unreadable", "list").returncode == 0
    assert len(site.rows("ledger")) >= 2
    assert len(site.rows("ledger")) + len(site.rows("unreadable")) == len(ALMOST_RIGHT)
