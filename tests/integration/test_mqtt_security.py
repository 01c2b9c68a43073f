# SPDX-License-Identifier: MIT
"""Goal: the gateway talks to its broker over TLS with a password, also when it has to
leave a message there; a broker that cannot prove who it is gets nothing; and whoever
set something up wrongly reads in the log what it was.

Method: shelfwired against a Mosquitto with a certificate made on the spot, a password
file and an access list; others use a second listener without TLS.
"""

import contextlib
import json
import os
import pathlib
import re
import subprocess
import sys

import paho.mqtt.publish as publish
import paho.mqtt.subscribe as subscribe
import pytest
from gateway_site import Client, P, Site, wait_for
from tls_files import Authority
from waiting import kept_port

sys.path.insert(0, str(pathlib.Path(__file__).parent / "scanner"))
from mosquitto import Mosquitto  # noqa: E402

ITEMS = "sku,name\nPROD001,Widget\n"
DOCUMENTED = ("supply", "shop", "board")  # users of the access list in docs/operations.md
OTHERS = ("others", "0pen")  # who uses the listener without TLS
HELD = {"store": {"free_mb_min": 10**9}}  # more than any disk has


@pytest.fixture
def authority(tmp_path):
    return Authority(tmp_path / "ca")


def broker_with(folder, authority, *access):
    """TLS on one listener, none on the other; `access` is what the gateway may do."""
    certificate, key = authority.certificate()
    passwords = folder / "passwords"
    more = "".join(f"{user}:{OTHERS[1]}\n" for user in DOCUMENTED)
    passwords.write_text("gateway:s3cret\n" + ":".join(OTHERS) + "\n" + more)
    subprocess.run(["mosquitto_passwd", "-U", passwords], check=True, capture_output=True)
    access_file = folder / "access"
    everything = [f"user {OTHERS[0]}", "topic readwrite #"]
    access_file.write_text("\n".join(["user gateway", *access, *everything, ""]))
    plain = kept_port()
    broker = Mosquitto(
        folder,
        f"cafile {authority.ca_file}",
        f"certfile {certificate}",
        f"keyfile {key}",
        "allow_anonymous false",
        f"password_file {passwords}",
        f"acl_file {access_file}",
        f"listener {plain} 127.0.0.1",
    )
    broker.plain_port = plain
    return broker


@pytest.fixture
def broker(tmp_path, authority):
    with broker_with(tmp_path, authority, "topic readwrite #") as running:
        yield running


def config_for(broker, authority, folder, **overrides):
    password = folder / "password"
    password.write_text("s3cret\n")
    mqtt = {
        "url": f"mqtts://127.0.0.1:{broker.port}",
        "username": "gateway",
        "password_file": str(password),
        "ca_file": str(authority.ca_file),
    }
    return {"mqtt": mqtt, **overrides}


def send_plain(broker, quantity):
    """A plain supply message; returns when the broker has it."""
    payload = f'{{"product_code":"PROD001","warehouse_name":"MAIN","quantity":{quantity}}}'
    publish.single("inventory_updates", payload, qos=1, port=broker.plain_port,
                   auth=dict(zip(("username", "password"), OTHERS)))


@contextlib.contextmanager
def never_connected(folder, config):
    """A gateway that runs and will never be ready."""
    with contextlib.closing(Site(folder, config)) as site:
        site.start_gateway(wait=False)
        yield site
        assert not logged(site, "connected to the broker")
        assert site.gateway.poll() is None, "it tries until it works"


def logged(site, *texts):
    log = site.log_file.read_text(errors="replace")
    return all(text in log for text in texts)


def test_takes_messages_over_tls_with_a_password(tmp_path, broker, authority):
    with Site(tmp_path, config_for(broker, authority, tmp_path)) as site:
        site.import_catalogue(ITEMS)
        wait_for(lambda: logged(site, "connected to the broker"), "connected")
        send_plain(broker, 100)
        wait_for(lambda: site.on_hand("PROD001", "MAIN") == 100, "booked")
        site.verify()


def documented_list():
    page = pathlib.Path(os.environ["SHELFWIRE_SOURCE"], "docs", "operations.md").read_text(encoding="utf-8")
    (access,) = re.findall(r"^```\n(user gateway\n.*?)^```$", page, re.DOTALL | re.MULTILINE)
    return access.splitlines()[1:]  # the first line is broker_with()'s


