"""What every storage promises, on the disk and on a real S3 server."""

import io
import os
from pathlib import Path
from types import SimpleNamespace
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr

from leadx_app.adapters.storage import make_storage
from leadx_app.adapters.storage_keys import attachment, checked, key_beside, new_key
from leadx_app.adapters.storage_local import LocalStorage
from leadx_app.adapters.storage_s3 import S3Storage
from leadx_app.domain.ports import MissingFile, Storage

NORDLYS = UUID("01900000-0000-7000-8000-000000000001")


def content_of(storage: Storage, key: str) -> bytes:
    return b"".join(storage.open(key))


def test_a_file_comes_back_as_it_went_in(storage: Storage):
    key, content = new_key(NORDLYS), bytes(range(256)) * 5000
    assert storage.put(key, io.BytesIO(content), "image/png") == len(content)
    assert content_of(storage, key) == content
    assert storage.exists(key)


def test_a_file_is_read_from_its_path_and_the_path_stays(storage: Storage, tmp_path: Path):
    key, path = new_key(NORDLYS), tmp_path / "in.bin"
    path.write_bytes(b"abc")
    assert storage.put(key, path, "text/plain") == 3
    assert content_of(storage, key) == b"abc"
    assert path.exists()


def test_a_stream_is_stored_from_where_it_stands_and_stays_open(storage: Storage):
    key, stream = new_key(NORDLYS), io.BytesIO(b"head|body")
    stream.seek(5)
    assert storage.put(key, stream, "text/plain") == 4
    assert content_of(storage, key) == b"body"
    assert not stream.closed


def test_an_empty_file_is_a_file(storage: Storage):
    key = new_key(NORDLYS)
    assert storage.put(key, io.BytesIO(b""), "text/plain") == 0
    assert content_of(storage, key) == b""


def test_storing_again_replaces_the_whole_file(storage: Storage):
    key = new_key(NORDLYS)
    storage.put(key, io.BytesIO(b"a long first version"), "text/plain")
    storage.put(key, io.BytesIO(b"second"), "text/plain")
    assert content_of(storage, key) == b"second"


def test_a_deleted_file_is_gone_and_deleting_it_again_is_harmless(storage: Storage):
    key = new_key(NORDLYS)
    storage.put(key, io.BytesIO(b"abc"), "text/plain")
    storage.delete(key)
    storage.delete(key)
    assert not storage.exists(key)


def test_a_missing_file_is_known_before_the_first_chunk(storage: Storage):
    with pytest.raises(MissingFile):
        storage.open(new_key(NORDLYS))
    assert not storage.exists(new_key(NORDLYS))


def test_a_download_given_up_halfway_leaves_the_file_readable(storage: Storage):
    key, content = new_key(NORDLYS), b"x" * 2_000_000
    storage.put(key, io.BytesIO(content), "text/plain")
    chunks = storage.open(key)
    next(chunks)
    chunks.close()
    assert content_of(storage, key) == content


def test_what_is_derived_lies_beside_its_file(storage: Storage):
    key = new_key(NORDLYS)
    beside = key_beside(key, "thumbnail")
    storage.put(beside, io.BytesIO(b"small"), "image/webp")
    assert content_of(storage, beside) == b"small"
    assert not storage.exists(key)


def test_a_healthy_storage_passes_its_check(storage: Storage):
    storage.check()


def test_keys_begin_with_the_tenant_and_cannot_be_guessed():
    keys = {new_key(NORDLYS) for _ in range(100)}
    assert len(keys) == 100
    assert all(key.startswith("01900000000070008000000000000001/") for key in keys)


BAD_KEYS = [
    "",
    "/etc/passwd",
    "../../etc/passwd",
    "a/b",
    "a" * 32 + "/../" + "b" * 32,
    "a" * 32 + "/" + "b" * 32 + "\n",
]


@pytest.mark.parametrize("key", [*BAD_KEYS, "A" * 32 + "/" + "b" * 32, "a" * 32 + "\\" + "b" * 32])
def test_no_method_takes_a_key_that_we_did_not_make(storage: Storage, key: str):
    uses = [
        lambda: storage.put(key, io.BytesIO(b"x"), "text/plain"),
        lambda: storage.open(key),
        lambda: storage.delete(key),
        lambda: storage.exists(key),
        lambda: storage.signed_url(key, "a.txt", "text/plain", 60),
    ]
    for use in uses:
        with pytest.raises(ValueError, match="not a key"):
            use()


@given(st.text(st.characters(exclude_categories=())))
def test_no_text_is_a_key_by_chance(text: str):
    with pytest.raises(ValueError, match="not a key"):
        checked(text)


@given(st.text(st.characters(exclude_categories=())))
def test_a_file_name_cannot_break_out_of_its_header(name: str):
    header = attachment(name)
    header.encode("ascii")
    assert header.startswith('attachment; filename="')
    assert header.count('"') == 2
    assert header.isprintable()


def test_a_downloaded_file_keeps_its_name_without_folders():
    assert attachment("Blå bær.pdf") == "attachment; filename=\"Bl_ b_r.pdf\"; filename*=UTF-8''Bl%C3%A5%20b%C3%A6r.pdf"
    assert attachment("../../a\r\nb.txt").startswith('attachment; filename="_.._a__b.txt"')
    assert attachment("...").startswith('attachment; filename="file"')


def settings(data: Path, **s3: object) -> SimpleNamespace:
    empty = dict.fromkeys(["s3_endpoint_url", "s3_bucket", "s3_access_key", "s3_secret_key"])
    return SimpleNamespace(data=data, **(empty | {"s3_region": "us-east-1"} | s3))


def test_files_are_kept_on_the_disk_unless_a_bucket_is_set(tmp_path: Path):
    key, storage = new_key(NORDLYS), make_storage(settings(tmp_path))
    assert isinstance(storage, LocalStorage)
    storage.put(key, io.BytesIO(b"abc"), "text/plain")
    assert [path.read_bytes() for path in (tmp_path / "files").rglob("*") if path.is_file()] == [b"abc"]


def test_making_the_storage_clears_away_what_was_abandoned(tmp_path: Path):
    abandoned = tmp_path / "files" / "incoming" / "half"
    abandoned.parent.mkdir(parents=True)
    abandoned.write_bytes(b"half")
    os.utime(abandoned, (0, 0))
    make_storage(settings(tmp_path))
    assert not abandoned.exists()


def test_a_bucket_in_the_settings_means_s3(s3_server, tmp_path: Path):
    bucket = {"s3_bucket": "files", "s3_endpoint_url": s3_server.endpoint_url}
    keys = {"s3_access_key": "leadx:tester", "s3_secret_key": SecretStr("leadx-testing")}
    storage = make_storage(settings(tmp_path, **bucket, **keys))
    assert isinstance(storage, S3Storage)
    storage.check()
    assert list(tmp_path.iterdir()) == []
