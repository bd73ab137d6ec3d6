"""Keep figures of sources, categories and reasons, and of what is expected; sums of months beside those of days.

Revision: 3f8a6d0175c4
Follows: 5b0e71c2a9d4
"""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from alembic import op

revision = "3f8a6d0175c4"
down_revision = "5b0e71c2a9d4"
branch_labels = None
depends_on = None

TENANT_TABLES = ("stage_day_figures", "group_day_figures", "forecast_figures")

# As in the first migration.
SETTING = "SELECT current_setting('leadx.tenant', true)"
HOLDS = "({setting}) = '*' OR {column} = (SELECT nullif(nullif(({setting}), '*'), '')::uuid)"

BATCH = 10_000
HIGH = 1_000_000_000
DAY_COUNTERS = ("leads", "leads_won", "won", "closed", "handshakes", "revenue_high", "revenue_low")
OLD_STAGE_COUNTERS = ("made", "standing", "won", "won_seconds")
STAGE_COUNTERS = ("made", "made_won", "standing", "won", "won_seconds")
GROUP_COUNTERS = ("leads", "leads_won", "won", "closed", "value_high", "value_low")
FORECAST_COUNTERS = ("leads", "value_high", "value_low")
WHOSE = ("tenant_id", "organization_id", "whose_id")

ORGANIZATIONS = sa.table("organizations", sa.column("id", sa.Uuid), sa.column("time_zone", sa.String))
IDS = ("id", "tenant_id", "organization_id", "creator_id", "owner_id", "stage_id")
GROUPS = ("source_id", "category_id", "lost_reason_id")
LEADS = sa.table(
    "leads",
    *(sa.column(name, sa.Uuid) for name in (*IDS, *GROUPS)),
    sa.column("sub_stage", sa.String),
    sa.column("base_value", sa.BigInteger),
    sa.column("expected_closing_on", sa.Date),
    *(sa.column(name, sa.DateTime(timezone=True)) for name in ("created_at", "stage_entered_at", "ended_at")),
)


def table_of(name: str, place: dict[str, Any], counters: tuple[str, ...]) -> sa.TableClause:
    """A table of figures."""
    return sa.table(
        name,
        *(sa.column(one, sa.Uuid) for one in WHOSE),
        *(sa.column(one, kind) for one, kind in place.items()),
        *(sa.column(one, sa.BigInteger) for one in counters),
    )


DAYS = table_of("day_figures", {"day": sa.Integer}, DAY_COUNTERS)
STAGE_DAYS = table_of("stage_day_figures", {"stage_id": sa.Uuid, "day": sa.Integer}, STAGE_COUNTERS)
GROUP_DAYS = table_of("group_day_figures", {"day": sa.Integer, "group_id": sa.Uuid}, GROUP_COUNTERS)
FORECASTS = table_of("forecast_figures", {"month": sa.Integer, "stage_id": sa.Uuid}, FORECAST_COUNTERS)


def hold_to_tenant(table: str) -> None:
    """Let a transaction see and write only the rows of its tenant, even the owner of the table."""
    condition = HOLDS.format(setting=SETTING, column="tenant_id")
    op.execute(f"CREATE POLICY {table}_of_tenant ON {table} USING ({condition}) WITH CHECK ({condition})")
    op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")


def create(name: str, place: dict[str, Any], counters: tuple[str, ...]) -> None:
    """Create a table of figures, held to its tenant."""
    op.create_table(
        name,
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("whose_id", sa.Uuid(), nullable=False),
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        *(sa.Column(one, kind, nullable=False) for one, kind in place.items()),
        *(sa.Column(one, sa.BigInteger(), nullable=False) for one in counters),
        sa.ForeignKeyConstraint(["organization_id"], ["organizations.id"], name=op.f(f"fk_{name}_organization_id")),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f(f"fk_{name}_tenant_id")),
        sa.PrimaryKeyConstraint("organization_id", "whose_id", *place, name=op.f(f"pk_{name}")),
        sqlite_with_rowid=False,
    )
    if op.get_bind().dialect.name == "postgresql":
        hold_to_tenant(name)


