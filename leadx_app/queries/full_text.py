"""Full-text search by the database's own index: FTS5 on SQLite, tsvector and GIN on PostgreSQL.

All words must be found, each as the beginning of a word, and from three letters on inside of words too, as Norwegian
makes words of others; signs are signs and nothing else. In the index a word stands behind a letter that says of what it
is and the end of its tenant's id: what other tenants have is neither found nor passed by (docs/decisions/0115, 0193).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlmodel import Session

from leadx_app.domain.errors import Invalid
from leadx_app.domain.permissions import Actor
from leadx_app.domain.text import SIGNS, BadInput, fold, words_of
from leadx_app.models import SearchRow

MOST_LETTERS = 200
MOST_WORDS = 8
LEAST_INSIDE = 3
"""So many letters and more are found inside of words."""
_INSIDE = "z"
"""In the index, what stands before the word from its second letter on, from its third, and so on."""
FTS = sa.table("fts_search", sa.column("rowid", sa.Integer), sa.column("fts_search", sa.Text))


class Of(StrEnum):
    """Of what a word is: the letter that it begins with in the index."""

    HEADLINE = "l"
    LEADS_PERSON = "p"
    COMPANY = "c"
    PERSON = "k"
    NEWS = "n"
    PLAN = "a"
    ARTICLE = "h"


LEAD = (Of.HEADLINE, Of.LEADS_PERSON)


class Whose(StrEnum):
    """Whose a row is: the letter before the end of an id in the index."""

    ORGANIZATION = "o"
    OWNER = "u"
    CREATOR = "v"
    WAITING_IN = "w"


@dataclass(frozen=True, slots=True)
class Sought:
    """What somebody looks for: `words` as the index holds them, and what was typed with `signs`, to be found as it is.

    It is false when there is nothing to look for.
    """

    words: tuple[str, ...] = ()
    signs: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.words or self.signs)


Scope = Sequence[tuple[Whose, UUID]]
"""Of these a row must be of at least one."""


def sought(text: str) -> Sought:
    """At most 8 words of the text; Invalid on `search` for what cannot be read."""
    try:
        typed = fold(text[:MOST_LETTERS]).split()[:MOST_WORDS]
    except BadInput as error:
        raise Invalid(error.template, field="search", **error.params) from None
    words = dict.fromkeys(word for one in typed for word in words_of(one))
    return Sought(tuple(words)[:MOST_WORDS], tuple(one for one in typed if words_of(one) != [one]))


def sought_contact(text: str) -> Sought:
    """`sought`, where digits in groups are one number: "22 12 34 56", "923 609 016"."""
    found = sought(text)
    joined: list[str] = []
    was_number = False
    for word in found.words if _has_groups(found.words) else ():
        is_number = word.isdecimal()
        if is_number and was_number:
            joined[-1] += word
        else:
            joined.append(word)
        was_number = is_number
    signs = tuple(one for one in found.signs if not one.lstrip("+").isdecimal())
    return Sought(tuple(joined) or found.words, signs if found.words else found.signs)


def _has_groups(words: Sequence[str]) -> bool:
    return any(one.isdecimal() and other.isdecimal() for one, other in pairwise(words))


def found(
    session: Session,
    actor: Actor,
    look: Sought,
    of: Sequence[Of],
    *scopes: Scope,
    newest: int | None = None,
    any_word: bool = False,
) -> sa.Select:
    """The ids of the rows that hold all words, within every one of the scopes; for words only, signs are the caller's.

    To be executed before another one is asked for.

    Args:
        newest: only so many, those that were made last.
        any_word: one of the words is enough.
    """
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    query = _query(actor, look, of, scopes, is_sqlite, any_word)
    if is_sqlite:
        hits = sa.select(FTS.c.rowid).where(FTS.c.fts_search.op("MATCH")(query))
        hits = hits.order_by(FTS.c.rowid.desc()).limit(newest) if newest else hits
        return sa.select(SearchRow.row_id).where(SearchRow.number.in_(hits))
    session.execute(sa.text("SELECT set_config('leadx.search', :query, true)"), {"query": query})
    rows = sa.select(SearchRow.row_id).where(SearchRow.words.op("@@")(sa.cast(query, TSQUERY)))
    return rows.order_by(SearchRow.number.desc()).limit(newest) if newest else rows


def of_these(condition: sa.ColumnElement[bool]) -> sa.ColumnElement[bool]:
    """The same condition, which the database asks of what was found instead of finding rows by it."""
    return sa.func.coalesce(condition, sa.false())


def holds_signs(look: Sought, text: sa.ColumnElement[str]) -> list[sa.ColumnElement[bool]]:
    """What was typed with signs stands in a folded text."""
    return [text.contains(one, autoescape=True) for one in look.signs]


def key_of(row_id: UUID) -> str:
    """The end of an id, as it stands in the index."""
    return row_id.hex[-12:]


def _query(
    actor: Actor, look: Sought, of: Sequence[Of], scopes: Sequence[Scope], is_sqlite: bool, any_word: bool
) -> str:
    """In the language of the database: words and keys are letters and digits, which mean nothing in it."""
    quote, begins, both, either = ('"{}"', '"{}"*', " AND ", " OR ") if is_sqlite else ("'{}'", "'{}':*", " & ", " | ")
    key = key_of(actor.tenant_id)
    every = [
        either.join(begins.format(f"{inside}{one}{key}{word}") for one in of for inside in _places(word))
        for word in look.words
    ]
    every = [either.join(every)] if any_word and every else every
    every += [either.join(quote.format(f"{whose}{key_of(one)}") for whose, one in scope) for scope in scopes]
    return both.join(f"({one})" for one in every)


def is_inside(word: str) -> bool:
    """Whether a word that is looked for is found inside of others too."""
    return len(word) >= LEAST_INSIDE


def _places(word: str) -> tuple[str, ...]:
    """Where a word may stand in another one, as the index says it."""
    return ("", _INSIDE) if is_inside(word) else ("",)


def holds_words(
    session: Session, actor: Actor, look: Sought, of: Of, row_id: sa.ColumnElement[UUID], text: sa.ColumnElement[str]
) -> list[sa.ColumnElement[bool]]:
    """The words stand in the folded text of one row, without a look into the index: for those in a list's order."""
    begin = [word for word in look.words if not is_inside(word)]
    if session.get_bind().dialect.name == "sqlite":
        key = key_of(actor.tenant_id)
        there = [sa.func.instr(text, word) > 0 for word in look.words]
        held = [sa.func.instr(SearchRow.words, f" {of}{key}{word}") > 0 for word in begin]
        return [*there, *([sa.exists().where(SearchRow.row_id == row_id, *held)] if held else [])]
    parted = sa.literal(" ").concat(sa.func.translate(text, SIGNS, " " * len(SIGNS)))
    there = [sa.func.strpos(text, word) > 0 for word in look.words]
    return there + [sa.func.strpos(parted, f" {word}") > 0 for word in begin]
