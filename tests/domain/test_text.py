"""What people write, at the boundary."""

import json
import re
import time
import unicodedata
from datetime import date, datetime
from decimal import Decimal
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, TypeAdapter, ValidationError

from leadx_app.domain import text as text_module
from leadx_app.domain.currencies import CURRENCIES
from leadx_app.domain.text import (
    MAX_AMOUNT,
    BadInput,
    CurrencyCode,
    EmailAddress,
    IsoDate,
    Line,
    MoneyAmount,
    Paragraph,
    PhoneNumber,
    clean_line,
    clean_paragraph,
    fold,
    is_blank,
    line,
    optional,
    paragraph,
    parse_amount,
)

ANY_TEXT = st.text(st.characters(exclude_categories=()))  # lone surrogates and controls too
NEVER_STORED = set(
    map(chr, [*range(9), *range(14, 32), *range(127, 160), *range(0x202A, 0x202F), *range(0x2066, 0x206A)])
)


def accept(kind: Any, value: object) -> Any:
    return TypeAdapter(kind).validate_python(value)


def refusal(kind: Any, value: object) -> str:
    """The English sentence that a value is refused with."""
    with pytest.raises(ValidationError) as refused:
        TypeAdapter(kind).validate_python(value)
    error = refused.value.errors()[0]["ctx"]["error"]
    assert isinstance(error, BadInput)
    assert str(error) == error.template.format(**error.params)
    return str(error)


@given(ANY_TEXT)
def test_a_cleaned_line_can_be_stored_and_sent_anywhere(text: str):
    try:
        cleaned = clean_line(text)
    except BadInput:
        return
    cleaned.encode("utf-8")
    assert not NEVER_STORED & set(cleaned)
    assert not {"\n", "\t", "\r", "\u2028", "\ufeff"} & set(cleaned)
    assert cleaned == cleaned.strip()
    assert "  " not in cleaned
    assert unicodedata.is_normalized("NFC", cleaned)


@given(ANY_TEXT)
def test_cleaning_twice_changes_nothing_more(text: str):
    try:
        once, paragraphs = clean_line(text), clean_paragraph(text)
    except BadInput:
        return
    assert clean_line(once) == once
    assert clean_paragraph(paragraphs) == paragraphs


@given(ANY_TEXT)
def test_a_cleaned_paragraph_keeps_only_tabs_and_line_feeds_of_all_controls(text: str):
    try:
        cleaned = clean_paragraph(text)
    except BadInput:
        return
    cleaned.encode("utf-8")
    assert {letter for letter in cleaned if unicodedata.category(letter) == "Cc"} <= {"\n", "\t"}


@given(st.text(st.characters(categories=["L", "N", "P", "S"]), min_size=1, max_size=200))
def test_visible_text_is_kept_exactly(text: str):
    if not is_blank(text) and len(unicodedata.normalize("NFC", text)) <= 200:
        assert accept(Line, text) == unicodedata.normalize("NFC", text)


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", "=HYPERLINK(1)", "100 % _x_", 'O\'Brien "x" \\ ; --', "👩‍👩‍👧‍👦 🏴󠁧󠁢󠁥󠁮󠁧󠁿", "مرحبا"]
)
def test_odd_but_honest_text_is_kept_exactly(text: str):
    assert accept(Line, text) == text


def test_composed_and_decomposed_letters_become_equal():
    assert accept(Line, "Bla\u030a") == accept(Line, "Bl\u00e5") == "Blå"


def test_nul_and_halves_of_surrogates_never_pass():
    assert accept(Line, "a\x00b\ud83dc") == "abc"
    assert accept(Paragraph, json.loads('"a\\u0000b\\udc00c"')) == "abc"


def test_characters_that_turn_text_around_are_removed():
    assert accept(Line, "invoice\u202egpj.exe") == "invoicegpj.exe"
    assert accept(Paragraph, "\u2066a\u2069") == "a"


def test_a_line_has_no_line_breaks_and_a_paragraph_keeps_them():
    assert accept(Line, " a \r\n b\u2028c\td ") == "a b c d"
    assert accept(Paragraph, "a\r\nb\rc\x0bd\n\n\te  f ") == "a\nb\nc\nd\n\n\te  f"


def test_texts_that_look_alike_fold_to_the_same():
    assert fold(" ＯSLO  Straße ") == fold("oslo strasse") == "oslo strasse"
    assert fold("BLA\u030aBÆR") == fold("blåbær")


def test_length_is_counted_after_cleaning():
    assert accept(line(3), "  a\u030a\u0000\u202ebc  ") == "åbc"
    assert refusal(line(3), "abcd") == "Write at most 3 characters, not 4."
    assert accept(paragraph(5), "👋" * 5) == "👋" * 5


