"""Contacts over REST: the way of a contact, two that become one, files out, and who is refused what."""

import csv
import io

import vobject

from tests.api.conftest import NEVER, Office
from tests.cast import a_lead

COMPANIES, PERSONS = "/api/v1/contacts/companies", "/api/v1/contacts/persons"
BERG = {"name": "Berg AS", "organization_number": "923 609 016", "city": "Bodø", "phone": "22 12 34 56"}


def test_the_way_of_a_company(office: Office):
    cast = office.cast
    made = office.post(cast.basic, COMPANIES, BERG)
    assert made.status_code == 201, made.text
    path = made.headers["location"]
    assert made.json()["fields"]["organization_number"] == "923609016"
    twin = office.post(cast.manager, COMPANIES, {"name": "Berg A/S", "organization_number": "923609016"}).json()
    assert [(row["name"], row["same"]) for row in twin["duplicates"]] == [("Berg AS", ["number", "name"])]
    etag = {"If-Match": made.headers["etag"]}
    changed = office.call(cast.manager, "PATCH", path, json={"city": "Ås"}, headers=etag)
    assert (changed.status_code, changed.headers["etag"]) == (200, '"2"')
    conflict = office.call(cast.basic, "PATCH", path, json={"city": "Oslo"}, headers=etag)
    assert (conflict.status_code, conflict.json()["fields"]) == (409, {"city": "Ås"})
    assert office.call(cast.basic, "PATCH", path, json={"city": "Oslo"}).status_code == 422
    merge = {"merged_id": twin["id"], "kept_version": 2, "merged_version": 1, "fields": {"name": "merged"}}
    merged = office.post(cast.basic, f"{path}/merge", merge)
    assert merged.status_code == 200, merged.text
    assert office.get(cast.basic, f"{COMPANIES}/{twin['id']}").json()["fields"]["name"] == "Berg A/S"
    assert [row["name"] for row in office.get(cast.basic, COMPANIES).json()["rows"]] == ["Berg A/S"]
    undo = f"/api/v1/contacts/merges/{merged.json()['merge_id']}/undo"
    assert office.post(cast.basic, undo).status_code == 204
    assert [row["name"] for row in office.get(cast.basic, COMPANIES).json()["rows"]] == ["Berg A/S", "Berg AS"]


def test_persons_are_listed_searched_and_paged(office: Office):
    cast = office.cast
    for name in ("Ås", "Berg", "Ørn"):
        assert office.post(cast.basic, PERSONS, {"name": name, "company_name": "Fjell AS"}).status_code == 201
    page = office.get(cast.basic, PERSONS, params={"limit": 2}).json()
    assert [(row["name"], row["company"]) for row in page["rows"]] == [("Berg", "Fjell AS"), ("Ørn", "Fjell AS")]
    rest = office.get(cast.basic, PERSONS, params={"cursor": page["next_cursor"]}).json()
    assert ([row["name"] for row in rest["rows"]], rest["next_cursor"]) == (["Ås"], None)
    assert [row["name"] for row in office.get(cast.basic, PERSONS, params={"search": "øRN"}).json()["rows"]] == ["Ørn"]
    assert [row["name"] for row in office.get(cast.basic, PERSONS, params={"letter": "Å"}).json()["rows"]] == ["Ås"]
    assert office.get(cast.basic, PERSONS, params={"cursor": "x"}).status_code == 422
    back = office.get(cast.basic, PERSONS, params={"before": rest["previous_cursor"], "limit": 2}).json()
    assert (back["rows"], back["previous_cursor"]) == (page["rows"], None)


def test_lists_are_filtered_by_place_and_day_and_stand_in_the_asked_order(office: Office):
    cast = office.cast
    for name, city in (("Aas", "Oslo"), ("Berg", "Bodø"), ("Dal", "Oslo")):
        office.post(cast.basic, COMPANIES, {"name": name, "city": city, "country": "NO"})

    def found(**asked: str) -> list[str]:
        return [row["name"] for row in office.get(cast.basic, COMPANIES, params=asked).json()["rows"]]

    assert found(sort="newest") == found(sort="backwards", country="NO") == ["Dal", "Berg", "Aas"]
    assert found(city="Oslo") == found(city="OSLO") == found(leads="without", city="oslo") == ["Aas", "Dal"]
    assert found(leads="with") == []
    assert found(city="Oslo", country="SE") == found(created_to="2020-01-01") == []
    assert found(created_from="2020-01-01", created_to="2990-01-01") == found() == ["Aas", "Berg", "Dal"]
    answer = office.get(cast.basic, f"{COMPANIES}/export", params={"city": "Oslo", "sort": "backwards"})
    assert [row[0] for row in csv.reader(io.StringIO(answer.text))][1:] == ["Dal", "Aas"]
    for wrong in ({"sort": "x"}, {"leads": "x"}, {"created_from": "x"}, {"cursor": "x", "sort": "newest"}):
        assert office.get(cast.basic, COMPANIES, params=wrong).status_code == 422
    assert office.get(cast.stranger_basic, COMPANIES, params={"city": "Oslo"}).json()["rows"] == []


