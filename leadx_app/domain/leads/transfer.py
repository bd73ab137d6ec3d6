"""Handover between organizations and Cross Silo: a lead goes to another organization (docs/decisions/0186).

It belongs there from the moment it is sent, and waits for that organization's Managers like a handed-over lead. Until
they answer, whoever sent it can take it back; then it is again what it was.
"""

from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, select

from leadx_app.domain import money
from leadx_app.domain.contacts.copies import copied_company, copied_person, remove_copies, still_there
from leadx_app.domain.errors import Conflict, Invalid, NotFound, NotPermitted
from leadx_app.domain.event_kinds import EventKind
from leadx_app.domain.events import record, record_about
from leadx_app.domain.find import find_lead, find_receiver
from leadx_app.domain.permissions import SALES, Actor, Permission
from leadx_app.models import (
    Company,
    File,
    HandoverState,
    Lead,
    LeadTag,
    Membership,
    Note,
    Organization,
    Person,
    StageChange,
    Transfer,
    TransferState,
    User,
)

from . import rules
from .changes import change, name_of, search_text

TRAVELS: tuple[Any, ...] = (LeadTag, StageChange, Note, File)
"""What goes along with the lead; its tasks and activities stay with the people who made them."""


def send(session: Session, actor: Actor, lead_id: UUID, organization_id: UUID, *, now: datetime) -> None:
    """Send an own open lead to another organization of the tenant, to be answered by its Managers.

    Raises:
        Invalid: on `organization_id`, when nobody there receives leads, or its currencies do not know the lead's.
        Conflict: it was sent already.
    """
    actor.require(Permission.LEAD_SEND)
    lead = find_lead(session, actor, lead_id)
    if rules.may_withdraw(actor, lead):
        raise Conflict("You have sent this lead already.")
    if not rules.may_send(actor, lead):
        raise NotPermitted("Only the owner sends an open lead to another organization.")
    receiver = find_receiver(session, actor, organization_id)
    sender = session.get_one(Organization, lead.organization_id)
    worth = _worth_in(session, lead, sender, receiver)
    contacts, made = _contacts_in(session, actor, lead, receiver.id, now)
    transfer = Transfer(
        tenant_id=lead.tenant_id,
        organization_id=sender.id,
        receiver_id=receiver.id,
        lead_id=lead.id,
        title=lead.title,
        before={**_kept(lead), "sent": [_text(worth["value"]), worth["currency"]]},
        made=[str(one) for one in made],
        sent_by_id=actor.user_id,
        sent_at=now,
    )
    session.add(transfer)
    record(session, actor, EventKind.LEAD_SENT, lead, now=now, payload={"to": receiver.name})
    waits = {"handover_state": HandoverState.WAITING, "handed_over_at": now, "overdue_notified_at": None}
    _move(session, lead, receiver.id, now, **worth, **contacts, **waits, owner_id=None, sent_by_id=actor.user_id)
    record(session, actor, EventKind.LEAD_RECEIVED, lead, now=now, payload={"origin": sender.name})


def withdraw(session: Session, actor: Actor, lead_id: UUID, *, now: datetime) -> None:
    """Take a lead back that nobody has answered yet; it is again what it was.

    Raises:
        Conflict: somebody answered first; the text says who.
    """
    actor.require(Permission.LEAD_SEND)
    lead = _find_sent(session, actor, lead_id)
    if not rules.may_withdraw(actor, lead):
        raise NotPermitted("Only who sent the lead takes it back.")
    transfer = waiting_transfer(session, lead)
    receiver = session.get_one(Organization, transfer.receiver_id)
    _bring_back(session, actor, lead, transfer, TransferState.WITHDRAWN, now)
    shown_in = frozenset({receiver.id})
    payload = {"origin": receiver.name}
    record(session, actor, EventKind.LEAD_WITHDRAWN, lead, now=now, payload=payload, shown_in=shown_in)


def send_back(session: Session, actor: Actor, lead: Lead, reason: str, *, now: datetime) -> None:
    """Return a lead to the organization that sent it; `handover.return_to_creator` has asked the rules.

    Raises:
        Conflict: who sent it has left; nobody would work it there.
    """
    transfer = waiting_transfer(session, lead)
    if not _works_for(session, transfer.sent_by_id, transfer.organization_id):
        name = name_of(session, transfer.sent_by_id)
        raise Conflict("{name} does not work here any more. Keep the lead, or assign it to somebody.", name=name)
    names = {"to": session.get_one(Organization, transfer.organization_id).name}
    names["origin"] = session.get_one(Organization, transfer.receiver_id).name
    _bring_back(session, actor, lead, transfer, TransferState.RETURNED, now)
    record(
        session,
        actor,
        EventKind.LEAD_SENT_BACK,
        lead,
        now=now,
        payload={**names, "reason": reason},
        told=frozenset({transfer.sent_by_id}),
        shown_in=frozenset({transfer.receiver_id}),
    )


