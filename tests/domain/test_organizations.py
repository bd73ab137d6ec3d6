"""The organizations of a customer: the profile, the children, and what a closed one means."""

import pytest
import sqlalchemy as sa
from sqlmodel import Session, select

from leadx_app.domain import organizations, people
from leadx_app.domain.accounts import SessionLimits, accounts_with_email, resolve_actor, work_in
from leadx_app.domain.errors import Conflict, Invalid, InvalidDraft, NotFound, NotPermitted, SignedOut
from leadx_app.domain.leads.draft import parse_draft
from leadx_app.domain.metrics import recount
from leadx_app.domain.organizations import ProfileEdit
from leadx_app.domain.permissions import Actor
from leadx_app.domain.scope import receives_leads
from leadx_app.models import DateFormat, Event, Membership, Organization, Role, User, new_id
from leadx_app.queries.organizations import child_organizations, organization_profile
from leadx_app.queries.people import own_organizations
from tests.cast import NOW, Cast, a_lead, organization_of
from tests.support.statements import statements_of

USUAL = {"name": "Nordlys", "time_zone": "Europe/Oslo", "default_language": "en"}


def _edit(**fields: object) -> ProfileEdit:
    return parse_draft(ProfileEdit, {**USUAL, "version": 1, **fields})


def _save(session: Session, actor: Actor, **fields: object) -> None:
    organizations.change_profile(session, actor, actor.organization_id, _edit(**fields), now=NOW)


def _resolve(session: Session, cast: Cast, actor: Actor) -> Actor:
    return resolve_actor(session, cast.credential(actor), now=NOW, limits=SessionLimits())


def test_the_profile_is_written_anew_and_the_change_is_kept(session: Session, cast: Cast) -> None:
    fields = {"organization_number": "923 609 016", "address": "Kaia 1", "postcode": "0150", "city": "Oslo"}
    _save(session, cast.admin, name="Nordlys AS", default_language="nb", **fields)
    row = organization_profile(session, cast.admin)
    assert (row.name, row.city, row.country, row.version, row.currency) == ("Nordlys AS", "Oslo", "", 2, "NOK")
    event = session.exec(select(Event).where(Event.kind == "settings.organization")).one()
    assert (event.payload["from"]["name"], event.payload["to"]["name"]) == ("Nordlys", "Nordlys AS")
    assert "time_zone" not in event.payload["to"]
    with pytest.raises(Conflict, match="meanwhile"):
        _save(session, cast.admin, name="Nordlys Norge")
    _save(session, cast.admin, version=2, name="Nordlys AS", default_language="nb", **fields)
    assert organization_profile(session, cast.admin).version == 2, "nothing was changed"


def test_what_cannot_be_used_is_refused_at_its_field(session: Session, cast: Cast) -> None:
    for field, value in (("time_zone", "Europe/Nowhere"), ("default_language", "xx"), ("name", "nordlys partner")):
        with pytest.raises(Invalid) as refused:
            _save(session, cast.admin, **{field: value})
        assert refused.value.field == field
    with pytest.raises(InvalidDraft):
        _edit(city="x" * 101)


def test_another_time_zone_counts_the_figures_of_its_days_anew(session: Session, cast: Cast) -> None:
    late = NOW.replace(hour=22, minute=30)
    a_lead(session, cast.professional, value="100", now=late)
    organization = organization_of(session, cast.admin)
    _save(session, cast.admin, time_zone="Asia/Tokyo")
    assert organization.time_zone == "Asia/Tokyo"
    assert list(recount.differences(session, organization, now=late)) == []


def test_a_child_is_made_with_what_the_parent_has_and_renamed(session: Session, cast: Cast) -> None:
    child = organizations.add_child_organization(session, cast.admin, " Nordlys  Sør ", now=NOW)
    assert (child.name, child.parent_id, child.base_currency) == ("Nordlys Sør", cast.admin.organization_id, "NOK")
    with pytest.raises(Invalid):
        organizations.add_child_organization(session, cast.admin, "NORDLYS SØR", now=NOW)
    admin = _resolve(session, cast, cast.admin)
    organizations.rename_organization(session, admin, child.id, "Nordlys Vest", now=NOW)
    assert [(row.name, row.people, row.has_receiver) for row in child_organizations(session, admin)] == [
        ("Nordlys Partner", 1, True),
        ("Nordlys Service", 3, True),
        ("Nordlys Vest", 0, False),
    ]


