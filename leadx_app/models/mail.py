"""Mail on its way out."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from .base import OrganizationRow, UtcDateTime, enum_column


class MailState(StrEnum):
    """Where a mail is on its way."""

    COLLECTING = "collecting"
    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    DEAD = "dead"


class MailTrouble(StrEnum):
    """Why a mail is not sent, or not yet."""

    NOT_REACHED = "not_reached"
    TIMED_OUT = "timed_out"
    BUSY = "busy"
    SIGN_IN_REFUSED = "sign_in_refused"
    NOT_ENCRYPTED = "not_encrypted"
    SENDER_REFUSED = "sender_refused"
    RECIPIENT_REFUSED = "recipient_refused"
    CONTENT_REFUSED = "content_refused"
    ACCOUNT_OFF = "account_off"
    TOO_OLD = "too_old"
    NOBODYS_ADDRESS = "nobodys_address"


class OutboxMail(OrganizationRow, table=True):
    """One mail to one person, written in the transaction of the act that it tells of.

    While it is collecting it is one event, without words; then those of a person become one letter. `due_at` is when
    somebody should look at it next: of one that is being sent, when the claim of the process that sends it ends.
    """

    __tablename__ = "outbox_mails"
    __table_args__ = (
        sa.Index(None, "state", "due_at"),
        sa.Index(None, "organization_id", "created_at"),
        sa.Index(None, "user_id", "state"),
    )

    user_id: UUID | None = Field(default=None, foreign_key="users.id")
    event_id: UUID | None = Field(default=None, foreign_key="events.id")
    kind: str = Field(max_length=40)
    is_secret: bool = False
    state: MailState = Field(default=MailState.COLLECTING, sa_type=enum_column(MailState))
    address: str = Field(default="", max_length=320)
    language: str = Field(default="", max_length=2)
    subject: str = Field(default="", max_length=300)
    text: str = Field(default="", sa_type=sa.Text)
    html: str = Field(default="", sa_type=sa.Text)
    told: int = 1
    message_id: str = Field(default="", max_length=400)
    tries: int = 0
    trouble: MailTrouble | None = Field(default=None, sa_type=enum_column(MailTrouble))
    answer: str = Field(default="", max_length=200)
    created_at: datetime = Field(sa_type=UtcDateTime)
    queued_at: datetime = Field(sa_type=UtcDateTime)
    due_at: datetime = Field(sa_type=UtcDateTime)
    sent_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
