"""The audit log: what gets into it, without whose name, and that nothing ever leaves it or is changed."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, select

from leadx_app.db import Database
from leadx_app.domain import accounts, audit, people
from leadx_app.domain.audit import Area, AuditKind, area_of
from leadx_app.domain.errors import NotPermitted
from leadx_app.domain.event_kinds import EventKind
from leadx_app.domain.exports import note_export
from leadx_app.domain.leads.close import close_won
from leadx_app.domain.news.draft import NewsDraft
from leadx_app.domain.news.publish import publish
from leadx_app.domain.settings import set_answer_by
from leadx_app.models import ApiToken, AuditEntry, Event, Role, User, new_id
from leadx_app.queries.community import community_page
from leadx_app.queries.community_filters import CommunityFilters
from tests.cast import NOW, Cast, a_lead, gather_in

LATER = NOW + timedelta(hours=3)


def _lines(session: Session, *, since: object = LATER) -> list[AuditEntry]:
    query = select(AuditEntry).where(AuditEntry.occurred_at >= since).order_by(AuditEntry.occurred_at, AuditEntry.id)
    return list(session.exec(query))


def _kinds(session: Session) -> list[str]:
    return [line.kind for line in _lines(session)]


@pytest.mark.parametrize("change", ["UPDATE audit_entries SET address = 'x'", "DELETE FROM audit_entries"])
def test_the_database_refuses_to_change_or_remove_a_line(session: Session, cast: Cast, change: str) -> None:
    audit.note_sign_in(session, cast.basic.user_id, "203.0.113.9", now=LATER)
    with pytest.raises(DBAPIError, match="never changed"), session.begin_nested():
        session.execute(sa.text(change))
    assert _kinds(session) == ["sign_in.done"]


def test_a_change_of_roles_is_kept_beside_its_event_without_a_name(session: Session, cast: Cast) -> None:
    here = cast.admin.organization_id
    session.get_one(User, cast.admin.user_id).password_hash = "hash"
    people.change_access(session, cast.admin, cast.basic.user_id, {here: Role.PROFESSIONAL}, now=LATER)
    (line,) = _lines(session)
    event = session.exec(select(Event).where(Event.kind == EventKind.USER_ACCESS_CHANGED)).one()
    assert (line.id, line.area, line.actor_id, line.subject_id) == (
        event.id,
        Area.PEOPLE,
        cast.admin.user_id,
        cast.basic.user_id,
    )
    assert line.payload == {"from": {str(here): "basic"}, "to": {str(here): "professional"}}
    assert event.payload["name"] == "Bjørn Basic"


def test_settings_and_exports_are_kept_and_what_people_do_with_leads_is_not(session: Session, cast: Cast) -> None:
    set_answer_by(session, cast.admin, cast.admin.organization_id, 24, None, now=LATER)
    note_export(session, cast.lite, "leads", "csv", 3, {"search": "pump"}, now=LATER)
    close_won(session, cast.professional, a_lead(session, cast.professional, now=LATER).id, now=LATER)
    assert _kinds(session) == ["settings.changed", "list.exported"]
    assert {line.actor_id for line in _lines(session)} == {cast.admin.user_id, cast.lite.user_id}


def test_every_kind_about_people_accounts_and_settings_belongs_into_the_log() -> None:
    kept = {kind for kind in EventKind if area_of(kind)}
    assert {EventKind.USER_DEACTIVATED, EventKind.PASSWORD_CHANGED, EventKind.LIST_EXPORTED} <= kept
    assert not {kind for kind in kept if kind.startswith(("lead", "note", "news", "task", "activity", "contact"))}
    assert all(area_of(kind) for kind in AuditKind)


def test_sign_ins_are_kept_by_account_and_unknown_emails_leave_nothing(session: Session, cast: Cast) -> None:
    user = session.get_one(User, cast.basic.user_id)
    user.is_active = False
    session.add(user)
    session.flush()
    audit.note_refused_sign_in(session, f" {user.email.upper()} ", "203.0.113.9", now=LATER)
    audit.note_refused_sign_in(session, "nobody@nordlys.example", "203.0.113.9", now=LATER)
    audit.note_sign_in(session, cast.lite.user_id, "2001:db8::1", now=LATER)
    audit.note_sign_out(session, accounts.hash_secret(cast.secret(cast.lite)), now=LATER)
    audit.note_sign_out(session, accounts.hash_secret("none"), now=LATER)
    refused, done, ended = _lines(session)
    assert (refused.kind, refused.actor_id, refused.subject_id) == ("sign_in.refused", None, user.id)
    assert (refused.address, refused.payload) == ("203.0.113.x", {})
    assert (done.kind, done.actor_id, done.address) == ("sign_in.done", cast.lite.user_id, "2001:db8:0::x")
    assert (ended.kind, ended.actor_id) == ("sign_in.ended", cast.lite.user_id)


def test_a_token_is_named_when_made_first_used_and_ended(session: Session, cast: Cast) -> None:
    secret = accounts.make_api_token(session, cast.basic, "Reports", False, now=LATER)
    hashed = accounts.hash_secret(secret)
    for minutes in (1, 6, 30, 90, 200):
        accounts.touch_token(session, hashed, now=LATER + timedelta(minutes=minutes))
    token = session.exec(select(ApiToken).where(ApiToken.token_hash == hashed)).one()
    accounts.revoke_api_token(session, cast.basic, token.id, now=LATER + timedelta(hours=5))
    accounts.revoke_api_token(session, cast.basic, token.id, now=LATER + timedelta(hours=6))
    assert _kinds(session) == ["token.made", "token.used", "token.used", "token.revoked"]
    assert {line.payload["token"] for line in _lines(session)} == {"Reports"}
    assert not [line for line in _lines(session) if secret[7:] in str(line.payload)]


def test_the_use_of_a_token_is_told_again_after_a_rest_and_on_another_day() -> None:
    token = ApiToken(last_used_at=NOW)
    assert not audit.begins_use(token, NOW + timedelta(minutes=59))
    assert audit.begins_use(token, NOW + timedelta(minutes=61))
    token.last_used_at = NOW.replace(hour=23, minute=50)
    assert audit.begins_use(token, token.last_used_at + timedelta(minutes=20))
    assert audit.begins_use(ApiToken(last_used_at=None), NOW)


def test_what_is_refused_is_kept_once_a_minute_and_nothing_of_the_act(database: Database) -> None:
    home = gather_in(database)
    draft = NewsDraft(title="Not for me", html="<p>Text</p>")
    for who, command, argument in (
        (home.lite, publish, draft),
        (home.lite, publish, draft),
        (home.basic, publish, draft),
    ):
        with pytest.raises(NotPermitted):
            database.act(home.credential(who), command, argument)
    with pytest.raises(NotPermitted):
        database.read(home.credential(home.lite), community_page, CommunityFilters())
    query = select(AuditEntry).where(AuditEntry.area == Area.REFUSALS).order_by(AuditEntry.id)
    lines = database.system(lambda session, *, now: session.exec(query).all(), writes=False)
    assert [(line.actor_id, line.payload) for line in lines] == [
        (home.lite.user_id, {"what": "news.write"}),
        (home.basic.user_id, {"what": "news.write"}),
        (home.lite.user_id, {"what": "community.read"}),
    ]


def test_a_refusal_without_a_permission_is_named_by_the_act(database: Database) -> None:
    home = gather_in(database)

    def refused(session: Session, actor: object, *, now: object) -> None:
        raise NotPermitted("Somebody else's.")

    refused.__module__ = "leadx_app.domain.leads.close"
    with pytest.raises(NotPermitted):
        database.act(home.token_credential(home.basic), refused)
    query = select(AuditEntry.payload).where(AuditEntry.area == Area.REFUSALS)
    found = database.system(lambda session, *, now: session.exec(query).all(), writes=False)
    assert found == [{"what": "leads.close.refused"}]


def test_a_line_about_nobody_of_this_id_is_no_line(session: Session, cast: Cast) -> None:
    facts = {"tenant_id": cast.admin.tenant_id, "organization_id": cast.admin.organization_id}
    audit.keep(session, facts, "lead.created", cast.basic.user_id, {"user_id": str(new_id())}, now=LATER)
    assert _lines(session) == []
