from decimal import Decimal

import pytest
from sqlmodel import Session, select

from leadx_app.domain import money, tenants
from leadx_app.domain.accounts import accounts_with_email
from leadx_app.domain.errors import Conflict, Invalid
from leadx_app.models import Category, LostReason, Membership, Organization, Role, Source, Stage
from tests.cast import NOW, Cast, organization_of


def _names(session: Session, table: type, organization: Organization) -> list[str]:
    query = select(table.name).where(table.organization_id == organization.id).order_by(table.position)
    return list(session.exec(query))


def test_a_new_tenant_begins_with_the_four_stages_and_filled_lists(session: Session) -> None:
    parent = tenants.set_up_tenant(session, "solvind", "Solvind", now=NOW)
    assert _names(session, Stage, parent) == ["New", "Lead", "Opportunity", "Offer"]
    assert all(_names(session, table, parent) for table in (Category, Source, LostReason))


def test_the_lists_of_a_norwegian_tenant_are_norwegian(session: Session) -> None:
    parent = tenants.set_up_tenant(session, "solvind", "Solvind", language="nb", now=NOW)
    assert _names(session, Stage, parent) == ["Ny", "Lead", "Mulighet", "Tilbud"]
    assert "Pris" in _names(session, LostReason, parent)
    user = tenants.add_user(session, parent, email="a@solvind.example", name="Aud", role=Role.BASIC, now=NOW)
    assert user.language == "nb"


def test_every_stage_is_likelier_to_be_won_than_the_one_before(session: Session) -> None:
    parent = tenants.set_up_tenant(session, "solvind", "Solvind", now=NOW)
    query = select(Stage.win_probability_percent).where(Stage.tenant_id == parent.tenant_id).order_by(Stage.position)
    assert list(session.exec(query)) == [10, 25, 50, 75]


@pytest.mark.parametrize("slug", ["nordlys", "www"])
def test_a_slug_is_taken_once_and_some_never(session: Session, cast: Cast, slug: str) -> None:
    with pytest.raises(Conflict):
        tenants.set_up_tenant(session, slug, "Another Nordlys", now=NOW)


@pytest.mark.parametrize("slug", ["", "Nordlys", "-x", "x-", "nord lys", "æ", "a" * 64, "a.b", "a/b"])
def test_a_slug_that_cannot_stand_in_an_address_is_refused(session: Session, slug: str) -> None:
    with pytest.raises(Invalid) as refused:
        tenants.set_up_tenant(session, slug, "Name", now=NOW)
    assert refused.value.field == "slug"


@pytest.mark.parametrize(
    ("field", "value"),
    [("language", "sv"), ("base_currency", "XXX"), ("time_zone", "Europe/Nowhere"), ("time_zone", "../etc/passwd")],
)
def test_a_setting_that_nobody_knows_is_refused(session: Session, field: str, value: str) -> None:
    with pytest.raises(Invalid) as refused:
        tenants.set_up_tenant(session, "solvind", "Solvind", now=NOW, **{field: value})
    assert refused.value.field == field


def test_a_child_begins_with_the_rates_of_its_parent(session: Session, cast: Cast) -> None:
    child = tenants.add_child(session, organization_of(session, cast.manager), "Nordlys Nord", now=NOW)
    assert money.rate_of(session, child.id, "EUR", now=NOW) == ("EUR", Decimal("11.50"))


def test_organizations_are_one_level_deep(session: Session, cast: Cast) -> None:
    with pytest.raises(Invalid):
        tenants.add_child(session, organization_of(session, cast.child_manager), "Grandchild", now=NOW)


def test_setting_a_rate_again_changes_it(session: Session, cast: Cast) -> None:
    nordlys = organization_of(session, cast.manager)
    tenants.set_rate(session, nordlys, "eur", Decimal("11.75"))
    assert money.rate_of(session, nordlys.id, "EUR", now=NOW) == ("EUR", Decimal("11.75"))


@pytest.mark.parametrize("rate", ["0", "-1", "NaN", "Infinity", "0.000000001", "1000000.01"])
def test_a_rate_that_is_no_price_is_refused(session: Session, cast: Cast, rate: str) -> None:
    with pytest.raises(Invalid):
        tenants.set_rate(session, organization_of(session, cast.manager), "EUR", Decimal(rate))


def test_the_base_currency_has_no_rate(session: Session, cast: Cast) -> None:
    with pytest.raises(Invalid):
        tenants.set_rate(session, organization_of(session, cast.manager), "NOK", Decimal(1))


def test_an_email_is_one_person_in_a_tenant_whatever_its_case(session: Session, cast: Cast) -> None:
    nordlys = organization_of(session, cast.manager)
    tenants.add_user(session, nordlys, email="Kari.Lund@Nordlys.example", name="Kari Lund", role=Role.BASIC, now=NOW)
    with pytest.raises(Conflict):
        tenants.add_user(session, nordlys, email="kari.lund@nordlys.example", name="Kari", role=Role.LITE, now=NOW)
    assert [account.role for account in accounts_with_email(session, "KARI.LUND@nordlys.example")] == [Role.BASIC]


def test_an_email_may_be_a_person_in_two_tenants(session: Session, cast: Cast) -> None:
    for actor in (cast.manager, cast.stranger_manager):
        organization = organization_of(session, actor)
        tenants.add_user(session, organization, email="both@post.example", name="Both", role=Role.BASIC, now=NOW)
    found = accounts_with_email(session, "both@post.example")
    assert [account.organization for account in found] == ["Fjord", "Nordlys"]


@pytest.mark.parametrize(
    ("field", "value"), [("email", "no address"), ("name", " "), ("name", "x" * 201), ("phone", "123")]
)
def test_a_person_without_a_usable_field_is_refused(session: Session, cast: Cast, field: str, value: str) -> None:
    given = {"email": "kari@nordlys.example", "name": "Kari", "phone": None} | {field: value}
    with pytest.raises(Invalid) as refused:
        tenants.add_user(session, organization_of(session, cast.manager), role=Role.BASIC, now=NOW, **given)
    assert refused.value.field == field


def test_granting_a_role_again_replaces_the_one_before(session: Session, cast: Cast) -> None:
    nordlys = organization_of(session, cast.manager)
    user = tenants.add_user(session, nordlys, email="k@nordlys.example", name="K", role=Role.BASIC, now=NOW)
    tenants.grant_role(session, user, nordlys, Role.MANAGER, now=NOW)
    assert session.exec(select(Membership.role).where(Membership.user_id == user.id)).all() == [Role.MANAGER]


def test_nobody_gets_a_role_in_another_tenant(session: Session, cast: Cast) -> None:
    nordlys, fjord = organization_of(session, cast.manager), organization_of(session, cast.stranger_manager)
    user = tenants.add_user(session, nordlys, email="k@nordlys.example", name="K", role=Role.BASIC, now=NOW)
    with pytest.raises(Invalid):
        tenants.grant_role(session, user, fjord, Role.ADMIN, now=NOW)


def test_a_database_knows_whether_anybody_was_set_up(session: Session, cast: Cast) -> None:
    assert tenants.has_tenants(session)
