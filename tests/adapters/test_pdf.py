"""PDF and pictures read back by others than those that wrote them."""

import io

from PIL import Image
from pypdf import PdfReader

from leadx_app.adapters.drawing import ACCENT, Align, Box, Drawing, Line, Words, shortened, width_of, write_png
from leadx_app.adapters.pdf import (
    Document,
    Figure,
    Figures,
    Heading,
    Part,
    Picture,
    Plain,
    Table,
    TableColumn,
    write_pdf,
)

TEAL = (11, 110, 117)
DRAWING = Drawing(
    200,
    60,
    [
        Box(10, 10, 100, 20, ACCENT),
        Box(10, 35, 100, 10, ACCENT, is_hatched=True),
        Box(10, 50, 0, 5, ACCENT),
        Line(10, 5, 10, 55),
        Words(190, 25, "Blåbærsyltetøy", align=Align.END),
    ],
)


def read(*parts: Part) -> PdfReader:
    file = io.BytesIO()
    write_pdf(file, Document("Åsnes & Ærø", "1.–31. mars", parts, "nb"))
    return PdfReader(file)


def test_norwegian_letters_and_markup_are_what_was_written():
    document = read(
        Figures([Figure(f"Tall {place}", "1\u00a0234 kr", "mot før") for place in range(7)]),
        Heading("Måned <b>ø</b>"),
        Plain('<img src="file:///etc/hostname"/> &amp; Ж Ω ł'),
        Picture(DRAWING),
        Table([TableColumn("Navn", 3), TableColumn("Poeng", is_number=True)], [["Pål <i>Ås", "−12"]]),
    )
    [page] = document.pages
    text = page.extract_text().replace("\u00a0", " ")
    for words in ("Åsnes & Ærø", "1.–31. mars", "Tall 6", "1 234 kr", "Måned <b>ø</b>", "&amp; Ж Ω ł"):
        assert words in text
    for words in ('<img src="file:///etc/hostname"/>', "Blåbærsyltetøy", "Pål <i>Ås", "−12"):
        assert words in text
    assert (document.metadata.title, document.trailer["/Root"]["/Lang"]) == ("Åsnes & Ærø", "nb")
    assert list(page.images) == []


def test_a_long_table_repeats_its_head_and_ends_nowhere_in_the_middle():
    rows = [[f"Lead number {number}", "x " * 40] for number in range(120)]
    document = read(Table([TableColumn("Title"), TableColumn("Words")], rows))
    texts = [page.extract_text() for page in document.pages]
    assert len(texts) > 2
    assert all("Title" in text for text in texts)
    assert all(f"Lead number {number}\n" in "\n".join(texts) for number in range(120))


def test_what_is_too_long_for_a_page_is_cut_and_an_empty_table_has_its_head():
    document = read(
        Table([TableColumn("Title")], [["W" * 100_000], ["the last"]]),
        Table([TableColumn("Nothing here")], []),
        Figures([]),
    )
    text = "\n".join(page.extract_text() for page in document.pages)
    assert "the last" in text
    assert "Nothing here" in text


def test_a_picture_has_what_was_drawn_where_it_was_drawn():
    file = io.BytesIO()
    write_png(DRAWING, file)
    image = Image.open(file)
    assert (image.format, image.size) == ("PNG", (400, 120))
    assert image.getpixel((21, 21)) == image.getpixel((218, 58)) == TEAL
    assert image.getpixel((222, 30)) == (255, 255, 255)
    hatched = {image.getpixel((left, 80)) for left in range(24, 216)}
    assert {TEAL, (255, 255, 255)} <= hatched
    ink = [left for left in range(222, 400) if image.getpixel((left, 46)) != (255, 255, 255)]
    assert ink
    assert max(ink) <= 380


def test_words_are_cut_to_their_room():
    assert shortened("Nordlys", 500, 9) == "Nordlys"
    cut = shortened("Nordlys Entreprenør og Vaktmestertjenester", 80, 9)
    assert cut.startswith("Nordlys")
    assert cut.endswith("…")
    assert width_of(cut, 9) <= 80
