"""The address of Activities: what its tabs and filters say, so that a reload and a link bring it back."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from leadx_app.models import ActivityKind, ListName, Priority
from leadx_app.queries.agenda_filters import AgendaFilters, Tab, What, Whose
from leadx_app.state.address_words import Reader, id_of, id_text, one_of, searched
from leadx_app.state.list_address import ListAddress, day_of, day_word


class View(StrEnum):
    """How the plans are looked at."""

    LIST = "list"
    WEEK = "week"
    MONTH = "month"


KINDS = (What.TASK.value, *(kind.value for kind in ActivityKind))


@dataclass(frozen=True)
class AgendaAddress(ListAddress):
    """Where on the page somebody is. Texts, because controls hold texts; "" is the default of each.

    Attributes:
        kind: "task" or a kind of activity.
        lead, person: ids.
        priority: of tasks.
        due_from, due_to: days, or so many from today; a calendar has days of its own.
        day: one of the days that the calendar shows, "" for today.
    """

    view: str = View.LIST.value
    tab: str = Tab.TODAY.value
    kind: str = ""
    whose: str = Whose.MINE.value
    lead: str = ""
    priority: str = ""
    due_from: str = ""
    due_to: str = ""
    person: str = ""
    day: str = ""

    def filters(self, today: date, cursor: str = "") -> AgendaFilters:
        """As the queries take it; `today` by the clock of who looks."""
        has_days = self.view == View.LIST
        return AgendaFilters(
            tab=Tab(self.tab),
            whose=Whose(self.whose),
            search=self.search,
            kind=self.kind,
            lead_id=id_of(self.lead),
            priority=Priority(self.priority) if self.priority else None,
            due_from=day_of(self.due_from, today) if has_days else None,
            due_to=day_of(self.due_to, today) if has_days else None,
            person_id=id_of(self.person),
            cursor=cursor or None,
        )

    @property
    def is_filtered(self) -> bool:
        """Whether only some of the plans are shown."""
        return (
            bool(self.search or self.kind or self.lead or self.priority or self.due_from or self.due_to)
            or self.whose != Whose.MINE
        )

    @classmethod
    def list_name(cls) -> ListName:
        return ListName.ACTIVITIES

    @classmethod
    def readers(cls) -> dict[str, Reader]:
        return _READERS


def _day(text: str) -> str | None:
    try:
        return text if 1900 < date.fromisoformat(text).year < 9990 else None
    except ValueError:
        return None


_READERS: dict[str, Reader] = {
    "view": one_of(View),
    "tab": one_of(Tab),
    "search": searched,
    "kind": lambda text: text if text in KINDS else None,
    "whose": one_of(Whose),
    "lead": id_text,
    "priority": one_of(Priority),
    **dict.fromkeys(("due_from", "due_to"), day_word),
    "person": id_text,
    "day": _day,
}
