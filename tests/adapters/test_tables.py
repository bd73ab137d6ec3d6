"""Tables as people send them: read as they are, or refused with a reason; never evaluated, never without bounds."""

import csv
import io
import tracemalloc
import warnings
import zipfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from leadx_app.adapters.tables import (
    MAX_CELL,
    MAX_COLUMNS,
    Row,
    csv_file,
    form,
    look_at,
    reader,
    rows_of,
    xlsx_file,
    xlsx_parts,
)
from leadx_app.domain.ports import FileRefused

Write = Callable[[bytes], Path]
NORWEGIAN = "Navn;Sted\r\nBlåbær Ærlig AS;Ørsta\r\n"
WORKBOOK = {"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<workbook/>"}


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def put(content: bytes) -> Path:
        path = tmp_path / "sent"
        path.write_bytes(content)
        return path

    return put


def _read(path: Path) -> list[list[str]]:
    return [row.cells for row in rows_of(path, look_at(path))]


def _book(rows: list[list[object]], hidden_first: bool = False) -> bytes:
    book = openpyxl.Workbook()
    if hidden_first:
        book.active.append(["hidden"])
        book.active.sheet_state = "hidden"
        sheet = book.create_sheet("Data")
    else:
        sheet = book.active
    for row in rows:
        sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _excels(rows: list[list[str]]) -> bytes:
    """A workbook that names its texts by number, as Excel writes it."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet()
        for place, row in enumerate(rows):
            sheet.write_row(place, 0, row)
    return file.getvalue()


def _zip(parts: dict[str, str]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return file.getvalue()


def _with_sheet(xml: str) -> bytes:
    """A real workbook whose sheet is this XML."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(_book([["a"]]))) as real, zipfile.ZipFile(file, "w") as packed:
        for name in real.namelist():
            packed.writestr(name, xml if name == "xl/worksheets/sheet1.xml" else real.read(name))
    return file.getvalue()


def _with_rows(rows: str) -> bytes:
    space = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    return _with_sheet(f"<worksheet {space}><sheetData>{rows}</sheetData></worksheet>")


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (NORWEGIAN.encode(), "utf-8"),
        (NORWEGIAN.encode("utf-8-sig"), "utf-8"),
        (NORWEGIAN.encode("utf-16"), "utf-16"),
        (NORWEGIAN.encode("utf-16-le"), "utf-16"),
        (NORWEGIAN.encode("utf-16-be"), "utf-16"),
        (b"\xfe\xff" + NORWEGIAN.encode("utf-16-be"), "utf-16"),
        (NORWEGIAN.encode("windows-1252"), "windows-1252"),
        (NORWEGIAN.encode("iso-8859-1"), "windows-1252"),
    ],
)
def test_norwegian_letters_in_every_encoding(write: Write, content: bytes, encoding: str) -> None:
    path = write(content)
    assert look_at(path).encoding == encoding
    assert _read(path) == [["Navn", "Sted"], ["Blåbær Ærlig AS", "Ørsta"]]


@pytest.mark.parametrize("delimiter", form.DELIMITERS)
def test_every_delimiter_is_found_also_beside_decimal_commas(write: Write, delimiter: str) -> None:
    rows = [["Tittel", "Verdi", "Merknad"], ["Sol", "1 234,50", "a;b,c|d"], ["Vind", "2,00", "to\nlinjer"]] * 3
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows(rows)
    path = write(text.getvalue().encode())
    assert look_at(path).delimiter == delimiter
    assert _read(path) == rows


def test_one_column_quotes_and_empty_rows(write: Write) -> None:
    path = write(b'Navn\n\n"Fjell ""best"" AS"\n   \nDal AS')
    assert list(rows_of(path, look_at(path))) == [
        Row(1, ["Navn"]),
        Row(3, ['Fjell "best" AS']),
        Row(5, ["Dal AS"]),
    ]


def test_a_text_that_is_too_long_for_every_field_is_cut_and_does_not_spoil_the_file(write: Write) -> None:
    rows = _read(write(b"a;b\n" + b"x" * 100_000 + b";c\n"))
    assert [len(cell) for cell in rows[1]] == [MAX_CELL + 1, 1]


