"""The mail outbox over REST."""

from datetime import timedelta

import pytest

from leadx_app.domain.leads.capture import capture
from leadx_app.domain.mails.compose import compose_next
from leadx_app.domain.mails.send import claim_next, settle
from leadx_app.mail.letters import write_letter
from leadx_app.models import MailTrouble, new_id, utc_now
from tests.api.conftest import Office
from tests.cast import a_draft

MAILS = "/api/v1/mails"


@pytest.fixture
def dead(office: Office) -> str:
    """A mail to a Manager of Nordlys that the mail server refused; the other Manager's waits."""
    database = office.runtime.database
    draft = a_draft(title="Heat pumps", hand_over=True)
    database.act(office.cast.credential(office.cast.basic), capture, draft)
    write = write_letter(lambda _: "https://leads.example.com", utc_now())
    while database.system(compose_next, write, timedelta(0), "nordlys.example"):
        pass
    claimed = database.system(claim_next)
    database.system(settle, claimed.id, claimed.attempt, MailTrouble.RECIPIENT_REFUSED, "550 User unknown")
    return str(claimed.id)


def test_an_admin_reads_the_outbox_and_sends_again(office: Office, dead: str):
    admin = office.cast.admin
    page = office.get(admin, MAILS).json()
    assert [row["subject"] for row in page["rows"]] == ["Bjørn Basic handed over “Heat pumps”"] * 2
    assert page["dead"] == 1
    assert [row["id"] for row in office.get(admin, MAILS, params={"show": "dead"}).json()["rows"]] == [dead]
    detail = office.get(admin, f"{MAILS}/{dead}").json()
    assert (detail["answer"], detail["row"]["trouble"]) == ("550 User unknown", "recipient_refused")
    assert "https://leads.example.com/leads/" in detail["text"]
    assert office.post(admin, f"{MAILS}/{dead}/send-again").status_code == 204
    assert office.get(admin, f"{MAILS}/{dead}").json()["row"]["state"] == "waiting"
    assert office.post(admin, f"{MAILS}/{dead}/send-again").status_code == 409


def test_nobody_else_reads_or_sends(office: Office, dead: str):
    for name, actor in office.cast.everybody().items():
        if name == "admin":
            continue
        stranger = name == "stranger_admin"
        assert office.get(actor, f"{MAILS}/{dead}").status_code == (404 if stranger else 403), name
        assert office.post(actor, f"{MAILS}/{dead}/send-again").status_code == (404 if stranger else 403), name
        assert office.get(actor, MAILS).status_code == (200 if stranger else 403), name
    assert office.get(office.cast.stranger_admin, MAILS).json()["rows"] == []
    assert office.get(office.cast.admin, f"{MAILS}/{new_id()}").status_code == 404
    assert office.get(None, MAILS).status_code == 401
