"""The people of a customer: invited, given roles and organizations, closed out; and who may do it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlmodel import Session, select

from leadx_app.db import Database
from leadx_app.domain import people, two_step
from leadx_app.domain.account_links import choose_password, link_holder
from leadx_app.domain.accounts import SessionLimits, accounts_with_email, hash_secret, resolve_actor
from leadx_app.domain.erasure import erase_person
from leadx_app.domain.errors import Conflict, Invalid, InvalidDraft, NotFound, NotPermitted, SignedOut
from leadx_app.domain.mails.compose import Letter
from leadx_app.domain.mails.send import claim_next
from leadx_app.domain.people import Invitee
from leadx_app.domain.permissions import Actor
from leadx_app.models import Event, Membership, OutboxMail, Role, TwoStep, User, UserSession, new_id
from leadx_app.queries.people import (
    PeopleSort,
    PersonFilter,
    PersonRow,
    Seen,
    own_organizations,
    person_detail,
    person_page,
)
from tests.cast import NOW, Cast, organization_of
from tests.support.statements import statements_of
from tests.support.two_processes import at_once

LIMITS = SessionLimits()
DOMAIN = "nordlys.example"
Act = Callable[..., None]


@pytest.fixture
def cast(cast: Cast, session: Session) -> Cast:
    """Everybody, with a password."""
    session.connection().execute(sa.update(User).values(password_hash="hash"))
    return cast


def _write(user: User, organization: str, secret: str) -> Letter:
    return Letter(f"To {user.name} of {organization}", secret, secret)


def _told(user: User, organization: str) -> Letter:
    return Letter("Changed", "", "")


def _somebody(actor: Actor, name: str = "Nina Ny", **fields: str) -> Invitee:
    usual = {
        "phone": "",
        "email": "nina@nordlys.example",
        "role": "basic",
        "organization_id": str(actor.organization_id),
    }
    return Invitee(**{"name": name, **usual, **fields})


def _invite(session: Session, actor: Actor, *invitees: Invitee) -> int:
    rows = {str(number): one for number, one in enumerate(invitees)}
    return people.invite(session, actor, rows, _write, DOMAIN, now=NOW)


def _secret(session: Session, email: str) -> str:
    query = select(OutboxMail.text).where(OutboxMail.address == email, OutboxMail.kind == "account.invitation")
    return list(session.exec(query.order_by(OutboxMail.id)))[-1]


def _row(session: Session, actor: Actor, email: str) -> PersonRow:
    (row,) = person_page(session, actor, PersonFilter(search=email), now=NOW).rows
    return row


def _join(session: Session, email: str) -> None:
    choose_password(session, hash_secret(_secret(session, email)), "hash", _told, DOMAIN, now=NOW)


def _is_in(session: Session, cast: Cast, actor: Actor) -> bool:
    try:
        resolve_actor(session, cast.credential(actor), now=NOW, limits=LIMITS)
    except SignedOut:
        return False
    return True


def test_whoever_is_invited_joins_by_the_link_of_their_mail_once(session: Session, cast: Cast) -> None:
    child = str(cast.child_manager.organization_id)
    emails = [f"new{number}@nordlys.example" for number in range(10)]
    invitees = [_somebody(cast.admin, f"New {number}", email=email) for number, email in enumerate(emails)]
    invitees[3] = _somebody(
        cast.admin, "Kid", email=emails[3], role="manager", phone="22 22 22 22", organization_id=child
    )

    assert _invite(session, cast.admin, *invitees) == 10
    row = _row(session, cast.admin, emails[3])
    assert (row.name, row.phone, row.standing) == ("Kid", "+4722222222", "invited")
    assert [(where, role) for where, _, role in row.roles] == [(UUID(child), Role.MANAGER)]
    assert accounts_with_email(session, emails[3]) == [], "nobody signs in without a password"
    mail = claim_next(session, now=NOW)
    assert mail.address == emails[0], "the mail goes out although the person is not active yet"

    secret = hash_secret(_secret(session, emails[3]))
    assert link_holder(session, secret, now=NOW + timedelta(days=6)).email == emails[3]
    with pytest.raises(NotFound, match="expired"):
        link_holder(session, secret, now=NOW + timedelta(days=7))
    _join(session, emails[3])
    assert _row(session, cast.admin, emails[3]).standing == "active"
    assert accounts_with_email(session, emails[3])[0].role == Role.MANAGER
    with pytest.raises(NotFound, match="used or taken back"):
        link_holder(session, secret, now=NOW)


def test_what_is_wrong_is_said_by_row_and_field_and_nobody_is_invited(session: Session, cast: Cast) -> None:
    stranger = str(cast.stranger_admin.organization_id)
    with pytest.raises(InvalidDraft) as refusal:
        _invite(
            session,
            cast.admin,
            _somebody(cast.admin),
            _somebody(cast.admin, "", phone="12", email="nonsense", role="owner", organization_id=stranger),
            _somebody(cast.admin, email="NINA@nordlys.example"),
            _somebody(cast.admin, email="manager@nordlys.example"),
        )
    fields = {error.field for error in refusal.value.errors}
    assert fields == {"name_1", "phone_1", "email_1", "role_1", "organization_1", "email_2", "email_3"}
    assert session.exec(select(OutboxMail)).all() == []
    for rows in ({}, {str(number): _somebody(cast.admin) for number in range(11)}):
        with pytest.raises(InvalidDraft):
            people.invite(session, cast.admin, rows, _write, DOMAIN, now=NOW)


def test_an_invitation_is_sent_again_taken_back_and_made_anew(session: Session, cast: Cast) -> None:
    _invite(session, cast.admin, _somebody(cast.admin))
    email, first = "nina@nordlys.example", _secret(session, "nina@nordlys.example")
    nina = _row(session, cast.admin, email).id
    people.send_invitation(session, cast.admin, nina, _write, DOMAIN, now=NOW)
    with pytest.raises(NotFound):
        link_holder(session, hash_secret(first), now=NOW)
    people.withdraw_invitation(session, cast.admin, nina, now=NOW)
    with pytest.raises(NotFound):
        link_holder(session, hash_secret(_secret(session, email)), now=NOW)
    assert _row(session, cast.admin, email).standing == "expired"
    with pytest.raises(Conflict):
        people.set_active(session, cast.admin, nina, True, now=NOW)
    _invite(session, cast.admin, _somebody(cast.admin, "Nina Igjen", role="professional"))
    _join(session, email)
    row = _row(session, cast.admin, email)
    assert (row.id, row.name, row.standing, row.roles[0][2]) == (nina, "Nina Igjen", "active", Role.PROFESSIONAL)
    for late in (people.withdraw_invitation, lambda *args, now: people.send_invitation(*args, _write, DOMAIN, now=now)):
        with pytest.raises(Conflict, match="joined already"):
            late(session, cast.admin, nina, now=NOW)


def test_a_new_role_and_organization_count_at_once_and_are_kept_as_an_event(session: Session, cast: Cast) -> None:
    child = cast.child_manager.organization_id
    home = cast.basic.organization_id
    access = {home: Role.PROFESSIONAL, child: Role.MANAGER}
    people.change_access(session, cast.admin, cast.basic.user_id, access, now=NOW)
    assert resolve_actor(session, cast.credential(cast.basic), now=NOW, limits=LIMITS).role == Role.PROFESSIONAL
    event = session.exec(select(Event).where(Event.kind == "user.access_changed")).one()
    assert event.payload["from"] == {str(home): "basic"}
    assert event.payload["to"] == {str(home): "professional", str(child): "manager"}
    assert event.actor_id == cast.admin.user_id

    people.change_access(session, cast.admin, cast.basic.user_id, {home: None}, now=NOW)
    assert not _is_in(session, cast, cast.basic), "the session worked in an organization that is closed now"
    assert session.get_one(User, cast.basic.user_id).organization_id == child, "they start where they still may"
    with pytest.raises(Invalid):
        people.change_access(session, cast.admin, cast.basic.user_id, {child: None}, now=NOW)


def test_who_is_made_inactive_is_out_everywhere_at_once(session: Session, cast: Cast) -> None:
    people.set_active(session, cast.admin, cast.basic.user_id, False, now=NOW)
    assert not _is_in(session, cast, cast.basic)
    token = cast.token_credential(cast.basic)
    with pytest.raises(SignedOut):
        resolve_actor(session, token, now=NOW, limits=LIMITS)
    assert accounts_with_email(session, "basic@nordlys.example") == []
    people.set_active(session, cast.admin, cast.basic.user_id, True, now=NOW)
    assert not _is_in(session, cast, cast.basic), "sessions that ended do not come back"
    assert [account.user_id for account in accounts_with_email(session, "basic@nordlys.example")] == [
        cast.basic.user_id
    ]


def test_the_last_admin_cannot_close_themselves_out(session: Session, cast: Cast) -> None:
    admin, home = cast.admin.user_id, cast.admin.organization_id
    with pytest.raises(Conflict, match="Somebody must be left as Admin"):
        people.set_active(session, cast.admin, admin, False, now=NOW)
    session.refresh(session.get_one(User, admin))
    with pytest.raises(Conflict, match="Somebody must be left as Admin"):
        people.change_access(session, cast.admin, admin, {home: Role.MANAGER}, now=NOW)


def test_only_admins_manage_and_only_people_of_their_own_organizations(session: Session, cast: Cast) -> None:
    for name, actor in cast.everybody().items():
        if name == "admin":
            continue
        refusal = NotFound if name == "stranger_admin" else NotPermitted
        with pytest.raises(refusal):
            people.set_active(session, actor, cast.basic.user_id, False, now=NOW)
        with pytest.raises(refusal):
            people.change_access(session, actor, cast.basic.user_id, {}, now=NOW)
        with pytest.raises(refusal):
            person_detail(session, actor, cast.basic.user_id, now=NOW)
    with pytest.raises(NotFound):
        people.set_active(session, cast.admin, cast.stranger_basic.user_id, False, now=NOW)
    stranger = cast.stranger_admin.organization_id
    with pytest.raises(NotFound):
        people.change_access(session, cast.admin, cast.basic.user_id, {stranger: Role.ADMIN}, now=NOW)
    with pytest.raises(NotFound):
        people.set_active(session, cast.admin, new_id(), False, now=NOW)


def test_people_are_found_by_word_role_organization_and_standing(session: Session, cast: Cast) -> None:
    def names(**wanted: object) -> set[UUID]:
        return {row.id for row in person_page(session, cast.admin, PersonFilter(**wanted), limit=200, now=NOW).rows}

    ours = {actor.user_id for name, actor in cast.everybody().items() if not name.startswith("stranger")}
    assert names() == ours
    assert names(search="magnus NORDLYS") == {cast.other_manager.user_id}
    assert names(search="100%") == set()
    child = cast.child_manager.organization_id
    assert names(role="manager", organization_id=child) == {cast.child_manager.user_id}
    people.set_active(session, cast.admin, cast.lite.user_id, False, now=NOW)
    assert cast.lite.user_id not in names(standing="active")
    first = person_page(session, cast.admin, PersonFilter(), limit=3, now=NOW)
    second = person_page(session, cast.admin, PersonFilter(), first.next_cursor, limit=200, now=NOW)
    assert {row.id for row in [*first.rows, *second.rows]} == ours
    assert len(first.rows) + len(second.rows) == len(ours)
    with pytest.raises(Invalid):
        person_page(session, cast.admin, PersonFilter(), "nonsense", now=NOW)
    assert own_organizations(session, cast.admin)[0].name == organization_of(session, cast.admin).name


def test_people_are_found_by_when_they_were_here_and_by_their_second_step(session: Session, cast: Cast) -> None:
    def names(**wanted: object) -> list[str]:
        rows = person_page(session, cast.admin, PersonFilter(**wanted), limit=200, now=NOW).rows
        return [row.name for row in rows]

    def seen(actor: Actor, at: datetime) -> None:
        change = sa.update(UserSession).where(UserSession.user_id == actor.user_id).values(last_seen_at=at)
        session.connection().execute(change)

    everybody = names()
    seen(cast.lite, NOW - timedelta(days=100))
    seen(cast.basic, NOW - timedelta(days=20))
    session.connection().execute(sa.delete(UserSession).where(UserSession.user_id == cast.other_basic.user_id))
    never, long_ago, month = (cast.other_basic.name,), (cast.lite.name,), (cast.basic.name,)
    assert (tuple(names(seen=Seen.NEVER)), tuple(names(seen=Seen.LONG_AGO))) == (never, long_ago)
    assert set(names(seen=Seen.MONTH)) == set(everybody) - {*never, *long_ago}
    assert set(names(seen=Seen.WEEK)) == set(everybody) - {*never, *long_ago, *month}
    assert names(sort=PeopleSort.UNSEEN)[:3] == [*never, *long_ago, *month]
    assert names(sort=PeopleSort.SEEN)[-3:] == [*month, *long_ago, *never]

    place = {"tenant_id": cast.manager.tenant_id, "organization_id": cast.manager.organization_id}
    step = TwoStep(**place, user_id=cast.manager.user_id, sealed_secret="sealed", created_at=NOW, turned_on_at=NOW)
    session.add(step)
    session.flush()
    assert names(two_step="on") == [cast.manager.name]
    assert set(names(two_step="off")) == set(everybody) - {cast.manager.name}
    row = person_detail(session, cast.admin, cast.manager.user_id, now=NOW)
    assert (row.has_two_step, row.seen_at) == (True, NOW)


@pytest.mark.parametrize("sort", list(PeopleSort))
def test_every_order_goes_on_where_its_page_ended(session: Session, cast: Cast, sort: PeopleSort) -> None:
    whole = [row.id for row in person_page(session, cast.admin, PersonFilter(sort=sort), limit=200, now=NOW).rows]
    walked, cursor = [], None
    while True:
        page = person_page(session, cast.admin, PersonFilter(sort=sort), cursor, limit=3, now=NOW)
        walked += [row.id for row in page.rows]
        if (cursor := page.next_cursor) is None:
            break
    assert walked == whole
    with pytest.raises(Invalid):
        person_page(session, cast.admin, PersonFilter(sort=sort), "nonsense", now=NOW)


def test_a_page_of_people_costs_three_statements(session: Session, cast: Cast) -> None:
    with statements_of(session.get_bind().engine) as counted:
        person_page(session, cast.admin, PersonFilter(), limit=200, now=NOW)
    assert len(counted) == 3


def _close_out(session: Session, actor: Actor, whom: Actor, *, now: datetime) -> None:
    people.set_active(session, actor, whom.user_id, False, now=now)


def _demote(session: Session, actor: Actor, whom: Actor, *, now: datetime) -> None:
    people.change_access(session, actor, whom.user_id, {whom.organization_id: Role.BASIC}, now=now)


@pytest.mark.parametrize(("one", "other"), [(_close_out, _close_out), (_demote, _demote)])
def test_two_admins_who_end_each_others_rights_at_once_leave_one(
    database: Database, home: Cast, one: Act, other: Act
) -> None:
    first, second = home.admin, home.manager

    def two_admins(session: Session, *, now: datetime) -> None:
        for actor in (first, second):
            session.get_one(User, actor.user_id).password_hash = "hash"
        people.change_access(session, first, second.user_id, {first.organization_id: Role.ADMIN}, now=now)

    def does(act: Act, by: Actor, whom: Actor) -> Callable[[Database], str]:
        def do(database: Database) -> str:
            try:
                database.act(home.credential(by), act, whom)
            except (Conflict, SignedOut, NotPermitted):
                return "refused"
            return "done"

        return do

    database.system(two_admins)
    assert sorted(at_once(database, does(one, first, second), does(other, second, first))) == ["done", "refused"]
    left = select(User.id).join(Membership, Membership.user_id == User.id)
    left = left.where(User.is_active, Membership.role == Role.ADMIN, User.tenant_id == first.tenant_id)
    assert len(database.system(lambda session, *, now: session.exec(left).all())) == 1


def test_an_admin_writes_name_and_phone_of_a_person_anew(session: Session, cast: Cast) -> None:
    people.change_person(session, cast.admin, cast.basic.user_id, " Bjarne  Basic ", "22 22 22 22", now=NOW)
    user = session.get_one(User, cast.basic.user_id)
    assert (user.name, user.phone) == ("Bjarne Basic", "+4722222222")
    people.change_person(session, cast.admin, cast.basic.user_id, "Bjarne Basic", "", now=NOW)
    assert user.phone is None
    with pytest.raises(InvalidDraft) as refused:
        people.change_person(session, cast.admin, cast.basic.user_id, " ", "12", now=NOW)
    assert [one.field for one in refused.value.errors] == ["name", "phone"]
    kinds = session.exec(select(Event.payload).where(Event.kind == "user.changed").order_by(Event.id)).all()
    assert kinds[0]["to"] == {"name": "Bjarne Basic", "phone": "+4722222222"}
    with pytest.raises(NotPermitted):
        people.change_person(session, cast.manager, cast.basic.user_id, "X", "", now=NOW)
    for user_id in (cast.basic.user_id, new_id()):
        with pytest.raises(NotFound):
            people.change_person(session, cast.stranger_admin, user_id, "X", "", now=NOW)


def test_an_admin_of_a_child_leaves_the_account_of_whoever_works_elsewhere_too_to_the_parent(
    session: Session, cast: Cast
) -> None:
    child_admin = replace(cast.child_manager, role=Role.ADMIN)
    user = session.get_one(User, cast.child_basic.user_id)
    people.set_active(session, child_admin, user.id, False, now=NOW)
    people.set_active(session, child_admin, user.id, True, now=NOW)
    people.change_access(session, cast.admin, user.id, {cast.admin.organization_id: Role.ADMIN}, now=NOW)
    notice = two_step.Notice(_told, DOMAIN)
    for act in (
        lambda: people.set_active(session, child_admin, user.id, False, now=NOW),
        lambda: people.change_person(session, child_admin, user.id, "Somebody else", "", now=NOW),
        lambda: people.withdraw_invitation(session, child_admin, user.id, now=NOW),
        lambda: people.send_invitation(session, child_admin, user.id, _write, DOMAIN, now=NOW),
        lambda: two_step.reset(session, child_admin, user.id, notice, now=NOW),
        lambda: erase_person(session, child_admin, user.id, user.email, now=NOW),
    ):
        with pytest.raises(NotPermitted, match="other organizations"):
            act()
    assert person_detail(session, child_admin, cast.child_professional.user_id, now=NOW).may_account
    assert not person_detail(session, child_admin, user.id, now=NOW).may_account
    assert person_detail(session, cast.admin, user.id, now=NOW).may_account
    people.change_person(session, child_admin, user.id, user.name, user.phone or "", now=NOW)  # As the dialog sends it.
    people.change_access(session, child_admin, user.id, {child_admin.organization_id: None}, now=NOW)
    assert people.roles_of(session, user) == {cast.admin.organization_id: Role.ADMIN}
    people.change_access(session, cast.admin, user.id, {child_admin.organization_id: Role.BASIC}, now=NOW)
    user.organization_id, user.password_hash = child_admin.organization_id, None
    session.add(user)
    with pytest.raises(InvalidDraft) as refusal:
        _invite(session, child_admin, _somebody(child_admin, email=user.email))
    assert [error.field for error in refusal.value.errors] == ["email_0"]
    people.change_person(session, cast.admin, user.id, "Bente", "", now=NOW)
