# SPDX-License-Identifier: MIT
"""Goal: a mail reaches its server exactly when the report says so, whatever the server
does, and no login leaves over anything but verified TLS.

Method: gateway_mail's own code (the program mail_probe) against a real SMTP server that
misbehaves on purpose at one step. Nothing sleeps: the servers hang for ever, and the
probe's time-outs are short where a test has to wait for one.
"""

import base64
import contextlib
import socket
import subprocess
import threading

import mail_probe
import pytest
from smtp_server import SmtpServer, abort, answer, never_answer
from tls_files import Authority
from waiting import HUNG_S, with_patience

# The servers here offer a login in clear text on purpose: that is the bait.
pytestmark = pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")

BIG = [("big.bin", "application/octet-stream", bytes(4 << 20))]  # more than sockets buffer
LOGIN = ("stock@shop.example", "open-sesame-17")


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture
def send(tmp_path):
    """Sends one mail to a server of this test, in clear text unless told otherwise."""

    def send_to(server, scheme="smtp", host="127.0.0.1", **options):
        options = {"tls": "none", **options}
        return mail_probe.send(tmp_path, f"{scheme}://{host}:{server.port}", **options)

    return send_to


def with_login(authority, **options):
    username, password = LOGIN
    return {
        "tls": "required",
        "ca_file": authority.ca_file,
        "username": username,
        "password": password,
        **options,
    }


def assert_no_login_in(text):
    for secret in LOGIN:
        for form in (secret.encode(), base64.b64encode(secret.encode()).rstrip(b"=")):
            assert form not in text
    assert b"AUTH" not in text.upper()


def assert_nothing_but_hello(server):
    """The client greeted and asked for TLS, and that is all it gave away."""
    verbs = {line.split()[0] for line in server.clear_text.splitlines() if line.strip()}
    assert verbs <= {b"EHLO", b"STARTTLS", b"QUIT"}, server.clear_text
    assert server.secure_text == b""
    assert server.mails == []
    assert server.logins == []


class TestDelivery:
    def test_starttls_and_login_deliver_the_mail(self, authority, send):
        with SmtpServer(tls=authority.server_context(), login=LOGIN) as server:
            outcome = send(server, **with_login(authority, to_name="Müller & Söhne – Größe"))
        assert (outcome.delivery, outcome.text) == ("sent", "250 2.0.0 stored")
        assert server.logins[0][1:] == LOGIN
        (mail,) = server.mails
        assert mail.sender == "stock@shop.example"
        assert mail.recipients == ["orders@acme.example"]
        assert mail.message["Message-ID"] == "<po-000017@shop.example>"
        assert mail.message["To"].addresses[0].display_name == "Müller & Söhne – Größe"
        assert_no_login_in(server.clear_text)
        assert b"orders@acme.example" not in server.clear_text

    def test_tls_from_the_start_delivers_the_mail(self, authority, send):
        with SmtpServer(tls=authority.server_context(), starttls=False, login=LOGIN) as server:
            outcome = send(server, scheme="smtps", host="localhost", **with_login(authority))
        assert outcome.delivery == "sent"
        assert len(server.mails) == 1
        assert server.clear_text == b""

    def test_a_proxy_of_the_environment_is_not_used(self, send):
        names = ("all_proxy", "ALL_PROXY", "smtp_proxy")
        nowhere = {name: "socks5://127.0.0.1:1" for name in names}
        with SmtpServer() as server:
            assert send(server, environment=nowhere).delivery == "sent"

    def test_text_and_attachment_arrive_byte_for_byte(self, send):
        body = ".\n..\n.dot\nFrom here\n" + "x" * 3000 + "\nMüller – Größe\n end \n"
        content = b"sku,qty\r\n.\r\nA-1,12\r\n" + bytes(range(256)) * 40
        with SmtpServer() as server:
            attachments = [("PO-000017.csv", "text/csv; charset=utf-8", content)]
            assert send(server, body=body, attachments=attachments).delivery == "sent"
        text, attachment = server.mails[0].message.iter_parts()
        assert text.get_content() == body.replace("\n", "\r\n")  # as SMTP ends lines
        assert attachment.get_payload(decode=True) == content


