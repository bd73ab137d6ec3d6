"""Pictures without what they tell about their makers: position, device, time, author.

Everything is decoded and written anew from its points alone, so EXIF, GPS, XMP, IPTC, comments, previews, and anything
hidden behind the picture's end are gone. Video is not touched: it keeps the place and time that a phone wrote into it.

Each picture is decoded in a process of its own (`picture_decoder`), with bounds on memory and time: a hostile file may
crash that process, and nothing else. It takes a fifth of a second and more: call it in a thread.
"""

import json
import logging
import subprocess
import sys
import tempfile
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from leadx_app.adapters.content_type import JPEG, PNG, WEBP, FileKind
from leadx_app.domain.ports import FileRefused

MAX_PIXELS = 50_000_000

_DECODER = Path(__file__).with_name("picture_decoder.py")
_SECONDS = 60
_DAMAGED, _TOO_LARGE = 3, 4
_KINDS = {"jpeg": JPEG, "png": PNG, "webp": WEBP}
_FEW_AT_ONCE = threading.BoundedSemaphore(2)  # Bounds their memory together, whatever the number of threads that ask.

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class CleanPicture:
    """A picture as it is stored. Its kind may be another than the one that was sent (HEIC becomes JPEG).

    The thumbnail is a WebP whose longer side has at most 480 points, the preview one of 1,360, empty for a picture that
    is no larger than its thumbnail; of an animation, the first frame.
    """

    data: bytes
    kind: FileKind
    width: int
    height: int
    thumbnail: bytes
    preview: bytes

    @property
    def content_type(self) -> str:
        return self.kind.content_type


def clean_picture(source: Path | bytes, *, as_photo: bool = False) -> CleanPicture:
    """Return the picture upright and without metadata, in the quality that it came in.

    JPEG keeps its compression tables, PNG its depth and transparency; HEIC and AVIF become JPEG (WebP if transparent),
    which every browser shows; what moves becomes a moving WebP. The colour profile stays. `as_photo` keeps a WebP of
    the square in the middle alone, of at most 480 points a side: the face of a person, as small marks show it.

    Raises:
        FileRefused: damaged, cut off, not a picture, or of more than `MAX_PIXELS` points.
    """
    if isinstance(source, Path):
        with source.open("rb") as file:
            return _decoded(file, as_photo)
    with tempfile.TemporaryFile() as file:
        file.write(source)
        file.seek(0)
        return _decoded(file, as_photo)


def _decoded(file: BinaryIO, as_photo: bool) -> CleanPicture:
    command = [sys.executable, "-I", str(_DECODER), *(["photo"] if as_photo else [])]
    with _FEW_AT_ONCE:
        try:
            ended = subprocess.run(
                command, stdin=file, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env={}, timeout=_SECONDS
            )
        except subprocess.TimeoutExpired as error:
            log.warning("the picture decoder did not end in %s seconds", _SECONDS)
            raise FileRefused("This picture cannot be read. It may be damaged.") from error
    if ended.returncode == _TOO_LARGE:
        millions = MAX_PIXELS // 1_000_000
        raise FileRefused("This picture is too large. At most {max} million points are possible.", max=millions)
    if ended.returncode:
        if ended.returncode != _DAMAGED:
            log.warning("the picture decoder ended with %s", ended.returncode)
        raise FileRefused("This picture cannot be read. It may be damaged.")
    head, _, rest = ended.stdout.partition(b"\n")
    found = json.loads(head)
    whole, small, _ = found["bytes"]
    data, thumbnail, preview = rest[:whole], rest[whole : whole + small], rest[whole + small :]
    return CleanPicture(data, _KINDS[found["kind"]], found["width"], found["height"], thumbnail, preview)
