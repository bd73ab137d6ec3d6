"""Figures that are kept with every act: what they hold is what the facts say, in every way of counting."""

import random
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
import sqlalchemy as sa
from alembic.script import ScriptDirectory
from sqlmodel import Session

from leadx_app import migrations
from leadx_app.db import Database
from leadx_app.domain.errors import Refusal
from leadx_app.domain.leads.close import close_lost, close_won, park, reopen, resume
from leadx_app.domain.leads.draft import LeadEdit
from leadx_app.domain.leads.handover import accept_handover, assign, hand_over, return_to_creator
from leadx_app.domain.leads.qualify import edit, move_stage
from leadx_app.domain.metrics.kept import settle
from leadx_app.domain.metrics.recount import Difference, rebuild
from leadx_app.domain.permissions import Actor
from leadx_app.domain.tenants import set_rate
from leadx_app.models import ALL_TIME, DayFigure, Lead, Organization, StageFigure
from leadx_app.queries.board import board
from leadx_app.queries.figures import organization_kpis, pipeline_kpis
from leadx_app.queries.leads import LeadFilters
from tests.cast import (
    NOW,
    Cast,
    a_lead,
    a_lost_reason,
    a_parked_lead,
    a_waiting_lead,
    a_won_lead,
    gather_in,
    organization_of,
    stages,
)
from tests.support.figures import by_hand, shown, wrong
from tests.support.lanes import Lane
from tests.support.statements import statements_of

HOUR = timedelta(hours=1)
MUCH_LATER = NOW + timedelta(days=400)


