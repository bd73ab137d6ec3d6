"""Imports over REST: the whole way by itself, and what strangers get."""

import asyncio
from uuid import uuid4

import pytest
import sqlalchemy as sa

from leadx_app.adapters.content_type import HEAD_BYTES
from leadx_app.jobs import runner
from leadx_app.jobs.kinds import do_jobs
from leadx_app.models import Membership, Role
from tests.api.conftest import NEVER, Office

IMPORTS = "/api/v1/imports"


def _begun(office: Office, rows: str | bytes) -> str:
    content = rows.encode() if isinstance(rows, str) else rows
    file_id = office.send(office.cast.professional, content, "leads.csv").json()["id"]
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
    assert errors.headers["Content-Disposition"].startswith('attachment; filename="Errors of ')
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


def test_whatever_stands_in_a_cell_the_import_and_its_errors_are_read(lane_office: Office) -> None:
    """Letters that the encoding does not know, NUL, turned directions, formulas: refused by row, or stored clean."""
    office, who = lane_office, lane_office.cast.professional
    title = f"Brygge {uuid4().hex}"
    cells = [
        b"Tittel;Firma;Beskrivelse" + b"\n" * HEAD_BYTES,  # Beyond what is looked at when the file comes.
        f"{title};Åse AS;a\x00b\u202egpj.exe".encode(),
        f"{title} ".encode() + b"B\xf8;Dal AS;x",
        "=1+1;;\u202e".encode(),
    ]
    path = _begun(office, b"\n".join([*cells, b""]))
    found = office.get(who, path)
    assert (found.status_code, found.json()["state"]) == (200, "mapping")
    assert office.post(who, f"{path}/run").status_code == 202
    _work(office)
    assert office.get(who, path).json()["counts"] == {"created": 1, "refused": 2}
    errors = office.get(who, f"{path}/errors")
    assert errors.status_code == 200
    assert '"\'=1+1"' in errors.text
    (row,) = office.get(who, "/api/v1/leads", params={"search": title}).json()["rows"]
    assert office.get(who, f"/api/v1/leads/{row['id']}").json()["description"] == "abgpj.exe"


def test_an_import_is_read_no_more_by_whoever_lost_the_right_to_or_their_place(lane_office: Office) -> None:
    office, who = lane_office, lane_office.cast.other_professional
    file_id = office.send(who, b"Tittel;Firma\nA;B\n;\n", "leads.csv").json()["id"]
    path = f"{IMPORTS}/{office.post(who, IMPORTS, {'subject': 'leads', 'file_id': file_id}).json()['id']}"
    _work(office)

    def change(**values: object) -> None:
        mine = sa.update(Membership).where(Membership.user_id == who.user_id)
        office.within(lambda session: session.connection().execute(mine.values(**values)))

    asked = ("GET", path), ("GET", f"{path}/errors"), ("POST", f"{path}/run"), ("POST", f"{path}/stop")
    before = {office.call(who, *one).status_code for one in asked[:2]}
    change(role=Role.BASIC)
    lost = {office.call(who, *one).status_code for one in asked}
    change(role=Role.PROFESSIONAL, is_active=False)
    gone = {office.call(who, *one).status_code for one in asked}
    change(is_active=True)
    assert (before, lost, gone) == ({200}, {403}, {401})


@pytest.mark.parametrize("name", ["../../etc/leads.csv", "..\\..\\leads.csv", "%00/leads.csv"])
def test_the_name_of_a_file_leads_nowhere(lane_office: Office, name: str) -> None:
    office, who = lane_office, lane_office.cast.professional
    file_id = office.send(who, b"Tittel;Firma\nA;B\n", name).json()["id"]
    new = office.post(who, IMPORTS, {"subject": "leads", "file_id": file_id}).json()
    _work(office)
    found = office.get(who, f"{IMPORTS}/{new['id']}").json()
    assert (found["file_name"], found["state"]) == ("leads.csv", "mapping")
