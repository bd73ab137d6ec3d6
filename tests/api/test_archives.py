"""An archive from asking to downloading: made by the job, opened by whoever asked, and by nobody else."""

import asyncio
import io
import zipfile
from uuid import UUID

import pytest

from leadx_app.domain import archives
from leadx_app.jobs import runner
from leadx_app.jobs.kinds import do_jobs
from leadx_app.models import JobState
from leadx_app.queries.archives import ArchiveRow, archive_page
from tests.api.conftest import NEVER, Office
from tests.cast import a_lead

ARCHIVES = "/api/v1/archives"


def _row(office: Office) -> ArchiveRow:
    (row, *_) = office.runtime.database.read(office.cast.credential(office.cast.admin), archive_page).rows
    return row


def _asked(office: Office) -> UUID:
    return office.runtime.database.act(office.cast.credential(office.cast.admin), archives.ask)


@pytest.fixture(autouse=True)
def _no_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runner, "MOST_REST", 0)


def test_the_admin_gets_what_they_asked_for_and_nobody_else_does(lane_office: Office) -> None:
    office = lane_office
    office.make(a_lead, office.cast.basic, title="canary of Nordlys")
    office.make(a_lead, office.cast.stranger_basic, title="canary of Fjord")
    path = f"{ARCHIVES}/{_asked(office)}"
    assert office.get(office.cast.admin, path).status_code == 404
    asyncio.run(do_jobs(office.runtime))
    row = _row(office)
    assert (row.state, row.done) == (JobState.DONE, row.total)
    answer = office.get(office.cast.admin, path)
    assert (answer.status_code, len(answer.content)) == (200, row.size_bytes)
    assert answer.headers["content-disposition"].startswith('attachment; filename="leadx-')
    assert answer.headers["cache-control"] == "private, no-store"
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        everything = b"".join(archive.read(name) for name in archive.namelist())
    assert b"canary of Nordlys" in everything
    assert b"canary of Fjord" not in everything
    never = office.get(office.cast.stranger_admin, f"{ARCHIVES}/{NEVER}")
    for actor in (office.cast.stranger_admin, office.cast.manager, office.cast.basic):
        assert office.get(actor, path).status_code == never.status_code == 404
    assert office.get(office.cast.stranger_admin, path).json()["detail"] == never.json()["detail"]


def test_one_that_fails_leaves_nothing_behind_and_is_tried_again(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = office.stored()
    _asked(office)

    def interrupted(*_: object) -> None:
        raise RuntimeError("the disk is gone")

    monkeypatch.setattr("leadx_app.jobs.archives._write", interrupted)
    asyncio.run(do_jobs(office.runtime))
    assert (_row(office).state, _row(office).size_bytes) == (JobState.WAITING, None)
    assert office.stored() == before
    assert list(office.runtime.settings.data.glob("archive-*")) == []
