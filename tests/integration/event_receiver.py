# SPDX-License-Identifier: MIT
"""An upstream server for tests: takes CloudEvents by POST, on loopback.

    with EventReceiver(token="sesame") as receiver:
        ...post to receiver.url...
        (event,) = receiver.events
        receiver.behaviour = down        # refuses connections from now on
        receiver.behaviour = ok          # takes them again, on the same port

It stores an event once a key (Idempotency-Key) and counts the repeats, as a receiver
should. `behaviour` may change at any time and counts for requests that arrive later;
those under way end as they began. A behaviour is `down` or a function of one Exchange:

    ok                        stores, answers 202; 200 to a repeat
    down                      nobody listens on the port
    slow(4)                   stores, answers after 4 seconds
    after_storing(500)        stores, then answers an error all the same
    close_after_storing()     stores, then closes with the answer begun (or none)
    answer(422, "no")         stores nothing and answers this
    redirect("https://...")   stores nothing and points elsewhere
    hang                      stores, never answers
    endless                   stores, then answers without an end
"""

import http.server
import json
import socketserver
import threading
from collections import Counter
from dataclasses import dataclass

from waiting import HUNG_S, kept_port

BODY_BYTES_MAX = 4 << 20


@dataclass(frozen=True)
class ReceivedEvent:
    """One event as it was stored: its key, its path, all headers, and the document as
    text and as `event`, a dictionary."""

    key: str
    path: str
    headers: dict
    body: str
    event: dict


# Behaviours.


def ok(exchange):
    """Stores the event and says so."""
    new = exchange.store()
    exchange.answer(202 if new else 200, "stored" if new else "known already")


def down(exchange):
    """Nobody listens. Never called; connections already made are left to themselves."""
    raise AssertionError("a receiver that is down was asked")


def slow(seconds):
    """Stores the event and says so `seconds` later."""

    def behave(exchange):
        exchange.store()
        exchange.wait(seconds)
        exchange.answer(202, "stored at last")

    return behave


def after_storing(status, text="it is stored, but something failed", **headers):
    """Stores the event and denies it."""

    def behave(exchange):
        exchange.store()
        exchange.answer(status, text, **headers)

    return behave


def close_after_storing(begun=b"HTTP/1.1 202 Accepted\r\nContent-Length: 99\r\n\r\nstor"):
    """Stores the event and closes the connection after `begun`, which may be empty."""

    def behave(exchange):
        exchange.store()
        exchange.write(begun)

    return behave


def answer(status, text="", **headers):
    """Stores nothing. An _ in a header's name stands for -."""
    return lambda exchange: exchange.answer(status, text, **headers)


def redirect(location, status=308):
    return answer(status, "moved", Location=location)


def hang(exchange):
    """Stores the event and never answers."""
    exchange.store()
    exchange.wait(None)


def endless(exchange):
    """Stores the event and answers for as long as the client listens."""
    exchange.store()
    exchange.write(b"HTTP/1.1 202 Accepted\r\nContent-Type: text/plain\r\n\r\n")
    while exchange.write(b"stored " * 1000):
        pass


class Exchange(http.server.BaseHTTPRequestHandler):
    """One request and what a behaviour may do with it."""

    timeout = HUNG_S  # for a client that stops in the middle of its request

    def store(self):
        """Keeps the event; whether it is new."""
        return self.server.owner._store(self._event)

    def answer(self, status, text="", **headers):
        body = text.encode()
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Type", "text/plain; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def write(self, content):
        """Sends bytes as they are; false once the client has gone."""
        try:
            self.wfile.write(content)
        except OSError:
            return False
        return True

    def wait(self, seconds):
        """Waits so long (None: for ever), but not beyond the receiver's end."""
        self.server.owner.ended.wait(seconds)

    # From here on: what http.server calls.

    def do_POST(self):
        owner = self.server.owner
        body = self.rfile.read(min(int(self.headers.get("Content-Length", 0)), BODY_BYTES_MAX))
        owner.requests.append((self.command, self.path, dict(self.headers)))
        behave = owner.behaviour
        try:
            refusal = self._refusal(body)
            if refusal:
                self.answer(*refusal)
            else:
                (ok if behave is down else behave)(self)
        except OSError:
            pass  # the client has gone

    def _refusal(self, body):
        """Status and text for what no receiver takes, or None. Notes the event."""
        token = self.server.owner.token
        if token is not None and self.headers.get("Authorization") != f"Bearer {token}":
            return 401, "wrong token"
        content_type = self.headers.get("Content-Type", "")
        if content_type != "application/cloudevents+json; charset=utf-8":
            return 415, f"content type {content_type!r}"
        quoted = self.headers.get("Idempotency-Key", "")
        if len(quoted) < 3 or quoted[0] + quoted[-1] != '""' or '"' in quoted[1:-1]:
            return 400, f"Idempotency-Key {quoted!r}"
        try:
            event = json.loads(body.decode())
        except ValueError as error:
            return 400, f"no JSON: {error}"
        if not isinstance(event, dict) or event.get("specversion") != "1.0":
            return 400, "no CloudEvents 1.0"
        missing = [name for name in ("id", "source", "type") if not event.get(name)]
        if missing:
            return 400, f"event without {missing}"
        self._event = ReceivedEvent(
            quoted[1:-1], self.path, dict(self.headers), body.decode(), event
        )
        return None

    def log_message(self, *_):
        pass


