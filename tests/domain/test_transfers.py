"""Handover between organizations and Cross Silo: who sends, who answers, who sees, and what goes along."""

from decimal import Decimal

import pytest
import sqlalchemy as sa
from sqlmodel import Session, select

from leadx_app.domain.errors import Conflict, Invalid, NotFound, NotPermitted
from leadx_app.domain.find import find_lead
from leadx_app.domain.leads.close import close_won, park
from leadx_app.domain.leads.draft import LeadEdit
from leadx_app.domain.leads.handover import accept_handover, assign, return_to_creator
from leadx_app.domain.leads.qualify import edit, move_stage
from leadx_app.domain.leads.transfer import TRAVELS, send, withdraw
from leadx_app.domain.notes import NoteDraft, write_note
from leadx_app.domain.tags import names_of
from leadx_app.domain.tenants import set_rate
from leadx_app.models import (
    Company,
    HandoverState,
    Lead,
    Membership,
    Organization,
    OrganizationCurrency,
    Person,
    PointEntry,
    Role,
    Transfer,
)
from tests.cast import (
    NOW,
    Cast,
    a_lead,
    a_waiting_lead,
    a_won_lead,
    an_accepted_lead,
    an_assigned_lead,
    kinds_of,
    organization_of,
    stages,
    told_of,
)
from tests.support.figures import wrong


def sent(session: Session, sender, receiver, **fields) -> Lead:
    """A lead of the sender's own, on its way to the receiver's organization."""
    lead = a_lead(session, sender, **fields)
    send(session, sender, lead.id, receiver.organization_id, now=NOW)
    return lead


def sees(session: Session, actor, lead: Lead) -> bool:
    try:
        return find_lead(session, actor, lead.id) is lead
    except NotFound:
        return False


WAYS = [
    ("professional", "child_manager"),
    ("manager", "sibling_manager"),
    ("child_professional", "manager"),
    ("child_manager", "sibling_manager"),
]


@pytest.mark.parametrize(("sender", "receiver"), WAYS)
def test_a_lead_waits_for_the_managers_of_where_it_was_sent(session: Session, cast: Cast, sender: str, receiver: str):
    receiver = getattr(cast, receiver)
    lead = sent(session, getattr(cast, sender), receiver, value="10")
    assert (lead.organization_id, lead.owner_id) == (receiver.organization_id, None)
    assert lead.handover_state == HandoverState.WAITING
    assert (receiver.user_id, "lead.received") in told_of(session, lead.id)
    accept_handover(session, receiver, lead.id, now=NOW)
    assert (lead.owner_id, lead.sent_by_id, lead.handshake_at) == (receiver.user_id, None, None)
    move_stage(session, receiver, lead.id, stages(session, receiver)[2].id, now=NOW)
    close_won(session, receiver, lead.id, now=NOW)
    assert wrong(session, now=NOW) == []


def test_only_the_owner_sends_and_only_an_open_lead(session: Session, cast: Cast):
    lead = a_lead(session, cast.professional)
    there = cast.child_manager.organization_id
    for other in (cast.manager, cast.other_professional, cast.admin, cast.basic, cast.lite):
        with pytest.raises((NotPermitted, NotFound)):
            send(session, other, lead.id, there, now=NOW)
    for mine in (a_won_lead(session, cast.professional), a_waiting_lead(session, cast.basic)):
        with pytest.raises((NotPermitted, NotFound)):
            send(session, cast.professional, mine.id, there, now=NOW)
    park(session, cast.professional, lead.id, now=NOW)
    with pytest.raises(NotPermitted):
        send(session, cast.professional, lead.id, there, now=NOW)


def test_a_lead_goes_only_to_another_organization_of_the_tenant_that_has_a_manager(session: Session, cast: Cast):
    lead = a_lead(session, cast.professional)
    empty = Organization(
        tenant_id=cast.manager.tenant_id, parent_id=cast.manager.organization_id, name="Empty", created_at=NOW
    )
    session.add(empty)
    session.flush()
    for place in (cast.professional.organization_id, cast.stranger_manager.organization_id, empty.id):
        with pytest.raises(Invalid) as refused:
            send(session, cast.professional, lead.id, place, now=NOW)
        assert refused.value.field == "organization_id"


def test_siblings_parents_and_strangers_see_a_lead_only_where_it_is(session: Session, cast: Cast):
    lead = sent(session, cast.child_professional, cast.sibling_manager)
    seeing = {name for name, actor in cast.everybody().items() if sees(session, actor, lead)}
    assert seeing == {"child_professional", "sibling_manager", "manager", "other_manager", "admin"}
    accept_handover(session, cast.sibling_manager, lead.id, now=NOW)
    assert sees(session, cast.child_professional, lead)
    assert not sees(session, cast.child_manager, lead)