def test_what_is_wrong_is_said_by_field(office: Office):
    answer = office.post(office.cast.basic, COMPANIES, {"name": "", "organization_number": "1", "email": "x"})
    assert answer.status_code == 422
    assert {error["field"] for error in answer.json()["errors"]} == {"name", "organization_number", "email"}


def test_lite_nobody_and_strangers_are_refused(office: Office):
    cast = office.cast
    made = office.post(cast.basic, COMPANIES, BERG).json()
    path, change = f"{COMPANIES}/{made['id']}", {"city": "Oslo", "version": 1}
    merge = {"merged_id": NEVER, "kept_version": 1, "merged_version": 1}
    for actor, status in ((cast.lite, 403), (None, 401)):
        for place in (COMPANIES, PERSONS, path, f"{COMPANIES}/export"):
            assert office.get(actor, place).status_code == status
        assert office.post(actor, COMPANIES, BERG).status_code == status
        assert office.call(actor, "PATCH", path, json=change).status_code == status
        assert office.post(actor, f"{path}/merge", merge).status_code == status
    for actor in (cast.stranger_manager, cast.stranger_admin, cast.child_manager, cast.sibling_manager):
        assert office.get(actor, path).json() == office.get(actor, f"{COMPANIES}/{NEVER}").json()
        assert office.call(actor, "PATCH", path, json=change).status_code == 404
        assert office.post(actor, f"{path}/merge", merge).status_code == 404
        assert office.get(actor, COMPANIES).json()["rows"] == []
        assert "Berg" not in office.get(actor, f"{COMPANIES}/export").text
    assert office.get(cast.basic, f"{PERSONS}/{made['id']}").status_code == 404


def test_a_spreadsheet_gets_every_row_and_no_formula(office: Office):
    cast = office.cast
    office.post(cast.basic, COMPANIES, BERG)
    office.post(cast.basic, COMPANIES, {"name": '=HYPERLINK("http://x")', "city": ' @SUM(1)";,\nÅs'})
    for number in range(250):
        office.make(a_lead, cast.basic, company_name=f"Firma {number:03d}")
    answer = office.get(cast.basic, f"{COMPANIES}/export")
    assert answer.headers["content-disposition"] == 'attachment; filename="companies.csv"'
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert len(rows) == 252
    by_name = {row["Name"]: row for row in rows}
    assert by_name["Berg AS"]["Organization number"] == "923609016"
    assert by_name["Berg AS"]["Phone"] == "+4722123456"
    assert by_name['\'=HYPERLINK("http://x")']["City"] == "'@SUM(1)\";, Ås"
    assert len(list(csv.reader(io.StringIO(office.get(cast.basic, f"{COMPANIES}/export?search=berg").text)))) == 2


def test_an_address_book_reads_the_cards_back(office: Office):
    cast = office.cast
    long = "Ærlig, Ørn; og Åse \\ " + "Å" * 150
    office.post(cast.basic, COMPANIES, BERG | {"name": long, "address": "Storgata 1, oppgang B", "postcode": "8003"})
    office.post(cast.basic, PERSONS, {"name": "Ola Åge Berg", "title": "Sjef; salg", "email": "ola@berg.example"})
    (company,) = vobject.readComponents(office.get(cast.basic, f"{COMPANIES}/export?format=vcard").text)
    assert (company.fn.value, company.tel.value, company.adr.value.city) == (long, "+4722123456", "Bodø")
    assert (company.adr.value.street, company.adr.value.code) == ("Storgata 1, oppgang B", "8003")
    answer = office.get(cast.basic, f"{PERSONS}/export?format=vcard")
    assert answer.headers["content-type"].startswith("text/vcard")
    (person,) = vobject.readComponents(answer.text)
    assert (person.fn.value, person.n.value.family, person.n.value.given) == ("Ola Åge Berg", "Berg", "Ola Åge")
    assert (person.title.value, person.email.value) == ("Sjef; salg", "ola@berg.example")
    assert all(len(line.encode()) <= 75 for line in answer.text.split("\r\n"))


def test_one_contact_goes_into_an_address_book(office: Office):
    cast = office.cast
    made = office.post(cast.basic, COMPANIES, BERG).json()
    answer = office.get(cast.manager, f"{COMPANIES}/{made['id']}/card")
    assert answer.headers["content-disposition"] == 'attachment; filename="contact.vcf"'
    card = vobject.readOne(answer.text)
    assert (card.fn.value, card.tel.value, card.adr.value.city) == ("Berg AS", "+4722123456", "Bodø")
    for actor, status in ((cast.stranger_manager, 404), (cast.child_manager, 404), (cast.lite, 403), (None, 401)):
        assert office.get(actor, f"{COMPANIES}/{made['id']}/card").status_code == status
    assert office.get(cast.basic, f"{PERSONS}/{made['id']}/card").status_code == 404