def see_everybody(setting: str) -> None:
    """On PostgreSQL, work on the rows of all tenants ("*"), or of none any more ("")."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"SELECT set_config('leadx.tenant', '{setting}', true)")


def upgrade() -> None:
    op.drop_table("stage_day_figures")
    create("stage_day_figures", {"stage_id": sa.Uuid(), "day": sa.Integer()}, STAGE_COUNTERS)
    create("group_day_figures", {"day": sa.Integer(), "group_id": sa.Uuid()}, GROUP_COUNTERS)
    create("forecast_figures", {"month": sa.Integer(), "stage_id": sa.Uuid()}, FORECAST_COUNTERS)
    see_everybody("*")
    for organization_id, time_zone in op.get_bind().execute(sa.select(ORGANIZATIONS)).all():
        fill(organization_id, ZoneInfo(time_zone))
        add_months(organization_id)
    see_everybody("")


def fill(organization_id: Any, zone: ZoneInfo) -> None:
    """Count the leads of an organization."""
    stages: Counter[tuple] = Counter()
    groups: Counter[tuple] = Counter()
    forecast: Counter[tuple] = Counter()
    for lead in leads_of(organization_id):
        for whose_id in {lead.organization_id, lead.creator_id, lead.owner_id} - {None}:
            whose = (lead.tenant_id, lead.organization_id, whose_id)
            for day, counter, amount in at_stage(lead, zone):
                for key in (day, month_of(day)):
                    stages[(*whose, lead.stage_id, key), counter] += amount
            for group_id, day, counter, amount in in_groups(lead, zone):
                for key in (day, month_of(day)):
                    groups[(*whose, key, group_id), counter] += amount
            for month, counter, amount in expected(lead):
                forecast[(*whose, month, lead.stage_id), counter] += amount
    write(STAGE_DAYS, ("stage_id", "day"), STAGE_COUNTERS, stages)
    write(GROUP_DAYS, ("day", "group_id"), GROUP_COUNTERS, groups)
    write(FORECASTS, ("month", "stage_id"), FORECAST_COUNTERS, forecast)


def add_months(organization_id: Any) -> None:
    """Sum the days of an organization by month."""
    counted: Counter[tuple] = Counter()
    for row in op.get_bind().execute(sa.select(DAYS).where(DAYS.c.organization_id == organization_id, DAYS.c.day > 0)):
        key = (row.tenant_id, row.organization_id, row.whose_id, month_of(row.day))
        counted.update({(key, name): getattr(row, name) for name in DAY_COUNTERS})
    write(DAYS, ("day",), DAY_COUNTERS, counted)


def leads_of(organization_id: Any) -> Iterator[sa.Row]:
    """The leads of an organization in the order of their ids, a batch at a time."""
    query = sa.select(LEADS).where(LEADS.c.organization_id == organization_id).order_by(LEADS.c.id).limit(BATCH)
    batch = op.get_bind().execute(query).all()
    while batch:
        yield from batch
        batch = op.get_bind().execute(query.where(LEADS.c.id > batch[-1].id)).all()


def at_stage(lead: sa.Row, zone: ZoneInfo) -> Iterator[tuple[int, str, int]]:
    """Day, counter and amount of what a lead that is not parked adds to its stage."""
    if lead.sub_stage == "parked":
        return
    made = whole(lead.created_at)
    yield day_of(made, zone), "made", 1
    if lead.sub_stage == "open":
        yield day_of(whole(lead.stage_entered_at), zone), "standing", 1
    if lead.sub_stage == "won":
        yield day_of(made, zone), "made_won", 1
    if lead.sub_stage == "won" and lead.ended_at is not None:
        ended = whole(lead.ended_at)
        yield day_of(ended, zone), "won", 1
        yield day_of(ended, zone), "won_seconds", int((ended - made).total_seconds())


def in_groups(lead: sa.Row, zone: ZoneInfo) -> Iterator[tuple[Any, int, str, int]]:
    """Group, day, counter and amount of what a lead that is not parked adds to its groups."""
    if lead.sub_stage == "parked":
        return
    is_won, is_closed = lead.sub_stage == "won", lead.sub_stage == "closed"
    ended = day_of(whole(lead.ended_at), zone) if lead.ended_at is not None and (is_won or is_closed) else None
    for group_id in (lead.source_id, lead.category_id):
        if group_id is None:
            continue
        made = day_of(whole(lead.created_at), zone)
        yield group_id, made, "leads", 1
        if is_won:
            yield group_id, made, "leads_won", 1
        if ended is not None:
            yield group_id, ended, "won" if is_won else "closed", 1
        if ended is not None and is_won:
            yield from ((group_id, ended, name, amount) for name, amount in worth(lead))
    if is_closed and ended is not None and lead.lost_reason_id is not None:
        yield lead.lost_reason_id, ended, "closed", 1
        yield from ((lead.lost_reason_id, ended, name, amount) for name, amount in worth(lead))


def expected(lead: sa.Row) -> Iterator[tuple[int, str, int]]:
    """Month, counter and amount of what an open lead lets expect."""
    if lead.sub_stage == "open":
        closing: date | None = lead.expected_closing_on
        month = closing.replace(day=1).toordinal() if closing else 0
        yield month, "leads", 1
        yield from ((month, name, amount) for name, amount in worth(lead))


def worth(lead: sa.Row) -> Iterator[tuple[str, int]]:
    """The lead's worth in cents, in two parts."""
    if lead.base_value is not None:
        high, low = divmod(lead.base_value, HIGH)
        yield "value_high", high
        yield "value_low", low


def whole(moment: datetime) -> datetime:
    """The second; SQLite gives times without a zone, in UTC."""
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).replace(microsecond=0)


def day_of(moment: datetime, zone: ZoneInfo) -> int:
    """The day in the time zone as a number."""
    return moment.astimezone(zone).toordinal()


def month_of(day: int) -> int:
    """Minus the first day of the month."""
    return -date.fromordinal(day).replace(day=1).toordinal()


def write(table: sa.TableClause, place: tuple[str, ...], counters: tuple[str, ...], counted: Counter[tuple]) -> None:
    """Insert the rows, a batch at a time."""
    rows: dict[tuple, dict[str, Any]] = {}
    for (key, counter), amount in counted.items():
        named = dict(zip((*WHOSE, *place), key, strict=True))
        rows.setdefault(key, named | dict.fromkeys(counters, 0))[counter] = amount
    ordered = list(rows.values())
    for start in range(0, len(ordered), BATCH):
        op.get_bind().execute(sa.insert(table), ordered[start : start + BATCH])


def downgrade() -> None:
    see_everybody("*")
    for table in (DAYS, STAGE_DAYS):
        op.execute(sa.delete(table).where(table.c.day < 0))
    see_everybody("")
    op.drop_table("forecast_figures")
    op.drop_table("group_day_figures")
    with op.batch_alter_table("stage_day_figures") as batch:
        batch.drop_column("made_won")
