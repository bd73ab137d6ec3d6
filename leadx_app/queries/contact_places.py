"""Where the companies of the list are: what its filters by city and country offer."""

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
    """Cities and countries as they are written, by the alphabet; at most 300 of each."""

    cities: list[str] = field(default_factory=list)
    countries: list[str] = field(default_factory=list)


def contact_places(session: Session, actor: Actor, organization_id: UUID | None = None) -> ContactPlaces:
    """Where the companies are that the actor sees; costs a look into an index for each place, for any number of them.

    Raises:
        NotPermitted, NotFound: as `contact_page`.
    """
    columns = {"cities": Company.city, "countries": Company.country}
    parts = [_known(actor, name, column, organization_id) for name, column in columns.items()]
    rows = session.execute(sa.union_all(*(part.subquery().select() for part in parts))).all()
    found = {name: [row.value for row in rows if row.kind == name] for name in columns}
    return ContactPlaces(
        **{name: sorted(values, key=lambda one: (sort_key(one), one)) for name, values in found.items()}
    )


def _known(actor: Actor, name: str, column: sa.ColumnElement, organization_id: UUID | None) -> sa.Select:
    """The values of a column: each time the least one that is greater than the one before."""
    least = sa.select(sa.func.min(column)).where(lists_contacts(actor, Company, organization_id), column.is_not(None))
    first = sa.select(least.scalar_subquery().label("value"), sa.literal(1).label("number")).cte(name, recursive=True)
    following = least.where(column > first.c.value).scalar_subquery()
    further = sa.select(following, first.c.number + 1)
    known = first.union_all(further.where(first.c.value.is_not(None), first.c.number < MOST_OFFERED))
    return sa.select(sa.literal(name).label("kind"), known.c.value).where(known.c.value.is_not(None))
