"""The ledger of points: what each act gives, what takes it back, and what the Admin's rule changes."""

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from alembic.script import ScriptDirectory
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, select

from leadx_app import migrations
from leadx_app.db import Database
from leadx_app.domain import points
from leadx_app.domain.errors import Conflict, Invalid, NotFound, NotPermitted
from leadx_app.domain.leads.bulk import change_many
from leadx_app.domain.leads.bulk_draft import BulkAct, BulkDraft, BulkLead
from leadx_app.domain.leads.close import close_won, park, reopen, resume
from leadx_app.domain.leads.handover import accept_handover, assign, hand_over, return_to_creator
from leadx_app.domain.metrics.kept import settle
from leadx_app.domain.metrics.recount import Difference, rebuild
from leadx_app.domain.permissions import Actor
from leadx_app.domain.rewards import PointsDraft, hide, set_points
from leadx_app.models import (
    LeaderboardAbsence,
    PointEntry,
    PointKind,
    PointRule,
    PointTotal,
    SubStage,
)
from tests.cast import (
    NOW,
    a_lead,
    a_waiting_lead,
    a_won_lead,
    an_accepted_lead,
    gather_in,
    organization_of,
)
from tests.support.figures import wrong
from tests.support.lanes import Lane
from tests.support.statements import statements_of

HOUR = timedelta(hours=1)
DOUBLE = PointsDraft(version=1, created=20, handshake=40, won=100)


def ledger(session: Session, actor: Actor) -> list[tuple[str, int]]:
    """Kind and points of a person's entries in order of time."""
    mine = select(PointEntry).where(PointEntry.user_id == actor.user_id)
    return [(entry.kind.value, entry.points) for entry in session.exec(mine.order_by(PointEntry.at, PointEntry.kind))]


def total(session: Session, actor: Actor) -> int:
    """The kept sum of a person over all months."""
    settle(session)
    mine = sa.select(sa.func.coalesce(sa.func.sum(PointTotal.points), 0)).where(PointTotal.whose_id == actor.user_id)
    return session.execute(mine).scalar_one()


def at(hours: int) -> datetime:
    return NOW + hours * HOUR


def test_a_finders_lead_on_its_way(session, cast):
    lead = a_waiting_lead(session, cast.basic)
    assert ledger(session, cast.basic) == [("created", 10)]
    assign(session, cast.manager, lead.id, cast.professional.user_id, now=at(1))
    assert ledger(session, cast.basic) == [("created", 10), ("handshake", 20)]
    close_won(session, cast.professional, lead.id, now=at(2))
    reopen(session, cast.manager, lead.id, "Too early", now=at(3))
    set_points(session, cast.admin, cast.admin.organization_id, DOUBLE, now=at(4))
    assert ledger(session, cast.professional) == [("won", 50), ("won", -50)]
    close_won(session, cast.professional, lead.id, now=at(5))
    assert ledger(session, cast.professional) == [("won", 50), ("won", -50), ("won", 100)]
    assert (total(session, cast.basic), total(session, cast.professional)) == (30, 100)
    versions = select(PointEntry.turn, PointEntry.rule_version).where(PointEntry.kind == PointKind.WON)
    assert set(session.exec(versions)) == {(1, 1), (-1, 1), (2, 2)}
    assert wrong(session, now=at(5)) == []


def test_a_returned_lead_takes_its_handshake_back_and_can_earn_it_again(session, cast):
    lead = an_accepted_lead(session, cast.basic, cast.manager)
    return_to_creator(session, cast.manager, lead.id, "Wrong team", now=at(1))
    assert ledger(session, cast.basic) == [("created", 10), ("handshake", 20), ("handshake", -20)]
    hand_over(session, cast.basic, lead.id, now=at(2))
    accept_handover(session, cast.manager, lead.id, now=at(3))
    assert total(session, cast.basic) == 30
    assert total(session, cast.manager) == 0


