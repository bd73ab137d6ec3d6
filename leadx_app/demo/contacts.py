"""What the offices of the demo wrote down about their customers, beside what came with the leads."""

import random
from datetime import datetime, timedelta

from sqlmodel import Session, select
from stdnum.no import orgnr

from leadx_app.domain.contacts.draft import CompanyDraft, CompanyEdit, PersonEdit
from leadx_app.domain.contacts.edit import create_company, edit_company, edit_person
from leadx_app.domain.leads.draft import parse_draft
from leadx_app.domain.permissions import Actor
from leadx_app.models import Company, Person

from . import words


def write_contacts_down(session: Session, actor: Actor, *, until: datetime, seed: int) -> None:
    """Most companies get a number, an address and ways to reach them, most persons a title.

    One company is there twice, as it happens, so that there is something to merge.
    """
    chance = random.Random(f"{seed}{actor.name}")
    here = Company.organization_id == actor.organization_id
    companies = session.exec(select(Company).where(here).order_by(Company.sort_key, Company.id)).all()
    for place, company in enumerate(companies):
        now = company.updated_at + (until - company.updated_at) * chance.random()
        if chance.random() < 0.8:
            changes = parse_draft(CompanyEdit, {"version": company.version, **_facts(chance, company.name, place)})
            edit_company(session, actor, company.id, changes, now=now)
    there = Person.organization_id == actor.organization_id
    for person in session.exec(select(Person).where(there).order_by(Person.sort_key, Person.id)).all():
        if chance.random() < 0.75:
            changes = PersonEdit(version=person.version, title=chance.choice(words.TITLES))
            now = person.updated_at + (until - person.updated_at) * chance.random()
            edit_person(session, actor, person.id, changes, now=now)
    twin = next(
        (company for company in companies if company.organization_number and company.name.endswith(" AS")), None
    )
    if twin is not None:
        facts = {"name": twin.name.removesuffix(" AS"), "phone": twin.phone or ""}
        create_company(session, actor, parse_draft(CompanyDraft, facts), now=until - timedelta(days=6))


def _facts(chance: random.Random, name: str, place: int) -> dict[str, str]:
    """Made up: numbers of this kind are given to nobody, and the addresses lead nowhere."""
    postcode, city = chance.choice(words.TOWNS)
    site = "".join(letter for letter in name.lower().translate(words.PLAIN) if letter.isalnum())
    facts = {
        "address": f"{chance.choice(words.STREETS)} {chance.randrange(1, 80)}",
        "postcode": postcode,
        "city": city,
        "country": "NO",
        "industry": chance.choice(words.INDUSTRIES),
    }
    optional = {
        "organization_number": _number(chance, place),
        "phone": f"+4712{chance.randrange(10**6):06d}",
        "email": f"post@{site}.example",
        "website": f"https://www.{site}.example",
    }
    return facts | {field: text for field, text in optional.items() if text and chance.random() < 0.85}


def _number(chance: random.Random, place: int) -> str:
    """A number with the right check digit; "" for the few beginnings that have none."""
    begins = f"31{chance.randrange(1_000):03d}{place:03d}"
    return next((begins + digit for digit in "0123456789" if orgnr.is_valid(begins + digit)), "")
