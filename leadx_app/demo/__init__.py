"""The demo: two customers with a year and a half behind them (product.md section 13).

Everything is done through the application's own commands with a walking clock and seeded dice, so that whatever a page
shows has come about as it would in use: every stage change, event and notification is there and fits.
"""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

from sqlmodel import Session

from leadx_app.db import Database
from leadx_app.domain import accounts, files, logos, tenants
from leadx_app.domain.accounts import Credential, SessionLimits
from leadx_app.domain.events import MESSAGES
from leadx_app.domain.mails.collect import forget
from leadx_app.domain.permissions import Actor
from leadx_app.domain.ports import PasswordHasher, Storage
from leadx_app.models import Category, LostReason, Organization, Role, Source, Stage, User

from . import words
from .agenda import plan_weeks
from .contacts import write_contacts_down
from .faces import FACES, draw_face
from .goals import aim
from .news import Newsroom
from .notices import hand_over_against_the_clock, read_notifications
from .people import IN_TWO_PLACES, NAMED, OTHERS, PASSWORD, Colleague
from .pictures import Album, album
from .signs import LOGOS
from .stories import Office, choices_of, some_customers
from .support import HelpDesk, help_people
from .support_words import FJORD, NORDLYS
from .walk import Story, Walk

__all__ = ["NAMED", "PASSWORD", "fill_if_empty"]

LEADS = 300
PHOTOS = 10
AGAINST_THE_CLOCK = 2
MONTHS = timedelta(days=548)
SEED = 20_260_101


def fill_if_empty(database: Database, hasher: PasswordHasher, now: datetime, *, storage: Storage | None = None) -> bool:
    """Make the demo in a database without tenants, all or nothing; returns whether it was made.

    Args:
        now: the moment that the walking clock stops at.
        storage: where logos, faces and the photos of some leads go; there are none without it.
    """
    if database.system(lambda session, *, now: tenants.has_tenants(session), writes=False):
        return False
    password_hash = hasher.hash_password(PASSWORD)
    return database.system(lambda session, **_: _fill(session, password_hash, now.astimezone(UTC), storage))


def _fill(session: Session, password_hash: str, until: datetime, storage: Storage | None) -> bool:
    if tenants.has_tenants(session):
        return False
    begin = until - MONTHS
    walk = Walk(now=begin, until=until, seed=SEED)
    organizations = _organizations(session, begin - timedelta(days=14))
    actors = {
        colleague.email: _employ(session, organizations[colleague.organization], colleague, password_hash, begin)
        for colleague in NAMED + OTHERS
    }
    offices = {name: _office(session, walk, organizations[name], name, actors) for name in organizations}
    told = _present(walk, offices, actors)
    _past(walk, offices, LEADS - told)
    for organization in organizations.values():
        walk.begin(_rates_move(session, walk, organization), begin + timedelta(days=30))
    nordlys = offices["Nordlys"]
    with album(storage) as pictures:
        _be_seen(session, pictures, organizations, actors, begin)
        photos = pictures.places(organizations["Nordlys"].tenant_id, PHOTOS + 1, SEED)
        nordlys.photos = photos[:PHOTOS]
        for name, organization in organizations.items():
            readers = [actor for actor in actors.values() if _reads(actor, organization)]
            Newsroom(session, walk, offices[name].managers, readers, photos[PHOTOS:]).begin(name)
        walk.run()
        hand_over_against_the_clock(
            nordlys,
            actors["admin@nordlys.example"],
            late=actors["lite@nordlys.example"],
            soon=actors["basic@nordlys.example"],
        )
    petra, magnus = actors["professional@nordlys.example"], actors["manager@nordlys.example"]
    for office in offices.values():
        write_contacts_down(session, office.managers[0], until=until, seed=SEED)
    plan_weeks(session, petra, until=until)
    plan_weeks(session, magnus, until=until, colleague=petra)
    aim(session, magnus, [actors["lite@nordlys.example"], actors["basic@nordlys.example"]], now=until)
    for admin, asked in (("admin@nordlys.example", NORDLYS), ("admin@fjord.example", FJORD)):
        help_people(HelpDesk(session, actors[admin], actors, until), asked)
    for actor in actors.values():
        read_notifications(session, walk, actor)
    forget(session, before=until - timedelta(days=3))
    kristine = session.get_one(User, actors[IN_TWO_PLACES].user_id)
    tenants.grant_role(session, kristine, organizations["Nordlys Service"], Role.MANAGER, now=until)
    session.info.pop(MESSAGES, None)
    return True


