"""What the page of the audit log makes of an address and of a line."""

from uuid import UUID

from leadx_app.audit_words import AREA_NAMES, changes
from leadx_app.domain.audit import Area
from leadx_app.queries.audit import AuditRow, Change
from leadx_app.state.audit import audit_line
from leadx_app.state.audit_address import AuditAddress, read_address
from leadx_app.state.format import Look
from tests.cast import NOW

SOMEBODY = "01900000-0000-7000-8000-000000000001"


def test_an_address_says_the_filters_and_nonsense_is_left_out() -> None:
    at = AuditAddress("sign_ins", SOMEBODY, "2026-03-02", "2026-03-04", "bjørn")
    assert read_address(at.query()) == at
    assert at.filters().person_id == UUID(SOMEBODY)
    assert read_address("area=leads&person=x&first=2026-13-01&last=&search=a") == AuditAddress(search="a")
    assert AuditAddress().query() == ""


def test_a_line_in_the_readers_words() -> None:
    row = AuditRow(
        UUID(SOMEBODY), "refusal.permission", Area.REFUSALS, "", "", "Nordlys", "", {"what": "news.write"}, NOW
    )
    line = audit_line(row, Look("nb", "Europe/Oslo", NOW))
    assert line.sentence == "En ukjent ba om noe rollen ikke tillater: news.write"
    assert (line.area, line.tone, line.more, line.moment) == (
        "Avslag",
        "closed",
        "Nordlys",
        "2.\u00a0mars\u00a02026, 10:00",
    )


def test_a_kind_of_later_is_shown_by_its_name() -> None:
    row = AuditRow(UUID(SOMEBODY), "settings.gone", Area.SETTINGS, "Anne", "", "Nordlys", "", {"list": "x"}, NOW)
    assert audit_line(row, Look("en", "UTC", NOW)).sentence == "Anne: settings.gone"


def test_every_group_has_a_name() -> None:
    assert set(AREA_NAMES) == set(Area)


def test_a_stage_that_was_changed_says_what() -> None:
    facts = [Change("name", "Offer", "Quote"), Change("quiet_after_days", "14", "7"), Change("stages", "Quote", "Lead")]
    place = (Area.SETTINGS, "Anne", "", "Nordlys", "")
    row = AuditRow(UUID(SOMEBODY), "settings.changed", *place, {"act": "changed"}, NOW, changes=facts)
    assert changes(row, "nb") == ["Navn: Offer → Quote", "Stille etter, dager: 14 → 7", "Steg: Quote → Lead"]
