"""What a person is shown of what they were told."""

from datetime import timedelta

import pytest
from sqlmodel import Session, select

from leadx_app.db import Database
from leadx_app.domain.errors import Invalid
from leadx_app.domain.leads.handover import assign
from leadx_app.domain.news.publish import remove
from leadx_app.domain.notices import Channel, Notice
from leadx_app.domain.notifications import mark_all_read, prefer
from leadx_app.models import Event, Notification, new_id
from leadx_app.queries import notifications as module
from leadx_app.queries.notifications import notification_page, preferences, unread_count
from tests.cast import NOW, Cast, a_draft, a_waiting_lead, an_item
from tests.support.statements import statements_of

MINUTE = timedelta(minutes=1)


def test_newest_first_page_by_page_each_once(session: Session, cast: Cast) -> None:
    for number in range(7):
        a_waiting_lead(session, cast.basic, title=f"Lead {number}", now=NOW + (number // 2) * MINUTE)
    seen, cursor = [], None
    while True:
        page = notification_page(session, cast.manager, cursor=cursor, limit=3, now=NOW)
        seen += page.rows
        cursor = page.next_cursor
        if cursor is None:
            break
    assert len({row.id for row in seen}) == 7
    assert [row.created_at for row in seen] == sorted((row.created_at for row in seen), reverse=True)
    assert (seen[0].lead, seen[0].actor, seen[0].is_read) == ("Lead 6", "Bjørn Basic", False)


@pytest.mark.parametrize("cursor", ["x", "W10", "WyJ4IiwgInkiXQ", "é", "A" * 300])
def test_a_cursor_that_is_none_is_refused(session: Session, cast: Cast, cursor: str) -> None:
    with pytest.raises(Invalid):
        notification_page(session, cast.manager, cursor=cursor, now=NOW)


def test_unread_ones_alone_and_their_number(session: Session, cast: Cast, monkeypatch) -> None:
    a_waiting_lead(session, cast.basic, title="Old")
    mark_all_read(session, cast.manager, now=NOW)
    for number in range(3):
        a_waiting_lead(session, cast.basic, title=f"Lead {number}", now=NOW + MINUTE)
    rows = notification_page(session, cast.manager, unread_only=True, now=NOW).rows
    assert {row.lead for row in rows} == {"Lead 0", "Lead 1", "Lead 2"}
    assert [unread_count(session, actor) for actor in (cast.manager, cast.other_manager, cast.basic)] == [3, 4, 0]
    monkeypatch.setattr(module, "COUNTED", 2)
    assert unread_count(session, cast.manager) == 2


def test_of_a_lead_that_is_out_of_sight_nothing_is_said(session: Session, cast: Cast) -> None:
    lead = a_waiting_lead(session, cast.basic, title="Secret plans")
    assign(session, cast.manager, lead.id, cast.professional.user_id, now=NOW)
    (row,) = notification_page(session, cast.professional, now=NOW).rows
    assert (row.lead_id, row.lead, row.is_visible) == (lead.id, "Secret plans", True)
    assign(session, cast.professional, lead.id, cast.other_professional.user_id, now=NOW)
    (row,) = notification_page(session, cast.professional, now=NOW).rows
    assert (row.lead_id, row.lead, row.payload, row.is_visible) == (None, "", {}, False)


def test_strangers_and_colleagues_see_their_own_only(session: Session, cast: Cast) -> None:
    a_waiting_lead(session, cast.basic)
    for actor in cast.everybody().values():
        expected = actor in (cast.manager, cast.other_manager)
        assert (len(notification_page(session, actor, now=NOW).rows) == 1) == expected


def test_preferences_say_what_holds_now(session: Session, cast: Cast) -> None:
    prefer(session, cast.basic, Notice.WON, Channel.EMAIL, False, now=NOW)
    said = {row.notice: row.channels for row in preferences(session, cast.basic)}
    assert said[Notice.WON] == (Channel.IN_APP, Channel.PUSH)
    assert set(said) == set(Notice)
    assert {row.notice: row.channels for row in preferences(session, cast.lite)}[Notice.WON] == tuple(Channel)


def test_each_costs_one_statement_for_any_number(database: Database, home: Cast) -> None:
    database.system(_many_notifications, home)
    who = home.credential(home.basic)
    for query in (unread_count, notification_page, preferences):
        with statements_of(database.engine) as sent:
            database.read(who, query)
        assert len(sent.about("notification")) + len(sent.about("notification_preferences")) >= 1
        assert len(sent) <= 2
    assert database.read(who, unread_count) == 100


def _many_notifications(session: Session, cast: Cast, *, now) -> None:
    lead = a_waiting_lead(session, cast.basic, **{"title": a_draft().title})
    event_id = session.exec(select(Event.id).where(Event.lead_id == lead.id)).first()
    facts = {"tenant_id": lead.tenant_id, "organization_id": lead.organization_id, "event_id": event_id}
    session.add_all(Notification(id=new_id(), user_id=cast.basic.user_id, created_at=now, **facts) for _ in range(150))


def test_news_open_for_who_may_still_read_them(session: Session, cast: Cast) -> None:
    news = an_item(session, cast.manager, title="Secret news")
    (row,) = notification_page(session, cast.lite, now=NOW).rows
    assert (row.news_id, row.payload["title"], row.is_visible) == (news.id, "Secret news", True)
    remove(session, cast.manager, news.id, now=NOW)
    gone = [row for row in notification_page(session, cast.lite, now=NOW).rows if not row.is_visible]
    assert [(row.news_id, row.payload) for row in gone] == [(None, {})] * len(gone)
    assert gone
