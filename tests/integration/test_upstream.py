# SPDX-License-Identifier: MIT
"""Goal: an event reaches its server exactly when the report says so, whatever the server
does, and a repeat is known as one.

Method: gateway_upstream's own code (the program upstream_probe) against a real receiver
that misbehaves on purpose. Nothing sleeps: the servers hang for ever, and the probe's
time-outs are short where a test has to wait for one.
"""

import contextlib
import socket
import struct
import subprocess
import threading

import pytest
import upstream_probe
from event_receiver import (
    EventReceiver,
    after_storing,
    answer,
    close_after_storing,
    down,
    endless,
    hang,
    ok,
    redirect,
    slow,
)
from tls_files import Authority
from upstream_probe import BODY, EVENT, KEY
from waiting import HUNG_S, wait_for, with_patience

TOKEN = "open-sesame-17/x+y"
CONNECT_SOON = {"connect_timeout_ms": 500, "total_timeout_ms": 600_000}
# More than the sockets of both ends take between them.
BIG = {"body": "x" * (1 << 20), "small_buffer": "yes"}


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture
def post(tmp_path):
    """Posts one event to a receiver of this test."""

    def post_to(receiver, **options):
        return upstream_probe.post(tmp_path, receiver.url, **options)

    return post_to


def assert_stored_once(receiver, repeats):
    (event,) = receiver.events
    assert (event.key, event.body, event.event) == (KEY, BODY, EVENT)
    assert receiver.repeats[KEY] == repeats
    assert receiver.conflicts == []


class TestDelivery:
    def test_over_tls_with_a_token(self, authority, post):
        context = authority.server_context()
        context.set_alpn_protocols(["h2", "http/1.1"])  # takes the first that is offered
        with EventReceiver(tls=context, token=TOKEN) as receiver:
            outcome = post(receiver, ca_file=authority.ca_file, token=TOKEN)
            assert (outcome.delivery, outcome.text) == ("sent", "HTTP 202: stored")
            assert_stored_once(receiver, repeats=0)
        headers = receiver.events[0].headers
        assert receiver.events[0].path == "/events"
        assert headers["Content-Type"] == "application/cloudevents+json; charset=utf-8"
        assert headers["Idempotency-Key"] == f'"{KEY}"'
        assert headers["Authorization"] == f"Bearer {TOKEN}"
        assert headers["User-Agent"] == "shelfwired"

    def test_without_a_token_there_is_no_authorization(self, post):
        with EventReceiver() as receiver:
            assert post(receiver).delivery == "sent"
        assert "Authorization" not in receiver.events[0].headers

    def test_a_body_as_long_as_may_be_arrives_byte_for_byte(self, authority, post):
        start = '{"specversion":"1.0","id":"1","source":"s","type":"t","data":"'
        body = start + "x" * ((1 << 20) - len(start) - 2) + '"}'
        with EventReceiver(tls=authority.server_context()) as receiver:
            outcome = post(receiver, ca_file=authority.ca_file, body=body)
            assert outcome.delivery == "sent"
        assert receiver.events[0].body == body
        assert "Expect" not in receiver.events[0].headers

    @pytest.mark.parametrize("status", [200, 201, 204])
    def test_every_2xx_is_a_yes(self, post, status):
        with EventReceiver(behaviour=answer(status)) as receiver:
            outcome = post(receiver)
        assert (outcome.delivery, outcome.text) == ("sent", f"HTTP {status}")

    def test_a_proxy_of_the_environment_is_not_used(self, post):
        names = ("http_proxy", "https_proxy", "all_proxy", "ALL_PROXY")
        nowhere = {name: "http://127.0.0.1:1" for name in names}
        with EventReceiver() as receiver:
            assert post(receiver, environment=nowhere).delivery == "sent"

    def test_a_slow_server_is_waited_for(self, post):
        with EventReceiver(behaviour=slow(0.5)) as receiver:
            assert post(receiver).delivery == "sent"
            assert_stored_once(receiver, repeats=0)


