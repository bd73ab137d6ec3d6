"""Files in a bucket of S3, or of anything that speaks its protocol."""

import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, BinaryIO

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from urllib3.exceptions import HTTPError

from leadx_app.adapters.storage_keys import attachment, checked
from leadx_app.domain.ports import MissingFile, StorageFull, StorageUnavailable

CHUNK_BYTES = 256 * 1024
CONNECT_SECONDS = 2
ATTEMPTS = 2

_MISSING = {"NoSuchKey", "404", "NotFound"}
_FULL = {"507", "InsufficientStorage", "QuotaExceeded", "XMinioStorageFull", "XMinioAdminBucketQuotaExceeded"}


class S3Storage:
    """One bucket that exists already. Every call ends after a bounded time, also when the server hangs.

    A file is sent in one request, so the bucket shows the whole file or none. Over plain http its source is read twice,
    once to sign it.
    """

    def __init__(
        self,
        *,
        bucket: str,
        region: str,
        endpoint_url: str | None = None,
        access_key: str | None = None,
        secret_key: str | None = None,
        timeout_seconds: float = 10,
    ) -> None:
        """Without keys, those of the machine's own role are used; without an address, it is Amazon's."""
        self._bucket = bucket
        self._client = boto3.client(
            "s3",
            endpoint_url=endpoint_url,
            region_name=region,
            aws_access_key_id=access_key,
            aws_secret_access_key=secret_key,
            config=Config(
                signature_version="s3v4",
                connect_timeout=CONNECT_SECONDS,
                read_timeout=timeout_seconds,
                retries={"total_max_attempts": ATTEMPTS, "mode": "standard"},
                s3={"addressing_style": "path" if endpoint_url else "auto"},
                request_checksum_calculation="when_required",  # Other makers' servers refuse the newer checksums.
                response_checksum_validation="when_required",
                max_pool_connections=20,
            ),
        )

    def put(self, key: str, content: Path | BinaryIO, content_type: str) -> int:
        """Store the content (`Storage.put`)."""
        if isinstance(content, Path):
            with content.open("rb") as source:
                return self._send(checked(key), source, content_type)
        return self._send(checked(key), content, content_type)

    def open(self, key: str) -> Iterator[bytes]:
        """Give the content in chunks (`Storage.open`)."""
        with _plain_errors():
            answer = self._client.get_object(Bucket=self._bucket, Key=checked(key))
        return _chunks(answer)

    def delete(self, key: str) -> None:
        """Remove the file (`Storage.delete`)."""
        try:
            with _plain_errors():
                self._client.delete_object(Bucket=self._bucket, Key=checked(key))
        except MissingFile:
            return

    def exists(self, key: str) -> bool:
        """Say whether the file is there (`Storage.exists`)."""
        try:
            with _plain_errors():
                self._client.head_object(Bucket=self._bucket, Key=checked(key))
        except MissingFile:
            return False
        return True

    def signed_url(self, key: str, file_name: str, content_type: str, expires_seconds: int) -> str | None:
        """Make an address that the bucket itself serves as a download (`Storage.signed_url`); nothing is contacted."""
        params = {
            "Bucket": self._bucket,
            "Key": checked(key),
            "ResponseContentDisposition": attachment(file_name),
            "ResponseContentType": content_type,
        }
        with _plain_errors():
            return self._client.generate_presigned_url("get_object", Params=params, ExpiresIn=expires_seconds)

    def check(self) -> None:
        """Return if the bucket answers and knows our keys (`Storage.check`)."""
        try:
            with _plain_errors():
                self._client.head_bucket(Bucket=self._bucket)
        except MissingFile as error:
            raise StorageUnavailable("the bucket does not exist") from error

    def _send(self, key: str, source: BinaryIO, content_type: str) -> int:
        begin = source.tell()
        size = source.seek(0, os.SEEK_END) - begin
        source.seek(begin)
        with _plain_errors():
            self._client.put_object(Bucket=self._bucket, Key=key, Body=source, ContentType=content_type)
        return size


def _chunks(answer: dict[str, Any]) -> Iterator[bytes]:
    expected, body = answer["ContentLength"], answer["Body"]
    with _plain_errors(), closing(body):
        for chunk in body.iter_chunks(CHUNK_BYTES):
            expected -= len(chunk)
            yield chunk
    if expected:
        raise StorageUnavailable("the file storage ended in the middle of a file")


@contextmanager
def _plain_errors() -> Iterator[None]:
    """Turn what the storage says into our few errors. Addresses, keys and signatures stay out of their texts."""
    try:
        yield
    except ClientError as error:
        code = str(error.response.get("Error", {}).get("Code", "unknown"))
        if code in _MISSING:
            raise MissingFile from error
        if code in _FULL:
            raise StorageFull("no room in the file storage") from error
        raise StorageUnavailable(f"the file storage refused ({code})") from error
    except (BotoCoreError, HTTPError) as error:
        raise StorageUnavailable(f"the file storage did not answer ({type(error).__name__})") from error
