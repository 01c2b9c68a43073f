# SPDX-License-Identifier: MIT
"""Promise: a gateway that dies between a change and its answer costs nobody a
movement: shelfctl repeats the request under the same Idempotency-Key, and says so
honestly when nobody confirms it. What is no gateway is recognised.
Method: servers that answer wrongly, on sockets of their own."""

import socket
import threading

import pytest

from cli_probe import Shelfctl
from waiting import HUNG_S


class WrongServer:
    """Answers each connection with the next of `answers`; none: closes without one."""

    def __init__(self, path, answers):
        self.requests = []
        self._answers = answers
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(path)
        self._listener.listen()
        self._listener.settimeout(HUNG_S)
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    def _serve(self):
        for answer in self._answers:
            connection, _ = self._listener.accept()
            with connection:
                connection.settimeout(HUNG_S)
                self.requests.append(self._read(connection))
                if answer is not None:
                    connection.sendall(answer)

    @staticmethod
    def _read(connection):
        text = b""
        while b"\r\n\r\n" not in text:
            text += connection.recv(65536)
        head, body = text.split(b"\r\n\r\n", 1)
        headers = dict(
            line.lower().split(": ", 1) for line in head.decode().split("\r\n")[1:] if ": " in line
        )
        while len(body) < int(headers.get("content-length", 0)):
            body += connection.recv(65536)
        return headers, body

    def join(self):
        self._thread.join(HUNG_S)
        self._listener.close()


def reply(status, body, content_type="application/json"):
    return (
        f"HTTP/1.1 {status} X\r\nContent-Type: {content_type}\r\n"
        f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n{body}"
    ).encode()


@pytest.fixture(name="path")
def fixture_path(tmp_path):
    return str(tmp_path / "api.sock")


def test_a_change_cut_off_is_repeated_under_its_key(path):
    server = WrongServer(path, [None, None, reply(200, '{"seq":7,"repeated":true}')])
    done = Shelfctl(path).run("move", "receive", "BOLT", "4", "--to", "MAIN")
    server.join()
    assert (done.code, done.out) == (0, "Entry 7: receive 4 BOLT to MAIN.\n"), done
    keys = {headers["idempotency-key"] for headers, _ in server.requests}
    bodies = {body for _, body in server.requests}
    assert len(server.requests) == 3 and len(keys) == 1 and len(bodies) == 1


def test_each_change_has_a_key_of_its_own(path):
    server = WrongServer(path, [reply(201, '{"seq":1,"repeated":false}')] * 2)
    for _ in range(2):
        assert Shelfctl(path).run("move", "receive", "BOLT", "4", "--to", "MAIN").code == 0
    server.join()
    assert len({headers["idempotency-key"] for headers, _ in server.requests}) == 2


def test_a_read_cut_off_is_a_failure(path):
    server = WrongServer(path, [b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"])
    done = Shelfctl(path).run("stock", "--json")
    server.join()
    assert (done.code, done.out) == (1, "")
    assert "broke" in done.err


@pytest.mark.parametrize(
    "answer, said",
    [
        (reply(200, "<html>hello</html>", "text/html"), "something else listening"),
        (reply(500, "oops", "text/plain"), "answered 500"),
        (reply(404, "{}"), "answered 404"),
        (b"SSH-2.0-OpenSSH_9.2\r\n", "broke"),
    ],
)
def test_what_is_no_gateway_is_recognised(path, answer, said):
    server = WrongServer(path, [answer])
    done = Shelfctl(path).run("item", "list")
    server.join()
    assert done.code == 1
    assert said in done.err


def test_a_verify_without_its_report_is_a_failure(path):
    body = '{"entries":10,"total":20}\n'
    server = WrongServer(path, [reply(200, body, "application/x-ndjson")])
    done = Shelfctl(path).run("verify")
    server.join()
    assert (done.code, done.out) == (1, "")


def test_a_verify_that_found_something_is_a_failure(path):
    report = (
        '{"ok":false,"entries":20,"checked":["bins"],'
        '"problems":["bin BOLT MAIN says 5, the ledger 4"],"problem_count":1}'
    )
    progress = '{"entries":10,"total":20}\n'
    answer = reply(200, progress + report + "\n", "application/x-ndjson")
    server = WrongServer(path, [answer, answer])
    done = Shelfctl(path).run("verify")
    assert done.code == 1
    assert "bin BOLT MAIN says 5, the ledger 4" in done.out
    assert "cannot be trusted" in done.err
    assert Shelfctl(path).run("verify", "--json").code == 1
    server.join()


def test_a_store_of_a_newer_program_is_not_called_damaged(path):
    report = (
        '{"ok":false,"entries":20,"checked":["bins"],"problems":["the row items BOLT was written '
        'by a newer Shelfwire"],"problem_count":1,"newer_rows":true}'
    )
    server = WrongServer(path, [reply(200, report + "\n", "application/x-ndjson")])
    done = Shelfctl(path).run("verify")
    assert done.code == 1
    assert "Start the newest version" in done.err
    assert "backup" not in done.err
    server.join()
