"""Drawings of boxes, lines and words, for a page of a PDF and as a PNG alike: what is drawn looks the same in both."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import IO, Any

from PIL import Image, ImageDraw, ImageFont
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

FONTS = Path(__file__).parent / "fonts"
PIXELS_PER_POINT = 2
HATCH = 4
"""Points from one stroke of a hatched box to the next."""

# The light theme's colours (components/ui/theme.py), which paper has.
INK, QUIET, HAIR, PAPER = "#101a22", "#5b6875", "#e3e8ec", "#ffffff"
ACCENT, FAINT, STRONG_LINE = "#0b6e75", "#f1f4f6", "#86929e"
BANDS = (ACCENT, "#2b6fd0", "#b9770b", "#c93a34")


class Weight(StrEnum):
    """The two weights of the type."""

    REGULAR = "Inter-Regular"
    STRONG = "Inter-SemiBold"


class Align(StrEnum):
    """Which end of the words their place is."""

    START = "start"
    MIDDLE = "middle"
    END = "end"


@dataclass(frozen=True, slots=True)
class Box:
    """A filled rectangle; hatched ones have strokes of the fill instead of all of it."""

    left: float
    top: float
    width: float
    height: float
    fill: str
    is_hatched: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A thin stroke."""

    left: float
    top: float
    right: float
    bottom: float
    color: str = HAIR


@dataclass(frozen=True, slots=True)
class Words:
    """A line of text whose letters stand on `base`."""

    left: float
    base: float
    text: str
    size: float = 9
    color: str = INK
    weight: Weight = Weight.REGULAR
    align: Align = Align.START


Shape = Box | Line | Words


@dataclass(frozen=True, slots=True)
class Drawing:
    """Shapes on a white ground, in points from its top left corner, drawn in their order."""

    width: float
    height: float
    shapes: Sequence[Shape] = field(default_factory=tuple)


@cache
def load_fonts() -> None:
    """Make the two weights known to PDF; harmless when repeated."""
    for weight in Weight:
        pdfmetrics.registerFont(TTFont(weight.value, FONTS / f"{weight.value}.ttf"))
    pdfmetrics.registerFontFamily(
        Weight.REGULAR.value, normal=Weight.REGULAR.value, bold=Weight.STRONG.value, italic=Weight.REGULAR.value
    )


def width_of(text: str, size: float, weight: Weight = Weight.REGULAR) -> float:
    """How many points wide a line of text is."""
    load_fonts()
    return float(pdfmetrics.stringWidth(text, weight.value, size))


def shortened(text: str, room: float, size: float, weight: Weight = Weight.REGULAR) -> str:
    """The text, or as much of its beginning as there is room for, with dots behind it."""
    if width_of(text, size, weight) <= room:
        return text
    while text and width_of(f"{text}…", size, weight) > room:
        text = text[:-1].rstrip()
    return f"{text}…"


def draw_on_page(drawing: Drawing, canvas: Any) -> None:
    """Draw on a canvas of reportlab, whose origin is the bottom left corner of the drawing."""
    load_fonts()
    top = drawing.height
    for shape in drawing.shapes:
        match shape:
            case Box(left, begins, width, height, fill, is_hatched):
                canvas.saveState()
                canvas.setFillColor(fill)
                canvas.setStrokeColor(fill)
                if is_hatched:
                    _hatch_page(canvas, left, top - begins - height, width, height)
                else:
                    canvas.rect(left, top - begins - height, width, height, stroke=0, fill=1)
                canvas.restoreState()
            case Line(left, begins, right, bottom, color):
                canvas.setStrokeColor(color)
                canvas.setLineWidth(0.5)
                canvas.line(left, top - begins, right, top - bottom)
            case Words():
                canvas.setFillColor(shape.color)
                canvas.setFont(shape.weight.value, shape.size)
                canvas.drawString(_left_of(shape), top - shape.base, shape.text)


def write_png(drawing: Drawing, file: IO[bytes]) -> None:
    """Write the drawing as a PNG, two pixels to a point."""
    size = (round(drawing.width * PIXELS_PER_POINT), round(drawing.height * PIXELS_PER_POINT))
    image = Image.new("RGB", size, PAPER)
    pen = ImageDraw.Draw(image)
    for shape in drawing.shapes:
        match shape:
            case Box(left, top, width, height, fill, is_hatched):
                box = _pixels(left, top, left + width, top + height)
                if box[2] <= box[0] or box[3] <= box[1]:
                    continue
                if is_hatched:
                    _hatch_image(image, box, fill)
                else:
                    pen.rectangle((box[0], box[1], box[2] - 1, box[3] - 1), fill=fill)
            case Line(left, top, right, bottom, color):
                pen.line(_pixels(left, top, right, bottom), fill=color, width=1)
            case Words():
                font = _image_font(shape.weight, round(shape.size * PIXELS_PER_POINT))
                place = (_left_of(shape) * PIXELS_PER_POINT, shape.base * PIXELS_PER_POINT)
                pen.text(place, shape.text, fill=shape.color, font=font, anchor="ls")
    image.save(file, format="PNG", optimize=True)


def _left_of(words: Words) -> float:
    part = {Align.START: 0.0, Align.MIDDLE: 0.5, Align.END: 1.0}[words.align]
    return words.left - part * width_of(words.text, words.size, words.weight)


def _pixels(*points: float) -> tuple[int, ...]:
    return tuple(round(point * PIXELS_PER_POINT) for point in points)


@cache
def _image_font(weight: Weight, pixels: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(FONTS / f"{weight.value}.ttf", pixels, layout_engine=ImageFont.Layout.BASIC)


def _hatch_page(canvas: Any, left: float, bottom: float, width: float, height: float) -> None:
    """Strokes from the bottom left to the top right, and the outline."""
    canvas.setLineWidth(0.75)
    outline = canvas.beginPath()
    outline.rect(left, bottom, width, height)
    canvas.clipPath(outline, stroke=1, fill=0)
    for step in range(int((width + height) / HATCH) + 1):
        begin = left - height + step * HATCH
        canvas.line(begin, bottom, begin + height, bottom + height)


def _hatch_image(image: Image.Image, box: tuple[int, ...], fill: str) -> None:
    left, top, right, bottom = box
    width, height = right - left, bottom - top
    piece = Image.new("RGB", (width, height), PAPER)
    pen = ImageDraw.Draw(piece)
    for begin in range(-height, width, HATCH * PIXELS_PER_POINT):
        pen.line((begin, height, begin + height, 0), fill=fill, width=2)
    pen.rectangle((0, 0, width - 1, height - 1), outline=fill)
    image.paste(piece, (left, top))