def test_in_a_closed_child_nobody_works_and_its_leads_stay(session: Session, cast: Cast) -> None:
    child_id = cast.child_manager.organization_id
    session.connection().execute(sa.update(User).values(password_hash="hash"))
    lead = a_lead(session, cast.child_professional)
    people.change_access(
        session, cast.admin, cast.child_manager.user_id, {cast.admin.organization_id: Role.BASIC}, now=NOW
    )
    organizations.set_organization_active(session, cast.admin, child_id, False, now=NOW)
    organizations.set_organization_active(session, cast.admin, child_id, False, now=NOW)

    for actor in (cast.child_professional, cast.child_manager):
        with pytest.raises(SignedOut):
            _resolve(session, cast, actor)
    email = session.get_one(User, cast.child_professional.user_id).email
    assert accounts_with_email(session, email) == []
    other = session.get_one(User, cast.child_manager.user_id)
    (account,) = accounts_with_email(session, other.email)
    assert (account.organization_id, account.role) == (cast.admin.organization_id, Role.BASIC)
    assert lead.organization_id in _resolve(session, cast, cast.manager).organization_ids
    receivers = session.exec(select(Organization.name).where(receives_leads(cast.professional)))
    assert list(receivers) == ["Nordlys Partner"]
    assert "Nordlys Service" not in [one.name for one in own_organizations(session, cast.admin)]
    with pytest.raises(Invalid, match="not active"):
        people.change_access(session, cast.admin, cast.basic.user_id, {child_id: Role.BASIC}, now=NOW)

    organizations.set_organization_active(session, cast.admin, child_id, True, now=NOW)
    assert accounts_with_email(session, email)[0].organization_id == child_id


def test_nobody_goes_to_work_in_a_closed_organization(session: Session, cast: Cast) -> None:
    child_id = cast.child_manager.organization_id
    session.add(
        Membership(
            tenant_id=cast.basic.tenant_id,
            organization_id=child_id,
            user_id=cast.basic.user_id,
            role=Role.BASIC,
            created_at=NOW,
        )
    )
    organizations.set_organization_active(session, cast.admin, child_id, False, now=NOW)
    with pytest.raises(NotFound):
        work_in(session, cast.basic, cast.credential(cast.basic).session_hash, child_id, now=NOW)


def test_the_parent_is_never_closed_and_organizations_are_one_level_deep(session: Session, cast: Cast) -> None:
    with pytest.raises(NotFound):
        organizations.set_organization_active(session, cast.admin, cast.admin.organization_id, False, now=NOW)
    membership = session.exec(select(Membership).where(Membership.user_id == cast.child_manager.user_id)).one()
    membership.role = Role.ADMIN
    session.add(membership)
    session.flush()
    childs_admin = _resolve(session, cast, cast.child_manager)
    with pytest.raises(NotPermitted):
        organizations.add_child_organization(session, childs_admin, "Deeper", now=NOW)
    with pytest.raises(NotFound):
        organizations.set_organization_active(session, childs_admin, childs_admin.organization_id, False, now=NOW)
    assert child_organizations(session, childs_admin) == []
    assert organization_profile(session, childs_admin).is_parent is False


def test_only_admins_see_to_organizations_and_only_to_their_own(session: Session, cast: Cast) -> None:
    child_id = cast.child_manager.organization_id
    for name, actor in cast.everybody().items():
        if name in ("admin", "stranger_admin"):
            continue
        for act in (organization_profile, child_organizations):
            with pytest.raises(NotPermitted):
                act(session, actor)
        with pytest.raises(NotPermitted):
            organizations.rename_organization(session, actor, child_id, "X", now=NOW)
    for organization_id in (child_id, cast.admin.organization_id, new_id()):
        with pytest.raises(NotFound):
            organizations.rename_organization(session, cast.stranger_admin, organization_id, "X", now=NOW)
        with pytest.raises(NotFound):
            organizations.set_organization_active(session, cast.stranger_admin, organization_id, False, now=NOW)


def test_how_days_are_written_is_chosen_once_for_everybody_there(session: Session, cast: Cast) -> None:
    _save(session, cast.admin, date_format="dots", financial_year_start_month=7)
    assert _resolve(session, cast, cast.basic).date_format == DateFormat.DOTS
    assert _resolve(session, cast, cast.child_manager).date_format == DateFormat.WORDS
    row = organization_profile(session, cast.admin)
    assert (row.date_format, row.start_month) == (DateFormat.DOTS, 7)
    _save(session, cast.admin, version=2, name="Nordlys AS")
    assert organization_profile(session, cast.admin).date_format == DateFormat.DOTS, "what is not said stays"
    child = organizations.add_child_organization(session, cast.admin, "Nordlys Sør", now=NOW)
    assert child.date_format == DateFormat.DOTS
    for field, value in (("date_format", "klingon"), ("financial_year_start_month", 13)):
        with pytest.raises((Invalid, InvalidDraft)):
            _save(session, cast.admin, version=3, **{field: value})


def test_an_admin_of_the_parent_sees_to_the_profile_of_a_child(session: Session, cast: Cast) -> None:
    child_id = cast.child_manager.organization_id
    child = _edit(name="Nordlys Service", city="Bodø")
    organizations.change_profile(session, cast.admin, child_id, child, now=NOW)
    row = organization_profile(session, cast.admin, child_id)
    assert (row.name, row.city, row.is_parent) == ("Nordlys Service", "Bodø", False)
    assert [code for code, _ in row.currencies] == ["EUR", "SEK"]
    with pytest.raises(NotFound):
        organization_profile(session, cast.stranger_admin, child_id)


def test_the_page_costs_five_statements_at_most(session: Session, cast: Cast) -> None:
    session.expunge_all()
    with statements_of(session.get_bind().engine) as counted:
        organization_profile(session, cast.admin)
        child_organizations(session, cast.admin)
    assert len(counted) <= 5