@pytest.mark.parametrize("said", ["sep=;\r\n", '"sep=;"\n', "\ufeffsep=;\n"])
def test_what_parts_the_columns_may_be_said_in_a_first_line(write: Write, said: str) -> None:
    path = write(f"{said}Navn, adresse;Sted\nFjell, Dal, Vik;Oslo\n".encode())
    assert (look_at(path).delimiter, _read(path)) == (";", [["Navn, adresse", "Sted"], ["Fjell, Dal, Vik", "Oslo"]])


def test_a_formula_that_an_export_marked_reads_back_as_it_was(write: Write) -> None:
    assert _read(write(b"a;b\n'=1+1;'@x\n")) == [["a", "b"], ["=1+1", "@x"]]


def test_letters_that_do_not_fit_the_rest_mark_their_row(write: Write) -> None:
    path = write("Navn;Sted\nÅse;Bø\nÆgir;Ås\n".encode() + "Ole;B\xf8\n".encode("latin-1"))
    rows = list(rows_of(path, look_at(path)))
    assert [row.is_garbled for row in rows] == [False, False, False, True]
    assert rows[-1].cells == ["Ole", "B\ufffd"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "The file is empty."),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "This is an old, a locked or another Office file."),
        (b"\x00\x01\x02\x03\x04" * 50, "This file is no table."),
        (b"a;" * 10_000, f"At most {MAX_COLUMNS} are possible."),
        (b'a;b\n"' + b"x\n" * 100_000, "Is a quotation mark missing?"),
        (b"PK\x03\x04 not really", "The workbook cannot be read."),
        (_zip({"a.txt": "x"}), "This file is no table."),
        (_zip({**WORKBOOK, "xl/vbaProject.bin": "x"}), "The workbook holds macros."),
        (_zip({**WORKBOOK, **{f"x{n}": "" for n in range(2_001)}}), "becomes too large"),
        (_zip(WORKBOOK), "The workbook cannot be read."),
        (_with_sheet("<worksheet><sheetData><row r='1'>"), "The workbook cannot be read."),
    ],
    ids=lambda value: value[:24] if isinstance(value, str) else "",
)
def test_what_is_no_table_is_refused_with_a_reason(write: Write, content: bytes, words: str) -> None:
    with pytest.raises(FileRefused, match=words.replace("(", r"\(").replace("?", r"\?")):
        _read(write(content))


def test_an_endless_line_is_refused_after_a_bounded_part_of_it(write: Write) -> None:
    with pytest.raises(FileRefused):
        _read(write(b"x" * 5_000_000))


def test_a_file_has_a_bounded_number_of_rows(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "MAX_ROWS", 10)
    assert len(_read(write(b"a;b\n" * 11))) == 11
    with pytest.raises(FileRefused, match="more than 10 rows"):
        _read(write(b"a;b\n" * 12))


def test_a_workbook_gives_its_values_as_text(write: Write) -> None:
    rows = [
        ["Tittel", "Verdi", "Dato", "Når", "Ja", "Tomt"],
        ["Blåbær", 1234.5, date(2026, 12, 24), datetime.fromisoformat("2026-12-24 09:30"), True, None],
        ["=1+1 som tekst", 1234.567, "24.12.2026", 0.1 + 0.2, 4722222222, 12.0],
    ]
    assert _read(write(_book(rows))) == [
        ["Tittel", "Verdi", "Dato", "Når", "Ja", "Tomt"],
        ["Blåbær", "1234.5", "2026-12-24", "2026-12-24 09:30:00", "TRUE"],
        ["", "1234.5670", "24.12.2026", "0.3", "4722222222", "12"],
    ]


def test_the_first_visible_sheet_is_read(write: Write) -> None:
    path = write(_book([["Navn"], ["Fjell AS"]], hidden_first=True))
    assert (look_at(path).sheet, _read(path)) == ("Data", [["Navn"], ["Fjell AS"]])


