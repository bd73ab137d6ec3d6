"""Archives of everything, as the Admin who asked for them sees them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from leadx_app.domain.permissions import Actor, Permission
from leadx_app.domain.scope import sees_archive
from leadx_app.models import Job, JobState, Organization, TenantArchive

MOST = 20


@dataclass(frozen=True, slots=True)
class ArchiveRow:
    """An archive; `size_bytes` is None while it is not there. `state` is its job's, None when that is forgotten."""

    id: UUID
    size_bytes: int | None
    sha256: str | None
    created_at: datetime
    expires_at: datetime
    state: JobState | None
    done: int | None
    total: int | None


@dataclass(frozen=True, slots=True)
class ArchivePage:
    """The archives, newest first; `may_ask` is no for an Admin of a child organization."""

    may_ask: bool
    rows: list[ArchiveRow]


def archive_page(session: Session, actor: Actor, *, now: datetime) -> ArchivePage:
    """The actor's own archives that are being made or can be opened."""
    actor.require(Permission.TENANT_EXPORT)
    parent = sa.select(Organization.id).where(
        Organization.id == actor.organization_id, Organization.parent_id.is_(None)
    )
    archive = TenantArchive
    query = (
        sa.select(
            archive.id,
            archive.size_bytes,
            archive.sha256,
            archive.created_at,
            archive.expires_at,
            Job.state,
            Job.done,
            Job.total,
        )
        .join(Job, Job.id == archive.job_id, isouter=True)
        .where(sees_archive(actor), archive.expires_at > now)
        .order_by(archive.created_at.desc(), archive.id.desc())
        .limit(MOST)
    )
    may_ask = session.execute(parent).first() is not None
    return ArchivePage(may_ask, [ArchiveRow(*row) for row in session.execute(query)])
