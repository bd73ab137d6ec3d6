"""Erasure of a person: nothing in the database names them any more, and what they did counts as before."""

import json
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlmodel import Session, SQLModel, select
from sqlmodel.sql.sqltypes import AutoString

from leadx_app.db import Database
from leadx_app.domain import erasure, people
from leadx_app.domain.accounts import SessionLimits, make_api_token, resolve_actor
from leadx_app.domain.calendar_address import renew_address
from leadx_app.domain.contacts.draft import PersonDraft
from leadx_app.domain.contacts.edit import create_person
from leadx_app.domain.erasure import ERASED, erase_contact, erase_person
from leadx_app.domain.errors import Conflict, Invalid, NotFound, NotPermitted, SignedOut
from leadx_app.domain.mails.compose import Letter
from leadx_app.domain.mails.outbox import post
from leadx_app.domain.metrics.recount import differences
from leadx_app.domain.news.talk import CommentDraft, comment
from leadx_app.domain.notes import NoteDraft, write_note
from leadx_app.domain.permissions import Actor
from leadx_app.models import Event, Lead, Note, Person, Role, SearchRow, Tag, User, UserSession, new_id
from leadx_app.queries.erasure import contact_erasure, person_erasure
from leadx_app.queries.figures import organization_kpis
from leadx_app.queries.people import PersonFilter, person_page
from tests.cast import NOW, Cast, a_lead, a_won_lead, an_assigned_lead, an_item, organization_of
from tests.support.statements import statements_of

NAME, EMAIL, PHONE = "Zebulon O'Kvårk", "zebulon.kvark@nordlys.example", "+4790812345"
SAID = f"Ring {NAME} ({NAME.upper()}), {EMAIL}, 908 12 345 or {PHONE}"
CANARIES = ("zebulon", "kvårk", "kv\\u00e5rk", "kvark", "90812345", "908 12 345")


def _texts(table: sa.Table) -> list[sa.Column]:
    kinds = (sa.String, AutoString, sa.JSON)
    return [one for one in table.columns if isinstance(one.type, kinds) and not isinstance(one.type, sa.Enum)]


def _found(session: Session) -> list[str]:
    """Every column of every table in which somebody could still read it."""
    session.expire_all()
    found = []
    for table in SQLModel.metadata.sorted_tables:
        for column in _texts(table):
            for (value,) in session.execute(sa.select(sa.cast(column, sa.Text))):
                if value and any(canary in value.lower() for canary in CANARIES):
                    found.append(f"{table.name}.{column.name}: {value[:200]}")
    return found


def _plant(session: Session, tenant_id: UUID) -> int:
    """Say the name in every text of every row that has room for it, as people and snapshots do."""
    count = 0
    for table in SQLModel.metadata.sorted_tables:
        if "tenant_id" not in table.columns or table.name in ("users", "search_rows", "audit_entries"):
            continue
        unique = {column.name for one in table.constraints if hasattr(one, "columns") for column in one.columns}
        for column in _texts(table):
            room = getattr(column.type, "length", None) or 1000
            if column.name in unique or column.foreign_keys or column.primary_key or room < 100:
                continue
            value: Any = SAID if room > len(SAID) else NAME
            if isinstance(column.type, sa.JSON):
                value = {"said": [SAID, {NAME: EMAIL}]}
            elif column.name in ("search_text", "sort_key", "match_key", "name_key"):
                value = f"solar {NAME.casefold()}"
            mine = table.c.tenant_id == tenant_id
            count += session.connection().execute(sa.update(table).where(mine).values({column.name: value})).rowcount
    return count


@pytest.fixture
def cast(cast: Cast, session: Session) -> Cast:
    """Everybody, with a password."""
    session.connection().execute(sa.update(User).values(password_hash="hash"))
    return cast


def _named(session: Session, actor: Actor) -> User:
    user = session.get_one(User, actor.user_id)
    user.name, user.email, user.phone = NAME, EMAIL, PHONE
    session.add(user)
    session.flush()
    return user


def _erase(session: Session, cast: Cast, actor: Actor) -> None:
    erase_person(session, cast.admin, actor.user_id, EMAIL.upper(), now=NOW)
    session.flush()


