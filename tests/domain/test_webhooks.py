"""Webhooks by a stepped clock: what is queued for whom, what it says, when it is tried again and given up."""

import json
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from leadx_app.domain.errors import Conflict, Invalid, NotFound, NotPermitted
from leadx_app.domain.event_kinds import EventKind
from leadx_app.domain.leads.close import close_won
from leadx_app.domain.leads.transfer import send
from leadx_app.domain.mails.compose import Letter
from leadx_app.domain.permissions import Actor
from leadx_app.domain.webhooks import deliver, hooks
from leadx_app.domain.webhooks.deliver import Arrival, OutgoingDelivery, claim_next, is_due, pause_before, settle
from leadx_app.domain.webhooks.hooks import HookDraft
from leadx_app.domain.webhooks.kinds import KINDS
from leadx_app.models import (
    AuditEntry,
    DeliveryState,
    DeliveryTrouble,
    OutboxMail,
    User,
    Webhook,
    WebhookDelivery,
    new_id,
)
from leadx_app.queries.webhooks import delivery_page, hook_places, webhook_rows
from tests.cast import NOW, Cast, a_lead
from tests.support.statements import statements_of

URL = "https://hooks.example/in/s3cret?key=1"
OK = Arrival(None, 200, 12)
DOWN = Arrival(DeliveryTrouble.NOT_REACHED, None, 3)
ADDRESS = "https://leads.example"


def _write(user: User, host: str) -> Letter:
    return Letter(f"{host} for {user.name}", "text", "<p></p>")


def _hook(session: Session, actor: Actor, *kinds: str, **more: Any) -> Webhook:
    draft = HookDraft(more.pop("organization_id", actor.organization_id), URL, kinds or ("lead.won",), **more)
    return hooks.add(session, actor, draft, now=NOW)


def _deliveries(session: Session) -> list[WebhookDelivery]:
    session.expire_all()
    return list(session.exec(select(WebhookDelivery).order_by(WebhookDelivery.created_at, WebhookDelivery.id)))


def _win(session: Session, actor: Actor, title: str = "Heat pumps") -> None:
    close_won(session, actor, a_lead(session, actor, title=title, value="100").id, now=NOW)


def _try(session: Session, arrival: Arrival, minutes: float) -> OutgoingDelivery | None:
    """One attempt of the next delivery that is due."""
    now = NOW + timedelta(minutes=minutes)
    message = claim_next(session, ADDRESS, now=now)
    if message:
        settle(session, message.id, message.attempt, arrival, _write, "leads.example", now=now)
    session.expire_all()
    return message


def test_every_kind_that_is_offered_is_a_kind_of_event() -> None:
    assert set(KINDS) <= set(EventKind)


def test_an_act_is_queued_once_and_says_what_the_lead_is(session: Session, cast: Cast) -> None:
    _hook(session, cast.admin)
    _win(session, cast.professional)
    assert [one.kind for one in _deliveries(session)] == ["lead.won"]
    message = claim_next(session, ADDRESS, now=NOW)
    said = json.loads(message.body)
    assert (said["id"], said["kind"], said["organization"]["name"]) == (str(message.id), "lead.won", "Nordlys")
    assert said["actor"]["name"] == "Petter Professional"
    lead = said["lead"]
    assert (lead["title"], lead["value"], lead["sub_stage"], lead["currency"]) == ("Heat pumps", "100.00", "won", "NOK")
    assert lead["url"] == f"{ADDRESS}/leads/{lead['id']}"


def test_where_nobody_listens_an_act_costs_one_read_a_transaction(session: Session, cast: Cast) -> None:
    with statements_of(session.get_bind().engine) as statements:
        _win(session, cast.professional)
        _win(session, cast.professional)
    assert len(statements.about("webhooks")) == 1
    assert _deliveries(session) == []


def test_an_organization_hears_of_its_own_and_the_parent_of_children_if_it_wants(session: Session, cast: Cast) -> None:
    child = cast.child_professional
    own = _hook(session, cast.admin)
    both = _hook(session, cast.admin, covers_children=True)
    theirs = _hook(session, cast.admin, organization_id=child.organization_id, covers_children=True)
    _hook(session, cast.stranger_admin, covers_children=True)
    _win(session, child, "A child's")
    assert {one.webhook_id for one in _deliveries(session)} == {both.id, theirs.id}
    _win(session, cast.professional)
    assert [one.webhook_id for one in _deliveries(session) if one.webhook_id == own.id] == [own.id]
    assert not theirs.covers_children


