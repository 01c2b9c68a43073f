# SPDX-License-Identifier: MIT
"""Mosquitto, a Python consumer on paho-mqtt with QoS 1 and a session that stays, and SQLite
(WAL, synchronous=FULL). The producer is mosquitto_pub, in C, which sends line by line without
waiting for each answer.

Promises: the sender's PUBACK means that the broker has the message in memory; with its
persistence on it saves every half hour, and a power cut takes back what it had not saved. So
neither variant is durable when the sender is told. Beyond that:

`commit each` commits in on_message; paho sends its PUBACK when that returns, so a killed
consumer loses nothing and gets some messages again, which the ledger's key keeps out.

`commits in batches` hands messages to a second thread, which commits what has gathered.
Debian 12's paho-mqtt (1.6.1) cannot hold an acknowledgement back (manual_ack came with 2.0): its
PUBACK leaves before the commit, and a killed consumer loses what it had gathered.
"""

import os
import queue
import subprocess

from instrument.machine import free_port
from peers.ledger import Ledger
from peers.work import Needs, Promise, check_booked, program, race

NAME = "Mosquitto, paho-mqtt, SQLite"
NEEDS = Needs(("mosquitto", "mosquitto_pub"), ("paho",))

EACH, BATCHES = "commit each", "commits in batches"
_BROKER = "a broker that loses power takes back up to half an hour"
VARIANTS = {
    EACH: Promise(False, True, _BROKER + "; a killed consumer loses nothing"),
    BATCHES: Promise(False, True, _BROKER + "; a killed consumer loses up to two batches, "
                                            "acknowledged before their commit")}

TOPIC = "movements"
BATCH_MAX = 256
WAIT_S = 30


def start_broker(machine):
    port = free_port()
    folder = machine.folder / f"mosquitto-{port}"
    folder.mkdir()
    # By default the broker drops what is more than 1 000 messages ahead of the consumer.
    (folder / "mosquitto.conf").write_text(
        f"listener {port} 127.0.0.1\nallow_anonymous true\nset_tcp_nodelay true\n"
        f"persistence true\npersistence_location {folder}/\n"
        "max_queued_messages 0\nmax_inflight_messages 1000\n"
        + ("user root\n" if os.geteuid() == 0 else ""))
    broker = machine.start("peer-broker", [program("mosquitto"), "-c", folder / "mosquitto.conf"])
    machine.wait(lambda: machine.listens(port), "the peer's broker")
    return broker, port, folder / "ledger.sqlite"


def subscriber(port, ready):
    """A client that tells when it is subscribed; the caller sets on_message."""
    import paho.mqtt.client as mqtt  # may not be installed
    version = getattr(mqtt, "CallbackAPIVersion", None)  # paho-mqtt 2 wants to be told
    client = mqtt.Client(*([version.VERSION2] if version else []), client_id="ledger",
                         clean_session=False)
    client.on_connect = lambda client, *_: client.subscribe(TOPIC, qos=1)
    client.on_subscribe = lambda *_: ready()
    client.connect("127.0.0.1", port)
    return client


def consume_each(port, path, ready, count):
    ledger = Ledger(path)
    booked = 0

    def on_message(client, _, message):
        nonlocal booked
        booked += ledger.book([message.payload])
        if booked == count:
            client.disconnect()

    client = subscriber(port, ready)
    client.on_message = on_message
    client.loop_forever()


def gathered(waiting):
    """What is there, at least one, at most a batch."""
    texts = [waiting.get(timeout=WAIT_S)]
    while len(texts) < BATCH_MAX:
        try:
            texts.append(waiting.get_nowait())
        except queue.Empty:
            break
    return texts


def consume_batches(port, path, ready, count):
    ledger = Ledger(path)
    waiting = queue.Queue(BATCH_MAX)  # full: the client stops reading
    client = subscriber(port, ready)
    client.on_message = lambda _, __, message: waiting.put(message.payload)
    client.loop_start()
    booked = 0
    while booked < count:
        booked += ledger.book(gathered(waiting))
    client.disconnect()
    client.loop_stop()


def produce(port, ready, texts):
    lines = "".join(text + "\n" for text in texts)
    ready()
    subprocess.run(["mosquitto_pub", "-p", str(port), "-q", "1", "-t", TOPIC, "-l"], input=lines,
                   text=True, check=True)


def measure(machine, variant, texts):
    broker, port, path = start_broker(machine)
    consume = consume_each if variant == EACH else consume_batches
    found = race(lambda ready, count: consume(port, path, ready, count),
                 lambda ready, texts: produce(port, ready, texts), texts)
    check_booked(NAME, Ledger(path).count(), len(texts))
    machine.stop(broker)
    return found
