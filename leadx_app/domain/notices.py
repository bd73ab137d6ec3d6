"""What people can be told of and through what, what they get unless they say otherwise, and what they said."""

from collections.abc import Set
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from leadx_app.models import NotificationPreference


class Notice(StrEnum):
    """A kind of news for one person, as they choose it on their profile."""

    HANDOVER_WAITING = "handover_waiting"
    ACCEPTED = "accepted"
    ASSIGNED = "assigned"
    RETURNED = "returned"
    WON = "won"
    MENTIONED = "mentioned"
    NOTE = "note"
    REMINDER = "reminder"
    NEWS = "news"
    BELL = "bell"
    OVERDUE = "overdue"
    JOINING = "joining"
    SUPPORT = "support"
    SUBSCRIPTION = "subscription"


class Channel(StrEnum):
    """A way to a person."""

    IN_APP = "in_app"
    EMAIL = "email"
    PUSH = "push"


EVERYWHERE = frozenset(Channel)
NO_MAIL = frozenset({Channel.IN_APP, Channel.PUSH})

DEFAULTS: dict[Notice, frozenset[Channel]] = {
    Notice.HANDOVER_WAITING: EVERYWHERE,
    Notice.ACCEPTED: EVERYWHERE,
    Notice.ASSIGNED: EVERYWHERE,
    Notice.RETURNED: EVERYWHERE,
    Notice.WON: EVERYWHERE,
    Notice.MENTIONED: EVERYWHERE,
    Notice.NOTE: frozenset({Channel.IN_APP}),
    Notice.REMINDER: EVERYWHERE,
    Notice.NEWS: NO_MAIL,
    Notice.BELL: NO_MAIL,
    Notice.OVERDUE: EVERYWHERE,
    Notice.JOINING: EVERYWHERE,
    Notice.SUPPORT: EVERYWHERE,
    Notice.SUBSCRIPTION: EVERYWHERE,
}
"""How each kind reaches people who chose nothing else; only other choices are kept in the database."""

_SAID = sa.select(
    NotificationPreference.user_id, NotificationPreference.channel, NotificationPreference.is_wanted
).where(
    NotificationPreference.notice == sa.bindparam("notice"),
    NotificationPreference.user_id.in_(sa.bindparam("people", expanding=True)),
)


def wanted_channels(session: Session, notice: Notice, people: Set[UUID]) -> dict[UUID, frozenset[Channel]]:
    """How each of these people wants to hear of this kind; one statement, and none for nobody."""
    wanted = dict.fromkeys(people, DEFAULTS[notice])
    if not people:
        return wanted
    for user_id, channel, is_wanted in session.execute(_SAID, {"notice": notice.value, "people": list(people)}):
        one = frozenset({Channel(channel)})
        wanted[user_id] = wanted[user_id] | one if is_wanted else wanted[user_id] - one
    return wanted