def test_a_cover_is_not_taken_for_the_table_and_each_visible_sheet_can_be_read(write: Write) -> None:
    book = openpyxl.Workbook()
    book.active.title = "Cover"
    book.active.append(["Customers of 2026"])
    for name, row in (("Customers", ["Fjell AS", "Oslo"]), ("Suppliers", ["Dal AS", "Bergen"])):
        sheet = book.create_sheet(name)
        sheet.append(["Navn", "Sted"])
        sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    path = write(file.getvalue())
    found = look_at(path)
    assert (found.sheet, found.sheets) == ("Customers", ("Cover", "Customers", "Suppliers"))
    other = replace(found, sheet="Suppliers")
    assert [row.cells for row in rows_of(path, other)] == [["Navn", "Sted"], ["Dal AS", "Bergen"]]


def test_a_bomb_is_refused_before_it_is_unpacked(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx_file, "MAX_UNPACKED", 1_000_000)
    with pytest.raises(FileRefused, match="becomes too large"):
        _read(write(_zip({**WORKBOOK, "xl/worksheets/sheet1.xml": " " * 2_000_000})))


def test_a_workbook_that_lies_about_its_size_unpacks_no_more_than_it_declares(write: Write) -> None:
    packed = bytearray(_with_sheet("<worksheet><sheetData>" + "<row/>" * 50_000 + "</sheetData></worksheet>"))
    size = (22 + 6 * 50_000 + 24).to_bytes(4, "little")
    assert packed.count(size) >= 1
    with pytest.raises(FileRefused):
        _read(write(bytes(packed).replace(size, (100).to_bytes(4, "little"))))


ENTITIES = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;"><!ENTITY f SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize("entity", ["&b;", "&f;"])
def test_entities_are_neither_unfolded_nor_fetched(write: Write, entity: str) -> None:
    cell = f"<c r='A1' t='inlineStr'><is><t>{entity}</t></is></c>"
    with pytest.raises(FileRefused):
        _read(write(_with_sheet(f"{ENTITIES}<worksheet><sheetData><row r='1'>{cell}</row></sheetData></worksheet>")))


def test_cells_far_outside_are_refused_and_not_filled_up_to(write: Write) -> None:
    with pytest.raises(FileRefused, match="has 702 columns"):
        _read(write(_with_rows("<row r='1'><c r='ZZ1'><v>1</v></c></row>")))
    late = "<row r='99999999'><c r='A99999999'><v>1</v></c></row>"
    assert _read(write(_with_rows(late))) == []
    blank = "".join(f"<row r='{number}'><c r='XFD{number}' t='str'><v> </v></c></row>" for number in range(1, 2_000))
    assert _read(write(_with_rows(blank))) == []


def test_of_two_rows_with_one_number_the_first_counts(write: Write) -> None:
    rows = "".join(f"<row r='{number}'><c><v>{number}{n}</v></c></row>" for n, number in enumerate((1, 1, 3, 2, -4)))
    path = write(_with_rows(rows))
    assert list(rows_of(path, look_at(path))) == [Row(1, ["10"]), Row(3, ["32"])]


