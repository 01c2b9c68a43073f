# SPDX-License-Identifier: MIT
"""A whole site in a folder: a private Mosquitto, shelfwired, shelfctl and scanners.

    with Site(folder) as site:
        site.import_catalogue(items, suppliers)
        site.kill_gateway(); site.start_gateway()
        site.wipe_broker()
        assert site.json("verify")["ok"]

Everything listens on loopback, on ports of its own, and ends with the `with` block.
(The module is not called `site`: Python has one of that name.)
"""

import http.client
import itertools
import json
import os
import pathlib
import signal
import socket
import subprocess
import threading
import urllib.parse

from mqtt_peers import Client, P
from waiting import HUNG_S, kept_port, wait_for

BIN = pathlib.Path(os.environ["SHELFWIRE_BIN"])
SOURCE = pathlib.Path(os.environ.get("SHELFWIRE_SOURCE", pathlib.Path(__file__).parents[2]))
# Without the variables of our tests: the gateway would warn of each.
ENVIRONMENT = {name: os.environ[name] for name in os.environ if not name.startswith("SHELFWIRE_")}


def barcode(number):
    """A valid EAN-13 of the range for numbers of one's own (200 to 299)."""
    digits = f"29{number:010d}"
    total = sum(int(c) * (3 if i % 2 else 1) for i, c in enumerate(digits))
    return digits + str(-total % 10)


def some_items(count, supplier="", threshold=0):
    """Items ITEM-000, … as rows of the CSV; the fleet's made-up barcodes are theirs."""
    rows = ["sku,name,unit,supplier,threshold,order_up_to,barcodes"]
    for i in range(count):
        code = fleet_barcode(i)
        rows.append(f"ITEM-{i:03d},Item {i},pc,{supplier},{threshold},{2 * threshold},{code}")
    return "\n".join(rows) + "\n"


def fleet_barcode(index):
    """What shelfwire-fleet scans without a catalogue: 40 of them."""
    return barcode(100 + index)


class Broker:
    """Mosquitto without a memory: whoever kills it has wiped it."""

    def __init__(self, folder):
        self._folder = folder
        self.nodelay = True
        self.anonymous = True
        self._access = None
        self.port = kept_port()
        self.url = f"mqtt://127.0.0.1:{self.port}"
        self._process = None

    def start(self):
        config = self._folder / "mosquitto.conf"
        lines = [
            f"listener {self.port} 127.0.0.1",
            f"allow_anonymous {str(self.anonymous).lower()}",
            "persistence false",
            f"set_tcp_nodelay {str(self.nodelay).lower()}",
            "max_queued_messages 0",
            "log_dest stderr",
        ]
        if self._access:
            lines.append(f"acl_file {self._access}")
        if os.geteuid() == 0:
            lines.append("user root")  # else it becomes another user and cannot read us
        config.write_text("\n".join(lines) + "\n")
        path = os.environ["PATH"] + ":/usr/sbin"
        with open(self._folder / "mosquitto.log", "ab") as log:
            self._process = subprocess.Popen(
                ["mosquitto", "-c", config],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env={**os.environ, "PATH": path},
            )
        wait_for(self._answers, "the broker listens")

    def _answers(self):
        assert self._process.poll() is None, "the broker ended"
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def kill(self):
        if self._process:
            self._process.kill()
            self._process.wait(HUNG_S)
            self._process = None

    def set_access(self, lines):
        """Who may do what: at once, or from the first start on that comes after this."""
        self._access = self._folder / "access"
        self._access.write_text("\n".join(lines) + "\n")
        if self._process:
            self._process.send_signal(signal.SIGHUP)

    def wipe(self):
        """SIGKILL and a new one on the same port, which knows nothing."""
        self.kill()
        self.start()


