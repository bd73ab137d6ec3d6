"""The logos of the demo's customers, drawn."""

import io
import math

from PIL import Image, ImageDraw

SIDE = 512
NIGHT, LIGHTS = (13, 42, 58), ((64, 214, 168), (46, 170, 178), (94, 116, 196))
SKY, MOUNTAINS, WATER = (214, 232, 240), ((38, 74, 102), (66, 110, 140)), (24, 128, 146)


def draw_nordlys() -> bytes:
    """Northern lights over a dark hill, as PNG."""
    image, draw = _sheet(NIGHT)
    for number, colour in enumerate(LIGHTS):
        top, bottom = [], []
        for x in range(0, SIDE + 1, 8):
            wave = math.sin(x / 82 + number * 1.1) * 34
            top.append((x, 92 + number * 78 + wave))
            bottom.append((x, 142 + number * 78 + wave - 10 * number))
        draw.polygon([*top, *reversed(bottom)], fill=colour)
    draw.polygon(((0, 452), (150, 360), (262, 428), (388, 340), (SIDE, 420), (SIDE, SIDE), (0, SIDE)), fill=(6, 24, 34))
    return _cut(image)


def draw_fjord() -> bytes:
    """Two mountains and the water between them, as PNG."""
    image, draw = _sheet(SKY)
    draw.polygon(((-60, 340), (170, 84), (400, 340)), fill=MOUNTAINS[0])
    draw.polygon(((170, 340), (372, 150), (580, 340)), fill=MOUNTAINS[1])
    draw.rectangle((0, 330, SIDE, SIDE), fill=WATER)
    for top in (378, 430):
        draw.rounded_rectangle((110, top, 402, top + 16), 8, fill=SKY)
    return _cut(image)


LOGOS = {"nordlys": draw_nordlys, "fjord": draw_fjord}


def _sheet(colour: tuple[int, int, int]) -> tuple[Image.Image, ImageDraw.ImageDraw]:
    image = Image.new("RGB", (SIDE, SIDE), colour)
    return image, ImageDraw.Draw(image)


def _cut(image: Image.Image) -> bytes:
    """The sheet with round corners, half as large, so that no edge is rough."""
    mask = Image.new("L", image.size)
    ImageDraw.Draw(mask).rounded_rectangle((0, 0, SIDE - 1, SIDE - 1), 112, fill=255)
    image.putalpha(mask)
    content = io.BytesIO()
    image.reduce(2).save(content, "PNG")
    return content.getvalue()
