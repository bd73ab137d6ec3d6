"""What is looked up in the company register, from what somebody typed."""

import pytest

from leadx_app.domain.contacts.register import LookUp, is_enough, read_look_up
from leadx_app.domain.errors import Invalid


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("923609016", LookUp(number="923609016")),
        (" 923 609 016 ", LookUp(number="923609016")),
        ("NO 923.609.016 mva", LookUp(number="923609016")),
        ("Equinor", LookUp(words="Equinor")),
        ("Åre  3D\nAS", LookUp(words="Åre 3D AS")),
        ("3D Print 2000 20002", LookUp(words="3D Print 2000 20002")),
        ("SE5560360793", LookUp(words="SE5560360793")),
        ("Eq", LookUp()),
        ("9236", LookUp()),
        ("....", LookUp()),
        ("", LookUp()),
    ],
)
def test_a_number_is_looked_up_as_soon_as_it_is_one_and_a_name_from_three_letters_on(typed: str, wanted: LookUp):
    assert read_look_up(typed) == wanted
    assert is_enough(typed) == (wanted != LookUp())


def test_nine_digits_with_a_wrong_check_digit_are_said_to_be_no_number():
    with pytest.raises(Invalid):
        read_look_up("923 609 017")
    assert not is_enough("923 609 017")
