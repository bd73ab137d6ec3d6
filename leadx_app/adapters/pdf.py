"""PDF documents: words, figures, drawings and tables on A4 pages, in the type of the pages.

Everything in it is text that is drawn as it stands: nothing that people wrote is understood as markup.
"""

import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import IO, Any
from xml.sax.saxutils import escape

from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import (
    BaseDocTemplate,
    CondPageBreak,
    Flowable,
    Frame,
    Image,
    LongTable,
    PageTemplate,
    Paragraph,
    Spacer,
)

from leadx_app.adapters.drawing import FAINT, HAIR, INK, QUIET, Drawing, Weight, draw_on_page, load_fonts

MARGIN = 42
WIDTH = A4[0] - 2 * MARGIN
"""Points from margin to margin, which drawings and tables get."""
LOGO = (160, 36)
"""The room for a logo, in points."""
LONGEST_CELL = 2_000
"""Letters; a row is never higher than a page."""
FIGURES_IN_A_ROW = 5


@dataclass(frozen=True, slots=True)
class Heading:
    """The title of a part, never the last thing on a page."""

    text: str


@dataclass(frozen=True, slots=True)
class Plain:
    """A paragraph."""

    text: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure with its name, and what is said below it."""

    label: str
    value: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Figures:
    """Figures beside each other."""

    figures: Sequence[Figure]


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing, at most `WIDTH` wide."""

    drawing: Drawing


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column: its label, its part of the width beside those of the others, and whether it holds numbers."""

    label: str
    part: float = 1
    is_number: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of text under a header that is repeated on every page."""

    columns: Sequence[TableColumn]
    rows: Iterable[Sequence[str]]


Part = Heading | Plain | Figures | Picture | Table


@dataclass(frozen=True, slots=True)
class Document:
    """Parts after each other below a title.

    Attributes:
        under: a line below the title: whose, of which time, made when.
        language: "en" or "nb", for those who have the document read aloud.
        logo: a picture that stands above the title.
    """

    title: str
    under: str
    parts: Sequence[Part]
    language: str
    logo: bytes | None = None


def write_pdf(file: IO[bytes], document: Document) -> None:
    """Write the document, with its title and the page's number at the foot of every page."""
    load_fonts()
    pages = BaseDocTemplate(
        file,
        pagesize=A4,
        leftMargin=MARGIN,
        rightMargin=MARGIN,
        topMargin=MARGIN,
        bottomMargin=MARGIN,
        title=document.title,
        author="LeadX",
        creator="LeadX",
        lang=document.language,
        initialFontName=Weight.REGULAR.value,
    )
    frame = Frame(
        MARGIN, MARGIN, WIDTH, A4[1] - 2 * MARGIN, leftPadding=0, rightPadding=0, topPadding=0, bottomPadding=0
    )

    def foot(canvas: Any, page: Any) -> None:
        canvas.setFont(Weight.REGULAR.value, 8)
        canvas.setFillColor(QUIET)
        canvas.drawString(MARGIN, MARGIN - 18, document.title)
        canvas.drawRightString(A4[0] - MARGIN, MARGIN - 18, str(page.page))

    pages.addPageTemplates([PageTemplate("page", [frame], onPage=foot)])
    story: list[Flowable] = [
        *_logo(document),
        _words(document.title, _TITLE),
        _words(document.under, _QUIET),
        Spacer(0, 10),
    ]
    for part in document.parts:
        story += _flowables(part)
    pages.build(story)


def _logo(document: Document) -> Iterator[Flowable]:
    """The logo, as high as two lines of text unless it is very wide, and room below it."""
    if document.logo is None:
        return
    picture = Image(io.BytesIO(document.logo), kind="proportional", width=LOGO[0], height=LOGO[1], hAlign="LEFT")
    yield picture
    yield Spacer(0, 8)


def _style(name: str, size: float, leading: float, color: str = INK, weight: Weight = Weight.REGULAR) -> ParagraphStyle:
    return ParagraphStyle(
        name, fontName=weight.value, fontSize=size, leading=leading, textColor=color, splitLongWords=1, wordWrap=None
    )


_TITLE = _style("title", 20, 26, weight=Weight.STRONG)
_HEADING = _style("heading", 12, 16, weight=Weight.STRONG)
_PLAIN = _style("plain", 9, 13)
_QUIET = _style("quiet", 8, 11, QUIET)
_HEAD = _style("head", 8, 11, QUIET, Weight.STRONG)
_CELL = _style("cell", 8, 11)
_VALUE = _style("value", 15, 19, weight=Weight.STRONG)
_HEAD_NUMBER = ParagraphStyle("head number", _HEAD, alignment=TA_RIGHT)
_CELL_NUMBER = ParagraphStyle("cell number", _CELL, alignment=TA_RIGHT)


def _words(text: str, style: ParagraphStyle) -> Paragraph:
    return Paragraph(escape(text[:LONGEST_CELL]), style)


def _flowables(part: Part) -> Iterator[Flowable]:
    match part:
        case Heading(text):
            yield CondPageBreak(120)
            yield Spacer(0, 10)
            yield _words(text, _HEADING)
        case Plain(text):
            yield _words(text, _QUIET)
            yield Spacer(0, 6)
        case Figures(figures):
            for begin in range(0, len(figures), FIGURES_IN_A_ROW):
                yield _figures(figures[begin : begin + FIGURES_IN_A_ROW])
                yield Spacer(0, 6)
        case Picture(drawing):
            yield _Drawn(drawing)
            yield Spacer(0, 6)
        case Table():
            yield _table(part)
            yield Spacer(0, 6)


def _figures(figures: Sequence[Figure]) -> LongTable:
    cells = [
        [_words(one.label, _QUIET), _words(one.value, _VALUE), *([_words(one.note, _QUIET)] if one.note else [])]
        for one in figures
    ]
    width = WIDTH / FIGURES_IN_A_ROW
    style = [("VALIGN", (0, 0), (-1, -1), "TOP"), ("BACKGROUND", (0, 0), (-1, -1), FAINT)]
    return LongTable([cells], colWidths=[width] * len(cells), style=style, hAlign="LEFT")


def _table(table: Table) -> LongTable:
    columns = table.columns
    whole = sum(column.part for column in columns)
    head = [_words(column.label, _HEAD_NUMBER if column.is_number else _HEAD) for column in columns]
    rows = [
        [_words(cell, _CELL_NUMBER if column.is_number else _CELL) for cell, column in zip(row, columns, strict=True)]
        for row in table.rows
    ]
    style = [
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LINEBELOW", (0, 0), (-1, -1), 0.5, HAIR),
        ("TOPPADDING", (0, 0), (-1, -1), 2),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
        ("LEFTPADDING", (0, 0), (-1, -1), 3),
        ("RIGHTPADDING", (0, 0), (-1, -1), 3),
    ]
    widths = [WIDTH * column.part / whole for column in columns]
    return LongTable([head, *rows], colWidths=widths, repeatRows=1, style=style)


class _Drawn(Flowable):  # type: ignore[misc]
    """A drawing in the run of the page."""

    def __init__(self, drawing: Drawing) -> None:
        super().__init__()
        self.drawing = drawing
        self.width, self.height = drawing.width, drawing.height

    def draw(self) -> None:
        draw_on_page(self.drawing, self.canv)
