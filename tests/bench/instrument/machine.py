# SPDX-License-Identifier: MIT
"""A broker, gateways and scanners on this machine, each started by the bench and ended by it."""

import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
BIN = Path(os.environ.get("SHELFWIRE_BIN", ROOT / "build" / "tests" / "bin"))
EXAMPLES = ROOT / "docs" / "examples"
ITEMS = 10_000


def is_root():
    return os.geteuid() == 0


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def many_items(count=ITEMS):
    """The example's items, and as many more as make `count`, every one with a threshold."""
    text = (EXAMPLES / "items.csv").read_text(encoding="utf-8")
    header, first = text.splitlines()[:2]
    columns = header.count(",")
    assert header.startswith("sku,name,unit,supplier,threshold,"), first
    more = "".join(f"MORE-{i},Item {i},ea,,100" + "," * (columns - 4) + "\n"
                   for i in range(count - len(text.splitlines()) + 1))
    return text + more


def resident_mib(process):
    """Anonymous memory: the store's map is not counted."""
    for line in Path(f"/proc/{process.pid}/status").read_text().splitlines():
        if line.startswith("RssAnon:"):
            return int(line.split()[1]) / 1024
    return 0.0


class Machine:
    def __init__(self, folder):
        self.folder = folder
        self.port = free_port()
        self.url = f"mqtt://127.0.0.1:{self.port}"
        self.socket = folder / "api.sock"
        self.children = []
        self.items = folder / "items.csv"
        self.items.write_text(many_items())
        (folder / "mosquitto.conf").write_text(
            f"listener {self.port} 127.0.0.1\nallow_anonymous true\npersistence false\n"
            "set_tcp_nodelay true\n" + ("user root\n" if is_root() else ""))
        self.broker = self.start_broker()

    def start_broker(self):
        program = shutil.which("mosquitto", path=os.environ["PATH"] + ":/usr/sbin")
        broker = self.start("broker", [program, "-c", self.folder / "mosquitto.conf"])
        self.wait(lambda: self.listens(self.port), "the broker")
        return broker

    def renew_broker(self):
        """One that has forgotten all retained topics."""
        self.stop(self.broker)
        self.broker = self.start_broker()

    @staticmethod
    def listens(port):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return True
        except OSError:
            return False

    def start(self, name, arguments, environment=None):
        log = open(self.folder / f"{name}.log", "ab")
        child = subprocess.Popen([str(a) for a in arguments], stdout=log, stderr=log,
                                 stdin=subprocess.DEVNULL,
                                 env=os.environ | (environment or {}))
        self.children.append(child)
        return child

    def start_client(self, name, client, arguments):
        """A program that is ready when the broker has seen its client."""
        log = self.folder / "broker.log"
        seen = log.read_text(errors="replace").count(client)
        child = self.start(name, arguments)
        self.wait(lambda: log.read_text(errors="replace").count(client) > seen, name)
        return child

    @staticmethod
    def wait(condition, what, seconds=20):
        deadline = time.monotonic() + seconds
        while not condition():
            if time.monotonic() > deadline:
                raise SystemExit(f"bench: {what} is not there after {seconds} s")
            time.sleep(0.05)

    def stop(self, child, with_signal=signal.SIGTERM):
        child.send_signal(with_signal)
        child.wait(20)
        self.children.remove(child)

    def stop_all(self):
        for child in list(reversed(self.children)):
            self.stop(child)

    def ctl(self, *arguments):
        done = subprocess.run([BIN / "shelfctl", "--socket", self.socket, "--json", *arguments],
                              capture_output=True, text=True)
        return done.returncode == 0

    def read(self, *arguments):
        done = subprocess.run([BIN / "shelfctl", "--socket", self.socket, "--json", *arguments],
                              capture_output=True, text=True, check=True)
        return json.loads(done.stdout)

    def look(self):
        """The status of /readyz and its counters; nothing where nobody answers."""
        connection = http.client.HTTPConnection("localhost")
        with socket.socket(socket.AF_UNIX) as connection.sock:
            try:
                connection.sock.connect(str(self.socket))
                connection.request("GET", "/readyz")
                response = connection.getresponse()
                return response.status, json.loads(response.read())["counters"]
            except (OSError, http.client.HTTPException):
                return None, {}

    def health(self):
        """All that /readyz says; nothing where nobody answers."""
        connection = http.client.HTTPConnection("localhost")
        with socket.socket(socket.AF_UNIX) as connection.sock:
            try:
                connection.sock.connect(str(self.socket))
                connection.request("GET", "/readyz")
                return json.loads(connection.getresponse().read())
            except (OSError, http.client.HTTPException):
                return {}

    def counters(self):
        return self.look()[1]

    def start_gateway(self, number, store, environment=None):
        """shelfwired, not waited for."""
        config = self.folder / f"gateway-{number}.toml"
        config.write_text(f'[mqtt]\nurl = "{self.url}"\n[store]\npath = "{store}"\n'
                          f'free_mb_min = 16\n[http]\nsocket = "{self.socket}"\n[log]\nlevel = "warn"\n')
        return self.start("gateway", [BIN / "shelfwired", "--config", config], environment)

    def gateway(self, number, store=None, items=None, environment=None):
        """shelfwired with its items; on `store`, else on a new one."""
        child = self.start_gateway(number, store or self.folder / f"store-{number}", environment)
        self.wait(lambda: self.ctl("stock"), "the gateway")
        self.ctl("supplier", "import", str(EXAMPLES / "suppliers.csv"))
        self.ctl("item", "import", str(items or self.items))
        return child

    def fleet(self, nodes, batch, movements, seed, *more):
        """What starts scanners that send so many movements in all, as fast as they are acked."""
        return [BIN / "shelfwire-fleet", "--broker", self.url, "--nodes", str(nodes),
                "--movements", str(movements), "--batch", str(batch), "--json", "--catalogue",
                EXAMPLES / "items.csv", "--seed", str(seed), "--name", f"b{seed}", *more]

    def load(self, *arguments):
        done = subprocess.run(self.fleet(*arguments), capture_output=True, text=True)
        if done.returncode != 0:
            raise SystemExit(f"bench: the scanners failed: {done.stderr}")
        return json.loads(done.stdout)
