"""What the filters of lists of leads offer: stages, categories, sources, tags and people, in one statement."""

from dataclasses import dataclass, field
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from leadx_app.domain.find import find_visible_organizations
from leadx_app.domain.permissions import SALES, Actor
from leadx_app.domain.scope import offers, sees_choice, sees_tag
from leadx_app.models import Category, Membership, Source, Stage, Tag, User
from leadx_app.queries.choices import WORKS_WITH_LEADS, Option

MOST_OFFERED = 300


@dataclass(frozen=True, slots=True)
class FilterChoices:
    """What can be chosen: lists in the tenant's order, tags and people by name; at most 300 of each.

    `owners` are who may own leads, `people` everybody who may bring them in.
    """

    stages: list[Option] = field(default_factory=list)
    categories: list[Option] = field(default_factory=list)
    sources: list[Option] = field(default_factory=list)
    tags: list[Option] = field(default_factory=list)
    owners: list[Option] = field(default_factory=list)
    people: list[Option] = field(default_factory=list)


def filter_choices(session: Session, actor: Actor, organization_id: UUID | None = None) -> FilterChoices:
    """What the filters offer in one organization; None is all that the actor reads.

    Raises:
        NotFound: an organization that the actor does not read.
    """
    wanted = actor.organization_ids if organization_id is None else frozenset({organization_id})
    find_visible_organizations(session, actor, wanted)
    parts = [_choices(actor, name, table) for name, table in _TABLES.items()]
    tags = sa.select(sa.literal("tags"), Tag.id, Tag.name, sa.literal(0), sa.literal("")).where(sees_tag(actor))
    here = (
        Membership.organization_id.in_(wanted),
        Membership.is_active,
        User.is_active,
        User.tenant_id == actor.tenant_id,
    )
    people = (
        sa.select(sa.literal("people"), User.id, User.name, sa.literal(0), Membership.role)
        .join(Membership, Membership.user_id == User.id)
        .where(*here, WORKS_WITH_LEADS)
    )
    parts += [part.order_by(name).limit(MOST_OFFERED) for part, name in ((tags, Tag.name), (people, User.name))]
    found = session.execute(sa.union_all(*(part.subquery().select() for part in parts)))
    offered: dict[str, dict[UUID, Option]] = {}
    for group, one, name, _, role in sorted(found, key=lambda row: (row[3], row[2].casefold(), row[1])):
        offered.setdefault(group, {})[one] = Option(one, name)
        if role and role in SALES:
            offered.setdefault("owners", {})[one] = Option(one, name)
    return FilterChoices(**{group: list(options.values()) for group, options in offered.items()})


_TABLES = {"stages": Stage, "categories": Category, "sources": Source}


def _choices(actor: Actor, group: str, table: type[Stage] | type[Category] | type[Source]) -> sa.Select:
    columns = (sa.literal(group).label("kind"), table.id, table.name, table.position, sa.literal("").label("role"))
    known = offers(actor, table) if table is Stage else sees_choice(actor, table)
    return sa.select(*columns).where(known).order_by(table.position).limit(MOST_OFFERED)
