"""Two people at once on contacts, with real threads on real databases."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlmodel import Session, select

from leadx_app.db import Database
from leadx_app.domain.contacts.draft import CompanyEdit, Merge
from leadx_app.domain.contacts.edit import edit_company
from leadx_app.domain.contacts.merge import merge_companies, undo_merge
from leadx_app.domain.errors import Refusal
from leadx_app.models import Company, ContactMerge, Lead
from tests.cast import NOW, Cast, a_lead

ROUNDS = 25
pytestmark = pytest.mark.slow


def at_once(*acts: Callable[[], object]) -> list[object]:
    """Do the acts in threads that start together; what each returned, or the refusal that it met."""
    barrier = Barrier(len(acts))

    def run(act: Callable[[], object]) -> object:
        barrier.wait()
        try:
            return act()
        except Refusal as refusal:
            return refusal

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def two(database: Database, home: Cast, number: int) -> tuple[UUID, UUID]:
    """Two companies with a lead each."""

    def make(session: Session, *, now: object) -> tuple[UUID, UUID]:
        names = (f"Berg {number} AS", f"Berg {number} A/S")
        first, second = (a_lead(session, home.professional, now=NOW, company_name=name).company_id for name in names)
        return first, second

    return database.system(make)


def leads_at(database: Database, company_id: UUID) -> int:
    query = select(sa.func.count()).select_from(Lead).where(Lead.company_id == company_id)
    return database.system(lambda session, *, now: session.exec(query).one(), writes=False)


def test_of_two_merges_in_opposite_directions_one_happens(database: Database, home: Cast) -> None:
    for number in range(ROUNDS):
        first, second = two(database, home, number)

        def merge(kept: UUID, merged: UUID, actor) -> Callable[[], object]:
            wanted = Merge(merged_id=merged, kept_version=1, merged_version=1)
            return lambda: database.act(home.credential(actor), merge_companies, kept, wanted)

        outcomes = at_once(merge(first, second, home.manager), merge(second, first, home.basic))
        assert sum(isinstance(outcome, Refusal) for outcome in outcomes) == 1
        assert sorted([leads_at(database, first), leads_at(database, second)]) == [0, 2]


def test_a_merge_and_an_edit_at_once_lose_nothing(database: Database, home: Cast) -> None:
    for number in range(ROUNDS):
        kept, merged = two(database, home, number)
        wanted = Merge(merged_id=merged, kept_version=1, merged_version=1)
        changes = CompanyEdit(version=1, city="Bodø")
        outcomes = at_once(
            lambda kept=kept, wanted=wanted: database.act(home.credential(home.manager), merge_companies, kept, wanted),
            lambda kept=kept, changes=changes: database.act(home.credential(home.basic), edit_company, kept, changes),
        )
        assert not isinstance(outcomes[1], Refusal)
        city = database.system(lambda session, *, now, kept=kept: session.get_one(Company, kept).city, writes=False)
        assert city == "Bodø"


def test_two_who_take_a_merge_back_at_once_part_the_contacts_once(database: Database, home: Cast) -> None:
    for number in range(ROUNDS):
        kept, merged = two(database, home, number)
        wanted = Merge(merged_id=merged, kept_version=1, merged_version=1)
        merge_id = database.act(home.credential(home.manager), merge_companies, kept, wanted)
        undo = [
            lambda who=who, merge_id=merge_id: database.act(home.credential(who), undo_merge, merge_id)
            for who in (home.manager, home.basic)
        ]
        assert at_once(*undo) == [merged, merged]
        assert (leads_at(database, kept), leads_at(database, merged)) == (1, 1)
    query = select(sa.func.count()).select_from(ContactMerge).where(ContactMerge.undone_at.is_(None))
    assert database.system(lambda session, *, now: session.exec(query).one(), writes=False) == 0
