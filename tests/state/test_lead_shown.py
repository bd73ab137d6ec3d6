"""A lead in the reader's words: amounts, days, sizes, times and what happened, in both languages."""

from datetime import UTC, datetime, timedelta

import pytest

from leadx_app.domain.errors import EditConflict
from leadx_app.models import new_id
from leadx_app.queries.lead_detail import HistoryRow, JourneyStep
from leadx_app.state.format import Look
from leadx_app.state.lead_edit import settled
from leadx_app.state.lead_shown import _event, change_shown, journey_shown, size_shown, value_shown

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
ENGLISH, NORWEGIAN = Look("en", "Europe/Oslo", NOW), Look("nb", "Europe/Oslo", NOW)


@pytest.mark.parametrize(
    ("name", "value", "english", "norwegian"),
    [
        ("value", "1234.50", "1,234.50", "1\u00a0234,50"),
        ("value", "100", "100", "100"),
        ("value", None, "–", "–"),
        ("value", "not an amount", "not an amount", "not an amount"),
        ("expected_closing_on", "2026-12-24", "24\u00a0Dec\u00a02026", "24.\u00a0des.\u00a02026"),
        ("expected_closing_on", "some day", "some day", "some day"),
        ("tags", ["a", "b"], "a, b", "a, b"),
        ("tags", [], "–", "–"),
        ("title", "Heat", "Heat", "Heat"),
    ],
)
def test_a_value_of_the_history_reads_as_people_write_it(name: str, value: object, english: str, norwegian: str):
    assert (value_shown(name, value, ENGLISH), value_shown(name, value, NORWEGIAN)) == (english, norwegian)


def test_a_change_names_its_field_in_the_readers_language():
    change = {"field": "value", "from": "100.00", "to": "200.00"}
    shown = change_shown(change, NORWEGIAN)
    assert (shown.field, shown.before, shown.after) == ("Verdi", "100", "200")
    assert change_shown({"field": "of tomorrow", "from": None, "to": "x"}, ENGLISH).field == "of tomorrow"


def test_what_happened_is_a_sentence_in_the_readers_language():
    payload = {"version": 3, "owner": "Petter"}
    row = HistoryRow(new_id(), "lead.assigned", "Mona Manager", payload, [], NOW - timedelta(hours=3))
    assert (_event(row, ENGLISH).sentence, _event(row, ENGLISH).age) == (
        "Mona Manager assigned the lead to Petter",
        "3 h",
    )
    assert _event(row, NORWEGIAN).sentence == "Mona Manager ga leadet til Petter"


@pytest.mark.parametrize(
    ("size", "english", "norwegian"),
    [(0, "1\u00a0kB", "1\u00a0kB"), (830_400, "830\u00a0kB", "830\u00a0kB"), (2_450_000, "2.5\u00a0MB", "2,5\u00a0MB")],
)
def test_sizes_of_files(size: int, english: str, norwegian: str):
    assert (size_shown(size, ENGLISH), size_shown(size, NORWEGIAN)) == (english, norwegian)


def test_the_journey_shows_where_the_lead_was_is_and_may_go():
    steps = [
        JourneyStep(new_id(), "New", "#111", 0, False, timedelta(days=3)),
        JourneyStep(new_id(), "Lead", "#222", 1, True, timedelta(seconds=20)),
        JourneyStep(new_id(), "Offer", "#333", 2, False, None),
    ]
    shown = journey_shown(steps, ENGLISH)
    assert [(step.place, step.days) for step in shown] == [("past", "3 d"), ("current", "< 1 min"), ("future", "")]
    assert shown[0].spoken == "New: 3 d"
    planned = journey_shown(steps, ENGLISH, str(steps[2].stage_id))
    assert [step.place for step in planned] == ["past", "past", "current"]


def test_a_choice_for_theirs_leaves_the_field_as_it_stands():
    conflict = EditConflict({"value": "200", "tags": ["a"]}, "Kari", 4)
    assert settled({"value": "300", "tags": ["b"]}, conflict, {"keep_value": "theirs", "keep_tags": "yours"}) == {
        "tags": ["b"]
    }


def test_a_company_that_is_theirs_is_sent_along_with_the_own_person():
    data = {"company_name": "A", "person_name": "P", "person_email": "", "person_phone": ""}
    conflict = EditConflict({"company": "B"}, "Kari", 4)
    for picked in ({}, {"company_id": "1"}):
        assert settled(data | picked, conflict, {"keep_company_name": "theirs"}) == {**data, "company_name": "B"}