def test_nothing_names_somebody_who_was_erased(session: Session, cast: Cast) -> None:
    actor = cast.professional
    user = _named(session, actor)
    lead = an_assigned_lead(session, cast.basic, cast.manager, actor, title=f"Roof of {NAME}")
    write_note(session, cast.basic, lead.id, NoteDraft(text=f"@{NAME} will call"), now=NOW)
    item = an_item(session, cast.manager)
    comment(session, actor, item.id, CommentDraft(text=f"Yours, {NAME}"), now=NOW)
    create_person(session, cast.manager, PersonDraft(name="Kari Nilsen", title=f"Friend of {NAME}"), now=NOW)
    make_api_token(session, actor, "Phone", False, now=NOW)
    renew_address(session, actor, now=NOW)
    people.change_access(session, cast.admin, actor.user_id, {actor.organization_id: Role.MANAGER}, now=NOW)
    post(session, user, "account.reset", Letter(NAME, SAID, f"<p>{SAID}"), "x.example", is_secret=True, now=NOW)
    other = session.get_one(User, cast.basic.user_id)
    html = "<p>Zebulon O&#39;Kvårk mentioned you; Zebulon O&#x27;Kvårk, too</p>"
    post(session, other, "digest", Letter("News", SAID, html), "x.example", is_secret=False, now=NOW)
    session.add(Tag(tenant_id=actor.tenant_id, organization_id=actor.organization_id, name=NAME))
    session.flush()
    assert _plant(session, actor.tenant_id) > 60
    _erase(session, cast, actor)
    assert _found(session) == []
    assert session.get_one(User, actor.user_id).name == ERASED["en"]
    assert session.get_one(Lead, lead.id).owner_id == actor.user_id
    text = session.exec(select(Note.text).where(Note.lead_id == lead.id)).one()
    assert text.startswith("Ring Erased person (Erased person), Erased person")


def test_search_does_not_find_them(session: Session, cast: Cast) -> None:
    _named(session, cast.professional)
    a_lead(session, cast.basic, title=f"Roof of {NAME}")
    assert [row for row in session.exec(select(SearchRow.words)) if "zebulon" in str(row)] != []
    _erase(session, cast, cast.professional)
    assert [row for row in session.exec(select(SearchRow.words)) if "zebulon" in str(row)] == []


def test_they_are_signed_out_and_gone_from_user_management(session: Session, cast: Cast) -> None:
    _named(session, cast.professional)
    _erase(session, cast, cast.professional)
    for credential in (cast.credential(cast.professional), cast.token_credential(cast.professional)):
        with pytest.raises(SignedOut):
            resolve_actor(session, credential, now=NOW, limits=SessionLimits())
    assert session.exec(select(UserSession).where(UserSession.user_id == cast.professional.user_id)).all() == []
    rows = person_page(session, cast.admin, PersonFilter(), now=NOW).rows
    assert rows != []
    assert cast.professional.user_id not in {row.id for row in rows}
    kinds = session.exec(select(Event.kind).where(Event.actor_id == cast.admin.user_id).order_by(Event.id)).all()
    assert kinds[-1] == "user.erased"


def test_what_they_did_counts_as_before(home: Cast, database: Database) -> None:
    def work(session: Session, *, now: Any) -> None:
        session.connection().execute(sa.update(User).values(password_hash="hash"))
        _named(session, home.professional)
        a_won_lead(session, home.professional, value="100000")
        here = {home.professional.organization_id}
        before = organization_kpis(session, home.manager, here, now=NOW)
        _erase(session, home, home.professional)
        assert organization_kpis(session, home.manager, here, now=NOW) == before
        assert list(differences(session, organization_of(session, home.manager), now=NOW)) == []

    database.system(work)


def test_only_who_was_meant_is_erased_and_only_by_an_admin(session: Session, cast: Cast) -> None:
    _named(session, cast.professional)
    for actor in (cast.manager, cast.professional, cast.basic):
        with pytest.raises(NotPermitted):
            erase_person(session, actor, cast.professional.user_id, EMAIL, now=NOW)
        with pytest.raises(NotPermitted):
            person_erasure(session, actor, cast.professional.user_id)
    for one in (cast.professional.user_id, new_id()):
        with pytest.raises(NotFound):
            erase_person(session, cast.stranger_admin, one, EMAIL, now=NOW)
    with pytest.raises(Invalid):
        erase_person(session, cast.admin, cast.professional.user_id, "somebody@else.example", now=NOW)
    own = session.get_one(User, cast.admin.user_id).email
    with pytest.raises(Conflict, match="Another Admin"):
        erase_person(session, cast.admin, cast.admin.user_id, own, now=NOW)
    erase_person(session, cast.admin, cast.professional.user_id, EMAIL, now=NOW)
    with pytest.raises(Conflict, match="erased already"):
        erase_person(session, cast.admin, cast.professional.user_id, EMAIL, now=NOW)


