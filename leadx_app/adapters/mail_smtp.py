"""Mail through an SMTP server (aiosmtplib)."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress

import aiosmtplib

from leadx_app.adapters.mail_message import message
from leadx_app.config import Settings
from leadx_app.domain.ports import MailNotSent, OutgoingMail
from leadx_app.domain.text import clean_line
from leadx_app.models import MailTrouble

PORTS = {"starttls": 587, "tls": 465, "none": 25}
GOODBYE_SECONDS = 2
PERMANENT = 500
RESERVED = ("test", "example", "invalid", "localhost", "example.com", "example.net", "example.org")
"""Domains that belong to nobody for good (RFC 2606, RFC 6761)."""


class SmtpMailer:
    """The mail server of the settings."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    @asynccontextmanager
    async def line(self) -> AsyncIterator["SmtpLine"]:
        """Open a line for a number of mails, one after the other."""
        line = SmtpLine(self.settings)
        try:
            yield line
        finally:
            await line.hang_up()


class SmtpLine:
    """One connection, made when it is needed and dropped after whatever went wrong."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._client: aiosmtplib.SMTP | None = None

    async def send(self, mail: OutgoingMail) -> None:
        """Return once the server has taken the mail; within the time that the settings give it. Raises MailNotSent."""
        if is_reserved(mail.address) and not self.settings.mail_reserved:
            raise MailNotSent(MailTrouble.NOBODYS_ADDRESS)
        made = message(mail, self.settings.mail_from or "", f"{self.settings.address}/profile")
        try:
            async with asyncio.timeout(self.settings.smtp_timeout_seconds):
                client = self._client or await self._connect()
                await client.send_message(made)
        except Exception as error:
            self._drop()
            raise _trouble(error) from error
        except BaseException:
            self._drop()
            raise

    async def hang_up(self) -> None:
        """Say goodbye, but do not wait for an answer for long."""
        if self._client is not None:
            with suppress(aiosmtplib.SMTPException, OSError, TimeoutError):
                await self._client.quit(timeout=GOODBYE_SECONDS)
        self._drop()
        await asyncio.sleep(0)  # What was dropped is closed in the loop's next turn.

    async def _connect(self) -> aiosmtplib.SMTP:
        settings = self.settings
        client = aiosmtplib.SMTP(
            hostname=settings.smtp_host,
            port=settings.smtp_port or PORTS[settings.smtp_security],
            local_hostname=settings.mail_domain,
            timeout=settings.smtp_timeout_seconds,
            use_tls=settings.smtp_security == "tls",
            start_tls=False,
            cert_bundle=str(settings.smtp_ca_file) if settings.smtp_ca_file else None,
        )
        self._client = client
        await client.connect()
        if settings.smtp_security == "starttls":
            with _plain_failure(MailTrouble.NOT_ENCRYPTED):
                await client.starttls()
        if settings.smtp_user and settings.smtp_password:
            with _plain_failure(MailTrouble.SIGN_IN_REFUSED):
                await client.login(settings.smtp_user, settings.smtp_password.get_secret_value())
        return client

    def _drop(self) -> None:
        if self._client is not None:
            transport = self._client.transport
            self._client.close()
            if transport is not None:
                transport.abort()
            self._client = None


def is_reserved(address: str) -> bool:
    """Whether the address is at a domain that nobody can own: a mail to it would only come back, or go astray."""
    domain = address.rpartition("@")[2].casefold().rstrip(".")
    return any(domain == one or domain.endswith(f".{one}") for one in RESERVED)


@contextmanager
def _plain_failure(trouble: MailTrouble) -> Iterator[None]:
    """What the server does not offer at all comes as the library's plain error."""
    try:
        yield
    except aiosmtplib.SMTPException as error:
        if type(error) in (aiosmtplib.SMTPException, aiosmtplib.SMTPNotSupported):
            raise MailNotSent(trouble) from error
        raise


def _trouble(error: Exception) -> MailNotSent:
    """What a failure means for the mail."""
    if isinstance(error, MailNotSent):
        return error
    if isinstance(error, aiosmtplib.SMTPRecipientsRefused):
        return _answered(error.recipients[0], MailTrouble.RECIPIENT_REFUSED)
    if isinstance(error, aiosmtplib.SMTPAuthenticationError):
        return MailNotSent(MailTrouble.SIGN_IN_REFUSED)
    if isinstance(error, aiosmtplib.SMTPSenderRefused):
        return _answered(error, MailTrouble.SENDER_REFUSED)
    if isinstance(error, aiosmtplib.SMTPDataError):
        return _answered(error, MailTrouble.CONTENT_REFUSED)
    if isinstance(error, aiosmtplib.SMTPNotSupported):
        return MailNotSent(MailTrouble.RECIPIENT_REFUSED)
    if isinstance(error, aiosmtplib.SMTPResponseException):
        return _answered(error, MailTrouble.BUSY)
    if isinstance(error, TimeoutError):
        return MailNotSent(MailTrouble.TIMED_OUT)
    if isinstance(error, ssl.SSLError) or isinstance(error.__cause__, ssl.SSLError):
        return MailNotSent(MailTrouble.NOT_ENCRYPTED)
    if isinstance(error, OSError | aiosmtplib.SMTPException):
        return MailNotSent(MailTrouble.NOT_REACHED)
    return MailNotSent(MailTrouble.CONTENT_REFUSED)


def _answered(error: aiosmtplib.SMTPResponseException, permanent: MailTrouble) -> MailNotSent:
    words = clean_line(f"{error.code} {error.message}")[:200]
    return MailNotSent(permanent if error.code >= PERMANENT else MailTrouble.BUSY, words)