def test_who_made_the_lead_looks_at_it_only_and_who_sent_it_not_at_all_once_it_is_accepted(session, cast):
    lead = an_assigned_lead(session, cast.basic, cast.manager, cast.professional)
    send(session, cast.professional, lead.id, cast.child_manager.organization_id, now=NOW)
    assert sees(session, cast.professional, lead)
    assign(session, cast.child_manager, lead.id, cast.child_professional.user_id, now=NOW)
    assert sees(session, cast.basic, lead)
    assert not sees(session, cast.professional, lead)
    with pytest.raises(NotPermitted):
        write_note(session, cast.basic, lead.id, NoteDraft(text="Hello"), now=NOW)
    with pytest.raises(NotPermitted):
        edit(session, cast.basic, lead.id, LeadEdit(version=lead.version, title="Mine"), now=NOW)
    told = told_of(session, lead.id)
    assert (cast.basic.user_id, "lead.assigned") in told
    assert (cast.child_professional.user_id, "lead.assigned") in told


def test_an_old_handshake_stays_and_a_new_one_is_not_made(session: Session, cast: Cast):
    lead = an_accepted_lead(session, cast.basic, cast.manager)
    send(session, cast.manager, lead.id, cast.child_manager.organization_id, now=NOW)
    accept_handover(session, cast.child_manager, lead.id, now=NOW)
    assert (lead.handover_state, lead.handshake_by_id) == (HandoverState.ACCEPTED, cast.manager.user_id)
    with pytest.raises(Conflict):
        return_to_creator(session, cast.child_manager, lead.id, "Not ours", now=NOW)


def test_returned_a_lead_is_again_what_it_was_and_its_sender_is_told_why(session: Session, cast: Cast):
    lead = an_assigned_lead(
        session, cast.basic, cast.manager, cast.professional, value="10", currency="EUR", person_name="Kari", tags=["a"]
    )
    before = lead.model_dump(exclude={"version", "updated_at"})
    contacts = len(session.exec(select(Company)).all()), len(session.exec(select(Person)).all())
    set_rate(session, organization_of(session, cast.child_manager), "EUR", Decimal(12))
    send(session, cast.professional, lead.id, cast.child_manager.organization_id, now=NOW)
    assert (lead.rate, lead.base_value) == (Decimal(12), Decimal(120))
    with pytest.raises(Invalid):
        return_to_creator(session, cast.child_manager, lead.id, " ", now=NOW)
    return_to_creator(session, cast.child_manager, lead.id, "Not our market", now=NOW)
    assert lead.model_dump(exclude={"version", "updated_at"}) == before
    assert (cast.professional.user_id, "lead.sent_back") in told_of(session, lead.id)
    assert (len(session.exec(select(Company)).all()), len(session.exec(select(Person)).all())) == contacts
    assert wrong(session, now=NOW) == []


def test_taken_back_a_lead_is_again_its_senders_until_somebody_has_answered(session: Session, cast: Cast):
    lead = sent(session, cast.child_professional, cast.manager)
    with pytest.raises(Conflict, match="already"):
        send(session, cast.child_professional, lead.id, cast.manager.organization_id, now=NOW)
    with pytest.raises(NotFound):
        withdraw(session, cast.child_manager, lead.id, now=NOW)
    withdraw(session, cast.child_professional, lead.id, now=NOW)
    assert (lead.owner_id, lead.home_id) == (cast.child_professional.user_id, None)
    send(session, cast.child_professional, lead.id, cast.manager.organization_id, now=NOW)
    accept_handover(session, cast.manager, lead.id, now=NOW)
    with pytest.raises(Conflict, match="Mona Manager"):
        withdraw(session, cast.child_professional, lead.id, now=NOW)
    assert wrong(session, now=NOW) == []


def test_of_two_managers_one_wins_and_the_other_is_told_who_did(session: Session, cast: Cast):
    lead = sent(session, cast.child_manager, cast.manager)
    accept_handover(session, cast.manager, lead.id, now=NOW)
    with pytest.raises(Conflict, match="Mona Manager"):
        accept_handover(session, cast.other_manager, lead.id, now=NOW)
    other = sent(session, cast.child_manager, cast.sibling_manager)
    return_to_creator(session, cast.sibling_manager, other.id, "Not ours", now=NOW)
    with pytest.raises(Conflict, match="Morten Partner has returned"):
        accept_handover(session, cast.sibling_manager, other.id, now=NOW)
    with pytest.raises(NotFound):
        accept_handover(session, cast.stranger_manager, other.id, now=NOW)


