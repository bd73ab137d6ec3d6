"""Activities as a list: what the plans are filtered by."""

from typing import Any

from leadx_app.state.agenda_address import AgendaAddress, View
from leadx_app.state.list_filters import COMING, Filter, FilterKind

KIND = Filter(
    "kind",
    "Kind",
    FilterKind.CHOICE,
    choices=(
        ("", "Tasks and activities"),
        ("task", "Tasks"),
        ("call", "Calls"),
        ("meeting", "Meetings"),
        ("email", "Emails"),
        ("visit", "Visits"),
        ("demo", "Demos"),
        ("other", "Other"),
    ),
    stays=True,
)
WHOSE = Filter(
    "whose", "Whose", FilterKind.CHOICE, choices=(("mine", "To do"), ("given", "Given to others")), stays=True
)
PRIORITY = Filter(
    "priority",
    "Priority",
    FilterKind.CHOICE,
    choices=(("", "Any priority"), ("high", "High"), ("normal", "Normal"), ("low", "Low")),
)
DUE = Filter("due", "Due", FilterKind.DAYS, presets=COMING)
LEAD = Filter("lead", "On one lead", FilterKind.FLAG, flag="")


def _hidden(at: AgendaAddress) -> frozenset[str]:
    """A lead is chosen on its own page, and a calendar has no rows and days of its own."""
    lead = frozenset() if at.lead else frozenset({"lead"})
    return lead if at.view == View.LIST else lead | {"display", "due"}


AGENDA_LIST: dict[str, Any] = {
    "address": AgendaAddress,
    "usual": "All activities",
    "filters": (KIND, WHOSE, PRIORITY, DUE, LEAD),
    "hidden": _hidden,
    "stays": ("view", "tab", "person", "day"),
}
