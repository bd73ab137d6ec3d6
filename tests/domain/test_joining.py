"""People who register themselves: the setting, the request, the Admin's answer; and who may do it."""

from datetime import timedelta

import pytest
from sqlmodel import Session, select

from leadx_app.domain import joining
from leadx_app.domain.accounts import accounts_with_email, hash_secret
from leadx_app.domain.errors import Conflict, Invalid, InvalidDraft, NotFound, NotPermitted
from leadx_app.domain.joining import JoinDraft, RegistrationDraft
from leadx_app.domain.joining.ask import MAILS_PER_DAY
from leadx_app.domain.permissions import Actor
from leadx_app.mail.joining_letters import Letters
from leadx_app.models import Event, JoinRequest, JoinState, Notification, OutboxMail, Role, User, new_id
from leadx_app.queries.joining import JoinRow, join_rows, registration
from tests.cast import NOW, Cast
from tests.support.statements import statements_of

DOMAIN = "nordlys.example"
LETTERS = Letters(lambda _: "https://leads.example")
NINA = "nina@nordlys.example"


def _open(session: Session, admin: Actor, **setting: object) -> str:
    """Let people register; returns the end of the address."""
    joining.set_self_registration(session, admin, RegistrationDraft(is_on=True, **setting), now=NOW)
    return registration(session, admin).key


def _ask(session: Session, key: str, email: str = NINA, *, organization_id: str = "", is_mailed: bool = True) -> None:
    draft = JoinDraft("Nina Ny", email, "22 22 22 22", organization_id)
    joining.ask_to_join(session, key, draft, "hash", "nb", LETTERS, DOMAIN, is_mailed=is_mailed, now=NOW)


def _mails(session: Session, email: str = NINA) -> list[OutboxMail]:
    return list(session.exec(select(OutboxMail).where(OutboxMail.address == email).order_by(OutboxMail.id)))


def _secret(mail: OutboxMail) -> str:
    return mail.text.split("/confirm-email#")[1].split()[0]


def _confirm(session: Session, email: str = NINA) -> JoinState:
    secret = _secret([mail for mail in _mails(session, email) if mail.is_secret][-1])
    return joining.confirm_email(session, hash_secret(secret), LETTERS, DOMAIN, now=NOW)


def _waiting(session: Session, admin: Actor) -> JoinRow:
    (row,) = [row for row in join_rows(session, admin, now=NOW) if not row.is_rejected]
    return row


def _approve(session: Session, admin: Actor, row: JoinRow, role: str = "manager") -> User:
    where = row.organization_id
    return joining.approve(session, admin, row.id, role, where, LETTERS.approved, DOMAIN, now=NOW)


def _reject(session: Session, admin: Actor, row: JoinRow, reason: str = "We do not know you.") -> None:
    joining.reject(session, admin, row.id, reason, LETTERS.rejected, DOMAIN, now=NOW)


def _told(session: Session, kind: str) -> set:
    query = select(Notification.user_id).join(Event, Event.id == Notification.event_id).where(Event.kind == kind)
    return set(session.exec(query))


def test_a_request_waits_once_its_email_is_confirmed_and_an_admin_lets_the_person_in(
    session: Session, cast: Cast
) -> None:
    key = _open(session, cast.admin, offers_organizations=True)
    child = str(cast.child_manager.organization_id)
    _ask(session, key, organization_id=child)
    (mail,) = _mails(session)
    assert (mail.is_secret, mail.user_id, mail.language) == (True, None, "nb")
    assert mail.subject == "Bekreft e-posten din for LeadX hos Nordlys"
    assert join_rows(session, cast.admin, now=NOW) == []
    assert _told(session, "user.join_asked") == set()

    found = joining.newcomer_behind(session, hash_secret(_secret(mail)), now=NOW)
    assert (found.email, found.organization, found.is_confirmed) == (NINA, "Nordlys Service", False)
    assert _confirm(session) == JoinState.WAITING
    assert _told(session, "user.join_asked") == {cast.admin.user_id}
    row = _waiting(session, cast.admin)
    assert (row.name, row.phone, row.organization, row.is_confirmed) == (
        "Nina Ny",
        "+4722222222",
        "Nordlys Service",
        True,
    )
    assert accounts_with_email(session, NINA) == []

    _approve(session, cast.admin, row)
    (account,) = accounts_with_email(session, NINA)
    assert (account.role, str(account.organization_id), account.password_hash) == (Role.MANAGER, child, "hash")
    assert session.exec(select(JoinRequest.password_hash)).one() == ""
    assert [mail.subject for mail in _mails(session)] == [
        "Bekreft e-posten din for LeadX hos Nordlys",
        "Forespørselen din om å bli med i Nordlys Service venter",
        "Velkommen til LeadX hos Nordlys Service",
    ]
    with pytest.raises(Conflict, match="answered this request already"):
        _approve(session, cast.admin, row)


