"""Files over HTTP: who may, what is kept, and that nothing stays of what was refused."""

import asyncio
import itertools
import json
import os
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, ExitStack
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlmodel import select

from leadx_app.api import uploads
from leadx_app.api.file_cleanup import clean_up
from leadx_app.domain import files
from leadx_app.domain.accounts import Credential
from leadx_app.domain.errors import NotPermitted, TooMany
from leadx_app.domain.permissions import Actor
from leadx_app.domain.ports import StorageFull, StorageUnavailable
from leadx_app.models import File, utc_now
from tests.api.conftest import LEADS, NEVER, Office, application
from tests.cast import a_lead, a_waiting_lead
from tests.support import sample_files

OpenOffice = Callable[..., AbstractContextManager[Office]]

TEXT = b"Three heat pumps, one ventilation unit.\n"


def test_an_uploaded_file_is_read_back_as_it_was(office: Office):
    cast = office.cast
    lead_id = office.make(a_lead, cast.basic)
    sent = office.send(cast.basic, TEXT, "plan%20%C3%A5.txt", x_lead_id=str(lead_id))
    assert sent.status_code == 201, sent.text
    kept = sent.json()
    assert kept | {"id": ""} == {
        "id": "",
        "name": "plan å.txt",
        "size": len(TEXT),
        "content_type": "text/plain",
        "has_thumbnail": False,
    }
    answer = office.get(cast.basic, sent.headers["location"])
    assert (answer.status_code, answer.content) == (200, TEXT)
    assert answer.headers["content-disposition"] == (
        "attachment; filename=\"plan _.txt\"; filename*=UTF-8''plan%20%C3%A5.txt"
    )
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-security-policy"].startswith("sandbox")
    assert answer.headers["cache-control"] == "private, no-cache"


def test_a_photo_loses_its_position_and_gets_a_thumbnail(office: Office):
    cast = office.cast
    kept = office.send(cast.lite, sample_files.photo(size=(1200, 800)), "IMG_1.jpg").json()
    assert kept["has_thumbnail"]
    picture = office.get(cast.lite, f"/files/{kept['id']}")
    assert picture.headers["content-type"] == "image/jpeg"
    assert sample_files.CAMERA not in picture.content
    assert b"Exif" not in picture.content
    small = office.get(cast.lite, f"/files/{kept['id']}/thumbnail")
    assert (small.status_code, small.headers["content-type"]) == (200, "image/webp")
    assert small.headers["content-disposition"] == "inline"


def test_only_those_who_see_the_lead_read_its_file(office: Office):
    cast = office.cast
    lead_id = office.make(a_lead, cast.basic)
    file_id = office.send(cast.basic, TEXT, x_lead_id=str(lead_id)).json()["id"]
    readers = {name for name, actor in cast.everybody().items() if _reads(office, actor, file_id)}
    assert readers == {"basic", "manager", "other_manager", "admin"}


def _reads(office: Office, actor: Actor, file_id: str) -> bool:
    answer = office.get(actor, f"/files/{file_id}")
    assert answer.status_code == 200 or answer.content == office.get(actor, f"/files/{NEVER}").content
    return answer.status_code == 200


def test_a_locked_lead_takes_no_files_from_its_creator(office: Office):
    cast = office.cast
    lead_id = office.make(a_waiting_lead, cast.basic)
    refused = office.send(cast.basic, TEXT, x_lead_id=str(lead_id))
    assert (refused.status_code, office.stored()) == (403, [])
    assert office.send(cast.manager, TEXT, x_lead_id=str(lead_id)).status_code == 201


MEGABYTE = 1024 * 1024


@pytest.mark.parametrize(("over", "status"), [(-1, 201), (0, 201), (1, 413)])
def test_the_limit_holds_to_the_byte(open_office: OpenOffice, over: int, status: int):
    with open_office(file_limit_mb=1) as office:
        answer = office.send(office.cast.basic, b"x" * (MEGABYTE + over))
        assert answer.status_code == status
        assert len(office.stored()) == (1 if status == 201 else 0)
        if status == 413:
            assert answer.json()["detail"] == "The file is too large. At most 1 MB are possible."


def test_an_endless_body_is_cut_off_at_the_limit(open_office: OpenOffice):
    sent: list[int] = []
    endless = (sent.append(1) or b"x" * 1024 for _ in itertools.count())
    with open_office(file_limit_mb=1) as office:
        assert asyncio.run(_asked(office, {"x-file-name": "a.txt"}, endless))["status"] == 413
        assert (len(sent), office.stored()) == (1025, [])


