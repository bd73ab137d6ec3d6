"""Files when they are kept in a bucket, against a real S3-compatible server."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from leadx_app.models import User
from tests.api.conftest import Office, an_office
from tests.support import sample_files
from tests.support.lanes import SqliteLane
from tests.support.s3_server import ACCESS_KEY, BUCKET, SECRET_KEY, S3Server

TEXT = b"Three heat pumps, one ventilation unit.\n"


@pytest.fixture
def office(sqlite_lane: SqliteLane, tmp_path: Path, s3_server: S3Server) -> Iterator[Office]:
    """An office whose files lie in the bucket."""
    bucket = {
        "s3_endpoint_url": s3_server.endpoint_url,
        "s3_bucket": BUCKET,
        "s3_access_key": ACCESS_KEY,
        "s3_secret_key": SECRET_KEY,
    }
    with sqlite_lane.migrated() as url, an_office(tmp_path / "data", url, **bucket) as office:
        yield office


def test_a_file_is_read_from_the_bucket_by_an_address_of_its_own(office: Office):
    basic = office.cast.basic
    kept = office.send(basic, TEXT, "plan%20%C3%A5.txt").json()
    answer = office.get(basic, f"/files/{kept['id']}", follow_redirects=False)
    assert (answer.status_code, answer.headers["cache-control"]) == (307, "private, no-store")
    download = httpx.get(answer.headers["location"])
    assert download.content == TEXT
    assert download.headers["content-disposition"] == (
        "attachment; filename=\"plan _.txt\"; filename*=UTF-8''plan%20%C3%A5.txt"
    )
    signed = parse_qs(urlsplit(answer.headers["location"]).query)
    assert (signed["X-Amz-Expires"], signed["response-content-type"]) == (["60"], ["text/plain"])
    cast = office.cast
    for other in (cast.other_basic, cast.child_manager, cast.stranger_manager, cast.stranger_admin, None):
        refused = office.get(other, f"/files/{kept['id']}", follow_redirects=False)
        assert (refused.status_code, "location" in refused.headers) == (404 if other else 401, False)
    office.within(lambda session: setattr(session.get_one(User, basic.user_id), "is_active", False))
    assert office.get(basic, f"/files/{kept['id']}", follow_redirects=False).status_code == 401
    assert office.stored() == []


def test_a_thumbnail_comes_through_us(office: Office):
    basic = office.cast.basic
    kept = office.send(basic, sample_files.photo(), "a.jpg").json()
    small = office.get(basic, f"/files/{kept['id']}/thumbnail", follow_redirects=False)
    assert (small.status_code, small.headers["content-type"], small.content[:4]) == (200, "image/webp", b"RIFF")


def test_while_the_bucket_is_away_nothing_is_acknowledged(office: Office, s3_server: S3Server):
    basic = office.cast.basic
    kept = office.send(basic, sample_files.photo(), "a.jpg").json()
    s3_server.stop()
    refused = office.send(basic, TEXT)
    assert (refused.status_code, refused.headers["retry-after"]) == (503, "5")
    assert refused.json()["detail"] == "The place of the files does not answer. Nothing was saved. Try again."
    assert office.get(basic, f"/files/{kept['id']}/thumbnail").status_code == 503
    assert office.stored() == []
    s3_server.ensure_running()
    assert office.send(basic, TEXT).status_code == 201
