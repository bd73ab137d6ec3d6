"""Full-text search: which words find what, for whom, at once after every act, and by which index."""

import contextlib
import re
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlmodel import Session

from leadx_app.domain.activities import ActivityDraft, log
from leadx_app.domain.contacts.draft import Merge
from leadx_app.domain.contacts.merge import merge_companies, undo_merge
from leadx_app.domain.errors import Invalid, Refusal
from leadx_app.domain.leads.draft import LeadEdit, parse_draft
from leadx_app.domain.leads.handover import accept_handover
from leadx_app.domain.leads.qualify import edit
from leadx_app.domain.permissions import Actor
from leadx_app.domain.tasks.draft import TaskDraft, TaskEdit
from leadx_app.domain.tasks.plan import create
from leadx_app.domain.tasks.plan import edit as edit_task
from leadx_app.domain.text import SIGNS, words_of
from leadx_app.models import Company, Lead, SalesActivity, SearchRow, new_id
from leadx_app.queries import community_leads
from leadx_app.queries.agenda import agenda_page
from leadx_app.queries.agenda_filters import AgendaFilters, Tab
from leadx_app.queries.community import CommunityFilters, community_page
from leadx_app.queries.contact_list import contact_page
from leadx_app.queries.contact_order import ContactFilters, ContactKind
from leadx_app.queries.full_text import LEAD, Whose, found, key_of, sought, sought_contact
from leadx_app.queries.lead_filters import LeadFilters, Status
from leadx_app.queries.leads import lead_page
from leadx_app.search_index import rebuild_one
from tests.cast import NOW, Cast, a_lead, a_waiting_lead
from tests.support.statements import statements_of


def own(session: Session, actor: Actor, search: str, **filters: Any) -> list[str]:
    """Titles in the actor's pipeline."""
    wanted = LeadFilters(person_id=actor.user_id, search=search, status=Status.ALL, with_waiting=True, **filters)
    shown = lead_page(session, actor, wanted, now=NOW)
    return sorted(row.title for row in [*shown.rows, *shown.waiting])


def listed(session: Session, actor: Actor, search: str) -> list[str]:
    """Titles in Community."""
    return sorted(row.title for row in community_page(session, actor, CommunityFilters(search=search), now=NOW).rows)


def contacts(session: Session, actor: Actor, search: str, kind: ContactKind = ContactKind.COMPANY) -> list[str]:
    return [row.name for row in contact_page(session, actor, ContactFilters(kind, search=search)).rows]


# Words


@pytest.mark.parametrize(
    ("text", "words", "signs"),
    [
        ("  Varmepumpe ÅS ", ["varmepumpe", "ås"], []),
        ("100% a_b", ["100", "a", "b"], ["100%", "a_b"]),
        ('heat* OR "pump" NEAR(x)', ["heat", "or", "pump", "near", "x"], ["heat*", '"pump"', "near(x)"]),
        ("«Ærlig» – avtale…", ["ærlig", "avtale"], ["«ærlig»", "–", "avtale..."]),
        ("% _", [], ["%", "_"]),
        ("x" * 100, ["x" * 60], ["x" * 100]),
        ("\ud800\x00 ", [], []),
    ],
)
def test_what_is_typed_is_words_and_signs_and_nothing_else(text, words, signs):
    assert (list(sought(text).words), list(sought(text).signs)) == (words, signs)


def test_a_number_in_groups_is_one_number_where_contacts_are_looked_for():
    assert sought_contact("22 12 34 56").words == ("22123456",)
    assert sought_contact("+47 22 12 34 56").words == ("4722123456",)
    assert sought_contact("berg 923 609 016").words == ("berg", "923609016")
    assert sought_contact("+4722123456").signs == ()