def _be_seen(
    session: Session, pictures: Album, organizations: dict[str, Organization], actors: dict[str, Actor], now: datetime
) -> None:
    """Every organization has its customer's logo, and some people their face."""
    for organization in organizations.values():
        customer = organization.name.split()[0].lower()
        logo = pictures.keep(organization.tenant_id, f"{customer}.png", LOGOS[customer]())
        if logo:
            logos.set_logo(session, actors[f"admin@{customer}.example"], logo, organization.id, now=now)
    for email, face in FACES.items():
        photo = pictures.keep(actors[email].tenant_id, "me.webp", draw_face(face), as_photo=True)
        if photo:
            files.set_photo(session, actors[email], photo, now=now)


def _reads(actor: Actor, organization: Organization) -> bool:
    """Whether everybody of the organization takes the actor in: a parent's everybody takes its children in."""
    if organization.parent_id is None:
        return actor.tenant_id == organization.tenant_id
    return actor.organization_id == organization.id


def _organizations(session: Session, now: datetime) -> dict[str, Organization]:
    abroad = {"EUR": Decimal("11.62"), "SEK": Decimal("1.03"), "DKK": Decimal("1.56"), "USD": Decimal("10.71")}
    nordlys = tenants.set_up_tenant(session, "nordlys", "Nordlys", currencies=abroad, now=now)
    overseas = {"EUR": Decimal("11.62"), "GBP": Decimal("13.58")}
    fjord = tenants.set_up_tenant(session, "fjord", "Fjord", currencies=overseas, now=now)
    service = tenants.add_child(session, nordlys, "Nordlys Service", now=now)
    partner = tenants.add_child(session, nordlys, "Nordlys Partner", now=now)
    return {organization.name: organization for organization in (nordlys, service, partner, fjord)}


def _employ(
    session: Session, organization: Organization, colleague: Colleague, password_hash: str, now: datetime
) -> Actor:
    user = tenants.add_user(
        session,
        organization,
        email=colleague.email,
        name=colleague.name,
        role=colleague.role,
        password_hash=password_hash,
        language=colleague.language,
        now=now,
    )
    account = accounts.Account(user.id, user.tenant_id, organization.id, organization.name, colleague.role, None)
    secret, _ = accounts.open_session(session, account, user_agent="demo", now=now, limits=SessionLimits())
    session.flush()
    credential = Credential(session_hash=accounts.hash_secret(secret))
    actor = accounts.resolve_actor(session, credential, now=now, limits=SessionLimits())
    accounts.close_session(session, accounts.hash_secret(secret), now=now)
    return actor


_BUSINESS = {
    "Nordlys": (words.ENERGY, words.COMPANY_LAST, 60, ("EUR", "SEK", "USD")),
    "Nordlys Service": (words.SERVICE, words.COMPANY_LAST, 20, ("SEK",)),
    "Nordlys Partner": (words.RESELLER, words.COMPANY_LAST, 16, ("SEK", "DKK", "EUR")),
    "Fjord": (words.SEA, words.SEA_COMPANY_LAST, 24, ("EUR", "GBP")),
}


def _office(session: Session, walk: Walk, organization: Organization, name: str, actors: dict[str, Actor]) -> Office:
    business, company_words, customers, currencies = _BUSINESS[name]
    here = [actor for actor in actors.values() if actor.organization_id == organization.id]
    tenant_id = organization.tenant_id
    return Office(
        session=session,
        walk=walk,
        business=business,
        customers=some_customers(walk, company_words, customers),
        currencies=currencies,
        managers=[actor for actor in here if actor.role == Role.MANAGER],
        professionals=[actor for actor in here if actor.role == Role.PROFESSIONAL],
        finders=[actor for actor in here if actor.role in (Role.BASIC, Role.LITE)],
        stages=choices_of(session, tenant_id, Stage),
        categories=choices_of(session, tenant_id, Category),
        sources=choices_of(session, tenant_id, Source),
        lost_reasons=choices_of(session, tenant_id, LostReason),
    )