class _Server(http.server.ThreadingHTTPServer):
    block_on_close = False
    request_queue_size = 64

    def __init__(self, owner):
        self.owner = owner
        super().__init__(("127.0.0.1", owner.port), Exchange)

    def server_bind(self):
        """Without the look-up of a host's name, for which HTTPServer may wait."""
        socketserver.TCPServer.server_bind(self)

    def finish_request(self, request, client_address):
        """In the connection's own thread: a client that is slow here delays no other."""
        self.owner._count_connection()
        if self.owner._tls is None:
            super().finish_request(request, client_address)
            return
        try:
            request.settimeout(HUNG_S)
            secured = self.owner._tls.wrap_socket(request, server_side=True)
        except OSError:  # includes ssl.SSLError
            return
        with secured:
            super().finish_request(secured, client_address)

    def handle_error(self, request, client_address):
        pass  # a client that has gone; it was meant to


class EventReceiver:
    """Runs between `with` and its end; what it has may be read at any time.

    Its port stays its own while it is down. tls: an ssl.SSLContext, or None for clear
    text. token: what Authorization has to bring (may be changed while running; None:
    anything goes).

    events: what was stored, in order, once a key. repeats: how often a key came again.
    conflicts: keys that came again with another document. requests: (method, path,
    headers) of all that came in full, refused ones too. connections: how many were
    made."""

    def __init__(self, tls=None, behaviour=ok, token=None):
        self.events = []
        self.repeats = Counter()
        self.conflicts = []
        self.requests = []
        self.connections = 0
        self.token = token
        self.ended = threading.Event()
        self._tls = tls
        self._behaviour = behaviour
        self._by_key = {}
        self._lock = threading.Lock()
        self._server = None
        self._thread = None
        self.port = kept_port()

    def __enter__(self):
        self.behaviour = self._behaviour
        return self

    def __exit__(self, *_):
        self.ended.set()
        self._go_down()

    @property
    def url(self):
        """Where to post to; by name under TLS, as certificates are made out to names."""
        host = "127.0.0.1" if self._tls is None else "localhost"
        return f"{'http' if self._tls is None else 'https'}://{host}:{self.port}/events"

    @property
    def behaviour(self):
        return self._behaviour

    @behaviour.setter
    def behaviour(self, behaviour):
        self._behaviour = behaviour
        if behaviour is down and self._server is not None:
            self._go_down()
        elif behaviour is not down and self._server is None:
            self._come_up()

    def _come_up(self):
        self._server = _Server(self)
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(0.02,), name="event receiver"
        )
        self._thread.start()

    def _go_down(self):
        if self._server is None:
            return
        self._server.shutdown()
        self._thread.join(HUNG_S)
        assert not self._thread.is_alive(), "the receiver does not stop"
        self._server.server_close()
        self._server = None

    def _count_connection(self):
        with self._lock:
            self.connections += 1

    def _store(self, event):
        with self._lock:
            known = self._by_key.setdefault(event.key, event)
            if known is event:
                self.events.append(event)
                return True
            self.repeats[event.key] += 1
            if known.body != event.body:
                self.conflicts.append(event.key)
            return False
