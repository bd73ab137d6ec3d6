"""The photos of some people of the demo, drawn: faces in flat colours, alike for the same person every time."""

import io
from dataclasses import dataclass

from PIL import Image, ImageDraw

SIDE = 480
SHOWN = (60, 36, 420, 396)
INK = (38, 34, 40)

Colour = tuple[int, int, int]

FAIR, ROSY, TAN, BROWN = (244, 212, 186), (235, 190, 162), (205, 152, 113), (148, 98, 68)
BLOND, RED, CHESTNUT, DARK, GREY = (222, 182, 106), (176, 84, 46), (104, 66, 42), (44, 36, 38), (172, 172, 176)


@dataclass(frozen=True, slots=True)
class Face:
    """How somebody looks. `hair` is one of `long`, `bob`, `bun`, `short`, `curls` or `bald`."""

    skin: Colour
    hair: str
    hair_colour: Colour
    clothes: Colour
    ground: Colour
    has_glasses: bool = False
    has_beard: bool = False


FACES = {
    "professional@nordlys.example": Face(FAIR, "long", CHESTNUT, (24, 96, 104), (190, 222, 222)),
    "manager@nordlys.example": Face(ROSY, "short", DARK, (42, 58, 86), (214, 224, 236), has_beard=True),
    "admin@nordlys.example": Face(FAIR, "bob", BLOND, (122, 62, 84), (240, 222, 206), has_glasses=True),
    "basic@nordlys.example": Face(ROSY, "short", RED, (222, 136, 48), (222, 232, 214)),
    "ingrid.nilsen@nordlys.example": Face(FAIR, "bun", GREY, (58, 84, 72), (232, 226, 238), has_glasses=True),
    "jonas.kristiansen@nordlys.example": Face(TAN, "curls", DARK, (60, 102, 156), (248, 226, 190)),
    "kristine.johansen@nordlys.example": Face(FAIR, "long", BLOND, (168, 60, 54), (206, 220, 238)),
    "marte.lindberg@nordlys.example": Face(BROWN, "bun", DARK, (226, 176, 72), (198, 226, 208)),
    "malin.saether@nordlys.example": Face(ROSY, "bob", RED, (70, 78, 92), (238, 230, 200)),
    "per.arne.dale@nordlys.example": Face(ROSY, "bald", GREY, (88, 108, 70), (216, 220, 226), has_beard=True),
    "manager@service.nordlys.example": Face(TAN, "long", DARK, (88, 66, 128), (240, 214, 210)),
    "roar.mikkelsen@service.nordlys.example": Face(
        FAIR, "short", BLOND, (36, 70, 58), (200, 222, 226), has_glasses=True
    ),
    "manager@partner.nordlys.example": Face(ROSY, "bald", CHESTNUT, (52, 52, 58), (226, 214, 196), has_glasses=True),
    "manager@fjord.example": Face(FAIR, "bob", DARK, (26, 74, 122), (204, 226, 236)),
    "julie.sandnes@fjord.example": Face(BROWN, "curls", DARK, (206, 92, 80), (226, 232, 214)),
}


def draw_face(face: Face) -> bytes:
    """A person from the shoulders up, as PNG; drawn twice as large and made smaller, so that no edge is rough."""
    image = Image.new("RGB", (SIDE, SIDE), face.ground)
    draw = ImageDraw.Draw(image)
    _hair_behind(draw, face)
    _body(draw, face)
    _head(draw, face)
    _hair_in_front(draw, face)
    _features(draw, face)
    content = io.BytesIO()
    image.crop(SHOWN).reduce(2).save(content, "PNG")
    return content.getvalue()


def _darker(colour: Colour, share: float = 0.86) -> Colour:
    return tuple(int(part * share) for part in colour)


def _hair_behind(draw: ImageDraw.ImageDraw, face: Face) -> None:
    colour = _darker(face.hair_colour)
    if face.hair == "long":
        draw.rounded_rectangle((124, 108, 356, 392), 106, fill=colour)
    elif face.hair == "bob":
        draw.rounded_rectangle((120, 104, 360, 316), 92, fill=colour)
    elif face.hair == "bun":
        draw.ellipse((194, 34, 286, 126), fill=colour)
    elif face.hair == "curls":
        for left, top in ((116, 122), (136, 74), (190, 52), (246, 58), (292, 92), (310, 142)):
            draw.ellipse((left - 14, top - 14, left + 82, top + 82), fill=colour)


def _body(draw: ImageDraw.ImageDraw, face: Face) -> None:
    draw.rounded_rectangle((64, 376, 416, 640), 112, fill=face.clothes)
    draw.polygon(((186, 376), (294, 376), (240, 446)), fill=_darker(face.clothes, 0.72))
    draw.rounded_rectangle((200, 300, 280, 404), 36, fill=_darker(face.skin, 0.9))
    draw.pieslice((200, 360, 280, 428), 0, 180, fill=_darker(face.skin, 0.9))


def _head(draw: ImageDraw.ImageDraw, face: Face) -> None:
    for left in (128, 312):
        draw.ellipse((left, 206, left + 40, 266), fill=_darker(face.skin, 0.93))
    draw.rounded_rectangle((146, 108, 334, 350), 92, fill=face.skin)
    if face.has_beard:
        draw.chord((146, 164, 334, 350), 12, 168, fill=_darker(face.hair_colour, 0.95))
        draw.rounded_rectangle((204, 282, 276, 300), 9, fill=_darker(face.hair_colour, 0.95))


def _features(draw: ImageDraw.ImageDraw, face: Face) -> None:
    for left in (186, 274):
        draw.ellipse((left, 222, left + 20, 246), fill=INK)
        draw.arc((left - 12, 196, left + 32, 226), 210, 330, fill=_darker(face.hair_colour, 0.8), width=8)
    draw.arc((224, 232, 256, 272), 20, 150, fill=_darker(face.skin, 0.78), width=7)
    draw.chord((206, 276, 274, 318), 10, 170, fill=(250, 246, 242))
    draw.arc((204, 272, 276, 318), 10, 170, fill=_darker(face.skin, 0.55), width=6)
    if face.has_glasses:
        for box in ((164, 206, 232, 262), (248, 206, 316, 262)):
            draw.rounded_rectangle(box, 24, outline=INK, width=7)
        draw.line((230, 226, 250, 226), fill=INK, width=7)


def _hair_in_front(draw: ImageDraw.ImageDraw, face: Face) -> None:
    colour = face.hair_colour
    if face.hair == "bald":
        for left in (132, 316):
            draw.rounded_rectangle((left, 186, left + 32, 244), 14, fill=colour)
    elif face.hair in ("long", "bob"):
        draw.pieslice((128, 88, 352, 312), 180, 300, fill=colour)
        draw.pieslice((168, 88, 352, 272), 250, 360, fill=colour)
    else:
        draw.pieslice((134, 84, 346, 272), 180, 360, fill=colour)
        middle = 214 if face.hair == "short" else 240
        draw.ellipse((middle - 76, 142, middle + 76, 216), fill=face.skin)
