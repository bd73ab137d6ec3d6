"""Links by which people choose a password or confirm their email: once, in time, whole, and for whom they were made."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from urllib.parse import urlsplit

import pytest
from sqlmodel import Session, select

from leadx_app.db import Database
from leadx_app.domain import joining, people
from leadx_app.domain.account_links import choose_password, link_holder, make_link
from leadx_app.domain.accounts import hash_secret
from leadx_app.domain.errors import NotFound
from leadx_app.domain.joining import JoinDraft, RegistrationDraft
from leadx_app.domain.joining.ask import LINK_LIVES
from leadx_app.domain.mails.compose import Letter
from leadx_app.mail.account_letters import write_invitation, write_reset
from leadx_app.mail.joining_letters import Letters
from leadx_app.models import AccountLink, JoinRequest, JoinState, LinkPurpose, Notification, OutboxMail, User
from leadx_app.queries.joining import registration
from tests.cast import NOW, Cast
from tests.support.two_processes import at_once

DOMAIN = "nordlys.example"
INSTANT = timedelta(microseconds=1)
NINA = "nina@nordlys.example"
ADDRESS = "https://leads.example"
LETTERS = Letters(lambda _: ADDRESS)


def _told(user: User, organization: str) -> Letter:
    return Letter("Changed", "", "")


def _link(session: Session, cast: Cast, purpose: LinkPurpose = LinkPurpose.RESET) -> str:
    return make_link(session, session.get_one(User, cast.basic.user_id), purpose, now=NOW)


def _choose(session: Session, secret: str, password_hash: str = "new", *, now: datetime = NOW) -> None:
    choose_password(session, hash_secret(secret), password_hash, _told, DOMAIN, now=now)


def _one_off(secret: str) -> list[str]:
    """The secret with each of its letters changed, and a few other things that are nearly it."""
    other = {letter: "B" if letter == "A" else "A" for letter in secret}
    changed = [secret[:at] + other[letter] + secret[at + 1 :] for at, letter in enumerate(secret)]
    return [*changed, secret[:-1], secret + "A", secret.swapcase(), hash_secret(secret), ""]


def test_a_link_that_differs_in_one_place_is_none(session: Session, cast: Cast) -> None:
    secret = _link(session, cast)
    for token in _one_off(secret):
        with pytest.raises(NotFound, match="not complete"):
            link_holder(session, hash_secret(token), now=NOW)
    assert link_holder(session, hash_secret(secret), now=NOW).name == "Bjørn Basic"


@pytest.mark.parametrize(
    ("purpose", "lives"), [(LinkPurpose.RESET, timedelta(minutes=30)), (LinkPurpose.INVITATION, timedelta(days=7))]
)
def test_a_link_works_to_the_last_instant_however_often_it_is_looked_at(
    session: Session, cast: Cast, purpose: LinkPurpose, lives: timedelta
) -> None:
    first, second = _link(session, cast, purpose), _link(session, cast, purpose)
    for _ in range(3):  # As the scanner of a mail server does.
        assert link_holder(session, hash_secret(first), now=NOW + lives - INSTANT).purpose == purpose
    with pytest.raises(NotFound, match="has expired"):
        _choose(session, first, now=NOW + lives)
    _choose(session, second, now=NOW + lives - INSTANT)
    assert session.get_one(User, cast.basic.user_id).password_hash == "new"


def test_a_link_does_not_outlive_being_closed_out(session: Session, cast: Cast) -> None:
    session.get_one(User, cast.basic.user_id).password_hash = "before"
    session.get_one(User, cast.admin.user_id).password_hash = "theirs"
    secret = _link(session, cast)
    for is_active in (False, True):
        people.set_active(session, cast.admin, cast.basic.user_id, is_active, now=NOW)
        with pytest.raises(NotFound):
            _choose(session, secret)
    assert session.get_one(User, cast.basic.user_id).password_hash == "before"


def _refusable(act: Callable[..., object]) -> Callable[[Database], str]:
    """Says whether the act was done or refused."""

    def do(database: Database) -> str:
        try:
            database.system(act)
        except NotFound:
            return "refused"
        return "done"

    return do


def test_of_two_who_use_a_link_at_once_one_chooses_the_password(database: Database, home: Cast) -> None:
    for _ in range(5):
        secret = database.system(lambda session, *, now: _link_now(session, home, now))
        acts = [partial(_choose, secret=secret, password_hash=name) for name in ("first", "second")]
        assert sorted(at_once(database, *map(_refusable, acts))) == ["done", "refused"]
    mails = select(OutboxMail.kind).where(OutboxMail.kind == "account.password_changed")
    assert len(database.system(lambda session, *, now: list(session.exec(mails)))) == 5
    ended = select(AccountLink.ended_at)
    assert None not in database.system(lambda session, *, now: list(session.exec(ended)))


def _link_now(session: Session, cast: Cast, now: datetime) -> str:
    return make_link(session, session.get_one(User, cast.basic.user_id), LinkPurpose.RESET, now=now)


def _ask_to_join(session: Session, cast: Cast, *, now: datetime) -> str:
    """Register; returns the secret of the link that confirms the email."""
    joining.set_self_registration(session, cast.admin, RegistrationDraft(is_on=True), now=now)
    draft, key = JoinDraft("Nina Ny", NINA, "", ""), registration(session, cast.admin).key
    joining.ask_to_join(session, key, draft, "hash", "en", LETTERS, DOMAIN, is_mailed=True, now=now)
    text = session.exec(select(OutboxMail.text).where(OutboxMail.address == NINA)).one()
    return re.search(r"/confirm-email#(\S+)", text)[1]


def test_a_confirmation_that_differs_in_one_place_or_comes_late_is_none(session: Session, cast: Cast) -> None:
    secret = _ask_to_join(session, cast, now=NOW)
    for token in _one_off(secret):
        with pytest.raises(NotFound):
            joining.newcomer_behind(session, hash_secret(token), now=NOW)
    for _ in range(3):
        assert joining.newcomer_behind(session, hash_secret(secret), now=NOW + LINK_LIVES - INSTANT).email == NINA
    with pytest.raises(NotFound):
        joining.confirm_email(session, hash_secret(secret), LETTERS, DOMAIN, now=NOW + LINK_LIVES)


def test_of_two_who_confirm_an_email_at_once_one_asks_the_admins(database: Database, home: Cast) -> None:
    token = hash_secret(database.system(_ask_to_join, home))
    act = partial(joining.confirm_email, token_hash=token, write=LETTERS, mail_domain=DOMAIN)
    assert sorted(at_once(database, _refusable(act), _refusable(act))) == ["done", "refused"]

    def after(session: Session, *, now: datetime) -> tuple[list[JoinState], int]:
        return list(session.exec(select(JoinRequest.state))), len(session.exec(select(Notification)).all())

    assert database.system(after) == ([JoinState.WAITING], 1)


def test_no_mail_puts_a_secret_where_a_server_or_another_page_is_told_of_it(session: Session, cast: Cast) -> None:
    """A GET of the address, as a mail scanner sends it, does not even carry the secret."""
    user, secret = session.get_one(User, cast.basic.user_id), "s3cret-of-the-link"
    request = JoinRequest(
        tenant_id=user.tenant_id,
        organization_id=user.organization_id,
        email=NINA,
        name="Nina Ny",
        password_hash="",
        language="nb",
        state=JoinState.UNCONFIRMED,
        created_at=NOW,
    )
    letters = [write(lambda _: ADDRESS)(user, "Nordlys", secret) for write in (write_reset, write_invitation)]
    for letter in (*letters, LETTERS.confirm(request, "Nordlys", secret)):
        for words in (letter.text, letter.html):
            assert words.count(secret) >= 1
            links = [link for link in re.findall(r"https://[^\s\"<]+", words) if secret in link]
            assert len(links) == words.count(secret)
            assert {urlsplit(link).fragment for link in links} == {secret}
        assert secret not in letter.subject
