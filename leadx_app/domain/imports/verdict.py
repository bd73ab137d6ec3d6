"""What is to become of a row, decided before anything is written: the dry run and the run decide alike."""

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any

from leadx_app.models import Duplicates, RowOutcome

from .rows import Problem, ReadRow


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a row becomes; `target` is the lead or contact that is there already."""

    row: ReadRow
    outcome: RowOutcome
    target: Any = None
    problems: tuple[Problem, ...] = ()


def refused(row: ReadRow, *problems: Problem) -> Verdict:
    """The row cannot be used."""
    return Verdict(row, RowOutcome.REFUSED, problems=problems or row.problems)


def decided(row: ReadRow, target: Any, is_seen: bool, mode: Duplicates) -> Verdict:
    """The row as the person wants duplicates to be treated.

    Args:
        target: the one that is there already, if any.
        is_seen: whether an earlier row of the file makes the same.
    """
    is_there = target is not None or is_seen
    if not is_there or mode == Duplicates.CREATE:
        return Verdict(row, RowOutcome.CREATED)
    if mode == Duplicates.SKIP:
        return Verdict(row, RowOutcome.SKIPPED)
    return Verdict(row, RowOutcome.UPDATED, target)


def in_turns(rows: list[ReadRow], keys_of: Any) -> list[list[ReadRow]]:
    """The rows in turns in which no two name the same: what one makes, the next turn finds."""
    turns: list[list[ReadRow]] = [[]]
    taken: set[Hashable] = set()
    for row in rows:
        keys = keys_of(row) if row.draft is not None else set()
        if keys & taken:
            turns.append([])
            taken = set()
        turns[-1].append(row)
        taken |= keys
    return turns
