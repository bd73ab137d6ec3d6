"""The demo data keep their contract (product.md section 13)."""

import hashlib
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlmodel import Session, select

from leadx_app import demo
from leadx_app.adapters.storage_local import LocalStorage
from leadx_app.archive import desk
from leadx_app.config import Settings
from leadx_app.db import Database
from leadx_app.domain.accounts import accounts_with_email, actor_in
from leadx_app.figures import every_difference
from leadx_app.models import (
    Company,
    ContactChange,
    Event,
    File,
    HandoverState,
    Lead,
    Note,
    Notification,
    Organization,
    Person,
    Stage,
    StageChange,
    SubStage,
    Transfer,
    TransferState,
    User,
    utc_now,
)
from leadx_app.queries.community import community
from leadx_app.queries.community_filters import CommunityFilters
from leadx_app.queries.pulse import PulseFilters, pulse
from tests.support.lanes import Lane, wanted_lanes

pytestmark = pytest.mark.slow


NAMES = {colleague.email: colleague.name for colleague in demo.NAMED}


class Hasher:
    """Counts what it hashed; a real hash is slow."""

    def __init__(self) -> None:
        self.hashed: list[str] = []

    def hash_password(self, password: str) -> str:
        self.hashed.append(password)
        return "hash of the demo password"


@dataclass(frozen=True)
class Filled:
    """A database with the demo in it, and what was used to make it."""

    database: Database
    hasher: Hasher
    storage: LocalStorage
    folder: Path


@pytest.fixture(scope="module")
def filled(lane: Lane, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Filled]:
    with lane.migrated() as url:
        folder = tmp_path_factory.mktemp("demo")
        made = Filled(Database(url), Hasher(), LocalStorage(folder / "files"), folder)
        assert demo.fill_if_empty(made.database, made.hasher, utc_now(), storage=made.storage) is True
        yield made
        made.database.close()


@pytest.fixture
def session(filled: Filled) -> Iterator[Session]:
    database = filled.database
    with Session(database.engine, expire_on_commit=False) as session:
        database.bind_tenant(session, None)
        yield session


def _user(session: Session, email: str) -> User:
    return session.exec(select(User).where(User.email == email)).one()


def _positions(session: Session) -> dict:
    return {stage.id: stage.position for stage in session.exec(select(Stage))}


def test_filling_again_changes_nothing(filled: Filled) -> None:
    assert demo.fill_if_empty(filled.database, filled.hasher, utc_now(), storage=filled.storage) is False
    assert filled.hasher.hashed == ["leadx-demo-2026"]


def test_there_are_two_tenants_and_two_children(session: Session) -> None:
    organizations = {row.name: row for row in session.exec(select(Organization))}
    assert set(organizations) == {"Nordlys", "Nordlys Service", "Nordlys Partner", "Fjord"}
    nordlys, fjord = organizations["Nordlys"], organizations["Fjord"]
    assert nordlys.tenant_id != fjord.tenant_id
    assert {organizations[name].parent_id for name in ("Nordlys Service", "Nordlys Partner")} == {nordlys.id}


@pytest.mark.parametrize("colleague", demo.NAMED, ids=lambda colleague: colleague.email)
def test_a_named_account_can_sign_in_with_its_role(session: Session, colleague) -> None:
    [account] = accounts_with_email(session, colleague.email)
    assert (account.role, account.organization) == (colleague.role, colleague.organization)
    assert account.password_hash == "hash of the demo password"


def test_some_twenty_colleagues_stand_beside_the_named_accounts(session: Session) -> None:
    assert session.exec(select(sa.func.count()).select_from(User)).one() == len(demo.NAMED) + 20


def test_there_are_three_hundred_leads_over_eighteen_months(session: Session) -> None:
    made = session.exec(select(Lead.created_at).order_by(Lead.created_at)).all()
    assert len(made) == 300
    assert timedelta(days=450) < made[-1] - made[0] <= timedelta(days=548)
    assert made[-1] <= utc_now()


