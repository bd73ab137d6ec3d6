"""The full-text index: the words of everything that can be searched, kept by triggers of the database."""

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlmodel import Field, SQLModel

Words = sa.Text().with_variant(TSVECTOR(), "postgresql")


class SearchRow(SQLModel, table=True):
    """The words of one row of another table, whose id is `row_id`.

    Each word stands in `words` behind a letter that says of what it is and the end of its tenant's id, so that another
    tenant's word is another word; whose row it is stands there too (docs/decisions/0115). From its second letter on,
    its third and so on it stands there once more, behind a z (docs/decisions/0193). Triggers write this table in the
    transaction of every act; on SQLite they keep the FTS5 table `fts_search` beside it.
    """

    __tablename__ = "search_rows"

    number: int | None = Field(
        default=None, primary_key=True, sa_type=sa.BigInteger().with_variant(sa.Integer, "sqlite")
    )
    tenant_id: UUID = Field(foreign_key="tenants.id", index=True)
    organization_id: UUID = Field(foreign_key="organizations.id", index=True)
    row_id: UUID = Field(unique=True)
    words: str = Field(sa_type=Words)
