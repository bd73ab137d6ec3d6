"""Mails against a real SMTP server: each arrives once, whatever the server does; what cannot be sent is kept apart."""

import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import Session, select

from leadx_app.db import Database
from leadx_app.domain.leads.capture import capture
from leadx_app.domain.leads.handover import accept_handover, hand_over
from leadx_app.models import MailState, MailTrouble, Membership, User
from leadx_app.runtime import Runtime
from tests.cast import Cast, a_draft, gather_in
from tests.support.mails import deliver, mail_runtime, mail_settings, outbox, states, time_passes
from tests.support.smtp_sink import SmtpSink

MANAGERS = {"manager@nordlys.example", "other.manager@nordlys.example"}


@pytest.fixture
def sink() -> Iterator[SmtpSink]:
    with SmtpSink() as sink:
        yield sink


@pytest.fixture
def runtime(tmp_path: Path, database_url: str, sink: SmtpSink) -> Iterator[Runtime]:
    with mail_runtime(tmp_path, database_url, **mail_settings(sink)) as runtime:
        yield runtime


@pytest.fixture
def home(runtime: Runtime) -> Cast:
    return gather_in(runtime.database)


def _hand_over(database: Database, home: Cast, **fields: object) -> object:
    return database.act(home.credential(home.basic), capture, a_draft(hand_over=True, **fields)).lead_id


def _trouble(database: Database) -> set[tuple[str, str]]:
    return {(mail.state.value, mail.trouble.value if mail.trouble else "") for mail in outbox(database)}


def test_people_of_the_demo_are_never_mailed(
    database_url: str, home: Cast, runtime: Runtime, sink: SmtpSink, tmp_path: Path
) -> None:
    with mail_runtime(tmp_path, database_url, **mail_settings(sink, mail_reserved=False)) as real:
        _hand_over(real.database, home)
        deliver(real)
        assert _trouble(real.database) == {("dead", "nobodys_address")}
    assert sink.tries == []


def test_each_manager_gets_one_mail_with_a_link_and_both_parts(runtime: Runtime, home: Cast, sink: SmtpSink) -> None:
    lead_id = _hand_over(runtime.database, home, title="Varmepumper til skolen")
    deliver(runtime)
    deliver(runtime)
    assert {mail["To"] for mail in sink.mails} == MANAGERS
    assert len(sink.mails) == 2
    assert len({mail["Message-ID"] for mail in sink.mails}) == 2
    for mail in sink.mails:
        plain, html = (mail.get_body([kind]).get_content() for kind in ("plain", "html"))
        assert mail["Subject"] == "Bjørn Basic handed over “Varmepumper til skolen”"
        assert f"http://nordlys.localhost:8000/leads/{lead_id}" in plain
        assert f'href="http://nordlys.localhost:8000/leads/{lead_id}"' in html
        assert "/profile" in mail["List-Unsubscribe"]
        assert mail["From"] == "LeadX <leadx@nordlys.example>"
    assert states(runtime.database) == ["sent", "sent"]


def test_nobody_is_mailed_about_what_was_taken_back(runtime: Runtime, home: Cast, sink: SmtpSink) -> None:
    class Halfway(Exception):
        pass

    def fail(session: Session, actor: object, *, now: object) -> None:
        capture(session, actor, a_draft(hand_over=True), now=now)
        raise Halfway

    with pytest.raises(Halfway):
        runtime.database.act(home.credential(home.basic), fail)
    deliver(runtime)
    assert (sink.mails, outbox(runtime.database)) == ([], [])


def test_a_server_that_was_down_gets_each_mail_once_when_it_is_back(
    runtime: Runtime, home: Cast, sink: SmtpSink
) -> None:
    sink.stop()
    _hand_over(runtime.database, home)
    deliver(runtime)
    assert _trouble(runtime.database) == {("waiting", "not_reached")}
    sink.start()
    deliver(runtime)
    assert sink.mails == []
    time_passes(runtime.database)
    deliver(runtime)
    assert {mail["To"] for mail in sink.mails} == MANAGERS
    assert len(sink.mails) == 2
    assert _trouble(runtime.database) == {("sent", "")}