def test_a_lead_that_left_is_told_of_by_its_id_alone(session: Session, cast: Cast) -> None:
    _hook(session, cast.admin, "lead.created")
    lead = a_lead(session, cast.manager, title="Leaves")
    send(session, cast.manager, lead.id, cast.child_manager.organization_id, now=NOW)
    said = json.loads(claim_next(session, ADDRESS, now=NOW).body)
    assert said["lead"] == {"id": str(lead.id)}
    assert "Leaves" not in json.dumps(said)


def test_what_fails_is_tried_again_later_and_given_up_in_the_end(session: Session, cast: Cast) -> None:
    hook = _hook(session, cast.admin)
    _win(session, cast.professional)
    minutes = 0.0
    for attempt in range(1, deliver.MOST_TRIES):
        assert _try(session, DOWN, minutes).attempt == attempt
        pause = pause_before(attempt, 0.5).total_seconds() / 60
        assert not is_due(session, now=NOW + timedelta(minutes=minutes + pause - 0.1))
        minutes += pause
    assert session.get_one(Webhook, hook.id).failing_since == NOW
    assert _try(session, DOWN, minutes).attempt == deliver.MOST_TRIES
    (dead,) = _deliveries(session)
    assert (dead.state, dead.trouble, dead.status) == (DeliveryState.DEAD, DeliveryTrouble.NOT_REACHED, None)
    hooks.redeliver(session, cast.admin, dead.id, now=NOW)
    again = _try(session, OK, minutes + 1)
    assert (again.id, again.attempt, again.body) == (dead.id, 1, dead.body)
    assert session.get_one(Webhook, hook.id).failing_since is None


def test_pauses_grow_to_six_hours_and_are_spread() -> None:
    assert pause_before(1, 0.5) == timedelta(minutes=1)
    assert pause_before(4, 0.5) == timedelta(minutes=8)
    assert pause_before(12, 0.5) == timedelta(hours=6)
    assert pause_before(1, 0) == timedelta(seconds=45)


def test_a_webhook_that_fails_for_a_day_is_paused_and_admins_are_mailed(session: Session, cast: Cast) -> None:
    hook = _hook(session, cast.admin)
    _win(session, cast.professional)
    _try(session, DOWN, 0)
    _win(session, cast.professional)
    _try(session, DOWN, 24 * 60)
    hook = session.get_one(Webhook, hook.id)
    assert hook.paused_at == NOW + timedelta(days=1)
    mails = session.exec(select(OutboxMail).where(OutboxMail.kind == "webhook.paused")).all()
    assert [mail.subject for mail in mails] == ["hooks.example for Anne Admin"]
    kinds = session.exec(select(AuditEntry.kind).where(AuditEntry.area == "webhooks")).all()
    assert sorted(kinds) == ["webhook.added", "webhook.paused"]
    _win(session, cast.professional)
    assert len(_deliveries(session)) == 2
    assert not is_due(session, now=NOW + timedelta(days=9))
    with pytest.raises(Conflict):
        hooks.send_test(session, cast.admin, hook.id, now=NOW)
    hooks.set_on(session, cast.admin, hook.id, True, now=NOW + timedelta(days=2))
    assert is_due(session, now=NOW + timedelta(days=9))


def test_a_delivery_is_of_one_process_until_its_claim_ends(session: Session, cast: Cast) -> None:
    _hook(session, cast.admin)
    _win(session, cast.professional)
    first = claim_next(session, ADDRESS, now=NOW)
    assert claim_next(session, ADDRESS, now=NOW) is None
    second = claim_next(session, ADDRESS, now=NOW + deliver.CLAIM)
    assert (second.id, second.attempt) == (first.id, 2)
    settle(session, first.id, first.attempt, DOWN, _write, "x.example", now=NOW)
    assert _deliveries(session)[0].state == DeliveryState.SENDING
    settle(session, second.id, second.attempt, OK, _write, "x.example", now=NOW)
    assert _deliveries(session)[0].state == DeliveryState.DELIVERED


