"""The outbox as an Admin reads it: whose mails, in which order, at what cost."""

from datetime import timedelta

import pytest
from sqlmodel import Session

from leadx_app.domain.errors import Invalid, NotFound, NotPermitted
from leadx_app.domain.mails.compose import Letter
from leadx_app.domain.mails.outbox import post
from leadx_app.domain.mails.send import claim_next, settle
from leadx_app.domain.permissions import Actor
from leadx_app.models import MailTrouble, User, new_id
from leadx_app.queries.mails import mail_detail, mail_page
from tests.cast import NOW, Cast
from tests.support.statements import statements_of

LETTER = Letter("Hei", "Open https://leads.example.com/leads/1", "<p>Hei</p>")


def _post(session: Session, actor: Actor, minutes: float = 0, *, is_secret: bool = False) -> object:
    user = session.get_one(User, actor.user_id)
    now = NOW + timedelta(minutes=minutes)
    return post(session, user, "test", LETTER, "nordlys.example", is_secret=is_secret, now=now)


def _attempt(session: Session, trouble: MailTrouble | None) -> None:
    now = NOW + timedelta(hours=1)
    claimed = claim_next(session, now=now)
    settle(session, claimed.id, claimed.attempt, trouble, now=now)


def test_the_admin_reads_mails_of_the_own_tenant_newest_first(session: Session, cast: Cast) -> None:
    first, second, third = (_post(session, one, n) for n, one in enumerate((cast.basic, cast.child_basic, cast.admin)))
    theirs = _post(session, cast.stranger_basic)
    assert [row.id for row in mail_page(session, cast.admin).rows] == [third, second, first]
    assert [row.id for row in mail_page(session, cast.stranger_admin).rows] == [theirs]
    assert mail_page(session, cast.admin).rows[2].name == cast.basic.name


def test_nobody_but_an_admin_reads_the_outbox(session: Session, cast: Cast) -> None:
    mail_id = _post(session, cast.basic)
    for name, actor in cast.everybody().items():
        if name not in ("admin", "stranger_admin"):
            with pytest.raises(NotPermitted):
                mail_page(session, actor)
            with pytest.raises(NotPermitted):
                mail_detail(session, actor, mail_id)
    for missing in (mail_id, new_id()):
        with pytest.raises(NotFound):
            mail_detail(session, cast.stranger_admin, missing)
    assert mail_detail(session, cast.admin, mail_id).text == LETTER.text


def test_mails_by_what_became_of_them(session: Session, cast: Cast) -> None:
    sent, dead, waiting = (_post(session, cast.basic, minutes) for minutes in (0, 1, 2))
    _attempt(session, None)
    _attempt(session, MailTrouble.RECIPIENT_REFUSED)
    session.expire_all()
    assert [row.id for row in mail_page(session, cast.admin, "sent").rows] == [sent]
    assert [row.id for row in mail_page(session, cast.admin, "dead").rows] == [dead]
    assert [row.id for row in mail_page(session, cast.admin, "waiting").rows] == [waiting]
    assert mail_page(session, cast.admin).dead == 1
    assert mail_detail(session, cast.admin, dead).may_send_again
    assert not mail_detail(session, cast.admin, sent).may_send_again


def test_nobody_reads_a_secret(session: Session, cast: Cast) -> None:
    mail_id = _post(session, cast.basic, is_secret=True)
    assert mail_detail(session, cast.admin, mail_id).text is None
    assert "leads.example.com" not in repr(mail_detail(session, cast.admin, mail_id))


def test_pages_follow_each_other_without_gap_or_repetition(session: Session, cast: Cast) -> None:
    wanted = [_post(session, cast.basic, number // 3) for number in range(11)]
    seen, cursor = [], None
    while True:
        page = mail_page(session, cast.admin, "all", cursor, 4)
        seen += [row.id for row in page.rows]
        if (cursor := page.next_cursor) is None:
            break
    assert len(seen) == 11
    assert set(seen) == set(wanted)
    for bad in ("x", "e30", "W10", "bnVsbA"):
        with pytest.raises(Invalid):
            mail_page(session, cast.admin, "all", bad)


@pytest.mark.parametrize("count", [3, 60])
def test_the_cost_does_not_grow_with_the_mails(session: Session, cast: Cast, count: int) -> None:
    for number in range(count):
        _post(session, cast.basic, number)
    with statements_of(session.get_bind().engine) as statements:
        mail_page(session, cast.admin)
    assert len(statements) == 2
