"""Tasks: planned, done, given away, repeated, reminded of (product.md section 9)."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session, select

from leadx_app.db import Database
from leadx_app.domain.errors import Conflict, Invalid, InvalidDraft, NotFound, NotPermitted
from leadx_app.domain.leads.draft import parse_draft
from leadx_app.domain.permissions import Actor
from leadx_app.domain.tasks.draft import TaskDraft, TaskEdit
from leadx_app.domain.tasks.finish import complete, reopen
from leadx_app.domain.tasks.plan import Snooze, assign, create, edit, move, remove, restore, snooze
from leadx_app.domain.tasks.remind import due_reminders, remind
from leadx_app.domain.tasks.repeat import Repeat, choice_of, next_day, rule_of
from leadx_app.models import Event, Notification, OutboxMail, Reminder, Task, utc_now
from tests.cast import NOW, Cast, a_lead, kinds_of

OSLO = ZoneInfo("Europe/Oslo")
MONDAY = date(2026, 3, 2)


def a_task(session: Session, actor: Actor, *, now: datetime = NOW, **fields: Any) -> Task:
    draft = parse_draft(TaskDraft, {"title": "Call Kari", **fields})
    return session.get_one(Task, create(session, actor, draft, now=now))


def next_of(session: Session, task: Task) -> Task | None:
    return session.exec(select(Task).where(Task.follows_id == task.id, Task.deleted_at.is_(None))).first()


def local(moment: datetime) -> str:
    return f"{moment.astimezone(OSLO):%Y-%m-%d %H:%M}"


def told(session: Session, kind: str) -> list[UUID]:
    query = select(Notification.user_id).join(Event, Event.id == Notification.event_id).where(Event.kind == kind)
    return list(session.exec(query))


def test_a_task_is_due_today_and_ones_own_unless_said_otherwise(session: Session, cast: Cast) -> None:
    late_evening = datetime(2026, 3, 1, 23, 30, tzinfo=UTC)  # 00:30 on Monday in Oslo
    task = a_task(session, cast.professional, now=late_evening)
    assert (task.due_at, task.due_time) == (datetime(2026, 3, 2, tzinfo=UTC), None)
    assert (task.creator_id, task.assignee_id) == (cast.professional.user_id, cast.professional.user_id)
    assert told(session, "task.assigned") == []


def test_an_hour_is_by_the_assignees_clock(session: Session, cast: Cast) -> None:
    task = a_task(session, cast.professional, due_on="2026-07-01", due_time="09:30")
    assert task.due_at == datetime(2026, 7, 1, 7, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"due_on": "2026-03-29", "due_time": "02:30"}, "due_time"),
        ({"assignee_id": "basic"}, "assignee_id"),
        ({"assignee_id": "child_professional"}, "assignee_id"),
        ({"assignee_id": "stranger_manager"}, "assignee_id"),
    ],
)
def test_what_cannot_be_planned_is_refused(session: Session, cast: Cast, fields: dict[str, str], field: str) -> None:
    if "assignee_id" in fields:
        fields = {"assignee_id": str(getattr(cast, fields["assignee_id"]).user_id)}
    with pytest.raises(Invalid) as refused:
        a_task(session, cast.professional, **fields)
    assert refused.value.field == field


@pytest.mark.parametrize(
    "fields",
    [
        {"title": " "},
        {"due_on": "9999-01-01"},
        {"due_on": "2026-02-30"},
        {"due_time": "25:00"},
        {"due_time": "9"},
        {"weekdays": [7]},
        {"repeat": "hourly"},
        {"priority": "most"},
        {"unknown": 1},
    ],
)
def test_input_that_makes_no_sense_is_refused(fields: dict[str, Any]) -> None:
    with pytest.raises(InvalidDraft):
        parse_draft(TaskDraft, {"title": "x", **fields})


def test_the_same_draft_makes_one_task(session: Session, cast: Cast) -> None:
    draft_id = "01900000-0000-7000-8000-000000000001"
    one, two = (a_task(session, cast.professional, draft_id=draft_id) for _ in range(2))
    assert one.id == two.id


def test_a_colleague_is_told_of_a_task_and_may_do_it(session: Session, cast: Cast) -> None:
    task = a_task(session, cast.manager, assignee_id=str(cast.professional.user_id))
    assert told(session, "task.assigned") == [cast.professional.user_id]
    complete(session, cast.professional, task.id, now=NOW)
    assert (task.done_at, task.done_by_id) == (NOW, cast.professional.user_id)
    reopen(session, cast.manager, task.id, now=NOW)
    assert task.done_at is None


def test_only_giver_and_doer_change_a_task_and_only_managers_see_it_besides(session: Session, cast: Cast) -> None:
    task = a_task(session, cast.professional)
    acts = (
        lambda actor: complete(session, actor, task.id, now=NOW),
        lambda actor: reopen(session, actor, task.id, now=NOW),
        lambda actor: move(session, actor, task.id, MONDAY, now=NOW),
        lambda actor: edit(session, actor, task.id, TaskEdit(version=1, title="Mine"), now=NOW),
        lambda actor: assign(session, actor, task.id, actor.user_id, now=NOW),
        lambda actor: snooze(session, actor, task.id, Snooze.HOUR, now=NOW),
        lambda actor: remove(session, actor, task.id, now=NOW),
        lambda actor: restore(session, actor, task.id, now=NOW),
    )
    for act in acts:
        for who in ("manager", "basic", "lite", "admin", "stranger_basic", "child_basic"):
            with pytest.raises(NotPermitted):
                act(getattr(cast, who))
        for who in ("other_professional", "stranger_manager", "child_manager", "sibling_manager"):
            with pytest.raises(NotFound):
                act(getattr(cast, who))
    assert (task.version, task.done_at, task.deleted_at) == (1, None, None)


def test_a_task_on_a_lead_is_for_its_creator_and_owner_and_stands_in_its_history(session: Session, cast: Cast) -> None:
    lead = a_lead(session, cast.professional)
    task = a_task(session, cast.professional, lead_id=str(lead.id))
    complete(session, cast.professional, task.id, now=NOW)
    assert kinds_of(session, lead.id)[-2:] == ["task.created", "task.done"]
    with pytest.raises(NotPermitted):
        a_task(session, cast.manager, lead_id=str(lead.id))
    with pytest.raises(NotFound):
        a_task(session, cast.other_professional, lead_id=str(lead.id))


def test_an_edit_changes_what_was_set_on_top_of_what_was_read(session: Session, cast: Cast) -> None:
    task = a_task(session, cast.professional, due_on="2026-03-04", due_time="10:00", text="About the roof")
    changes = TaskEdit(version=1, title="Call Ola", due_on="2026-03-05", repeat="weekly")
    edit(session, cast.professional, task.id, changes, now=NOW)
    assert (task.title, task.text, local(task.due_at)) == ("Call Ola", "About the roof", "2026-03-05 10:00")
    assert task.repeats == "FREQ=WEEKLY;BYDAY=TH"
    with pytest.raises(Conflict):
        edit(session, cast.professional, task.id, TaskEdit(version=1, title="Too late"), now=NOW)
    edit(session, cast.professional, task.id, TaskEdit(version=2, due_time=None), now=NOW)
    assert (task.due_time, task.due_at) == (None, datetime(2026, 3, 5, tzinfo=UTC))


def test_a_task_is_moved_at_the_same_hour_also_over_a_change_of_clocks(session: Session, cast: Cast) -> None:
    task = a_task(session, cast.professional, due_on="2026-03-27", due_time="10:00")
    assert move(session, cast.professional, task.id, date(2026, 3, 30), now=NOW) == date(2026, 3, 27)
    assert local(task.due_at) == "2026-03-30 10:00"
    early = a_task(session, cast.professional, due_on="2026-03-27", due_time="02:30")
    move(session, cast.professional, early.id, date(2026, 3, 29), now=NOW)
    assert local(early.due_at) == "2026-03-29 03:30"
    move(session, cast.professional, early.id, date(2026, 3, 30), now=NOW)
    assert local(early.due_at) == "2026-03-30 02:30"


def test_a_removed_task_comes_back(session: Session, cast: Cast) -> None:
    task = a_task(session, cast.professional)
    remove(session, cast.professional, task.id, now=NOW)
    with pytest.raises(NotFound):
        complete(session, cast.professional, task.id, now=NOW)
    restore(session, cast.professional, task.id, now=NOW)
    restore(session, cast.professional, task.id, now=NOW)
    assert task.deleted_at is None


def test_a_repeated_task_comes_again_once_however_often_it_is_done(session: Session, cast: Cast) -> None:
    task = a_task(session, cast.professional, due_on="2026-03-02", due_time="09:00", repeat="daily")
    for _ in range(3):
        complete(session, cast.professional, task.id, now=NOW)
    following = next_of(session, task)
    assert local(following.due_at) == "2026-03-03 09:00"
    assert len(session.exec(select(Task).where(Task.title == "Call Kari")).all()) == 2
    reopen(session, cast.professional, task.id, now=NOW)
    assert next_of(session, task) is None
    complete(session, cast.professional, task.id, now=NOW)
    assert next_of(session, task).id == following.id


def test_an_occurrence_that_somebody_touched_stays_when_the_one_before_is_reopened(
    session: Session, cast: Cast
) -> None:
    task = a_task(session, cast.professional, repeat="daily")
    complete(session, cast.professional, task.id, now=NOW)
    following = next_of(session, task)
    move(session, cast.professional, following.id, date(2026, 3, 9), now=NOW)
    reopen(session, cast.professional, task.id, now=NOW)
    assert next_of(session, task).id == following.id


def test_what_was_missed_is_not_made_up_for(session: Session, cast: Cast) -> None:
    task = a_task(session, cast.professional, due_on="2026-02-02", repeat="weekly")
    complete(session, cast.professional, task.id, now=NOW)  # Monday the 2nd of March
    assert next_of(session, task).due_at == datetime(2026, 3, 9, tzinfo=UTC)


@pytest.mark.parametrize("hour", ["02:30", "08:00", "23:59"])
@pytest.mark.parametrize("begin", [date(2026, 3, 27), date(2026, 10, 23)])
def test_a_daily_task_keeps_its_hour_over_both_changes_of_clocks(
    session: Session, cast: Cast, hour: str, begin: date
) -> None:
    now = datetime.combine(begin, time(0, 0), UTC)
    task = a_task(session, cast.professional, now=now, due_on=begin.isoformat(), due_time=hour, repeat="daily")
    for number in range(1, 5):
        complete(session, cast.professional, task.id, now=task.due_at)
        task = next_of(session, task)
        day = begin + timedelta(days=number)
        shown = "03:30" if (day, hour) == (date(2026, 3, 29), "02:30") else hour
        assert local(task.due_at) == f"{day} {shown}"


def test_a_reminder_comes_once_also_by_two_processes_and_after_a_restart(session: Session, cast: Cast) -> None:
    task = a_task(session, cast.professional, due_on="2026-03-02", due_time="12:00", reminder="minutes_30")
    due_at = datetime(2026, 3, 2, 10, 30, tzinfo=UTC)
    assert due_reminders(session, now=due_at - timedelta(seconds=1)) == []
    assert due_reminders(session, now=due_at) == [task.id]
    assert [remind(session, task.id, now=due_at) for _ in range(3)] == [True, False, False]
    assert due_reminders(session, now=due_at + timedelta(days=9)) == []
    assert told(session, "task.due") == [cast.professional.user_id]
    mails = session.exec(select(OutboxMail).where(OutboxMail.kind == "task.due")).all()
    assert [mail.user_id for mail in mails] == [cast.professional.user_id]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"due_on": "2026-03-29", "due_time": "03:30", "reminder": "hour"}, "2026-03-29 01:30"),
        ({"due_on": "2026-03-29", "due_time": "12:00", "reminder": "day"}, "2026-03-28 12:00"),
        ({"due_on": "2026-10-25", "due_time": "12:00", "reminder": "day"}, "2026-10-24 12:00"),
        ({"due_on": "2026-10-25", "reminder": "on_time"}, "2026-10-25 08:00"),
        ({"due_on": "2026-03-29", "reminder": "day"}, "2026-03-28 08:00"),
    ],
)
def test_reminders_are_right_by_the_clock_on_the_wall(
    session: Session, cast: Cast, fields: dict[str, str], expected: str
) -> None:
    assert local(a_task(session, cast.professional, **fields).remind_at) == expected


def test_nobody_is_reminded_of_what_is_done_removed_or_past(session: Session, cast: Cast) -> None:
    soon = {"due_on": "2026-03-02", "due_time": "11:00", "reminder": "on_time"}
    done, gone = (a_task(session, cast.professional, **soon) for _ in range(2))
    assert a_task(session, cast.professional, due_on="2026-03-01", reminder="on_time").remind_at is None
    complete(session, cast.professional, done.id, now=NOW)
    remove(session, cast.professional, gone.id, now=NOW)
    assert due_reminders(session, now=NOW + timedelta(days=1)) == []


def test_a_moved_or_snoozed_task_reminds_again(session: Session, cast: Cast) -> None:
    task = a_task(session, cast.professional, due_on="2026-03-03", due_time="09:00", reminder="on_time")
    first = task.remind_at
    assert remind(session, task.id, now=first)
    later = snooze(session, cast.professional, task.id, Snooze.TOMORROW, now=first)
    assert local(later) == "2026-03-04 08:00"
    assert remind(session, task.id, now=later)
    move(session, cast.professional, task.id, date(2026, 3, 6), now=later)
    assert local(task.remind_at) == "2026-03-06 09:00"


def test_two_processes_at_one_reminder_and_at_one_repetition(database: Database, home: Cast) -> None:
    who = home.credential(home.professional)
    draft = parse_draft(TaskDraft, {"title": "Backup", "repeat": "daily", "reminder": Reminder.ON_TIME})
    task_id = database.act(who, create, draft)
    other = Database(str(database.engine.url.render_as_string(hide_password=False)), readers=2)
    later = utc_now() + timedelta(days=2)

    def remind_in(place: Database) -> bool:
        return place.system(lambda session, **_: remind(session, task_id, now=later))

    database.system(lambda session, **_: setattr(session.get_one(Task, task_id), "remind_at", utc_now()))
    with ThreadPoolExecutor(4) as threads:
        reminded = list(threads.map(remind_in, [database, other] * 2))
        list(threads.map(lambda place: place.act(who, complete, task_id), [database, other] * 2))
    following = database.system(
        lambda session, **_: len(session.exec(select(Task).where(Task.follows_id == task_id)).all()), writes=False
    )
    other.close()
    assert (sorted(reminded), following) == ([False, False, False, True], 1)


days = st.dates(date(1990, 1, 1), date(2090, 12, 31))


@given(days, st.sampled_from(Repeat), st.sets(st.integers(0, 6)), st.integers(-400, 400))
def test_the_next_day_is_later_and_fits_the_rule(due_on: date, repeat: Repeat, weekdays: set[int], lag: int) -> None:
    rule = rule_of(repeat, due_on, weekdays)
    today = due_on + timedelta(days=lag)
    day = next_day(rule, due_on, today)
    assert day > max(due_on, today)
    if repeat == Repeat.DAILY:
        assert day == max(due_on, today) + timedelta(days=1)
    elif repeat == Repeat.WEEKLY:
        assert day.weekday() in (weekdays or {due_on.weekday()})
        assert day - max(due_on, today) <= timedelta(days=7)
    else:
        last = (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
        assert day.day == min(due_on.day, last.day)
    assert choice_of(rule)[0] == repeat


def test_a_monthly_task_on_the_31st_comes_on_the_last_day_of_each_month() -> None:
    rule, day, found = rule_of(Repeat.MONTHLY, date(2027, 12, 31)), date(2027, 12, 31), []
    for _ in range(4):
        day = next_day(rule, day, day)
        found.append(day.isoformat())
    assert found == ["2028-01-31", "2028-02-29", "2028-03-31", "2028-04-30"]


def test_a_calendar_ends_with_the_year_9999() -> None:
    assert next_day(rule_of(Repeat.MONTHLY, date(9999, 12, 31)), date(9999, 12, 31), date(9999, 12, 31)) is None
