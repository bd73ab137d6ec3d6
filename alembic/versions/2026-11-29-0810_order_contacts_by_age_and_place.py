"""Find contacts by the day that they were made, and companies by city and country.

Revision: 7c41e9b2f06d
Follows: 5e0b7c91a4d3
"""

import sqlalchemy as sa
from alembic import op

revision = "7c41e9b2f06d"
down_revision = "5e0b7c91a4d3"
branch_labels = None
depends_on = None

WHOSE = ("organization_id", "tenant_id")
PLACES = ("city", "country")


def place_index(whose: str, place: str) -> str:
    return f"ix_companies_{place}" + ("_of_tenant" if whose == "tenant_id" else "")


def upgrade() -> None:
    for table in ("companies", "persons"):
        for whose in WHOSE:
            op.create_index(op.f(f"ix_{table}_{whose}_created_at_id"), table, [whose, "created_at", "id"])
    for place in PLACES:
        known = sa.text(f"{place} IS NOT NULL")
        for whose in WHOSE:
            name = place_index(whose, place)
            op.create_index(name, "companies", [whose, place], sqlite_where=known, postgresql_where=known)


def downgrade() -> None:
    for place in PLACES:
        for whose in WHOSE:
            op.drop_index(place_index(whose, place), table_name="companies")
    for table in ("companies", "persons"):
        for whose in WHOSE:
            op.drop_index(op.f(f"ix_{table}_{whose}_created_at_id"), table_name=table)
