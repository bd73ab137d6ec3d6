"""Today, overdue, upcoming and done by the reader's clock; calendars; whose plans who sees."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import product

import pytest
from sqlmodel import Session

from leadx_app.db import Database
from leadx_app.domain.errors import Invalid, NotFound, NotPermitted
from leadx_app.domain.tasks.finish import complete
from leadx_app.domain.tasks.plan import remove
from leadx_app.models import Priority
from leadx_app.queries.agenda import agenda_between, agenda_page, agenda_row, lead_agenda
from leadx_app.queries.agenda_filters import AgendaFilters, Tab, Whose
from tests.cast import NOW, Cast, a_lead, an_assigned_lead
from tests.domain.test_activities import an_activity
from tests.domain.test_tasks import a_task
from tests.support.statements import statements_of

EVENING = datetime(2026, 3, 2, 22, 30, tzinfo=UTC)  # 23:30 on Monday in Oslo


def titles(session: Session, actor, tab: Tab, now: datetime = NOW, **filters) -> list[str]:
    return [row.title for row in agenda_page(session, actor, AgendaFilters(tab=tab, **filters), now=now).rows]


def by_tab(session: Session, actor, now: datetime) -> dict[str, list[str]]:
    return {tab.value: titles(session, actor, tab, now) for tab in Tab}


def test_each_plan_stands_in_one_tab_by_the_day_of_the_reader(session: Session, cast: Cast) -> None:
    me = cast.professional
    a_task(session, me, title="yesterday", due_on="2026-03-01")
    a_task(session, me, title="passed", due_on="2026-03-02", due_time="09:00")
    a_task(session, me, title="all day", due_on="2026-03-02")
    a_task(session, me, title="tonight", due_on="2026-03-02", due_time="23:59")
    a_task(session, me, title="just after midnight", due_on="2026-03-03", due_time="00:00")
    a_task(session, me, title="tomorrow", due_on="2026-03-03")
    done = a_task(session, me, title="done", due_on="2026-03-02")
    complete(session, me, done.id, now=NOW - timedelta(hours=1))
    gone = a_task(session, me, title="gone")
    remove(session, me, gone.id, now=NOW)
    an_activity(session, me, title="talked", happens_at="2026-03-02 08:00")
    an_activity(session, me, title="meeting", happens_at="2026-03-02 15:00")
    an_activity(session, me, title="demo", happens_at="2026-03-10 15:00")
    assert by_tab(session, me, NOW) == {
        "today": ["all day", "passed", "meeting", "tonight"],
        "overdue": ["yesterday"],
        "upcoming": ["just after midnight", "tomorrow", "demo"],
        "done": ["done", "talked"],
    }
    after = by_tab(session, me, EVENING + timedelta(minutes=31))
    assert (after["today"], after["overdue"]) == (
        ["just after midnight", "tomorrow"],
        ["yesterday", "all day", "passed", "tonight"],
    )


def test_the_day_is_the_readers_own_wherever_they_are(session: Session, cast: Cast) -> None:
    me = cast.professional
    a_task(session, me, title="whole day", due_on="2026-03-02")
    a_task(session, me, title="at midnight in Oslo", due_on="2026-03-02", due_time="00:30")
    there = replace(me, time_zone="America/New_York")
    assert titles(session, there, Tab.TODAY, NOW) == ["whole day"]
    assert titles(session, there, Tab.OVERDUE, NOW) == ["at midnight in Oslo"]
    far = replace(me, time_zone="Pacific/Kiritimati")
    both = ["at midnight in Oslo", "whole day"]
    assert titles(session, far, Tab.TODAY, NOW + timedelta(minutes=59)) == both
    assert titles(session, far, Tab.OVERDUE, NOW + timedelta(minutes=61)) == both


@pytest.mark.parametrize("day", [date(2026, 3, 29), date(2026, 10, 25)])
def test_a_day_of_23_or_25_hours_is_a_day(session: Session, cast: Cast, day: date) -> None:
    me = cast.professional
    for hour in ("00:00", "03:30", "23:59"):
        a_task(session, me, title=hour, due_on=day.isoformat(), due_time=hour)
    noon = datetime(day.year, day.month, day.day, 11, tzinfo=UTC)
    assert titles(session, me, Tab.TODAY, noon) == ["00:00", "03:30", "23:59"]
    assert titles(session, me, Tab.UPCOMING, noon - timedelta(days=1)) == ["00:00", "03:30", "23:59"]
    assert titles(session, me, Tab.OVERDUE, noon + timedelta(days=1)) == ["00:00", "03:30", "23:59"]
    assert len(agenda_between(session, me, AgendaFilters(), day, day, now=noon)) == 3


def test_pages_go_on_where_the_last_one_ended(session: Session, cast: Cast) -> None:
    me = cast.professional
    for number in range(5):
        a_task(session, me, title=f"same {number}", due_on="2026-03-05")
        an_activity(session, me, title=f"call {number}", happens_at=f"2026-03-0{4 + number} 10:00")
    seen, cursor = [], ""
    while cursor is not None:
        page = agenda_page(session, me, AgendaFilters(tab=Tab.UPCOMING, cursor=cursor), now=NOW, limit=3)
        seen += [row.title for row in page.rows]
        cursor = page.next_cursor
    assert seen == titles(session, me, Tab.UPCOMING)
    assert len(set(seen)) == 10
    with pytest.raises(Invalid):
        agenda_page(session, me, AgendaFilters(cursor="nonsense"), now=NOW)


def test_done_is_paged_latest_first(session: Session, cast: Cast) -> None:
    me = cast.professional
    for number in range(5):
        task = a_task(session, me, title=f"task {number}")
        complete(session, me, task.id, now=NOW - timedelta(hours=number))
    first = agenda_page(session, me, AgendaFilters(tab=Tab.DONE), now=NOW, limit=3)
    last = agenda_page(session, me, AgendaFilters(tab=Tab.DONE, cursor=first.next_cursor), now=NOW, limit=3)
    assert [row.title for row in first.rows + last.rows] == [f"task {number}" for number in range(5)]


def test_filters_by_kind_lead_and_whose(session: Session, cast: Cast) -> None:
    me = cast.professional
    lead = a_lead(session, me)
    a_task(session, me, title="mine")
    a_task(session, me, title="on the lead", lead_id=str(lead.id))
    a_task(session, me, title="given", assignee_id=str(cast.manager.user_id))
    an_activity(session, me, title="call", happens_at="2026-03-02 20:00")
    an_activity(session, me, title="visit", kind="visit", happens_at="2026-03-02 20:00")
    assert titles(session, me, Tab.TODAY, kind="task") == ["mine", "on the lead"]
    assert titles(session, me, Tab.TODAY, kind="visit") == ["visit"]
    assert titles(session, me, Tab.TODAY, lead_id=lead.id) == ["on the lead"]
    assert titles(session, me, Tab.TODAY, whose=Whose.GIVEN) == ["given"]
    assert titles(session, cast.manager, Tab.TODAY) == ["given"]
    page = agenda_page(session, me, AgendaFilters(), now=NOW)
    assert (page.today, page.overdue) == (4, 0)


def test_filters_by_priority_and_by_days_of_the_readers_clock(session: Session, cast: Cast) -> None:
    me = cast.professional
    a_task(session, me, title="urgent", due_on="2026-03-02", priority="high")
    a_task(session, me, title="tonight", due_on="2026-03-02", due_time="23:59")
    a_task(session, me, title="after midnight", due_on="2026-03-03", due_time="00:00", priority="high")
    a_task(session, me, title="in a week", due_on="2026-03-09", priority="low")
    an_activity(session, me, title="late call", happens_at="2026-03-02 22:30")
    an_activity(session, me, title="demo", happens_at="2026-03-09 15:00")
    done = a_task(session, me, title="done", due_on="2026-03-05", priority="high")
    complete(session, me, done.id, now=NOW)
    assert titles(session, me, Tab.TODAY, priority=Priority.HIGH) == ["urgent"]
    assert titles(session, me, Tab.UPCOMING, priority=Priority.LOW) == ["in a week"]
    assert titles(session, me, Tab.TODAY, priority=Priority.HIGH, kind="call") == []
    whole = titles(session, me, Tab.TODAY) + titles(session, me, Tab.UPCOMING)
    days = [date(2026, 3, day) for day in (1, 2, 3, 8, 9, 10)]
    on = {"after midnight": days[2], "in a week": days[4], "demo": days[4]}
    for first, last in product([None, *days], repeat=2):
        found = [
            title
            for tab in (Tab.TODAY, Tab.UPCOMING)
            for title in titles(session, me, tab, due_from=first, due_to=last)
        ]
        within = [title for title in whole if (first or days[0]) <= on.get(title, days[1]) <= (last or days[-1])]
        assert found == within, (first, last)
    assert titles(session, me, Tab.DONE, due_from=date(2026, 3, 5), due_to=date(2026, 3, 5)) == ["done"]
    page = agenda_page(session, me, AgendaFilters(due_to=date(2026, 3, 1)), now=NOW)
    assert (page.rows, page.today, page.overdue) == ([], 0, 0)
    both = AgendaFilters(priority=Priority.HIGH)
    assert [row.title for row in agenda_between(session, me, both, days[0], days[-1], now=NOW)] == [
        "urgent", "after midnight", "done",
    ]  # fmt: skip


def test_managers_look_at_colleagues_and_nobody_else_does(session: Session, cast: Cast) -> None:
    task = a_task(session, cast.professional)
    theirs = AgendaFilters(person_id=cast.professional.user_id)
    page = agenda_page(session, cast.manager, theirs, now=NOW)
    assert [(row.id, row.may_change) for row in page.rows] == [(task.id, False)]
    for who in ("other_professional", "basic", "lite", "admin", "child_professional"):
        with pytest.raises(NotPermitted):
            agenda_page(session, getattr(cast, who), theirs, now=NOW)
    with pytest.raises(NotFound):
        agenda_page(
            session, cast.manager, AgendaFilters(organization_id=cast.stranger_manager.organization_id), now=NOW
        )
    for stranger in (cast.stranger_manager, cast.child_manager, cast.sibling_manager):
        assert agenda_page(session, stranger, theirs, now=NOW).rows == []
        assert agenda_row(session, stranger, task.id, now=NOW) is None
    assert agenda_row(session, cast.manager, task.id, now=NOW) is not None


def test_everybody_who_sees_a_lead_sees_its_plans(session: Session, cast: Cast) -> None:
    lead = an_assigned_lead(session, cast.basic, cast.manager, cast.professional)
    a_task(session, cast.professional, title="task", lead_id=str(lead.id))
    an_activity(session, cast.professional, title="call", lead_id=str(lead.id))
    for who in ("basic", "professional", "manager", "other_manager", "admin"):
        rows = lead_agenda(session, getattr(cast, who), lead.id, now=NOW)
        assert [row.title for row in rows] == ["task", "call"]
        assert [row.may_change for row in rows] == [who == "professional"] * 2
    for who in ("other_professional", "lite", "stranger_manager", "child_manager"):
        with pytest.raises(NotFound):
            lead_agenda(session, getattr(cast, who), lead.id, now=NOW)


def test_a_colleague_does_a_task_without_seeing_the_lead_that_it_is_on(session: Session, cast: Cast) -> None:
    lead = a_lead(session, cast.professional, title="secret lead")
    a_task(session, cast.professional, lead_id=str(lead.id), assignee_id=str(cast.other_professional.user_id))
    [row] = agenda_page(session, cast.other_professional, AgendaFilters(), now=NOW).rows
    assert (row.lead_id, row.lead, row.company, row.may_change) == (None, "", "", True)


def test_a_page_costs_the_same_few_statements_for_any_number_of_rows(database: Database, home: Cast) -> None:
    who = home.credential(home.professional)

    def fill(session: Session, actor, count: int, *, now: datetime) -> None:
        for number in range(count):
            lead = a_lead(session, actor, now=now)
            a_task(session, actor, now=now, title=f"task {number}", lead_id=str(lead.id))
            an_activity(session, actor, now=now - timedelta(days=1), title=f"call {number}", lead_id=str(lead.id))

    costs = []
    for count in (1, 30):
        database.act(who, fill, count)
        for tab in (Tab.TODAY, Tab.DONE):
            with statements_of(database.engine) as sent:
                database.read(who, agenda_page, AgendaFilters(tab=tab))
            costs.append(len(sent))
    assert max(costs) <= 5
    assert costs[:2] == costs[2:]


@pytest.mark.parametrize("tab", list(Tab))
def test_tabs_are_answered_by_index(database: Database, home: Cast, tab: Tab) -> None:
    with statements_of(database.engine) as sent:
        database.read(home.credential(home.professional), agenda_page, AgendaFilters(tab=tab))
    if not database.is_sqlite:
        return
    with database.engine.connect() as connection:
        for text, parameters in sent.about("tasks") + sent.about("sales_activities"):
            plan = [row[-1] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {text}", parameters)]
            assert not [step for step in plan if step.startswith(("SCAN tasks", "SCAN sales_activities"))], plan
