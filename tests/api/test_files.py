"""Files over HTTP: who may, what is kept, and that nothing stays of what was refused."""

from leadx_app.domain.permissions import Actor
from tests.api.conftest import Office
from tests.cast import a_lead, a_waiting_lead
from tests.support import sample_files

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
    assert answer.status_code == 200 or answer.content == office.get(actor, f"/files/{_NEVER}").content
    return answer.status_code == 200


_NEVER = "01900000-0000-7000-8000-000000000000"


def test_a_locked_lead_takes_no_files_from_its_creator(office: Office):
    cast = office.cast
    lead_id = office.make(a_waiting_lead, cast.basic)
    refused = office.send(cast.basic, TEXT, x_lead_id=str(lead_id))
    assert (refused.status_code, office.stored()) == (403, [])
    assert office.send(cast.manager, TEXT, x_lead_id=str(lead_id)).status_code == 201
