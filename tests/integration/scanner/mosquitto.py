# SPDX-License-Identifier: MIT
"""A private Mosquitto on loopback, on a port of its own."""

import os
import pathlib
import socket
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parents[1]))
from waiting import HUNG_S, kept_port, wait_for  # noqa: E402, F401


class Mosquitto:
    """Keeps nothing: a broker that is killed has forgotten everything."""

    def __init__(self, folder, *config):
        self.port = kept_port()
        self._config = pathlib.Path(folder) / "mosquitto.conf"
        lines = [f"listener {self.port} 127.0.0.1", "set_tcp_nodelay true",
                 *(config or ("allow_anonymous true",))]
        if os.geteuid() == 0:  # or it would drop to a user that cannot read our files
            lines.append("user root")
        self._config.write_text("\n".join(lines) + "\n")
        self._process = None

    @property
    def url(self):
        return f"mqtt://127.0.0.1:{self.port}"

    def start(self):
        self._process = subprocess.Popen(["mosquitto", "-c", self._config],
                                         stderr=subprocess.DEVNULL)
        wait_for(self._answers, "Mosquitto listens")

    def kill(self):
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        self.kill()

    def _answers(self):
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0