def test_a_rejection_says_why_and_can_be_taken_back(session: Session, cast: Cast) -> None:
    key = _open(session, cast.admin)
    _ask(session, key)
    _confirm(session)
    row = _waiting(session, cast.admin)
    with pytest.raises(Invalid):
        _reject(session, cast.admin, row, " ")
    _reject(session, cast.admin, row)
    (rejected,) = join_rows(session, cast.admin, now=NOW)
    assert (rejected.is_rejected, rejected.reason) == (True, "We do not know you.")
    assert "We do not know you." in _mails(session)[-1].text
    assert joining.waiting_with_email(session, NINA) == []
    assert join_rows(session, cast.admin, now=NOW + timedelta(days=31)) == []

    joining.take_up_again(session, cast.admin, row.id, now=NOW)
    _approve(session, cast.admin, _waiting(session, cast.admin), "basic")
    assert accounts_with_email(session, NINA)[0].role == Role.BASIC
    with pytest.raises(Conflict):
        joining.take_up_again(session, cast.admin, row.id, now=NOW)


def test_without_approval_a_confirmed_email_is_enough(session: Session, cast: Cast) -> None:
    key = _open(session, cast.admin, needs_approval=False, role=Role.LITE)
    _ask(session, key)
    assert accounts_with_email(session, NINA) == []
    assert _confirm(session) == JoinState.APPROVED
    assert accounts_with_email(session, NINA)[0].role == Role.LITE
    assert _told(session, "user.join_done") == {cast.admin.user_id}
    with pytest.raises(NotFound):
        _confirm(session)
    with pytest.raises(Invalid):
        _open(session, cast.admin, needs_approval=False, role=Role.ADMIN)


def test_without_a_mail_server_every_request_waits_at_once_and_says_that_nobody_confirmed_it(
    session: Session, cast: Cast
) -> None:
    key = _open(session, cast.admin, needs_approval=False)
    _ask(session, key, is_mailed=False)
    _ask(session, key, is_mailed=False)
    assert _waiting(session, cast.admin).is_confirmed is False
    assert _mails(session) == []
    assert [one.is_confirmed for one in joining.waiting_with_email(session, NINA.upper())] == [True]


def test_whoever_has_an_account_is_told_so_by_mail_alone(session: Session, cast: Cast) -> None:
    session.get_one(User, cast.basic.user_id).password_hash = "theirs"
    key = _open(session, cast.admin)
    email = session.get_one(User, cast.basic.user_id).email
    _ask(session, key, email)
    (mail,) = _mails(session, email)
    assert (mail.subject, mail.is_secret) == ("You have an account at LeadX already", False)
    assert session.exec(select(JoinRequest)).all() == []
    assert session.get_one(User, cast.basic.user_id).password_hash == "theirs"
    for _ in range(7):
        _ask(session, key, email)
        _ask(session, key)
    assert len(_mails(session, email)) == len(_mails(session)) == MAILS_PER_DAY


def test_whoever_was_only_invited_becomes_the_person_whom_the_admin_approves(session: Session, cast: Cast) -> None:
    invited = session.get_one(User, cast.lite.user_id)
    invited.is_active = False
    key = _open(session, cast.admin)
    _ask(session, key, invited.email)
    _confirm(session, invited.email)
    user = _approve(session, cast.admin, _waiting(session, cast.admin), "professional")
    assert (user.id, user.is_active, user.name) == (cast.lite.user_id, True, "Nina Ny")
    assert accounts_with_email(session, invited.email)[0].role == Role.PROFESSIONAL


def test_nobody_comes_by_an_unconfirmed_email_into_what_another_was_invited_to(session: Session, cast: Cast) -> None:
    invited = session.get_one(User, cast.admin.user_id)
    invited.is_active = False
    session.add(invited)
    key = _open(session, cast.admin, offers_organizations=True)
    _ask(session, key, invited.email, organization_id=str(cast.child_manager.organization_id), is_mailed=False)
    with pytest.raises(Conflict, match="invited already"):
        _approve(session, cast.admin, _waiting(session, cast.admin), "basic")
    assert session.get_one(User, invited.id).password_hash is None


