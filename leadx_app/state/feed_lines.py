"""Entries of the Sales Feed as the screen shows them: the sentence in pieces, in the reader's language."""

from collections.abc import Iterable
from dataclasses import dataclass

from leadx_app.domain.feed import FEED_KINDS, LEAD, Part, filled
from leadx_app.domain.permissions import Actor
from leadx_app.queries.feed import FeedEntry, opens, sentence_values
from leadx_app.state.format import Look


@dataclass(frozen=True)
class PieceShown:
    """A piece of a sentence; `style` is "words", "name" or "lead" (a link for who may open it)."""

    text: str
    style: str


@dataclass(frozen=True)
class FeedLine:
    """An entry.

    Attributes:
        lead_id: "" where there is nothing that the reader may open.
        organization: whose it is, "" for the reader's own.
        note: what became of it, "" when it still stands.
        fresh: it came while the page was open.
    """

    id: str
    feed: str
    icon: str
    pieces: list[PieceShown]
    lead_id: str
    organization: str
    note: str
    age: str
    moment: str
    fresh: bool


def feed_lines(
    entries: Iterable[FeedEntry], reader: Actor, look: Look, known: frozenset[str] | None = None
) -> list[FeedLine]:
    """Entries that the reader's audience sees, for this reader; those not among the `known` ids are fresh."""
    return [_line(entry, reader, look, known) for entry in entries]


def _line(entry: FeedEntry, reader: Actor, look: Look, known: frozenset[str] | None) -> FeedLine:
    sentence = FEED_KINDS[entry.kind]
    parts = filled(look.say(sentence.text), sentence_values(entry, look.language))
    return FeedLine(
        id=str(entry.id),
        feed=entry.feed.value,
        icon=sentence.icon,
        pieces=[PieceShown(part.text, _style(part)) for part in parts],
        lead_id=str(entry.lead_id) if opens(reader, entry) else "",
        organization="" if entry.organization_id == reader.organization_id else entry.organization,
        note=_note(entry, look),
        age=look.age(entry.occurred_at),
        moment=look.moment(entry.occurred_at),
        fresh=known is not None and str(entry.id) not in known,
    )


def _style(part: Part) -> str:
    return "words" if not part.name else LEAD if part.name == LEAD else "name"


def _note(entry: FeedEntry, look: Look) -> str:
    if not entry.undone:
        return ""
    return look.say("Reopened since") if entry.feed == "won" else look.say("Returned since")
