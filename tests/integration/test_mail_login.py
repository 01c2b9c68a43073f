# SPDX-License-Identifier: MIT
"""Goal: the mail server hears a name that servers take, and a login by a way that works with a
password; where there is none the report says what was offered, what was tried and what to set.

Method: gateway_mail's own code (the program mail_probe) against a real SMTP server with TLS.
"""

import base64
import socket

import mail_probe
import pytest
from smtp_server import SmtpServer
from tls_files import Authority

LOGIN = ("stock@shop.example", "open-sesame-17")


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture
def send(tmp_path):
    """Sends one mail to a server of this test, in clear text unless told otherwise."""

    def send_to(server, **options):
        options = {"tls": "none", **options}
        return mail_probe.send(tmp_path, f"smtp://127.0.0.1:{server.port}", **options)

    return send_to


def with_login(authority):
    username, password = LOGIN
    return {
        "tls": "required",
        "ca_file": authority.ca_file,
        "username": username,
        "password": password,
    }


def assert_no_login_in(text):
    for secret in LOGIN:
        assert secret not in text
        assert base64.b64encode(secret.encode()).decode().rstrip("=") not in text


class TestHello:
    def test_is_the_name_in_the_settings(self, send):
        with SmtpServer() as server:
            assert send(server, hello="gateway.example.com").delivery == "sent"
        assert b"EHLO gateway.example.com\r\n" in server.clear_text

    def test_may_be_an_address_in_brackets(self, send):
        with SmtpServer() as server:
            assert send(server, hello="[192.0.2.7]").delivery == "sent"
        assert b"EHLO [192.0.2.7]\r\n" in server.clear_text

    def test_is_never_a_short_name(self, send):
        with SmtpServer() as server:
            assert send(server).delivery == "sent"
        (said,) = [line for line in server.clear_text.splitlines() if line.startswith(b"EHLO ")]
        assert b"." in said or b":" in said, said
        name = said.split()[1]
        assert name == b"[127.0.0.1]" or name == socket.getfqdn().encode()

    def test_may_still_be_in_the_url(self, tmp_path):
        with SmtpServer() as server:
            url = f"smtp://127.0.0.1:{server.port}/other.example.com"
            assert mail_probe.send(tmp_path, url, tls="none").delivery == "sent"
        assert b"EHLO other.example.com\r\n" in server.clear_text


class TestLogin:
    """The server here knows PLAIN and LOGIN; others it only offers."""

    def outcome(self, authority, send, **options):
        server_options = {"offer": options.pop("offer", None)}
        with SmtpServer(tls=authority.server_context(), login=LOGIN, **server_options) as server:
            return send(server, **with_login(authority), **options), server

    def test_is_by_password_whatever_else_is_offered(self, authority, send):
        outcome, server = self.outcome(
            authority, send, offer="GSSAPI NTLM XOAUTH2 CRAM-MD5 DIGEST-MD5 LOGIN PLAIN"
        )
        assert outcome.delivery == "sent"
        assert server.logins[0][0] == "PLAIN"

    def test_is_by_login_where_plain_is_not_offered(self, authority, send):
        outcome, server = self.outcome(authority, send, offer="CRAM-MD5 LOGIN")
        assert outcome.delivery == "sent"
        assert server.logins[0][0] == "LOGIN"

    def test_is_as_the_settings_say(self, authority, send):
        outcome, server = self.outcome(authority, send, auth="login")
        assert outcome.delivery == "sent"
        assert server.logins[0][0] == "LOGIN"

    def test_without_a_common_way_says_what_is_offered_and_what_was_tried(self, authority, send):
        outcome, server = self.outcome(authority, send, offer="GSSAPI NTLM", auth="cram-md5")
        assert outcome.delivery == "queued"
        assert "GSSAPI NTLM" in outcome.text
        assert "CRAM-MD5" in outcome.text
        assert "mail.auth" in outcome.text
        assert server.mails == []

    def test_that_is_refused_says_what_is_offered_and_what_was_tried(self, authority, send):
        with SmtpServer(tls=authority.server_context(), login=("else", "x")) as server:
            outcome = send(server, **with_login(authority))
        assert "refused the login (535) by PLAIN" in outcome.text
        assert "it offers" in outcome.text

    def test_by_tokens_alone_says_that_no_password_can_work(self, authority, send):
        outcome, server = self.outcome(authority, send, offer="XOAUTH2")
        assert outcome.delivery == "queued"
        assert "XOAUTH2" in outcome.text
        assert "a password cannot work" in outcome.text
        assert server.mails == []

    def test_by_another_way_is_tried_where_no_password_way_is_offered(self, authority, send):
        outcome, server = self.outcome(authority, send, offer="CRAM-MD5")
        assert b"AUTH CRAM-MD5" in server.secure_text
        assert "by CRAM-MD5" in outcome.text
        assert_no_login_in(outcome.text)