def test_the_newest_confirmed_request_of_an_email_is_the_one_that_waits(session: Session, cast: Cast) -> None:
    key = _open(session, cast.admin)
    _ask(session, key)
    _confirm(session)
    _ask(session, key)
    request = session.exec(select(JoinRequest).where(JoinRequest.state == JoinState.UNCONFIRMED)).one()
    request.password_hash = "newer"
    assert [one.is_confirmed for one in joining.waiting_with_email(session, NINA)] == [True, False]
    assert _confirm(session) == JoinState.WAITING
    assert [one.password_hash for one in joining.waiting_with_email(session, NINA)] == ["newer"]


def test_an_address_works_until_it_is_renewed_or_switched_off(session: Session, cast: Cast) -> None:
    assert registration(session, cast.admin).key == ""
    key = _open(session, cast.admin)
    assert joining.counter_behind(session, key).organization.name == "Nordlys"
    assert [one.name for one in joining.counter_behind(session, key).organizations] == ["Nordlys"]
    _ask(session, key)
    joining.renew_registration_address(session, cast.admin, now=NOW)
    renewed = registration(session, cast.admin).key
    assert renewed != key
    joining.set_self_registration(session, cast.admin, RegistrationDraft(is_on=False), now=NOW)
    for address in (key, renewed, "", "x"):
        with pytest.raises(NotFound):
            joining.counter_behind(session, address)
    with pytest.raises(NotFound):
        _confirm(session)


def test_a_link_expires_and_what_is_old_is_forgotten(session: Session, cast: Cast) -> None:
    key = _open(session, cast.admin)
    _ask(session, key)
    late = NOW + timedelta(days=2, minutes=1)
    with pytest.raises(NotFound):
        joining.newcomer_behind(session, hash_secret(_secret(_mails(session)[0])), now=late)
    draft = JoinDraft("Ola", "ola@nordlys.example", "", "")
    joining.ask_to_join(session, key, draft, "hash", "en", LETTERS, DOMAIN, is_mailed=True, now=late)
    assert [one.email for one in session.exec(select(JoinRequest))] == ["ola@nordlys.example"]


def test_what_cannot_be_used_is_marked_field_by_field(session: Session, cast: Cast) -> None:
    key = _open(session, cast.admin)
    stranger = str(cast.stranger_admin.organization_id)
    for organization_id in (stranger, str(cast.child_manager.organization_id), "x"):
        draft = JoinDraft(" ", "nobody", "12", organization_id)
        with pytest.raises(InvalidDraft) as refused:
            joining.ask_to_join(session, key, draft, "h", "en", LETTERS, DOMAIN, is_mailed=True, now=NOW)
        assert {one.field for one in refused.value.errors} == {"name", "email", "phone", "organization_id"}


def test_only_admins_see_and_answer_requests_and_only_those_of_their_organizations(
    session: Session, cast: Cast
) -> None:
    key = _open(session, cast.admin)
    _ask(session, key)
    _confirm(session)
    row = _waiting(session, cast.admin)
    for name, actor in cast.everybody().items():
        if name in ("admin", "stranger_admin"):
            continue
        with pytest.raises(NotPermitted):
            join_rows(session, actor, now=NOW)
        with pytest.raises(NotPermitted):
            _approve(session, actor, row)
        with pytest.raises(NotPermitted):
            _open(session, actor)
    assert join_rows(session, cast.stranger_admin, now=NOW) == []
    for request_id in (row.id, new_id()):
        with pytest.raises(NotFound, match="We could not find that"):
            joining.take_up_again(session, cast.stranger_admin, request_id, now=NOW)
    where = cast.stranger_admin.organization_id
    with pytest.raises(NotFound):
        joining.approve(session, cast.admin, row.id, "basic", where, LETTERS.approved, DOMAIN, now=NOW)


def test_the_list_costs_two_statements(session: Session, cast: Cast) -> None:
    key = _open(session, cast.admin)
    for number in range(3):
        _ask(session, key, f"new{number}@nordlys.example", is_mailed=False)
    with statements_of(session.get_bind().engine) as statements:
        join_rows(session, cast.admin, now=NOW)
    assert len(statements) == 2