def test_the_name_of_two_people_is_taken_out_only_where_the_erased_one_is_meant(session: Session, cast: Cast) -> None:
    _named(session, cast.professional)
    session.get_one(User, cast.basic.user_id).name = NAME
    session.flush()
    theirs = a_lead(session, cast.professional, title=f"Own roof of {NAME}")
    others = a_lead(session, cast.other_basic, title=f"Other roof of {NAME}")
    assert person_erasure(session, cast.admin, cast.professional.user_id).is_shared
    _erase(session, cast, cast.professional)
    assert session.get_one(Lead, theirs.id).title == "Own roof of Erased person"
    assert session.get_one(Lead, others.id).title == f"Other roof of {NAME}"
    assert session.get_one(User, cast.basic.user_id).name == NAME


def test_a_contact_person_is_erased_with_their_history_and_what_was_merged_into_them(
    session: Session, cast: Cast
) -> None:
    draft = PersonDraft(name=NAME, title="Head", email=EMAIL, phone=PHONE)
    person_id = create_person(session, cast.admin, draft, now=NOW)
    old_id = create_person(session, cast.admin, PersonDraft(name="Zebulon Kvårk", email="z@kvark.example"), now=NOW)
    session.get_one(Person, old_id).merged_into_id = person_id
    lead = a_lead(session, cast.basic, title=f"Roof of {NAME}", person_name=NAME)
    session.get_one(Lead, lead.id).person_id = person_id
    write_note(session, cast.basic, lead.id, NoteDraft(text=SAID), now=NOW)
    view = contact_erasure(session, cast.admin, person_id)
    assert (view.typed, view.leads) == (EMAIL, 1)
    with pytest.raises(Invalid):
        erase_contact(session, cast.admin, person_id, NAME, now=NOW)
    with pytest.raises(NotPermitted):
        erase_contact(session, cast.manager, person_id, EMAIL, now=NOW)
    with pytest.raises(NotFound):
        erase_contact(session, cast.stranger_admin, person_id, EMAIL, now=NOW)
    erase_contact(session, cast.admin, person_id, EMAIL, now=NOW)
    left = session.exec(select(Person).where(Person.name_key.contains("zebulon")).order_by(Person.id)).all()
    assert [row.id for row in left if row.id in (person_id, old_id)] == []
    for other in left:  # The lead's own person of this name, made with it, is another contact.
        erase_contact(session, cast.admin, other.id, other.email or other.name, now=NOW)
    assert _found(session) == []
    with pytest.raises(Conflict):
        erase_contact(session, cast.admin, person_id, ERASED["en"], now=NOW)


def test_a_first_name_is_taken_out_only_beside_its_contact(session: Session, cast: Cast) -> None:
    person_id = create_person(session, cast.admin, PersonDraft(name="Kari"), now=NOW)
    hers = a_lead(session, cast.basic, title="Heat pump for Kari")
    session.get_one(Lead, hers.id).person_id = person_id
    others = a_lead(session, cast.basic, title="Kari likes solar")
    session.flush()
    erase_contact(session, cast.admin, person_id, "kari", now=NOW)
    assert session.get_one(Lead, hers.id).title == "Heat pump for Erased person"
    assert session.get_one(Lead, others.id).title == "Kari likes solar"


def test_the_question_costs_few_statements(session: Session, cast: Cast) -> None:
    with statements_of(session.get_bind()) as said:
        person_erasure(session, cast.admin, cast.professional.user_id)
    assert len(said) <= 3


def test_every_table_with_a_secret_of_a_person_goes_with_them() -> None:
    names = {table.name for table in erasure.tables_of_a_person()}
    assert {"user_sessions", "api_tokens", "account_links", "calendar_addresses", "push_subscriptions"} <= names
    assert {"notifications", "outbox_mails", "passkeys", "two_steps", "recovery_codes"} <= names
    assert json.dumps(NAME) != NAME
