"""Categories, sources, lost reasons and tags as the Admin sets them."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlmodel import Session, select

from leadx_app.domain import choices, list_settings, regroup_job
from leadx_app.domain.choices import TABLES, ChoiceDraft, ListKind, TagDraft
from leadx_app.domain.errors import Conflict, Invalid, NotFound, NotPermitted
from leadx_app.domain.event_kinds import EventKind
from leadx_app.domain.jobs import run
from leadx_app.domain.leads.close import close_lost
from leadx_app.domain.leads.draft import LeadEdit
from leadx_app.domain.leads.qualify import edit
from leadx_app.domain.permissions import Actor
from leadx_app.domain.tags import names_of
from leadx_app.models import Category, Event, LostReason, Source, Tag
from leadx_app.queries.choices import lead_choices, tag_suggestions
from leadx_app.queries.filter_choices import filter_choices
from leadx_app.queries.lead_inline import lead_fields
from leadx_app.queries.list_settings import lists_set
from tests.cast import NOW, Cast, a_closed_lead, a_lead, a_won_lead
from tests.support.figures import wrong
from tests.support.statements import statements_of

LATER = NOW + timedelta(days=3)
CATEGORIES, SOURCES, REASONS, TAGS = ListKind


def row_of(session: Session, actor: Actor, kind: ListKind, name: str):
    table = TABLES[kind]
    return session.exec(select(table).where(table.tenant_id == actor.tenant_id, table.name == name)).one()


def names(session: Session, actor: Actor, kind: ListKind) -> list[str]:
    return [row.name for row in lists_set(session, actor).lists[kind] if not row.is_retired]


@pytest.mark.parametrize("kind", [CATEGORIES, SOURCES, REASONS])
def test_a_name_is_added_renamed_and_moved(session: Session, cast: Cast, kind: ListKind) -> None:
    before = names(session, cast.admin, kind)
    new = choices.add_choice(session, cast.admin, kind, ChoiceDraft(name="Fair in Bergen"), now=LATER)
    assert names(session, cast.admin, kind) == [*before, "Fair in Bergen"]
    choices.rename_choice(session, cast.admin, kind, new, ChoiceDraft(name="Fair"), now=LATER)
    for _ in range(2):
        choices.shift_choice(session, cast.admin, kind, new, False, now=LATER)
    assert names(session, cast.admin, kind) == [*before[:-2], "Fair", *before[-2:]]
    with pytest.raises(Invalid) as refused:
        choices.add_choice(session, cast.admin, kind, ChoiceDraft(name="FAIR"), now=LATER)
    assert refused.value.field == "name"
    kinds = select(Event.payload).where(Event.kind == EventKind.SETTINGS_CHANGED.value).order_by(Event.id)
    said = [payload["act"] for payload in session.exec(kinds)]
    assert said[-4:] == ["added", "renamed", "ordered", "ordered"]


def test_what_is_used_no_more_stays_on_the_leads_that_have_it(session: Session, cast: Cast) -> None:
    renewal = row_of(session, cast.admin, CATEGORIES, "Renewal")
    old = a_lead(session, cast.professional, category_id=renewal.id)
    choices.retire_choice(session, cast.admin, CATEGORIES, renewal.id, True, now=LATER)
    assert "Renewal" not in [one.name for one in lead_choices(session, cast.professional).categories]
    assert "Renewal" in [one.name for one in lead_choices(session, cast.professional, renewal.id).categories]
    assert "Renewal" in [one.name for one in lead_fields(session, cast.professional, old.id).categories]
    assert "Renewal" in [one.name for one in filter_choices(session, cast.professional).categories]
    kept = LeadEdit(version=old.version, category_id=renewal.id, title="The same renewal")
    edit(session, cast.professional, old.id, kept, now=LATER)
    assert (old.title, old.category_id) == ("The same renewal", renewal.id)
    with pytest.raises(Invalid):
        a_lead(session, cast.professional, category_id=renewal.id)
    choices.retire_choice(session, cast.admin, CATEGORIES, renewal.id, False, now=LATER)
    assert a_lead(session, cast.professional, category_id=renewal.id).category_id == renewal.id


def test_one_reason_for_closing_stays(session: Session, cast: Cast) -> None:
    first, *others = session.exec(select(LostReason).where(LostReason.tenant_id == cast.admin.tenant_id)).all()
    for reason in others:
        choices.retire_choice(session, cast.admin, REASONS, reason.id, True, now=LATER)
    with pytest.raises(Conflict):
        choices.retire_choice(session, cast.admin, REASONS, first.id, True, now=LATER)
    lead = a_lead(session, cast.professional)
    with pytest.raises(Invalid):
        close_lost(session, cast.professional, lead.id, others[0].id, now=LATER)


def test_merging_moves_leads_with_their_figures_and_history(session: Session, cast: Cast) -> None:
    web, fair = (row_of(session, cast.admin, SOURCES, name) for name in ("Website", "Trade fair"))
    price, budget = (row_of(session, cast.admin, REASONS, name) for name in ("Price", "No budget"))
    won = a_won_lead(session, cast.professional, source_id=web.id, value="500")
    lost = a_closed_lead(session, cast.professional, source_id=web.id)
    assert lost.lost_reason_id == price.id
    assert choices.merge_choice(session, cast.admin, SOURCES, web.id, fair.id, now=LATER)
    assert choices.merge_choice(session, cast.admin, REASONS, price.id, budget.id, now=LATER)
    for lead in (won, lost):
        session.refresh(lead)
    assert {won.source_id, lost.source_id} == {fair.id}
    assert lost.lost_reason_id == budget.id
    assert wrong(session, now=LATER) == []
    assert session.get(Source, web.id) is None
    assert "Website" not in names(session, cast.admin, SOURCES)
    changed = select(Event.payload).where(Event.lead_id == won.id, Event.kind == EventKind.LEAD_UPDATED.value)
    assert session.exec(changed).one()["changes"] == [{"field": "source_id", "from": "Website", "to": "Trade fair"}]


def test_many_leads_are_merged_by_a_job(session: Session, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(list_settings, "AT_ONCE", 1)
    renewal, other = (row_of(session, cast.admin, CATEGORIES, name) for name in ("Renewal", "Partnership"))
    leads = [a_lead(session, cast.professional, category_id=renewal.id) for _ in range(3)]
    assert not choices.merge_choice(session, cast.admin, CATEGORIES, renewal.id, other.id, now=LATER)
    job = run.claim_next(session, [list_settings.REGROUP], now=LATER)
    assert job
    while regroup_job.regroup_piece(session, job, 2, now=LATER):
        assert wrong(session, now=LATER) == []
    assert regroup_job.finish_regroup(session, job, now=LATER)
    for lead in leads:
        session.refresh(lead)
    assert {lead.category_id for lead in leads} == {other.id}
    assert session.get(Category, renewal.id) is None


def test_tags_are_renamed_merged_and_no_longer_offered(session: Session, cast: Cast) -> None:
    both, one = (a_lead(session, cast.professional, tags=tags) for tags in (["solar", "sun"], ["sun"]))
    solar, sun = (row_of(session, cast.admin, TAGS, name) for name in ("solar", "sun"))
    choices.merge_choice(session, cast.admin, TAGS, sun.id, solar.id, now=LATER)
    assert (names_of(session, both.id), names_of(session, one.id)) == (["solar"], ["solar"])
    choices.rename_choice(session, cast.admin, TAGS, solar.id, TagDraft(name="solar roof"), now=LATER)
    assert tag_suggestions(session, cast.professional, "sol") == ["solar roof"]
    choices.retire_choice(session, cast.admin, TAGS, solar.id, True, now=LATER)
    assert tag_suggestions(session, cast.professional, "sol") == []
    assert names_of(session, both.id) == ["solar roof"]
    assert session.get(Tag, sun.id) is None


@pytest.mark.parametrize("kind", list(ListKind))
def test_what_another_customer_has_is_not_there(session: Session, cast: Cast, kind: ListKind) -> None:
    a_lead(session, cast.stranger_manager, tags=["Renewal"])
    a_lead(session, cast.manager, tags=["ours"])
    theirs = session.exec(select(TABLES[kind]).where(TABLES[kind].tenant_id == cast.stranger_admin.tenant_id)).first()
    mine = session.exec(select(TABLES[kind]).where(TABLES[kind].tenant_id == cast.admin.tenant_id)).first()
    for row_id in (theirs.id, UUID(int=7)):
        with pytest.raises(NotFound):
            choices.rename_choice(session, cast.admin, kind, row_id, ChoiceDraft(name="Ours"), now=LATER)
        with pytest.raises(NotFound):
            choices.retire_choice(session, cast.admin, kind, row_id, True, now=LATER)
        with pytest.raises(NotFound):
            choices.merge_choice(session, cast.admin, kind, row_id, mine.id, now=LATER)
        with pytest.raises(Invalid):
            choices.merge_choice(session, cast.admin, kind, mine.id, row_id, now=LATER)
    for actor in (cast.manager, cast.professional, cast.child_manager):
        with pytest.raises(NotPermitted):
            choices.add_choice(session, actor, kind, ChoiceDraft(name="Mine"), now=LATER)


def test_the_lists_cost_two_statements(session: Session, cast: Cast) -> None:
    with statements_of(session.get_bind().engine) as sent:
        lists_set(session, cast.admin)
    assert len(sent) <= 2
