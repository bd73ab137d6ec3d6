"""Pictures without what they tell about their makers: position, device, time, author.

Everything is decoded and written anew from its points alone, so EXIF, GPS, XMP, IPTC, comments, previews, and anything
hidden behind the picture's end are gone. Video is not touched: it keeps the place and time that a phone wrote into it.

Memory is bounded: too large a picture is refused from its header, and only one picture is decoded at a time, whatever
the number of threads that ask. All functions take their time: call them in a thread.
"""

import io
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pi_heif
from PIL import Image, ImageOps, JpegImagePlugin

from leadx_app.adapters.content_type import JPEG, PNG, WEBP, FileKind
from leadx_app.domain.ports import FileRefused

MAX_PIXELS = 50_000_000  # The largest usual photo of a phone; in an animation all frames count together.
MAX_FRAMES = 1000
THUMBNAIL_PIXELS = 480

_FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "HEIF", "AVIF")
_QUALITY = 90
_MAX_PROFILE_BYTES = 64 * 1024
_ONE_AT_A_TIME = threading.Lock()
_COLOUR_SPACES = {"RGB": b"RGB ", "RGBA": b"RGB ", "P": b"RGB ", "L": b"GRAY", "LA": b"GRAY", "I;16": b"GRAY"}

pi_heif.register_heif_opener()


@dataclass(frozen=True)
class CleanPicture:
    """A picture as it is stored. Its kind may be another than the one that was sent (HEIC becomes JPEG)."""

    data: bytes
    kind: FileKind
    width: int
    height: int

    @property
    def content_type(self) -> str:
        return self.kind.content_type


def clean_picture(source: Path | bytes) -> CleanPicture:
    """Return the picture upright and without metadata, in the quality that it came in.

    JPEG keeps its compression tables, PNG its depth and transparency; HEIC and AVIF become JPEG (WebP if transparent),
    which every browser shows; what moves becomes a moving WebP. The colour profile stays.

    Raises:
        FileRefused: damaged, cut off, not a picture, or larger than `MAX_PIXELS`.
    """
    with _opened(source) as image:
        if image.format in {"GIF", "WEBP"} and getattr(image, "is_animated", False):
            return _animation(image)
        _set_upright(image)
        return _still(image)


def thumbnail(source: Path | bytes, pixels: int = THUMBNAIL_PIXELS) -> bytes:
    """Return the picture as a WebP whose longer side is at most so many pixels; of an animation, the first frame.

    Raises:
        FileRefused: as `clean_picture`.
    """
    with _opened(source) as image:
        image.draft(None, (pixels, pixels))  # Lets JPEG decode at a fraction of its size.
        _set_upright(image)
        small = _eight_bits(image)
        small.thumbnail((pixels, pixels), reducing_gap=2.0)
        return _encoded(small, WEBP, quality=80)


@contextmanager
def _opened(source: Path | bytes) -> Iterator[Image.Image]:
    """Open a picture of a bearable size; whatever goes wrong inside the block is the picture's fault."""
    with _ONE_AT_A_TIME:
        try:
            with Image.open(io.BytesIO(source) if isinstance(source, bytes) else source, formats=_FORMATS) as image:
                _refuse_if_larger(image.width * image.height)
                yield image
        except FileRefused:
            raise
        except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
            raise _too_large() from error
        except Exception as error:  # Decoders raise nearly anything on damaged input.
            raise FileRefused("This picture cannot be read. It may be damaged.") from error


def _refuse_if_larger(pixels: int) -> None:
    if pixels > MAX_PIXELS:
        raise _too_large()


def _too_large() -> FileRefused:
    millions = MAX_PIXELS // 1_000_000
    return FileRefused("This picture is too large. At most {max} million points are possible.", max=millions)


def _set_upright(image: Image.Image) -> None:
    """Turn the points as the camera was held; a damaged note about it is no reason to refuse the picture."""
    image.load()
    with suppress(Exception):
        ImageOps.exif_transpose(image, in_place=True)


def _still(image: Any) -> CleanPicture:
    if image.format in {"JPEG", "MPO"} and image.mode in {"L", "RGB"}:
        same = {"qtables": image.quantization, "subsampling": JpegImagePlugin.get_sampling(image)}
        return _clean(image, JPEG, **same)
    if image.format == "PNG":
        return _clean(image, PNG)
    plain = _eight_bits(image)
    if image.format == "GIF":
        return _clean(plain, PNG)
    kind = WEBP if image.format == "WEBP" or plain.mode == "RGBA" else JPEG
    return _clean(plain, kind, quality=_QUALITY)


def _animation(image: Any) -> CleanPicture:
    frames, durations = [], []
    for number in range(MAX_FRAMES + 1):
        try:
            image.seek(number)
        except EOFError:
            break
        _refuse_if_larger(image.width * image.height * (number + 1) if number < MAX_FRAMES else MAX_PIXELS + 1)
        frames.append(image.convert("RGBA"))
        durations.append(image.info.get("duration", 100))
    loop = image.info.get("loop", 1)  # Without the word, a GIF plays once; 0 is for ever.
    moving = {"save_all": True, "append_images": frames[1:], "duration": durations, "loop": loop, "method": 2}
    return _clean(frames[0], WEBP, quality=_QUALITY, **moving)


def _eight_bits(image: Image.Image) -> Image.Image:
    """Return the picture in RGB, or RGBA where something is transparent; 16 bits of grey are scaled, not cut."""
    if image.mode.startswith("I"):
        image = image.convert("I").point(lambda value: value / 256).convert("L")
        image.info = {}
    return image.convert("RGBA" if image.has_transparency_data else "RGB")


def _clean(image: Image.Image, kind: FileKind, **options: Any) -> CleanPicture:
    return CleanPicture(_encoded(image, kind, **options), kind, image.width, image.height)


def _encoded(image: Image.Image, kind: FileKind, **options: Any) -> bytes:
    """Write the points, what is transparent and the colour profile, and nothing else of what came with the picture."""
    profile = image.info.get("icc_profile") or b""
    fits = len(profile) <= _MAX_PROFILE_BYTES and profile[16:20] == _COLOUR_SPACES.get(image.mode)
    image.info = {key: value for key, value in image.info.items() if key == "transparency"}
    file = io.BytesIO()
    image.save(file, kind.content_type.removeprefix("image/"), icc_profile=profile if fits else None, **options)
    return file.getvalue()
