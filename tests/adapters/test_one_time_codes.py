"""Codes of authenticator apps and recovery codes, as they are made, sealed and read."""

import base64
from datetime import UTC, datetime, timedelta
from urllib.parse import unquote
from uuid import UUID

import pyotp
import pytest

from leadx_app.adapters.one_time_codes import LETTERS, OneTimeCodes, new_app_secret, new_recovery_codes, picture_of

PERSON, OTHER = UUID(int=1), UUID(int=2)
NOW = datetime(2026, 3, 2, 9, 0, 10, tzinfo=UTC)
STEP = timedelta(seconds=30)
CODES = OneTimeCodes(b"k" * 32)
# RFC 6238, appendix B: the secret "12345678901234567890" at 1111111109 seconds gives …081804.
RFC_SECRET = base64.b32encode(b"12345678901234567890").decode()
RFC_MOMENT = datetime.fromtimestamp(1111111109, UTC)


def test_codes_are_those_of_the_standard() -> None:
    sealed = CODES.seal(PERSON, RFC_SECRET)

    assert CODES.step_of("081804", PERSON, sealed, RFC_MOMENT) == 1111111109 // 30
    assert CODES.step_of(" 081 804 ", PERSON, sealed, RFC_MOMENT) == 1111111109 // 30


@pytest.mark.parametrize("steps", range(-3, 4))
def test_a_clock_may_be_half_a_minute_off_and_no_more(steps: int) -> None:
    code = pyotp.TOTP(RFC_SECRET).at(NOW + steps * STEP)
    found = CODES.step_of(code, PERSON, CODES.seal(PERSON, RFC_SECRET), NOW)

    assert found == (int(NOW.timestamp()) // 30 + steps if abs(steps) <= 1 else None)


@pytest.mark.parametrize("code", ["", "12345", "1234567", "abcdef", "12345a", "\u0000", "1" * 64, "-------"])
def test_what_is_no_code_of_six_digits_is_none(code: str) -> None:
    assert CODES.step_of(code, PERSON, CODES.seal(PERSON, RFC_SECRET), NOW) is None


def test_a_secret_opens_for_its_person_and_its_installation_alone() -> None:
    sealed, code = CODES.seal(PERSON, RFC_SECRET), pyotp.TOTP(RFC_SECRET).at(NOW)

    assert RFC_SECRET not in sealed
    assert sealed != CODES.seal(PERSON, RFC_SECRET)
    assert CODES.step_of(code, OTHER, sealed, NOW) is None
    assert OneTimeCodes(b"x" * 32).step_of(code, PERSON, sealed, NOW) is None
    assert CODES.step_of(code, PERSON, "not sealed", NOW) is None


def test_a_recovery_code_is_read_as_people_type_it_and_kept_as_a_keyed_hash() -> None:
    (code,) = new_recovery_codes(1)
    kept = CODES.hash_recovery(code)

    assert kept == CODES.hash_recovery(f" {code.upper().replace('-', ' ')} ")
    assert kept != OneTimeCodes(b"x" * 32).hash_recovery(code)
    assert code.replace("-", "") not in kept


def test_secrets_and_recovery_codes_are_long_and_all_different() -> None:
    codes = new_recovery_codes(10)

    assert len(set(codes)) == 10
    assert all(len(code) == 14 and set(code) <= set(LETTERS + "-") for code in codes)
    assert len({new_app_secret() for _ in range(5)}) == 5
    assert len(base64.b32decode(new_app_secret())) == 20


def test_the_picture_is_a_drawing_that_stands_in_its_own_address() -> None:
    picture = picture_of(RFC_SECRET, "manager@nordlys.example")

    assert picture.startswith("data:image/svg+xml")
    assert "<path" in unquote(picture)
