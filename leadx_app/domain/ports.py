"""The outside world as the domain sees it; `adapters` holds what stands behind."""

from collections.abc import Iterator, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import BinaryIO, Protocol
from uuid import UUID

from leadx_app.domain.text import BadInput
from leadx_app.models import MailTrouble


class StorageUnavailable(Exception):
    """The place of the files did not answer, refused us, or failed halfway; nothing half-done is left."""


class StorageFull(StorageUnavailable):
    """There is no room for the file; nothing of it is left."""


class MissingFile(Exception):
    """No file is stored under this key."""


class FileRefused(BadInput):
    """A file that we do not keep: an English template and its parameters, for the person who sent it."""


class Storage(Protocol):
    """Files by key. Keys are made by us (`new_key`), never by users. Every method may raise StorageUnavailable."""

    def put(self, key: str, content: Path | BinaryIO, content_type: str) -> int:
        """Store a file, or a seekable stream from where it stands; whole or not at all. Return the number of bytes."""

    def open(self, key: str) -> Iterator[bytes]:
        """Give the content in chunks. Raises MissingFile here, before the first chunk."""

    def delete(self, key: str) -> None:
        """Remove the file; harmless when it is gone already."""

    def exists(self, key: str) -> bool:
        """Say whether a file is stored under the key."""

    def signed_url(self, key: str, file_name: str, content_type: str, expires_seconds: int) -> str | None:
        """Make an address that anybody may download from until it expires; None where we serve the file ourselves."""

    def check(self) -> None:
        """Return if files can be stored and read now."""


class PasswordHasher(Protocol):
    """Passwords into hashes and back to a yes or no. Slow on purpose: call it in a thread."""

    def hash_password(self, password: str) -> str:
        """Return a new hash to be stored."""

    def verify_password(self, hashed: str, password: str) -> bool:
        """Say whether the hash was made from this password; False for a hash that cannot be read."""

    def needs_rehash(self, hashed: str) -> bool:
        """Say whether the hash was made with weaker settings than today's."""

    def dummy_verify(self) -> None:
        """Take as long as `verify_password`, for accounts that do not exist."""


@dataclass(frozen=True, slots=True)
class OutgoingMail:
    """A mail to be handed to the mail server; `attempt` counts from 1."""

    id: UUID
    attempt: int
    address: str
    subject: str
    text: str
    html: str
    message_id: str
    written_at: datetime


class MailNotSent(Exception):
    """The mail server did not take a mail; `answer` is what it said, one line."""

    def __init__(self, trouble: MailTrouble, answer: str = "") -> None:
        super().__init__(trouble.value)
        self.trouble = trouble
        self.answer = answer


class MailLine(Protocol):
    """A connection to the mail server, made when it is needed and again when it broke."""

    async def send(self, mail: OutgoingMail) -> None:
        """Return once the server has taken the mail. Raises MailNotSent."""


class Mailer(Protocol):
    """The mail server."""

    def line(self) -> AbstractAsyncContextManager[MailLine]:
        """Open a line for a number of mails, one after the other."""


class RegisterUnavailable(Exception):
    """The company register is not asked, did not answer, or not in a way that can be read. Nothing is lost by it."""


@dataclass(frozen=True, slots=True)
class RegisteredCompany:
    """A company as a public register writes it, in the form in which contacts keep it; what it does not say is ""."""

    organization_number: str
    name: str
    address: str
    postcode: str
    city: str
    country: str
    industry: str
    phone: str
    website: str
    is_deleted: bool


class CompanyRegistry(Protocol):
    """The public register of companies. Every method may raise RegisterUnavailable."""

    async def search(self, words: str) -> list[RegisteredCompany]:
        """Return companies with the words in their name, the likeliest first, without deleted ones."""

    async def find(self, number: str) -> RegisteredCompany | None:
        """Return the company with the nine digits, also when it is deleted; None when there is none."""


class RatesUnavailable(Exception):
    """The exchange rates were not there, or not in a way that can be read."""


@dataclass(frozen=True, slots=True)
class EuroRate:
    """What one euro was worth on a day, in units of a currency; `line` is where the file says so."""

    line: int
    day: date
    code: str
    per_euro: Decimal


@dataclass(frozen=True, slots=True)
class LineProblem:
    """What is wrong with a line of a file: an English text and its parameters."""

    line: int
    template: str
    params: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class EuroSheet:
    """A file of reference rates: what could be read, and what not."""

    rates: Sequence[EuroRate]
    problems: Sequence[LineProblem] = ()


class RateSource(Protocol):
    """Where reference rates are fetched."""

    async def latest(self) -> EuroSheet:
        """Return the newest rates. Raises RatesUnavailable."""


class Clock(Protocol):
    """What time it is."""

    def __call__(self) -> datetime:
        """Return the moment, aware, in UTC."""
