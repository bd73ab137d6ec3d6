"""The hit rate's basis, the financial year and the limits of files, as an Admin sets them."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import Session, select

from leadx_app.domain import files
from leadx_app.domain.errors import Invalid, NotFound, NotPermitted
from leadx_app.domain.event_kinds import EventKind
from leadx_app.domain.files import StoredFile, add_file
from leadx_app.domain.settings import set_figures, set_file_limits
from leadx_app.domain.tenants import add_child
from leadx_app.models import Event, HitRateBasis, new_id
from leadx_app.queries.choices import lead_choices
from leadx_app.queries.figures import organization_kpis
from leadx_app.queries.pulse import PulseFilters, pulse
from leadx_app.queries.settings import bases_set
from tests.cast import NOW, Cast, a_closed_lead, a_lead, a_won_lead, organization_of
from tests.support.figures import wrong

ALL, CLOSED = HitRateBasis.ALL_LEADS, HitRateBasis.CLOSED_LEADS


def stored(name: str = "photo.jpg") -> StoredFile:
    return StoredFile(name, "image/jpeg", 1, "0" * 64, str(new_id()), None)


def test_the_hit_rate_follows_its_basis_at_once(session: Session, cast: Cast) -> None:
    """One of four leads is won, one closed: 25.0 % of all, 50.0 % of those that ended."""
    a_won_lead(session, cast.professional)
    a_closed_lead(session, cast.professional)
    for _ in range(2):
        a_lead(session, cast.professional)
    here = cast.admin.organization_id

    def shown() -> list[object]:
        community = organization_kpis(session, cast.manager, [here], now=NOW)
        page = pulse(session, cast.manager, PulseFilters(organization_id=here), now=NOW)
        return [community[2].value, page.figures[2].value]

    assert shown() == [25.0, 25.0]
    set_figures(session, cast.admin, here, CLOSED, 1, now=NOW)
    assert shown() == [50.0, 50.0]
    assert wrong(session, now=NOW) == []
    set_figures(session, cast.admin, here, ALL, 1, now=NOW)
    assert shown() == [25.0, 25.0]


def test_pulse_shows_the_financial_year_that_the_organization_has(session: Session, cast: Cast) -> None:
    """On 2 March a year that begins on 1 May is the tenth month of the one that began the May before."""
    here = cast.admin.organization_id
    a_lead(session, cast.professional, now=datetime(2025, 4, 20, 9, tzinfo=UTC))
    a_lead(session, cast.professional, now=datetime(2025, 5, 20, 9, tzinfo=UTC))
    a_lead(session, cast.professional, now=NOW)
    before = pulse(session, cast.manager, PulseFilters(organization_id=here), now=NOW)
    assert (before.year, before.months[0].days.first.isoformat()) == (2026, "2026-01-01")
    assert [one.leads for one in before.months][:3] == [0, 0, 1]
    set_figures(session, cast.admin, here, ALL, 5, now=NOW)
    after = pulse(session, cast.manager, PulseFilters(organization_id=here), now=NOW)
    assert (after.year, after.start_month, after.days.first.isoformat()) == (2025, 5, "2025-05-01")
    assert [one.leads for one in after.months] == [1, *[0] * 9, 1, 0]
    assert after.figures[1].value == 2


def test_what_is_set_is_kept_as_an_event_and_nothing_for_nothing(session: Session, cast: Cast) -> None:
    here = cast.admin.organization_id
    for _ in range(2):
        set_figures(session, cast.admin, here, CLOSED, 7, now=NOW)
    set_file_limits(session, cast.admin, here, 5, None, most_megabytes=25, now=NOW)
    kept = select(Event.payload).where(Event.kind == EventKind.SETTINGS_CHANGED.value).order_by(Event.id)
    assert session.exec(kept).all() == [
        {"setting": "hit_rate_basis", "from": "all_leads", "to": "closed_leads"},
        {"setting": "financial_year_start_month", "from": 1, "to": 7},
        {"setting": "file_limit_mb", "from": None, "to": 5},
    ]


def test_a_child_has_its_own_and_a_new_one_begins_as_the_parent(session: Session, cast: Cast) -> None:
    set_figures(session, cast.admin, cast.child_manager.organization_id, CLOSED, 4, now=NOW)
    set_file_limits(session, cast.admin, cast.admin.organization_id, 3, 9, most_megabytes=25, now=NOW)
    rows = {one.organization: one for one in bases_set(session, cast.admin)}
    service, nordlys = rows["Nordlys Service"], rows["Nordlys"]
    assert (service.hit_rate_basis, service.financial_year_start_month, service.file_limit_mb) == (CLOSED, 4, None)
    assert (nordlys.hit_rate_basis, nordlys.financial_year_start_month, nordlys.file_limit_mb) == (ALL, 1, 3)
    child = add_child(session, organization_of(session, cast.admin), "Nordlys Drift", now=NOW)
    assert (child.file_limit_mb, child.files_per_lead) == (3, 9)


def test_a_lead_holds_as_many_files_as_the_organization_says(session: Session, cast: Cast) -> None:
    here = cast.admin.organization_id
    lead = a_lead(session, cast.professional)
    set_file_limits(session, cast.admin, here, 4, 2, most_megabytes=25, now=NOW)
    for _ in range(2):
        add_file(session, cast.professional, stored(), lead.id, now=NOW)
        session.flush()
    with pytest.raises(Invalid) as refused:
        add_file(session, cast.professional, stored(), lead.id, now=NOW)
    assert str(refused.value) == "A lead holds at most 2 files. Remove one first."
    three = [add_file(session, cast.professional, stored(), None, now=NOW) for _ in range(3)]
    with pytest.raises(Invalid):
        a_lead(session, cast.professional, file_ids=[str(one) for one in three])
    assert files.limit_bytes(session, cast.professional, 25 * files.MEGABYTE) == 4 * files.MEGABYTE
    assert files.limit_bytes(session, cast.child_basic, 25 * files.MEGABYTE) == 25 * files.MEGABYTE
    assert lead_choices(session, cast.professional).file_limit_mb == 4


@pytest.mark.parametrize(
    ("megabytes", "per_lead", "field"),
    [(0, None, "file_limit_mb"), (26, None, "file_limit_mb"), (None, 0, "files_per_lead"), (1, 101, "files_per_lead")],
)
def test_nobody_sets_more_than_there_is(
    session: Session, cast: Cast, megabytes: int | None, per_lead: int | None, field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        set_file_limits(
            session, cast.admin, cast.admin.organization_id, megabytes, per_lead, most_megabytes=25, now=NOW
        )
    assert refused.value.field == field


def test_only_the_admin_sets_and_nothing_of_another_customer(session: Session, cast: Cast) -> None:
    for month in (0, 13):
        with pytest.raises(Invalid):
            set_figures(session, cast.admin, cast.admin.organization_id, ALL, month, now=NOW)
    for actor in (cast.manager, cast.professional, cast.child_manager):
        with pytest.raises(NotPermitted):
            set_figures(session, actor, actor.organization_id, CLOSED, 1, now=NOW)
    for where in (cast.stranger_admin.organization_id, new_id()):
        with pytest.raises(NotFound):
            set_figures(session, cast.admin, where, CLOSED, 1, now=NOW + timedelta(days=1))
        with pytest.raises(NotFound):
            set_file_limits(session, cast.admin, where, 1, 1, most_megabytes=25, now=NOW)