@pytest.mark.parametrize(("announced", "status"), [("3", 201), ("99999999999", 413), ("1e9", 201), ("-1", 201)])
def test_the_announced_length_is_never_believed_in_favour(office: Office, announced: str, status: int):
    answer = asyncio.run(
        _asked(office, {"x-file-name": "a.txt", "content-length": announced}, [b"text, ", b"more text"])
    )
    assert answer["status"] == status
    if status == 201:
        assert json.loads(answer["body"])["size"] == 15


def test_a_client_that_falls_silent_or_leaves_leaves_nothing_behind(office: Office):
    silent = asyncio.run(_asked(office, {"x-file-name": "a.txt"}, [b"text"], then="silence"))
    assert silent["status"] == 408
    gone = asyncio.run(_asked(office, {"x-file-name": "a.txt"}, [b"text"], then="http.disconnect"))
    assert gone["status"] == 400
    assert office.stored() == []


async def _asked(office: Office, headers: dict[str, str], chunks: Iterable[bytes], then: str = "") -> dict[str, Any]:
    """An upload by hand: headers as they are, and an end of our choice."""
    waiting = iter(chunks)
    answer: dict[str, Any] = {"body": b""}

    async def receive() -> dict[str, Any]:
        chunk = next(waiting, None)
        if chunk is not None:
            return {"type": "http.request", "body": chunk, "more_body": True}
        if then == "silence":
            await asyncio.sleep(10)
        return {"type": then} if then else {"type": "http.request", "body": b""}

    async def send(message: dict[str, Any]) -> None:
        answer["status"] = message.get("status", answer.get("status"))
        answer["body"] += message.get("body", b"")

    token = f"Bearer {office.cast.token(office.cast.basic)}"
    encoded = [(name.encode(), value.encode()) for name, value in (headers | {"authorization": token}).items()]
    scope = {"type": "http", "method": "POST", "path": "/files", "raw_path": b"/files", "query_string": b""}
    await application(scope | {"headers": encoded, "client": ("t", 1), "http_version": "1.1"}, receive, send)
    return answer


REFUSED = {
    "html as a picture": (b"<html><script>alert(1)</script></html>", "photo.jpg", 415),
    "html under its own name": (b"<html></html>", "page.html", 415),
    "svg": (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "drawing.svg", 415),
    "svg as text": (b"<svg onload='alert(1)'/>", "drawing.txt", 415),
    "program": (b"MZ\x90\x00\x03", "setup.exe", 415),
    "script": (b"#!/bin/sh\nrm -rf /\n", "notes.txt", 415),
    "picture as a document": (sample_files.photo(), "offer.pdf", 415),
    "empty": (b"", "empty.txt", 415),
    "too many points": (sample_files.png_header(30_000, 30_000), "big.png", 422),
    "damaged picture": (sample_files.photo()[:200], "broken.jpg", 422),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_not_kept_is_refused_with_words_and_leaves_nothing(shared_office: Office, name: str):
    content, file_name, status = REFUSED[name]
    before = len(shared_office.stored())
    answer = shared_office.send(shared_office.cast.professional, content, file_name)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json"), answer.text
    assert answer.json()["errors"][0]["field"] == "file"
    assert len(shared_office.stored()) == before


def test_the_declared_type_is_not_believed(office: Office):
    kept = office.send(office.cast.basic, TEXT, "notes.txt", content_type="text/html").json()
    assert kept["content_type"] == "text/plain"
    assert office.get(office.cast.basic, f"/files/{kept['id']}").headers["content-type"].startswith("text/plain")


def test_a_document_that_is_a_zip_bomb_is_kept_unopened(office: Office):
    content = sample_files.bomb()
    kept = office.send(office.cast.basic, content, "plans.docx").json()
    assert (kept["content_type"].rpartition(".")[2], kept["size"]) == ("document", len(content))


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("..%2F..%2Fetc%2Fpasswd.txt", "passwd.txt"),
        ("C:%5CWindows%5Cevil.txt", "evil.txt"),
        ("a%0D%0ASet-Cookie:%20x=1.txt", "a Set-Cookie: x=1.txt"),
        ('quote"%3B.txt', 'quote";.txt'),
        ("gpj.%E2%80%AEtxt", "gpj.txt"),
        ("%00nul.txt", "nul.txt"),
        ("%F0%9F%8F%97 plan.txt", "🏗 plan.txt"),
        ("x" * 300 + ".txt", "x" * 196 + ".txt"),
    ],
)
def test_odd_names_are_kept_as_plain_ones(shared_office: Office, sent: str, kept: str):
    basic = shared_office.cast.other_basic
    answer = shared_office.send(basic, TEXT, sent)
    assert (answer.status_code, answer.json().get("name")) == (201, kept), answer.text
    file_id = answer.json()["id"]
    header = shared_office.get(basic, f"/files/{file_id}").headers["content-disposition"]
    assert header.startswith("attachment; ")
    assert header.isascii()
    assert header.isprintable()
    assert header.count('"') == 2
    shared_office.call(basic, "DELETE", f"/files/{file_id}")