def test_one_recipient_on_whom_the_server_hangs_does_not_hold_up_the_others(
    tmp_path: Path, database_url: str, sink: SmtpSink
) -> None:
    with mail_runtime(tmp_path, database_url, **mail_settings(sink, smtp_timeout_seconds=5)) as runtime:
        home = gather_in(runtime.database)
        sink.hanging = {"manager@nordlys.example"}
        _hand_over(runtime.database, home)
        began = time.monotonic()
        deliver(runtime)
        assert time.monotonic() - began < 40
        assert [mail["To"] for mail in sink.mails] == ["other.manager@nordlys.example"]
        assert _trouble(runtime.database) == {("sent", ""), ("waiting", "timed_out")}
        sink.hanging = set()
        time_passes(runtime.database)
        deliver(runtime)
        assert len(sink.to("manager@nordlys.example")) == 1
        assert len(sink.mails) == 2


def test_a_server_that_is_busy_is_asked_again(runtime: Runtime, home: Cast, sink: SmtpSink) -> None:
    sink.answers["manager@nordlys.example"] = ["451 4.7.1 Come back later"]
    _hand_over(runtime.database, home)
    deliver(runtime)
    put_off = next(mail for mail in outbox(runtime.database) if mail.state == MailState.WAITING)
    assert (put_off.trouble, put_off.answer) == (MailTrouble.BUSY, "451 4.7.1 Come back later")
    assert put_off.tries == 1
    time_passes(runtime.database)
    deliver(runtime)
    assert len(sink.to("manager@nordlys.example")) == 1
    assert states(runtime.database) == ["sent", "sent"]


def test_a_refused_recipient_is_not_tried_again(runtime: Runtime, home: Cast, sink: SmtpSink) -> None:
    sink.answers["manager@nordlys.example"] = ["550 5.1.1 User unknown"]
    _hand_over(runtime.database, home)
    deliver(runtime)
    time_passes(runtime.database)
    deliver(runtime)
    assert sink.tries.count("manager@nordlys.example") == 1
    assert _trouble(runtime.database) == {("sent", ""), ("dead", "recipient_refused")}


def test_a_mail_is_given_up_in_the_end(runtime: Runtime, home: Cast, sink: SmtpSink) -> None:
    sink.stop()
    _hand_over(runtime.database, home)
    for _ in range(14):
        deliver(runtime)
        time_passes(runtime.database, timedelta(0))
    assert _trouble(runtime.database) == {("dead", "not_reached")}
    assert {mail.tries for mail in outbox(runtime.database)} == {14}


def test_what_lay_too_long_is_not_sent_any_more(tmp_path: Path, runtime: Runtime, home: Cast, sink: SmtpSink) -> None:
    with mail_runtime(tmp_path, runtime.settings.database_url, mail_digest_seconds=0) as without_server:
        _hand_over(runtime.database, home)
        deliver(without_server)
        assert states(runtime.database) == ["waiting", "waiting"]
        time_passes(runtime.database, timedelta(days=4))
    deliver(runtime)
    assert sink.mails == []
    assert _trouble(runtime.database) == {("dead", "too_old")}


def test_somebody_who_left_meanwhile_is_not_mailed(runtime: Runtime, home: Cast, sink: SmtpSink) -> None:
    sink.stop()
    _hand_over(runtime.database, home)
    deliver(runtime)

    def leave(session: Session, *, now: object) -> None:
        session.get_one(User, home.manager.user_id).is_active = False

    runtime.database.system(leave)
    sink.start()
    time_passes(runtime.database)
    deliver(runtime)
    assert {mail["To"] for mail in sink.mails} == MANAGERS - {"manager@nordlys.example"}
    assert _trouble(runtime.database) == {("sent", ""), ("dead", "account_off")}