def _present(walk: Walk, offices: dict[str, Office], actors: dict[str, Actor]) -> int:
    """What the named accounts have on their tables these weeks; returns the number of leads."""
    told = AGAINST_THE_CLOCK

    def ago(days: float, *stories: Story) -> None:
        nonlocal told
        for number, story in enumerate(stories):
            walk.begin(story, walk.until - timedelta(days=days + number * 0.7))
            told += 1

    nordlys, petra = offices["Nordlys"], actors["professional@nordlys.example"]
    magnus, partner = actors["manager@nordlys.example"], offices["Nordlys Partner"]
    for name in ("lite@nordlys.example", "basic@nordlys.example"):
        finder = actors[name]
        ago(9, nordlys.found(finder, becomes="kept"), nordlys.found(finder, becomes="kept"))
        ago(16, nordlys.found(finder, becomes="returned"))
        ago(40, nordlys.found(finder, owner=magnus, becomes="taken", ends="quiet"))
        ago(60, nordlys.found(finder, owner=petra, becomes="taken", ends="parked"))
        ago(110, nordlys.found(finder, owner=petra, becomes="taken", ends="won"))
        ago(130, nordlys.found(finder, owner=petra, becomes="taken", ends="closed"))
    for stage, count in enumerate((4, 5, 5, 5)):
        ago(14 + 3 * stage, *(nordlys.standing_at(petra, stage) for _ in range(count)))
    ago(21, nordlys.sent_on(petra, partner, 2, is_answered=True))
    ago(20, *(nordlys.standing_at(magnus, stage) for stage in (0, 2, 3)), nordlys.sent_on(magnus, partner, 1))
    ago(15, nordlys.found(actors["basic@nordlys.example"], owner=petra, becomes="taken", ends="quiet"))
    for name, office in offices.items():
        if name != "Nordlys":
            basic = next(actor for actor in office.finders if actor.role == Role.BASIC)
            ago(2.2, office.found(basic, becomes="waiting"))
            ago(12, office.found(basic, becomes="kept"), *(office.standing_at(office.managers[0], 2) for _ in "12"))
    return told


_SHARES = {"Nordlys": 60, "Nordlys Service": 14, "Nordlys Partner": 10, "Fjord": 16}


def _past(walk: Walk, offices: dict[str, Office], count: int) -> None:
    """The leads of the months before: the further on, the more."""
    chance = walk.chance
    for name in chance.choices(list(_SHARES), list(_SHARES.values()), k=count):
        office = offices[name]
        days = MONTHS.days * (1 - chance.random() ** 0.8)
        if chance.random() < 0.55:
            story = office.found(chance.choice(office.finders))
        elif chance.random() < 0.8 or not office.professionals:
            story = office.brought(chance.choice(office.sales), stage=chance.choice((0, 0, 1, 1, 2)))
        else:
            story = office.brought(
                chance.choice(office.managers), owner=chance.choice(office.professionals), stage=chance.choice((0, 1))
            )
        walk.begin(story, walk.until - timedelta(days=max(days, 1)))


def _rates_move(session: Session, walk: Walk, organization: Organization) -> Story:
    """Once a quarter the rates of the currencies are set anew."""
    codes = {"Fjord": ("EUR", "GBP")}.get(organization.name, ("EUR", "SEK", "DKK", "USD"))
    usual = {"EUR": 11.62, "SEK": 1.03, "DKK": 1.56, "USD": 10.71, "GBP": 13.58}
    while True:
        for code in codes:
            rate = Decimal(str(round(usual[code] * walk.chance.uniform(0.96, 1.04), 4)))
            tenants.set_rate(session, organization, code, rate)
        yield timedelta(days=91)
