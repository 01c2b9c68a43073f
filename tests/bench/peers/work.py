# SPDX-License-Identifier: MIT
"""What all peers share: the messages, and a producer and a consumer side by side."""

import importlib.util
import json
import multiprocessing
import os
import shutil
import time
from dataclasses import dataclass

# Messages of the producer that have no answer yet. RabbitMQ confirms many with one flush: with
# 1 000 its producer was as slow as the consumer, though a tenth of a core busy.
IN_FLIGHT = 5_000
NODES = 100
BINS = 12
SECONDS_MAX = 300  # for one race

PATH = os.environ["PATH"] + ":/usr/sbin:/usr/lib/rabbitmq/bin"
# Forked, so that a peer's functions need no import of their own in the child. Nothing of the
# bench has a thread.
CONTEXT = multiprocessing.get_context("fork")


@dataclass(frozen=True)
class Promise:
    durable: bool  # what the sender was told of is not lost, whatever is killed or loses power
    once: bool     # never booked twice, though a sender repeats what got no answer
    says: str      # what is lost or doubled, and when


@dataclass(frozen=True)
class Needs:
    programs: tuple
    modules: tuple

    def missing(self):
        return ([name for name in self.programs if not shutil.which(name, path=PATH)]
                + [name for name in self.modules if not importlib.util.find_spec(name)])


def program(name):
    return shutil.which(name, path=PATH)


def text_of(number):
    """A movement like those of our scanners, with the node, which has its place in our topic."""
    node, seq = number % NODES, number // NODES + 1
    op, end = ("receive", "to") if seq % 2 else ("pick", "from")
    return json.dumps(
        {"v": 1, "node": f"p-{node:03}", "e": "9f3c01aa", "s": seq, "b": max(1, seq - 1),
         "p": "77c0de01", "m": [{"op": op, "code": f"59012341{number * 7 % 60:05}",
                                 end: f"MAIN/A-{number % BINS + 1:02}", "qty": 5,
                                 "age_ms": 0, "k": "0badcafe"}]},
        separators=(",", ":"))


@dataclass(frozen=True)
class Movement:
    key: tuple  # node, epoch, sequence
    code: str
    location: str
    quantity: int  # negative where something leaves
    age_ms: int


def movement_of(text):
    message = json.loads(text)
    movement = message["m"][0]
    receives = movement["op"] == "receive"
    return Movement((message["node"], message["e"], message["s"]), movement["code"],
                    movement["to" if receives else "from"],
                    movement["qty"] if receives else -movement["qty"], movement["age_ms"])


class _Side:
    """A function in a process of its own, that tells when it is ready and when it is done."""

    def __init__(self, function, argument):
        self.name = function.__qualname__
        self.link, theirs = CONTEXT.Pipe(duplex=False)
        self.process = CONTEXT.Process(target=self._run, args=(function, argument, theirs),
                                       daemon=True)
        self.process.start()
        theirs.close()  # so that its early end is heard

    @staticmethod
    def _run(function, argument, link):
        function(lambda: link.send(time.monotonic()), argument)
        link.send(time.monotonic())

    def hear(self):
        try:
            if self.link.poll(SECONDS_MAX):
                return self.link.recv()
        except EOFError:
            pass
        raise SystemExit(f"bench: {self.name} broke, or took more than {SECONDS_MAX} s")

    def end(self):
        self.process.terminate()
        self.process.join()


def race(consume, produce, texts):
    """`consume(ready, count)` returns when so many are booked, `produce(ready, texts)` when all
    are answered. Timed from the first message to the last commit."""
    consumer = _Side(consume, len(texts))
    try:
        consumer.hear()
        producer = _Side(produce, texts)
        try:
            began = producer.hear()
            produced = producer.hear()
            seconds = consumer.hear() - began
        finally:
            producer.end()
    finally:
        consumer.end()
    return {"movements": len(texts), "seconds": seconds, "producer_s": produced - began,
            "movements_per_s": len(texts) / seconds}


def check_booked(name, found, count):
    if found != count:
        raise SystemExit(f"bench: {name} booked {found} of {count} movements")
