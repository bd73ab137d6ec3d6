"""The storages as the tests get them."""

from pathlib import Path

import pytest

from leadx_app.adapters.storage_local import LocalStorage
from leadx_app.adapters.storage_s3 import S3Storage
from tests.support.s3_server import S3Server, s3_storage


@pytest.fixture
def s3(s3_server: S3Server) -> S3Storage:
    return s3_storage(s3_server)


@pytest.fixture
def local(tmp_path: Path) -> LocalStorage:
    return LocalStorage(tmp_path / "files")


@pytest.fixture(params=["local", "s3"])
def storage(request: pytest.FixtureRequest) -> LocalStorage | S3Storage:
    """Each storage in turn, for what all of them promise."""
    return request.getfixturevalue(request.param)
