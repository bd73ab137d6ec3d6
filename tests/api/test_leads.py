"""Leads over REST: the whole way of a lead, and who is refused what."""

from tests.api.conftest import LEADS, Office
from tests.cast import a_lead, a_waiting_lead, an_assigned_lead

NEW = {"title": "Heat pumps for the school", "company_name": "Fjordheim skole"}


def test_the_way_of_a_lead_from_a_basic_user_to_won(office: Office):
    cast = office.cast
    made = office.post(cast.basic, LEADS, NEW | {"value": "1 250 000,50", "hand_over": True})
    assert made.status_code == 201, made.text
    lead = made.json()
    assert (lead["value"], lead["handover_state"], lead["may_edit"]) == ("1250000.50", "waiting", False)
    path = made.headers["location"]
    assert office.get(cast.basic, path).json()["id"] == lead["id"]
    accepted = office.post(cast.manager, f"{path}/accept").json()
    assert (accepted["owner"], accepted["handover_state"]) == ("Mona Manager", "accepted")
    choices = office.get(cast.manager, "/api/v1/choices").json()
    offer = choices["stages"][-1]["id"]
    moved = office.post(cast.manager, f"{path}/stage", {"stage_id": offer})
    assert moved.json()["stage"] == "Offer"
    changed = office.call(
        cast.manager, "PATCH", path, json={"value": 2000000}, headers={"If-Match": moved.headers["etag"]}
    )
    assert (changed.status_code, changed.json()["value"]) == (200, "2000000.00")
    assert office.post(cast.manager, f"{path}/notes", {"text": "Signed."}).status_code == 201
    assert office.post(cast.manager, f"{path}/win").json()["sub_stage"] == "won"
    figures = {kpi["slug"]: kpi["value"] for kpi in office.get(cast.basic, "/api/v1/kpis").json()}
    assert figures == {"revenue": "2000000.00", "leads_total": 1, "hit_rate": 100.0, "handshakes": 1}


def test_the_list_filters_and_pages(office: Office):
    cast = office.cast
    ids = [str(office.make(a_lead, cast.professional, title=f"Lead {number}")) for number in range(5)]
    first = office.get(cast.professional, LEADS, params={"sort": "oldest", "limit": 2}).json()
    assert ([row["id"] for row in first["rows"]], first["total"]) == (ids[:2], 5)
    rest = office.get(
        cast.professional, LEADS, params={"sort": "oldest", "limit": 10, "cursor": first["next_cursor"]}
    ).json()
    assert ([row["id"] for row in rest["rows"]], rest["next_cursor"]) == (ids[2:], None)
    found = office.get(cast.manager, LEADS, params={"search": "LEAD 3"}).json()
    assert [row["id"] for row in found["rows"]] == [ids[3]]
    assert office.get(cast.manager, LEADS, params={"pipeline": "mine"}).json()["rows"] == []
    assert office.get(cast.basic, LEADS).json()["rows"] == []


def test_a_basic_user_cannot_move_assign_or_answer(office: Office):
    cast = office.cast
    lead_id = office.make(a_waiting_lead, cast.basic)
    assert office.post(cast.basic, f"{LEADS}/{lead_id}/accept").status_code == 403
    assert office.post(cast.basic, f"{LEADS}/{lead_id}/win").status_code == 403
    answer = office.post(cast.basic, f"{LEADS}/{lead_id}/assign", {"owner_id": str(cast.basic.user_id)})
    assert answer.status_code == 403
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json() == {
        "type": "about:blank",
        "status": 403,
        "title": "Forbidden",
        "detail": "You may not do this.",
    }


def test_an_answer_is_empty_when_the_lead_is_out_of_sight_afterwards(office: Office):
    cast = office.cast
    lead_id = office.make(an_assigned_lead, cast.basic, cast.manager, cast.professional)
    returned = office.post(cast.professional, f"{LEADS}/{lead_id}/return", {"reason": "No budget this year."})
    assert (returned.status_code, returned.content) == (204, b"")
    assert office.get(cast.professional, f"{LEADS}/{lead_id}").status_code == 404
    lead = office.get(cast.basic, f"{LEADS}/{lead_id}").json()
    assert (lead["return_reason"], lead["may_edit"]) == ("No budget this year.", True)


def test_of_two_managers_one_wins_and_the_other_is_told_who(office: Office):
    cast = office.cast
    path = f"{LEADS}/{office.make(a_waiting_lead, cast.basic)}/accept"
    assert office.post(cast.manager, path).status_code == 200
    late = office.post(cast.other_manager, path)
    assert (late.status_code, late.json()["detail"]) == (409, "Mona Manager has this lead already.")


def test_parked_closed_and_reopened(office: Office):
    cast = office.cast
    path = f"{LEADS}/{office.make(a_lead, cast.manager)}"
    assert office.post(cast.manager, f"{path}/park").json()["sub_stage"] == "parked"
    assert office.post(cast.manager, f"{path}/win").status_code == 409
    assert office.post(cast.manager, f"{path}/resume").json()["sub_stage"] == "open"
    reason = office.get(cast.manager, "/api/v1/choices").json()["lost_reasons"][0]
    closed = office.post(cast.manager, f"{path}/close", {"lost_reason_id": reason["id"]}).json()
    assert (closed["sub_stage"], closed["lost_reason"]) == ("closed", reason["name"])
    assert office.post(cast.manager, f"{path}/reopen", {"reason": " "}).json()["errors"][0]["field"] == "reason"
    assert office.post(cast.manager, f"{path}/reopen", {"reason": "They called."}).json()["sub_stage"] == "open"
    kinds = [row["kind"] for row in office.get(cast.manager, path).json()["history"]]
    assert kinds == ["lead.reopened", "lead.closed", "lead.resumed", "lead.parked", "lead.created"]
