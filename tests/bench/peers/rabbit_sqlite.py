# SPDX-License-Identifier: MIT
"""RabbitMQ (durable queue, persistent messages, publisher confirms), a Python consumer on pika
and SQLite (WAL, synchronous=FULL). The producer publishes like pika's asynchronous example,
many messages at a time; the consumer acknowledges after the commit.

Promises: a confirm means that the message is on the broker's disk; it leaves the queue when the
ledger has committed it. A sender that got no confirm sends again, a killed consumer gets some
again, and the ledger's key keeps both out: nothing is lost or doubled. A confirm does not say
that a movement is in the ledger yet. Both variants promise the same: `commits in batches` commits
what has gathered, then acknowledges all of it.
"""

from instrument.machine import free_port
from peers.ledger import Ledger
from peers.work import IN_FLIGHT, Needs, Promise, check_booked, program, race

NAME = "RabbitMQ, pika, SQLite"
NEEDS = Needs(("rabbitmq-server", "epmd"), ("pika",))

EACH, BATCHES = "commit each", "commits in batches"
_PROMISE = Promise(True, True, "answered means in the queue, on disk; not yet in the ledger")
VARIANTS = {EACH: _PROMISE, BATCHES: _PROMISE}

QUEUE = "movements"
# "Values in the 100 through 300 range usually offer optimal throughput" (consumer prefetch).
PREFETCH = 200
START_S = 120


def server_environment(folder, port, epmd_port, dist_port):
    """All of it in the bench's folder, all of its ports on loopback."""
    (folder / "plugins").write_text("[].\n")
    (folder / "rabbitmq.conf").write_text(f"listeners.tcp.1 = 127.0.0.1:{port}\n")
    return {"HOME": folder, "RABBITMQ_NODENAME": f"bench-{port}@localhost",
            "RABBITMQ_CONF_ENV_FILE": "/dev/null", "RABBITMQ_CONFIG_FILE": folder / "rabbitmq.conf",
            "RABBITMQ_ENABLED_PLUGINS_FILE": folder / "plugins",
            "RABBITMQ_MNESIA_BASE": folder / "mnesia", "RABBITMQ_LOG_BASE": folder / "log",
            "RABBITMQ_SCHEMA_DIR": folder / "schema",
            "RABBITMQ_GENERATED_CONFIG_DIR": folder / "config",
            "RABBITMQ_PID_FILE": folder / "pid", "RABBITMQ_DIST_PORT": dist_port,
            "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": "-kernel inet_dist_use_interface {127,0,0,1}",
            "ERL_EPMD_ADDRESS": "127.0.0.1", "ERL_EPMD_PORT": epmd_port,
            "RUNNING_UNDER_SYSTEMD": "1"}  # the script becomes the server: one process to end


def start_server(machine):
    """The server and its port mapper, which it would else leave behind; and its port."""
    port, epmd_port, dist_port = free_port(), free_port(), free_port()
    folder = machine.folder / f"rabbit-{port}"
    folder.mkdir()
    epmd = machine.start("epmd", [program("epmd"), "-port", epmd_port, "-address", "127.0.0.1"])
    machine.wait(lambda: machine.listens(epmd_port), "epmd")
    environment = server_environment(folder, port, epmd_port, dist_port)
    server = machine.start("rabbit", ["env"] + [f"{key}={value}" for key, value
                                                in environment.items()]
                           + ["/usr/lib/rabbitmq/bin/rabbitmq-server"])
    machine.wait(lambda: machine.listens(port), "rabbitmq-server", START_S)
    return (server, epmd), port


def parameters(port):
    import pika  # may not be installed
    return pika.ConnectionParameters("127.0.0.1", port)


def consume(port, path, batch_max, ready, count):
    import pika
    ledger = Ledger(path)
    channel = pika.BlockingConnection(parameters(port)).channel()
    channel.queue_declare(QUEUE, durable=True)
    channel.basic_qos(prefetch_count=PREFETCH)
    ready()
    booked, texts = 0, []
    for method, _, text in channel.consume(QUEUE):
        texts.append(text)
        if len(texts) < batch_max and channel.get_waiting_message_count() > 0:
            continue
        booked += ledger.book(texts)
        channel.basic_ack(method.delivery_tag, multiple=True)
        texts = []
        if booked == count:
            break
    channel.connection.close()


class Producer:
    """Publishes on, with up to IN_FLIGHT messages that are not confirmed."""

    def __init__(self, port, ready, texts):
        import pika
        self.ready, self.texts = ready, texts
        self.sent, self.unconfirmed = 0, set()
        self.properties = pika.BasicProperties(delivery_mode=2)
        self.connection = pika.SelectConnection(
            parameters(port),
            on_open_callback=lambda connection: connection.channel(on_open_callback=self.opened),
            on_close_callback=lambda connection, _: connection.ioloop.stop())

    def run(self):
        self.connection.ioloop.start()
        if self.unconfirmed or self.sent < len(self.texts):
            raise SystemExit("bench: the broker confirmed only a part")

    def opened(self, channel):
        self.channel = channel
        channel.confirm_delivery(self.confirmed, callback=self.begin)

    def begin(self, _):
        self.ready()
        self.publish()

    def publish(self):
        while self.sent < len(self.texts) and len(self.unconfirmed) < IN_FLIGHT:
            self.channel.basic_publish("", QUEUE, self.texts[self.sent], self.properties)
            self.sent += 1
            self.unconfirmed.add(self.sent)  # the channel's delivery tag

    def confirmed(self, frame):
        method = frame.method
        if method.NAME != "Basic.Ack":
            self.connection.close()  # some stay unconfirmed
            return
        through = range(min(self.unconfirmed), method.delivery_tag) if method.multiple else ()
        self.unconfirmed.difference_update(through, (method.delivery_tag,))
        self.publish()
        if not self.unconfirmed:
            self.connection.close()


def measure(machine, variant, texts):
    processes, port = start_server(machine)
    path = machine.folder / f"rabbit-{port}" / "ledger.sqlite"
    batch_max = 1 if variant == EACH else PREFETCH
    found = race(lambda ready, count: consume(port, path, batch_max, ready, count),
                 lambda ready, texts: Producer(port, ready, texts).run(), texts)
    check_booked(NAME, Ledger(path).count(), len(texts))
    for process in processes:
        machine.stop(process)
    return found
