# SPDX-License-Identifier: MIT
"""A mail server for tests, on loopback with a port of its own, that can misbehave.

    with SmtpServer(tls=authority.server_context(), login=("user", "secret")) as server:
        ...send to server.port...
        mail = server.mails[0]

What it does at a step is a coroutine of the handler's kind (see the functions below
Behaviour): `SmtpServer(on_rcpt=answer("550 no such user"))`.
"""

import asyncio
import email
import email.policy
import logging
import threading
from dataclasses import dataclass

from aiosmtpd.smtp import SMTP, AuthResult
from waiting import HUNG_S, kept_port

# The library logs every client that goes away as an error; here they are meant to.
logging.getLogger("mail.log").setLevel(logging.CRITICAL)
logging.getLogger("asyncio").setLevel(logging.CRITICAL)


@dataclass(frozen=True)
class ReceivedMail:
    """One mail as the server got it: envelope, and the text byte for byte."""

    sender: str
    recipients: list
    content: bytes

    @property
    def message(self):
        return email.message_from_bytes(self.content, policy=email.policy.default)


# Behaviours. Each is called in place of what the server would do at a step.


def answer(text):
    """Answers with `text`, e.g. "451 try again", and takes nothing."""

    async def behave(server, session):
        return text

    return behave


async def never_answer(server, session):
    """Leaves the client waiting until the test ends."""
    await asyncio.Event().wait()


async def abort(server, session):
    """Breaks the connection with a TCP reset, without an answer."""
    server.abort_connection()
    await asyncio.Event().wait()


class _Connection(SMTP):
    """One client's connection; notes what arrives in clear text and what in TLS."""

    def __init__(self, owner, **options):
        super().__init__(owner.handler, hostname="mail.test", **options)
        self._owner = owner

    def connection_made(self, transport):
        if self._original_transport is None:
            self._owner.connections += 1
            self._under_tls = transport.get_extra_info("sslcontext") is not None
        super().connection_made(transport)

    def data_received(self, data):
        secure = self._under_tls or self._tls_protocol is not None
        if secure:
            self._owner.secure_text += data
        else:
            self._owner.clear_text += data
        super().data_received(data)

    def abort_connection(self):
        (self._original_transport or self.transport).abort()

    async def smtp_DATA(self, arg):
        if self._owner.on_data_command:
            status = await self._owner.on_data_command(self, self.session)
            if status:
                await self.push(status)
                return
        await super().smtp_DATA(arg)


class _Handler:
    """What aiosmtpd asks at each step."""

    def __init__(self, owner):
        self._owner = owner

    async def handle_EHLO(self, server, session, envelope, hostname, responses):
        session.host_name = hostname
        if self._owner.offer is None:
            return responses
        others = [line for line in responses if not line[4:].startswith("AUTH")]
        secure = [line for line in responses if line[4:].startswith("AUTH")]
        offer = [f"250-AUTH {self._owner.offer}"] if secure else []
        return offer + others

    async def handle_MAIL(self, server, session, envelope, address, options):
        if self._owner.on_mail:
            return await self._owner.on_mail(server, session)
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address in self._owner.refused:
            return self._owner.refused[address]
        if self._owner.on_rcpt:
            status = await self._owner.on_rcpt(server, session)
            if status:
                return status
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        """The whole text is here: kept first, whatever is answered."""
        self._owner.mails.append(
            ReceivedMail(envelope.mail_from, list(envelope.rcpt_tos), envelope.content)
        )
        self._owner.mail_stored.set()
        if self._owner.on_stored:
            return await self._owner.on_stored(server, session)
        return "250 2.0.0 stored"

    async def handle_QUIT(self, server, session, envelope):
        if self._owner.on_quit:
            return await self._owner.on_quit(server, session)
        return "221 Bye"


class SmtpServer:
    """Runs between `with` and its end. `mails` may be read at any time.

    tls: an ssl.SSLContext; with starttls=True offered as STARTTLS, else from the
    start. login: (username, password) that AUTH needs to bring, refused otherwise
    with login_refusal. offer: the ways of login that EHLO names, in place of those that the
    server knows. port: 0 for a free one."""

    def __init__(
        self,
        *,
        tls=None,
        starttls=True,
        login=None,
        login_refusal=None,
        on_mail=None,
        on_rcpt=None,
        on_data_command=None,
        on_stored=None,
        on_quit=None,
        offer=None,
        port=0,
    ):
        self.mails = []
        self.mail_stored = threading.Event()
        self.connections = 0
        self.logins = []
        self.clear_text = b""
        self.secure_text = b""
        self.on_mail = on_mail
        self.on_rcpt = on_rcpt
        self.refused = {}  # address -> answer, e.g. "550 no such user"
        self.on_data_command = on_data_command
        self.on_stored = on_stored
        self.on_quit = on_quit
        self.offer = offer
        self.handler = _Handler(self)
        self.port = port or kept_port()
        self._tls = tls
        self._starttls = starttls
        self._login = login
        self._login_refusal = login_refusal
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._serve, name="smtp server")
        self._ready = threading.Event()
        self._stop = None

    def __enter__(self):
        self._thread.start()
        assert self._ready.wait(HUNG_S), "the mail server does not come up"
        return self

    def __exit__(self, *_):
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(HUNG_S)
        assert not self._thread.is_alive(), "the mail server does not stop"

    def _authenticate(self, server, session, envelope, mechanism, data):
        self.logins.append((mechanism, data.login.decode(), data.password.decode()))
        good = self.logins[-1][1:] == self._login
        refusal = None if good else self._login_refusal
        return AuthResult(success=good, handled=False, message=refusal)

    def _connection(self):
        options = {"auth_required": self._login is not None, "authenticator": self._authenticate}
        if self._tls and self._starttls:
            options["tls_context"] = self._tls
        if not (self._tls and self._starttls):
            # Offers AUTH in clear text too: a server that does is what clients fall for.
            options["auth_require_tls"] = False
        return _Connection(self, loop=self._loop, **options)

    def _serve(self):
        asyncio.set_event_loop(self._loop)
        try:
            self._loop.run_until_complete(self._run())
        finally:
            self._loop.close()

    async def _run(self):
        self._stop = asyncio.Event()
        context = self._tls if self._tls and not self._starttls else None
        listener = await self._loop.create_server(
            self._connection, "127.0.0.1", self.port, ssl=context
        )
        self._ready.set()
        await self._stop.wait()
        listener.close()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