@pytest.mark.parametrize("empty", ["", "  ", "\n\t", "\x00", "\u200b\u200d", "\u3000", "\ufeff"])
def test_what_nobody_can_see_is_empty(empty: str):
    assert refusal(Line, empty) == "Fill in this field."
    assert accept(optional(Line), empty) is None
    assert accept(optional(MoneyAmount), empty) is None
    assert accept(optional(EmailAddress), empty) is None


@pytest.mark.parametrize("kind", [Line, Paragraph, EmailAddress, PhoneNumber, CurrencyCode, optional(Line)])
@pytest.mark.parametrize("value", [1, 1.5, True, {"a": 1}, ["a"], b"abc"])
def test_only_text_is_text(kind: Any, value: object):
    assert refusal(kind, value) == "Write text here."


@pytest.mark.parametrize("kind", [Line, Paragraph, MoneyAmount, EmailAddress, PhoneNumber, CurrencyCode, IsoDate])
@pytest.mark.parametrize("filler", ["a", " ", "\u0301\u0327", "1", "👋", "\x00"])
def test_a_megabyte_of_anything_is_refused_at_once(kind: Any, filler: str):
    began = time.process_time()
    refusal(kind, filler * (1_000_000 // len(filler)))
    assert time.process_time() - began < 10


def test_letters_under_a_tower_of_accents_are_refused():
    assert accept(Line, "a" + "\u0327\u0301" * 3)
    assert refusal(Line, "a" + "\u0327\u0301" * 40) == "Too many accents are stacked on one letter."


@pytest.mark.parametrize(
    ("written", "amount"),
    [
        ("0", "0.00"),
        ("1234,50", "1234.50"),
        ("1234.5", "1234.50"),
        ("1 234,50", "1234.50"),
        ("1\u202f234\u00a0567", "1234567.00"),
        ("1.234.567,89", "1234567.89"),
        ("1,234,567.89", "1234567.89"),
        ("1'234'567.89", "1234567.89"),
        ("1,234,567", "1234567.00"),
        ("1234,-", "1234.00"),
        (",50", "0.50"),
        ("007", "7.00"),
        ("999 999 999 999,99", "999999999999.99"),
    ],
)
def test_amounts_are_read_as_people_write_them(written: str, amount: str):
    assert str(accept(MoneyAmount, written)) == amount


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("-1", "The amount cannot be negative."),
        ("−0,01", "The amount cannot be negative."),
        ("1000000000000", "The amount is too large. The largest is 999999999999.99."),
        ("9" * 100, "The amount is too large. The largest is 999999999999.99."),
        ("0,123", "Use at most two decimals."),
        ("1 234,567", "Use at most two decimals."),
        ("1.00000000000000000001", "Use at most two decimals."),
        ("1.234", "“1.234” can be read in two ways. Write 1234, or at most two decimals."),
        ("123,456", "“123,456” can be read in two ways. Write 123456, or at most two decimals."),
        *[
            (written, "Write an amount with digits, for example 1234,50.")
            for written in [
                "",
                "NaN",
                "inf",
                "1e400",
                "1E5",
                "0x10",
                "1_000",
                "12,34,567",
                "1.23.456",
                "1,2,3",
                "5,",
                "kr 5",
                "٣",
            ]
        ],
    ],
)
def test_amounts_that_cannot_be_kept_are_refused_with_a_reason(written: str, sentence: str):
    assert refusal(MoneyAmount, written) == sentence


@pytest.mark.parametrize("number", [0, 12, 12.5, Decimal("12.50"), 999999999999.99])
def test_numbers_of_the_api_are_amounts(number: object):
    assert accept(MoneyAmount, number) == Decimal(str(number))


@pytest.mark.parametrize(
    "number",
    [
        True,
        float("nan"),
        float("inf"),
        -1,
        -0.01,
        1e400,
        2**53 + 1.0,
        10**400,
        Decimal("1e-9999"),
        Decimal("sNaN"),
        0.1 + 0.2,
        [],
    ],
)
def test_numbers_that_are_no_amounts_are_refused(number: object):
    assert refusal(MoneyAmount, number)


@given(st.decimals(0, MAX_AMOUNT, places=2), st.sampled_from(["", " ", ".", ",", "'"]))
def test_every_amount_survives_being_written_and_read(amount: Decimal, mark: str):
    decimal_mark = "," if mark == "." else "."
    written = f"{amount:,.2f}".replace(",", "_").replace(".", decimal_mark).replace("_", mark)
    assert parse_amount(written) == amount


@given(ANY_TEXT)
def test_any_text_is_an_amount_in_range_or_refused(text: str):
    try:
        amount = parse_amount(text)
    except BadInput:
        return
    assert 0 <= amount <= MAX_AMOUNT
    assert amount == round(amount, 2)