def test_the_documented_access_list_lets_everybody_do_their_part_and_no_more(tmp_path, authority):
    def send(user, topic, content):
        publish.single(topic, json.dumps(content), qos=1, port=broker.plain_port,
                       auth={"username": user, "password": OTHERS[1]})

    def supply(quantity):
        return {"product_code": "PROD001", "warehouse_name": "MAIN", "quantity": quantity}

    def new_order(name):
        return {"order": name, "lines": [{"sku": "PROD001", "qty": 1}]}

    with broker_with(tmp_path, authority, *documented_list()) as broker, \
            Site(tmp_path, config_for(broker, authority, tmp_path)) as site:
        site.import_catalogue(ITEMS)
        wait_for(lambda: logged(site, "connected to the broker"), "connected")
        for user in ("shop", "board"):
            send(user, "inventory_updates", supply(1000))
        for user in ("supply", "board"):
            send(user, f"{P}order/new", new_order("forbidden"))
        send("supply", "inventory_updates", supply(100))
        send("shop", f"{P}order/new", new_order("1007"))
        wait_for(lambda: site.on_hand("PROD001", "MAIN") == 100, "the supply is booked, and no more")
        wait_for(lambda: [row["order"] for row in site.rows("orders")] == ["1007"], "one order")
        for user, topics in (("board", "stock/#"), ("shop", "order/1007")):
            shown = subscribe.simple(f"{P}{topics}", port=broker.plain_port,
                                     auth={"username": user, "password": OTHERS[1]})
            assert shown.payload, topics
        rows = site.get("/api/v1/doctor")[1]["rows"]
        rights = next(row for row in rows if row["check"] == "rights")
        assert rights["state"] == "ok" and "inventory_updates" in rights["found"], rights


def test_leaves_a_message_at_the_broker_over_tls(tmp_path, broker, authority):
    config = config_for(broker, authority, tmp_path)
    with Site(tmp_path, config) as site:
        site.import_catalogue(ITEMS)
        wait_for(lambda: logged(site, "connected to the broker"), "connected")
        site.stop_gateway()

        site.config["store"]["free_mb_min"] = HELD["store"]["free_mb_min"]
        site.start_gateway(wait=False)
        send_plain(broker, 7)
        wait_for(lambda: logged(site, "stays at the broker"), "left at the broker")
        site.kill_gateway()

        site.config["store"]["free_mb_min"] = 1
        site.start_gateway()
        send_plain(broker, 100)
        wait_for(lambda: site.on_hand("PROD001", "MAIN") == 107, "both booked")
        assert len(site.json("ledger")) == 2
        site.verify()


def test_names_a_wrong_password(tmp_path, broker, authority):
    config = config_for(broker, authority, tmp_path)
    pathlib.Path(config["mqtt"]["password_file"]).write_text("guess\n")
    with never_connected(tmp_path, config) as site:
        wait_for(lambda: logged(site, "does not authorise us"), "the log names it")


def test_does_not_talk_to_a_broker_with_a_foreign_certificate(tmp_path, broker, authority):
    config = config_for(broker, authority, tmp_path)
    config["mqtt"]["ca_file"] = str(Authority(tmp_path / "stranger").ca_file)
    with never_connected(tmp_path, config) as site:
        wait_for(lambda: logged(site, "check the certificate"), "the log names it")


def test_names_a_port_that_wants_tls(tmp_path, broker, authority):
    config = config_for(broker, authority, tmp_path)
    config["mqtt"]["url"] = f"mqtt://127.0.0.1:{broker.port}"
    with never_connected(tmp_path, config) as site:
        wait_for(lambda: logged(site, "it takes the connection and ends it", "mqtts://"), "named")


def test_does_not_talk_to_a_broker_with_another_name(tmp_path, authority):
    certificate, key = authority.certificate("DNS:elsewhere.example")
    lines = [f"cafile {authority.ca_file}", f"certfile {certificate}", f"keyfile {key}"]
    with Mosquitto(tmp_path, *lines, "allow_anonymous true") as other:
        with never_connected(tmp_path, config_for(other, authority, tmp_path)) as site:
            wait_for(lambda: logged(site, "check the certificate"), "the log names it")


def test_shows_stock_though_it_may_not_read_it(tmp_path, authority):
    access = [
        "topic write shelfwire/v1/main/#",
        "topic read shelfwire/v1/main/node/+/up",
        "topic read shelfwire/v1/main/node/@gateway/#",  # where it proves that acks arrive
        "topic read shelfwire/v1/main/order/new",
        "topic read inventory_updates",
    ]
    with broker_with(tmp_path, authority, *access) as broker:
        with Site(tmp_path, config_for(broker, authority, tmp_path)) as site:
            site.import_catalogue(ITEMS)
            with Client(broker.plain_port, P + "stock/#", login=OTHERS) as dashboard:
                send_plain(broker, 5)
                wait_for(lambda: dashboard.seen(P + "stock/PROD001/MAIN"), "shown")
            wait_for(lambda: logged(site, "own messages do not come back on: stock, low"), "named")
