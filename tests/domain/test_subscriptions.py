"""How long a customer subscribes: the operator says it, Admins hear of the end in time, and nothing is locked."""

from datetime import date, datetime, timedelta
from uuid import UUID

import pytest
from sqlmodel import Session, select

from leadx_app.domain.errors import Invalid, NotFound
from leadx_app.domain.subscriptions import ending_subscriptions, ends_soon, set_subscription, tell_of_end
from leadx_app.models import AuditEntry, Event, Notification
from leadx_app.queries.organizations import organization_profile
from leadx_app.queries.session import session_frame
from tests.cast import NOW, Cast, a_lead

FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)


def _at(day: date) -> datetime:
    return NOW.replace(year=day.year, month=day.month, day=day.day)


def _told(session: Session) -> list[tuple[UUID, str]]:
    query = select(Notification.user_id, Event.payload).join(Event, Event.id == Notification.event_id)
    found = session.exec(query.where(Event.kind == "subscription.ending").order_by(Notification.id))
    return [(user_id, payload["ends_on"]) for user_id, payload in found]


def test_the_operator_sets_it_and_admins_see_it(session: Session, cast: Cast) -> None:
    set_subscription(session, "nordlys", FIRST, LAST, now=NOW)
    set_subscription(session, "nordlys", FIRST, LAST, now=NOW)
    row = organization_profile(session, cast.admin)
    assert (row.starts_on, row.ends_on) == (FIRST, LAST)
    assert organization_profile(session, cast.stranger_admin).ends_on is None
    assert session_frame(session, cast.admin).subscribed_until == LAST
    assert session_frame(session, cast.manager).subscribed_until is None, "it is the Admins' affair"
    entry = session.exec(select(AuditEntry).where(AuditEntry.kind == "settings.organization_subscription")).one()
    assert entry.payload == {"starts_on": "2026-01-01", "ends_on": "2026-12-31"}

    with pytest.raises(Invalid) as refused:
        set_subscription(session, "nordlys", LAST, FIRST, now=NOW)
    assert refused.value.field == "ends_on"
    with pytest.raises(NotFound):
        set_subscription(session, "nowhere", FIRST, LAST, now=NOW)


def test_admins_are_told_long_before_shortly_before_and_when_it_is_over(session: Session, cast: Cast) -> None:
    set_subscription(session, "nordlys", None, LAST, now=NOW)
    tenant_id, told = cast.admin.tenant_id, []
    for day in (date(2026, 11, 30), date(2026, 12, 1), date(2026, 12, 2), date(2026, 12, 24), date(2026, 12, 31)):
        due = ending_subscriptions(session, now=_at(day))
        assert due in ([], [tenant_id])
        if tell_of_end(session, tenant_id, now=_at(day)):
            told.append(day)
        assert bool(due) == (told[-1:] == [day])
        assert ending_subscriptions(session, now=_at(day)) == []
    tell_of_end(session, tenant_id, now=_at(date(2027, 1, 3)))
    assert ending_subscriptions(session, now=_at(date(2028, 1, 1))) == []
    assert told == [date(2026, 12, 1), date(2026, 12, 24)]
    assert _told(session) == [(cast.admin.user_id, "2026-12-31")] * 3


def test_a_longer_subscription_begins_its_notices_anew_and_nothing_is_locked_meanwhile(
    session: Session, cast: Cast
) -> None:
    set_subscription(session, "nordlys", None, NOW.date() - timedelta(days=1), now=NOW)
    assert tell_of_end(session, cast.admin.tenant_id, now=NOW)
    assert a_lead(session, cast.professional, title="As before").title == "As before"
    later = NOW.date() + timedelta(days=20)
    set_subscription(session, "nordlys", None, later, now=NOW)
    assert tell_of_end(session, cast.admin.tenant_id, now=NOW)
    assert _told(session)[-1] == (cast.admin.user_id, later.isoformat())
    set_subscription(session, "nordlys", None, None, now=NOW)
    assert not tell_of_end(session, cast.admin.tenant_id, now=NOW)


def test_pages_say_it_from_thirty_days_before_on() -> None:
    assert [ends_soon(LAST, day) for day in (date(2026, 11, 30), date(2026, 12, 1), date(2027, 5, 1))] == [
        False,
        True,
        True,
    ]
    assert not ends_soon(None, LAST)
