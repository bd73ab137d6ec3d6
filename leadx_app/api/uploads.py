"""Taking a file in: from the wire into a private file, from there cleaned into the storage; whole or not at all."""

import asyncio
import hashlib
import io
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO
from urllib.parse import unquote
from uuid import UUID

from starlette.requests import Request

from leadx_app.adapters.content_type import HEAD_BYTES, FileKind, detect
from leadx_app.adapters.pictures import clean_picture
from leadx_app.adapters.storage_keys import key_beside, new_key
from leadx_app.api.problems import STATUS
from leadx_app.domain.accounts import Credential
from leadx_app.domain.errors import Invalid, Refusal, TooMany
from leadx_app.domain.files import StoredFile
from leadx_app.domain.ports import FileRefused, Storage, StorageFull, StorageUnavailable
from leadx_app.domain.text import BadInput, clean_line
from leadx_app.runtime import Runtime

NAME_LENGTH = 200
WRITE_BYTES = 1024 * 1024
SILENCE_SECONDS = 30
AT_ONCE_PER_PERSON = 6
ABANDONED_SECONDS = 24 * 3600

_threads = ThreadPoolExecutor(4, "leadx-files")
_running: Counter[Credential] = Counter()


class Shape(Enum):
    """What is taken in: any file, only a picture, or the face of a person in the middle of one."""

    ANY = auto()
    PICTURE = auto()
    FACE = auto()


class TooLarge(Refusal):
    """The file is larger than the installation takes."""


class TooSlow(Refusal):
    """Nothing came for a while."""


class WrongKind(Invalid):
    """A kind of file that is not kept, or content that is not what the name says."""


STATUS.update({TooLarge: 413, TooSlow: 408, WrongKind: 415})


def file_name(header: str | None) -> str:
    """The name of a file from the percent-encoded header, as it is shown: one line, no folders, at most 200 letters.

    Raises:
        Invalid: on `file`, when there is no name or it cannot be read.
    """
    try:
        written = unquote(header or "", errors="strict")
        name = clean_line(written.replace("\\", "/")).rpartition("/")[2].strip(" .")
    except UnicodeDecodeError:
        raise Invalid("This value cannot be used.", field="file") from None
    except BadInput as error:
        raise Invalid(error.template, field="file", **error.params) from None
    if not name:
        raise Invalid("Send the name of the file in X-File-Name.", field="file")
    path = PurePosixPath(name)
    suffix = path.suffix[:20]
    return name if len(name) <= NAME_LENGTH else path.stem[: NAME_LENGTH - len(suffix)] + suffix


def refuse_announced(request: Request, limit_bytes: int) -> None:
    """Refuse before reading what says itself that it is too large; what says nothing, or lies, is counted later."""
    announced = request.headers.get("content-length", "")
    if announced.isdigit() and int(announced[:20]) > limit_bytes:
        raise _too_large(limit_bytes)


