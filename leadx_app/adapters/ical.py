"""A person's tasks and activities as an iCalendar file (RFC 5545)."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, vRecur

from leadx_app.models import Priority
from leadx_app.queries.agenda_filters import What
from leadx_app.queries.agenda_rows import AgendaRow

IMPORTANCE = {Priority.HIGH: 1, Priority.NORMAL: 5, Priority.LOW: 9}
FRESH_FOR = timedelta(minutes=15)


def calendar_of(rows: list[AgendaRow], *, name: str, time_zone: str, address: str, now: datetime) -> bytes:
    """The file: what has an hour at its moment, what has none as a whole day, what repeats with its rule.

    Args:
        time_zone: whose clock it is, which rules follow over changes of clocks.
        address: of the application, for links.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//LeadX//Activities//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", time_zone)
    calendar.add("refresh-interval", FRESH_FOR, parameters={"VALUE": "DURATION"})
    for row in rows:
        calendar.add_component(_event(row, ZoneInfo(time_zone), address, now))
    calendar.add_missing_timezones()
    return calendar.to_ical()


def _event(row: AgendaRow, zone: ZoneInfo, address: str, now: datetime) -> Event:
    event = Event()
    event.add("uid", f"{row.id}@leadx")
    event.add("dtstamp", now)
    event.add("last-modified", row.updated_at)
    event.add("sequence", row.version)
    event.add("summary", f"✓ {row.title}" if row.what == What.TASK and row.done_at else row.title)
    if row.has_time:
        event.add("dtstart", row.at.astimezone(zone))
        event.add("dtend", row.ends_at.astimezone(zone))
    else:
        event.add("dtstart", row.day)
        event.add("dtend", row.day + timedelta(days=1))
        event.add("transp", "TRANSPARENT")
    if row.repeats and row.done_at is None:
        event.add("rrule", vRecur.from_ical(row.repeats))
    about = "\n".join(filter(None, (row.company, row.lead, row.text)))
    if about:
        event.add("description", about)
    event.add("url", f"{address}/leads/{row.lead_id}" if row.lead_id else f"{address}/activities")
    event.add("priority", IMPORTANCE[row.priority])
    return event
