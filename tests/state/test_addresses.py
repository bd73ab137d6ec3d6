"""Nobody is sent away from LeadX by an address that somebody else wrote."""

import pytest

from leadx_app.addresses import ENDED, LANDING, own_page, sign_in_and_return
from leadx_app.queries.people import PeopleSort, PersonFilter, Seen
from leadx_app.state.people_address import PeopleAddress
from leadx_app.state.people_address import read_address as read_people


@pytest.mark.parametrize(
    "address", ["/pipeline", "/leads/01890a5d-ac96-774b-bcce-b302099a8057", "/pipeline?stage=new&q=a%20b", "/profile"]
)
def test_own_pages_are_let_through(address: str) -> None:
    assert own_page(address) == address


@pytest.mark.parametrize(
    "address",
    [
        None,
        "",
        "/",
        "pipeline",
        "//evil.example",
        "/\\evil.example",
        "/%5cevil.example",
        "/%2f%2fevil.example",
        "/x//evil.example",
        "/x/%2e%2e//evil.example",
        "https://evil.example/pipeline",
        "javascript:alert(1)",
        "/javascript:alert(1)",
        "/pipeline#x",
        "/pipeline\nSet-Cookie: x",
        "/pipeline ",
        "/a/../auth/sign-out",
        "/a/%2e%2e/auth",
        "/auth/sign-out",
        "/login",
        "/login?next=/login",
        "/api/v1/leads",
        "/files/1",
        "/_event",
        "/" + "a" * 400,
    ],
)
def test_everything_else_is_not(address: str | None) -> None:
    assert own_page(address) is None


def test_the_sign_in_page_is_told_where_to_go_back_to() -> None:
    assert sign_in_and_return("/leads/7?tab=files") == "/login?next=%2Fleads%2F7%3Ftab%3Dfiles"
    assert sign_in_and_return("//evil.example") == "/login"
    assert sign_in_and_return("/leads/7", ended=True) == "/login?next=%2Fleads%2F7&ended=1"
    assert sign_in_and_return(None, ended=True) == ENDED


def test_everybody_begins_at_the_news() -> None:
    assert own_page(LANDING) == LANDING


def test_the_address_of_user_management_keeps_what_makes_sense() -> None:
    at = read_people("search=nina&role=lite&standing=invited&two_step=off&seen=never&sort=unseen&next=//evil.example")
    assert at.wanted() == PersonFilter("nina", "lite", None, "invited", "off", Seen.NEVER, PeopleSort.UNSEEN)
    assert read_people(at.query()) == at
    nonsense = "role=king&organization=1&standing=x&two_step=maybe&seen=x&sort=x"
    assert read_people(nonsense) == PeopleAddress()
    assert PeopleAddress().wanted() == PersonFilter()
