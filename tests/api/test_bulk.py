"""Many leads at once over REST."""

from tests.api.conftest import LEADS, NEVER, Office
from tests.cast import a_lead, a_won_lead

BULK = f"{LEADS}/bulk"


def test_a_preview_then_the_act_then_its_undo(office: Office):
    mine = office.cast.professional
    ids = [str(office.make(a_lead, mine)) for _ in range(2)]
    won, strange = str(office.make(a_won_lead, mine)), str(office.make(a_lead, office.cast.stranger_manager))
    asked = {"act": "park", "leads": [{"id": one} for one in [*ids, won, strange, NEVER]]}
    shown = office.post(mine, BULK, asked | {"preview": True}).json()
    assert (shown["changed"], shown["versions"], shown["bulk_id"]) == (2, dict.fromkeys(ids, 1), None)
    assert shown["skipped"] == [
        {"why": "gone", "reason": "not found, or not yours to see", "count": 2},
        {"why": "won", "reason": "won already", "count": 1},
    ]
    office.call(mine, "PATCH", f"{LEADS}/{ids[1]}", json={"version": 1, "title": "Another"})
    exact = {"act": "park", "leads": [{"id": one, "version": 1} for one in ids]}
    done = office.post(mine, BULK, exact).json()
    assert done["changed"] == 1
    assert [row["why"] for row in done["skipped"]] == ["changed"]
    assert office.get(mine, f"{LEADS}/{ids[0]}").json()["sub_stage"] == "parked"
    undone = office.post(mine, f"{BULK}/{done['bulk_id']}/undo")
    assert (undone.status_code, undone.json()["changed"]) == (200, 1)
    assert office.get(mine, f"{LEADS}/{ids[0]}").json()["sub_stage"] == "open"


def test_tags_are_put_on_and_taken_off(lane_office: Office):
    office, me = lane_office, lane_office.cast.professional
    path = f"{LEADS}/{office.make(a_lead, me)}"
    assert office.post(me, f"{path}/tag", {"tags": ["winter", "Enova"]}).json()["tags"] == ["Enova", "winter"]
    assert office.post(me, f"{path}/untag", {"tags": ["Enova"]}).json()["tags"] == ["winter"]
    assert office.post(me, f"{path}/tag", {"tags": ["x" * 41]}).status_code == 422
    assert office.post(me, f"{path}/tag", {"tags": []}).status_code == 422
    assert office.post(office.cast.stranger_manager, f"{path}/tag", {"tags": ["a"]}).status_code == 404


def test_who_may_not_is_refused_and_a_foreign_undo_is_not_there(lane_office: Office):
    office, cast = lane_office, lane_office.cast
    park = {"act": "park", "leads": [{"id": str(office.make(a_lead, cast.professional))}]}
    assert office.post(None, BULK, park).status_code == 401
    assert office.post(cast.basic, BULK, park).status_code == 403
    done = office.post(cast.professional, BULK, park).json()
    for actor in (cast.manager, cast.stranger_manager):
        foreign = office.post(actor, f"{BULK}/{done['bulk_id']}/undo")
        never = office.post(actor, f"{BULK}/{NEVER}/undo")
        assert (foreign.status_code, foreign.json()) == (404, never.json())
    too_many = {"act": "park", "leads": [{"id": NEVER}] * 1_001}
    assert office.post(cast.professional, BULK, too_many).status_code == 422
    assert office.post(cast.professional, BULK, {"act": "win", "leads": []}).status_code == 422