def test_leads_stand_in_every_stage_with_every_outcome(session: Session) -> None:
    positions = _positions(session)
    found = {(positions[lead.stage_id], lead.sub_stage) for lead in session.exec(select(Lead))}
    wanted = {(position, sub_stage) for position in (1, 2, 3) for sub_stage in SubStage}
    assert found >= wanted | {(0, SubStage.OPEN), (0, SubStage.CLOSED)}


def test_leads_have_several_currencies(session: Session) -> None:
    assert set(session.exec(select(Lead.currency))) >= {"NOK", "EUR", "SEK", "USD"}


@pytest.mark.parametrize("email", ["lite@nordlys.example", "basic@nordlys.example"])
def test_a_finder_has_leads_in_every_state_of_the_handover(session: Session, email: str) -> None:
    mine = session.exec(select(Lead).where(Lead.creator_id == _user(session, email).id)).all()
    assert {lead.handover_state for lead in mine} == set(HandoverState)
    assert any(lead.return_reason for lead in mine)
    assert {lead.sub_stage for lead in mine} >= {SubStage.OPEN, SubStage.WON, SubStage.CLOSED}


def test_the_professional_works_some_twenty_five_open_leads_over_all_stages(session: Session) -> None:
    petra = _user(session, "professional@nordlys.example")
    positions = _positions(session)
    mine = session.exec(select(Lead).where(Lead.owner_id == petra.id, Lead.sub_stage == SubStage.OPEN)).all()
    by_stage = Counter(positions[lead.stage_id] for lead in mine)
    assert 24 <= len(mine) <= 34
    assert all(by_stage[position] >= 4 for position in range(4))


@pytest.mark.parametrize("organization", ["Nordlys", "Nordlys Service", "Nordlys Partner", "Fjord"])
def test_a_handover_waits_for_the_managers_of_every_organization(session: Session, organization: str) -> None:
    query = select(Lead).join(Organization, Organization.id == Lead.organization_id)
    waiting = query.where(Organization.name == organization, Lead.handover_state == HandoverState.WAITING)
    assert session.exec(waiting).all()


def test_photos_of_leads_faces_and_logos_lie_in_the_storage(session: Session, filled: Filled) -> None:
    pictures, storage = session.exec(select(File)).all(), filled.storage
    places = {"image/jpeg": "lead_id news_id", "image/webp": "person_id", "image/png": "logo_of_id"}
    found = Counter(picture.content_type for picture in pictures)
    assert (found["image/jpeg"] >= 5, found["image/webp"] >= 10, found["image/png"]) == (True, True, 4)
    for photo in pictures:
        assert any(getattr(photo, place) for place in places[photo.content_type].split())
        content = b"".join(storage.open(photo.storage_key))
        assert (len(content), hashlib.sha256(content).hexdigest()) == (photo.size_bytes, photo.sha256)
        assert storage.exists(photo.thumbnail_key)


def test_every_kind_of_act_happened(session: Session) -> None:
    kinds = set(session.exec(select(Event.kind).distinct()))
    assert kinds >= {
        "lead.created",
        "lead.updated",
        "lead.handed_over",
        "handover.accepted",
        "lead.assigned",
        "lead.returned",
        "lead.stage_moved",
        "lead.parked",
        "lead.resumed",
        "lead.won",
        "lead.closed",
        "lead.reopened",
        "note.added",
    }


def test_a_lead_waits_in_another_organization_and_one_was_taken_in_there(session: Session) -> None:
    ways = session.exec(select(Transfer, User.email).join(User, User.id == Transfer.sent_by_id)).all()
    assert {(way.state, email) for way, email in ways} == {
        (TransferState.WAITING, "manager@nordlys.example"),
        (TransferState.ACCEPTED, "professional@nordlys.example"),
    }


def test_nothing_happened_after_the_clock_stopped_or_out_of_order(session: Session) -> None:
    for table, column in ((Event, Event.occurred_at), (StageChange, StageChange.changed_at), (Note, Note.created_at)):
        early = select(table).join(Lead, Lead.id == table.lead_id).where(column < Lead.created_at)
        assert session.exec(early).all() == []
        assert session.exec(select(sa.func.max(column))).one() <= utc_now()


