"""Bringing an archive in: the files first, then every row in one transaction; whatever fails, nothing of it stays."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from itertools import islice
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, select

from leadx_app.domain.account_links import make_link
from leadx_app.domain.metrics.recount import rebuild
from leadx_app.domain.permissions import GRANTS, Permission
from leadx_app.domain.ports import Storage, StorageFull, StorageUnavailable
from leadx_app.models import LinkPurpose, Membership, Organization, Tenant, User

from .read import CHUNK_BYTES, Archive, BadArchive
from .tables import archived_columns, archived_tables, holds_storage_keys, is_storage_key, references
from .values import BadValue, Read, reader
from .write import schema_of

ROWS_AT_ONCE = 500
SPOOL_BYTES = 8 * 1024**2

Known = dict[str, set[Any]]
"""The ids of the rows of each table that are in."""


@contextmanager
def stored_files(archive: Archive, storage: Storage) -> Iterator[None]:
    """Store the files of an archive; when the rows do not come in after all, they go again.

    Raises:
        BadArchive: there is no room for them, or the storage does not answer.
    """
    begun: list[str] = []
    try:
        try:
            for key, entry in archive.files.items():
                begun.append(key)
                with archive.zip.open(entry.name) as source, tempfile.SpooledTemporaryFile(SPOOL_BYTES) as copy:
                    while chunk := source.read(CHUNK_BYTES):
                        copy.write(chunk)
                    copy.seek(0)
                    storage.put(key, copy, "application/octet-stream")
        except (StorageFull, StorageUnavailable) as error:
            raise BadArchive(str(error)) from None
        yield
    except BaseException:
        for key in begun:
            with suppress(StorageUnavailable):
                storage.delete(key)
        raise


def refuse_unfit(session: Session, archive: Archive, *, now: datetime) -> None:
    """Refuse what cannot come in, before anything is stored.

    Raises:
        BadArchive: the tenant is here already, or the tables are of another version of LeadX.
    """
    if (schema := schema_of(session)) != archive.schema:
        raise BadArchive(
            f"the archive is of another version of LeadX (tables {archive.schema[:20]} and not {schema}): "
            "bring it in with the one that made it, then update"
        )
    same = sa.or_(Tenant.id == archive.tenant_id, Tenant.slug == archive.slug)
    if session.exec(select(Tenant.id).where(same)).first():
        raise BadArchive(f"{archive.slug[:63]} is in this installation already")


def load(session: Session, archive: Archive, *, now: datetime) -> tuple[str, str]:
    """Write every row and count the figures; returns the name of the first Admin and the secret of their link.

    Raises:
        BadArchive: a row cannot be brought in. Nothing of the transaction may be kept then.
    """
    refuse_unfit(session, archive, now=now)
    known: Known = {}
    try:
        for table in archived_tables():
            _Load(session, archive, table, known).all()
    except IntegrityError as error:
        raise BadArchive(f"the rows do not fit together ({type(error.orig).__name__})") from None
    for organization in session.exec(select(Organization).where(Organization.tenant_id == archive.tenant_id)).all():
        rebuild(session, organization, now=now)
    admin = _first_admin(session, archive)
    return admin.name, make_link(session, admin, LinkPurpose.INVITATION, now=now)


class _Load:
    """One table on its way in."""

    def __init__(self, session: Session, archive: Archive, table: sa.Table, known: Known) -> None:
        self.session, self.archive, self.table, self.known = session, archive, table, known
        self.readers: dict[str, Read] = {column.name: reader(column) for column in archived_columns(table)}
        self.references = {name: to for name, to in references(table).items() if name in self.readers}
        self.own = [name for name, to in self.references.items() if to.table is table]
        self.keys = [column.name for column in archived_columns(table) if holds_storage_keys(column)]
        self.later: list[dict[str, Any]] = []

    def all(self) -> None:
        """Write every row; what refers to rows of the same table is filled in when all of them are there."""
        ids = self.known.setdefault(self.table.name, set())
        rows = (self._read(number, row) for number, row in enumerate(self.archive.rows(self.table.name), 1))
        connection = self.session.connection()
        while batch := list(islice(rows, ROWS_AT_ONCE)):
            ids.update(row["id"] for row in batch if "id" in row)
            connection.execute(sa.insert(self.table), [self._without_own(row) for row in batch])
        for row in self.later:
            for name in self.own:
                self._check(row[name], self.table.name)
        if self.later:
            values = {name: sa.bindparam(f"new_{name}") for name in self.own}
            fill = sa.update(self.table).where(self.table.c.id == sa.bindparam("which")).values(values)
            filled = [{"which": row["id"], **{f"new_{name}": row[name] for name in self.own}} for row in self.later]
            connection.execute(fill, filled)

    def _read(self, number: int, row: dict[str, Any]) -> dict[str, Any]:
        where = f"tables/{self.table.name}.jsonl, line {number}"
        if row.keys() != self.readers.keys():
            raise BadArchive(f"{where} has other columns than this LeadX")
        try:
            found = {name: read(row[name]) for name, read in self.readers.items()}
        except BadValue as bad:
            raise BadArchive(f"{where}: {bad} cannot be read") from None
        if found.get("tenant_id", found.get("id")) != self.archive.tenant_id:
            raise BadArchive(f"{where} is another tenant's")
        for name, to in self.references.items():
            if name not in self.own:
                self._check(found[name], to.table.name)
        for name in self.keys:
            value = found[name]
            if is_storage_key(value) and not is_storage_key(value, self.archive.tenant_id):
                raise BadArchive(f"{where}: {name} cannot be read")
        return found

    def _check(self, value: Any, table: str) -> None:
        """Only rows of the archive may be referred to: never one of another tenant that is here already."""
        if value is not None and value not in self.known.get(table, ()):
            raise BadArchive(f"tables/{self.table.name}.jsonl refers to a row that is not in tables/{table}.jsonl")

    def _without_own(self, row: dict[str, Any]) -> dict[str, Any]:
        if not any(row[name] for name in self.own):
            return row
        self.later.append(row)
        return {**row, **dict.fromkeys(self.own)}


def _first_admin(session: Session, archive: Archive) -> User:
    """Whoever made the archive if they still administer the tenant, else who has done so the longest."""
    query = (
        select(User)
        .join(Membership, Membership.user_id == User.id)
        .join(Organization, Organization.id == Membership.organization_id)
        .where(
            User.tenant_id == archive.tenant_id,
            User.is_active,
            Membership.is_active,
            Membership.role.in_(GRANTS[Permission.USERS_MANAGE]),
            Organization.parent_id.is_(None),
        )
        .order_by(sa.case((User.id == archive.made_by, 0), else_=1), Membership.created_at, User.id)
        .limit(1)
    )
    if (admin := session.exec(query).first()) is None:
        raise BadArchive("nobody in the archive administers the tenant")
    return admin
