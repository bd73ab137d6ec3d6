"""Imports in the reader's words: wide files, columns of one name, how many there are of what."""

from datetime import UTC, datetime
from typing import Any

from leadx_app.domain.imports.fields import guess
from leadx_app.models import Duplicates, ImportState, ImportSubject, JobState, new_id
from leadx_app.queries.imports import ImportDetail, ImportProgress, PreviewRow
from leadx_app.state.format import Look
from leadx_app.state.import_lines import SHOWN_COLUMNS, import_shown

LOOK = Look("en", "Europe/Oslo", datetime(2026, 11, 24, 12, tzinfo=UTC))


def _detail(headers: list[str], **facts: Any) -> ImportDetail:
    cells = [f"cell {place}" for place in range(len(headers))]
    usual: dict[str, Any] = {
        "id": new_id(),
        "subject": ImportSubject.LEADS,
        "state": ImportState.MAPPING,
        "file_name": "leads.xlsx",
        "form": {"kind": "xlsx"},
        "headers": headers,
        "has_header": True,
        "mapping": guess(ImportSubject.LEADS, headers),
        "lacking": [],
        "duplicates": Duplicates.SKIP,
        "decimal_mark": ",",
        "row_count": 1,
        "checked": None,
        "counts": {},
        "undone": {},
        "progress": None,
        "preview": [PreviewRow(2, cells, [None] * len(headers), [])],
    }
    return ImportDetail(**{**usual, **facts})


def test_of_a_wide_file_the_first_columns_are_shown_and_those_that_are_mapped() -> None:
    detail = _detail([*(f"x{number}" for number in range(150)), "Title", "Company", *(["y"] * 48)])
    shown = import_shown(detail, LOOK, [])
    assert [column.field for column in shown.columns[-2:]] == ["title", "company_name"]
    assert (len(shown.columns), shown.hidden) == (SHOWN_COLUMNS + 2, "158")
    assert [cell.text for cell in shown.preview[0].cells[:3]] == ["cell 150", "cell 151", "cell 0"]
    assert shown.shown[:2] == ["Lead title", "Company name"]
    every = import_shown(detail, LOOK, [], every=True)
    assert (len(every.columns), every.hidden, len(every.preview[0].cells)) == (200, "", SHOWN_COLUMNS + 2)


def test_columns_of_one_name_are_told_apart() -> None:
    shown = import_shown(_detail(["Email", "Note", "Email", ""]), LOOK, [])
    assert [column.name for column in shown.columns] == ["Email (column 1)", "Note", "Email (column 3)", "Column 4"]


def test_a_file_that_could_not_be_read_and_an_import_that_was_stopped_say_so() -> None:
    reason = {"template": "The file is empty.", "params": {}}
    job = ImportProgress("import.read", JobState.FAILED, 0, None, reason, None)
    unread = import_shown(_detail([], state=ImportState.READING, progress=job), LOOK, [])
    assert (unread.state, unread.tone, unread.is_unread, unread.trouble) == (
        "Could not be read",
        "closed",
        True,
        "The file is empty.",
    )
    stopped = import_shown(_detail(["Title"], state=ImportState.DONE, row_count=3, counts={"created": 1}), LOOK, [])
    assert (stopped.state, stopped.is_done, stopped.rest) == ("Stopped", True, "2")
    done = import_shown(_detail(["Title"], state=ImportState.DONE, counts={"created": 1}), LOOK, [])
    assert (done.state, done.tone, done.rest) == ("Imported", "won", "")


def test_one_row_with_errors_has_them_and_two_have() -> None:
    for refused, words in ((1, "1 has errors"), (2, "2 have errors")):
        shown = import_shown(_detail(["Title"], state=ImportState.CHECKED, checked={"refused": refused}), LOOK, [])
        assert [count.text for count in shown.counts] == [words]


def test_what_was_brought_in_is_one_click_away() -> None:
    for counts, opens in (({"created": 1}, "/pipeline"), ({"skipped": 1}, "")):
        assert import_shown(_detail(["Title"], state=ImportState.DONE, counts=counts), LOOK, []).opens == opens
