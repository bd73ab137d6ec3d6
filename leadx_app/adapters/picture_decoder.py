"""The process in which one picture is decoded; `pictures` starts it, anew for every picture.

Decoders are where hostile files attack: a damaged HEIC makes libheif crash, and Python with it. So this process has no
environment, little memory and time, no other task, and may die. It reads the picture from its standard input (a file)
and writes to its standard output one line of JSON, then the clean picture, the thumbnail and the preview. It imports
nothing of the application, to start fast.
"""

import io
import json
import os
import resource
import sys
from contextlib import suppress
from typing import Any, BinaryIO

from PIL import Image, ImageOps, JpegImagePlugin

MAX_PIXELS = 50_000_000  # The largest usual photo of a phone; in an animation all frames count together.
MAX_FRAMES = 1000
THUMBNAIL_PIXELS = 480
PREVIEW_PIXELS = 1360
MEMORY_BYTES = 2 * 1024**3
CPU_SECONDS = 40

DAMAGED = 3  # What the process ends with, beside 0; anything else is a crash.
TOO_LARGE = 4

_FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "AVIF")
_QUALITY = 90
_MAX_PROFILE_BYTES = 64 * 1024
_COLOUR_SPACES = {"RGB": b"RGB ", "RGBA": b"RGB ", "P": b"RGB ", "L": b"GRAY", "LA": b"GRAY", "I;16": b"GRAY"}


class TooLarge(Exception):
    """More points than we are willing to hold in memory."""


def main() -> int:
    """Clean the picture of standard input, and return the exit code."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.nice(5)  # Those who look at pages go first.
    try:
        kind, width, height, *pictures = clean(sys.stdin.buffer, as_photo="photo" in sys.argv[1:])
    except (TooLarge, Image.DecompressionBombError, MemoryError):
        return TOO_LARGE
    except Exception:  # Decoders raise nearly anything on damaged input.
        return DAMAGED
    head = {"kind": kind, "width": width, "height": height, "bytes": [len(picture) for picture in pictures]}
    sys.stdout.buffer.write(json.dumps(head).encode() + b"\n" + b"".join(pictures))
    return 0


def clean(source: BinaryIO, *, as_photo: bool = False) -> tuple[str, int, int, bytes, bytes, bytes]:
    """Return kind, width, height, the clean picture, its thumbnail and its preview.

    `as_photo` keeps no more than a square out of the middle, as large as a thumbnail, that does not move.
    """
    with Image.open(source, formats=_formats(source)) as image:
        _refuse_if_larger(image.width * image.height)
        if not as_photo and image.format in {"GIF", "WEBP"} and getattr(image, "is_animated", False):
            shown, kind, options = _animation(image)
        else:
            image.load()
            with suppress(Exception):  # A damaged note about how the camera was held is no reason to refuse.
                ImageOps.exif_transpose(image, in_place=True)
            shown, kind, options = _square(image) if as_photo else _still(image)
        data = _encoded(shown, kind, **options)
        return kind, shown.width, shown.height, data, *_smaller(shown)


def _formats(source: BinaryIO) -> tuple[str, ...]:
    """The kinds to try; the reader of HEIC costs 30 ms that the usual photo need not pay."""
    may_be_heic = source.read(8).endswith(b"ftyp")
    source.seek(0)
    if not may_be_heic:
        return _FORMATS
    from pi_heif import register_heif_opener

    register_heif_opener()
    return (*_FORMATS, "HEIF")


def _refuse_if_larger(pixels: int) -> None:
    if pixels > MAX_PIXELS:
        raise TooLarge


def _still(image: Any) -> tuple[Image.Image, str, dict[str, Any]]:
    """Choose how a picture that does not move is written: as near as can be to how it came."""
    if image.format in {"JPEG", "MPO"} and image.mode in {"L", "RGB"}:
        sampling = JpegImagePlugin.get_sampling(image)
        return image, "jpeg", {"qtables": image.quantization, "subsampling": sampling}
    if image.format == "PNG":
        return image, "png", {}
    plain = _eight_bits(image)
    if image.format == "GIF":
        return plain, "png", {}
    kind = "webp" if image.format == "WEBP" or plain.mode == "RGBA" else "jpeg"
    return plain, kind, {"quality": _QUALITY}


def _square(image: Image.Image) -> tuple[Image.Image, str, dict[str, Any]]:
    side = min(*image.size, THUMBNAIL_PIXELS)
    return ImageOps.fit(_eight_bits(image), (side, side)), "webp", {"quality": _QUALITY}


def _animation(image: Any) -> tuple[Image.Image, str, dict[str, Any]]:
    frames, durations = [], []
    while True:
        try:
            image.seek(len(frames))
        except EOFError:
            break
        if len(frames) == MAX_FRAMES:
            raise TooLarge
        _refuse_if_larger(image.width * image.height * (len(frames) + 1))
        frames.append(image.convert("RGBA"))
        durations.append(image.info.get("duration", 100))
    loop = image.info.get("loop", 1)  # Without the word, a GIF plays once; 0 is for ever.
    moving = {"save_all": True, "append_images": frames[1:], "duration": durations, "loop": loop, "method": 2}
    return frames[0], "webp", {"quality": _QUALITY} | moving


def _eight_bits(image: Image.Image) -> Image.Image:
    """Return the picture in RGB, or RGBA where something is transparent; 16 bits of grey are scaled, not cut."""
    if image.mode.startswith("I"):
        image = image.convert("I").point(lambda value: value / 256).convert("L")
        image.info = {}
    mode = "RGBA" if image.has_transparency_data else "RGB"
    return image if image.mode == mode else image.convert(mode)


def _smaller(image: Image.Image) -> tuple[bytes, bytes]:
    """The thumbnail and the preview; no preview of what the thumbnail shows as large as it is."""
    preview, small = b"", _eight_bits(image)
    if max(small.size) > THUMBNAIL_PIXELS:
        small.thumbnail((PREVIEW_PIXELS, PREVIEW_PIXELS), reducing_gap=2.0)
        preview = _encoded(small, "webp", quality=80)
    small.thumbnail((THUMBNAIL_PIXELS, THUMBNAIL_PIXELS), reducing_gap=2.0)
    return _encoded(small, "webp", quality=80), preview


def _encoded(image: Image.Image, kind: str, **options: Any) -> bytes:
    """Write the points, what is transparent and the colour profile, and nothing else of what came with the picture."""
    profile = image.info.get("icc_profile") or b""
    fits = len(profile) <= _MAX_PROFILE_BYTES and profile[16:20] == _COLOUR_SPACES.get(image.mode)
    kept = {key: value for key, value in image.info.items() if key in {"transparency", "icc_profile"}}
    image.info = {key: value for key, value in kept.items() if key == "transparency"}
    file = io.BytesIO()
    image.save(file, kind, icc_profile=profile if fits else None, **options)
    image.info = kept
    return file.getvalue()


if __name__ == "__main__":
    sys.exit(main())
