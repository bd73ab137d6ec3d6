"""Stages, lists and the organization's basis over REST: the Admin's, and nobody else's."""

from typing import Any

import pytest

from leadx_app.domain.permissions import Actor
from tests.api.conftest import NEVER, Office
from tests.cast import a_lead

STAGE = {"name": "Talks", "color": "#0d9488", "win_probability_percent": 40, "quiet_after_days": 10}


def stages(office: Office, actor: Actor) -> dict[str, str]:
    return {one["name"]: one["id"] for one in office.get(actor, "/api/v1/stages").json()["stages"]}


def sent(office: Office, actor: Actor, method: str, path: str, body: Any = None) -> Any:
    return office.call(actor, method, f"/api/v1{path}", json=body)


def test_an_admin_sets_the_journey(office: Office):
    admin = office.cast.admin
    office.make(a_lead, office.cast.professional)
    assert sent(office, admin, "POST", "/stages", STAGE).status_code == 201
    talks = stages(office, admin)["Talks"]
    shifted = sent(office, admin, "POST", f"/stages/{talks}/shift", {"down": False}).json()
    assert [one["name"] for one in shifted["stages"]] == ["New", "Lead", "Opportunity", "Talks", "Offer"]
    sent(office, admin, "PATCH", f"/stages/{talks}", {**STAGE, "name": "Contract"})
    assert list(stages(office, admin)) == ["New", "Lead", "Opportunity", "Contract", "Offer"]
    refused = sent(office, admin, "PATCH", f"/stages/{talks}", {**STAGE, "win_probability_percent": 101})
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "win_probability_percent")
    new = stages(office, admin)["New"]
    assert sent(office, admin, "DELETE", f"/stages/{new}?to_id={talks}").status_code == 409
    assert sent(office, admin, "DELETE", f"/stages/{talks}").status_code == 200
    assert "Contract" not in stages(office, admin)


def test_an_admin_sets_the_lists(office: Office):
    admin = office.cast.admin
    made = sent(office, admin, "POST", "/lists/categories", {"name": "Rental"}).json()["lists"]["categories"]
    rental, other = made[-1], made[0]
    path = f"/lists/categories/{rental['id']}"
    assert rental["name"] == "Rental"
    assert sent(office, admin, "PATCH", path, {"name": "Hire"}).status_code == 200
    assert sent(office, admin, "POST", f"{path}/shift", {"down": False}).json()["lists"]["categories"][-2]["name"] == (
        "Hire"
    )
    assert sent(office, admin, "POST", f"{path}/use", {"is_retired": True}).status_code == 200
    merged = sent(office, admin, "POST", f"{path}/merge", {"into_id": other["id"]}).json()["lists"]["categories"]
    assert "Hire" not in [one["name"] for one in merged]
    assert sent(office, admin, "POST", f"/lists/tags/{NEVER}/shift", {"down": True}).status_code == 404


def test_an_admin_sets_the_basis_and_a_smaller_limit_holds(office: Office):
    admin = office.cast.admin
    here = f"/organizations/{admin.organization_id}"
    figures = {"hit_rate_basis": "closed_leads", "financial_year_start_month": 4}
    first = sent(office, admin, "PATCH", f"{here}/figures", figures).json()[0]
    assert {name: first[name] for name in figures} == figures
    limits = {"file_limit_mb": 1, "files_per_lead": None}
    assert sent(office, admin, "PATCH", f"{here}/file-limits", limits).json()[0]["file_limit_mb"] == 1
    too_large = office.send(office.cast.basic, b"x" * (1024 * 1024 + 1))
    assert (too_large.status_code, too_large.json()["detail"]) == (
        413,
        "The file is too large. At most 1 MB are possible.",
    )
    assert office.send(office.cast.child_basic, b"x" * (1024 * 1024 + 1)).status_code == 201


@pytest.mark.parametrize("who", ["manager", "professional", "basic", "child_manager", "stranger_admin"])
def test_nobody_else_sets_anything(office: Office, who: str):
    actor, admin = getattr(office.cast, who), office.cast.admin
    offer = stages(office, admin)["Offer"]
    here = f"/organizations/{admin.organization_id}"
    figures = {"hit_rate_basis": "closed_leads", "financial_year_start_month": 4}
    answers = [
        sent(office, actor, "PATCH", f"/stages/{offer}", STAGE),
        sent(office, actor, "DELETE", f"/stages/{offer}"),
        sent(office, actor, "PATCH", f"{here}/figures", figures),
    ]
    assert {answer.status_code for answer in answers} == ({404} if who == "stranger_admin" else {403})
    assert "Offer" in stages(office, admin)