class TestServerSaysNo:
    @pytest.mark.parametrize("status", [408, 425, 429, 500, 502, 503, 504])
    def test_for_now_and_the_event_waits(self, post, status):
        with EventReceiver(behaviour=answer(status, "come\r\nagain\x1b")) as receiver:
            outcome = post(receiver)
        assert outcome.delivery == "queued"
        assert outcome.text.endswith(f"HTTP {status}: come again")
        assert outcome.retry_after_s is None

    @pytest.mark.parametrize("status", [400, 404, 405, 409, 410, 413, 415, 422])
    def test_for_good_and_a_person_hears_why(self, post, status):
        with EventReceiver(behaviour=answer(status, "no such warehouse")) as receiver:
            outcome = post(receiver)
        assert outcome.delivery == "failed"
        assert f"HTTP {status}: no such warehouse" in outcome.text

    @pytest.mark.parametrize("token", ["another-token", None])
    def test_to_the_token_and_the_event_waits_for_a_better_one(self, post, token):
        options = {} if token is None else {"token": token}
        with EventReceiver(token=TOKEN) as receiver:
            outcome = post(receiver, **options)
            assert outcome.delivery == "queued"
            assert "upstream.token_file (HTTP 401: wrong token)" in outcome.text
            assert receiver.events == []
            assert post(receiver, token=TOKEN).delivery == "sent"

    @pytest.mark.parametrize(
        "said, waited", [("7", 7), ("3600", 3600), ("99999999", 3600), ("0", None), ("soon", None)]
    )
    def test_and_how_long_to_wait(self, post, said, waited):
        with EventReceiver(behaviour=answer(503, Retry_After=said)) as receiver:
            assert post(receiver).retry_after_s == waited

    def test_with_a_redirect_that_leads_nowhere(self, post):
        for location in ("ftp://files.example/x", "https://a.example/" + "x" * 300):
            with EventReceiver(behaviour=redirect(location)) as receiver:
                outcome = post(receiver)
            assert outcome.delivery == "failed"
            assert outcome.text.endswith("(HTTP 308); correct upstream.url")

    def test_after_storing_and_the_repeat_is_known_as_one(self, post):
        with EventReceiver(behaviour=after_storing(500)) as receiver:
            assert post(receiver).delivery == "queued"
            receiver.behaviour = after_storing(503)
            assert post(receiver).delivery == "queued"
            receiver.behaviour = ok
            assert post(receiver).delivery == "sent"
            assert_stored_once(receiver, repeats=2)


class TestAnswerIsLost:
    @pytest.mark.parametrize("secure", [False, True])
    @pytest.mark.parametrize(
        "begun",
        [
            b"",
            b"HTTP/1.1 202 Acc",
            b"HTTP/1.1 202 Accepted\r\nContent-Le",
            b"HTTP/1.1 202 Accepted\r\nContent-Length: 99\r\n\r\nstor",
            b"HTTP/1.1 202 Accepted\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nstor",
            b"HTTP/1.1 100 Continue\r\n\r\n",
            b"HTTP/1.1 422 No\r\nContent-Length: 99\r\n\r\n",
            b"220 mail.example ESMTP\r\n",
        ],
    )
    def test_with_the_connection(self, authority, post, secure, begun):
        tls = {"tls": authority.server_context()} if secure else {}
        trust = {"ca_file": authority.ca_file} if secure else {}
        with EventReceiver(behaviour=close_after_storing(begun), **tls) as receiver:
            outcome = post(receiver, **trust)
            assert outcome.delivery == "maybe_sent"
            assert outcome.text.startswith("the event was sent in full and its answer")
            receiver.behaviour = ok
            assert post(receiver, **trust).delivery == "sent"
            assert_stored_once(receiver, repeats=1)

    @pytest.mark.parametrize("behaviour", [hang, slow(600)])
    def test_as_the_server_takes_too_long(self, post, behaviour):
        with EventReceiver(behaviour=behaviour) as receiver:
            outcome = with_patience(
                lambda ms: (post(receiver, total_timeout_ms=ms), bool(receiver.events))
            )
            assert outcome.delivery == "maybe_sent"
            assert_stored_once(receiver, repeats=0)

    def test_by_a_stop_that_may_have_come_too_late(self, tmp_path):
        with EventReceiver(behaviour=hang) as receiver:
            outcome = stopped(tmp_path, receiver.url, lambda: receiver.events)
        assert outcome.delivery == "maybe_sent"


class TestOversizedAnswer:
    def test_is_read_no_further_than_need_be(self, post):
        # Ten minutes is what an endless answer could take; the probe is not given them.
        with EventReceiver(behaviour=endless) as receiver:
            outcome = post(receiver, total_timeout_ms=600_000)
        assert outcome.delivery == "sent"
        assert len(outcome.text) <= len("HTTP 202: ") + 200

    def test_counts_by_its_status(self, post):
        with EventReceiver(behaviour=answer(422, "no " * 100_000)) as receiver:
            assert post(receiver).delivery == "failed"

    def test_has_a_head_of_bounded_length(self, post):
        head = b"HTTP/1.1 202 Accepted\r\n" + b"X-Filler: 0123456789\r\n" * 100_000
        with EventReceiver(behaviour=close_after_storing(head)) as receiver:
            outcome = post(receiver)
        assert outcome.delivery == "maybe_sent"
        assert "head is too long" in outcome.text