def on(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def days(session: Session, actor: Actor, column: str) -> dict[str, int]:
    """What a counter of the actor's organization holds per day; empty days are left out."""
    settle(session)
    here = sa.select(DayFigure.day, getattr(DayFigure, column)).where(
        DayFigure.whose_id == actor.organization_id, DayFigure.day > ALL_TIME
    )
    return {datetime.fromordinal(day).date().isoformat(): count for day, count in session.execute(here) if count}


def test_every_act_keeps_the_figures_right(session, cast):
    later = NOW
    lead = a_waiting_lead(session, cast.basic, value="10.50")
    acts = (
        lambda: accept_handover(session, cast.manager, lead.id, now=later),
        lambda: return_to_creator(session, cast.manager, lead.id, "Wrong team", now=later),
        lambda: edit(session, cast.basic, lead.id, LeadEdit(version=lead.version, value=Decimal(33)), now=later),
        lambda: hand_over_again(session, cast, lead.id, later),
        lambda: move_stage(session, cast.professional, lead.id, stages(session, cast.basic)[2].id, now=later),
        lambda: park(session, cast.professional, lead.id, now=later),
        lambda: resume(session, cast.professional, lead.id, now=later),
        lambda: close_won(session, cast.professional, lead.id, now=later),
        lambda: reopen(session, cast.manager, lead.id, "Too early", now=later),
        lambda: close_lost(session, cast.professional, lead.id, a_lost_reason(session, cast.basic).id, now=later),
    )
    for act in acts:
        assert wrong(session, now=later) == []
        later += HOUR
        act()
        organization = organization_of(session, cast.basic)
        whole = organization_kpis(session, cast.manager, {organization.id}, now=later)
        assert shown(whole) == by_hand([lead], organization, None, now=later)
        for person in (cast.basic, cast.manager, cast.professional):
            own = pipeline_kpis(session, person, person.user_id, organization.id, now=later)
            assert shown(own) == by_hand([lead], organization, person, now=later)


def hand_over_again(session, cast, lead_id, now):
    hand_over(session, cast.basic, lead_id, now=now)
    assign(session, cast.manager, lead_id, cast.professional.user_id, now=now)


def test_a_day_is_the_organizations_and_not_that_of_greenwich(session, cast):
    a_lead(session, cast.professional, now=on("2025-12-31 22:59:59"))
    a_lead(session, cast.professional, now=on("2025-12-31 23:30"))
    assert days(session, cast.professional, "leads") == {"2025-12-31": 1, "2026-01-01": 1}
    assert wrong(session, now=NOW) == []


def test_days_on_which_the_clock_is_changed_have_23_and_25_hours(session, cast):
    spring = ("2026-03-28 22:59:59", "2026-03-28 23:00", "2026-03-29 21:59:59", "2026-03-29 22:00")
    autumn = ("2026-10-24 21:59:59", "2026-10-24 22:00", "2026-10-25 22:59:59", "2026-10-25 23:00")
    for moment in spring + autumn:
        a_won_lead(session, cast.professional, value="1", now=on(moment))
    found = {"2026-03-28": 1, "2026-03-29": 2, "2026-03-30": 1, "2026-10-24": 1, "2026-10-25": 2, "2026-10-26": 1}
    assert days(session, cast.professional, "won") == days(session, cast.professional, "leads") == found
    assert days(session, cast.professional, "revenue_low") == {day: 100 * count for day, count in found.items()}
    assert wrong(session, now=MUCH_LATER) == []


@pytest.mark.parametrize(
    "zone", ["Asia/Kathmandu", "America/St_Johns", "Australia/Lord_Howe", "Pacific/Kiritimati", "Pacific/Pago_Pago"]
)
def test_both_ways_of_finding_the_day_agree_all_over_the_world(session, cast, zone):
    organization_of(session, cast.professional).time_zone = zone
    session.flush()
    dice = random.Random(zone)
    for _ in range(40):
        a_won_lead(session, cast.professional, now=NOW + timedelta(seconds=dice.randrange(300 * 86_400)))
    assert wrong(session, now=MUCH_LATER) == []


def test_each_thing_counts_on_the_day_that_it_happened(session, cast):
    lead = a_waiting_lead(session, cast.basic, value="10", currency="EUR", now=on("2026-01-05 12:00"))
    assign(session, cast.manager, lead.id, cast.professional.user_id, now=on("2026-01-07 12:00"))
    set_rate(session, organization_of(session, cast.basic), "EUR", Decimal(12))
    close_won(session, cast.professional, lead.id, now=on("2026-02-01 12:00"))
    assert days(session, cast.basic, "leads") == days(session, cast.basic, "leads_won") == {"2026-01-05": 1}
    assert days(session, cast.basic, "handshakes") == {"2026-01-07": 1}
    assert days(session, cast.basic, "won") == {"2026-02-01": 1}
    assert days(session, cast.basic, "revenue_low") == {"2026-02-01": 12_000}  # 10 · 12.00, at the rate when won
    reopen(session, cast.manager, lead.id, "Too early", now=on("2026-02-02 11:00"))
    park(session, cast.professional, lead.id, now=on("2026-02-03 12:00"))
    for column in ("leads", "leads_won", "handshakes", "won", "revenue_low"):
        assert days(session, cast.basic, column) == {}


def test_sums_beyond_the_largest_whole_number_of_a_database_are_exact(session, cast):
    set_rate(session, organization_of(session, cast.professional), "EUR", Decimal(1000))
    for _ in range(100):  # 100 · 99,999,999,999,999,900 cents: 9,999,999,999,999,990,000 > 2^63
        a_won_lead(session, cast.professional, value="999999999999.99", currency="EUR")
    figures = pipeline_kpis(session, cast.professional, cast.professional.user_id, _home(cast), now=NOW)
    assert figures[0].value == figures[0].recent == Decimal("99999999999999000.00")
    assert wrong(session, now=NOW) == []
    rebuild(session, organization_of(session, cast.professional), now=NOW)
    assert wrong(session, now=NOW) == []


def test_the_board_adds_up_what_no_database_holds(session, cast):
    set_rate(session, organization_of(session, cast.professional), "EUR", Decimal(1000))
    for _ in range(100):
        a_lead(session, cast.professional, value="999999999999.99", currency="EUR")
    filters = LeadFilters(person_id=cast.professional.user_id, organization_id=_home(cast))
    first = board(session, cast.professional, filters, now=NOW)[0]
    assert (first.count, first.base_sum) == (100, Decimal("99999999999999000.00"))


def _home(cast: Cast):
    return cast.professional.organization_id


def test_a_rebuild_mends_what_the_recount_finds_and_nothing_else(session, cast):
    a_won_lead(session, cast.professional, value="5")
    a_parked_lead(session, cast.child_professional)
    a_won_lead(session, cast.stranger_manager, value="5")
    settle(session)
    organization = organization_of(session, cast.professional)
    today = NOW.toordinal()
    mine = sa.and_(DayFigure.whose_id == cast.professional.user_id, DayFigure.day == today)
    session.execute(sa.update(DayFigure).where(mine).values(leads=DayFigure.leads + 2))
    session.execute(sa.delete(StageFigure).where(StageFigure.whose_id == organization.id))
    stage = stages(session, cast.professional)[0].id
    assert sorted(wrong(session, now=NOW), key=lambda found: (found.place, found.counter)) == sorted(
        [
            Difference(organization.id, cast.professional.user_id, "2026-03-02", "leads", 2),
            Difference(organization.id, organization.id, f"{stage} won", "leads", -1),
            Difference(organization.id, organization.id, f"{stage} won", "value_low", -500),
        ],
        key=lambda found: (found.place, found.counter),
    )
    rebuild(session, organization, now=NOW)
    assert wrong(session, now=NOW) == []
    rebuild(session, organization, now=NOW)
    assert wrong(session, now=NOW) == []


def test_a_refused_part_of_an_act_leaves_no_trace(session, cast):
    lead = a_lead(session, cast.professional)
    savepoint = session.begin_nested()
    close_won(session, cast.professional, lead.id, now=NOW)
    savepoint.rollback()
    session.expire_all()
    assert wrong(session, now=NOW) == []
    with session.begin_nested():
        close_won(session, cast.professional, lead.id, now=NOW)
    assert days(session, cast.professional, "won") == {"2026-03-02": 1}


def test_an_act_costs_a_statement_per_table_for_its_figures_however_many_leads_it_changes(
    database: Database, home: Cast
) -> None:
    def many(session: Session, actor: Actor, *, now: datetime) -> None:
        for _ in range(20):
            a_won_lead(session, actor, now=now)

    with statements_of(database.engine) as statements:
        database.act(home.credential(home.professional), many)
    tables = ("day_figures", "stage_figures", "stage_day_figures")
    assert [len(statements.about(table)) for table in tables] == [1, 1, 1]
    assert database.system(wrong) == []


@pytest.mark.slow
def test_many_hands_at_once_leave_exact_figures_and_nobody_waits_in_a_circle(database: Database, home: Cast) -> None:
    """Each act changes the rows of several people in another order than the next; in between figures are rebuilt."""
    people = (home.professional, home.other_professional, home.manager, home.other_manager)

    def begin(session: Session, *, now: datetime) -> list:
        return [a_lead(session, people[number % 4], value="10", now=now).id for number in range(24)]

    lead_ids = database.system(begin)
    deadlocks: list[str] = []

    @sa.event.listens_for(database.engine, "handle_error")
    def note(context: sa.engine.ExceptionContext) -> None:
        if getattr(context.original_exception, "sqlstate", "") == "40P01":
            deadlocks.append(str(context.original_exception))

    def work(number: int) -> None:
        dice = random.Random(number)
        for _ in range(25):
            lead_id, actor = dice.choice(lead_ids), dice.choice(people)
            act = dice.choice([_give_on, _revalue, _set_aside])
            with suppress(Refusal):
                database.act(home.credential(actor), act, lead_id, dice.choice(people).user_id)
            if dice.random() < 0.1:
                database.system(
                    lambda session, *, now: rebuild(session, session.get_one(Organization, _home(home)), now=now)
                )

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(work, range(6)))
    assert deadlocks == []
    assert database.system(wrong) == []


