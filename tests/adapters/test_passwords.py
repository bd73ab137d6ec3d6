"""Passwords: the weak are refused, the others are kept as hashes that tell nothing."""

import gzip
import runpy
import statistics
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadx_app.adapters import passwords
from leadx_app.adapters.passwords import Argon2Passwords, password_problem
from leadx_app.domain.ports import PasswordHasher
from leadx_app.i18n import NORWEGIAN

ROOT = Path(__file__).parents[2]
GOOD = "fire grønne elger synger"
TOO_COMMON = "This password is too common. Choose one that nobody guesses."


@pytest.fixture(scope="module")
def hasher() -> PasswordHasher:
    """The real thing with little memory, so that the tests are quick."""
    return Argon2Passwords(memory_kib=1024, rounds=1)


def test_the_right_password_and_only_that_is_accepted(hasher: PasswordHasher):
    hashed = hasher.hash_password(GOOD)
    assert hasher.verify_password(hashed, GOOD)
    for wrong in [GOOD + " ", GOOD.upper(), GOOD[:-1], "", "a" * 5000, "\ud83d", "\x00"]:
        assert not hasher.verify_password(hashed, wrong)


def test_hashes_are_argon2id_and_never_twice_the_same(hasher: PasswordHasher):
    hashes = {hasher.hash_password(GOOD) for _ in range(3)}
    assert len(hashes) == 3
    assert all(hashed.startswith("$argon2id$") and GOOD not in hashed for hashed in hashes)


def test_the_settings_in_use_are_strong():
    assert Argon2Passwords().hash_password(GOOD).startswith("$argon2id$v=19$m=65536,t=2,p=1$")


def test_the_same_keys_are_the_same_password_on_every_keyboard(hasher: PasswordHasher):
    assert hasher.verify_password(hasher.hash_password("bla\u030abær på taket"), "bl\u00e5bær på taket")
    assert hasher.verify_password(hasher.hash_password("ｆｕｌｌ ｗｉｄｔｈ"), "full width")


def test_a_nul_does_not_cut_a_password_short(hasher: PasswordHasher):
    assert not hasher.verify_password(hasher.hash_password("before\x00behind"), "before\x00other")


@pytest.mark.parametrize(
    "hashed", ["", "!", "plain text", "$2b$12$" + "a" * 53, "$argon2id$v=19$m=1024,t=1,p=1$c2FsdA$"]
)
def test_a_hash_that_cannot_be_read_fits_no_password(hasher: PasswordHasher, hashed: str):
    assert hasher.verify_password(hashed, GOOD) is False
    assert hasher.needs_rehash(hashed) is True


def test_hashes_of_weaker_settings_are_renewed(hasher: PasswordHasher):
    stronger = Argon2Passwords(memory_kib=2048, rounds=1)
    old = hasher.hash_password(GOOD)
    assert stronger.verify_password(old, GOOD)
    assert stronger.needs_rehash(old)
    assert not hasher.needs_rehash(old)
    assert not stronger.needs_rehash(stronger.hash_password(GOOD))


def test_an_account_that_does_not_exist_costs_as_much_as_one_that_does():
    hasher = Argon2Passwords(memory_kib=16 * 1024, rounds=2)
    hashed = hasher.hash_password(GOOD)

    def cost(use) -> float:
        times = []
        for _ in range(9):
            began = time.thread_time()
            use()
            times.append(time.thread_time() - began)
        return statistics.median(times)

    ratio = cost(hasher.dummy_verify) / cost(lambda: hasher.verify_password(hashed, "wrong password"))
    assert 0.5 < ratio < 2


@pytest.mark.parametrize(
    "password", [GOOD, "a1" + "b2c3d4e5" * 15, "kjøp 3 brød, takk", "🦌🦌 to elger i skogen", "leadx-demo-2026-er-lang"]
)
def test_long_and_uncommon_is_enough(password: str):
    assert password_problem(password, "kari.nordmann@nordlys.example", "Kari Nordmann") is None


@pytest.mark.parametrize(("password", "problem"), [
    ("", "Use at least 12 characters for the password."),
    ("elleve tegn", "Use at least 12 characters for the password."),
    ("a\u030a" * 11, "Use at least 12 characters for the password."),
    (GOOD * 6, "Use at most 128 characters for the password."),
    ("ab" * 500_000, "Use at most 128 characters for the password."),
    (GOOD + "\x00", "The password contains a character that not every keyboard can write."),
    (GOOD + "\ud83d", "The password contains a character that not every keyboard can write."),
])  # fmt: skip
def test_what_cannot_be_a_password_is_refused_with_a_reason(password: str, problem: str):
    assert password_problem(password) == problem
    assert problem in NORWEGIAN


@pytest.mark.parametrize("password", [
    "password1234", "Password1234", "P@ssw0rd-1234", "passord123456", "Velkommen2026!", "Sommer-2026!!!",
    "Qwertyuiop123", "1q2w3e4r5t6y", "1QAZ2WSX3EDC", "administrator", "Administrator1", "iloveyou2024",
    "passwordpassword", "aaaaaaaaaaaa", "121212121212", "123456789012", "098765432109", "abcdefghijkl",
    "qwertyuiopåasdf", "CorrectHorseBatteryStaple", "hemmelig1234", "letmein12345", "welcome_2026",
    "zxcvbnmzxcvbnm", "!!Password123!!",
])  # fmt: skip
def test_what_everybody_would_try_first_is_refused(password: str):
    assert password_problem(password) == TOO_COMMON


@pytest.mark.parametrize(
    "password", ["kari.nordmann er best", "xxKARI.NORDMANNxx12", "min venn Nordmann 7", "KariNordmann+sau+1"]
)
def test_the_own_name_and_address_are_refused(password: str):
    problem = password_problem(password, "kari.nordmann@nordlys.example", "Kari Nordmann")
    assert problem == "Do not use your name or your email address in the password."


def test_every_reason_is_said_in_norwegian_too():
    reasons = {password_problem("password1234"), password_problem("KariNordmann+sau+1", name="Kari Nordmann")}
    assert reasons <= set(NORWEGIAN)


def test_a_name_of_two_letters_forbids_nothing():
    assert password_problem(GOOD, "bo@fjord.example", "Bo Å") is None


@given(st.text(st.characters(exclude_categories=())))
def test_any_text_is_judged_without_failing(password: str):
    for problem in (password_problem(password), password_problem(password, password, password)):
        assert problem is None or problem.endswith(".")


@given(st.text(st.characters(exclude_categories=["C"]), min_size=12, max_size=40))
def test_every_password_that_passes_can_be_kept_and_found_again(password: str):
    if password_problem(password) is None:
        quick = Argon2Passwords(memory_kib=8, rounds=1)
        assert quick.verify_password(quick.hash_password(password), password)


def test_the_list_is_what_its_generator_makes(tmp_path: Path):
    made = runpy.run_path(str(ROOT / "tools" / "make_common_passwords.py"))
    lines = {entry for entry in made["entries"]() if len(entry) >= made["SHORTEST"]}
    bundled = gzip.decompress(passwords._COMMON.read_bytes()).decode().split("\n")
    assert bundled == sorted(lines)
    assert len(bundled) > 5000
    assert all(line == line.casefold() for line in bundled)
