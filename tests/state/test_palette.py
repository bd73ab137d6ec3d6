"""Where the search in the header leads."""

from datetime import UTC, datetime
from uuid import UUID

from leadx_app.queries.palette import SHOWN, Everything, FoundContact, FoundLead, FoundNews
from leadx_app.state.format import Look
from leadx_app.state.palette import _places, _with_all

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
LOOK = Look("en", "Europe/Oslo", NOW)
LEADS = [FoundLead(UUID(int=n), f"Sol {n}", "Fjell AS", "", "New", "#64748b") for n in range(SHOWN)]
COMPANIES = [FoundContact(UUID(int=n), True, f"Sol {n} AS", "") for n in range(SHOWN)]


def _further(found: Everything, **may: bool) -> list[tuple[str, str]]:
    return [(one.label, one.href) for one in _with_all([], found, "sol & co", may, LOOK)]


def test_news_open_at_their_own_address_however_old_they_are() -> None:
    (place,) = _places(Everything(news=[FoundNews(UUID(int=1), "Sol", NOW)]), None)
    assert place.href == f"/news?item={UUID(int=1)}"


def test_behind_as_many_as_are_shown_stands_the_way_to_all() -> None:
    found = Everything(leads=LEADS, contacts=COMPANIES)
    leads, companies = _further(found, community_read=True)
    assert leads == ("All leads with “sol & co”", "/community?search=sol+%26+co")
    assert companies == ("All companies with “sol & co”", "/contacts?kind=company&search=sol+%26+co")
    assert _further(found)[0][1] == "/pipeline?status=all&search=sol+%26+co"
    assert _further(Everything(leads=LEADS[1:]), community_read=True) == []
