"""The Sales Feed over REST."""

from tests.api.conftest import Office
from tests.cast import a_lead, a_won_lead

FEED = "/api/v1/feed"


def test_the_feed_is_read_page_by_page_with_sentences(office: Office):
    cast = office.cast
    first = office.make(a_lead, cast.basic, title="Heat pumps")
    office.make(a_won_lead, cast.professional, title="Solar roof")
    page = office.get(cast.basic, FEED, params={"limit": 2}).json()
    assert {item["sentence"] for item in page["entries"]} == {
        "Petter Professional won Solar roof",
        "Petter Professional brought in Solar roof",
    }
    assert {item["lead_id"] for item in page["entries"]} == {None}
    last = office.get(cast.basic, FEED, params={"cursor": page["next_cursor"]}).json()
    assert [(item["title"], item["lead_id"]) for item in last["entries"]] == [("Heat pumps", str(first))]
    assert last["next_cursor"] is None


def test_the_feed_is_filtered_by_kind(office: Office):
    office.make(a_won_lead, office.cast.professional)
    kinds = [item["kind"] for item in office.get(office.cast.manager, FEED, params={"kind": "won"}).json()["entries"]]
    assert kinds == ["won"]
    assert office.get(office.cast.manager, FEED, params={"kind": "gossip"}).status_code == 422
    assert office.get(office.cast.manager, FEED, params={"cursor": "nonsense"}).status_code == 422


def test_lite_users_read_no_feed_and_strangers_their_own(office: Office):
    office.make(a_lead, office.cast.basic, title="secret")
    assert office.get(office.cast.lite, FEED).status_code == 403
    assert office.get(None, FEED).status_code == 401
    for actor in (office.cast.stranger_manager, office.cast.child_manager, office.cast.sibling_manager):
        assert office.get(actor, FEED).json() == {"entries": [], "next_cursor": None}
