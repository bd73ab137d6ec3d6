"""The search in the header: what it finds for whom, in which order, at what cost."""

from typing import Any

import pytest
from sqlmodel import Session

from leadx_app.domain.permissions import Actor
from leadx_app.models import utc_now
from leadx_app.queries.palette import SHOWN, everything
from tests.cast import NOW, Cast, a_lead, an_assigned_lead, an_item
from tests.support.statements import statements_of


def found(session: Session, actor: Actor, text: str) -> dict[str, list[Any]]:
    """Names by kind, without the kinds that found nothing."""
    every = everything(session, actor, text, now=utc_now())
    names = {
        "leads": [one.title for one in every.leads],
        "contacts": [one.name for one in every.contacts],
        "news": [one.title for one in every.news],
        "people": [one.name for one in every.people],
    }
    return {kind: some for kind, some in names.items() if some}


@pytest.fixture
def canaries(session: Session, cast: Cast) -> None:
    """A word in everything, in both tenants."""
    for actor in (cast.professional, cast.child_basic, cast.stranger_basic):
        a_lead(session, actor, title=f"Canary of {actor.name}", company_name="Canary AS", person_name="Canary Hansen")
    for manager in (cast.manager, cast.child_manager, cast.stranger_manager):
        an_item(session, manager, title=f"Canary news of {manager.name}")


def test_each_finds_what_they_see_and_nothing_of_others(session: Session, cast: Cast, canaries: None) -> None:
    own_news, child_news = f"Canary news of {cast.manager.name}", f"Canary news of {cast.child_manager.name}"
    ours, childs = f"Canary of {cast.professional.name}", f"Canary of {cast.child_basic.name}"
    both = ["Canary AS", "Canary Hansen"]
    assert found(session, cast.professional, "canary") == {"leads": [ours], "contacts": both, "news": [own_news]}
    assert found(session, cast.basic, "canary") == {"contacts": both, "news": [own_news]}
    assert found(session, cast.lite, "canary") == {"news": [own_news]}
    assert found(session, cast.child_basic, "canary")["leads"] == [childs]
    manager = found(session, cast.manager, "CANARY")
    assert sorted(manager["leads"]) == [childs, ours]
    assert manager["contacts"] == ["Canary AS", "Canary AS", "Canary Hansen", "Canary Hansen"]
    assert sorted(found(session, cast.child_manager, "canary")["news"]) == sorted([child_news, own_news])
    assert found(session, cast.professional, "anar") == found(session, cast.professional, "canary")
    stranger = found(session, cast.stranger_admin, "canary")
    assert (stranger["leads"], stranger["contacts"]) == ([f"Canary of {cast.stranger_basic.name}"], both)
    assert stranger["news"] == [f"Canary news of {cast.stranger_manager.name}"]


def test_people_are_colleagues_and_a_manager_may_look_at_their_pipeline(session: Session, cast: Cast) -> None:
    assert found(session, cast.basic, "p prof") == {"people": [cast.other_professional.name, cast.professional.name]}
    assert found(session, cast.basic, "service") == found(session, cast.basic, "fjord") == {}
    assert found(session, cast.basic, "etter rof") == {"people": [cast.professional.name]}
    assert found(session, cast.basic, "er rof") == {}
    [per] = everything(session, cast.manager, "per serv", now=NOW).people
    assert (per.name, per.organization_id) == (cast.child_professional.name, cast.child_professional.organization_id)
    assert everything(session, cast.basic, "petter", now=NOW).people[0].organization_id is None
    assert everything(session, cast.manager, "anne admin", now=NOW).people[0].organization_id is None


def test_the_latest_leads_come_first_and_few_of_each(session: Session, cast: Cast) -> None:
    for number in range(SHOWN + 2):
        a_lead(session, cast.professional, title=f"Roof {number}")
    assert found(session, cast.professional, "roof")["leads"] == [f"Roof {number}" for number in (6, 5, 4, 3, 2)]


@pytest.mark.parametrize("text", ["", "  ", "%", "*", "\x00", "\ud800", '"'])
def test_no_word_finds_nothing(session: Session, cast: Cast, text: str) -> None:
    a_lead(session, cast.professional)
    assert found(session, cast.professional, text) == {}


@pytest.mark.parametrize("who", ["lite", "professional", "manager", "admin"])
def test_it_costs_at_most_five_statements(session: Session, cast: Cast, canaries: None, who: str) -> None:
    an_assigned_lead(session, cast.basic, cast.manager, cast.professional, title="Canary 4")
    with statements_of(session.get_bind().engine) as sent:
        everything(session, getattr(cast, who), "canary", now=NOW)
    assert len(sent) <= 5, [text for text, _ in sent.sent]
