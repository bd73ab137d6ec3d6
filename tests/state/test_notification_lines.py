"""What a notification says, to whom, and where it leads."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from leadx_app.domain.event_kinds import NOTICES, EventKind
from leadx_app.models import new_id
from leadx_app.queries.notifications import NotificationRow
from leadx_app.state.format import Look
from leadx_app.state.notification_lines import NoticeLine, count_words, notice_line

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
LEAD = new_id()
PAYLOAD = {
    "owner": "Petter",
    "reason": "Too far",
    "milestone": "100 leads",
    "title": "We moved",
    "names": "Mona",
    "count": "3",
    "to": "Nordlys Partner",
    "origin": "Nordlys",
    "name": "Nina",
    "organization": "Nordlys",
    "ends_on": "2026-12-31",
}
WHO = {
    EventKind.TASK_DUE: "We moved",
    **dict.fromkeys((EventKind.JOIN_ASKED, EventKind.JOIN_DONE, EventKind.SUBSCRIPTION_ENDING), "Nina"),
}
"""Whom or what a sentence names, where nobody of the customer has acted."""


def line(kind: EventKind, *, language: str = "en", reads_feed: bool = True, **values: Any) -> NoticeLine:
    usual = {"lead_id": LEAD, "lead": "Heat pumps", "news_id": None, "ticket_id": None, "is_visible": True}
    usual |= {"payload": PAYLOAD}
    row = NotificationRow(
        id=new_id(), kind=kind.value, actor="Kari", created_at=NOW - timedelta(hours=3), is_read=False, **usual | values
    )
    return notice_line(row, Look(language, "Europe/Oslo", NOW), "Mona", reads_feed=reads_feed)


@pytest.mark.parametrize("kind", list(NOTICES))
@pytest.mark.parametrize("language", ["en", "nb"])
def test_every_kind_says_who_and_names_nothing_that_is_missing(kind: EventKind, language: str) -> None:
    shown = line(kind, language=language)
    assert WHO.get(kind, "Kari") in shown.sentence
    assert "{" not in shown.sentence
    assert (shown.age, shown.is_unread) == ("3 h" if language == "en" else "3 t", True)


def test_an_assignment_to_oneself_says_so() -> None:
    assert line(EventKind.LEAD_ASSIGNED).sentence == "Kari assigned “Heat pumps” to Petter"
    mine = {**PAYLOAD, "owner": "Mona"}
    assert line(EventKind.LEAD_ASSIGNED, payload=mine).sentence == "Kari assigned “Heat pumps” to you"
    assert line(EventKind.LEAD_ASSIGNED, payload=mine, language="nb").sentence == "Kari ga «Heat pumps» til deg"
    assert line(EventKind.LEADS_ASSIGNED, payload=mine).sentence == "Kari assigned 3 leads to you"


def test_of_what_is_out_of_sight_nothing_is_said_and_nothing_opens() -> None:
    hidden = {"lead_id": None, "lead": "", "payload": {}, "is_visible": False}
    returned = line(EventKind.LEAD_RETURNED, **hidden)
    assert returned.sentence == "Kari did something with a lead that you no longer see"
    assert (returned.lead_id, returned.href) == ("", "")
    news = line(EventKind.NEWS_PUBLISHED, **hidden)
    assert (news.sentence, news.href) == ("Kari wrote of news that you no longer see", "")
    ticket = line(EventKind.TICKET_REPLIED, **hidden)
    assert (ticket.sentence, ticket.href) == ("Kari did something with a ticket that you no longer see", "")


def test_the_bell_is_heard_by_those_who_do_not_see_the_lead() -> None:
    hidden = {"lead_id": None, "lead": "", "payload": {}, "is_visible": False}
    assert line(EventKind.BELL_RUNG, **hidden).sentence == "Kari rang the bell"
    assert line(EventKind.BELL_RUNG, **hidden).href == "/feed"
    assert line(EventKind.BELL_RUNG, reads_feed=False, **hidden).href == ""


def test_each_leads_to_what_it_is_about() -> None:
    assert line(EventKind.LEAD_WON).href == f"/leads/{LEAD}"
    news_id = new_id()
    assert line(EventKind.NEWS_COMMENTED, lead_id=None, lead="", news_id=news_id).href == f"/news?item={news_id}"
    ticket = line(EventKind.TICKET_REPLIED, lead_id=None, lead="", ticket_id=news_id)
    assert ticket.href == f"/support/tickets/{news_id}"


@pytest.mark.parametrize(("count", "words"), [(0, ""), (1, "1"), (99, "99"), (100, "99+")])
def test_the_number_at_the_bell(count: int, words: str) -> None:
    assert count_words(count) == words
