"""Tags are words about customers: only those who see a lead see its tags."""

from datetime import timedelta

import pytest
from sqlmodel import Session, select

from leadx_app.domain.errors import Invalid, NotFound, NotPermitted
from leadx_app.domain.leads.draft import MAX_TAGS, LeadEdit
from leadx_app.domain.leads.qualify import edit
from leadx_app.domain.leads.tagging import tag, untag
from leadx_app.domain.tags import names_of
from leadx_app.models import Event, new_id
from leadx_app.queries.choices import lead_choices, tag_suggestions
from leadx_app.queries.leads import LeadFilters, lead_page
from tests.cast import NOW, Cast, a_lead, a_waiting_lead, a_won_lead, kinds_of

LATER = NOW + timedelta(hours=1)


def test_tags_are_listed_for_those_who_see_a_lead_with_them(session: Session, cast: Cast) -> None:
    a_lead(session, cast.basic, tags=["Enova"])
    a_lead(session, cast.child_basic, tags=["winter"])
    a_lead(session, cast.stranger_basic, tags=["fjord"])

    offered = {name: lead_choices(session, actor).tags for name, actor in cast.everybody().items()}
    seen = {
        "basic": ["Enova"],
        "manager": ["Enova", "winter"],
        "other_manager": ["Enova", "winter"],
        "admin": ["Enova", "winter"],
        "child_basic": ["winter"],
        "child_manager": ["winter"],
        "stranger_basic": ["fjord"],
        "stranger_manager": ["fjord"],
        "stranger_admin": ["fjord"],
    }
    assert {name: tags for name, tags in offered.items() if tags} == seen


def test_tags_are_put_on_and_taken_off_and_nothing_happens_twice(session: Session, cast: Cast) -> None:
    lead = a_lead(session, cast.basic, tags=["Enova"])
    tag(session, cast.basic, lead.id, ["  vinter  ", "Enova"], now=LATER)
    assert names_of(session, lead.id) == ["Enova", "vinter"]
    untag(session, cast.basic, lead.id, ["Enova", "never there"], now=LATER)
    assert names_of(session, lead.id) == ["vinter"]
    tag(session, cast.basic, lead.id, ["vinter"], now=LATER)
    untag(session, cast.basic, lead.id, ["Enova"], now=LATER)
    assert kinds_of(session, lead.id) == ["lead.created", "lead.updated", "lead.updated"]
    changes = [event.payload.get("changes") for event in session.exec(select(Event).where(Event.lead_id == lead.id))]
    assert [{"field": "tags", "from": ["Enova", "vinter"], "to": ["vinter"]}] in changes


def test_a_tag_disturbs_nobody_who_edits_another_field(session: Session, cast: Cast) -> None:
    lead = a_lead(session, cast.professional)
    tag(session, cast.professional, lead.id, ["vinter"], now=LATER)
    edit(session, cast.professional, lead.id, LeadEdit(version=1, title="Another"), now=LATER)
    assert (lead.title, names_of(session, lead.id)) == ("Another", ["vinter"])


@pytest.mark.parametrize("word", ["", " ", "\u200b", "x" * 41])
def test_what_is_no_word_is_no_tag(session: Session, cast: Cast, word: str) -> None:
    lead = a_lead(session, cast.basic)
    with pytest.raises(Invalid) as refused:
        tag(session, cast.basic, lead.id, ["fine", word], now=LATER)
    assert (refused.value.field, names_of(session, lead.id)) == ("tags", [])


def test_a_lead_has_at_most_twenty(session: Session, cast: Cast) -> None:
    lead = a_lead(session, cast.basic, tags=[f"t{number:02}" for number in range(MAX_TAGS)])
    with pytest.raises(Invalid):
        tag(session, cast.basic, lead.id, ["one more"], now=LATER)
    assert len(names_of(session, lead.id)) == MAX_TAGS


def test_only_who_may_edit_the_lead_tags_it(session: Session, cast: Cast) -> None:
    locked = [
        (a_waiting_lead(session, cast.basic), cast.basic),
        (a_lead(session, cast.professional), cast.manager),
        (a_won_lead(session, cast.professional), cast.professional),
        (a_lead(session, cast.basic), cast.admin),
    ]
    for lead, actor in locked:
        for verb in (tag, untag):
            with pytest.raises(NotPermitted):
                verb(session, actor, lead.id, ["vinter"], now=LATER)
    lead = a_lead(session, cast.basic)
    for actor in (cast.other_basic, cast.sibling_manager, cast.stranger_manager):
        for lead_id in (lead.id, new_id()):
            with pytest.raises(NotFound):
                tag(session, actor, lead_id, ["vinter"], now=LATER)


def test_rows_carry_their_tags_and_words_are_suggested_in_any_case(session: Session, cast: Cast) -> None:
    a_lead(session, cast.basic, tags=["Øst", "Enova"])
    a_lead(session, cast.stranger_basic, tags=["østfold"])
    row = lead_page(session, cast.basic, LeadFilters(person_id=cast.basic.user_id), now=LATER).rows[0]
    assert (row.tags, row.may_edit) == (("Enova", "Øst"), True)
    assert tag_suggestions(session, cast.basic, "øS") == ["Øst"]
    assert tag_suggestions(session, cast.basic, "") == ["Enova", "Øst"]
    assert tag_suggestions(session, cast.other_basic, "") == []