class Site:
    """`config` is a dict of sections, laid over what a site here needs. `confirm_clock`: a
    machine that has just been started, and has no time server, does not know the time yet."""

    def __init__(self, folder, config=None, environment=None, confirm_clock=True):
        self.folder = pathlib.Path(folder)
        self.store = self.folder / "store"
        self.maildir = self.folder / "mail"
        self.socket = str(self.folder / "api.sock")
        self.log_file = self.folder / "gateway.log"
        self.broker = Broker(self.folder)
        self.environment = dict(environment or {})
        self._confirm_clock = confirm_clock
        self.config = {
            "mqtt": {"url": self.broker.url},
            "store": {"path": str(self.store), "free_mb_min": 1},
            "http": {"socket": self.socket},
            "reorder": {"interval_s": 1, "default_threshold": 0},
            "mail": {"url": f"maildir:{self.maildir}", "from": "stock@shop.example"},
        }
        for section, keys in (config or {}).items():
            self.config.setdefault(section, {}).update(keys)
        self.gateway = None
        self._clients = itertools.count()
        self._others = []

    def __enter__(self):
        try:
            self.broker.start()
            self.start_gateway()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        for process in self._others:
            if process.poll() is None:
                process.kill()
                process.wait(HUNG_S)
        if self.gateway:
            self.gateway.kill()
            self.gateway.wait(HUNG_S)
            self.gateway = None
        self.broker.kill()

    # The gateway.

    @property
    def config_file(self):
        return self.folder / "shelfwire.toml"

    def write_config(self):
        text = ""
        for section, keys in self.config.items():
            text += f"[{section}]\n"
            text += "".join(f"{key} = {json.dumps(value)}\n" for key, value in keys.items())
        self.config_file.write_text(text)

    def start_gateway(self, *options, wait=True, environment=None):
        """Starts it and waits until it takes scans."""
        assert self.gateway is None
        self.write_config()
        with open(self.log_file, "ab") as log:
            self.gateway = subprocess.Popen(
                [BIN / "shelfwired", "--config", self.config_file, *map(str, options)],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env={**ENVIRONMENT, **self.environment, **(environment or {})},
            )
        if wait:
            wait_for(self.is_ready, "the gateway is ready")
            if self._confirm_clock:
                self.post("/api/v1/clock/confirm", {})

    def is_ready(self):
        if self.gateway.poll() is not None:
            raise AssertionError("the gateway ended: " + self.log_tail())
        return self.readiness().get("ready", False)

    def kill_gateway(self):
        self.gateway.kill()
        self.wait_gateway_end()

    def stop_gateway(self):
        """SIGTERM; it has to end in order."""
        self.gateway.terminate()
        assert self.wait_gateway_end() == 0, self.log_tail()

    def wait_gateway_end(self):
        code = self.gateway.wait(HUNG_S)
        self.gateway = None
        return code

    def log_tail(self, lines=15):
        if not self.log_file.exists():
            return ""
        return "\n".join(self.log_file.read_text(errors="replace").splitlines()[-lines:])

    def wipe_broker(self):
        self.broker.wipe()

    # Asking it.

    def get(self, path):
        """GET over the socket: (status, document)."""
        connection = _UnixConnection(self.socket)
        try:
            connection.request("GET", path)
            response = connection.getresponse()
            return response.status, json.loads(response.read())
        finally:
            connection.close()

    def post(self, path, document):
        """POST over the socket: (status, document)."""
        connection = _UnixConnection(self.socket)
        try:
            headers = {"Content-Type": "application/json"}
            connection.request("POST", path, json.dumps(document), headers)
            response = connection.getresponse()
            return response.status, json.loads(response.read())
        finally:
            connection.close()

    def readiness(self):
        """What /readyz says; empty while nobody answers."""
        try:
            return self.get("/readyz")[1]
        except (OSError, http.client.HTTPException, ValueError):
            return {}

    def counter(self, name):
        return self.readiness().get("counters", {}).get(name)

    def rows(self, path, **query):
        """All rows of a list, page by page."""
        rows, query = [], {"limit": 1000, **query}
        while True:
            status, page = self.get(f"/api/v1/{path}?{urllib.parse.urlencode(query)}")
            assert status == 200, page
            rows += page["rows"]
            if page["next"] is None:
                return rows
            query["after"] = page["next"]

    def shelfctl(self, *words):
        """A finished shelfctl: .returncode, .stdout, .stderr."""
        return subprocess.run(
            [BIN / "shelfctl", "--socket", self.socket, *map(str, words)],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=HUNG_S,
            check=False,
        )

    def json(self, *words):
        """What a command that has to succeed prints with --json."""
        done = self.shelfctl("--json", *words)
        assert done.returncode == 0, (words, done.stdout, done.stderr)
        return json.loads(done.stdout)

    def verify(self):
        """The report of `shelfctl verify`, which has to be good."""
        report = self.json("verify")
        assert report["ok"], report
        return report

    def import_csv(self, kind, text):
        """kind: `item` or `supplier`. The finished shelfctl."""
        path = self.folder / f"{kind}.csv"
        path.write_text(text)
        return self.shelfctl(kind, "import", path)

    def import_catalogue(self, items, suppliers=None):
        for kind, text in (("supplier", suppliers), ("item", items)):
            if text:
                done = self.import_csv(kind, text)
                assert done.returncode == 0, done.stderr

    def on_hand(self, sku, location):
        """Figure of one bin; 0 for an empty one."""
        rows = [row for row in self.rows("stock") if (row["sku"], row["loc"]) == (sku, location)]
        return rows[0]["on_hand"] if rows else 0

    # Whoever else is at the broker.

    def client(self, *filters):
        return Client(self.broker.port, *filters)

    def fleet(self, *words, nodes, movements, **options):
        """Starts shelfwire-fleet, e.g. rate=100; read its report with finish_fleet."""
        arguments = ["--broker", self.broker.url, "--nodes", nodes, "--movements", movements]
        options = {"drain_timeout": HUNG_S, **options}
        for option, value in options.items():
            arguments += ["--" + option.replace("_", "-"), value]
        process = subprocess.Popen(
            [BIN / "shelfwire-fleet", "--json", *map(str, [*arguments, *words])],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self._others.append(process)
        return process

    def subscribed(self, *filters):
        """Retained topics as mosquitto_sub shows them to a late subscriber."""
        words = [word for topic in filters for word in ("-t", P + topic)]
        # A message of our own, sent after the subscription, marks the end of the kept.
        mark = f"{P}test/mark"
        process = subprocess.Popen(
            ["mosquitto_sub", "-p", str(self.broker.port), "-v", "-q", "1", "-t", mark, *words],
            stdout=subprocess.PIPE,
            text=True,
        )
        guard = threading.Timer(HUNG_S, process.kill)
        guard.start()
        stop = threading.Event()
        found = {}
        with self.client() as client:

            def send_marks():
                while not stop.wait(0.05):
                    client.publish(mark, b"end", qos=1)

            thread = threading.Thread(target=send_marks)
            thread.start()
            try:
                for line in process.stdout:
                    topic, _, payload = line.rstrip("\n").partition(" ")
                    if topic == mark:
                        break
                    found[topic] = payload
                    if payload == "(null)":  # cleared while we listen
                        del found[topic]
            finally:
                stop.set()
                thread.join()
                guard.cancel()
                process.kill()
                process.wait()
                process.stdout.close()
        return found


def finish_fleet(process):
    """Its report; every movement has to be acked."""
    out, err = process.communicate(timeout=2 * HUNG_S)
    assert process.returncode == 0, err
    return json.loads(out)


class _UnixConnection(http.client.HTTPConnection):
    def __init__(self, path):
        super().__init__("gateway", timeout=HUNG_S)
        self._path = path

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(HUNG_S)
        self.sock.connect(self._path)