STRANGE = st.text(
    st.characters(blacklist_categories=()) | st.sampled_from("%_'\"\\*:&|!()<>-^~{}æØÅé\u0301ß"), max_size=60
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example("İstanbul ǅ ﬁ ß Å Å «Ærlig» – “x”…")
@example("a'b\"c\\d:e*f%g_h^i(j)-k+l~m[n]|o&p!q<r>s " + "y" * 90)
@given(STRANGE)
def test_the_database_parts_a_text_as_we_do(session, cast, text):
    with contextlib.suppress(Refusal):
        lead = a_lead(session, cast.professional, title=f"x {text}"[:200], company_name="Berg")
        rows = sa.select(sa.cast(SearchRow.words, sa.Text)).where(SearchRow.row_id == lead.id)
        held = session.scalars(rows).one()
        key = f"l{key_of(cast.professional.tenant_id)}"
        texts = held.split(" ") if " l" in held else [one.strip("'").replace("''", "'") for one in held.split(" ")]
        words = {one.removeprefix(key)[:60] for one in texts if one.startswith(key)} - {""}
        assert words == set(words_of(lead.search_text))
        inside = {one.removeprefix(f"z{key}")[:60] for one in texts if one.startswith(f"z{key}")}
        whole = lead.search_text.translate(str.maketrans(SIGNS, " " * len(SIGNS))).split(" ")
        assert inside == {word[place:][:60] for word in whole for place in range(1, len(word) - 2)}


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example('"')
@example("heat' OR 1=1 --")
@example("NEAR(a b) NOT c AND d* ^e {f}:g")
@example("a:* & !b | (c <-> d)")
@given(STRANGE)
def test_no_text_breaks_a_search(session, cast, text):
    for ask in (own, listed, contacts, planned):
        with contextlib.suppress(Invalid):
            assert ask(session, cast.professional, text) is not None


# What is found


def test_words_stand_in_words_short_ones_begin_them_and_all_must_be_found(session, cast):
    a_lead(session, cast.professional, title="Varmepumpe på Ås", company_name="Blåbær AS", person_name="Kari Østby")
    for words in ("varm", "BLÅ varme", "ås østb", "på ås kari blåbær as"):
        assert own(session, cast.professional, words) == ["Varmepumpe på Ås"], words
    for words in ("pumpe", "umpe", "MEPUMP", "pumpe LÅB", "stby bær", "ås mep", "pumpe ås", "arm pum"):
        assert own(session, cast.professional, words) == ["Varmepumpe på Ås"], words
    refused = ("um", "s", "be ær", "blabær", "as ost", "varmepumper", "pumpep", "epu mpa", "pumpe zzz", "%", "_", "*")
    for words in (*refused, "pumpe*", "va%", "v_rm"):
        assert own(session, cast.professional, words) == [], words


def test_contacts_and_community_are_found_inside_words_by_the_index_and_along_the_list(session, cast, monkeypatch):
    for number in range(12):
        lead = a_lead(session, cast.professional, title=f"Kjøp {number}", company_name=f"Trelast {number}")
    lead = a_lead(
        session, cast.professional, title="Varmepumpe", company_name="Østfjordbygg AS", person_name="Kari Nordbø",
        person_phone="22123456",
    )  # fmt: skip
    assert contacts(session, cast.basic, "FJORD") == contacts(session, cast.manager, "tfj ord") == ["Østfjordbygg AS"]
    assert contacts(session, cast.basic, "rdb", ContactKind.PERSON) == ["Kari Nordbø"]
    assert contacts(session, cast.basic, "3456", ContactKind.PERSON) == ["Kari Nordbø"]
    assert (
        contacts(session, cast.basic, "bø", ContactKind.PERSON) == contacts(session, cast.stranger_basic, "fjord") == []
    )
    for walked, few in ((500, 3_000), (2, 3_000), (2, 1)):
        monkeypatch.setattr(community_leads, "WALKED", walked)
        monkeypatch.setattr(community_leads, "FEW", few)
        assert listed(session, cast.basic, "pumpe fjord") == listed(session, cast.manager, "PUMPE") == ["Varmepumpe"]
        assert listed(session, cast.basic, "pumpe as") == ["Varmepumpe"]
        # Who the contact person is stays with those who may read the lead.
        assert listed(session, cast.basic, "rdbø") == listed(session, cast.basic, "um") == []
    edit(session, cast.professional, lead.id, parse_draft(LeadEdit, {"title": "Ovn", "version": lead.version}), now=NOW)
    assert (listed(session, cast.basic, "pumpe"), listed(session, cast.basic, "bygg")) == ([], ["Ovn"])


def test_a_change_is_found_at_once_and_what_was_is_not(session, cast):
    lead = a_lead(session, cast.professional, title="Solar roof", company_name="Berg AS", person_name="Kari")
    edit(
        session,
        cast.professional,
        lead.id,
        parse_draft(LeadEdit, {"title": "Heat pump", "version": lead.version}),
        now=NOW,
    )
    assert (own(session, cast.professional, "solar"), own(session, cast.professional, "heat")) == ([], ["Heat pump"])
    session.execute(sa.delete(SearchRow).where(SearchRow.row_id == lead.id))
    assert own(session, cast.professional, "heat") == []
    rebuild_one(session, lead.organization_id, now=NOW)
    assert own(session, cast.professional, "heat kari") == ["Heat pump"]


def test_a_merge_is_found_under_the_kept_name_and_after_undo_under_both(session, cast):
    a_lead(session, cast.basic, title="Roof", company_name="Berg AS")
    a_lead(session, cast.basic, title="Pump", company_name="Fjell AS")
    ids = dict(session.execute(sa.select(Company.name, Company.id)).all())
    draft = Merge(merged_id=ids["Fjell AS"], kept_version=1, merged_version=1)
    merge_id = merge_companies(session, cast.basic, ids["Berg AS"], draft, now=NOW)
    assert (own(session, cast.basic, "berg"), own(session, cast.basic, "fjell")) == (["Pump", "Roof"], [])
    assert contacts(session, cast.basic, "fjell") == []
    undo_merge(session, cast.basic, merge_id, now=NOW)
    assert (own(session, cast.basic, "berg"), own(session, cast.basic, "fjell")) == (["Roof"], ["Pump"])
    assert contacts(session, cast.basic, "fjell") == ["Fjell AS"]


def test_a_row_that_is_gone_is_not_in_the_index(session, cast):
    draft = ActivityDraft(kind="call", title="Solar")
    activity_id = log(session, cast.professional, draft, now=NOW)
    session.flush()
    mine = sa.select(sa.func.count()).select_from(SearchRow).where(SearchRow.row_id == activity_id)
    assert session.scalar(mine) == 1
    session.execute(sa.delete(SalesActivity).where(SalesActivity.id == activity_id))
    assert session.scalar(mine) == 0


def test_a_handover_is_found_by_who_may_answer_it_while_it_waits(session, cast):
    lead = a_waiting_lead(session, cast.basic, title="Solar roof")
    assert own(session, cast.manager, "solar") == ["Solar roof"]
    accept_handover(session, cast.manager, lead.id, now=NOW)
    assert own(session, cast.manager, "solar") == own(session, cast.basic, "solar") == ["Solar roof"]
    assert own(session, cast.other_manager, "solar") == own(session, cast.professional, "solar") == []


def planned(session: Session, actor: Actor, search: str) -> list[str]:
    filters = [AgendaFilters(tab=tab, search=search) for tab in Tab]
    return sorted(row.title for one in filters for row in agenda_page(session, actor, one, now=NOW).rows)


def test_tasks_and_activities_are_found_by_title_and_text(session, cast):
    task_id = create(session, cast.professional, TaskDraft(title="Ring Ås", text="om varmepumpe"), now=NOW)
    log(session, cast.professional, ActivityDraft(kind="call", title="Møte i Bodø", text="varme"), now=NOW)
    assert planned(session, cast.professional, "VARME") == ["Møte i Bodø", "Ring Ås"]
    assert planned(session, cast.professional, "ring varmep") == ["Ring Ås"]
    assert planned(session, cast.other_professional, "varme") == planned(session, cast.professional, "as") == []
    edit_task(session, cast.professional, task_id, TaskEdit(title="Skriv til Ås", version=1), now=NOW)
    assert (planned(session, cast.professional, "ring"), planned(session, cast.professional, "skriv")) == (
        [],
        ["Skriv til Ås"],
    )


# Whose


def test_nobody_finds_what_another_tenant_or_a_colleague_has(session, cast):
    a_lead(session, cast.professional, title="Canary ours", company_name="Kanari AS")
    a_lead(session, cast.child_basic, title="Canary child", company_name="Kanari AS")
    a_lead(session, cast.stranger_basic, title="Canary theirs", company_name="Kanari AS")
    assert listed(session, cast.manager, "canary") == ["Canary child", "Canary ours"]
    assert listed(session, cast.basic, "kanari") == ["Canary ours"]
    assert listed(session, cast.child_manager, "kanari") == ["Canary child"]
    assert listed(session, cast.stranger_admin, "canary") == ["Canary theirs"]
    assert own(session, cast.other_professional, "canary") == own(session, cast.stranger_manager, "canary") == []
    assert contacts(session, cast.basic, "kanari") == contacts(session, cast.stranger_basic, "kanari") == ["Kanari AS"]


def test_the_index_is_asked_for_words_of_one_tenant_alone(session: Session, cast: Cast) -> None:
    """What another tenant has is no part of the question, so its volume is neither felt nor seen."""
    for actor in (cast.professional, cast.stranger_manager):
        a_lead(session, actor, title="Solar roof")
    for actor in (cast.professional, cast.stranger_manager):
        hits = found(session, actor, sought("solar"), LEAD, [(Whose.OWNER, actor.user_id)])
        asked = " ".join(str(value) for value in hits.compile(session.get_bind()).params.values())
        keys = re.findall(r"[lpuv]([0-9a-f]{12})", asked)
        assert set(keys) == {key_of(actor.tenant_id), key_of(actor.user_id)}
        assert len(session.scalars(hits).all()) == 1


# By which index


@pytest.mark.parametrize("search", ["zzz", "solar"])
def test_no_search_reads_all_words_or_all_leads(session, cast, search):
    lead = a_lead(session, cast.professional, title="Heat pump")
    row = {column.name: getattr(lead, column.name) for column in Lead.__table__.columns}
    session.execute(
        sa.insert(Lead),
        [
            row | {"id": new_id(), "draft_id": None, "search_text": f"word {n} {'solar' * (n % 900 == 0)}"}
            for n in range(4_000)
        ],
    )
    connection = session.connection()
    is_sqlite = connection.dialect.name == "sqlite"
    if not is_sqlite:
        connection.exec_driver_sql("ANALYZE leads")
        connection.exec_driver_sql("ANALYZE search_rows")
    for ask in (own, listed):
        with statements_of(connection.engine) as sent:
            ask(session, cast.manager if ask is listed else cast.professional, search)
        asked = [(text, values) for text, values in sent.sent if "search_rows" in text]
        assert asked
        for text, values in asked:
            explain = f"EXPLAIN {'QUERY PLAN ' if is_sqlite else ''}{text}"
            plan = "\n".join(str(line[-1]) for line in connection.exec_driver_sql(explain, values))
            assert not re.search(r"Seq Scan on (search_rows|leads)|SCAN (search_rows|leads)\b", plan), plan
            assert re.search(r"fts_search VIRTUAL TABLE INDEX|fts_search_rows|window_of_leads", plan), plan