def _too_large(limit_bytes: int) -> TooLarge:
    return TooLarge("The file is too large. At most {max} MB are possible.", max=limit_bytes // (1024 * 1024))


@contextmanager
def a_slot(who: Credential) -> Iterator[None]:
    """Let one credential send so many files at once and no more."""
    if _running[who] >= AT_ONCE_PER_PERSON:
        raise TooMany("Wait until the other files are sent.", retry_after_seconds=2)
    _running[who] += 1
    try:
        yield
    finally:
        _running[who] -= 1
        if not _running[who]:
            del _running[who]


@asynccontextmanager
async def received(request: Request, runtime: Runtime, limit_bytes: int | None = None) -> AsyncIterator[Path]:
    """The body as a private file, gone afterwards; of at most `limit_bytes`, else of what the installation takes.

    Raises:
        TooLarge, TooSlow: the client sends too much, or nothing any more.
        StorageUnavailable: this machine cannot keep it.
    """
    try:
        with tempfile.NamedTemporaryFile(dir=incoming_folder(runtime), prefix="upload-") as file:
            await _read(request, file, limit_bytes or runtime.settings.file_limit_bytes)
            yield Path(file.name)
    except OSError as error:
        raise StorageFull("this machine cannot keep the file") from error


def incoming_folder(runtime: Runtime) -> Path:
    """Where files lie while they come in: private, beside the database."""
    folder = runtime.settings.make_data_folder() / "incoming"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def remove_abandoned(runtime: Runtime) -> None:
    """Remove what a killed process left of uploads more than a day ago."""
    for path in incoming_folder(runtime).glob("upload-*"):
        with suppress(FileNotFoundError):
            if time.time() - path.stat().st_mtime > ABANDONED_SECONDS:
                path.unlink()


async def _read(request: Request, file: Any, limit_bytes: int) -> None:
    size, waiting = 0, bytearray()
    async for chunk in _chunks(request):
        size += len(chunk)
        if size > limit_bytes:
            raise _too_large(limit_bytes)
        waiting += chunk
        if len(waiting) >= WRITE_BYTES:
            await asyncio.get_running_loop().run_in_executor(_threads, file.write, bytes(waiting))
            waiting.clear()
    file.write(waiting)
    file.flush()


async def _chunks(request: Request) -> AsyncIterator[bytes]:
    stream = request.stream()
    while True:
        try:
            yield await asyncio.wait_for(anext(stream), SILENCE_SECONDS)
        except StopAsyncIteration:
            return
        except TimeoutError:
            raise TooSlow("Nothing came for {seconds} s. Send the file again.", seconds=SILENCE_SECONDS) from None


async def keep(storage: Storage, tenant_id: UUID, path: Path, name: str, *, shape: Shape = Shape.ANY) -> StoredFile:
    """Put a file into the storage, off the event loop: its kind told by its content, pictures cleaned, with thumbnail.

    Args:
        shape: what is taken, and what is kept of a picture.

    Raises:
        WrongKind, Invalid: a file that is not kept.
        StorageUnavailable: the storage failed; nothing is left in it.
    """
    key = new_key(tenant_id)
    return await asyncio.get_running_loop().run_in_executor(_threads, _keep, storage, key, path, name, shape)


async def forget(storage: Storage, stored: StoredFile) -> None:
    """Take a file out of the storage again."""
    await asyncio.get_running_loop().run_in_executor(_threads, _forget, storage, stored.storage_key)


@dataclass(frozen=True, slots=True)
class _Content:
    """What will be stored: a stream that can be read again, and smaller pictures of it by their names."""

    stream: BinaryIO
    kind: FileKind
    smaller: dict[str, bytes]


def _keep(storage: Storage, key: str, path: Path, name: str, shape: Shape) -> StoredFile:
    with path.open("rb") as file:
        content = _checked(file, name, shape)
        digest = hashlib.file_digest(content.stream, "sha256").hexdigest()
        content.stream.seek(0)
        keys = {name: key_beside(key, name) for name in content.smaller}
        try:
            size = storage.put(key, content.stream, content.kind.content_type)
            for which, picture in content.smaller.items():
                storage.put(keys[which], io.BytesIO(picture), "image/webp")
        except BaseException:
            _forget(storage, key)
            raise
    return StoredFile(
        _renamed(name, content.kind),
        content.kind.content_type,
        size,
        digest,
        key,
        keys.get("thumbnail"),
        keys.get("preview"),
    )


def _checked(file: BinaryIO, name: str, shape: Shape) -> _Content:
    try:
        kind = detect(file.read(HEAD_BYTES), name)
    except FileRefused as error:
        raise WrongKind(error.template, field="file", **error.params) from None
    file.seek(0)
    if not kind.is_picture:
        if shape != Shape.ANY:
            raise WrongKind("Choose a picture: JPEG, PNG, WebP or HEIC.", field="file")
        return _Content(file, kind, {})
    try:
        picture = clean_picture(Path(file.name), as_photo=shape == Shape.FACE)
        smaller = {"thumbnail": picture.thumbnail, "preview": picture.preview}
        return _Content(io.BytesIO(picture.data), picture.kind, {name: data for name, data in smaller.items() if data})
    except FileRefused as error:
        raise Invalid(error.template, field="file", **error.params) from None


def _renamed(name: str, kind: FileKind) -> str:
    """The name with the ending of its kind where a picture was made another kind: a `.heic` that is a JPEG now."""
    path = PurePosixPath(name)
    is_another = path.suffix.lower() in {".heic", ".heif", ".avif", ".gif"} and path.suffix.lower() != kind.suffix
    return path.stem + kind.suffix if is_another and kind.is_picture else name


def _forget(storage: Storage, key: str) -> None:
    for one in (key, key_beside(key, "thumbnail"), key_beside(key, "preview")):
        with suppress(StorageUnavailable):
            storage.delete(one)
