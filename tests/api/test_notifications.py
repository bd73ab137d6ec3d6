"""Notifications, how they should come, and the answer-by time, over REST."""

from uuid import uuid4

from tests.api.conftest import Office
from tests.cast import a_waiting_lead

NOTIFICATIONS = "/api/v1/notifications"


def answer_by_of(organization_id: object) -> str:
    return f"/api/v1/organizations/{organization_id}/answer-by"


def test_notifications_are_listed_counted_and_read(office: Office):
    mona = office.cast.manager
    for number in range(3):
        office.make(a_waiting_lead, office.cast.basic, title=f"Lead {number}")
    assert office.get(mona, f"{NOTIFICATIONS}/unread").json() == {"unread": 3}
    page = office.get(mona, NOTIFICATIONS, params={"limit": 2}).json()
    last = office.get(mona, NOTIFICATIONS, params={"cursor": page["next_cursor"]}).json()
    rows = page["rows"] + last["rows"]
    assert {row["lead"] for row in rows} == {"Lead 0", "Lead 1", "Lead 2"}
    assert (last["next_cursor"], {row["is_read"] for row in rows}) == (None, {False})
    for _ in range(2):
        assert office.post(mona, f"{NOTIFICATIONS}/{rows[0]['id']}/read").status_code == 204
    unread = office.get(mona, NOTIFICATIONS, params={"unread": "true"}).json()["rows"]
    assert {row["id"] for row in unread} == {row["id"] for row in rows[1:]}
    assert office.post(mona, f"{NOTIFICATIONS}/read").status_code == 204
    assert office.get(mona, f"{NOTIFICATIONS}/unread").json() == {"unread": 0}


def test_somebody_elses_notification_is_as_one_that_never_was(office: Office):
    office.make(a_waiting_lead, office.cast.basic)
    (row,) = office.get(office.cast.manager, NOTIFICATIONS).json()["rows"]
    for actor in (office.cast.other_manager, office.cast.admin, office.cast.stranger_manager):
        answers = [office.post(actor, f"{NOTIFICATIONS}/{one}/read") for one in (row["id"], uuid4())]
        assert [answer.status_code for answer in answers] == [404, 404]
        assert answers[0].json() == answers[1].json()
    assert office.get(None, NOTIFICATIONS).status_code == 401


def test_preferences_are_read_and_chosen(office: Office):
    rows = office.get(office.cast.lite, f"{NOTIFICATIONS}/preferences").json()
    assert {"notice": "won", "channels": ["in_app", "email", "push"]} in rows
    wish = {"notice": "won", "channel": "email", "is_wanted": False}
    chosen = office.call(office.cast.lite, "PUT", f"{NOTIFICATIONS}/preferences", json=wish).json()
    assert {"notice": "won", "channels": ["in_app", "push"]} in chosen
    nonsense = {**wish, "channel": "pigeon"}
    assert office.call(office.cast.lite, "PUT", f"{NOTIFICATIONS}/preferences", json=nonsense).status_code == 422


def test_the_admin_sets_the_answer_by_time(office: Office):
    admin, mona = office.cast.admin, office.cast.manager
    body = {"hours": 24, "escalation_id": str(mona.user_id)}
    rows = office.call(admin, "PATCH", answer_by_of(admin.organization_id), json=body).json()
    assert (rows[0]["organization"], rows[0]["hours"], rows[0]["escalation_id"]) == ("Nordlys", 24, str(mona.user_id))
    assert office.get(admin, "/api/v1/organizations/answer-by").json() == rows
    for wrong in ({"hours": 0}, {"hours": "x"}, {}, {"hours": 1, "more": 1}):
        assert office.call(admin, "PATCH", answer_by_of(admin.organization_id), json=wrong).status_code == 422
    assert office.call(mona, "PATCH", answer_by_of(admin.organization_id), json=body).status_code == 403
    stranger = office.cast.stranger_admin
    answers = [
        office.call(stranger, "PATCH", answer_by_of(one), json={"hours": 1}) for one in (admin.organization_id, uuid4())
    ]
    assert [answer.status_code for answer in answers] == [404, 404]
