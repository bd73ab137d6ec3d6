"""The look-up inside a form: what a tab is offered, and the quiet line when there is nothing to offer."""

from leadx_app.domain.ports import RegisteredCompany
from leadx_app.state.format import NBSP
from leadx_app.state.register import RegisterState, register_choice
from leadx_app.state.toasts import ToastState
from tests.support.house import House
from tests.support.rx_client import run


def test_a_choice_says_number_and_town_and_fills_only_what_the_register_knows():
    company = RegisteredCompany("923609016", "EQUINOR ASA", "", "4035", "STAVANGER", "NO", "", "", "", False)
    choice = register_choice(company)
    assert (choice.value, choice.label) == ("923609016", "EQUINOR ASA")
    assert choice.hint == f"923{NBSP}609{NBSP}016 · STAVANGER"
    assert choice.fills == {
        "organization_number": "923609016",
        "name": "EQUINOR ASA",
        "postcode": "4035",
        "city": "STAVANGER",
        "country": "NO",
    }


def test_without_a_register_the_form_works_by_hand(house: House):
    async def look_up() -> None:
        async with house.tab(house.cast.basic) as tab:
            await tab.call(RegisterState.begin)
            await tab.call(RegisterState.look_up, text="equinor")
            await tab.until(lambda: tab.value(RegisterState, "asked") == "equinor")
            assert not tab.value(RegisterState, "is_on")
            assert tab.value(RegisterState, "note") == "The register cannot be reached. Fill in by hand."
            await tab.call(RegisterState.look_up, text="923 609 017")
            await tab.until(lambda: tab.value(RegisterState, "asked") == "923 609 017")
            assert tab.value(RegisterState, "note").startswith("This is not an organization number")
            assert not tab.value(ToastState, "toasts")

    run(look_up())
