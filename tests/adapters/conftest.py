"""The storages as the tests get them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from leadx_app.adapters.storage_local import LocalStorage
from leadx_app.adapters.storage_s3 import S3Storage
from tests.support.s3_server import BUCKET, S3Server, s3_storage


@pytest.fixture(scope="session")
def running_s3(tmp_path_factory: pytest.TempPathFactory) -> Iterator[S3Server]:
    """One server for all tests, with an empty bucket."""
    server = S3Server(tmp_path_factory.mktemp("s3"))
    server.start()
    s3_storage(server)._client.create_bucket(Bucket=BUCKET)
    yield server
    server.stop()


@pytest.fixture
def s3_server(running_s3: S3Server) -> Iterator[S3Server]:
    """The server, for a test that may stop or freeze it; runs again afterwards."""
    yield running_s3
    running_s3.ensure_running()


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
