"""Imports in the reader's words."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from leadx_app.models import ImportState, ImportSubject, JobState
from leadx_app.queries.imports import CellProblem, ImportDetail, ImportLine, PreviewRow, fields_of
from leadx_app.state.format import Look
from leadx_app.state.lead_choices import Choice

SHOWN_COLUMNS = 40
CLIPPED = 60
EXAMPLES = 3

SUBJECTS: dict[ImportSubject, str] = {
    ImportSubject.LEADS: "Leads",
    ImportSubject.COMPANIES: "Companies",
    ImportSubject.PERSONS: "Persons",
}
STATES: dict[ImportState, str] = {
    ImportState.READING: "Being read",
    ImportState.MAPPING: "To be mapped",
    ImportState.CHECKING: "Being checked",
    ImportState.CHECKED: "Checked",
    ImportState.RUNNING: "Being imported",
    ImportState.DONE: "Imported",
    ImportState.UNDOING: "Being taken back",
    ImportState.UNDONE: "Taken back",
}
TONES: dict[ImportState, str] = {
    ImportState.DONE: "won",
    ImportState.UNDONE: "parked",
    ImportState.READING: "waiting",
    ImportState.CHECKING: "waiting",
    ImportState.RUNNING: "waiting",
    ImportState.UNDOING: "waiting",
}
FAILED, FAILED_READING, STOPPED = "Failed", "Could not be read", "Stopped"
WORKING: dict[ImportState, str] = {
    ImportState.READING: "The file is being read.",
    ImportState.CHECKING: "Every row is being checked. Nothing is written.",
    ImportState.RUNNING: "The rows are being imported. You can leave this page.",
    ImportState.UNDOING: "The import is being taken back. You can leave this page.",
}
STOPPABLE = frozenset({ImportState.CHECKING, ImportState.RUNNING, ImportState.UNDOING})
COUNTED = (
    ("created", "{count} created", ""),
    ("updated", "{count} updated", ""),
    ("skipped", "{count} skipped", ""),
    ("refused", "{count} with errors", ""),
)
TO_COME = (
    ("created", "{count} will be created", ""),
    ("updated", "{count} will be updated", ""),
    ("skipped", "{count} will be skipped", ""),
    ("refused", "{count} has errors", "{count} have errors"),
)
TAKEN_BACK = (
    ("removed", "{count} removed", ""),
    ("restored", "{count} restored", ""),
    ("left", "{count} left as it is", "{count} left as they are"),
)
LISTS: dict[ImportSubject, str] = {
    ImportSubject.LEADS: "/pipeline",
    ImportSubject.COMPANIES: "/contacts?kind=company",
    ImportSubject.PERSONS: "/contacts?kind=person",
}
COUNT_TONES = {"created": "won", "updated": "accent", "refused": "closed", "left": "parked"}


@dataclass(frozen=True)
class ImportItem:
    """An import in the list."""

    id: str
    file: str
    about: str
    state: str
    tone: str
    age: str
    moment: str


@dataclass(frozen=True)
class ColumnShown:
    """A column of the file: its name, what stands in it, and the field that it holds."""

    place: int
    name: str
    examples: str
    field: str
    label: str


@dataclass(frozen=True)
class CellShown:
    """A cell of the preview; `problem` is "" when it can be read."""

    text: str
    problem: str
    used: bool


@dataclass(frozen=True)
class RowShown:
    """A row of the preview, or one that was refused; `problem` is of the row as a whole."""

    number: str
    cells: list[CellShown]
    problem: str


@dataclass(frozen=True)
class CountShown:
    """How many came out how."""

    text: str
    tone: str


@dataclass(frozen=True)
class ImportShown:
    """The import that is open.

    Attributes:
        working: what is done at the moment, "" when nothing is; `percent` "" until it is known how far.
        trouble: why the last job failed.
        is_stuck: the job was given up or cancelled; somebody must stop the import or begin anew.
        is_unread: the file could not be read; is_done: rows are in, all or some of them.
        lacking: what must be mapped before anything can happen.
        rest: how many rows a stopped import has left, "" for none.
        decimal_mark: "" where no column holds amounts.
        above: what is said of rows above the names of the columns, "" when there were none.
        hidden: how many columns are not shown, "" for none.
        opens: where what was brought in stands, "" when nothing was.
    """

    id: str = ""
    file: str = ""
    about: str = ""
    state: str = ""
    step: str = ""
    tone: str = "neutral"
    rows: str = ""
    working: str = ""
    progress: str = ""
    percent: str = ""
    trouble: str = ""
    is_stuck: bool = False
    is_unread: bool = False
    is_done: bool = False
    lacking: str = ""
    is_csv: bool = True
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    sheets: list[Choice] = field(default_factory=list)
    above: str = ""
    has_header: bool = True
    duplicates: str = "skip"
    decimal_mark: str = ","
    counts: list[CountShown] = field(default_factory=list)
    has_refused: bool = False
    rest: str = ""
    opens: str = ""
    hidden: str = ""
    columns: list[ColumnShown] = field(default_factory=list)
    fields: list[Choice] = field(default_factory=list)
    shown: list[str] = field(default_factory=list)
    preview: list[RowShown] = field(default_factory=list)
    refused: list[RowShown] = field(default_factory=list)
    left: list[str] = field(default_factory=list)


def import_item(line: ImportLine, look: Look) -> ImportItem:
    """An import in the list."""
    words, tone = _standing(line.state, has_failed=line.has_failed, is_stopped=line.is_stopped)
    return ImportItem(
        id=str(line.id),
        file=line.file_name,
        about=look.say(SUBJECTS[line.subject]),
        state=look.say(words),
        tone=tone,
        age=look.age(line.created_at),
        moment=look.moment(line.created_at),
    )


def import_shown(detail: ImportDetail, look: Look, left: list[tuple[int, str]], *, every: bool = False) -> ImportShown:
    """The open import.

    Args:
        every: all columns of a wide file can be mapped, and not only the first and those that are.
    """
    labels = {name: look.say(label) for name, label in fields_of(detail.subject)}
    places = _places(detail)
    offered = list(range(len(detail.headers))) if every else places
    used_first = sorted(places, key=lambda place: not detail.mapping[place])
    counts, words = _counts(detail)
    worked_on = sum(detail.counts.values())
    rest = detail.row_count - worked_on if detail.state == ImportState.DONE else 0
    progress = _progress(detail, look)
    words_of_state, tone = _standing(detail.state, has_failed=bool(progress.get("trouble")), is_stopped=rest > 0)
    return ImportShown(
        id=str(detail.id),
        file=detail.file_name,
        about=look.say(SUBJECTS[detail.subject]),
        state=look.say(words_of_state),
        step=_step(detail.state),
        tone=tone,
        is_unread=detail.state == ImportState.READING and bool(progress.get("trouble")),
        is_done=detail.state == ImportState.DONE,
        rows=look.count("{count} row", "{count} rows", detail.row_count) if detail.row_count else "",
        **progress,
        lacking=", ".join(look.say(label) for label in detail.lacking),
        is_csv=detail.form.get("kind") == "csv",
        encoding=str(detail.form.get("encoding", "")),
        delimiter=str(detail.form.get("delimiter", "")),
        **_sheets(detail, look),
        has_header=detail.has_header,
        duplicates=detail.duplicates.value,
        decimal_mark=detail.decimal_mark if "value" in detail.mapping else "",
        counts=[
            CountShown(look.count(one, many or one, counts[name]), COUNT_TONES.get(name, "neutral"))
            for name, one, many in words
            if counts.get(name)
        ],
        has_refused=bool(counts.get("refused")),
        rest=look.number(rest) if rest > 0 else "",
        opens=LISTS[detail.subject] if _has_come(detail) else "",
        hidden=look.number(len(detail.headers) - len(offered)) if len(offered) < len(detail.headers) else "",
        columns=[_column(detail, place, labels, look) for place in offered],
        fields=[Choice(name, label) for name, label in labels.items()],
        shown=[labels.get(detail.mapping[place]) or _name(detail, place, look) for place in used_first],
        preview=[_row(row, detail, used_first, labels, look) for row in detail.preview],
        refused=[_row(row, detail, used_first, labels, look) for row in detail.refused],
        left=[look.say("Row {row}: {why}", row=number, why=look.say(why)) for number, why in left],
    )


def problem_words(problem: CellProblem, labels: dict[str, str], look: Look) -> str:
    """What is wrong with a cell, with the field's name before it."""
    text = look.say(problem.template, **problem.params)
    return f"{labels[problem.field]}: {text}" if problem.field in labels else text