@pytest.mark.parametrize("name", ["", "%2F", "..", "%ED%A0%80.txt", "%FF.txt", " "])
def test_a_file_without_a_name_is_refused(shared_office: Office, name: str):
    answer = shared_office.send(shared_office.cast.basic, TEXT, name)
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "file")


def test_a_file_sent_ahead_is_attached_as_the_lead_is_made(office: Office):
    cast = office.cast
    file_id = office.send(cast.basic, TEXT).json()["id"]
    assert office.get(cast.manager, f"/files/{file_id}").status_code == 404
    new = {"title": "Heat pumps", "company_name": "Fjordheim", "hand_over": True, "file_ids": [file_id]}
    assert office.post(cast.other_basic, LEADS, new).status_code == 422
    lead = office.post(cast.basic, LEADS, new).json()
    assert [file["id"] for file in lead["files"]] == [file_id]
    assert office.get(cast.manager, f"/files/{file_id}").content == TEXT


def test_a_removed_file_is_gone_until_it_is_restored(office: Office):
    cast = office.cast
    lead_id = office.make(a_lead, cast.basic)
    file_id = office.send(cast.basic, TEXT, path=f"{LEADS}/{lead_id}/files").json()["id"]
    path = f"/files/{file_id}"
    assert office.call(cast.manager, "DELETE", path).status_code == 403
    assert office.call(cast.stranger_manager, "DELETE", path).status_code == 404
    assert office.call(cast.basic, "DELETE", path).status_code == 204
    assert office.get(cast.basic, path).status_code == 404
    assert office.get(cast.basic, f"{LEADS}/{lead_id}/files").json() == []
    assert office.post(cast.stranger_manager, f"{path}/restore").status_code == 404
    assert office.post(cast.basic, f"{path}/restore").status_code == 204
    assert office.get(cast.basic, path).content == TEXT


def test_an_unchanged_file_is_not_sent_twice_and_the_rights_are_asked_each_time(office: Office):
    cast = office.cast
    file_id = office.send(cast.basic, sample_files.photo(), "a.jpg").json()["id"]
    for path in (f"/files/{file_id}", f"/files/{file_id}/thumbnail"):
        tag = {"If-None-Match": office.get(cast.basic, path).headers["etag"]}
        again = office.get(cast.basic, path, headers=tag)
        assert (again.status_code, again.content) == (304, b"")
        for other in (cast.other_basic, cast.child_manager, cast.stranger_manager, cast.stranger_admin):
            answers = [office.get(other, path, headers={"If-None-Match": one}) for one in (tag["If-None-Match"], "*")]
            never = office.get(other, f"/files/{NEVER}", headers=tag)
            assert {(one.status_code, one.text) for one in [*answers, never]} == {(404, never.text)}
            assert not any("etag" in one.headers for one in [*answers, never])


@pytest.mark.parametrize("failure", [StorageFull, StorageUnavailable])
@pytest.mark.parametrize("which", ["file", "thumbnail"])
def test_a_storage_that_fails_is_told_and_leaves_nothing(
    office: Office, monkeypatch: pytest.MonkeyPatch, failure: type[Exception], which: str
):
    storage, put = office.runtime.storage, office.runtime.storage.put

    def failing(key: str, content: Any, content_type: str) -> int:
        if key.endswith("-thumbnail") == (which == "thumbnail"):
            raise failure
        return put(key, content, content_type)

    monkeypatch.setattr(storage, "put", failing)
    answer = office.send(office.cast.basic, sample_files.photo(), "a.jpg")
    assert answer.status_code == (507 if failure is StorageFull else 503)
    assert answer.json()["detail"].endswith(("Nothing was saved.", "Try again."))
    assert (office.stored(), _rows(office)) == ([], [])


