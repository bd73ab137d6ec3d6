"""The pictures of the demo, all drawn: photos from the places that leads are about, faces and logos."""

import hashlib
import io
import random
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from uuid import UUID

from PIL import Image, ImageDraw

from leadx_app.adapters import picture_decoder
from leadx_app.adapters.storage_keys import key_beside, new_key
from leadx_app.domain.files import StoredFile
from leadx_app.domain.ports import Storage, StorageUnavailable

SIZE = (640, 440)
SKIES = ((150, 190, 225), (196, 205, 214), (238, 196, 150), (90, 110, 150))
WALLS = ((178, 58, 46), (236, 228, 205), (120, 132, 140), (214, 168, 74))
NAMES = ("roof.jpg", "facade.jpg", "south side.jpg", "from the road.jpg", "tak mot sør.jpg")
TYPES = {"jpeg": "image/jpeg", "png": "image/png", "webp": "image/webp"}


class Album:
    """Pictures that lie in the storage; none where there is no storage, or it is not well."""

    def __init__(self, storage: Storage | None) -> None:
        self._storage = storage
        self._is_well = storage is not None
        self._keys: list[str] = []

    def keep(self, tenant_id: UUID, name: str, picture: bytes, *, as_photo: bool = False) -> StoredFile | None:
        """Store a picture as if somebody had sent it; our own may be cleaned without a process of its own."""
        if not self._is_well:
            return None
        kind, _, _, *contents = picture_decoder.clean(io.BytesIO(picture), as_photo=as_photo)
        key = new_key(tenant_id)
        keys = [key, key_beside(key, "thumbnail"), key_beside(key, "preview") if contents[2] else None]
        try:
            for one, content, written in zip(keys, contents, (kind, "webp", "webp"), strict=True):
                if one:
                    self._put(one, content, TYPES[written])
        except StorageUnavailable:
            self._is_well = False
            return None
        digest = hashlib.sha256(contents[0]).hexdigest()
        return StoredFile(name, TYPES[kind], len(contents[0]), digest, *keys)

    def places(self, tenant_id: UUID, count: int, seed: int) -> list[StoredFile]:
        """Photos of so many buildings."""
        dice = random.Random(seed)
        photos = (self.keep(tenant_id, dice.choice(NAMES), _draw(dice)) for _ in range(count))
        return [photo for photo in photos if photo]

    def forget(self) -> None:
        """Remove what was stored."""
        for key in self._keys:
            with suppress(StorageUnavailable):
                self._storage.delete(key)

    def _put(self, key: str, content: bytes, content_type: str) -> None:
        self._keys.append(key)
        self._storage.put(key, io.BytesIO(content), content_type)


@contextmanager
def album(storage: Storage | None) -> Iterator[Album]:
    """An album whose pictures a failure in the block removes."""
    pictures = Album(storage)
    try:
        yield pictures
    except BaseException:
        pictures.forget()
        raise


def _draw(dice: random.Random) -> bytes:
    """A building under the sky, as JPEG."""
    width, height = SIZE
    image = Image.new("RGB", SIZE, dice.choice(SKIES))
    draw = ImageDraw.Draw(image)
    ground = dice.randint(300, 350)
    draw.rectangle((0, ground, width, height), fill=(108, 132, 88))
    left, right, top = dice.randint(60, 130), dice.randint(480, 580), dice.randint(150, 200)
    draw.polygon(
        ((left - 30, top), (left + 60, top - 80), (right - 60, top - 80), (right + 30, top)), fill=(70, 70, 76)
    )
    for panel in range(left + 70, right - 90, 44):
        draw.rectangle((panel, top - 66, panel + 36, top - 14), fill=(32, 52, 92), outline=(150, 160, 180))
    draw.rectangle((left, top, right, ground + 30), fill=dice.choice(WALLS))
    for window in range(left + 30, right - 60, dice.randint(70, 100)):
        draw.rectangle(
            (window, top + 40, window + 40, top + 95), fill=(225, 236, 242), outline=(250, 250, 250), width=4
        )
    content = io.BytesIO()
    image.save(content, "JPEG", quality=82)
    return content.getvalue()
