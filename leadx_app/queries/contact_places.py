"""Where the companies of the list are: what its filters by city and country offer."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from leadx_app.domain.contacts.keys import sort_key
from leadx_app.domain.permissions import Actor
from leadx_app.domain.scope import lists_contacts
from leadx_app.models import Company
from leadx_app.queries.filter_choices import MOST_OFFERED


@dataclass(frozen=True, slots=True)
class ContactPlaces:
    """Cities by the alphabet, each once and as it is written, and the letters of countries; at most 300 of each."""

    cities: list[str] = field(default_factory=list)
    countries: list[str] = field(default_factory=list)


def contact_places(session: Session, actor: Actor, organization_id: UUID | None = None) -> ContactPlaces:
    """Where the companies are that the actor sees; costs a look into an index for each place, for any number of them.

    Raises:
        NotPermitted, NotFound: as `contact_page`.
    """
    here = sa.and_(lists_contacts(actor, Company, organization_id))
    cities = _known("city_keys", Company.city_key, here)
    written = _written(here, cities)
    countries = _known("countries", Company.country, here)
    parts = [
        sa.select(sa.literal("cities").label("kind"), *written).where(cities.c.value.is_not(None)),
        sa.select(sa.literal("countries"), *[countries.c.value] * 3).where(countries.c.value.is_not(None)),
    ]
    rows = session.execute(sa.union_all(*(part.subquery().select() for part in parts))).all()
    found = {kind: [_shown(row[1:]) for row in rows if row.kind == kind] for kind in ("cities", "countries")}
    return ContactPlaces(
        **{kind: sorted(values, key=lambda one: (sort_key(one), one)) for kind, values in found.items()}
    )


def _shown(written: Sequence[str | None]) -> str:
    """Of the ways of writing a place the first with small and great letters."""
    known = [one for one in written if one]
    return next((one for one in known if not (one.isupper() or one.islower())), known[0])


def _written(here: sa.ColumnElement[bool], cities: sa.CTE) -> list[sa.ColumnElement[str]]:
    """The first two ways in which a city's name is written, and the last: a look into the index each."""

    def one(spelling: sa.ColumnElement[str], *further: sa.ColumnElement[bool]) -> sa.ScalarSelect[str]:
        written = sa.select(spelling).where(here, Company.city_key == cities.c.value, *further)
        return written.correlate(cities).scalar_subquery()

    least, last = sa.func.min(Company.city), sa.func.max(Company.city)
    return [one(least), one(least, Company.city > one(least)), one(last)]


def _known(name: str, column: sa.ColumnElement, here: sa.ColumnElement[bool]) -> sa.CTE:
    """The values of a column, and None behind the last: each time the least one greater than the one before."""
    least = sa.select(sa.func.min(column)).where(here, column.is_not(None))
    first = sa.select(least.scalar_subquery().label("value"), sa.literal(1).label("number")).cte(name, recursive=True)
    following = least.where(column > first.c.value).scalar_subquery()
    further = sa.select(following, first.c.number + 1)
    return first.union_all(further.where(first.c.value.is_not(None), first.c.number < MOST_OFFERED))
