"""Notifications belong to one person, who reads them and says how they should come (product.md sections 4 and 12)."""

from datetime import timedelta
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlmodel import Session, select

from leadx_app.domain.errors import NotFound
from leadx_app.domain.event_kinds import NOTICES, RECIPIENTS, EventKind
from leadx_app.domain.events import MESSAGES
from leadx_app.domain.leads.handover import accept_handover
from leadx_app.domain.notices import DEFAULTS, Channel, Notice
from leadx_app.domain.notifications import (
    TOLD,
    channels_for,
    mark_all_read,
    mark_read,
    mark_unread_again,
    prefer,
)
from leadx_app.domain.permissions import Actor
from leadx_app.models import Notification, NotificationPreference, new_id
from tests.cast import NOW, Cast, a_waiting_lead, told_of

LATER = NOW + timedelta(hours=1)


def unread(session: Session, actor: Actor) -> list[UUID]:
    """Ids of what the actor has not read, oldest first."""
    query = select(Notification.id).where(Notification.user_id == actor.user_id, Notification.read_at.is_(None))
    return list(session.exec(query.order_by(Notification.created_at, Notification.id)))


def test_every_kind_that_people_are_told_of_can_be_chosen_and_said() -> None:
    assert {kind for kind, recipients in RECIPIENTS.items() if recipients} <= NOTICES.keys()
    assert NOTICES.keys() == TOLD.keys()
    assert set(DEFAULTS) == set(Notice)
    assert all(Channel.IN_APP in channels for channels in DEFAULTS.values())


def test_reading_one_leaves_the_others_and_tells_the_own_pages(session: Session, cast: Cast) -> None:
    a_waiting_lead(session, cast.basic)
    a_waiting_lead(session, cast.basic, title="Another", company_name="Elsewhere")
    first, second = unread(session, cast.manager)
    mark_read(session, cast.manager, first, now=LATER)
    assert unread(session, cast.manager) == [second]
    message = session.info[MESSAGES][-1]
    assert (message.kind, message.people) == (EventKind.NOTIFICATIONS_READ, {cast.manager.user_id})
    assert (message.organization_ids, message.lead_id) == (frozenset(), None)


def test_reading_twice_keeps_the_first_moment_and_says_nothing_again(session: Session, cast: Cast) -> None:
    a_waiting_lead(session, cast.basic)
    (one,) = unread(session, cast.manager)
    mark_read(session, cast.manager, one, now=LATER)
    said = len(session.info[MESSAGES])
    mark_read(session, cast.manager, one, now=LATER + timedelta(hours=1))
    session.expire_all()
    assert session.get_one(Notification, one).read_at == LATER
    assert len(session.info[MESSAGES]) == said


@pytest.mark.parametrize("who", ["other_manager", "admin", "basic", "stranger_manager"])
def test_somebody_elses_notification_is_not_there(session: Session, cast: Cast, who: str) -> None:
    a_waiting_lead(session, cast.basic)
    (one,) = unread(session, cast.manager)
    for notification_id in (one, new_id()):
        with pytest.raises(NotFound):
            mark_read(session, getattr(cast, who), notification_id, now=LATER)
    assert unread(session, cast.manager) == [one]


def test_all_are_read_at_once_and_again_unread_after_undo(session: Session, cast: Cast) -> None:
    for number in range(3):
        a_waiting_lead(session, cast.basic, title=f"Lead {number}")
    first, *rest = unread(session, cast.manager)
    others = unread(session, cast.other_manager)
    mark_read(session, cast.manager, first, now=NOW)
    moment = mark_all_read(session, cast.manager, now=LATER)
    assert (moment, unread(session, cast.manager)) == (LATER, [])
    assert unread(session, cast.other_manager) == others
    assert mark_all_read(session, cast.manager, now=LATER + timedelta(minutes=1)) is None
    for _ in range(2):
        mark_unread_again(session, cast.manager, moment, now=LATER)
        assert unread(session, cast.manager) == rest


def test_undo_takes_back_only_ones_own(session: Session, cast: Cast) -> None:
    a_waiting_lead(session, cast.basic)
    moment = mark_all_read(session, cast.manager, now=LATER)
    mark_unread_again(session, cast.other_manager, moment, now=LATER)
    mark_unread_again(session, cast.stranger_manager, moment, now=LATER)
    assert unread(session, cast.manager) == []


def test_what_was_chosen_otherwise_is_kept_and_the_default_is_not(session: Session, cast: Cast) -> None:
    mona = cast.manager
    prefer(session, mona, Notice.NEWS, Channel.EMAIL, True, now=NOW)
    prefer(session, mona, Notice.NEWS, Channel.PUSH, False, now=NOW)
    prefer(session, mona, Notice.NEWS, Channel.PUSH, False, now=NOW)
    prefer(session, mona, Notice.NEWS, Channel.IN_APP, True, now=NOW)
    assert len(_kept(session, mona)) == 2
    people = {mona.user_id, cast.basic.user_id}
    assert channels_for(session, EventKind.NEWS_PUBLISHED, people) == {
        mona.user_id: {Channel.IN_APP, Channel.EMAIL},
        cast.basic.user_id: {Channel.IN_APP, Channel.PUSH},
    }
    assert channels_for(session, EventKind.BELL_RUNG, people) == dict.fromkeys(people, DEFAULTS[Notice.BELL])
    prefer(session, mona, Notice.NEWS, Channel.EMAIL, False, now=NOW)
    prefer(session, mona, Notice.NEWS, Channel.PUSH, True, now=NOW)
    assert _kept(session, mona) == []


def test_who_wants_nothing_in_the_app_gets_no_row_but_stays_reachable_otherwise(session: Session, cast: Cast) -> None:
    prefer(session, cast.manager, Notice.HANDOVER_WAITING, Channel.IN_APP, False, now=NOW)
    lead = a_waiting_lead(session, cast.basic)
    assert told_of(session, lead.id) == {(cast.other_manager.user_id, "lead.handed_over")}
    channels = channels_for(session, EventKind.LEAD_HANDED_OVER, {cast.manager.user_id})
    assert channels == {cast.manager.user_id: {Channel.EMAIL, Channel.PUSH}}


def test_nobody_is_asked_for_nobody(session: Session, cast: Cast) -> None:
    asked: list[str] = []
    sa.event.listen(session.connection(), "before_cursor_execute", lambda *args: asked.append(args[2]))
    assert channels_for(session, EventKind.LEAD_WON, set()) == {}
    assert asked == []


def test_a_notification_of_an_acceptance_reaches_the_creator_unread(session: Session, cast: Cast) -> None:
    lead = a_waiting_lead(session, cast.lite)
    accept_handover(session, cast.manager, lead.id, now=LATER)
    assert len(unread(session, cast.lite)) == 1


def _kept(session: Session, actor: Actor) -> list[NotificationPreference]:
    return list(session.exec(select(NotificationPreference).where(NotificationPreference.user_id == actor.user_id)))
