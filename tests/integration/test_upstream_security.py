# SPDX-License-Identifier: MIT
"""Goal: a token, and an event, leave only to the server that was set, over verified TLS
where there is a network between, and no report tells the token.

Method: as in test_upstream.py; here the server is a stranger, or one that points
elsewhere or repeats what it was sent.
"""

import ssl

import pytest
import upstream_probe
from event_receiver import EventReceiver, answer, redirect
from tls_files import Authority

TOKEN = "open-sesame-17/x+y"
LAX_OPENSSL = """
openssl_conf = all
[all]
ssl_conf = ssl
[ssl]
system_default = lax
[lax]
MinProtocol = TLSv1
CipherString = ALL:@SECLEVEL=0
"""


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture
def post(tmp_path):
    """Posts one event with a token to a receiver of this test."""

    def post_to(receiver, **options):
        return upstream_probe.post(tmp_path, receiver.url, **{"token": TOKEN, **options})

    return post_to


class TestNoTokenLeaves:
    """Each time TLS ends before a request: the receiver sees a connection, no more."""

    @staticmethod
    def assert_nothing_left(receiver, outcome):
        assert outcome.delivery == "queued"
        assert "check the host in upstream.url and upstream.ca_file" in outcome.text
        assert receiver.connections == 1
        assert receiver.requests == []

    def test_to_a_stranger_with_a_certificate(self, authority, post, tmp_path):
        stranger = Authority(tmp_path / "stranger")
        with EventReceiver(tls=stranger.server_context()) as receiver:
            outcome = post(receiver, ca_file=authority.ca_file)
            self.assert_nothing_left(receiver, outcome)

    def test_to_another_host_with_a_good_certificate(self, authority, post):
        with EventReceiver(tls=authority.server_context("DNS:other.example")) as receiver:
            outcome = post(receiver, ca_file=authority.ca_file)
            self.assert_nothing_left(receiver, outcome)

    def test_when_the_system_does_not_know_the_authority(self, authority, post):
        with EventReceiver(tls=authority.server_context()) as receiver:
            outcome = post(receiver)
            self.assert_nothing_left(receiver, outcome)

    def test_when_the_authority_file_holds_none(self, authority, post, tmp_path):
        (tmp_path / "empty.pem").write_text("")
        with EventReceiver(tls=authority.server_context()) as receiver:
            outcome = post(receiver, ca_file=tmp_path / "empty.pem")
        assert outcome.delivery == "queued"
        assert "upstream.ca_file" in outcome.text
        assert receiver.requests == []

    @pytest.mark.filterwarnings("ignore:ssl.TLSVersion.TLSv1_1 is deprecated")
    def test_over_tls_that_is_out_of_date(self, authority, post, tmp_path):
        context = authority.server_context()
        context.set_ciphers("ALL:@SECLEVEL=0")
        context.minimum_version = context.maximum_version = ssl.TLSVersion.TLSv1_1
        # Debian's OpenSSL would refuse by itself; here it is made to allow everything.
        lax = tmp_path / "openssl.cnf"
        lax.write_text(LAX_OPENSSL)
        with EventReceiver(tls=context) as receiver:
            outcome = post(
                receiver, ca_file=authority.ca_file, environment={"OPENSSL_CONF": str(lax)}
            )
        assert outcome.delivery == "queued"
        assert receiver.requests == []

    def test_to_a_server_that_speaks_no_tls(self, authority, tmp_path):
        with EventReceiver() as receiver:
            url = receiver.url.replace("http://", "https://")
            options = {"ca_file": authority.ca_file, "token": TOKEN}
            outcome = upstream_probe.post(tmp_path, url, **options)
        assert outcome.delivery == "queued"
        assert receiver.requests == []

    @pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
    def test_to_where_a_redirect_points(self, post, status):
        with EventReceiver() as other, EventReceiver() as receiver:
            elsewhere = f"http://u:swordfish@127.0.0.1:{other.port}/new?token={TOKEN}#x"
            receiver.behaviour = redirect(elsewhere, status)
            outcome = post(receiver)
        assert outcome.delivery == "failed"
        assert outcome.text.endswith(f"set upstream.url to http://127.0.0.1:{other.port}/new")
        assert other.connections == 0

    def test_into_a_report_though_the_server_repeats_it(self, post):
        for status in (202, 401, 422, 503):
            with EventReceiver(behaviour=answer(status, f"you sent Bearer {TOKEN}")) as receiver:
                outcome = post(receiver)
            assert TOKEN[:8] not in outcome.text
            assert f"HTTP {status}" in outcome.text

    def test_in_clear_text_over_a_network(self, tmp_path):
        done = upstream_probe.run(tmp_path, "http://192.0.2.1/events", token=TOKEN)
        assert done.returncode == 2
        assert done.stderr.startswith("upstream.url may begin with http:// only for ")
