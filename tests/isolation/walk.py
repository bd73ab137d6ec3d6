"""Walks of readers through everything, and what they came across that was not theirs."""

from dataclasses import dataclass, field

from leadx_app.models import Role
from tests.isolation.policy import PARENT_OF, forbidden, words_in

Dumps = dict[str, dict[str, frozenset[tuple[str, ...]]]]

ROUND = 160

ADDED = frozenset(
    {"news_comments", "news_reads", "news_reactions", "events", "notifications", "outbox_mails", "outbox_pushes"}
)
"""Where rows are added when somebody of a child reads or comments on news of the parent, whose author is told."""


@dataclass
class Walk:
    """What one reader met: `wrong` says where a word stood that they may not meet; `seen` are all that they met."""

    place: str
    role: Role
    wrong: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    seen: set[tuple[str, str]] = field(default_factory=set)

    def meet(self, where: str, text: str) -> None:
        """Something that came to the reader."""
        if "zq" not in text.lower():
            return
        self.seen |= words_in(text)
        for place, what in forbidden(self.place, self.role, text):
            at = text.lower().index(f"zq{place}{what}qz")
            self.wrong.append(f"{where}: {what} of {place}: …{text[max(0, at - ROUND) : at + 60]}")


def untouchable(place: str, role: Role) -> list[str]:
    """Organizations of which somebody can change nothing at all, whatever they send."""
    leads = {child for child, parent in PARENT_OF.items() if parent == place and role in (Role.MANAGER, Role.ADMIN)}
    return [one for one in ("nordlys", "service", "partner", "fjord") if one != place and one not in leads]


def changed(place: str, role: Role, before: Dumps, after: Dumps) -> list[str]:
    """Tables of other organizations in which this reader changed a row, added one or took one away."""
    found = []
    for other in untouchable(place, role):
        for table, rows in after[other].items():
            gone, came = before[other][table] - rows, rows - before[other][table]
            may_add = table in ADDED and PARENT_OF.get(place) == other
            if gone or (came and not may_add):
                found.append(f"changed {other}.{table}: {sorted(gone | came)[:2]}")
    return found
