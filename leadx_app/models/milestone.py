"""What people have done so far, counted with each act, so that a round number is noticed without counting."""

from uuid import UUID

from sqlmodel import Field, SQLModel


class PersonCount(SQLModel, table=True):
    """How often a person did something in an organization; `reached` is the highest milestone told of."""

    __tablename__ = "person_counts"

    organization_id: UUID = Field(foreign_key="organizations.id", primary_key=True)
    user_id: UUID = Field(foreign_key="users.id", primary_key=True)
    measure: str = Field(max_length=16, primary_key=True)
    tenant_id: UUID = Field(foreign_key="tenants.id", index=True)
    count: int = 0
    reached: int = 0
