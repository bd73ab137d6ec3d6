"""Imports over REST: the whole way by itself, and what strangers get."""

import asyncio
from uuid import uuid4

import pytest

from leadx_app.jobs import runner
from leadx_app.jobs.kinds import do_jobs
from tests.api.conftest import NEVER, Office

IMPORTS = "/api/v1/imports"


def _begun(office: Office, rows: str) -> str:
    file_id = office.send(office.cast.professional, rows.encode(), "leads.csv").json()["id"]
    new = office.post(office.cast.professional, IMPORTS, {"subject": "leads", "file_id": file_id})
    assert new.status_code == 201
    _work(office)
    return f"{IMPORTS}/{new.json()['id']}"


def _work(office: Office) -> None:
    asyncio.run(do_jobs(office.runtime))


@pytest.fixture(autouse=True)
def _no_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runner, "MOST_REST", 0)


def test_a_program_brings_leads_in_and_takes_them_back(lane_office: Office) -> None:
    office, who = lane_office, lane_office.cast.professional
    title = f"Båthus {uuid4().hex}"
    path = _begun(office, f"Tittel;Firma;Verdi\n{title};Ærlig AS;1 234,50\n;Dal AS;mange\n")
    found = office.get(who, path).json()
    assert (found["state"], found["mapping"], found["row_count"]) == ("mapping", ["title", "company_name", "value"], 2)
    assert found["preview"][0]["values"] == [title, "Ærlig AS", "1234.50"]
    choices = {"mapping": ["title", "company_name", ""], "duplicates": "update"}
    assert office.call(who, "PATCH", path, json=choices).status_code == 204
    assert office.post(who, f"{path}/check").status_code == 202
    assert office.post(who, f"{path}/run").status_code == 409
    _work(office)
    assert office.get(who, path).json()["checked"] == {"created": 1, "refused": 1}
    assert office.post(who, f"{path}/run").status_code == 202
    _work(office)
    assert office.get(who, "/api/v1/leads", params={"search": title}).json()["rows"][0]["title"] == title
    errors = office.get(who, f"{path}/errors")
    assert errors.headers["Content-Disposition"] == 'attachment; filename="errors.csv"'
    assert '"3","Lead title: Fill in this field.","","Dal AS","mange"' in errors.text
    assert office.post(who, f"{path}/undo").status_code == 202
    _work(office)
    assert office.get(who, path).json()["undone"] == {"removed": 2}
    assert office.get(who, "/api/v1/leads", params={"search": title}).json()["rows"] == []


def test_anothers_import_is_one_that_never_existed(lane_office: Office) -> None:
    office, cast = lane_office, lane_office.cast
    path = _begun(office, "Tittel;Firma\nA;B\n")
    for other in (cast.manager, cast.other_professional, cast.stranger_manager, cast.admin):
        for there in (path, f"{IMPORTS}/{NEVER}"):
            asked = [office.get(other, there), office.get(other, f"{there}/errors")]
            asked += [office.post(other, f"{there}/{act}") for act in ("check", "run", "stop", "go-on", "undo")]
            asked.append(office.call(other, "PATCH", there, json={"mapping": []}))
            assert {answer.status_code for answer in asked} == {404}
    for other in (cast.basic, cast.lite):
        assert office.get(other, path).status_code == 403
        assert office.post(other, IMPORTS, {"subject": "leads", "file_id": NEVER}).status_code == 403
    theirs = office.post(cast.manager, IMPORTS, {"subject": "leads", "file_id": NEVER})
    assert (theirs.status_code, theirs.json()["errors"][0]["field"]) == (422, "file_id")


@pytest.mark.parametrize("name", ["../../etc/leads.csv", "..\\..\\leads.csv", "%00/leads.csv"])
def test_the_name_of_a_file_leads_nowhere(lane_office: Office, name: str) -> None:
    office, who = lane_office, lane_office.cast.professional
    file_id = office.send(who, b"Tittel;Firma\nA;B\n", name).json()["id"]
    new = office.post(who, IMPORTS, {"subject": "leads", "file_id": file_id}).json()
    _work(office)
    found = office.get(who, f"{IMPORTS}/{new['id']}").json()
    assert (found["file_name"], found["state"]) == ("leads.csv", "mapping")