def take_in(session: Session, actor: Actor, lead: Lead, owner_id: UUID, *, now: datetime) -> Transfer:
    """Let the lead belong to a sales person of the organization that it was sent to.

    There is no new handshake by it: one that the lead had stays, of one that it never had none is made.
    """
    transfer = waiting_transfer(session, lead)
    _answer(session, actor, transfer, TransferState.ACCEPTED, now)
    is_shaken = lead.handshake_at is not None
    change(
        session,
        lead,
        now=now,
        owner_id=owner_id,
        sent_by_id=None,
        handover_state=HandoverState.ACCEPTED if is_shaken else HandoverState.NONE,
        handed_over_at=None,  # How quickly it was answered at home says nothing of this organization.
    )
    return transfer


def tell_sender(session: Session, actor: Actor, lead: Lead, transfer: Transfer, *, now: datetime) -> None:
    """Let who sent the lead hear that it was accepted, in the words that it was sent with: they see it no longer.

    Whoever also made it sees it, and hears of it as its creator.
    """
    if transfer.sent_by_id == lead.creator_id:
        return
    words = {"title": transfer.title, "to": session.get_one(Organization, transfer.receiver_id).name}
    told = frozenset({transfer.sent_by_id})
    record_about(session, actor, EventKind.TRANSFER_ACCEPTED, transfer.receiver_id, now=now, payload=words, told=told)


def find_offered(session: Session, actor: Actor, lead_id: UUID) -> Lead:
    """A lead that the actor may be asked to answer.

    Raises:
        Conflict: a colleague returned it, or it was taken back, so that the actor sees it no longer; the text says who.
        NotFound: absent, or never the actor's to see.
    """
    try:
        return find_lead(session, actor, lead_id)
    except NotFound:
        gone = _last_to(session, actor, lead_id)
        if gone is None or gone.state not in _CAME_BACK:
            raise
        raise Conflict(_CAME_BACK[gone.state], name=name_of(session, gone.answered_by_id)) from None


def was_taken_in(session: Session, actor: Actor, lead: Lead) -> bool:
    """Whether the lead came to the actor's organization and was accepted there."""
    last = _last_to(session, actor, lead.id)
    return last is not None and last.state == TransferState.ACCEPTED


_CAME_BACK = {
    TransferState.RETURNED: "{name} has returned this lead already.",
    TransferState.WITHDRAWN: "{name} has taken this lead back.",
}


def _last_to(session: Session, actor: Actor, lead_id: UUID) -> Transfer | None:
    """The last time that the lead was sent to the actor's organization, for who answers there."""
    if not actor.may(Permission.LEAD_RECEIVE):
        return None
    query = select(Transfer).where(
        Transfer.lead_id == lead_id,
        Transfer.tenant_id == actor.tenant_id,
        Transfer.receiver_id == actor.organization_id,
    )
    return session.exec(query.order_by(Transfer.sent_at.desc(), Transfer.id.desc()).limit(1)).first()


def _find_sent(session: Session, actor: Actor, lead_id: UUID) -> Lead:
    """A lead that the actor sent; when it was answered, Conflict says by whom."""
    mine = (Transfer.lead_id == lead_id, Transfer.tenant_id == actor.tenant_id, Transfer.sent_by_id == actor.user_id)
    last = session.exec(select(Transfer).where(*mine).order_by(Transfer.sent_at.desc()).limit(1)).first()
    if last is not None and last.state in (TransferState.ACCEPTED, TransferState.RETURNED):
        name = name_of(session, last.answered_by_id)
        raise Conflict("{name} has answered already. You cannot take the lead back.", name=name)
    return find_lead(session, actor, lead_id)


def waiting_transfer(session: Session, lead: Lead) -> Transfer:
    """The way on which a lead is that waits for another organization's answer."""
    waits = (Transfer.lead_id == lead.id, Transfer.state == TransferState.WAITING)
    return session.exec(select(Transfer).where(*waits)).one()


def _answer(session: Session, actor: Actor, transfer: Transfer, state: TransferState, now: datetime) -> None:
    transfer.state, transfer.answered_by_id, transfer.answered_at = state, actor.user_id, now
    session.add(transfer)


def _bring_back(
    session: Session, actor: Actor, lead: Lead, transfer: Transfer, state: TransferState, now: datetime
) -> None:
    """Let the lead be in the organization that sent it what it was there; fields that were changed stay changed."""
    _answer(session, actor, transfer, state, now)
    before = transfer.before
    sender = session.get_one(Organization, transfer.organization_id)
    worth = _worth_at_home(session, lead, sender, before)
    contacts = _contacts_at_home(session, actor, lead, sender.id, before, now)
    again = {
        "owner_id": transfer.sent_by_id,
        "sent_by_id": None,
        "handover_state": HandoverState(before["handover_state"]),
        "handed_over_at": _moment(before["handed_over_at"]),
    }
    _move(session, lead, sender.id, now, **worth, **contacts, **again)
    remove_copies(session, [UUID(one) for one in transfer.made])


