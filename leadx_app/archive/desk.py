"""The operator's side: an archive of a tenant into a file, and one into this installation."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from uuid import UUID

from sqlmodel import Session, select

from leadx_app.adapters.storage import make_storage
from leadx_app.config import Settings
from leadx_app.db import Database
from leadx_app.hosts import Hosts
from leadx_app.mail.account_letters import RESET_PAGE
from leadx_app.models import Tenant

from .load import load, refuse_unfit, stored_files
from .read import BadArchive, open_archive
from .write import Progress, write_archive


def export_tenant(settings: Settings, slug: str, path: Path) -> int:
    """Write everything of a tenant into a file that is not there yet; returns its bytes. The server may run.

    Raises:
        BadArchive: there is no such tenant, or the file cannot be written.
    """
    if path.exists():
        raise BadArchive(f"{path} is there already")
    half = path.with_name(f"{path.name}.part")
    storage = make_storage(settings)
    with _database(settings.url) as database:
        tenant_id = database.system(_tenant, slug, writes=False)
        try:
            database.snapshot(tenant_id, _written, half, storage, tenant_id)
            os.replace(half, path)
        except OSError as error:
            raise BadArchive(f"the file cannot be written: {error.strerror}") from None
        finally:
            with suppress(OSError):
                half.unlink(missing_ok=True)
    return path.stat().st_size


def import_tenant(settings: Settings, path: Path) -> tuple[str, str, str]:
    """Bring a tenant in, all or nothing; returns its name, the first Admin's, and the link by which they join, once.

    Raises:
        BadArchive: why not.
    """
    with open_archive(path) as archive, _database(settings.url) as database:
        database.system(refuse_unfit, archive, writes=False)
        archive.check()
        with stored_files(archive, make_storage(settings)):
            admin, secret = database.system(load, archive)
        return archive.name, admin, f"{Hosts(settings).address_for(archive.slug)}{RESET_PAGE}#{secret}"


def _tenant(session: Session, slug: str, *, now: datetime) -> UUID:
    if (tenant_id := session.exec(select(Tenant.id).where(Tenant.slug == slug)).first()) is None:
        raise BadArchive(f"there is no customer {slug}")
    return tenant_id


def _written(session: Session, path: Path, storage: object, tenant_id: UUID, *, now: datetime) -> None:
    write_archive(session, path, storage, tenant_id, None, Progress(), now=now)


@contextmanager
def _database(url: str) -> Iterator[Database]:
    database = Database(url, readers=1)
    try:
        yield database
    finally:
        database.close()
