"""Lists as files: read and written in one transaction beside the pages, kept as an event, then sent from the disk."""

import asyncio
import errno
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from sqlmodel import Session

from leadx_app.adapters import list_sheets
from leadx_app.adapters.contact_cards import write_vcards
from leadx_app.adapters.sheets import Column, Reader, write_csv, write_xlsx
from leadx_app.db import asks_for_now
from leadx_app.domain.accounts import Credential
from leadx_app.domain.exports import may_export, note_export
from leadx_app.domain.permissions import Actor
from leadx_app.domain.ports import StorageFull
from leadx_app.queries.agenda import exported_agenda
from leadx_app.queries.audit import exported_audit
from leadx_app.queries.contact_list import exported_contacts
from leadx_app.queries.contact_order import ContactKind
from leadx_app.queries.lead_export import exported_community, exported_leads
from leadx_app.queries.rewards import exported_rewards
from leadx_app.runtime import get_runtime
from leadx_app.throttle import Throttle

IN_MEMORY_BYTES = 1_000_000
"""A larger file lies on the disk, where nobody finds it by a name and nothing of it stays."""
CHUNK_BYTES = 64 * 1024
AT_ONCE = 2

per_person = Throttle(per_second=0.2, burst=20)
_threads = ThreadPoolExecutor(AT_ONCE, "leadx-export")


class Format(StrEnum):
    """What lists and figures can be taken out as."""

    CSV = "csv"
    XLSX = "xlsx"
    VCARD = "vcard"
    PDF = "pdf"
    PNG = "png"


MEDIA_TYPES = {
    Format.CSV: "text/csv",
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Format.VCARD: "text/vcard",
    Format.PDF: "application/pdf",
    Format.PNG: "image/png",
}
ENDINGS = {Format.CSV: "csv", Format.XLSX: "xlsx", Format.VCARD: "vcf", Format.PDF: "pdf", Format.PNG: "png"}


@dataclass(frozen=True, slots=True)
class Listed:
    """A list that can be taken out.

    Attributes:
        name: of the file, and in the event.
        label: English, of the worksheet.
        pages: the query behind it, `(session, actor, filters)` and the moment if it asks for it.
        contacts: which kind of contacts, for the lists that can be vCards.
    """

    name: str
    label: str
    pages: Callable[..., Iterator[Sequence[Any]]]
    columns: tuple[Column, ...]
    contacts: ContactKind | None = None


LEADS = Listed("leads", "Leads", exported_leads, list_sheets.LEADS)
COMMUNITY = Listed("community", "Leads", exported_community, list_sheets.COMMUNITY)
ACTIVITIES = Listed("activities", "Activities", exported_agenda, list_sheets.ACTIVITIES)
COMPANIES = Listed("companies", "Companies", exported_contacts, list_sheets.COMPANIES, ContactKind.COMPANY)
REWARDS = Listed("rewards", "Rewards", exported_rewards, list_sheets.REWARDS)
AUDIT = Listed("audit", "Audit log", exported_audit, list_sheets.AUDIT)
PERSONS = Listed("persons", "Persons", exported_contacts, list_sheets.PERSONS, ContactKind.PERSON)


@dataclass(frozen=True, slots=True)
class Export:
    """A finished file, at its beginning, and how many rows it has."""

    file: IO[bytes]
    rows: int
    size_bytes: int

    def chunks(self) -> Iterator[bytes]:
        """The content; afterwards nothing is left of the file."""
        with self.file:
            while chunk := self.file.read(CHUNK_BYTES):
                yield chunk


async def export(
    who: Credential,
    listed: Listed,
    file_format: Format,
    filters_of: Callable[[Actor], Any],
    asked: dict[str, Any],
) -> Export:
    """The whole list as a file, through the query of the page and with the rights of this moment.

    Args:
        filters_of: the filters, for the person whose export it is.
        asked: the same as JSON values, for the event.

    Raises:
        Refusal: as the list itself, or TooMany.
        StorageFull: there is no room to write it.
    """
    return await made(who, listed.name, file_format, asked, _write, listed, file_format, filters_of)


async def made(
    who: Credential, name: str, file_format: Format, asked: dict[str, Any], write: Callable[..., int], *arguments: Any
) -> Export:
    """A file that `write(session, actor, file, *arguments, now=...)` writes and counts the rows of, as in `export`."""
    database = get_runtime().database
    per_person.take(str(await database.read_async(who, may_export)))
    file: IO[bytes] = SpooledTemporaryFile(IN_MEMORY_BYTES)  # noqa: SIM115 - it outlives this function
    try:
        work = (who, _from_the_beginning, file, write, arguments)
        rows = await asyncio.get_running_loop().run_in_executor(_threads, lambda: database.look(*work))
        await database.system_async(_note, who, name, file_format.value, rows, asked)
    except BaseException as error:
        file.close()
        if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise StorageFull() from error
        raise
    size = file.seek(0, 2)
    file.seek(0)
    return Export(file, rows, size)


def _from_the_beginning(
    session: Session,
    actor: Actor,
    file: IO[bytes],
    write: Callable[..., int],
    arguments: tuple[Any, ...],
    *,
    now: datetime,
) -> int:
    """Write, from the beginning also when the transaction is run again; returns the number of rows."""
    file.seek(0)
    file.truncate()
    return write(session, actor, file, *arguments, now=now)


def _write(
    session: Session,
    actor: Actor,
    file: IO[bytes],
    listed: Listed,
    file_format: Format,
    filters_of: Callable[[Actor], Any],
    *,
    now: datetime,
) -> int:
    """Write the list; returns the number of rows."""
    moment = {"now": now} if asks_for_now(listed.pages) else {}
    pages = listed.pages(session, actor, filters_of(actor), **moment)
    reader = Reader(actor.language, actor.time_zone, actor.date_format)
    if file_format == Format.CSV:
        return write_csv(file, listed.columns, pages, reader)
    if file_format == Format.XLSX:
        return write_xlsx(file, listed.columns, pages, reader, name=listed.label)
    return write_vcards(file, listed.contacts or ContactKind.COMPANY, pages)


def _note(
    session: Session, who: Credential, name: str, file_format: str, rows: int, asked: dict[str, Any], *, now: datetime
) -> None:
    """Leave the trace, also of a token that may only read: it writes nothing that anybody works with."""
    actor = get_runtime().database.actor(session, who, now)
    note_export(session, actor, name, file_format, rows, asked, now=now)
