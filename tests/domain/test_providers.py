"""Who comes in by a provider, and what an Admin may set."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlmodel import Session, select

from leadx_app.domain import people
from leadx_app.domain.account_links import make_link
from leadx_app.domain.audit import Area
from leadx_app.domain.errors import InvalidDraft, NotFound, NotPermitted
from leadx_app.domain.permissions import Actor
from leadx_app.domain.providers import (
    NotLetIn,
    ProviderDraft,
    ShownAccount,
    account_of,
    begin_flow,
    forget_link,
    providers_at_sign_in,
    set_provider,
    take_flow,
)
from leadx_app.domain.providers.setting import MOST_DOMAINS
from leadx_app.models import (
    AuditEntry,
    Event,
    LinkPurpose,
    Membership,
    Organization,
    Role,
    SignInLink,
    SignInProvider,
    User,
)
from leadx_app.queries.providers import has_link, sign_in_provider
from tests.cast import NOW, Cast

ISSUER = "https://login.nordlys.example"
SECRET = "the secret of the client"
NOBODYS = "a hash of nobody's password"


def _seal(row_id: UUID, text: str) -> str:
    return f"{row_id}:{text[::-1]}"


def _draft(admin: Actor, **changes: Any) -> ProviderDraft:
    usual = {"label": "Nordlys ID", "issuer": ISSUER, "client_id": "leadx", "secret": SECRET}
    usual |= {"domains": "nordlys.example", "makes_people": False, "role": "basic", "is_on": True}
    return ProviderDraft(**{**usual, "starts_in": str(admin.organization_id), **changes})


def _set(session: Session, admin: Actor, **changes: Any) -> SignInProvider:
    set_provider(session, admin, _draft(admin, **changes), _seal, now=NOW)
    query = select(SignInProvider).where(SignInProvider.tenant_id == admin.tenant_id)
    return session.exec(query).one()


def _shown(**changes: Any) -> ShownAccount:
    usual = {"issuer": ISSUER, "subject": "s-1", "email": "Manager@nordlys.example", "is_verified": True, "name": "M"}
    return ShownAccount(**{**usual, **changes})


def _in(session: Session, provider: SignInProvider, **changes: Any) -> UUID:
    return account_of(session, provider.id, _shown(**changes), NOBODYS, now=NOW).user_id


def _refused(session: Session, provider: SignInProvider, **changes: Any) -> tuple[str, UUID | None]:
    with pytest.raises(NotLetIn) as refusal:
        _in(session, provider, **changes)
    return refusal.value.why, refusal.value.user_id


def test_an_account_is_linked_by_its_email_once_and_then_known_by_its_id(session: Session, cast: Cast) -> None:
    provider, manager = _set(session, cast.admin), cast.manager.user_id
    assert _in(session, provider) == manager
    session.get_one(User, manager).email = "married@nordlys.example"
    assert _in(session, provider, email="new@elsewhere.example", is_verified=False) == manager
    assert len(session.exec(select(SignInLink)).all()) == 1
    assert session.exec(select(Event.kind).where(Event.kind == "account.provider_linked")).all() == [
        "account.provider_linked"
    ]

    assert _refused(session, provider, subject="s-2", email="married@nordlys.example") == ("nobody", manager)
    assert _refused(session, provider, subject="s-1", issuer="https://other.example") == ("nobody", None)

    with pytest.raises(NotFound):
        forget_link(session, cast.stranger_admin, manager, now=NOW)
    assert has_link(session, cast.admin, manager)
    for _ in range(2):
        forget_link(session, cast.admin, manager, now=NOW)
    assert not has_link(session, cast.admin, manager)
    assert _in(session, provider, subject="s-2", email="married@nordlys.example") == manager


def test_another_customers_provider_knows_nobody_here(session: Session, cast: Cast) -> None:
    ours = _set(session, cast.admin)
    theirs = _set(session, cast.stranger_admin, domains="nordlys.example, fjord.example")
    assert _refused(session, theirs) == ("nobody", None)
    assert _in(session, theirs, email="stranger.basic@fjord.example") == cast.stranger_basic.user_id
    assert _in(session, ours) == cast.manager.user_id, "the same id elsewhere"


def test_somebody_new_joins_as_the_admin_has_set_or_not_at_all(session: Session, cast: Cast) -> None:
    child = str(cast.child_manager.organization_id)
    provider = _set(session, cast.admin)
    new = {"subject": "s-9", "email": "Nina.Ny@nordlys.example", "name": "Nina \x00 Ny"}
    assert _refused(session, provider, **new) == ("nobody", None)
    _set(session, cast.admin, makes_people=True, role="professional", starts_in=child, secret="")

    user = session.get_one(User, _in(session, provider, **new))
    membership = session.exec(select(Membership).where(Membership.user_id == user.id)).one()
    assert (user.name, user.email, str(user.organization_id)) == ("Nina Ny", "nina.ny@nordlys.example", child)
    assert (membership.role, user.password_hash) == (Role.PROFESSIONAL, NOBODYS)
    line = session.exec(select(AuditEntry).where(AuditEntry.kind == "user.provider_joined")).one()
    assert (line.subject_id, line.area, line.payload["provider"]) == (user.id, Area.PEOPLE, "Nordlys ID")
    session.get_one(User, cast.admin.user_id).password_hash = "somebody must be left as Admin"
    people.set_active(session, cast.admin, user.id, False, now=NOW)
    assert _refused(session, provider, **new) == ("nobody", user.id)
    people.set_active(session, cast.admin, user.id, True, now=NOW)
    assert _in(session, provider, **new) == user.id
    nameless = session.get_one(User, _in(session, provider, subject="s-8", email="a.b@nordlys.example", name=" "))
    assert nameless.name == "a.b"


def test_whoever_was_invited_joins_and_whoever_was_closed_out_does_not(session: Session, cast: Cast) -> None:
    provider, basic = _set(session, cast.admin), session.get_one(User, cast.basic.user_id)
    other = session.get_one(User, cast.other_basic.user_id)
    for user in (basic, other):
        user.is_active, user.password_hash = False, None
        session.add(user)
    make_link(session, basic, LinkPurpose.INVITATION, now=NOW)
    make_link(session, other, LinkPurpose.INVITATION, now=NOW - timedelta(days=8))

    assert _in(session, provider, email=basic.email) == basic.id
    assert (basic.is_active, basic.password_hash) == (True, NOBODYS)
    assert _refused(session, provider, subject="s-2", email=other.email) == ("nobody", other.id)


def test_nobody_comes_in_where_nobody_works(session: Session, cast: Cast) -> None:
    child = session.get_one(Organization, cast.child_basic.organization_id)
    domains = {"domains": "nordlys.example nordlys.service.example", "starts_in": str(child.id)}
    provider = _set(session, cast.admin, makes_people=True, **domains)
    child.is_active = False
    session.add(child)
    session.flush()
    assert _refused(session, provider, email="new@nordlys.example") == ("nobody", None)
    there = session.get_one(User, cast.child_basic.user_id)
    assert _refused(session, provider, email=there.email) == ("nobody", there.id)


def test_the_secret_is_sealed_kept_and_never_told(session: Session, cast: Cast) -> None:
    provider = _set(session, cast.admin)
    assert provider.sealed_secret == _seal(provider.id, SECRET)
    _set(session, cast.admin, secret="", label="Another name")
    assert provider.sealed_secret == _seal(provider.id, SECRET)
    row = sign_in_provider(session, cast.admin)
    told = [*session.exec(select(AuditEntry.payload)), *session.exec(select(Event.payload)), row]
    assert row.has_secret
    assert "secret of the client" not in str(told)
    assert provider.sealed_secret not in str(told)

    _set(session, cast.admin, secret="", issuer="https://evil.example")
    assert provider.sealed_secret is None, "nobody else is told the secret"


def test_what_is_wrong_is_said_by_field(session: Session, cast: Cast) -> None:
    wrong = {
        "label": " ",
        "issuer": "",
        "client_id": "x" * 201,
        "secret": "two\nlines",
        "domains": "nordlys",
        "role": "admin",
        "starts_in": str(cast.stranger_admin.organization_id),
    }
    with pytest.raises(InvalidDraft) as refusal:
        _set(session, cast.admin, **wrong)
    assert {error.field for error in refusal.value.errors} == set(wrong)
    for domains in ("", "@", " ".join(f"d{number}.example" for number in range(MOST_DOMAINS + 1)), "*.example"):
        with pytest.raises(InvalidDraft):
            _set(session, cast.admin, domains=domains)
    assert session.exec(select(SignInProvider)).all() == []
    assert _set(session, cast.admin, domains=" @Nordlys.NO; nordlys.com,nordlys.no").domains == [
        "nordlys.no",
        "nordlys.com",
    ]


def test_only_an_admin_of_the_parent_sets_it(session: Session, cast: Cast) -> None:
    membership = select(Membership).where(Membership.user_id == cast.child_manager.user_id)
    session.exec(membership).one().role = Role.ADMIN
    child_admin = Actor(
        cast.child_manager.user_id,
        cast.child_manager.tenant_id,
        cast.child_manager.organization_id,
        Role.ADMIN,
        "Maja",
        "en",
        "UTC",
    )
    assert sign_in_provider(session, child_admin) is None
    for actor in (child_admin, cast.manager, cast.basic):
        with pytest.raises(NotPermitted):
            _set(session, actor)


def test_a_way_to_a_provider_is_used_once(session: Session, cast: Cast) -> None:
    provider = _set(session, cast.admin)
    begin_flow(session, "key", provider.id, "h" * 64, "/pipeline", now=NOW)
    session.flush()
    found, page = take_flow(session, "h" * 64, now=NOW)
    assert (found.slug, found.issuer, page) == ("nordlys", ISSUER, "/pipeline")
    assert take_flow(session, "h" * 64, now=NOW) is None


def test_the_sign_in_page_of_a_customer_shows_its_own_button(session: Session, cast: Cast) -> None:
    assert providers_at_sign_in(session, "nordlys", now=NOW) == ([], False)
    _set(session, cast.admin)
    (choice,), _ = providers_at_sign_in(session, "nordlys", now=NOW)
    assert (choice.label, choice.organization) == ("Nordlys ID", "Nordlys")
    for slug in ("fjord", "nobody", ""):
        assert providers_at_sign_in(session, slug, now=NOW) == ([], True), "several customers: an email finds it"
    _set(session, cast.admin, is_on=False)
    assert providers_at_sign_in(session, "nordlys", now=NOW) == ([], False)