def test_a_file_whose_row_is_refused_leaves_nothing(office: Office, monkeypatch: pytest.MonkeyPatch):
    def refuse(*args: Any, **kwargs: Any) -> None:
        raise NotPermitted("This lead is locked for you.")

    monkeypatch.setattr(files, "add_file", refuse)
    assert office.send(office.cast.basic, sample_files.photo(), "a.jpg").status_code == 403
    assert (office.stored(), _rows(office)) == ([], [])


def test_too_many_files_ahead_of_a_lead_are_refused(office: Office, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(files, "MAX_UNATTACHED", 2)
    answers = [office.send(office.cast.basic, TEXT) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [201, 201, 422]


def test_the_clean_up_takes_what_nobody_attached_and_what_was_removed(office: Office):
    cast = office.cast
    lead_id = office.make(a_lead, cast.basic)
    forgotten, removed, kept = (
        office.send(cast.basic, sample_files.photo(), "a.jpg", **on).json()["id"]
        for on in ({}, {"x_lead_id": str(lead_id)}, {"x_lead_id": str(lead_id)})
    )
    office.call(cast.basic, "DELETE", f"/files/{removed}")
    assert asyncio.run(clean_up(office.runtime, [])) == []
    assert (len(office.stored()), len(_rows(office))) == (6, 3)
    day_ago = utc_now() - timedelta(hours=25)
    office.within(lambda session: session.execute(sa.update(File).values(created_at=day_ago)))
    office.within(
        lambda session: session.execute(sa.update(File).where(File.deleted_at.is_not(None)).values(deleted_at=day_ago))
    )
    assert asyncio.run(clean_up(office.runtime, [])) == []
    assert (len(office.stored()), _rows(office)) == (2, [UUID(kept)])
    assert office.post(cast.basic, f"/files/{removed}/restore").status_code == 404
    assert office.get(cast.basic, f"/files/{forgotten}").status_code == 404


def test_what_the_storage_would_not_delete_is_tried_again(office: Office, monkeypatch: pytest.MonkeyPatch):
    office.send(office.cast.basic, TEXT)
    office.within(lambda session: session.execute(sa.update(File).values(created_at=utc_now() - timedelta(hours=25))))

    def away(key: str) -> None:
        raise StorageUnavailable

    with monkeypatch.context() as broken:
        broken.setattr(office.runtime.storage, "delete", away)
        undeleted = asyncio.run(clean_up(office.runtime, []))
    assert (len(undeleted), len(office.stored())) == (1, 1)
    assert (asyncio.run(clean_up(office.runtime, undeleted)), office.stored()) == ([], [])


def test_what_a_killed_process_left_is_removed_after_a_day(office: Office):
    folder = uploads.incoming_folder(office.runtime)
    old, fresh = folder / "upload-old", folder / "upload-fresh"
    for path in (old, fresh):
        path.write_bytes(b"half")
    os.utime(old, (0, 0))
    asyncio.run(clean_up(office.runtime, []))
    assert office.stored() == [fresh]


def _rows(office: Office) -> list[UUID]:
    return office.within(lambda session: list(session.exec(select(File.id))))


def test_one_person_sends_only_so_many_files_at_once():
    one, other = Credential(session_hash="one"), Credential(session_hash="other")
    with ExitStack() as running:
        for _ in range(uploads.AT_ONCE_PER_PERSON):
            running.enter_context(uploads.a_slot(one))
        with pytest.raises(TooMany), uploads.a_slot(one):
            pass
        running.enter_context(uploads.a_slot(other))
    with uploads.a_slot(one):
        pass
    assert not uploads._running


@pytest.mark.parametrize("happened", [True, False])
def test_after_a_commit_of_which_nobody_knows_bytes_and_row_agree(
    office: Office, monkeypatch: pytest.MonkeyPatch, happened: bool
):
    database = office.runtime.database
    act = database.act_async

    async def lost(who: Credential, command: Any, *args: Any) -> None:
        if happened:
            await act(who, command, *args)
        raise sa.exc.OperationalError(None, None, Exception("the connection was lost"), connection_invalidated=True)

    monkeypatch.setattr(database, "act_async", lost)
    assert office.send(office.cast.basic, TEXT).status_code == 500
    assert (len(office.stored()), len(_rows(office))) == ((1, 1) if happened else (0, 0))
