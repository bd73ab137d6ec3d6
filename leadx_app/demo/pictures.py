"""Photos from the places that leads are about, drawn."""

import hashlib
import io
import random
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from PIL import Image, ImageDraw

from leadx_app.adapters.pictures import clean_picture
from leadx_app.adapters.storage_keys import key_beside, new_key
from leadx_app.domain.files import StoredFile
from leadx_app.domain.ports import Storage, StorageUnavailable

SIZE = (640, 440)
SKIES = ((150, 190, 225), (196, 205, 214), (238, 196, 150), (90, 110, 150))
WALLS = ((178, 58, 46), (236, 228, 205), (120, 132, 140), (214, 168, 74))
NAMES = ("roof.jpg", "facade.jpg", "south side.jpg", "from the road.jpg", "tak mot sør.jpg")


@contextmanager
def stored_photos(storage: Storage | None, tenant_id: UUID, count: int, seed: int) -> Iterator[list[StoredFile]]:
    """Draw photos and put them into the storage; none where it is not well. A failure in the block removes them."""
    dice, photos = random.Random(seed), []
    try:
        photos += [_store(storage, tenant_id, dice) for _ in range(count)] if storage else []
    except StorageUnavailable:
        photos = []
    try:
        yield list(photos)
    except BaseException:
        for photo in photos:
            for key in filter(None, (photo.storage_key, photo.thumbnail_key, photo.preview_key)):
                storage.delete(key)
        raise


def _store(storage: Storage, tenant_id: UUID, dice: random.Random) -> StoredFile:
    picture = clean_picture(_draw(dice))
    key = new_key(tenant_id)
    storage.put(key, io.BytesIO(picture.data), picture.content_type)
    keys = [key_beside(key, "thumbnail"), key_beside(key, "preview")]
    for smaller, data in zip(keys, (picture.thumbnail, picture.preview), strict=True):
        storage.put(smaller, io.BytesIO(data), "image/webp")
    digest = hashlib.sha256(picture.data).hexdigest()
    return StoredFile(dice.choice(NAMES), picture.content_type, len(picture.data), digest, key, *keys)


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
