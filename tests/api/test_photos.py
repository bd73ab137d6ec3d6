"""The photo of a person over HTTP: a square without a place, small, and its person's own to change."""

import io

from PIL import Image

from leadx_app.models import User
from tests.api.conftest import Office
from tests.support import sample_files

PHOTO = "/files/photo"


def _shown(office: Office) -> Image.Image:
    photo_id = office.within(lambda session: session.get_one(User, office.cast.admin.user_id).photo_id)
    answer = office.get(office.cast.basic, f"/files/{photo_id}/thumbnail")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "image/webp")
    return Image.open(io.BytesIO(answer.content))


def test_a_photo_becomes_a_small_square_that_tells_no_place(office: Office) -> None:
    sent = office.send(office.cast.admin, sample_files.photo(size=(1200, 800)), "me.jpg", PHOTO)
    assert sent.status_code == 201, sent.text
    picture = _shown(office)

    assert picture.size == (480, 480)
    assert not picture.getexif()
    whole = office.get(office.cast.basic, f"/files/{sent.json()['id']}")
    assert b"GPS" not in whole.content
    assert Image.open(io.BytesIO(whole.content)).size == (480, 480)


def test_what_is_no_picture_or_too_large_is_no_photo_and_nothing_of_it_stays(office: Office) -> None:
    cast = office.cast
    assert office.send(cast.basic, b"only words", "me.txt", PHOTO).status_code == 415
    assert office.send(cast.basic, b"\xff\xd8\xff only words", "me.jpg", PHOTO).status_code == 422
    assert office.send(cast.basic, bytes(10 * 1024 * 1024 + 1), "me.jpg", PHOTO).status_code == 413
    assert office.call(None, "POST", PHOTO, content=b"x", headers={"X-File-Name": "me.jpg"}).status_code == 401

    assert not office.stored()


def test_a_photo_is_taken_away_by_its_person_only(office: Office) -> None:
    cast = office.cast
    photo_id = office.send(cast.basic, sample_files.photo(), "me.jpg", PHOTO).json()["id"]
    assert office.call(cast.manager, "DELETE", PHOTO).status_code == 204
    assert office.get(cast.manager, f"/files/{photo_id}").status_code == 200
    assert office.call(cast.manager, "DELETE", f"/files/{photo_id}").status_code == 403

    assert office.call(cast.basic, "DELETE", PHOTO).status_code == 204
    assert office.get(cast.basic, f"/files/{photo_id}").status_code == 404
    assert office.get(cast.stranger_admin, f"/files/{photo_id}").status_code == 404


def test_a_logo_keeps_its_shape_and_is_sent_by_an_admin_only(office: Office) -> None:
    cast, path = office.cast, f"/files/logo/{office.cast.admin.organization_id}"
    sent = office.send(cast.admin, sample_files.photo(size=(1200, 400)), "logo.jpg", path)
    assert sent.status_code == 201, sent.text
    shown = office.get(cast.lite, f"/files/{sent.json()['id']}/thumbnail")
    assert Image.open(io.BytesIO(shown.content)).size == (480, 160)
    assert office.get(cast.stranger_admin, f"/files/{sent.json()['id']}/thumbnail").status_code == 404

    before = office.stored()
    assert office.send(cast.manager, sample_files.photo(), "logo.jpg", path).status_code == 403
    assert office.send(cast.stranger_admin, sample_files.photo(), "logo.jpg", path).status_code == 404
    assert office.send(cast.admin, b"only words", "logo.txt", path).status_code == 415
    assert office.send(cast.admin, bytes(5 * 1024 * 1024 + 1), "logo.jpg", path).status_code == 413
    assert office.stored() == before
    assert office.call(cast.manager, "DELETE", path).status_code == 403
    assert office.call(cast.admin, "DELETE", path).status_code == 204
    assert office.get(cast.lite, f"/files/{sent.json()['id']}/thumbnail").status_code == 404