def test_a_lead_that_is_made_won_gives_both_and_a_parked_one_keeps_what_it_gave(session, cast):
    a_lead(session, cast.professional, sub_stage=SubStage.WON)
    assert ledger(session, cast.professional) == [("created", 10), ("won", 50)]
    lead = a_lead(session, cast.professional)
    park(session, cast.professional, lead.id, now=at(1))
    resume(session, cast.professional, lead.id, now=at(2))
    assert total(session, cast.professional) == 70


def test_leads_accepted_together_give_each_finder_their_points(session, cast):
    leads = [a_waiting_lead(session, cast.basic) for _ in range(3)]
    draft = BulkDraft(
        act=BulkAct.ASSIGN,
        leads=tuple(BulkLead(id=lead.id, version=lead.version) for lead in leads),
        owner_id=cast.professional.user_id,
    )
    change_many(session, cast.manager, draft, now=at(1))
    assert total(session, cast.basic) == 3 * (10 + 20)
    assert wrong(session, now=at(1)) == []


def test_following_a_lead_again_gives_nothing_twice(session, cast):
    lead = a_won_lead(session, cast.professional)
    points.follow(session, lead, frozenset(), now=at(1))
    points.follow(session, lead, frozenset(), now=at(2))
    assert total(session, cast.professional) == 60


def test_the_database_refuses_the_same_turn_twice(session, cast):
    lead = a_lead(session, cast.professional)
    with pytest.raises(IntegrityError), session.begin_nested():
        points.begin(session, [lead], now=NOW)
    assert total(session, cast.professional) == 10


def test_removed_leads_take_their_points_back_and_leave_their_entries(session, cast):
    leads = [a_won_lead(session, cast.professional) for _ in range(2)]
    points.end(session, leads, now=at(1))
    points.end(session, leads, now=at(2))
    assert sorted(ledger(session, cast.professional)) == sorted(
        2 * [("created", 10), ("created", -10), ("won", 50), ("won", -50)]
    )
    assert total(session, cast.professional) == 0


def test_points_belong_to_the_day_and_month_of_the_organization(session, cast):
    a_lead(session, cast.professional, now=datetime(2026, 1, 31, 22, 59, tzinfo=UTC))
    a_lead(session, cast.professional, now=datetime(2026, 1, 31, 23, 0, tzinfo=UTC))
    days = session.exec(select(PointEntry.day, PointEntry.month).order_by(PointEntry.at)).all()
    found = [tuple(datetime.fromordinal(one).date().isoformat() for one in row) for row in days]
    assert found == [("2026-01-31", "2026-01-01"), ("2026-02-01", "2026-02-01")]


def test_what_is_taken_back_counts_less_in_the_month_in_which_it_is(session, cast):
    lead = a_won_lead(session, cast.professional, now=datetime(2026, 1, 31, 12, tzinfo=UTC))
    reopen(session, cast.manager, lead.id, "Too early", now=datetime(2026, 2, 1, 11, tzinfo=UTC))
    settle(session)
    months = select(PointTotal.points, PointTotal.won).order_by(PointTotal.month)
    assert session.exec(months).all() == [(60, 1), (-50, -1)]


def test_making_a_lead_costs_two_statements_for_its_points(session, cast):
    with statements_of(session.get_bind().engine) as sent:
        a_lead(session, cast.basic)
    assert (len(sent.about("point_rules")), len(sent.about("point_entries"))) == (1, 1)


def test_a_rule_holds_for_its_organization_alone(session, cast):
    set_points(session, cast.admin, cast.child_basic.organization_id, DOUBLE, now=NOW)
    for actor in (cast.basic, cast.child_basic, cast.stranger_basic):
        a_lead(session, actor, now=at(1))
    assert [total(session, one) for one in (cast.basic, cast.child_basic, cast.stranger_basic)] == [10, 20, 10]


def test_only_an_admin_sets_points_and_only_at_home(session, cast):
    for actor in (cast.lite, cast.basic, cast.professional, cast.manager, cast.child_manager):
        with pytest.raises(NotPermitted):
            set_points(session, actor, actor.organization_id, DOUBLE, now=NOW)
    with pytest.raises(NotFound):
        set_points(session, cast.admin, cast.stranger_basic.organization_id, DOUBLE, now=NOW)
    assert session.exec(select(PointRule)).all() == []


