"""PostgreSQL holds a transaction to its tenant, even where a query forgot the condition; the second wall."""

from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import ProgrammingError
from sqlmodel import Session, SQLModel, select

from leadx_app.db import Database
from leadx_app.domain.notes import NoteDraft, write_note
from leadx_app.models import Lead, Organization, Tag, Tenant
from tests.cast import Cast, a_lead, gather_in
from tests.support.lanes import PostgresLane

NOT_OF_A_TENANT = {"tenants", "sign_in_attempts", "passkey_challenges", "sign_in_flows", "round_runs"}
TENANT_TABLES = sorted(set(SQLModel.metadata.tables) - NOT_OF_A_TENANT)


@pytest.fixture
def database(request: pytest.FixtureRequest) -> Database:
    from tests.support.lanes import wanted_lanes

    if "postgresql" not in wanted_lanes():
        pytest.skip("row-level security is PostgreSQL's; this run left its lane out")
    lane: PostgresLane = request.getfixturevalue("postgres_lane")
    with lane.migrated() as url:
        database = Database(url)
        yield database
        database.close()


@pytest.fixture
def both(database: Database) -> Cast:
    """The cast, with a row in every table for both tenants where an act makes one."""
    cast = gather_in(database)
    for actor in (cast.manager, cast.stranger_manager):
        lead = database.act(cast.credential(actor), lambda session, actor, *, now: a_lead(session, actor, tags=("x",)))
        database.act(cast.credential(actor), write_note, lead.id, NoteDraft(text="Hei"))
    return cast


def _rows(session: Session, table: str) -> int:
    return session.execute(sa.text(f"SELECT count(*) FROM {table}")).scalar_one()


def test_every_table_of_a_tenant_says_whose_its_rows_are() -> None:
    assert all("tenant_id" in SQLModel.metadata.tables[name].columns for name in TENANT_TABLES)


def test_every_table_of_a_tenant_is_held_to_it_even_for_its_owner(database: Database) -> None:
    query = sa.text(
        "SELECT relname FROM pg_class JOIN pg_policy ON polrelid = pg_class.oid"
        " WHERE relrowsecurity AND relforcerowsecurity AND polcmd = '*' AND polwithcheck IS NOT NULL"
    )
    held = set(database.system(lambda session, *, now: session.execute(query).scalars().all()))
    assert held == {*TENANT_TABLES, "tenants"}


def test_the_application_is_nobody_whom_the_wall_does_not_hold(database: Database) -> None:
    query = sa.text("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")
    assert database.system(lambda session, *, now: session.execute(query).scalar_one()) is False


def test_a_query_without_a_condition_sees_only_the_own_tenant(database: Database, both: Cast) -> None:
    def leads(session: Session, actor: object) -> set[UUID]:
        return {lead.tenant_id for lead in session.exec(select(Lead))} | {t.id for t in session.exec(select(Tenant))}

    for actor in (both.manager, both.stranger_basic):
        assert database.read(both.credential(actor), leads) == {actor.tenant_id}
        assert database.read(both.token_credential(actor), leads) == {actor.tenant_id}


def test_of_every_table_two_tenants_see_different_rows_and_together_all(database: Database, both: Cast) -> None:
    def counts(session: Session, *_: object, **__: object) -> dict[str, int]:
        return {table: _rows(session, table) for table in [*TENANT_TABLES, "tenants"]}

    everything = database.system(counts)
    ours, theirs = (database.read(both.credential(actor), counts) for actor in (both.basic, both.stranger_basic))
    assert {table: ours[table] + theirs[table] for table in ours} == everything
    assert everything["leads"] == everything["notes"] == 2


def test_a_transaction_that_says_nothing_sees_nothing(database: Database, both: Cast) -> None:
    with database.engine.connect() as connection:
        for table in [*TENANT_TABLES, "tenants"]:
            assert connection.execute(sa.text(f"SELECT count(*) FROM {table}")).scalar_one() == 0


def test_the_binding_ends_with_its_transaction(database: Database, both: Cast) -> None:
    database.read(both.credential(both.basic), lambda session, actor: None)
    with database.engine.connect() as connection:
        setting = sa.text("SELECT coalesce(current_setting('leadx.tenant', true), '')")
        assert connection.execute(setting).scalar_one() == ""


def test_a_row_cannot_be_written_for_another_tenant(database: Database, both: Cast) -> None:
    def smuggle(session: Session, actor: object, *, now: object) -> None:
        stranger = both.stranger_manager
        session.add(Tag(tenant_id=stranger.tenant_id, organization_id=stranger.organization_id, name="y"))
        session.flush()

    with pytest.raises(ProgrammingError, match="row-level security"):
        database.act(both.credential(both.manager), smuggle)


def test_a_row_of_another_tenant_cannot_be_changed_or_removed(database: Database, both: Cast) -> None:
    def vandalize(session: Session, actor: object, *, now: object) -> int:
        theirs = Organization.tenant_id == both.stranger_manager.tenant_id
        changed = session.connection().execute(sa.update(Organization).where(theirs).values(name="Ours"))
        removed = session.connection().execute(sa.delete(Tag).where(Tag.tenant_id == both.stranger_manager.tenant_id))
        return changed.rowcount + removed.rowcount

    assert database.act(both.credential(both.admin), vandalize) == 0