def test_contacts_go_along_as_copies_and_nothing_known_there_is_read_by_it(session: Session, cast: Cast):
    theirs = a_lead(session, cast.sibling_manager, person_name="Kari", person_phone="+4722222222")
    lead = sent(session, cast.child_manager, cast.sibling_manager, person_name="Kari", person_email="k@a.example")
    company, person = session.get_one(Company, lead.company_id), session.get_one(Person, lead.person_id)
    assert company.id == theirs.company_id
    assert (person.organization_id, person.email, person.phone) == (lead.organization_id, "k@a.example", None)
    assert person.id != theirs.person_id


def test_notes_files_tags_and_the_journey_go_along(session: Session, cast: Cast):
    lead = a_lead(session, cast.child_manager, tags=["solar"])
    write_note(session, cast.child_manager, lead.id, NoteDraft(text="They want it in May"), now=NOW)
    send(session, cast.child_manager, lead.id, cast.sibling_manager.organization_id, now=NOW)
    for table in TRAVELS:
        places = set(session.exec(select(table.organization_id).where(table.lead_id == lead.id)))
        assert places <= {cast.sibling_manager.organization_id}
    assert names_of(session, lead.id) == ["solar"]


def test_points_stay_with_who_earned_them_and_where(session: Session, cast: Cast):
    lead = an_accepted_lead(session, cast.basic, cast.manager, value="10")
    send(session, cast.manager, lead.id, cast.child_manager.organization_id, now=NOW)
    accept_handover(session, cast.child_manager, lead.id, now=NOW)
    close_won(session, cast.child_manager, lead.id, now=NOW)
    query = select(PointEntry.kind, PointEntry.organization_id, PointEntry.points).where(PointEntry.lead_id == lead.id)
    assert {tuple(row) for row in session.exec(query)} == {
        ("created", cast.basic.organization_id, 10),
        ("handshake", cast.basic.organization_id, 20),
        ("won", cast.child_manager.organization_id, 50),
    }
    assert wrong(session, now=NOW) == []


def test_a_lead_may_go_on_and_come_home_again(session: Session, cast: Cast):
    lead = sent(session, cast.child_manager, cast.sibling_manager, value="10")
    assign(session, cast.sibling_manager, lead.id, cast.sibling_manager.user_id, now=NOW)
    send(session, cast.sibling_manager, lead.id, cast.manager.organization_id, now=NOW)
    assert lead.home_id == cast.child_manager.organization_id
    accept_handover(session, cast.manager, lead.id, now=NOW)
    send(session, cast.manager, lead.id, cast.child_manager.organization_id, now=NOW)
    accept_handover(session, cast.child_manager, lead.id, now=NOW)
    assert (lead.home_id, lead.organization_id) == (None, cast.child_manager.organization_id)
    assert wrong(session, now=NOW) == []
    assert kinds_of(session, lead.id).count("lead.sent") == 3


def test_without_a_rate_for_it_an_amount_is_not_sent(session: Session, cast: Cast):
    lead = a_lead(session, cast.professional, value="10", currency="EUR")
    service = organization_of(session, cast.child_manager)
    service.base_currency = "USD"
    session.add(service)
    session.exec(sa.delete(OrganizationCurrency).where(OrganizationCurrency.organization_id == service.id))
    with pytest.raises(Invalid, match="EUR") as refused:
        send(session, cast.professional, lead.id, service.id, now=NOW)
    assert refused.value.field == "organization_id"
    set_rate(session, service, "NOK", Decimal("0.1"))
    send(session, cast.professional, lead.id, service.id, now=NOW)
    assert (lead.value, lead.currency, lead.base_value) == (Decimal(115), "NOK", Decimal("11.5"))
    withdraw(session, cast.professional, lead.id, now=NOW)
    assert (lead.value, lead.currency, lead.base_value) == (Decimal(10), "EUR", Decimal(115))


def test_who_left_gets_nothing_back(session: Session, cast: Cast):
    lead = sent(session, cast.child_professional, cast.manager)
    membership = session.exec(select(Membership).where(Membership.user_id == cast.child_professional.user_id)).one()
    membership.role = Role.BASIC
    session.add(membership)
    with pytest.raises(Conflict, match="Per Service"):
        return_to_creator(session, cast.manager, lead.id, "Not ours", now=NOW)
    accept_handover(session, cast.manager, lead.id, now=NOW)
    assert session.exec(select(Transfer.state)).one() == "accepted"