def test_off_and_removed_hear_nothing_and_come_back(session: Session, cast: Cast) -> None:
    hook = _hook(session, cast.admin)
    hooks.set_on(session, cast.admin, hook.id, False, now=NOW)
    _win(session, cast.professional)
    hooks.remove(session, cast.admin, hook.id, now=NOW)
    assert webhook_rows(session, cast.admin) == []
    hooks.restore(session, cast.admin, hook.id, now=NOW)
    hooks.set_on(session, cast.admin, hook.id, True, now=NOW)
    assert _deliveries(session) == []
    _win(session, cast.professional)
    assert len(_deliveries(session)) == 1
    with pytest.raises(Conflict):
        hooks.redeliver(session, cast.admin, _deliveries(session)[0].id, now=NOW)


def test_what_the_log_says_of_a_webhook_holds_no_secret(session: Session, cast: Cast) -> None:
    hook = _hook(session, cast.admin)
    renewed = hooks.renew_secret(session, cast.admin, hook.id, now=NOW).seed
    lines = session.exec(select(AuditEntry).where(AuditEntry.area == "webhooks")).all()
    assert [line.payload["host"] for line in lines] == ["hooks.example"] * 2
    assert not [line for line in lines if "s3cret" in str(line.payload) or renewed in str(line.payload)]


def test_nobody_else_sees_or_changes_them(session: Session, cast: Cast) -> None:
    hook = _hook(session, cast.admin)
    hooks.send_test(session, cast.admin, hook.id, now=NOW)
    (sent,) = _deliveries(session)
    acts = (
        lambda who, at: hooks.change(session, who, at, URL, ("lead.won",), False, now=NOW),
        lambda who, at: hooks.set_on(session, who, at, False, now=NOW),
        lambda who, at: hooks.renew_secret(session, who, at, now=NOW),
        lambda who, at: hooks.remove(session, who, at, now=NOW),
        lambda who, at: hooks.restore(session, who, at, now=NOW),
        lambda who, at: hooks.send_test(session, who, at, now=NOW),
        lambda who, at: delivery_page(session, who, at),
        lambda who, at: hooks.redeliver(session, who, sent.id if at == hook.id else at, now=NOW),
    )
    for act in acts:
        for who in (cast.lite, cast.manager, cast.child_manager):
            with pytest.raises(NotPermitted):
                act(who, hook.id)
        for missing in (hook.id, new_id()):
            with pytest.raises(NotFound):
                act(cast.stranger_admin, missing)
    for read in (webhook_rows, hook_places):
        with pytest.raises(NotPermitted):
            read(session, cast.manager)
    assert webhook_rows(session, cast.stranger_admin) == []


def test_what_cannot_be_made_is_said(session: Session, cast: Cast) -> None:
    for kinds in ((), ("lead.won", "nothing")):
        with pytest.raises(Invalid) as refused:
            hooks.add(session, cast.admin, HookDraft(cast.admin.organization_id, URL, kinds), now=NOW)
        assert refused.value.field == "kinds"
    with pytest.raises(NotFound):
        _hook(session, cast.admin, organization_id=cast.stranger_admin.organization_id)
    for _ in range(hooks.MOST_WEBHOOKS):
        _hook(session, cast.admin)
    with pytest.raises(Invalid):
        _hook(session, cast.admin)


def test_the_log_comes_page_by_page_in_a_few_statements(session: Session, cast: Cast) -> None:
    hook = _hook(session, cast.admin)
    for _ in range(5):
        hooks.send_test(session, cast.admin, hook.id, now=NOW)
    seen, cursor = [], None
    while True:
        page = delivery_page(session, cast.admin, hook.id, cursor, 2)
        seen += [row.id for row in page.rows]
        cursor = page.next_cursor
        if cursor is None:
            break
    assert seen == [one.id for one in reversed(_deliveries(session))]
    with statements_of(session.get_bind().engine) as statements:
        delivery_page(session, cast.admin, hook.id)
        webhook_rows(session, cast.admin)
        hook_places(session, cast.admin)
    assert len(statements) <= 6
    assert deliver.clean_up(session, now=NOW + deliver.KEPT + timedelta(seconds=1)) == 5
