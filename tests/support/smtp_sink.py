"""A real SMTP server on a free port that keeps what it is given, and that can be down, slow, unwilling or strict."""

import asyncio
import gc
import ssl
import warnings
from collections import defaultdict
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP as Server
from aiosmtpd.smtp import AuthResult, Envelope, LoginPassword, Session

from tests.support.server import free_port

ACCOUNT, PASSWORD = "leadx", "correct horse"


class SmtpSink:
    """The server, as a context manager. `answers` are given to recipients before they are let in, one per attempt."""

    def __init__(self, certificate: Path | None = None, *, tls: bool = False, sign_in: bool = False) -> None:
        self.port = free_port()
        self.mails: list[EmailMessage] = []
        self.answers: dict[str, list[str]] = defaultdict(list)
        self.hanging: set[str] = set()
        self.tries: list[str] = []
        self.is_encrypted: list[bool] = []
        self._certificate, self._tls, self._sign_in = certificate, tls, sign_in
        self._controller: Controller | None = None

    def __enter__(self) -> "SmtpSink":
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self) -> None:
        """Listen."""
        context = None
        if self._certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(self._certificate)
        options = {
            "authenticator": self._admit,
            "auth_required": not self._tls,
            "auth_require_tls": context is not None and not self._tls,
        }
        self._controller = Controller(
            self,
            hostname="127.0.0.1",
            port=self.port,
            ready_timeout=20,
            ssl_context=context if self._tls else None,
            tls_context=None if self._tls else context,
            **(options if self._sign_in else {}),
        )
        self._controller.start()

    def stop(self) -> None:
        """Refuse connections; what was kept stays."""
        if self._controller:
            self._controller.stop(no_assert=True)
            self._controller = None
        if self._certificate:
            with warnings.catch_warnings():  # The server forgets the plain line under an encrypted one.
                warnings.simplefilter("ignore", ResourceWarning)
                gc.collect()

    def to(self, address: str) -> list[EmailMessage]:
        """The mails to one address, in the order of their coming."""
        return [mail for mail in self.mails if mail["To"] == address]

    async def handle_RCPT(
        self, server: Server, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        self.tries.append(address)
        if address in self.hanging:
            await asyncio.sleep(60)
        if self.answers[address]:
            return self.answers[address].pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Server, session: Session, envelope: Envelope) -> str:
        self.is_encrypted.append(server.transport.get_extra_info("ssl_object") is not None)
        self.mails.append(message_from_bytes(envelope.content, policy=default))
        return "250 Kept"

    def _admit(self, server: Server, session: Session, envelope: Envelope, mechanism: str, login: object) -> AuthResult:
        known = LoginPassword(ACCOUNT.encode(), PASSWORD.encode())
        return AuthResult(success=login == known, handled=False)
