"""Saved views over REST: the same rules as the pages."""

from tests.api.conftest import NEVER, Office

VIEWS = "/api/v1/views"


def names(office: Office, actor, **params: str) -> list[str]:
    found = office.get(actor, VIEWS, params={"list": "pipeline", **params}).json()
    return [view["name"] for view in found["views"]]


def test_a_view_is_saved_shared_opened_first_changed_and_removed(office: Office):
    cast = office.cast
    draft = {"list": "pipeline", "name": "Offers", "query": "status=won&page=3", "is_shared": True, "draft_id": NEVER}
    made = office.post(cast.professional, VIEWS, draft)
    assert made.status_code == 201
    assert office.post(cast.professional, VIEWS, draft).json() == made.json()
    view = f"{VIEWS}/{made.json()['id']}"
    assert names(office, cast.basic) == ["Offers"]
    assert names(office, cast.child_manager) == names(office, cast.stranger_manager) == []
    default = {"list": "pipeline", "view_id": made.json()["id"]}
    assert office.call(cast.basic, "PUT", f"{VIEWS}/default", json=default).status_code == 204
    found = office.get(cast.basic, VIEWS, params={"list": "pipeline"}).json()
    assert found["default_id"] == made.json()["id"]
    assert (found["views"][0]["query"], found["views"][0]["columns"][0]) == ("status=won", "stage")
    assert office.call(cast.basic, "PATCH", view, json={"name": "x"}).status_code == 403
    assert office.call(cast.professional, "PATCH", view, json={"name": "Won"}).status_code == 204
    assert office.call(cast.basic, "DELETE", view).status_code == 403
    assert office.call(cast.manager, "DELETE", view).status_code == 204
    assert names(office, cast.professional) == []
    assert office.post(cast.manager, f"{view}/restore").status_code == 204
    assert names(office, cast.professional) == ["Won"]


def test_views_out_of_reach_are_answered_like_views_that_never_were(office: Office):
    cast = office.cast
    made = office.post(cast.professional, VIEWS, {"list": "pipeline", "name": "Mine"}).json()["id"]
    for actor in (cast.basic, cast.manager, cast.child_manager, cast.stranger_manager):
        for one in (made, NEVER):
            answers = [
                office.call(actor, "PATCH", f"{VIEWS}/{one}", json={"name": "x"}),
                office.call(actor, "DELETE", f"{VIEWS}/{one}"),
                office.post(actor, f"{VIEWS}/{one}/restore"),
                office.call(actor, "PUT", f"{VIEWS}/default", json={"list": "pipeline", "view_id": one}),
            ]
            assert {answer.status_code for answer in answers} == {404}
    assert office.get(cast.admin, VIEWS, params={"list": "pipeline"}).status_code == 403
    assert office.get(None, VIEWS, params={"list": "pipeline"}).status_code == 401
    for wrong in ({"list": "x", "name": "x"}, {"list": "pipeline"}, {"list": "pipeline", "name": "x", "owner": NEVER}):
        assert office.post(cast.basic, VIEWS, wrong).status_code == 422
