"""Figures that are kept with every act, so that reading them costs the same for a thousand and a million leads."""

from uuid import UUID

from sqlmodel import Field, SQLModel

from .base import big_count, enum_column
from .lead import SubStage

ALL_TIME = 0
NO_MONTH = 0
HIGH = 1_000_000_000
"""Cents of a sum beyond the largest whole number of a database: kept as `high` · HIGH + `low`."""


class _Figure(SQLModel):
    """Whose figures: a person's (leads that they created or own, each once) or the organization's as a whole.

    `whose_id` is the person's id, or the organization's own; no other key is needed, and rows of one organization lie
    beside each other.
    """

    organization_id: UUID = Field(foreign_key="organizations.id", primary_key=True)
    whose_id: UUID = Field(primary_key=True)
    tenant_id: UUID = Field(foreign_key="tenants.id")


class DayFigure(_Figure, table=True):
    """What happened on one day to leads that are not parked now.

    `day` is `date.toordinal()` of the day in the organization's time zone; minus that of the first day of a month for
    the sum of its days; or `ALL_TIME` for the sum of all days.
    `leads` were made on the day, and `leads_won` of those are Won, whenever that was; `won` and `closed` ended on the
    day, with the revenue of the won ones in cents of the base currency; `handshakes` were completed on it. `owned` is
    the revenue of those that the person owns, and nothing for an organization: added up over people, no lead counts
    twice.
    """

    __tablename__ = "day_figures"
    __table_args__ = {"sqlite_with_rowid": False}

    day: int = Field(primary_key=True)
    leads: int = big_count()
    leads_won: int = big_count()
    won: int = big_count()
    closed: int = big_count()
    handshakes: int = big_count()
    revenue_high: int = big_count()
    revenue_low: int = big_count()
    owned_high: int = big_count()
    owned_low: int = big_count()


class StageFigure(_Figure, table=True):
    """How many leads stand at a stage with an outcome now, and their worth in cents of the base currency."""

    __tablename__ = "stage_figures"
    __table_args__ = {"sqlite_with_rowid": False}

    stage_id: UUID = Field(primary_key=True)
    sub_stage: SubStage = Field(sa_type=enum_column(SubStage), primary_key=True)
    leads: int = big_count()
    value_high: int = big_count()
    value_low: int = big_count()


class StageDayFigure(_Figure, table=True):
    """What happened on one day to leads that stand at a stage now and are not parked; for Pulse.

    `day` as in `DayFigure`, without a sum of all days. `made` were made on the day, and `made_won` of those are Won;
    `standing` came to the stage on it and are still open; `won` were won on it, `won_seconds` after they were made
    (whole seconds, together).
    """

    __tablename__ = "stage_day_figures"
    __table_args__ = {"sqlite_with_rowid": False}

    stage_id: UUID = Field(primary_key=True)
    day: int = Field(primary_key=True)
    made: int = big_count()
    made_won: int = big_count()
    standing: int = big_count()
    won: int = big_count()
    won_seconds: int = big_count()


class GroupDayFigure(_Figure, table=True):
    """What happened on one day to leads of a source, of a category, or lost for a reason, that are not parked now.

    `day` as in `StageDayFigure`, the counters as in `DayFigure`; `value` is that of the won ones. Of a reason there are
    only the `closed`, and `value` is theirs. `group_id` is the id of any of the three.
    """

    __tablename__ = "group_day_figures"
    __table_args__ = {"sqlite_with_rowid": False}

    day: int = Field(primary_key=True)
    group_id: UUID = Field(primary_key=True)
    leads: int = big_count()
    leads_won: int = big_count()
    won: int = big_count()
    closed: int = big_count()
    value_high: int = big_count()
    value_low: int = big_count()


class ForecastFigure(_Figure, table=True):
    """How many open leads at a stage are expected to close in a month, and their worth in cents of the base currency.

    `month` is `date.toordinal()` of its first day, or `NO_MONTH` for leads without a date.
    """

    __tablename__ = "forecast_figures"
    __table_args__ = {"sqlite_with_rowid": False}

    month: int = Field(primary_key=True)
    stage_id: UUID = Field(primary_key=True)
    leads: int = big_count()
    value_high: int = big_count()
    value_low: int = big_count()


class PointTotal(_Figure, table=True):
    """A person's entries in the ledger of points by month, added up.

    `month` is `date.toordinal()` of its first day; what was taken back counts less in the month in which it was.
    """

    __tablename__ = "point_totals"
    __table_args__ = {"sqlite_with_rowid": False}

    month: int = Field(primary_key=True)
    points: int = big_count()
    created: int = big_count()
    handshake: int = big_count()
    won: int = big_count()
