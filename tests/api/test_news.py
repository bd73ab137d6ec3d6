"""News over REST: read, comment, react, and nothing of it for whom it is not."""

import io

from PIL import Image

from tests.api.conftest import NEVER, Office
from tests.cast import an_item
from tests.support import sample_files

NEWS = "/api/v1/news"


def test_news_is_read_page_by_page(office: Office):
    cast = office.cast
    for number in range(3):
        office.make(an_item, cast.manager, title=str(number))
    pinned = office.make(an_item, cast.manager, title="pinned", is_pinned=True)
    first = office.get(cast.lite, NEWS, params={"limit": 2}).json()
    assert [row["title"] for row in first["rows"]] == ["pinned", "2"]
    rest = office.get(cast.lite, NEWS, params={"cursor": first["next_cursor"]}).json()
    assert ([row["title"] for row in rest["rows"]], rest["next_cursor"]) == (["1", "0"], None)
    one = office.get(cast.lite, f"{NEWS}/{pinned}").json()
    assert (one["title"], one["html"], one["author"], one["may_edit"]) == (
        "pinned",
        "<p>Well done</p>",
        "Mona Manager",
        False,
    )


def test_readers_comment_and_react(office: Office):
    cast = office.cast
    path = f"{NEWS}/{office.make(an_item, cast.manager)}"
    made = office.post(cast.lite, f"{path}/comments", {"text": "<b>Bra</b> =1+1"})
    assert (made.status_code, made.json()["text"]) == (201, "<b>Bra</b> =1+1")
    for _ in range(2):
        assert office.call(cast.lite, "PUT", f"{path}/reactions/like").status_code == 204
    read = office.get(cast.basic, path).json()
    assert (read["comments"], read["reactions"]) == (1, {"like": 1})
    comment = f"{NEWS}/comments/{made.json()['id']}"
    assert office.call(cast.basic, "DELETE", comment).status_code == 403
    assert office.call(cast.lite, "DELETE", comment).status_code == 204
    assert office.call(cast.lite, "DELETE", f"{path}/reactions/like").status_code == 204
    assert office.get(cast.basic, f"{path}/comments").json() == []
    assert office.get(cast.basic, path).json()["reactions"] == {}


def test_what_is_not_for_you_does_not_exist(office: Office):
    cast = office.cast
    here = [str(cast.manager.organization_id)]
    only_here = office.make(an_item, cast.manager, organization_ids=here, title="canary")
    to_come = office.make(an_item, cast.manager, is_draft=True, title="canary")
    for actor in (cast.child_manager, cast.sibling_manager, cast.stranger_manager, cast.stranger_admin):
        for news_id in (only_here, to_come, NEVER):
            assert office.get(actor, f"{NEWS}/{news_id}").status_code == 404
            assert office.get(actor, f"{NEWS}/{news_id}/comments").status_code == 404
            assert office.post(actor, f"{NEWS}/{news_id}/comments", {"text": "x"}).status_code == 404
            assert office.call(actor, "PUT", f"{NEWS}/{news_id}/reactions/like").status_code == 404
        assert "canary" not in office.get(actor, NEWS, params={"limit": 100}).text
    assert office.get(cast.lite, f"{NEWS}/{to_come}").status_code == 404


def test_wrong_input_is_refused(office: Office):
    cast = office.cast
    path = f"{NEWS}/{office.make(an_item, cast.manager)}"
    assert office.post(cast.lite, f"{path}/comments", {"text": " "}).status_code == 422
    assert office.post(cast.lite, f"{path}/comments", {"text": "x", "author_id": NEVER}).status_code == 422
    assert office.call(cast.lite, "PUT", f"{path}/reactions/frown").status_code in (404, 422)
    for query in ({"cursor": "x"}, {"limit": 0}, {"limit": 101}):
        assert office.get(cast.lite, NEWS, params=query).status_code == 422
    assert office.get(None, NEWS).status_code == 401
    assert office.post(cast.manager, NEWS, {"title": "x", "html": "x"}).status_code == 405


def test_a_picture_goes_to_the_readers_without_its_place(office: Office):
    cast = office.cast
    sent = office.send(cast.manager, sample_files.photo(size=(1600, 900)), "tak.jpg").json()
    news_id = office.make(an_item, cast.manager, picture_id=sent["id"], roles=["basic"])
    assert office.get(cast.basic, f"{NEWS}/{news_id}").json()["picture_id"] == sent["id"]
    for part, longest in (("", 1600), ("/thumbnail", 480), ("/preview", 1360)):
        path = f"/files/{sent['id']}{part}"
        answer = office.get(cast.basic, path)
        image = Image.open(io.BytesIO(answer.content))
        assert (answer.status_code, max(image.size), dict(image.getexif())) == (200, longest, {})
        assert office.get(cast.lite, path).status_code == 404
        assert office.get(cast.stranger_manager, path).status_code == 404
    assert office.call(cast.basic, "DELETE", f"/files/{sent['id']}").status_code == 403
    assert office.get(cast.basic, f"/files/{sent['id']}").status_code == 200
