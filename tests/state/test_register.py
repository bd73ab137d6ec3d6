"""The look-up inside a form: what is offered."""

from leadx_app.domain.ports import RegisteredCompany
from leadx_app.state.format import NBSP
from leadx_app.state.register import register_choice


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
