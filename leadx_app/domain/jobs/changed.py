"""Saying to open pages that a job changed."""

from sqlmodel import Session

from leadx_app.domain.event_kinds import EventKind
from leadx_app.domain.events import Message, announce
from leadx_app.models import Job


def say_job_changed(session: Session, job: Job) -> None:
    """Let the pages that show this organization's jobs, and who asked for it, read again."""
    here = frozenset({job.organization_id})
    announce(session, Message(job.tenant_id, here, None, frozenset({job.user_id}), EventKind.JOB_CHANGED))