def _standing(state: ImportState, *, has_failed: bool, is_stopped: bool) -> tuple[str, str]:
    """Where it stands in English words, and their tone."""
    if has_failed and state in WORKING:
        return FAILED_READING if state == ImportState.READING else FAILED, "closed"
    return (STOPPED, "parked") if is_stopped else (STATES[state], TONES.get(state, "neutral"))


def _step(state: ImportState) -> str:
    """Which part of the page the import is at."""
    if state in WORKING:
        return "working"
    return "mapping" if state in (ImportState.MAPPING, ImportState.CHECKED) else "over"


def _places(detail: ImportDetail) -> list[int]:
    """The first columns, and those further ones that are mapped or guessed."""
    return [place for place, name in enumerate(detail.mapping) if name or place < SHOWN_COLUMNS]


def _sheets(detail: ImportDetail, look: Look) -> dict[str, Any]:
    """Which part of the file is read."""
    sheets, above = detail.form.get("sheets", []), detail.form.get("above", 0)
    one = "{count} row above the names of the columns is left out."
    return {
        "sheet": str(detail.form.get("sheet", "")),
        "sheets": [Choice(name, name) for name in sheets] if len(sheets) > 1 else [],
        "above": look.count(one, "{count} rows above the names of the columns are left out.", above) if above else "",
    }


