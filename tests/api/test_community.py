"""Sales Community over REST: the same figures and headlines as the page, to the same people."""

import pytest

from tests.api.conftest import NEVER, Office
from tests.cast import a_lead, a_parked_lead, a_won_lead, an_assigned_lead

FIGURES, LEADS = "/api/v1/community/figures", "/api/v1/community/leads"


@pytest.mark.parametrize("path", [FIGURES, LEADS, f"{LEADS}/{NEVER}"])
def test_everybody_but_lite_users_may(shared_office: Office, path: str):
    for name, actor in shared_office.cast.everybody().items():
        status = shared_office.get(actor, path).status_code
        assert status == (403 if name == "lite" else 404 if path.endswith(NEVER) else 200), name
    assert shared_office.get(None, path).status_code == 401


def test_headlines_and_figures_are_of_the_organizations_that_one_reads(office: Office):
    cast = office.cast
    office.make(a_won_lead, cast.professional, title="Canary of Nordlys", value="100")
    office.make(a_won_lead, cast.child_professional, title="Canary of the child", value="20")
    office.make(a_lead, cast.stranger_basic, title="Canary of Fjord")
    seen, revenue = {}, {}
    for name in ("basic", "manager", "admin", "child_basic", "sibling_manager", "stranger_admin"):
        actor = getattr(cast, name)
        seen[name] = sorted(row["title"] for row in office.get(actor, LEADS).json()["rows"])
        revenue[name] = office.get(actor, FIGURES).json()[0]["value"]
    both = ["Canary of Nordlys", "Canary of the child"]
    assert seen == {
        "basic": ["Canary of Nordlys"],
        "manager": both,
        "admin": both,
        "child_basic": ["Canary of the child"],
        "sibling_manager": [],
        "stranger_admin": ["Canary of Fjord"],
    }
    assert revenue == {
        "basic": "100.00",
        "manager": "120.00",
        "admin": "120.00",
        "child_basic": "20.00",
        "sibling_manager": "0.00",
        "stranger_admin": "0.00",
    }
    child = {"organization_id": str(cast.child_basic.organization_id)}
    assert [row["title"] for row in office.get(cast.manager, LEADS, params=child).json()["rows"]] == both[1:]
    assert office.get(cast.manager, FIGURES, params=child).json()[0]["value"] == "20.00"


def test_filters_order_and_pages_are_those_of_the_page(office: Office):
    cast = office.cast
    for number in range(5):
        office.make(a_won_lead, cast.professional, title=f"won {number}", value=str(number + 1))
    office.make(a_parked_lead, cast.professional, title="parked")
    office.make(an_assigned_lead, cast.basic, cast.manager, cast.professional, title="shaken")

    def found(**params: object) -> list[str]:
        return [row["title"] for row in office.get(cast.other_basic, LEADS, params=params).json()["rows"]]

    assert found(status="parked") == ["parked"]
    assert found(only="handshake") == ["shaken"]
    assert found(search="WON 3") == ["won 3"]
    assert found(owner_id=str(cast.professional.user_id), creator_id=str(cast.basic.user_id)) == ["shaken"]
    assert found(owner_id=NEVER) == []
    assert found(value_min="2", value_max="3.00", sort="value") == ["won 2", "won 1"]
    first = office.get(cast.other_basic, LEADS, params={"sort": "value", "only": "value", "limit": 3}).json()
    assert [row["title"] for row in first["rows"]] == ["won 4", "won 3", "won 2"]
    assert found(sort="value", only="value", cursor=first["next_cursor"]) == ["won 1", "won 0"]
    for wrong in (
        {"sort": "title"},
        {"status": "x"},
        {"only": "x"},
        {"cursor": "x"},
        {"limit": 101},
        {"owner": NEVER},
        {"value_min": "x"},
        {"value_max": "-1"},
    ):
        assert office.get(cast.other_basic, LEADS, params=wrong).status_code == 422, wrong


def test_a_headline_tells_no_more_than_the_page(office: Office):
    cast, canary = office.cast, "canary-4711"
    lead_id = office.make(
        a_lead,
        cast.professional,
        title="Solar roof",
        person_name=canary,
        person_email=f"{canary}@example.com",
        description=canary,
        tags=[canary],
    )
    colleague = office.get(cast.basic, f"{LEADS}/{lead_id}")
    assert (colleague.json()["row"]["title"], colleague.json()["may_open"]) == ("Solar roof", False)
    assert canary not in colleague.text + office.get(cast.basic, LEADS).text
    assert office.get(cast.basic, f"/api/v1/leads/{lead_id}").status_code == 404
    assert office.get(cast.manager, f"{LEADS}/{lead_id}").json()["may_open"]
    for outside in (cast.child_manager, cast.sibling_manager, cast.stranger_manager):
        theirs, nobodys = (office.get(outside, f"{LEADS}/{one}") for one in (lead_id, NEVER))
        assert (theirs.status_code, theirs.content) == (404, nobodys.content)


def test_foreign_organizations_are_as_those_that_never_were(office: Office):
    cast = office.cast
    for actor in (cast.basic, cast.child_manager, cast.stranger_admin):
        for path in (FIGURES, LEADS):
            asked = (str(cast.sibling_manager.organization_id), NEVER)
            theirs, nobodys = (office.get(actor, path, params={"organization_id": one}) for one in asked)
            assert (theirs.status_code, theirs.content) == (404, nobodys.content)