def test_email_addresses_are_checked_without_asking_anybody():
    assert accept(EmailAddress, " Kari.Nordmann@Nordlys.EXAMPLE ") == "Kari.Nordmann@nordlys.example"
    for wrong in [
        "kari",
        "kari@",
        "@nordlys.example",
        "a b@c.example",
        "a@b@c.example",
        "a@[127.0.0.1]",
        '"a b"@c.example',
        "a" * 70 + "@b.example",
    ]:
        assert refusal(EmailAddress, wrong) == "This is not an email address."


def test_usual_addresses_and_numbers_are_read_as_the_libraries_read_them(monkeypatch: pytest.MonkeyPatch):
    dice = Random(20_261_129)

    def some(letters: str, most: int) -> str:
        return "".join(dice.choices(letters, k=dice.randint(1, most)))

    def read(kind: Any, value: str) -> str | None:
        try:
            return TypeAdapter(kind).validate_python(value)
        except ValidationError:
            return None

    ends = ("no", "NO", "example", "test", "local", "invalid", "arpa", "xn", "c0m", "x")
    hosts = [f"{some('aBz-9', 4)}.{some('aBz-9', 4)}.{dice.choice(ends)}" for _ in range(1_500)]
    said = {EmailAddress: [f"{some('aZ9._+-', 4)}@{host}" for host in hosts]}
    said[PhoneNumber] = [dice.choice(("", "+47", "+47 ", "0047", "47")) + some("0123456789 ", 11) for _ in range(1_500)]
    said[PhoneNumber] += [f"{dice.choice(('', '+47', '+47 '))}{dice.randrange(10**7, 10**8)}" for _ in range(500)]
    quickly = {kind: [read(kind, text) for text in texts] for kind, texts in said.items()}
    assert all(sum(one is not None for one in found) > 100 for found in quickly.values())
    monkeypatch.setattr(text_module, "_USUAL_ADDRESS", re.compile("(?!)"))
    monkeypatch.setattr(text_module, "_USUAL_PHONE", re.compile("(?!)"))
    assert {kind: [read(kind, text) for text in texts] for kind, texts in said.items()} == quickly


def test_phone_numbers_are_kept_in_one_form():
    for written in ["22 22 22 22", "+47 22222222", "0047 22 22 22 22", "(+47) 22-22.22/22", "２２２２２２２２"]:
        assert accept(PhoneNumber, written) == "+4722222222"
    assert accept(PhoneNumber, "+1 (650) 253-0000") == "+16502530000"
    assert accept(PhoneNumber, "02020") == "+4702020"
    for wrong in ["12", "call me", "+999 1234", "22 22 22 22 ext. 5", "+", "9" * 40, "22 FLOWER"]:
        assert refusal(PhoneNumber, wrong).startswith("This is not a phone number.")


def test_currencies_are_those_in_use():
    assert accept(CurrencyCode, " nok ") == "NOK"
    assert {"NOK", "SEK", "DKK", "EUR", "USD", "GBP"} <= CURRENCIES
    assert len(CURRENCIES) > 150
    for wrong in ["NO", "XXX", "kroner", "$", "NOKK"]:
        assert refusal(CurrencyCode, wrong) == "Choose a currency from the list."


def test_dates_are_days_between_1900_and_9999():
    assert accept(IsoDate, "2028-02-29") == date(2028, 2, 29)
    assert accept(IsoDate, "9999-12-31") == accept(IsoDate, date.max)
    for wrong in [
        "2027-02-29",
        "24.11.2026",
        "20261124",
        "2026-W01-1",
        "tomorrow",
        "10000-01-01",
        "0",
        "２０２６-01-01",
    ]:
        assert refusal(IsoDate, wrong) == "Write a date as year-month-day, for example 2026-11-24."
    assert refusal(IsoDate, "1899-12-31") == "Write a date after 1900."
    for wrong in [0, datetime(2026, 1, 1), None]:  # noqa: DTZ001
        assert refusal(IsoDate, wrong) == "Write text here."


def test_the_types_serve_a_strict_model_from_json():
    class Draft(BaseModel, strict=True, extra="forbid"):
        title: Line
        value: optional(MoneyAmount) = None
        closing: optional(IsoDate) = None

    draft = Draft.model_validate_json('{"title": " Roof ", "value": "1 234,50", "closing": "2026-11-24"}')
    assert (draft.title, draft.value, draft.closing) == ("Roof", Decimal("1234.50"), date(2026, 11, 24))
    assert Draft.model_validate_json('{"title": "Roof", "value": ""}').value is None
    assert Draft.model_json_schema()["properties"]["title"]["type"] == "string"
