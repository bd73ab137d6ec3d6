"""Column types and ids shared by all tables."""

import os
import threading
import time
from datetime import UTC, datetime
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field, SQLModel

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

CENT = Decimal("0.01")
RATE_STEP = Decimal("0.00000001")


STEPS_PER_MS = 4096
_ids = threading.Lock()
_last_step = 0


def new_id() -> UUID:
    """A UUID version 7: sorts by time of making, within a process without ties; 62 random bits, never a row count."""
    global _last_step
    with _ids:
        _last_step = step = max(time.time_ns() * STEPS_PER_MS // 1_000_000, _last_step + 1)
    ms, part = divmod(step, STEPS_PER_MS)
    chance = int.from_bytes(os.urandom(8), "big") >> 2
    return UUID(int=ms << 80 | 0x7 << 76 | part << 64 | 0x2 << 62 | chance)


def utc_now() -> datetime:
    """The present moment, timezone-aware; for the edge only, commands get `now` as an argument."""
    return datetime.now(UTC)


class UtcDateTime(TypeDecorator):
    """Timezone-aware UTC in Python; timestamptz on PostgreSQL, UTC text on SQLite. Naive times are refused."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("naive datetime")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Money(TypeDecorator):
    """Decimal with two decimals in Python, whole cents in the database: sums are exact on every database."""

    impl = sa.BigInteger
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Any) -> int | None:
        return None if value is None else int((value * 100).to_integral_exact(ROUND_HALF_UP))

    def process_result_value(self, value: int | Decimal | None, dialect: Any) -> Decimal | None:
        return None if value is None else Decimal(int(value)).scaleb(-2)


class Rate(TypeDecorator):
    """An exchange rate with eight decimals in Python, a whole number of 1e-8 in the database."""

    impl = sa.BigInteger
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Any) -> int | None:
        return None if value is None else int((value / RATE_STEP).to_integral_exact(ROUND_HALF_UP))

    def process_result_value(self, value: int | None, dialect: Any) -> Decimal | None:
        return None if value is None else Decimal(int(value)).scaleb(-8)


def enum_column(kind: type[StrEnum]) -> sa.Enum:
    """A StrEnum stored as text by value, without a native type or a check that would need a migration."""
    return sa.Enum(
        kind, native_enum=False, create_constraint=False, length=24, values_callable=lambda k: [m.value for m in k]
    )


def big_count() -> Any:
    """A column that counts: a large whole number that begins at 0."""
    return Field(default=0, sa_type=sa.BigInteger)


class TenantRow(SQLModel):
    """Columns of every row that belongs to a tenant."""

    id: UUID = Field(default_factory=new_id, primary_key=True)
    tenant_id: UUID = Field(foreign_key="tenants.id", index=True)


class OrganizationRow(TenantRow):
    """Columns of every row that belongs to an organization of a tenant."""

    organization_id: UUID = Field(foreign_key="organizations.id", index=True)
