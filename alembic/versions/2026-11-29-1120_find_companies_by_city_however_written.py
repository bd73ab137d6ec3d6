"""Find companies by city however it is written.

Revision: 8d52f0c3a17e
Follows: 7c41e9b2f06d
"""

import re
import unicodedata

import sqlalchemy as sa
from alembic import op

revision = "8d52f0c3a17e"
down_revision = "7c41e9b2f06d"
branch_labels = None
depends_on = None

AT_ONCE = 2_000
AFTER_Z = str.maketrans({"æ": "{", "ä": "{", "ø": "|", "ö": "|", "å": "}", "đ": "d", "ł": "l"})
INDEXES = {"ix_companies_city{}": "organization_id", "ix_companies_city{}_of_tenant": "tenant_id"}


def upgrade() -> None:
    is_postgresql = op.get_bind().dialect.name == "postgresql"
    key = sa.String(200, collation="C") if is_postgresql else sa.String(200)
    op.add_column("companies", sa.Column("city_key", key, nullable=True))
    fill()
    for name, whose in INDEXES.items():
        op.drop_index(name.format(""), table_name="companies")
        known = sa.text("city_key IS NOT NULL")
        columns = [whose, "city_key", "city"]
        op.create_index(name.format("_key"), "companies", columns, sqlite_where=known, postgresql_where=known)


def downgrade() -> None:
    for name, whose in INDEXES.items():
        op.drop_index(name.format("_key"), table_name="companies")
        known = sa.text("city IS NOT NULL")
        op.create_index(name.format(""), "companies", [whose, "city"], sqlite_where=known, postgresql_where=known)
    op.drop_column("companies", "city_key")


def fill() -> None:
    """The keys of the companies that are there."""
    connection = op.get_bind()
    if connection.dialect.name == "postgresql":
        connection.execute(sa.text("SELECT set_config('leadx.tenant', '*', true)"))
    companies = sa.table("companies", sa.column("id", sa.Uuid()), sa.column("city"), sa.column("city_key"))
    write = sa.update(companies).where(companies.c.id == sa.bindparam("company")).values(city_key=sa.bindparam("key"))
    some = sa.select(companies.c.id, companies.c.city).order_by(companies.c.id).limit(AT_ONCE)
    page = connection.execute(some).all()
    while page:
        keys = [{"company": row.id, "key": sort_key(row.city)} for row in page if row.city]
        if keys:
            connection.execute(write, keys)
        page = connection.execute(some.where(companies.c.id > page[-1].id)).all()


def sort_key(name: str) -> str:
    text = " ".join(re.split(r"\s+", unicodedata.normalize("NFKC", name).casefold().strip())).translate(AFTER_Z)
    plain = (letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter))
    return "".join(plain)[:200]
