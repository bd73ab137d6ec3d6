"""What the folder on this machine promises beyond every storage."""

import errno
import io
import os
import resource
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

import pytest

from leadx_app.adapters import storage_local
from leadx_app.adapters.storage_keys import new_key
from leadx_app.adapters.storage_local import LocalStorage
from leadx_app.domain.ports import StorageFull, StorageUnavailable

NORDLYS = UUID("01900000-0000-7000-8000-000000000001")
MEGABYTE = 1024 * 1024


def files_in(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


@contextmanager
def files_no_larger_than(limit: int) -> Iterator[None]:
    """Let the kernel refuse to write more, as it does when there is no room."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_only_the_owner_can_read_whatever_the_umask(local: LocalStorage, tmp_path: Path):
    before = os.umask(0)
    try:
        local.put(new_key(NORDLYS), io.BytesIO(b"abc"), "text/plain")
    finally:
        os.umask(before)
    modes = {stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "files").rglob("*") if path.is_dir()}
    assert modes | {stat.S_IMODE((tmp_path / "files").stat().st_mode)} == {0o700}
    assert {stat.S_IMODE(path.stat().st_mode) for path in files_in(tmp_path)} == {0o600}


def test_our_own_route_serves_local_files(local: LocalStorage):
    assert local.signed_url(new_key(NORDLYS), "a.txt", "text/plain", 60) is None


def test_a_full_disk_leaves_nothing_half_done(local: LocalStorage, tmp_path: Path):
    key = new_key(NORDLYS)
    with files_no_larger_than(MEGABYTE), pytest.raises(StorageFull):
        local.put(key, io.BytesIO(b"x" * 3 * MEGABYTE), "text/plain")
    assert files_in(tmp_path) == []
    local.put(key, io.BytesIO(b"now there is room"), "text/plain")
    assert b"".join(local.open(key)) == b"now there is room"


def test_a_full_disk_keeps_the_file_that_was_there(local: LocalStorage):
    key = new_key(NORDLYS)
    local.put(key, io.BytesIO(b"first"), "text/plain")
    with files_no_larger_than(MEGABYTE), pytest.raises(StorageFull):
        local.put(key, io.BytesIO(b"x" * 3 * MEGABYTE), "text/plain")
    assert b"".join(local.open(key)) == b"first"


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (errno.ENOSPC, StorageFull),
        (errno.EDQUOT, StorageFull),
        (errno.EIO, StorageUnavailable),
        (errno.EROFS, StorageUnavailable),
    ],
)
def test_what_the_disk_says_at_the_last_moment_is_told_plainly(local, tmp_path, monkeypatch, number, expected):
    def refuse(descriptor: int) -> None:
        raise OSError(number, "no", "/secret/path")

    key = new_key(NORDLYS)
    local.put(new_key(NORDLYS), io.BytesIO(b"x"), "text/plain")
    monkeypatch.setattr(storage_local.os, "fsync", refuse)
    with pytest.raises(expected) as refused:
        local.put(key, io.BytesIO(b"abc"), "text/plain")
    assert type(refused.value) is expected
    assert "secret" not in str(refused.value)
    assert len(files_in(tmp_path)) == 1
    assert not local.exists(key)


def test_an_upload_that_breaks_off_leaves_nothing_and_keeps_its_own_error(local: LocalStorage, tmp_path: Path):
    class BreaksOff(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            if self.tell() > 0:
                raise ConnectionResetError("the phone went into a tunnel")
            return super().read(size)

    with pytest.raises(ConnectionResetError):
        local.put(new_key(NORDLYS), BreaksOff(b"x" * MEGABYTE), "text/plain")
    assert files_in(tmp_path) == []


def test_a_folder_that_cannot_be_made_fails_the_check(tmp_path: Path):
    (tmp_path / "files").write_text("a file where the folder should be")
    with pytest.raises(StorageUnavailable):
        LocalStorage(tmp_path / "files").check()


def test_the_check_leaves_nothing_behind(local: LocalStorage, tmp_path: Path):
    local.check()
    assert files_in(tmp_path) == []


def test_a_full_disk_fails_the_check(local: LocalStorage):
    with files_no_larger_than(0), pytest.raises(StorageFull):
        local.check()


def test_what_a_killed_process_left_is_removed_after_a_day(local: LocalStorage, tmp_path: Path):
    local.check()
    old, fresh = tmp_path / "files" / "incoming" / "old", tmp_path / "files" / "incoming" / "fresh"
    for path in (old, fresh):
        path.write_bytes(b"half")
    os.utime(old, (0, 0))
    assert local.remove_abandoned() == 1
    assert files_in(tmp_path) == [fresh]