class TestNothingLeft:
    def test_when_the_server_is_down_and_comes_back(self, post):
        with EventReceiver(behaviour=down) as receiver:
            outcome = post(receiver)
            assert outcome.delivery == "queued"
            assert "connect" in outcome.text
            receiver.behaviour = ok
            assert post(receiver).delivery == "sent"
            receiver.behaviour = down
            assert post(receiver).delivery == "queued"
            assert_stored_once(receiver, repeats=0)

    def test_when_the_name_is_unknown(self, tmp_path):
        outcome = upstream_probe.post(tmp_path, "https://nowhere.invalid/events")
        assert outcome.delivery == "queued"
        assert "check upstream.url" in outcome.text

    def test_when_tls_is_never_answered(self, tmp_path):
        with socket.create_server(("127.0.0.1", 0)) as silent:
            url = f"https://127.0.0.1:{silent.getsockname()[1]}/"
            outcome = upstream_probe.post(tmp_path, url, **CONNECT_SOON)
        assert outcome.delivery == "queued"

    def test_when_the_server_stops_reading_inside_the_event(self, tmp_path):
        with takes_a_connection(lambda connection, done: done.wait(HUNG_S)) as port:
            outcome = upstream_probe.post(
                tmp_path, f"http://127.0.0.1:{port}/", **BIG, total_timeout_ms=700
            )
        assert outcome.delivery == "queued"

    @pytest.mark.parametrize("secure", [False, True])
    def test_when_the_connection_breaks_inside_the_event(self, authority, tmp_path, secure):
        # The client's next write finds a broken pipe: no signal may end it.
        def read_a_little_and_reset(connection, done):
            if secure:
                connection = authority.server_context().wrap_socket(connection, server_side=True)
            with connection:
                connection.recv(100)
                no_linger = struct.pack("ii", 1, 0)
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, no_linger)

        with takes_a_connection(read_a_little_and_reset) as port:
            url = f"{'https' if secure else 'http'}://127.0.0.1:{port}/"
            outcome = upstream_probe.post(tmp_path, url, **BIG, ca_file=authority.ca_file)
        assert outcome.delivery == "queued"

    @pytest.mark.parametrize("options", [{"key": 'a"\r\nX: y'}, {"key": ""}, {"body": ""}])
    def test_of_a_malformed_post(self, post, options):
        with EventReceiver() as receiver:
            assert post(receiver, **options).delivery == "failed"
        assert receiver.connections == 0

    @pytest.mark.parametrize("token", ["a b", "a\r\nX-Evil: 1", "a\n", "ä"])
    def test_with_a_token_that_is_none(self, tmp_path, token):
        with EventReceiver() as receiver:
            done = upstream_probe.run(tmp_path, receiver.url, token=token)
        assert done.returncode == 2
        assert done.stderr.startswith("upstream.token_file has a blank")
        assert receiver.connections == 0


class TestStop:
    def test_before_the_request_leaves(self, tmp_path):
        with socket.create_server(("127.0.0.1", 0)) as silent:
            silent.settimeout(HUNG_S)
            url = f"https://127.0.0.1:{silent.getsockname()[1]}/"
            kept = []
            outcome = stopped(tmp_path, url, lambda: kept.append(silent.accept()) or kept)
            kept[0][0].close()
        assert outcome.delivery == "queued"
        assert "stopped" in outcome.text

    def test_while_the_name_server_is_silent(self, tmp_path):
        outcome = stopped(tmp_path, "https://a.example/", lambda: True, hanging_names="yes")
        assert outcome.delivery == "queued"

    def test_is_not_needed_when_the_name_server_is_silent(self, tmp_path):
        outcome = upstream_probe.post(
            tmp_path, "https://a.example/", hanging_names="yes", **CONNECT_SOON
        )
        assert outcome.delivery == "queued"


def stopped(folder, url, condition, **options):
    """Posts, waits until it is the time, asks for a stop, and returns the report. Its own
    time-outs are longer than a test may take: only the stop ends it."""
    options = {"total_timeout_ms": 600_000, "connect_timeout_ms": 600_000, **options}
    arguments = upstream_probe.command(folder, url, stop_on_eof="yes", **options)
    with subprocess.Popen(
        arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as probe:
        try:
            wait_for(condition, "the moment to stop")
            output, _ = probe.communicate(timeout=HUNG_S)  # closes stdin
        finally:
            probe.kill()
    return upstream_probe.outcome_of(output)


@contextlib.contextmanager
def takes_a_connection(serve):
    """A server for one connection, with which it does `serve(connection, done)`; `done`
    is set at the test's end. Yields its port."""
    done = threading.Event()

    def take(listener):
        connection, _ = listener.accept()
        with connection:
            serve(connection, done)

    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 65536)
        listener.settimeout(HUNG_S)
        thread = threading.Thread(target=take, args=(listener,))
        thread.start()
        try:
            yield listener.getsockname()[1]
        finally:
            done.set()
            thread.join(HUNG_S)