def _give_on(session: Session, actor: Actor, lead_id, person_id, *, now: datetime) -> None:
    assign(session, actor, lead_id, person_id, now=now)


def _revalue(session: Session, actor: Actor, lead_id, person_id, *, now: datetime) -> None:
    version = session.get_one(Lead, lead_id).version
    edit(session, actor, lead_id, LeadEdit(version=version, value=Decimal(now.microsecond)), now=now)


def _set_aside(session: Session, actor: Actor, lead_id, person_id, *, now: datetime) -> None:
    park(session, actor, lead_id, now=now)
    resume(session, actor, lead_id, now=now)


def test_the_migration_counts_the_leads_that_are_there(lane: Lane) -> None:
    with lane.migrated() as url:
        database = Database(url)
        cast = gather_in(database)
        for actor in (cast.professional, cast.child_professional, cast.stranger_manager):
            database.act(cast.credential(actor), _a_bit_of_everything)
        assert database.system(wrong) == []
        database.close()
        migrations.downgrade(url, _before_the_figures())
        migrations.upgrade(url)
        database = Database(url)
        counted = sa.select(sa.func.sum(DayFigure.leads)).where(DayFigure.day == ALL_TIME)
        assert database.system(lambda session, *, now: session.execute(counted).scalar_one()) == 3 * 2 * 3
        assert database.system(wrong) == []
        database.close()


def _a_bit_of_everything(session: Session, actor: Actor, *, now: datetime) -> None:
    a_won_lead(session, actor, value="12.34", now=on("2025-12-31 23:30"))
    a_parked_lead(session, actor, value="5", now=now)
    a_lead(session, actor, now=now)
    close_lost(session, actor, a_lead(session, actor, now=now).id, a_lost_reason(session, actor).id, now=now)


def _before_the_figures() -> str:
    scripts = ScriptDirectory.from_config(migrations.alembic_config())
    script = next(script for script in scripts.walk_revisions() if script.path.endswith("_keep_figures.py"))
    return script.down_revision