def test_points_are_whole_numbers_within_bounds_and_set_by_who_saw_the_latest(session, cast):
    here = cast.admin.organization_id
    for worth in (-1, 10_001):
        with pytest.raises(Invalid) as refused:
            set_points(session, cast.admin, here, DOUBLE.model_copy(update={"won": worth}), now=NOW)
        assert refused.value.field == "won"
    set_points(session, cast.admin, here, DOUBLE, now=NOW)
    with pytest.raises(Conflict):
        set_points(session, cast.admin, here, DOUBLE.model_copy(update={"won": 1}), now=NOW)
    set_points(session, cast.admin, here, DOUBLE, now=NOW)  # The same again changes nothing.
    assert [rule.version for rule in session.exec(select(PointRule))] == [2]


def test_a_person_hides_and_shows_themselves_as_often_as_they_like(session, cast):
    for wish in (True, True, False, False, True):
        hide(session, cast.basic, wish, now=NOW)
    hidden = session.exec(select(LeaderboardAbsence.user_id, LeaderboardAbsence.organization_id)).all()
    assert hidden == [(cast.basic.user_id, cast.basic.organization_id)]
    with pytest.raises(NotPermitted):
        hide(session, cast.lite, True, now=NOW)


def test_a_rebuild_mends_totals_and_gives_points_that_are_missing(session, cast):
    a_won_lead(session, cast.professional, now=datetime(2025, 12, 31, 23, 30, tzinfo=UTC))
    a_won_lead(session, cast.professional, now=NOW)
    an_accepted_lead(session, cast.child_basic, cast.child_manager)
    settle(session)
    before = _entries(session)
    here = organization_of(session, cast.professional)
    session.execute(sa.delete(PointEntry).where(PointEntry.organization_id == here.id))
    session.execute(sa.update(PointTotal).values(points=PointTotal.points + 1))
    session.expire_all()
    missing = [
        Difference(here.id, cast.professional.user_id, "ledger of points", kind, -2) for kind in ("created", "won")
    ]
    assert [found for found in wrong(session, now=NOW) if found.place == "ledger of points"] == missing
    for actor in (cast.professional, cast.child_basic):
        rebuild(session, organization_of(session, actor), now=NOW)
    assert wrong(session, now=NOW) == []
    assert _entries(session) == before
    rebuild(session, here, now=NOW)
    assert (_entries(session), total(session, cast.professional)) == (before, 120)


def _entries(session: Session) -> list[tuple]:
    session.expire_all()
    rows = session.exec(select(PointEntry).order_by(PointEntry.lead_id, PointEntry.kind, PointEntry.turn))
    return [tuple(row.model_dump().values()) for row in rows]


def test_the_migration_gives_points_for_the_leads_that_are_there(lane: Lane) -> None:
    with lane.migrated() as url:
        database = Database(url)
        cast = gather_in(database)
        for actor in (cast.professional, cast.child_professional, cast.stranger_manager):
            database.act(cast.credential(actor), lambda session, actor, *, now: _two(session, actor, now))
        before = database.system(lambda session, *, now: _entries(session))
        database.close()
        scripts = ScriptDirectory.from_config(migrations.alembic_config())
        revision = next(one for one in scripts.walk_revisions() if one.path.endswith("_keep_a_ledger_of_points.py"))
        migrations.downgrade(url, revision.down_revision)
        migrations.upgrade(url)
        database = Database(url)
        assert database.system(lambda session, *, now: _entries(session)) == before
        assert len(before) == 3 * 3
        assert database.system(wrong) == []
        database.close()


def _two(session: Session, actor: Actor, now: datetime) -> None:
    a_won_lead(session, actor, now=datetime(2025, 12, 31, 23, 30, tzinfo=UTC))
    a_lead(session, actor, now=now)
