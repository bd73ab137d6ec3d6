"""Where files are kept: which storage the settings ask for, and what all storages share."""

from contextlib import suppress
from pathlib import Path
from typing import Protocol

from pydantic import SecretStr

from leadx_app.adapters.storage_local import LocalStorage
from leadx_app.domain.ports import Storage, StorageUnavailable


class StorageSettings(Protocol):
    """The settings that choose a storage; without a bucket it is the local disk."""

    data: Path
    s3_endpoint_url: str | None
    s3_bucket: str | None
    s3_region: str
    s3_access_key: str | None
    s3_secret_key: SecretStr | None


def make_storage(settings: StorageSettings) -> Storage:
    """Make the storage that the settings ask for. It may not be well yet: `check()` says.

    On the disk, what a killed process left half-written more than a day ago is removed.
    """
    if settings.s3_bucket is None:
        local = LocalStorage(settings.data / "files")
        with suppress(StorageUnavailable):
            local.remove_abandoned()
        return local
    from leadx_app.adapters.storage_s3 import S3Storage  # boto3 takes half a second to import.

    secret = settings.s3_secret_key
    return S3Storage(
        bucket=settings.s3_bucket,
        region=settings.s3_region,
        endpoint_url=settings.s3_endpoint_url,
        access_key=settings.s3_access_key,
        secret_key=secret.get_secret_value() if secret else None,
    )
