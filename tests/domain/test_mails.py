"""The outbox by a stepped clock: what joins one letter, when it is tried again, who may send it again."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlmodel import Session, select

from leadx_app.db import Database
from leadx_app.domain.errors import Conflict, NotFound, NotPermitted
from leadx_app.domain.leads.capture import capture
from leadx_app.domain.leads.close import close_won
from leadx_app.domain.leads.draft import parse_draft
from leadx_app.domain.leads.handover import accept_handover, assign
from leadx_app.domain.mails.compose import Item, Letter, compose_next, is_collected
from leadx_app.domain.mails.outbox import post, send_again
from leadx_app.domain.mails.send import KEPT, claim_next, clean_up, is_due, pause_before, settle
from leadx_app.domain.news.draft import NewsDraft
from leadx_app.domain.news.publish import publish, remove
from leadx_app.domain.notices import Channel, Notice
from leadx_app.domain.notifications import prefer
from leadx_app.domain.permissions import Actor
from leadx_app.models import Event, MailState, MailTrouble, OutboxMail, User, new_id
from tests.cast import NOW, Cast, a_draft, a_lead, a_waiting_lead
from tests.support.statements import statements_of

WAIT = timedelta(seconds=60)


def _write(reader: Actor, items: list[Item]) -> Letter:
    return Letter(f"{len(items)} for {reader.name}", " ".join(item.title for item in items), "<p></p>")


def _compose(session: Session, seconds: float) -> bool:
    return compose_next(session, _write, WAIT, "nordlys.example", now=NOW + timedelta(seconds=seconds))


def _compose_all(session: Session, seconds: float = 60) -> list[OutboxMail]:
    while _compose(session, seconds):
        pass
    session.expire_all()
    return _rows(session)


def _rows(session: Session) -> list[OutboxMail]:
    return list(session.exec(select(OutboxMail).order_by(OutboxMail.created_at, OutboxMail.id)))


def _a_mail(session: Session, cast: Cast) -> OutboxMail:
    """The letter to the owner of a lead that was assigned to him."""
    lead = a_lead(session, cast.professional)
    assign(session, cast.professional, lead.id, cast.other_professional.user_id, now=NOW)
    (mail,) = _compose_all(session)
    return mail


def test_nothing_is_noted_where_nobody_wants_mail(session: Session, cast: Cast) -> None:
    a_lead(session, cast.basic)
    prefer(session, cast.manager, Notice.HANDOVER_WAITING, Channel.EMAIL, False, now=NOW)
    prefer(session, cast.other_manager, Notice.HANDOVER_WAITING, Channel.EMAIL, False, now=NOW)
    session.flush()
    with statements_of(session.get_bind().engine) as statements:
        a_waiting_lead(session, cast.basic)
    assert statements.about("INTO outbox_mails") == []
    assert _rows(session) == []


def test_an_act_costs_one_statement_more_however_many_are_mailed(session: Session, cast: Cast) -> None:
    with statements_of(session.get_bind().engine) as statements:
        a_waiting_lead(session, cast.basic)
    assert sum("INTO outbox_mails" in text for text, _ in statements.sent) == 1
    assert {row.user_id for row in _rows(session)} == {cast.manager.user_id, cast.other_manager.user_id}


def test_the_first_waits_and_those_that_come_meanwhile_join_it(session: Session, cast: Cast) -> None:
    for second in (0, 20, 59):
        a_waiting_lead(session, cast.basic, now=NOW + timedelta(seconds=second), title=f"At {second}")
    assert not is_collected(session, WAIT, now=NOW + timedelta(seconds=59.9))
    assert not _compose(session, 59.9)
    a_waiting_lead(session, cast.basic, now=NOW + timedelta(seconds=60), title="At 60")
    mails = _compose_all(session, 60)
    assert sorted(mail.subject for mail in mails) == ["4 for Magnus Manager", "4 for Mona Manager"]
    assert {mail.text for mail in mails} == {"At 0 At 20 At 59 At 60"}
    a_waiting_lead(session, cast.basic, now=NOW + timedelta(seconds=61), title="At 61")
    assert len(_compose_all(session, 120)) == 4
    later = [mail for mail in _compose_all(session, 121) if mail.told == 1]
    assert {mail.text for mail in later} == {"At 61"}


def test_a_letter_has_its_id_from_the_beginning_and_keeps_it(session: Session, cast: Cast) -> None:
    mail = _a_mail(session, cast)
    assert mail.message_id == f"<{mail.id}@nordlys.example>"
    now = NOW + timedelta(hours=1)
    first = claim_next(session, now=now)
    settle(session, mail.id, first.attempt, MailTrouble.BUSY, now=now)
    second = claim_next(session, now=now + timedelta(hours=1))
    assert (first.message_id, first.text, first.attempt) == (second.message_id, second.text, 1)
    assert second.attempt == 2


def test_what_the_reader_no_longer_sees_is_left_out(session: Session, cast: Cast) -> None:
    lead, kept = a_lead(session, cast.professional, title="Gone"), a_lead(session, cast.professional, title="Kept")
    for one in (lead, kept):
        assign(session, cast.professional, one.id, cast.other_professional.user_id, now=NOW)
    lead.owner_id = lead.creator_id
    session.flush()
    (mail,) = _compose_all(session)
    assert (mail.text, mail.told) == ("Kept", 1)


def test_who_sees_nothing_of_it_any_more_gets_no_letter(session: Session, cast: Cast) -> None:
    lead = a_lead(session, cast.professional)
    assign(session, cast.professional, lead.id, cast.other_professional.user_id, now=NOW)
    lead.owner_id = lead.creator_id
    session.flush()
    assert _compose_all(session) == []


def test_news_reaches_a_child_by_mail_if_it_is_still_there(session: Session, cast: Cast) -> None:
    prefer(session, cast.child_basic, Notice.NEWS, Channel.EMAIL, True, now=NOW)
    kept, removed = (
        publish(session, cast.manager, parse_draft(NewsDraft, {"title": title, "html": "<p>Hei</p>"}), now=NOW)
        for title in ("Kept", "Removed")
    )
    remove(session, cast.manager, removed, now=NOW)
    (mail,) = _compose_all(session)
    assert kept
    assert (mail.user_id, mail.told, mail.organization_id) == (
        cast.child_basic.user_id,
        1,
        cast.manager.organization_id,
    )


def test_creator_and_new_owner_are_told_but_never_the_one_who_did_it(session: Session, cast: Cast) -> None:
    lead = a_waiting_lead(session, cast.basic)
    session.execute(sa.delete(OutboxMail))
    accept_handover(session, cast.manager, lead.id, now=NOW)
    close_won(session, cast.manager, lead.id, now=NOW)
    (mail,) = _compose_all(session)
    assert (mail.user_id, mail.told, mail.address) == (cast.basic.user_id, 2, "basic@nordlys.example")


def test_pauses_grow_and_are_spread() -> None:
    minutes = [pause_before(attempt, 0.5).total_seconds() / 60 for attempt in (1, 2, 3, 8, 9, 10, 14)]
    assert minutes == [1, 2, 4, 128, 256, 360, 360]
    assert pause_before(1, 0) == timedelta(seconds=45)
    assert pause_before(1, 1) == timedelta(seconds=75)


def test_a_claimed_mail_is_nobody_elses_until_the_claim_ends(session: Session, cast: Cast) -> None:
    _a_mail(session, cast)
    now = NOW + timedelta(minutes=5)
    assert claim_next(session, now=now) is not None
    assert claim_next(session, now=now + timedelta(minutes=2)) is None
    assert not is_due(session, now=now + timedelta(minutes=2))
    assert claim_next(session, now=now + timedelta(minutes=3)).attempt == 2


def test_the_end_of_an_attempt_that_another_took_over_changes_nothing(session: Session, cast: Cast) -> None:
    mail = _a_mail(session, cast)
    now = NOW + timedelta(minutes=5)
    late = claim_next(session, now=now)
    claim_next(session, now=now + timedelta(minutes=3))
    settle(session, mail.id, late.attempt, MailTrouble.RECIPIENT_REFUSED, now=now + timedelta(minutes=4))
    session.refresh(mail)
    assert (mail.state, mail.tries) == (MailState.SENDING, 2)


def test_it_goes_to_the_address_that_the_person_has_now(session: Session, cast: Cast) -> None:
    _a_mail(session, cast)
    session.get_one(User, cast.other_professional.user_id).email = "new@nordlys.example"
    session.flush()
    assert claim_next(session, now=NOW + timedelta(minutes=5)).address == "new@nordlys.example"


def _dead(session: Session, cast: Cast) -> OutboxMail:
    mail = _a_mail(session, cast)
    attempt = claim_next(session, now=NOW + timedelta(minutes=5)).attempt
    settle(session, mail.id, attempt, MailTrouble.RECIPIENT_REFUSED, "550 no", now=NOW + timedelta(minutes=5))
    session.refresh(mail)
    assert (mail.state, mail.answer) == (MailState.DEAD, "550 no")
    return mail


def test_an_admin_sends_a_dead_mail_again_and_that_is_kept(session: Session, cast: Cast) -> None:
    mail = _dead(session, cast)
    later = NOW + timedelta(days=30)
    send_again(session, cast.admin, mail.id, now=later)
    session.refresh(mail)
    assert (mail.state, mail.tries, mail.trouble) == (MailState.WAITING, 0, None)
    assert claim_next(session, now=later).id == mail.id
    event = session.exec(select(Event).where(Event.kind == "mail.sent_again")).one()
    assert (event.actor_id, event.payload["mail_id"]) == (cast.admin.user_id, str(mail.id))


def test_only_a_dead_mail_is_sent_again(session: Session, cast: Cast) -> None:
    mail = _a_mail(session, cast)
    with pytest.raises(Conflict):
        send_again(session, cast.admin, mail.id, now=NOW)


def test_only_the_admin_of_the_organization_sends_again(session: Session, cast: Cast) -> None:
    mail = _dead(session, cast)
    for name, actor in cast.everybody().items():
        if name != "admin":
            with pytest.raises(NotFound if name == "stranger_admin" else NotPermitted):
                send_again(session, actor, mail.id, now=NOW)
    with pytest.raises(NotFound):
        send_again(session, cast.admin, new_id(), now=NOW)


def test_a_secret_is_wiped_once_it_is_sent_or_given_up(session: Session, cast: Cast) -> None:
    letter = Letter("A new password", "https://leads.example.com/reset/123", "<a>123</a>")
    for trouble, state in ((None, MailState.SENT), (MailTrouble.RECIPIENT_REFUSED, MailState.DEAD)):
        user = session.get_one(User, cast.basic.user_id)
        mail_id = post(session, user, "password.reset", letter, "nordlys.example", is_secret=True, now=NOW)
        claimed = claim_next(session, now=NOW)
        assert (claimed.id, claimed.text) == (mail_id, letter.text)
        settle(session, mail_id, claimed.attempt, trouble, now=NOW)
        mail = session.get_one(OutboxMail, mail_id)
        session.refresh(mail)
        assert (mail.state, mail.text, mail.html) == (state, "", "")
        with pytest.raises(Conflict):
            send_again(session, cast.admin, mail_id, now=NOW)


def test_old_mails_are_removed_and_young_ones_kept(session: Session, cast: Cast) -> None:
    _dead(session, cast)
    assert clean_up(session, now=NOW + KEPT) == 0
    assert clean_up(session, now=NOW + KEPT + timedelta(minutes=2)) == 1
    assert _rows(session) == []


def test_two_who_write_the_same_letter_write_it_once(database: Database, home: Cast) -> None:
    for number in range(3):
        database.act(home.credential(home.basic), capture, a_draft(title=f"Lead {number}", hand_over=True))

    def write_all(_: int) -> None:
        while database.system(compose_next, _write, timedelta(0), "nordlys.example"):
            pass

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(write_all, range(4)))
    mails = database.system(lambda session, *, now: _rows(session))
    assert sorted(mail.subject for mail in mails) == ["3 for Magnus Manager", "3 for Mona Manager"]
