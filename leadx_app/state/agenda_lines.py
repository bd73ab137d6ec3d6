"""Tasks and activities as the screen shows them, in the reader's words and by their clock."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from leadx_app.domain.quick_add import Quick
from leadx_app.domain.tasks.repeat import Repeat, choice_of
from leadx_app.models import Priority
from leadx_app.queries.agenda_filters import What
from leadx_app.queries.agenda_rows import AgendaRow
from leadx_app.state.format import Look

DRAWINGS = {
    "call": "phone",
    "meeting": "users",
    "email": "mail",
    "visit": "map-pin",
    "demo": "monitor",
    "other": "message-square",
}
KINDS = {"call": "Call", "meeting": "Meeting", "email": "Email", "visit": "Visit", "demo": "Demo", "other": "Other"}
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
SHORT_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
REPEATS = {Repeat.DAILY: "Every day", Repeat.WEEKLY: "Every week", Repeat.MONTHLY: "Every month"}
PRIORITIES = {Priority.HIGH: "High", Priority.NORMAL: "Normal", Priority.LOW: "Low"}

MOVES = ("today", "tomorrow", "week", "earlier", "later")
TASK_MENU = ("edit", *MOVES, "remind_hour", "remind_tomorrow", "remove")
ACTIVITY_MENU = ("edit", *MOVES, "remove")
DONE_MENU = ("edit", "remove")


@dataclass(frozen=True)
class PlanLine:
    """A row of a list or a card of the calendar; texts are "" where there is nothing to say.

    Attributes:
        day: as YYYY-MM-DD.
        when: day and hour; `hour` alone.
        contact: whom an activity is with: the person, and their company where no lead says it.
        moves: whether it may be dragged to another day.
        menu: what its menu offers, with spaces between.
    """

    id: str
    what: str
    drawing: str
    kind: str
    title: str
    text: str
    day: str
    when: str
    hour: str
    is_late: bool
    is_done: bool
    is_high: bool
    repeats: str
    person: str
    lead_id: str
    lead: str
    contact_id: str
    contact: str
    may_change: bool
    moves: bool
    menu: str


@dataclass(frozen=True)
class DayLine:
    """A day of the calendar."""

    id: str
    number: str
    weekday: str
    name: str
    is_today: bool
    is_outside: bool
    is_empty: bool
    plans: list[PlanLine] = field(default_factory=list)


@dataclass(frozen=True)
class PlanForm:
    """The fields of the form, as texts; `what` is "" while it is closed, `id` "" for a new one.

    Attributes:
        about: the contact or the day that a new one was begun for, "" for neither.
    """

    what: str = ""
    id: str = ""
    about: str = ""
    version: str = "0"
    title: str = ""
    text: str = ""
    kind: str = "call"
    day: str = ""
    hour: str = ""
    moment: str = ""
    duration: str = ""
    reminder: str = ""
    priority: str = Priority.NORMAL.value
    assignee: str = ""
    repeat: str = ""
    weekdays: list[str] = field(default_factory=list)
    company: str = ""
    company_id: str = ""
    person: str = ""
    person_id: str = ""


def plan_line(row: AgendaRow, look: Look, *, shows_person: bool) -> PlanLine:
    """A row as its reader sees it."""
    is_task = row.what == What.TASK
    hour = f"{row.at.astimezone(ZoneInfo(look.time_zone)):%H:%M}" if row.has_time else ""
    done = row.done_at is not None
    about = " · ".join(filter(None, (row.company, row.lead if row.lead != row.company else "")))
    person = row.person if shows_person else ""
    if row.giver and not shows_person:
        person = look.say("from {name}", name=row.giver)
    return PlanLine(
        id=str(row.id),
        what=row.what.value,
        drawing="list-checks" if is_task else DRAWINGS[row.kind],
        kind=look.say("Task") if is_task else look.say(KINDS[row.kind]),
        title=row.title,
        text=row.text,
        day=row.day.isoformat(),
        when=_when(row, hour, look),
        hour=hour,
        is_late=row.is_late,
        is_done=done,
        is_high=row.priority == Priority.HIGH,
        repeats=repeat_words(*choice_of(row.repeats), look) if row.repeats else "",
        person=person,
        lead_id=str(row.lead_id) if row.lead_id else "",
        lead=about if row.lead_id else "",
        contact_id=str(row.contact_id or row.company_id or ""),
        contact=" · ".join(filter(None, (row.contact, "" if row.lead_id else row.company))),
        may_change=row.may_change,
        moves=row.may_change and not (is_task and done),
        menu=menu_of(row.what, is_done=done) if row.may_change else "",
    )


def menu_of(what: What, *, is_done: bool) -> str:
    """What the menu of a plan offers to who may change it, with spaces between."""
    return " ".join((DONE_MENU if is_done else TASK_MENU) if what == What.TASK else ACTIVITY_MENU)


def plan_form(row: AgendaRow, look: Look) -> PlanForm:
    """The form that changes this row."""
    local = row.at.astimezone(ZoneInfo(look.time_zone))
    repeat, weekdays = choice_of(row.repeats)
    return PlanForm(
        what=row.what.value,
        id=str(row.id),
        version=str(row.version),
        title=row.title,
        text=row.text,
        kind=row.kind or "call",
        day=row.day.isoformat(),
        hour=f"{local:%H:%M}" if row.has_time else "",
        moment=f"{local:%Y-%m-%dT%H:%M}",
        duration=str(row.duration_minutes or ""),
        reminder=row.reminder.value if row.reminder else "",
        priority=row.priority.value,
        assignee=str(row.person_id),
        repeat=repeat.value if repeat else "",
        weekdays=[str(day) for day in weekdays],
        company=row.company if row.company_id else "",
        company_id=str(row.company_id or ""),
        person=row.contact,
        person_id=str(row.contact_id or ""),
    )


def day_words(day: date, look: Look) -> str:
    """ "Today", "Tomorrow", "Yesterday", else the weekday and the date."""
    near = {0: "Today", 1: "Tomorrow", -1: "Yesterday"}
    away = (day - look.now.astimezone(ZoneInfo(look.time_zone)).date()).days
    return look.say(near[away]) if away in near else f"{look.say(SHORT_DAYS[day.weekday()])} {look.date(day)}"


def repeat_words(repeat: Repeat | None, weekdays: tuple[int, ...], look: Look) -> str:
    """ "Every day", "Mon, Thu": when it comes again; "" for never."""
    if repeat is None:
        return ""
    if repeat == Repeat.WEEKLY and weekdays:
        return ", ".join(look.say(SHORT_DAYS[day]) for day in weekdays)
    return look.say(REPEATS[repeat])


def quick_words(quick: Quick, look: Look) -> list[str]:
    """What was understood of one line; nothing for an empty one."""
    if not quick.title:
        return []
    today = look.now.astimezone(ZoneInfo(look.time_zone)).date()
    hour = f", {quick.due_time:%H:%M}" if quick.due_time else ""
    found = [day_words(quick.due_on or today, look) + hour, repeat_words(quick.repeat, quick.weekdays, look)]
    if quick.priority != Priority.NORMAL:
        found.append(look.say("Priority {priority}", priority=look.say(PRIORITIES[quick.priority]).lower()))
    return [quick.title, *filter(None, found)]


def calendar_days(view: str, at: date, rows: list[AgendaRow], look: Look, *, shows_person: bool) -> list[DayLine]:
    """The days that the calendar shows around a day, each with its plans."""
    first, last = shown_days(view, at)
    by_day: dict[date, list[PlanLine]] = {}
    for row in rows:
        by_day.setdefault(row.day, []).append(plan_line(row, look, shows_person=shows_person))
    today = look.now.astimezone(ZoneInfo(look.time_zone)).date()
    days = (first + timedelta(days=number) for number in range((last - first).days + 1))
    return [
        DayLine(
            id=day.isoformat(),
            number=str(day.day),
            weekday=look.say(SHORT_DAYS[day.weekday()]),
            name=f"{look.say(WEEKDAYS[day.weekday()])} {look.date(day)}",
            is_today=day == today,
            is_outside=view == "month" and day.month != at.month,
            is_empty=day not in by_day,
            plans=by_day.get(day, []),
        )
        for day in days
    ]


def shown_days(view: str, at: date) -> tuple[date, date]:
    """The first and the last day of the week of a day, or of the weeks of its month; weeks begin on Mondays."""
    if view == "week":
        first = at - timedelta(days=at.weekday())
        return first, first + timedelta(days=6)
    begin = at.replace(day=1)
    end = (begin + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return begin - timedelta(days=begin.weekday()), end + timedelta(days=6 - end.weekday())


def range_words(view: str, at: date, look: Look) -> str:
    """ "November 2026", or "23 Nov 2026 – 29 Nov 2026" of a week."""
    if view == "month":
        return f"{look.month(at.month).capitalize()} {at.year}"
    first, last = shown_days(view, at)
    return f"{look.date(first)} – {look.date(last)}"


def stepped(view: str, at: date, steps: int) -> date:
    """The same day so many weeks, or the first of a month so many months, further on."""
    if view == "week":
        return at + timedelta(days=7 * steps)
    months = at.year * 12 + at.month - 1 + steps
    return date(months // 12, months % 12 + 1, 1)


def local_now(look: Look) -> datetime:
    """This moment by the reader's clock."""
    return look.now.astimezone(ZoneInfo(look.time_zone))


def _when(row: AgendaRow, hour: str, look: Look) -> str:
    day = day_words(row.day, look)
    return f"{day}, {hour}" if hour else day
