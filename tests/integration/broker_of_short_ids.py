# SPDX-License-Identifier: MIT
"""Stands before a broker and, as some hosted ones do, refuses whoever connects with a client id of
more than `bytes_max` bytes.

    with BrokerOfShortIds(broker.port, 23) as picky:
        picky.url, picky.taken, picky.refused
"""

import contextlib
import socket
import threading

REFUSED = b"\x20\x02\x00\x02"  # CONNACK: identifier rejected


class BrokerOfShortIds:
    def __init__(self, broker_port, bytes_max):
        self._broker_port = broker_port
        self._bytes_max = bytes_max
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._sockets = []
        self.url = f"mqtt://127.0.0.1:{self._listener.getsockname()[1]}"
        self.taken = []
        self.refused = []

    def __enter__(self):
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_):
        for each in [self._listener, *self._sockets]:
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()

    def _accept(self):
        with contextlib.suppress(OSError):  # the end
            while True:
                client, _ = self._listener.accept()
                client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                self._sockets.append(client)
                threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client):
        with contextlib.suppress(OSError):
            connect = client.recv(4096)  # loopback, and the first thing said: in one piece
            client_id = client_id_of(connect)
            if len(client_id) > self._bytes_max:
                self.refused.append(client_id.decode())
                client.sendall(REFUSED)
                client.shutdown(socket.SHUT_RDWR)
                return
            self.taken.append(client_id.decode())
            broker = socket.create_connection(("127.0.0.1", self._broker_port))
            broker.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._sockets.append(broker)
            broker.sendall(connect)
            threading.Thread(target=pass_on, args=(broker, client), daemon=True).start()
            pass_on(client, broker)


def client_id_of(connect):
    """Of a CONNECT of MQTT 3.1.1."""
    at = 1
    while connect[at] & 0x80:  # the length's digits
        at += 1
    at += 1 + 2 + len("MQTT") + 1 + 1 + 2  # name, level, flags, keep alive
    size = int.from_bytes(connect[at : at + 2], "big")
    return connect[at + 2 : at + 2 + size]


def pass_on(source, target):
    with contextlib.suppress(OSError):
        while data := source.recv(65536):
            target.sendall(data)
    for each in (source, target):
        with contextlib.suppress(OSError):
            each.shutdown(socket.SHUT_RDWR)