def _move(session: Session, lead: Lead, organization_id: UUID, now: datetime, **values: Any) -> None:
    """Let the lead and what hangs on it belong to another organization; the kept figures go along."""
    made_in = lead.home_id or lead.organization_id
    home_id = made_in if made_in != organization_id else None
    session.flush()
    change(session, lead, now=now, organization_id=organization_id, home_id=home_id, **values)
    for table in TRAVELS:
        mine = sa.update(table).where(table.lead_id == lead.id)
        session.connection().execute(mine.values(organization_id=organization_id))


def _kept(lead: Lead) -> dict[str, Any]:
    return {
        "company_id": str(lead.company_id),
        "person_id": str(lead.person_id) if lead.person_id else None,
        "handover_state": lead.handover_state.value,
        "handed_over_at": lead.handed_over_at.isoformat() if lead.handed_over_at else None,
        "value": _text(lead.value),
        "currency": lead.currency,
        "rate": str(lead.rate),
    }


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _contacts_in(
    session: Session, actor: Actor, lead: Lead, organization_id: UUID, now: datetime
) -> tuple[dict[str, Any], list[UUID]]:
    """The lead's company and person in another organization as columns of the lead, and the ids of copies."""
    company, is_new = copied_company(
        session, actor, session.get_one(Company, lead.company_id), organization_id, now=now
    )
    made = [company.id] if is_new else []
    person = None
    if lead.person_id:
        theirs = session.get_one(Person, lead.person_id)
        person, is_new = copied_person(session, actor, theirs, company, now=now)
        made += [person.id] if is_new else []
    return _columns(lead, company, person), made


def _contacts_at_home(
    session: Session, actor: Actor, lead: Lead, organization_id: UUID, before: dict[str, Any], now: datetime
) -> dict[str, Any]:
    """The company and the person that the lead had; what was removed meanwhile comes back as a copy."""
    company_id = still_there(session, Company, UUID(before["company_id"]))
    if company_id is None:
        return _contacts_in(session, actor, lead, organization_id, now)[0]
    company = session.get_one(Company, company_id)
    person_id = still_there(session, Person, UUID(before["person_id"])) if before["person_id"] else None
    person = session.get_one(Person, person_id) if person_id else None
    if person is not None and person.company_id != company.id:
        person = None
    return _columns(lead, company, person)


def _columns(lead: Lead, company: Company, person: Person | None) -> dict[str, Any]:
    return {
        "company_id": company.id,
        "person_id": person.id if person else None,
        "search_text": search_text(lead.title, company.name, person),
    }


def _worth_in(session: Session, lead: Lead, sender: Organization, receiver: Organization) -> dict[str, Any]:
    """Value, rate and base value in another organization: in the same currency, else in the sender's base currency.

    Raises:
        Invalid: on `organization_id`, when it knows neither currency, or the amount is too large there.
    """
    money.hold_rates(session, receiver.id)
    rates = money.rates_of(session, receiver)
    value, currency = lead.value, lead.currency
    if currency not in rates:
        value, currency = lead.base_value, sender.base_currency
    if currency not in rates:
        raise Invalid(
            "{organization} has no rate for {currency}. Write the value in another currency first.",
            field="organization_id",
            organization=receiver.name,
            currency=lead.currency,
        )
    return {"value": value, "currency": currency, **_rated(value, rates[currency])}


def _rated(value: Decimal | None, rate: Decimal) -> dict[str, Any]:
    try:
        return {"rate": rate, "base_value": money.in_base(value, rate)}
    except Invalid as error:
        raise Invalid(error.template, field="organization_id", **error.params) from None


def _worth_at_home(session: Session, lead: Lead, sender: Organization, before: dict[str, Any]) -> dict[str, Any]:
    """The amount that was sent, or what it was changed to; a currency that is not used there is turned into its own."""
    money.hold_rates(session, sender.id)
    rates = money.rates_of(session, sender)
    value, currency = lead.value, lead.currency
    if [_text(value), currency] == before["sent"]:
        value, currency = Decimal(before["value"]) if before["value"] else None, before["currency"]
        rates.setdefault(currency, Decimal(before["rate"]))
    if currency not in rates:
        there = session.get_one(Organization, lead.organization_id)
        rate = rates.get(there.base_currency)
        value = None if lead.base_value is None or rate is None else money.open_worth(lead.base_value, rate)
        currency = sender.base_currency
    rate = rates[currency]
    return {"value": value, "currency": currency, "rate": rate, "base_value": money.open_worth(value, rate)}


def _text(value: Decimal | None) -> str | None:
    return None if value is None else str(value)


def _works_for(session: Session, user_id: UUID, organization_id: UUID) -> bool:
    """Whether the person can still own leads of the organization."""
    query = (
        select(User.id)
        .join(Membership, Membership.user_id == User.id)
        .where(
            User.id == user_id,
            User.is_active,
            Membership.organization_id == organization_id,
            Membership.is_active,
            Membership.role.in_(SALES),
        )
    )
    return session.exec(query).first() is not None