class TestNoCredentialLeaves:
    def test_when_the_server_offers_no_starttls(self, authority, send):
        with SmtpServer(login=LOGIN) as server:
            outcome = send(server, **with_login(authority))
            assert server.connections == 1
            assert_nothing_but_hello(server)
        assert outcome.delivery == "queued"
        assert "no STARTTLS" in outcome.text

    @pytest.mark.parametrize("scheme", ["smtp", "smtps"])
    def test_when_the_certificate_is_of_a_stranger(self, authority, send, tmp_path, scheme):
        stranger = Authority(tmp_path / "stranger")
        with SmtpServer(
            tls=stranger.server_context(), starttls=scheme == "smtp", login=LOGIN
        ) as server:
            outcome = send(server, scheme=scheme, **with_login(authority))
            assert_nothing_but_hello(server)
        assert outcome.delivery == "queued"
        assert "mail.ca_file" in outcome.text

    @pytest.mark.parametrize("scheme", ["smtp", "smtps"])
    def test_when_the_certificate_is_of_another_host(self, authority, send, scheme):
        context = authority.server_context("DNS:other.example")
        with SmtpServer(tls=context, starttls=scheme == "smtp", login=LOGIN) as server:
            outcome = send(server, scheme=scheme, **with_login(authority))
            assert_nothing_but_hello(server)
        assert outcome.delivery == "queued"
        assert "mail.url" in outcome.text

    def test_when_the_system_does_not_know_the_authority(self, authority, send):
        options = with_login(authority)
        del options["ca_file"]
        with SmtpServer(tls=authority.server_context(), login=LOGIN) as server:
            outcome = send(server, **options)
            assert_nothing_but_hello(server)
        assert outcome.delivery == "queued"

    @pytest.mark.parametrize("options", [{}, {"login_refusal": f"535 5.7.8 not {LOGIN[1]}, sorry"}])
    def test_when_the_login_is_refused(self, authority, send, options):
        server_login = (LOGIN[0], "another")
        with SmtpServer(tls=authority.server_context(), login=server_login, **options) as server:
            outcome = send(server, **with_login(authority))
        assert outcome.delivery == "queued"
        assert "refused the login (535)" in outcome.text
        assert "mail.password_file" in outcome.text
        assert_no_login_in(outcome.text.encode())
        assert server.mails == []

    def test_when_the_settings_ask_for_clear_text(self, authority, tmp_path):
        options = with_login(authority, tls="none")
        done = subprocess.run(
            mail_probe.command(tmp_path, "smtp://127.0.0.1:1", **options),
            capture_output=True,
            text=True,
            timeout=HUNG_S,
            check=False,
        )
        assert done.returncode == 2
        assert done.stderr.startswith("mail.tls ")


