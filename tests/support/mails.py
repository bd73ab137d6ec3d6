"""Rows of the outbox, and a runtime that sends to a sink."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import sqlalchemy as sa
from sqlmodel import Session, select

from leadx_app.config import Settings
from leadx_app.db import Database
from leadx_app.mail import delivery
from leadx_app.models import MailState, OutboxMail, utc_now
from leadx_app.runtime import Runtime
from tests.support.smtp_sink import SmtpSink


def mail_settings(sink: SmtpSink, **settings: object) -> dict[str, object]:
    """Settings that send to the sink at once."""
    usual = {"smtp_host": "127.0.0.1", "smtp_port": sink.port, "smtp_security": "none", "mail_reserved": True}
    return {**usual, "mail_from": "LeadX <leadx@nordlys.example>", "mail_digest_seconds": 0, **settings}


def mail_environment(sink: SmtpSink, **settings: object) -> dict[str, str]:
    """The same as environment variables."""
    return {f"LEADX_{name.upper()}": str(value) for name, value in mail_settings(sink, **settings).items()}


@contextmanager
def mail_runtime(folder: Path, url: str, **settings: object) -> Iterator[Runtime]:
    """A process's runtime on a database."""
    runtime = Runtime(Settings(data=folder, database_url=url, **settings))
    yield runtime
    runtime.database.close()


def deliver(*runtimes: Runtime) -> None:
    """One turn of the rounds of all these processes at once."""

    async def turn() -> None:
        await asyncio.gather(*(delivery.write_letters(runtime) for runtime in runtimes))
        await asyncio.gather(*(delivery.send_mails(runtime) for runtime in runtimes for _ in range(delivery.LINES)))

    asyncio.run(turn())


def outbox(database: Database) -> list[OutboxMail]:
    """All rows, oldest first."""
    query = select(OutboxMail).order_by(OutboxMail.created_at, OutboxMail.id)
    return database.system(lambda session, *, now: list(session.exec(query)), writes=False)


def states(database: Database) -> list[str]:
    """The state of each row, oldest first."""
    return [mail.state.value for mail in outbox(database)]


def time_passes(database: Database, passed: timedelta = timedelta(hours=7)) -> None:
    """Let what was put off come due."""

    def move(session: Session, *, now: object) -> None:
        later = sa.update(OutboxMail).where(OutboxMail.state.in_([MailState.WAITING, MailState.SENDING]))
        session.execute(later.values(due_at=utc_now() - timedelta(seconds=1)))
        for mail in session.exec(select(OutboxMail)):
            mail.queued_at -= passed

    database.system(move)
