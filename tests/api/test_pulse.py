"""Pulse as files over REST: figures that a spreadsheet reads, pictures, the page as PDF, for those who see the page."""

import csv
import io
from datetime import datetime
from typing import Any

import pytest
import sqlalchemy as sa
from PIL import Image
from pypdf import PdfReader
from sqlmodel import Session

from leadx_app import exports
from leadx_app.models import Event, Source, User
from leadx_app.throttle import Throttle
from tests.api.conftest import NEVER, Office
from tests.cast import a_lead, a_won_lead

CHARTS, PAGE = "/api/v1/pulse/charts", "/api/v1/pulse/export"
NAMES = ("months", "stages", "funnel", "forecast", "groups", "times", "ages")


@pytest.fixture(autouse=True)
def _unhurried(monkeypatch: pytest.MonkeyPatch, _unhurried: None) -> None:
    monkeypatch.setattr(exports, "per_person", Throttle(per_second=100, burst=1000))


@pytest.fixture
def busy_office(office: Office) -> Office:
    """A won lead and an open one of ours, of a source with a name that would run as a formula; and a stranger's."""
    cast = office.cast

    def name_source(session: Session, *, now: datetime) -> Any:
        source = session.scalars(sa.select(Source).where(Source.tenant_id == cast.manager.tenant_id)).first()
        source.name = "=1+1 Ærø"
        return source.id

    source_id = office.runtime.database.system(name_source)
    office.make(a_won_lead, cast.professional, value="1234.50", source_id=source_id)
    office.make(a_lead, cast.professional, title="Blåbær <b>", value="10", source_id=source_id)
    office.make(a_won_lead, cast.stranger_manager, title="canary", value="777777")
    return office


def speak_norwegian(office: Office, actor: Any) -> None:
    office.runtime.database.system(
        lambda session, **_: session.execute(sa.update(User).where(User.id == actor.user_id).values(language="nb"))
    )


def rows_of(answer: Any, delimiter: str = ",") -> list[list[str]]:
    assert answer.status_code == 200, answer.text
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"), newline=""), delimiter=delimiter))


def test_a_chart_comes_out_as_figures_in_the_readers_language_and_runs_nothing(busy_office: Office):
    office, cast = busy_office, busy_office.cast
    head, first = rows_of(office.get(cast.manager, f"{CHARTS}/groups"))
    assert (head[0], head[-2:]) == ("Source", ["Revenue, NOK", "Hit Rate, %"])
    assert first == ["'=1+1 Ærø", "2", "0", "1", "1234.50", "50.0"]
    speak_norwegian(office, cast.manager)
    head, first = rows_of(office.get(cast.manager, f"{CHARTS}/groups", params={"preset": "all"}), ";")
    assert (head[0], first[1:]) == ("Kilde", ["2", "", "1", "1234,50", "50,0"])
    of_basic = {"person_id": str(cast.basic.user_id)}
    assert [row[1] for row in rows_of(office.get(cast.manager, f"{CHARTS}/funnel", params=of_basic), ";")[1:]] == [
        "0"
    ] * 5


@pytest.mark.parametrize("name", NAMES)
def test_every_chart_comes_out_as_a_picture_and_as_figures(busy_office: Office, name: str):
    office, cast = busy_office, busy_office.cast
    answer = office.get(cast.admin, f"{CHARTS}/{name}", params={"format": "png", "by": "person"})
    assert (answer.status_code, answer.headers["content-type"]) == (200, "image/png")
    image = Image.open(io.BytesIO(answer.content))
    assert (image.format, image.width) == ("PNG", 1440)
    assert len(image.getcolors(1_000_000) or []) > 3
    assert len(rows_of(office.get(cast.admin, f"{CHARTS}/{name}", params={"measure": "hit_rate"}))) > 1


def test_the_page_comes_out_as_pdf_with_norwegian_letters_and_leaves_a_trace(busy_office: Office):
    office, cast = busy_office, busy_office.cast
    speak_norwegian(office, cast.manager)
    answer = office.get(cast.manager, PAGE, params={"by": "source"})
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/pdf")
    assert answer.headers["content-disposition"] == 'attachment; filename="pulse.pdf"'
    text = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages)
    for words in ("Puls", "Vektet prognose", "Trakt", "=1+1 Ærø", "Blåbær <b>", "Lead-detaljer"):
        assert words in text
    assert "canary" not in text
    kept = office.runtime.database.system(
        lambda session, **_: session.scalars(sa.select(Event.payload).where(Event.kind == "list.exported")).all()
    )
    assert kept == [{"list": "pulse", "format": "pdf", "rows": 2, "filters": {}}]


def test_files_are_for_those_who_see_pulse_and_of_what_they_see(busy_office: Office):
    office, cast = busy_office, busy_office.cast
    for path in (PAGE, f"{CHARTS}/months"):
        assert office.get(None, path).status_code == 401
        for actor in (cast.lite, cast.basic, cast.professional):
            assert office.get(actor, path).status_code == 403
        for organization in (NEVER, str(cast.stranger_manager.organization_id)):
            assert office.get(cast.manager, path, params={"organization_id": organization}).status_code == 404
        person = {"person_id": str(cast.stranger_manager.user_id)}
        assert office.get(cast.manager, path, params=person).status_code == 404
        for nonsense in ({"preset": "x"}, {"compared": "8"}, {"year": "1"}, {"by": "x"}, {"first": "2026-02-30"}):
            assert office.get(cast.manager, path, params=nonsense).status_code == 422
    assert office.get(cast.manager, f"{CHARTS}/everything").status_code in (404, 422)
