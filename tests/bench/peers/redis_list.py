# SPDX-License-Identifier: MIT
"""A Redis list as queue, Redis as ledger and stock: the "reliable queue" of the LMOVE page.

The producer pushes, with pipelines. The consumer moves a message to a second list with BLMOVE;
one MULTI/EXEC appends it to the ledger, changes the stock and takes it from that list. What it
held when it was killed is still in that list, and it begins with it. `in batches` it takes what
else is there with one pipeline, and books all of it with one MULTI/EXEC.

Promises: `appendfsync always`: what the producer was told is on disk. `as installed` (no append
only file, a snapshot now and then): nothing of that; a power cut takes back minutes. In each a
movement leaves the queue and enters the stock in one step, once; but a producer that got no
answer and pushes again, as it must, books twice: nothing here knows a movement's key.
"""

from instrument.machine import free_port
from peers.work import IN_FLIGHT, Needs, Promise, check_booked, movement_of, program, race

NAME = "Redis list, Python consumer"
NEEDS = Needs(("redis-server",), ("redis",))

ALWAYS, BATCHES, AS_INSTALLED = ("appendfsync always", "appendfsync always, in batches",
                                 "as installed")
_DOUBLED = "a push repeated after a lost answer is booked twice"
VARIANTS = {
    ALWAYS: Promise(True, False, _DOUBLED),
    BATCHES: Promise(True, False, _DOUBLED),
    AS_INSTALLED: Promise(False, False, "a power cut, or a kill of the server, takes back "
                          "everything since its last snapshot (a minute to an hour); " + _DOUBLED)}

QUEUE, TAKEN, LEDGER, STOCK = "movements", "taken", "ledger", "stock"
WAIT_S = 30
BATCH_MAX = 256


def client(port):
    import redis  # may not be installed
    return redis.Redis(port=port)


def start_server(machine, variant):
    port = free_port()
    folder = machine.folder / f"redis-{port}"
    folder.mkdir()
    durable = "appendonly yes\nappendfsync always\nsave \"\"\n" if variant != AS_INSTALLED else ""
    (folder / "redis.conf").write_text(f"port {port}\nbind 127.0.0.1\ndir {folder}\n" + durable)
    server = machine.start("redis", [program("redis-server"), folder / "redis.conf"])
    machine.wait(lambda: answers(port), "redis-server")
    return server, port


def answers(port):
    import redis
    try:
        return client(port).ping()
    except redis.ConnectionError:
        return False


def take(server, batch_max):
    """Waits for a message; with it comes what else is there, at most a batch."""
    texts = [server.blmove(QUEUE, TAKEN, WAIT_S, "RIGHT", "LEFT")]
    if batch_max > 1:
        with server.pipeline(transaction=False) as more:
            for _ in range(batch_max - 1):
                more.lmove(QUEUE, TAKEN, "RIGHT", "LEFT")
            texts += [text for text in more.execute() if text is not None]
    return texts


def book(server, texts):
    with server.pipeline(transaction=True) as step:
        for text in texts:
            movement = movement_of(text)
            step.rpush(LEDGER, text)
            step.hincrby(STOCK, f"{movement.code}@{movement.location}", movement.quantity)
            step.lrem(TAKEN, -1, text)  # the oldest is the last
        step.execute()


def consume(port, batch_max, ready, count):
    server = client(port)
    while server.lmove(TAKEN, QUEUE, "LEFT", "RIGHT"):
        pass  # what a consumer before this one had not booked
    ready()
    booked = 0
    while booked < count:
        texts = take(server, batch_max)
        book(server, texts)
        booked += len(texts)


def produce(port, ready, texts):
    server = client(port)
    server.ping()
    ready()
    for first in range(0, len(texts), IN_FLIGHT):
        with server.pipeline(transaction=False) as pushes:
            for text in texts[first:first + IN_FLIGHT]:
                pushes.lpush(QUEUE, text)
            pushes.execute()


def measure(machine, variant, texts):
    server, port = start_server(machine, variant)
    batch_max = BATCH_MAX if variant == BATCHES else 1
    found = race(lambda ready, count: consume(port, batch_max, ready, count),
                 lambda ready, texts: produce(port, ready, texts), texts)
    check_booked(NAME, client(port).llen(LEDGER), len(texts))
    machine.stop(server)
    return found
