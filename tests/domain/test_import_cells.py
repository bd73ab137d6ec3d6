"""What cells and the names of columns mean, in both languages; what can be read in two ways is not guessed."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leadx_app.domain.imports import cells
from leadx_app.domain.imports.fields import FIELDS, guess, header_place, looks_like_header, missing
from leadx_app.domain.text import BadInput
from leadx_app.models import ImportSubject, SubStage

LEADS, COMPANIES, PERSONS = ImportSubject.LEADS, ImportSubject.COMPANIES, ImportSubject.PERSONS


@pytest.mark.parametrize(
    ("text", "mark", "amount"),
    [
        ("1234", ",", "1234"),
        ("1 234,50", ",", "1234.50"),
        ("1\u00a0234,50", ",", "1234.50"),
        ("1.234.567,89", ",", "1234567.89"),
        ("1,234,567.89", ".", "1234567.89"),
        ("1.234", ",", "1234"),
        ("1,234", ".", "1234"),
        ("kr 1 234,50", ",", "1234.50"),
        ("1234 kr", ",", "1234"),
        ("NOK 10", ",", "10"),
        ("500,-", ",", "500"),
        ("1'000.5", ".", "1000.5"),
    ],
)
def test_amounts(text: str, mark: str, amount: str) -> None:
    assert cells.amount(text, mark) == Decimal(amount)


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("1.234", "."),
        ("1,234", ","),
        ("-5", ","),
        ("1e3", ","),
        ("NaN", ","),
        ("many", ","),
        ("EUR 5", ","),
        ("1,2,3", ","),
    ],
)
def test_what_is_no_amount_is_refused(text: str, mark: str) -> None:
    with pytest.raises(BadInput):
        cells.amount(text, mark)


@pytest.mark.parametrize(
    ("column", "mark"),
    [
        (["1.234", "5,50"], ","),
        (["1,234", "5.50"], "."),
        (["1.234.567,89"], ","),
        (["kr 12,5"], ","),
        (["1.234", "5.678"], ";"),
        ([], ";"),
        (["1" + " " * 9_998 + "1", "kr" + "\u00a0" * 9_990 + "12,50"] * 100, ","),  # At once: no search goes back.
    ],
    ids=lambda value: str(value)[:20],
)
def test_the_mark_of_decimals_is_what_the_column_shows(column: list[str], mark: str) -> None:
    assert cells.mark_of_decimals(column, ";") == mark


@pytest.mark.parametrize(
    "text",
    [
        "2026-12-24",
        "2026-12-24 09:30:00",
        "2026-12-24T09:30:00Z",
        "2026/12/24",
        "24.12.2026",
        "24/12/2026",
        "24-12-2026",
        "24.12.26",
        "24.12.2026 09:30",
        "24.12.2026, 09.30",
        "24. desember 2026",
        "24 Dec 2026",
        "24-Dec-2026",
        "24.des.2026",
        "December 24, 2026",
        "Dec 24 2026 9:30 PM",
        "46380",
        "46380,4",
    ],
)
def test_dates(text: str) -> None:
    assert cells.day(text) == date(2026, 12, 24)


def test_between_slashes_the_month_stands_first_where_the_organization_writes_it_so() -> None:
    assert cells.day("03/02/2026", month_first=True) == date(2026, 3, 2)
    assert cells.day("03/02/2026") == cells.day("03.02.2026", month_first=True) == date(2026, 2, 3)


@pytest.mark.parametrize(
    "text",
    [
        "31.02.2026",
        "2026-13-01",
        "12/24/2026",
        "24.12-2026",
        "24. foo 2026",
        "soon",
        "0.0.0",
        "1.1.1",
        "20261224",
        "19999",
        "09:30",
        "",
    ],
)
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(BadInput):
        cells.day(text)


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("Won", SubStage.WON),
        ("VUNNET", SubStage.WON),
        ("tapt", SubStage.CLOSED),
        ("Parkert", SubStage.PARKED),
        ("åpen", SubStage.OPEN),
    ],
)
def test_outcomes(text: str, outcome: SubStage) -> None:
    assert cells.outcome(text) == outcome


def test_tags_are_parted_and_each_is_there_once() -> None:
    assert cells.tags(" sol, tak;sol | båt ,,") == ("sol", "tak", "båt")


@pytest.mark.parametrize(
    ("subject", "headers", "fields"),
    [
        (LEADS, ["Lead title", "Company name", "Lead value"], ["title", "company_name", "value"]),
        (
            LEADS,
            ["Tittel", "FIRMA", "Kontaktperson", "E-post", "Tlf."],
            ["title", "company_name", "person_name", "person_email", "person_phone"],
        ),
        (LEADS, ["Beløp (NOK)", "Forventet avslutning", "Kilde"], ["value", "expected_closing_on", "source"]),
        (LEADS, ["Verdi", "Amount", "x"], ["value", "", ""]),
        (
            LEADS,
            ["ID", "Deal name", "Account", "Owner", "Stage"],
            ["external_key", "title", "company_name", "owner", "stage"],
        ),
        (COMPANIES, ["Navn", "Org.nr.", "Poststed", "Postnr"], ["name", "organization_number", "city", "postcode"]),
        (
            PERSONS,
            ["Fornavn", "Etternavn", "Stilling", "Firma", "Mobil"],
            ["given_name", "family_name", "title", "company_name", "phone"],
        ),
        (PERSONS, ["Full name", "Job title", "E-mail"], ["name", "title", "email"]),
    ],
)
def test_columns_are_guessed_by_their_names(subject: ImportSubject, headers: list[str], fields: list[str]) -> None:
    assert guess(subject, headers) == fields


@pytest.mark.parametrize("subject", ImportSubject)
def test_every_field_is_guessed_by_its_own_label(subject: ImportSubject) -> None:
    from leadx_app import i18n

    fields = [field for field in FIELDS[subject] if field.name not in ("given_name", "family_name")]
    for labels in ([one.label for one in fields], [i18n.translate(one.label) for one in fields]):
        assert guess(subject, labels) == [one.name for one in fields]


@settings(max_examples=100, deadline=None, derandomize=True)
@given(st.sampled_from(ImportSubject), st.lists(st.text(max_size=20), max_size=12))
def test_no_field_is_guessed_twice(subject: ImportSubject, headers: list[str]) -> None:
    found = guess(subject, headers)
    used = [name for name in found if name]
    assert len(found) == len(headers)
    assert len(used) == len(set(used))


def test_what_is_lacking_is_named() -> None:
    assert [one.name for one in missing(LEADS, ["title", ""])] == ["company_name"]
    assert missing(PERSONS, ["given_name"]) == []
    assert [one.name for one in missing(PERSONS, ["email"])] == ["name"]


@pytest.mark.parametrize(
    ("rows", "place"),
    [
        ([["Tittel", "Firma"], ["Sol", "Fjell AS"]], 0),
        ([["Rapport"], ["Per 24.11.2026"], ["Tittel", "Firma", "Verdi"], ["Sol", "Fjell AS", "1"]], 2),
        ([["Salg", "2026"], ["Tittel", "Firma", "Verdi", "Kilde"]], 1),
        ([["Hva", "Hvem", "x"], ["Tittel", "Firma", "Verdi"]], 0),
        ([["Navn"], ["Firma"], ["Kunde"]], 0),
        ([["Hva"], ["Sol", "Fjell AS"]], 0),
    ],
)
def test_the_names_of_the_columns_are_found_below_a_title(rows: list[list[str]], place: int) -> None:
    assert header_place(LEADS, rows) == place


@pytest.mark.parametrize(
    ("first", "is_header"),
    [(["Tittel", "X"], True), (["Hva", "Hvem"], True), (["Sol", "Fjell AS", "100"], False), (["a", "a"], False)],
)
def test_the_first_row_is_taken_for_names_where_it_looks_like_it(first: list[str], is_header: bool) -> None:
    assert looks_like_header(LEADS, first) == is_header
