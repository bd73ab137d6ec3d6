"""How the Sales Feed speaks of what happened: a sentence and an icon per kind of event (product.md section 8)."""

from dataclasses import dataclass
from string import Formatter

from .event_kinds import FEED, EventKind, FeedKind

LEAD = "lead"
"""The name in a sentence that stands for the lead's title, a link for who may open the lead; all others are names."""


@dataclass(frozen=True, slots=True)
class FeedSentence:
    """What an entry says: names in braces are filled from the entry, in bold."""

    text: str
    icon: str


FEED_KINDS: dict[EventKind, FeedSentence] = {
    EventKind.LEAD_CREATED: FeedSentence("{actor} brought in {lead}", "flag"),
    EventKind.HANDOVER_ACCEPTED: FeedSentence("{actor} accepted {lead} from {finder}", "handshake"),
    EventKind.LEAD_ASSIGNED: FeedSentence("{actor} gave {lead} from {finder} to {owner}", "handshake"),
    EventKind.LEAD_SENT: FeedSentence("{actor} sent {lead} to {to}", "arrow-right-left"),
    EventKind.LEAD_RECEIVED: FeedSentence("{actor} of {origin} sent {lead}", "arrow-right-left"),
    EventKind.LEAD_WON: FeedSentence("{actor} won {lead}", "trophy"),
    EventKind.BELL_RUNG: FeedSentence("{actor} rang the bell for {lead}", "bell"),
    EventKind.MILESTONE_REACHED: FeedSentence("{actor} reached a milestone: {milestone}", "star"),
    EventKind.IMPORT_DONE: FeedSentence("{actor} imported {count} leads", "flag"),
    EventKind.GOAL_REACHED: FeedSentence("Goal reached: {goal}", "target"),
}

FEED_LABELS: dict[FeedKind, str] = {
    FeedKind.CREATED: "New leads",
    FeedKind.ACCEPTED: "Handshakes",
    FeedKind.WON: "Won",
    FeedKind.BELL: "Bells",
    FeedKind.MILESTONE: "Milestones",
    FeedKind.TRANSFER: "Between organizations",
}
"""The kinds by which the feed can be filtered, in the order of a lead's way."""

FEED_CHANGES: frozenset[EventKind] = frozenset(FEED) | {
    EventKind.LEAD_REOPENED,
    EventKind.LEAD_RETURNED,
    EventKind.LEAD_SENT_BACK,
    EventKind.LEAD_WITHDRAWN,
}
"""What changes the feed: its own kinds, and what says of an entry that it was taken back."""


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a sentence; `name` is what it was filled from, "" for the words between."""

    text: str
    name: str = ""


def filled(template: str, values: dict[str, str]) -> list[Part]:
    """A sentence in pieces, so that names can be set in bold whatever they hold: `filled("{actor} won", …)`."""
    parts: list[Part] = []
    for words, name, _, _ in Formatter().parse(template):
        parts += [Part(words)] if words else []
        parts += [Part(values[name], name)] if name else []
    return parts
