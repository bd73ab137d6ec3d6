"""Support over REST: raise, talk, move, and nothing of it for whom it is not."""

from leadx_app.domain.permissions import Actor
from tests.api.conftest import NEVER, Office

TICKETS, ARTICLES = "/api/v1/tickets", "/api/v1/articles"
DRAFT = {"kind": "incident", "severity": "s1", "subject": "canary board", "text": "It is empty", "page": "/pipeline"}


def raised(office: Office, actor: Actor, **fields: object) -> dict:
    answer = office.post(actor, TICKETS, DRAFT | fields)
    assert answer.status_code == 201, answer.text
    return answer.json()


def test_a_ticket_goes_from_its_reporter_to_the_admin_and_back(office: Office):
    cast = office.cast
    file_id = office.send(cast.lite, b"a log").json()["id"]
    made = raised(office, cast.lite, file_ids=[file_id])
    path = f"{TICKETS}/{made['ticket']['id']}"
    assert (made["ticket"]["status"], made["target"], made["moves"]) == ("new", "PT8H", [])
    assert [row["subject"] for row in office.get(cast.admin, TICKETS).json()["rows"]] == ["canary board"]
    answered = office.post(cast.admin, f"{path}/replies", {"text": "Which browser?"}).json()
    assert (answered["ticket"]["status"], answered["moves"]) == ("acknowledged", ["in_progress"])
    assert office.post(cast.admin, f"{path}/moves", {"to": "closed"}).status_code == 409
    moved = office.post(cast.admin, f"{path}/moves", {"to": "in_progress"}).json()
    assert [entry["to_status"] for entry in moved["entries"]] == ["new", "acknowledged", "in_progress"]
    judged = office.call(cast.admin, "PUT", f"{path}/judgement", json={"kind": "question", "severity": "s4"}).json()
    assert (judged["ticket"]["severity"], judged["target"]) == ("s4", "P5D")
    assert office.call(cast.lite, "PUT", f"{path}/assignee").status_code == 403
    assert office.get(cast.admin, f"{TICKETS}/figures").json()["open"] == {"s1": 0, "s2": 0, "s3": 0, "s4": 1}
    for reader in (cast.lite, cast.admin):
        read = office.get(reader, f"/files/{file_id}")
        assert (read.content, read.headers["x-content-type-options"]) == (b"a log", "nosniff")
        assert read.headers["content-disposition"].startswith("attachment")
    for stranger in (cast.basic, cast.manager, cast.child_manager, cast.stranger_admin):
        assert office.get(stranger, f"/files/{file_id}").status_code == 404


def test_what_is_not_yours_does_not_exist(office: Office):
    cast = office.cast
    ticket_id = raised(office, cast.basic)["ticket"]["id"]
    article = {"language": "en", "title": "canary", "html": "<p>Text</p>"}
    article_id = office.post(cast.admin, ARTICLES, article).json()["id"]
    edit = article | {"version": 1}
    for actor in (cast.lite, cast.manager, cast.child_manager, cast.stranger_admin):
        for one in (ticket_id, NEVER):
            path = f"{TICKETS}/{one}"
            assert office.get(actor, path).status_code == 404
            assert office.post(actor, f"{path}/replies", {"text": "x"}).status_code == 404
            assert office.post(actor, f"{path}/moves", {"to": "acknowledged"}).status_code == 404
        assert "canary" not in office.get(actor, TICKETS, params={"shown": "all"}).text
    for one in (article_id, NEVER):
        path = f"{ARTICLES}/{one}"
        assert office.get(cast.stranger_admin, path).status_code == 404
        assert office.call(cast.stranger_admin, "PUT", path, json=edit).status_code == 404
        assert office.call(cast.stranger_admin, "DELETE", path).status_code == 404
        assert office.post(cast.stranger_admin, f"{path}/restore", {}).status_code == 404
    assert office.get(cast.stranger_basic, ARTICLES, params={"search": "canary"}).json()["rows"] == []


def test_articles_are_written_found_suggested_and_removed(office: Office):
    cast = office.cast
    article = {"language": "en", "title": "Change your password", "html": "<p onclick=x>Open your profile</p>"}
    assert office.post(cast.manager, ARTICLES, article).status_code == 403
    path = f"{ARTICLES}/{office.post(cast.admin, ARTICLES, article).json()['id']}"
    assert office.get(cast.lite, path).json()["html"] == "<p>Open your profile</p>"
    assert len(office.get(cast.lite, ARTICLES, params={"search": "passw"}).json()["rows"]) == 1
    suggested = office.get(cast.lite, f"{ARTICLES}/suggested", params={"text": "forgot my passwords"}).json()
    assert [row["title"] for row in suggested] == ["Change your password"]
    edit = {"version": 1, "language": "en", "title": "New", "html": "<p>Text</p>"}
    assert office.call(cast.admin, "PUT", path, json=edit).json()["version"] == 2
    assert office.call(cast.admin, "PUT", path, json=edit | {"title": "Other"}).status_code == 409
    assert office.call(cast.admin, "DELETE", path).status_code == 204
    assert office.get(cast.lite, path).status_code == 404
    assert office.post(cast.admin, f"{path}/restore", {}).status_code == 204
    assert office.get(cast.lite, path).json()["title"] == "New"