def _has_come(detail: ImportDetail) -> bool:
    return detail.state == ImportState.DONE and bool(detail.counts.get("created") or detail.counts.get("updated"))


def _counts(detail: ImportDetail) -> tuple[dict[str, int], tuple[tuple[str, str, str], ...]]:
    if detail.state in (ImportState.UNDOING, ImportState.UNDONE):
        return detail.undone, TAKEN_BACK
    if detail.state in (ImportState.RUNNING, ImportState.DONE):
        return detail.counts, COUNTED
    return detail.checked or {}, TO_COME


def _progress(detail: ImportDetail, look: Look) -> dict[str, Any]:
    job = detail.progress
    if job is None:
        return {}
    if job.state == JobState.FAILED:
        trouble = look.say(job.reason["template"], **job.reason["params"]) if job.reason else ""
        if not trouble:
            number = job.error_id or ""
            trouble = look.say("Something went wrong. Tell your administrator this number: {error_id}", error_id=number)
        return {"trouble": trouble, "is_stuck": detail.state in STOPPABLE}
    if detail.state not in WORKING:
        return {}
    if job.state == JobState.CANCELLED:
        return {"trouble": look.say("An administrator stopped this."), "is_stuck": detail.state in STOPPABLE}
    done, total = look.number(job.done), job.total
    return {
        "working": look.say(WORKING[detail.state]),
        "progress": look.say("{done} of {total}", done=done, total=look.number(total)) if total else done,
        "percent": str(min(100, job.done * 100 // total)) if total else "",
    }


def _column(detail: ImportDetail, place: int, labels: dict[str, str], look: Look) -> ColumnShown:
    texts = [row.cells[place] for row in detail.preview if place < len(row.cells) and row.cells[place].strip()]
    mapped = detail.mapping[place] if place < len(detail.mapping) else ""
    examples = " · ".join(_clipped(text, 24) for text in dict.fromkeys(texts[:EXAMPLES]))
    return ColumnShown(place, _name(detail, place, look), examples, mapped, labels.get(mapped, ""))


def _name(detail: ImportDetail, place: int, look: Look) -> str:
    """What the file calls a column; of one name for several also which one it is."""
    header = detail.headers[place]
    if not header:
        return look.say("Column {number}", number=place + 1)
    if detail.headers.count(header) > 1:
        return look.say("{name} (column {number})", name=header, number=place + 1)
    return header


def _row(row: PreviewRow, detail: ImportDetail, places: list[int], labels: dict[str, str], look: Look) -> RowShown:
    wrong = {one.column: look.say(one.template, **one.params) for one in row.problems if one.column is not None}
    whole = [problem_words(one, labels, look) for one in row.problems if one.column is None]
    cells = [
        CellShown(
            _clipped(_text(row.values[place], row.cells[place], look), CLIPPED),
            wrong.get(place, ""),
            bool(detail.mapping[place]),
        )
        for place in places
    ]
    return RowShown(look.number(row.number), cells, " ".join(whole))


def _text(value: Any, text: str, look: Look) -> str:
    """What is understood of a cell, as the reader writes it."""
    match value:
        case Decimal():
            return look.number(value, 0 if value == value.to_integral_value() else 2)
        case date():
            return look.date(value)
        case str() if value:
            return value
        case tuple() if value:
            return ", ".join(value)
        case _:
            return text


def _clipped(text: str, most: int) -> str:
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[: most - 1]}…"