class TestServerSaysNo:
    STEPS = ["on_mail", "on_rcpt", "on_data_command", "on_stored"]

    @pytest.mark.parametrize("step", STEPS)
    def test_for_now_and_the_mail_waits(self, send, step):
        with SmtpServer(**{step: answer("451 4.3.0 mailbox busy")}) as server:
            outcome = send(server)
        assert outcome.delivery == "queued"
        assert outcome.text.endswith("451 4.3.0 mailbox busy")

    @pytest.mark.parametrize("step", ["on_rcpt", "on_stored"])
    def test_for_good_and_a_person_hears_why(self, send, step):
        with SmtpServer(**{step: answer("550 5.1.1 no such user")}) as server:
            outcome = send(server)
        assert outcome.delivery == "failed"
        assert outcome.text.endswith("550 5.1.1 no such user")

    ABOUT_US = {
        "Postfix, name": ("on_rcpt", "504 5.5.2 <pi>: Helo command rejected: need fully-qualified "
                          "hostname", "mail.hello"),
        "Postfix, sender": ("on_rcpt", "553 5.7.1 <a@b.example>: Sender address rejected: not "
                            "owned by user shop", "mail.from"),
        "Exchange, sender": ("on_stored", "554 5.2.252 SendAsDenied; a not allowed to send as b",
                             "mail.from"),
        "Exchange, limit": ("on_mail", "550 5.1.90 daily limit for message recipients reached",
                            "limit"),
        "Exim, relay": ("on_rcpt", "550 relay not permitted", "mail.url"),
        "Gmail, address": ("on_stored", "550-5.7.25 This IP address has no\r\n550 5.7.25 PTR record",
                           "mail.url"),
    }

    @pytest.mark.parametrize("case", ABOUT_US.values(), ids=ABOUT_US.keys())
    def test_because_of_us_and_says_what_to_change(self, send, case):
        step, words, setting = case
        with SmtpServer(**{step: answer(words)}) as server:
            outcome = send(server)
        assert outcome.delivery == "queued"
        assert setting in outcome.text

    @pytest.mark.parametrize("words", ["552 5.2.2 mailbox full", "550 5.4.1 denied", "554 no"])
    def test_in_words_that_are_not_final_and_the_mail_waits(self, send, words):
        with SmtpServer(on_rcpt=answer(words)) as server:
            outcome = send(server)
        assert outcome.delivery == "queued"
        assert outcome.text.endswith(words)

    def test_because_it_wants_a_login_and_the_mail_waits(self, authority, send):
        with SmtpServer(tls=authority.server_context(), login=LOGIN) as server:
            outcome = send(server, tls="required", ca_file=authority.ca_file)
        assert outcome.delivery == "queued"
        assert "530" in outcome.text


class TestAnswerIsLost:
    def test_a_server_that_hangs_after_the_text_may_have_it(self, send):
        with SmtpServer(on_stored=never_answer) as server:
            outcome = with_patience(
                lambda ms: (send(server, final_timeout_ms=ms), server.mail_stored.is_set())
            )
            assert outcome.delivery == "maybe_sent"
            server.on_stored = None
            assert send(server).delivery == "sent"
        first, repeat = server.mails
        assert first.message["Message-ID"] == repeat.message["Message-ID"]
        assert first.content == repeat.content

    def test_a_server_that_stored_and_went_away_may_have_it(self, authority, send):
        with SmtpServer(tls=authority.server_context(), login=LOGIN, on_stored=abort) as server:
            outcome = send(server, **with_login(authority))
            assert outcome.delivery == "maybe_sent"
            server.on_stored = None
            assert send(server, **with_login(authority)).delivery == "sent"
        first, repeat = server.mails
        assert first.message["Message-ID"] == "<po-000017@shop.example>"
        assert first.content == repeat.content

    def test_a_stop_after_the_text_may_have_been_too_late(self, tmp_path):
        with SmtpServer(on_stored=never_answer) as server:
            outcome = stopped(tmp_path, server.port, server.mail_stored.wait)
        assert outcome.delivery == "maybe_sent"