def test_one_long_text_named_by_many_cells_is_not_made_many(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    """A workbook of a few kilobytes would else become gigabytes of rows."""
    content = _excels([["x" * 9_000] * 22] * 6)
    assert len(content) < 10_000
    assert len(_read(write(content))) == 6
    monkeypatch.setattr(reader, "MAX_TEXT", 1_000_000)
    with pytest.raises(FileRefused, match="more than 1000000 characters"):
        _read(write(content))
    with pytest.raises(FileRefused, match="Row 2 holds more than 200000 characters"):
        _read(write(_excels([["a"], ["x" * 9_000] * 23])))


def test_of_a_sheet_no_more_is_in_memory_than_a_row(write: Write) -> None:
    """Tags that mean nothing, rules that nobody asks for: they are passed by and not kept."""
    rule = "<conditionalFormatting sqref='A1'><cfRule type='expression' priority='1'/></conditionalFormatting>"
    sheet = f"<row r='1'><c><v>1</v></c></row>{'<x/>' * 100_000}</sheetData>{rule * 3_000}<sheetData>"
    path = write(_with_rows(sheet))
    told = look_at(path)
    tracemalloc.start()
    try:
        assert [row.cells for row in rows_of(path, told)] == [["1"]]
        assert tracemalloc.get_traced_memory()[1] < 4_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(
    "rows",
    ["<a>" * 40 + "</a>" * 40, f"<row>{'<c/>' * 100_001}</row>"],
    ids=["deep", "wide"],
)
def test_a_sheet_that_has_no_end_in_one_place_is_refused(write: Write, rows: str) -> None:
    with pytest.raises(FileRefused, match="becomes too large"):
        _read(write(_with_rows(rows)))


def test_however_many_sheets_there_are_few_are_looked_at_and_not_for_long(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(xlsx_parts, "MOST_SHEETS", 3)
    monkeypatch.setattr(xlsx_parts, "LOOKED_AT_TAGS", 1_000)
    book = openpyxl.Workbook()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Of the long name.
        for name in ("Second", "x" * 101, "Third", "Fourth"):
            book.create_sheet(name).append(["a", "b"])
    file = io.BytesIO()
    book.save(file)
    assert look_at(write(file.getvalue())).sheets == ("Sheet", "Second", "Third")
    late = f"{'<x/>' * 1_000}<row><c><v>1</v></c><c><v>2</v></c></row>" * 2
    assert list(xlsx_parts.Book(io.BytesIO(_with_rows(late))).first_rows("Sheet")) == []
    assert _read(write(_with_rows(late))) == [["1", "2"]] * 2


@pytest.mark.parametrize("part", ["xl/styles.xml", "xl/workbook.xml", "[Content_Types].xml"])
def test_what_is_read_whole_must_be_small(write: Write, monkeypatch: pytest.MonkeyPatch, part: str) -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(_book([["a"]]))) as real, zipfile.ZipFile(file, "w") as packed:
        for name in real.namelist():
            packed.writestr(name, real.read(name) + (b" " * 50_000 if name == part else b""))
    assert _read(write(file.getvalue())) == [["a"]]
    monkeypatch.setattr(xlsx_parts, "MOST_WHOLE", 50_000)
    with pytest.raises(FileRefused, match="becomes too large"):
        _read(write(file.getvalue()))


def test_a_workbook_has_a_bounded_number_of_texts(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx_parts, "MOST_TEXTS", 3)
    assert _read(write(_excels([["a", "b"], ["b", "ø"]]))) == [["a", "b"], ["b", "ø"]]
    with pytest.raises(FileRefused, match="becomes too large"):
        _read(write(_excels([["a", "b", "c", "d"]])))


@settings(
    max_examples=150, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.binary(max_size=400) | st.text(max_size=200).map(lambda text: text.encode("utf-16", "surrogatepass")))
@example(b"\xff\xfe\x00\xd8;\x00")
@example(b'"\x00;\n\r\r\n"')
@example(b"\xef\xbb\xbf")
def test_any_bytes_give_rows_or_a_reason(write: Write, content: bytes) -> None:
    path, rows = write(content), []
    with suppress(FileRefused):
        rows = list(rows_of(path, look_at(path)))
    assert [row.number for row in rows] == sorted({row.number for row in rows})
    assert all(row.cells and row.cells[-1].strip() for row in rows)


@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.lists(
            st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=12), min_size=2, max_size=4
        ),
        min_size=1,
        max_size=6,
    ),
    st.sampled_from(form.DELIMITERS),
)
def test_what_a_csv_writer_wrote_is_read_as_it_was(write: Write, rows: list[list[str]], delimiter: str) -> None:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter, quoting=csv.QUOTE_ALL).writerows(rows)
    told = form.TableForm("csv", "utf-8", delimiter)
    found = {row.number: row.cells for row in rows_of(write(text.getvalue().encode()), told)}
    for number, cells in enumerate(rows, start=1):
        kept = [csv_file.unguarded(cell) for cell in cells]
        while kept and not kept[-1].strip():
            kept.pop()
        assert found.get(number, []) == kept