def test_every_won_lead_has_its_event(session: Session) -> None:
    won = set(session.exec(select(Lead.id).where(Lead.sub_stage == SubStage.WON)))
    assert won
    assert won <= set(session.exec(select(Event.lead_id).where(Event.kind == "lead.won")))


@pytest.mark.parametrize("who", ["lite", "basic", "professional", "manager"])
def test_the_named_accounts_have_something_new_and_have_read_the_rest(session: Session, who: str) -> None:
    user = _user(session, f"{who}@nordlys.example")
    read = [one.read_at for one in session.exec(select(Notification).where(Notification.user_id == user.id))]
    assert 1 <= read.count(None) <= 5
    assert len(read) > 10
    assert all(moment <= utc_now() for moment in read if moment)


def test_customers_are_known_and_one_of_them_is_there_twice(session: Session) -> None:
    companies = session.exec(select(Company).order_by(Company.sort_key)).all()
    numbers = [company.organization_number for company in companies if company.organization_number]
    assert len(numbers) > len(companies) / 2
    assert len(set(numbers)) == len(numbers)
    keys = Counter((company.organization_id, company.match_key) for company in companies)
    assert sorted(keys.values())[-5:] == [1, 2, 2, 2, 2]
    made = {row.id: row.created_at for row in [*companies, *session.exec(select(Person))]}
    assert all(made[change.contact_id] <= change.changed_at for change in session.exec(select(ContactChange)))


def test_of_the_handovers_against_the_clock_one_is_overdue_and_one_is_not(session: Session) -> None:
    nordlys = session.exec(select(Organization).where(Organization.name == "Nordlys")).one()
    assert nordlys.answer_within_hours == 24
    waiting = select(Lead).where(Lead.organization_id == nordlys.id, Lead.handover_state == HandoverState.WAITING)
    due = [lead.handed_over_at + timedelta(hours=24) > utc_now() for lead in session.exec(waiting)]
    assert (due.count(True) >= 1, due.count(False) >= 1) == (True, True)
    overdue = session.exec(select(Event).where(Event.kind == "handover.overdue")).all()
    assert len(overdue) == due.count(False)


def _lines(path: Path) -> dict[str, list[bytes]]:
    """What stands in an archive, by entry; the rows in an order that every database shares."""
    with zipfile.ZipFile(path) as archive:
        names = sorted(set(archive.namelist()) - {"manifest.json"})
        return {name: sorted(archive.read(name).splitlines()) for name in names}


def _seen(database: Database, now: datetime) -> tuple:
    """What the Admin sees on Community and Pulse."""

    def look(session: Session, **_: object) -> tuple:
        user = _user(session, "admin@nordlys.example")
        actor = actor_in(session, user.id, user.organization_id)
        return community(session, actor, CommunityFilters(), now=now), pulse(session, actor, PulseFilters(), now=now)

    return database.system(look, writes=False)


@pytest.mark.parametrize("to", wanted_lanes())
def test_a_customer_moves_to_another_installation_with_all_rows_files_and_figures(
    filled: Filled, to: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    url = filled.database.engine.url.render_as_string(hide_password=False)
    here = Settings(data=filled.folder, database_url=url)
    desk.export_tenant(here, "nordlys", tmp_path / "nordlys.zip")
    target: Lane = request.getfixturevalue({"sqlite": "sqlite_lane", "postgresql": "postgres_lane"}[to])
    with target.migrated() as other_url:
        there = Settings(data=tmp_path / "there", database_url=other_url)
        name, admin, _ = desk.import_tenant(there, tmp_path / "nordlys.zip")
        assert (name, admin) == ("Nordlys", NAMES["admin@nordlys.example"])
        assert list(every_difference(other_url)) == []
        desk.export_tenant(there, "nordlys", tmp_path / "again.zip")
        assert _lines(tmp_path / "again.zip") == _lines(tmp_path / "nordlys.zip")
        other, now = Database(other_url, readers=1), utc_now()
        assert _seen(other, now) == _seen(filled.database, now)
        other.close()