def test_who_is_no_longer_of_the_organization_gets_no_letter(runtime: Runtime, home: Cast, sink: SmtpSink) -> None:
    _hand_over(runtime.database, home)

    def leave(session: Session, *, now: object) -> None:
        for row in session.exec(select(Membership).where(Membership.user_id == home.manager.user_id)):
            row.is_active = False

    runtime.database.system(leave)
    deliver(runtime)
    assert {mail["To"] for mail in sink.mails} == MANAGERS - {"manager@nordlys.example"}
    assert states(runtime.database) == ["sent"]


def test_two_processes_and_all_their_lines_send_each_mail_once(
    tmp_path: Path, runtime: Runtime, home: Cast, sink: SmtpSink
) -> None:
    for number in range(12):
        _hand_over(runtime.database, home, title=f"Lead {number}")
        if number % 3 == 2:
            deliver(runtime)
    leads = [runtime.database.act(home.credential(home.child_basic), capture, a_draft(hand_over=True)).lead_id]
    for lead_id in leads:
        runtime.database.act(home.credential(home.child_manager), accept_handover, lead_id)
    with mail_runtime(tmp_path, runtime.settings.database_url, **mail_settings(sink)) as other:
        deliver(runtime, other, runtime, other)
    ids = [mail["Message-ID"] for mail in sink.mails]
    assert len(ids) == len(set(ids)) == len(outbox(runtime.database))
    assert set(states(runtime.database)) == {"sent"}


def test_a_claim_that_ended_is_taken_over_and_the_late_one_changes_nothing(
    runtime: Runtime, home: Cast, sink: SmtpSink
) -> None:
    from leadx_app.domain.mails.send import claim_next, settle

    _hand_over(runtime.database, home)
    sink.stop()
    deliver(runtime)
    sink.start()
    time_passes(runtime.database)
    late = runtime.database.system(claim_next)
    deliver(runtime)
    assert len(sink.mails) == 1
    time_passes(runtime.database)
    deliver(runtime)
    assert len(sink.mails) == 2
    runtime.database.system(settle, late.id, late.attempt, MailTrouble.RECIPIENT_REFUSED)
    assert states(runtime.database) == ["sent", "sent"]


def test_without_a_server_mail_is_written_and_kept(tmp_path: Path, database_url: str) -> None:
    with mail_runtime(tmp_path, database_url, mail_digest_seconds=0) as runtime:
        home = gather_in(runtime.database)
        _hand_over(runtime.database, home)
        deliver(runtime)
        assert {(mail.state.value, mail.address) for mail in outbox(runtime.database)} == {
            ("waiting", address) for address in MANAGERS
        }
        assert all("Bjørn Basic" in mail.text for mail in outbox(runtime.database))


def test_nothing_of_another_tenant_gets_into_a_letter(runtime: Runtime, home: Cast, sink: SmtpSink) -> None:
    _hand_over(runtime.database, home, title="Canary of Nordlys")
    fjord = runtime.database.act(
        home.credential(home.stranger_basic), capture, a_draft(hand_over=True, title="Canary of Fjord")
    )
    deliver(runtime)
    assert fjord.lead_id
    for mail in sink.mails:
        canary = "Canary of Fjord" if mail["To"].endswith("@fjord.example") else "Canary of Nordlys"
        other = {"Canary of Fjord", "Canary of Nordlys"} - {canary}
        assert canary in mail.as_string()
        assert other.pop() not in mail.as_string()
    assert len(sink.mails) == 3


def test_ten_acts_make_one_letter(runtime: Runtime, home: Cast, sink: SmtpSink) -> None:
    leads = [runtime.database.act(home.credential(home.basic), capture, a_draft(title=f"Lead {n}")) for n in range(10)]
    for lead in leads:
        runtime.database.act(home.credential(home.basic), hand_over, lead.lead_id)
    deliver(runtime)
    assert len(sink.mails) == 2
    (mail,) = sink.to("manager@nordlys.example")
    assert mail["Subject"] == "10 messages from LeadX"
    text = mail.get_body(["plain"]).get_content()
    assert [text.index(f"“Lead {n}”") for n in range(10)] == sorted(text.index(f"“Lead {n}”") for n in range(10))
    assert text.count("/leads/") == 10