class TestMailCannotHaveArrived:
    def test_when_nobody_listens(self, send):
        with SmtpServer() as server:
            pass
        outcome = send(server)
        assert outcome.delivery == "queued"
        assert "connect" in outcome.text
        with SmtpServer(port=server.port) as back:
            assert send(back).delivery == "sent"

    def test_when_the_server_never_greets(self, tmp_path):
        with socket.create_server(("127.0.0.1", 0)) as silent:
            url = f"smtp://127.0.0.1:{silent.getsockname()[1]}"
            outcome = mail_probe.send(tmp_path, url, tls="none", connect_timeout_ms=500)
        assert outcome.delivery == "queued"

    @pytest.mark.parametrize("step", ["on_mail", "on_rcpt", "on_data_command"])
    def test_when_the_server_hangs_before_the_text(self, send, step):
        with SmtpServer(**{step: never_answer}) as server:
            assert send(server, answer_timeout_ms=700).delivery == "queued"

    def test_when_the_server_stops_reading_inside_the_text(self, tmp_path):
        def attempt(timeout_ms):
            with stops_reading() as (port, said_go_on):
                url = f"smtp://127.0.0.1:{port}"
                outcome = mail_probe.send(
                    tmp_path, url, tls="none", answer_timeout_ms=timeout_ms, attachments=BIG
                )
                return outcome, said_go_on.is_set()

        assert with_patience(attempt).delivery == "queued"

    def test_when_the_connection_breaks_inside_the_text(self, authority, send):
        # The client's next write finds a broken pipe: no signal may end it.
        async def go_on_then_abort(server, session):
            await server.push("354 go on")
            server.abort_connection()
            await never_answer(server, session)

        with SmtpServer(tls=authority.server_context(), on_data_command=go_on_then_abort) as server:
            outcome = send(server, tls="required", ca_file=authority.ca_file, attachments=BIG)
        assert outcome.delivery == "queued"

    def test_when_it_is_stopped_before(self, tmp_path):
        with socket.create_server(("127.0.0.1", 0)) as silent:
            silent.settimeout(HUNG_S)
            outcome = stopped(tmp_path, silent.getsockname()[1], silent.accept)
        assert outcome.delivery == "queued"


class TestGoodbye:
    @pytest.mark.parametrize(
        "options, delivery", [({}, "sent"), ({"on_rcpt": answer("550 5.1.1 no")}, "failed")]
    )
    @pytest.mark.parametrize("secure", [False, True])
    def test_a_server_that_never_answers_quit_holds_up_nothing(
        self, authority, send, options, delivery, secure
    ):
        # The probe may take minutes before it gives up by itself; it is not given them.
        tls = {"tls": authority.server_context()} if secure else {}
        trust = {"tls": "required", "ca_file": authority.ca_file} if secure else {}
        with SmtpServer(on_quit=never_answer, **options, **tls) as server:
            outcome = send(server, answer_timeout_ms=600_000, **trust)
        assert outcome.delivery == delivery

    def test_the_client_does_say_quit(self, send):
        quits = threading.Event()

        async def note(server, session):
            quits.set()
            return "221 Bye"

        with SmtpServer(on_quit=note) as server:
            assert send(server).delivery == "sent"
            assert quits.wait(HUNG_S)


class TestHeaderInjection:
    @pytest.mark.parametrize("field", ["to", "to_name", "subject", "message_id"])
    def test_is_refused_before_any_connection(self, send, field):
        attack = "orders@acme.example\r\nBcc: evil@x.example"
        with SmtpServer() as server:
            outcome = send(server, **{field: attack})
        assert outcome.delivery == "failed"
        assert "control character (0x0d)" in outcome.text
        assert server.connections == 0


def stopped(folder, port, wait_until):
    """Sends, waits until it is the time, asks for a stop, and returns the report."""
    arguments = mail_probe.command(
        folder, f"smtp://127.0.0.1:{port}", tls="none", final_timeout_ms=600_000, stop_on_eof="yes"
    )
    with subprocess.Popen(
        arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as probe:
        try:
            assert wait_until()
            output, _ = probe.communicate(timeout=HUNG_S)  # closes its stdin
        finally:
            probe.kill()
    return mail_probe.outcome_of(output)


@contextlib.contextmanager
def stops_reading():
    """A server that says 354 and reads no more; yields its port, and the event that it
    came so far."""
    said_go_on = threading.Event()
    done = threading.Event()

    def serve(listener):
        connection, _ = listener.accept()
        with connection, connection.makefile("rb") as lines:
            connection.sendall(b"220 test\r\n")
            for line in lines:
                if line.startswith(b"DATA"):
                    break
                connection.sendall(b"250 OK\r\n")
            connection.sendall(b"354 go on\r\n")
            said_go_on.set()
            done.wait(HUNG_S)

    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 65536)
        listener.settimeout(HUNG_S)
        thread = threading.Thread(target=serve, args=(listener,))
        thread.start()
        try:
            yield listener.getsockname()[1], said_go_on
        finally:
            done.set()
            thread.join(HUNG_S)
