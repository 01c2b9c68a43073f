# SPDX-License-Identifier: MIT
"""Many bins: what scanners and customers wait for after a start, while the broker's retained
topics are compared with the store. First with a broker that keeps nothing, so that all have to be
published; then through a restart, with a broker that keeps all; then with as many topics of
strangers. The broker is Debian's, configured as docs/operations.md says."""

import sys
import threading
import time

from instrument.figures import spread, table
from instrument.growth import store_of
from instrument.machine import ROOT, resident_mib

sys.path.insert(0, str(ROOT / "tests" / "integration"))
from paho_client import new_client  # noqa: E402

NAME = "bins"
P = "shelfwire/v1/main/"
EMPTY, RESTART, STRANGERS = "empty broker", "restart", "strangers"
ACK_EVERY_S, ORDER_EVERY_S = 0.02, 0.2
LEAST_S = 10
STRANGE = 250_000


def cases(quick):
    if quick:
        return [(EMPTY, 10_000), (RESTART, 10_000)]
    return [(what, 10 ** power) for power in (4, 5, 6) for what in (EMPTY, RESTART)] + [
        (STRANGERS, 10_000)]


class Watch:
    """Sends something at a pace and notes how long its answer takes."""

    def __init__(self, machine, topic_of, answer_of, message_of, every_s, number):
        self.sent, self.took, self.every_s = {}, [], every_s
        self.topic_of, self.answer_of, self.message_of = topic_of, answer_of, message_of
        self.client = new_client(clean_session=True)
        self.client.on_message = self.arrived
        self.client.connect("127.0.0.1", machine.port)
        self.client.loop_start()
        self.client.subscribe([(answer_of(0, number), 0)])
        self.number, self.next = number, 1
        self.ended = threading.Event()
        self.thread = threading.Thread(target=self.run)
        self.thread.start()

    def run(self):
        while not self.ended.wait(self.every_s):
            self.sent[self.next] = time.monotonic()
            self.client.publish(self.topic_of(self.number), self.message_of(self.next, self.number),
                                0)
            self.next += 1

    def arrived(self, _client, _data, message):
        now = time.monotonic()
        if message.retain:
            return
        text = message.payload.decode()
        for key in [key for key in self.sent if self.is_answer(key, message.topic, text)]:
            self.took.append((now - self.sent.pop(key)) * 1000)

    def end(self):
        """Milliseconds, of those without an answer too."""
        self.ended.set()
        self.thread.join()
        time.sleep(1)
        self.client.loop_stop()
        now = time.monotonic()
        return sorted(self.took + [(now - at) * 1000 for at in self.sent.values()])


class Acks(Watch):
    def __init__(self, machine, number):
        super().__init__(
            machine, lambda n: f"{P}node/watch-{n}/up", lambda _, n: f"{P}node/watch-{n}/ack",
            lambda seq, n: f'{{"v":1,"e":"{n:08x}","s":{seq},"b":{seq},"p":"{seq:08x}","m":'
            f'[{{"op":"receive","sku":"WATCHED","to":"MAIN","qty":1,"k":"{seq + 1:08x}"}}]}}',
            ACK_EVERY_S, number)

    @staticmethod
    def is_answer(seq, _topic, text):
        return seq <= int(text.split('"acked":')[1].split(",")[0])


class Outcomes(Watch):
    def __init__(self, machine, number):
        super().__init__(
            machine, lambda n: f"{P}order/new", lambda _, n: f"{P}order/+",
            lambda seq, n: f'{{"v":1,"order":"W{n}-{seq}","customer":{{"name":"W"}},'
            f'"lines":[{{"sku":"WATCHED","qty":1}}]}}',
            ORDER_EVERY_S, number)

    def is_answer(self, seq, topic, text):
        return topic == f"{P}order/W{self.number}-{seq}" and '"state":"received"' not in text


def await_compared(machine, least_s):
    """Seconds until the comparison has ended."""
    begin, done_s = time.monotonic(), None
    while True:
        topics = machine.health().get("topics", {})
        now_s = time.monotonic() - begin
        if topics and not topics["comparing"]:
            done_s = done_s or now_s
            if now_s >= least_s:
                return done_s, topics
        if now_s > 3600:
            raise SystemExit("bench: the comparison does not end")
        time.sleep(0.1)


def strange_topics(machine):
    client = new_client(clean_session=True)
    client.connect("127.0.0.1", machine.port)
    client.loop_start()
    last = None
    for i in range(STRANGE):
        last = client.publish(f"{P}stock/GHOST-{i // 4}/MAIN/{i % 4}", '{"v":1}', 0, True)
        if i % 1000 == 0:
            last.wait_for_publish()
    last.wait_for_publish()
    client.publish(f"{P}test", "", 1).wait_for_publish()
    client.loop_stop()


def measure(machine, case, number):
    what, bins = case
    store = store_of(machine, f"bins-{bins}", bins, bins, 0)
    gateway = None
    if what == STRANGERS:
        strange_topics(machine)
    if what == RESTART:
        gateway = machine.start_gateway(f"bins-{number}", store)
        await_compared(machine, 0)
        machine.stop(gateway)
    gateway = machine.start_gateway(f"bins-{number}", store)
    machine.wait(lambda: machine.look()[0] == 200, "the gateway", 60)
    idle_mib = resident_mib(gateway)
    machine.ctl("item", "set", "WATCHED", "name=Watched", "threshold=0")
    acks, outcomes = Acks(machine, number), Outcomes(machine, number)
    peak_mib = [idle_mib]
    over = threading.Event()

    def look():
        while not over.wait(0.2):
            peak_mib[0] = max(peak_mib[0], resident_mib(gateway))

    looking = threading.Thread(target=look)
    looking.start()
    seconds, topics = await_compared(machine, LEAST_S)
    over.set()
    looking.join()
    found = {"seconds": seconds, "topics": topics, "acks_ms": acks.end(),
             "outcomes_ms": outcomes.end(), "mib": peak_mib[0]}
    machine.stop(gateway)
    for kind in ("acks_ms", "outcomes_ms"):
        times = found.pop(kind)
        found[kind] = {"count": len(times), "median": times[len(times) // 2],
                       "p99": times[len(times) * 99 // 100], "worst": times[-1]}
    return found


COLUMNS = ["bins", "broker", "compared after s", "set right", "cleared", "ack median ms", "p99",
           "worst", "outcome median ms", "p99", "worst", "memory MiB"]


def row_of(case, rows):
    def times(kind):
        return [spread([row[kind][which] for row in rows], 1)
                for which in ("median", "p99", "worst")]
    return [str(case[1]), case[0], spread([row["seconds"] for row in rows], 0),
            spread([row["topics"]["corrected"] for row in rows], 0),
            spread([row["topics"]["cleared"] for row in rows], 0),
            *times("acks_ms"), *times("outcomes_ms"), spread([row["mib"] for row in rows], 0)]


def report(results):
    return ("## Many bins\n\nA scan each 20 ms and an order each 200 ms from the moment when the "
            "gateway is ready, until all\nretained topics are those of the store, at least "
            f"{LEAST_S} s; `strangers`: a broker that keeps {STRANGE}\ntopics of SKUs that the "
            "store does not know.\n\n"
            + table(COLUMNS, [row_of(case, rows) for case, rows in results]))
