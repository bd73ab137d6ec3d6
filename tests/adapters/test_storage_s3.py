"""What the bucket promises beyond every storage: signed addresses, and plain errors whatever the server does."""

import io
import threading
import time
from collections.abc import Callable
from uuid import UUID

import httpx
import pytest

from leadx_app.adapters.storage_keys import new_key
from leadx_app.adapters.storage_s3 import S3Storage
from leadx_app.domain.ports import StorageUnavailable
from tests.support.s3_server import S3Server, s3_storage

NORDLYS = UUID("01900000-0000-7000-8000-000000000001")
LARGE = 24 * 1024 * 1024  # More than the buffers between two sockets hold.


@pytest.fixture
def stored(s3: S3Storage) -> str:
    """The key of a small file."""
    key = new_key(NORDLYS)
    s3.put(key, io.BytesIO(b"offer"), "application/pdf")
    return key


def test_a_signed_address_downloads_under_the_file_s_own_name(s3: S3Storage, stored: str):
    answer = httpx.get(s3.signed_url(stored, "Tilbud på tak.pdf", "application/pdf", 60))
    assert answer.status_code == 200
    assert answer.content == b"offer"
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-disposition"].startswith("attachment;")
    assert answer.headers["content-disposition"].endswith("filename*=UTF-8''Tilbud%20p%C3%A5%20tak.pdf")


def test_a_signed_address_ends(s3: S3Storage, stored: str):
    address = s3.signed_url(stored, "offer.pdf", "application/pdf", 3)
    assert httpx.get(address).status_code == 200
    assert becomes(lambda: httpx.get(address).status_code, 403, within_seconds=15)


def test_a_signed_address_is_good_for_one_file_and_one_way_of_showing_it(s3: S3Storage, stored: str):
    other = new_key(NORDLYS)
    s3.put(other, io.BytesIO(b"other"), "text/plain")
    address = s3.signed_url(stored, "offer.pdf", "application/pdf", 60)
    assert httpx.get(address.replace(stored, other)).status_code == 403
    assert httpx.get(address.replace("attachment", "inline")).status_code == 403
    assert httpx.get(address.replace("application%2Fpdf", "text%2Fhtml")).status_code == 403
    assert httpx.get(address.replace("X-Amz-Expires=60", "X-Amz-Expires=6000")).status_code == 403


def test_nobody_downloads_without_a_signature(s3_server: S3Server, stored: str):
    assert httpx.get(f"{s3_server.endpoint_url}/files/{stored}").status_code >= 400


def test_a_signed_address_is_made_without_asking_the_server(s3_server: S3Server, s3: S3Storage, stored: str):
    s3_server.stop()
    assert s3.signed_url(stored, "offer.pdf", "application/pdf", 60).startswith(s3_server.endpoint_url)


@pytest.mark.parametrize(
    "wrong", [{"secret_key": "not-the-secret"}, {"access_key": "leadx:nobody"}, {"bucket": "no-such-bucket"}]
)
def test_a_server_that_refuses_us_is_told_plainly_without_secrets(s3_server: S3Server, stored: str, wrong: dict):
    storage = s3_storage(s3_server, **wrong)
    uses = [storage.check, lambda: storage.put(stored, io.BytesIO(b"x"), "text/plain")]
    for use in uses:
        with pytest.raises(StorageUnavailable) as refused:
            use()
        assert not any(secret in str(refused.value) for secret in ["not-the-secret", "leadx-testing", stored])


def every_use(storage: S3Storage, key: str) -> list[Callable[[], object]]:
    return [
        storage.check,
        lambda: storage.put(key, io.BytesIO(b"x" * 1000), "text/plain"),
        lambda: storage.open(key),
        lambda: storage.exists(key),
        lambda: storage.delete(key),
    ]


def test_a_server_that_is_down_is_told_plainly(s3_server: S3Server, s3: S3Storage, stored: str):
    s3_server.stop()
    for use in every_use(s3, stored):
        with pytest.raises(StorageUnavailable):
            use()
    s3_server.start()
    assert b"".join(s3.open(stored)) == b"offer"


def test_a_server_that_hangs_is_given_up_within_the_time_limit(s3_server: S3Server, stored: str):
    storage = s3_storage(s3_server, timeout_seconds=0.2)
    s3_server.freeze()
    for use in every_use(storage, stored):
        began = time.monotonic()
        with pytest.raises(StorageUnavailable):
            use()
        assert time.monotonic() - began < 5


def test_a_server_that_dies_during_a_download_is_told_and_not_taken_for_the_end(s3_server: S3Server, s3: S3Storage):
    key = new_key(NORDLYS)
    s3.put(key, io.BytesIO(b"x" * LARGE), "video/mp4")
    chunks = s3.open(key)
    next(chunks)
    s3_server.stop()
    with pytest.raises(StorageUnavailable):
        sum(len(chunk) for chunk in chunks)


def test_a_server_that_dies_during_an_upload_leaves_nothing(s3_server: S3Server, s3: S3Storage):
    class StopsTheServer(io.BytesIO):
        """Read once to be signed; the server dies in the middle of the second reading."""

        given = 0

        def read(self, size: int | None = -1) -> bytes:
            chunk = super().read(size)
            self.given += len(chunk)
            if self.given > LARGE * 3 // 2:
                s3_server.stop()
            return chunk

    key = new_key(NORDLYS)
    with pytest.raises(StorageUnavailable):
        s3.put(key, StopsTheServer(b"x" * LARGE), "video/mp4")
    s3_server.ensure_running()
    assert not s3.exists(key)


def becomes(value: Callable[[], object], expected: object, *, within_seconds: float) -> bool:
    """Say whether the value turns into the expected one in time."""
    deadline = time.monotonic() + within_seconds
    while time.monotonic() < deadline:
        if value() == expected:
            return True
        threading.Event().wait(0.1)
    return False
