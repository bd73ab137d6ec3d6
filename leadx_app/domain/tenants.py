"""Set a customer up: the tenant, its organizations, its lists and its people (product.md sections 3 and 5).

Nobody belongs to a tenant that is being set up, so these commands name no actor: only the operator's side (command
line, demo data, later the on-boarding) may call them, never a page or the API. `add_user` and `grant_role` are the
steps beneath the Admin's own acts, which ask for a permission first.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlmodel import Session, SQLModel, select

from leadx_app.models import (
    Category,
    CurrencyRate,
    LostReason,
    Membership,
    Organization,
    OrganizationCurrency,
    Role,
    Source,
    Stage,
    Tenant,
    User,
    new_id,
)

from .days import today_in
from .errors import Conflict, Invalid
from .money import check_rate
from .text import BadInput, checked_line, clean_line, parse_currency, parse_email, parse_phone

_SLUG = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
RESERVED = frozenset({"admin", "api", "app", "auth", "cdn", "login", "mail", "smtp", "static", "status", "www"})
"""No customer's address: visitors would take them for the operator's own."""
LANGUAGES = frozenset({"en", "nb"})


@dataclass(frozen=True, slots=True)
class StageDefault:
    """A stage that a new tenant begins with."""

    color: str
    win_probability_percent: int
    quiet_after_days: int


STAGES = (
    StageDefault("#64748b", 10, 7),
    StageDefault("#2563eb", 25, 14),
    StageDefault("#7c3aed", 50, 21),
    StageDefault("#d97706", 75, 14),
)

# What a new tenant begins with, in the language that its people write in: these are data, not labels of the screen.
STAGE_NAMES = {
    "en": ("New", "Lead", "Opportunity", "Offer"),
    "nb": ("Ny", "Lead", "Mulighet", "Tilbud"),
}
CATEGORIES = {
    "en": ("New customer", "Additional sale", "Renewal", "Service agreement", "Partnership"),
    "nb": ("Ny kunde", "Mersalg", "Fornyelse", "Serviceavtale", "Partnerskap"),
}
SOURCES = {
    "en": ("Customer visit", "Existing customer", "Recommendation", "Phone call", "Trade fair", "Website", "Other"),
    "nb": ("Kundebesøk", "Eksisterende kunde", "Anbefaling", "Telefon", "Messe", "Nettsted", "Annet"),
}
LOST_REASONS = {
    "en": ("Price", "Chose a competitor", "No budget", "No need", "Wrong timing", "No answer", "Other"),
    "nb": ("Pris", "Valgte en konkurrent", "Manglet budsjett", "Ikke behov", "Feil tidspunkt", "Svarte ikke", "Annet"),
}


def set_up_tenant(
    session: Session,
    slug: str,
    name: str,
    *,
    language: str = "en",
    base_currency: str = "NOK",
    currencies: Mapping[str, Decimal] | None = None,
    time_zone: str = "Europe/Oslo",
    now: datetime,
) -> Organization:
    """Make a tenant with its parent organization and the default lists; returns the parent organization.

    Args:
        slug: first part of the customer's address: small letters, digits and hyphens, unused so far.
        language: of the default lists and of new users, `en` or `nb`.
        currencies: additional currencies; what one unit of each is worth in the base currency.

    Raises:
        Conflict: the slug is taken, or reserved.
        Invalid: a value cannot be used.
    """
    if not _SLUG.fullmatch(slug):
        raise Invalid("Use small letters, digits and hyphens.", field="slug")
    if slug in RESERVED or session.exec(select(Tenant.id).where(Tenant.slug == slug)).first():
        raise Conflict("This address is taken.")
    if language not in LANGUAGES:
        raise Invalid("Choose one from the list.", field="language")
    _check_time_zone(time_zone)
    tenant = Tenant(id=new_id(), slug=slug, name=_checked(clean_line, name, "name"), created_at=now)
    parent = Organization(
        id=new_id(),
        tenant_id=tenant.id,
        name=tenant.name,
        base_currency=_checked(parse_currency, base_currency, "base_currency"),
        time_zone=time_zone,
        default_language=language,
        created_at=now,
    )
    _save(session, tenant)
    _save(session, parent)
    _add_lists(session, parent)
    for code, rate in (currencies or {}).items():
        set_rate(session, parent, code, rate)
    return parent


def add_child(session: Session, parent: Organization, name: str, *, now: datetime) -> Organization:
    """Make a child organization; it begins with the parent's currencies, rates, time zone, language and limits.

    Raises:
        Invalid: the parent is itself a child (organizations are one level deep), or the name is empty.
    """
    if parent.parent_id is not None:
        raise Invalid("Only the parent organization has children.", field="parent_id")
    child = Organization(
        id=new_id(),
        tenant_id=parent.tenant_id,
        parent_id=parent.id,
        name=_checked(clean_line, name, "name"),
        base_currency=parent.base_currency,
        time_zone=parent.time_zone,
        date_format=parent.date_format,
        default_language=parent.default_language,
        financial_year_start_month=parent.financial_year_start_month,
        hit_rate_basis=parent.hit_rate_basis,
        file_limit_mb=parent.file_limit_mb,
        files_per_lead=parent.files_per_lead,
        created_at=now,
    )
    _save(session, child)
    mine = OrganizationCurrency.organization_id == parent.id, OrganizationCurrency.retired_at.is_(None)
    for currency in session.exec(select(OrganizationCurrency).where(*mine)).all():
        set_rate(session, child, currency.code, currency.rate)
    return child


def set_rate(session: Session, organization: Organization, code: str, rate: Decimal) -> None:
    """Let the organization use a currency from its first day on: what one unit is worth in the base currency.

    For an organization without leads; later rates are an Admin's (rates.py).
    """
    code = check_rate(organization, _checked(parse_currency, code, "currency"), rate)
    day = today_in(organization.time_zone, organization.created_at)
    here = {"tenant_id": organization.tenant_id, "organization_id": organization.id, "code": code}
    query = select(OrganizationCurrency, CurrencyRate).join(
        CurrencyRate,
        sa.and_(
            CurrencyRate.organization_id == OrganizationCurrency.organization_id,
            CurrencyRate.code == OrganizationCurrency.code,
            CurrencyRate.day == day,
        ),
    )
    mine = (OrganizationCurrency.organization_id == organization.id, OrganizationCurrency.code == code)
    found = session.exec(query.where(*mine)).first()
    for row in found or (OrganizationCurrency(**here, rate=rate), CurrencyRate(**here, rate=rate, day=day)):
        row.rate = rate
        _save(session, row)


def add_user(
    session: Session,
    organization: Organization,
    *,
    email: str,
    name: str,
    role: Role,
    password_hash: str | None = None,
    phone: str | None = None,
    language: str | None = None,
    now: datetime,
) -> User:
    """Make a person of the tenant with a role in one organization, where they start; returns the person.

    Args:
        password_hash: None for somebody who has no password yet and cannot sign in.
        language: the organization's default when None.

    Raises:
        Conflict: the tenant has a person with this email.
    """
    email = _checked(parse_email, email, "email").casefold()
    if session.exec(select(User.id).where(User.tenant_id == organization.tenant_id, User.email == email)).first():
        raise Conflict("A person with this email exists already.")
    user = User(
        id=new_id(),
        tenant_id=organization.tenant_id,
        organization_id=organization.id,
        email=email,
        name=_checked(clean_line, name, "name"),
        phone=_checked(parse_phone, phone, "phone") if phone else None,
        password_hash=password_hash,
        language=language or organization.default_language,
        time_zone=organization.time_zone,
        created_at=now,
    )
    _save(session, user)
    grant_role(session, user, organization, role, now=now)
    return user


def grant_role(session: Session, user: User, organization: Organization, role: Role, *, now: datetime) -> None:
    """Give a person a role in an organization of their tenant; another role there is replaced. Harmless when repeated.

    Raises:
        Invalid: the organization belongs to another tenant, or is not active.
    """
    if user.tenant_id != organization.tenant_id:
        raise Invalid("Choose one from the list.", field="organization_id")
    if not organization.is_active:
        raise Invalid("This organization is not active.", field="organization_id")
    query = select(Membership).where(Membership.user_id == user.id, Membership.organization_id == organization.id)
    membership = session.exec(query).first() or Membership(
        tenant_id=user.tenant_id, organization_id=organization.id, user_id=user.id, role=role, created_at=now
    )
    membership.role = role
    membership.is_active = True
    _save(session, membership)


def has_tenants(session: Session) -> bool:
    """Whether anybody was ever set up here."""
    return session.exec(select(Tenant.id).limit(1)).first() is not None


def _add_lists(session: Session, parent: Organization) -> None:
    language = parent.default_language
    keys = {"tenant_id": parent.tenant_id, "organization_id": parent.id}
    for position, (name, default) in enumerate(zip(STAGE_NAMES[language], STAGES, strict=True)):
        stage = Stage(
            **keys,
            name=name,
            position=position,
            color=default.color,
            win_probability_percent=default.win_probability_percent,
            quiet_after_days=default.quiet_after_days,
        )
        session.add(stage)
    for table, names in ((Category, CATEGORIES), (Source, SOURCES), (LostReason, LOST_REASONS)):
        session.add_all(table(**keys, name=name, position=position) for position, name in enumerate(names[language]))
    session.flush()


def _save(session: Session, row: SQLModel) -> None:
    session.add(row)
    session.flush()


def _check_time_zone(name: str) -> None:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise Invalid("Choose one from the list.", field="time_zone") from None


def _checked(parse: Callable[[str], str], value: str, field: str) -> str:
    try:
        return checked_line(parse(value), 200)
    except BadInput as error:
        raise Invalid(error.template, field=field, **error.params) from None
