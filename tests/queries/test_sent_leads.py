"""Leads that another organization has now, for who made or sent them (product.md sections 3 and 5)."""

import pytest
from sqlmodel import Session

from leadx_app.domain.errors import Invalid, NotPermitted
from leadx_app.domain.leads.close import close_won
from leadx_app.domain.leads.handover import accept_handover, return_to_creator
from leadx_app.domain.leads.transfer import send, withdraw
from leadx_app.domain.permissions import Actor
from leadx_app.models import Lead, SubStage
from leadx_app.queries import sent_leads
from leadx_app.queries.leads import LeadFilters
from leadx_app.queries.pipeline import View, pipeline
from leadx_app.queries.sent_leads import sent_page
from tests.cast import NOW, Cast, a_lead, an_accepted_lead


def sent(session: Session, lead: Lead, sender: Actor, receiver: Actor) -> Lead:
    send(session, sender, lead.id, receiver.organization_id, now=NOW)
    return lead


def shown(session: Session, actor: Actor) -> list[tuple[str, str, bool]]:
    """Title, where it is, and whether it waits there."""
    return [(row.title, row.organization, row.is_waiting) for row in sent_page(session, actor).rows]


def test_who_made_a_lead_finds_it_wherever_it_goes_and_who_sent_it_until_it_is_answered(session: Session, cast: Cast):
    lead = an_accepted_lead(session, cast.child_basic, cast.child_manager, title="Solar roof")
    sent(session, lead, cast.child_manager, cast.sibling_manager)
    for who in (cast.child_basic, cast.child_manager):
        assert shown(session, who) == [("Solar roof", "Nordlys Partner", True)]
    accept_handover(session, cast.sibling_manager, lead.id, now=NOW)
    assert shown(session, cast.child_manager) == []
    (row,) = sent_page(session, cast.child_basic).rows
    assert (row.organization, row.is_waiting, row.owner, row.company) == (
        "Nordlys Partner",
        False,
        "Morten Partner",
        "Fjordheim skole",
    )
    sent(session, lead, cast.sibling_manager, cast.manager)
    assert shown(session, cast.child_basic) == [("Solar roof", "Nordlys", True)]
    assert shown(session, cast.sibling_manager) == [("Solar roof", "Nordlys", True)]
    accept_handover(session, cast.manager, lead.id, now=NOW)
    close_won(session, cast.manager, lead.id, now=NOW)
    assert [row.sub_stage for row in sent_page(session, cast.child_basic).rows] == [SubStage.WON]
    for who in (cast.child_professional, cast.sibling_manager, cast.manager, cast.stranger_manager):
        assert shown(session, who) == []
    with pytest.raises(NotPermitted):
        sent_page(session, cast.admin)


def test_what_came_back_or_was_taken_back_is_at_home_and_the_next_way_counts(session: Session, cast: Cast):
    lead = a_lead(session, cast.child_manager, title="Solar roof")
    sent(session, lead, cast.child_manager, cast.sibling_manager)
    return_to_creator(session, cast.sibling_manager, lead.id, "Too far", now=NOW)
    assert shown(session, cast.child_manager) == []
    sent(session, lead, cast.child_manager, cast.manager)
    withdraw(session, cast.child_manager, lead.id, now=NOW)
    assert shown(session, cast.child_manager) == []
    sent(session, lead, cast.child_manager, cast.manager)
    assert shown(session, cast.child_manager) == [("Solar roof", "Nordlys", True)]


def test_the_pipeline_says_whether_there_are_any_and_shows_ones_own_alone(session: Session, cast: Cast):
    sent(session, a_lead(session, cast.professional), cast.professional, cast.child_manager)
    for who, has_any in ((cast.professional, True), (cast.manager, False), (cast.child_manager, False)):
        found = pipeline(session, who, View.SENT, LeadFilters(), with_choices=False, now=NOW)
        assert (found.has_sent, found.sent.total, found.page) == (has_any, int(has_any), None)
    colleagues = LeadFilters(person_id=cast.professional.user_id)
    assert pipeline(session, cast.manager, View.SENT, colleagues, with_choices=False, now=NOW).sent.rows == []


def test_pages_go_forth_and_back_the_last_sent_first(session: Session, cast: Cast, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sent_leads, "PAGE_SIZE", 2)
    for number in range(5):
        lead = a_lead(session, cast.child_manager, title=f"Lead {number}")
        sent(session, lead, cast.child_manager, cast.manager)
    pages = [sent_page(session, cast.child_manager)]
    while pages[-1].next_cursor:
        pages.append(sent_page(session, cast.child_manager, pages[-1].next_cursor))
    assert [[row.title[-1] for row in page.rows] for page in pages] == [["4", "3"], ["2", "1"], ["0"]]
    assert [page.total for page in pages] == [5, 5, 5]
    back = sent_page(session, cast.child_manager, before=pages[2].previous_cursor)
    assert (back.rows, back.next_cursor) == (pages[1].rows, pages[1].next_cursor)
    assert sent_page(session, cast.child_manager, before=back.previous_cursor).rows == pages[0].rows
    with pytest.raises(Invalid):
        sent_page(session, cast.child_manager, "x")
