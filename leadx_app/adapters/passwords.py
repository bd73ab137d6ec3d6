"""Passwords: which are refused, and how the others are kept (product.md section 4)."""

import base64
import gzip
import re
import secrets
import unicodedata
from functools import cache
from pathlib import Path

from passlib.hash import argon2

SHORTEST = 12
LONGEST = 128

_COMMON = Path(__file__).with_name("common_passwords.txt.gz")
_LONGEST_READ = 1024  # Longer ones are not even looked at; they take as long as a wrong one.
_LOOK_ALIKES = str.maketrans({"@": "a", "4": "a", "3": "e", "0": "o", "1": "i", "!": "i", "$": "s", "5": "s", "7": "t"})
_TAIL = re.compile(r"[\W\d_]*\Z")


class Argon2Passwords:
    """Hashes by argon2id (`PasswordHasher`); about a fifth of a second and 64 MiB for each, so call it in a thread.

    Passwords are compared in Unicode's form NFKC, so that the same keys give the same password on every keyboard.
    """

    def __init__(self, memory_kib: int = 64 * 1024, rounds: int = 2) -> None:
        self._argon2 = argon2.using(type="ID", memory_cost=memory_kib, rounds=rounds, parallelism=1)
        self._nobody = f"$argon2id$v=19$m={memory_kib},t={rounds},p=1${_random_base64(16)}${_random_base64(32)}"

    def hash_password(self, password: str) -> str:
        """Return a new hash (`PasswordHasher.hash_password`). The caller has asked `password_problem` before."""
        return self._argon2.hash(_normalized(password))

    def verify_password(self, hashed: str, password: str) -> bool:
        """Say whether the hash was made from this password (`PasswordHasher.verify_password`)."""
        try:
            return self._argon2.verify(_normalized(password), hashed)
        except ValueError:
            return False

    def needs_rehash(self, hashed: str) -> bool:
        """Say whether the hash was made with other settings than ours (`PasswordHasher.needs_rehash`)."""
        try:
            return self._argon2.needs_update(hashed)
        except ValueError:
            return True

    def dummy_verify(self) -> None:
        """Take as long as `verify_password` (`PasswordHasher.dummy_verify`)."""
        self.verify_password(self._nobody, "nobody")


def password_problem(password: str, email: str = "", name: str = "") -> str | None:
    """Return why a new password is refused, as an English text, or None. No symbols, digits or capitals are asked for.

    Refused are fewer than 12 or more than 128 characters, what is on our list of common ones also behind capitals,
    marks and look-alikes (`P@ssw0rd-1234`), three or fewer different characters, and the person's own name or email.
    """
    if len(password) > _LONGEST_READ or len(_normalized(password)) > LONGEST:
        return "Use at most 128 characters for the password."
    written = _normalized(password)
    if any(unicodedata.category(letter) in {"Cc", "Cs", "Cn", "Co"} for letter in written):
        return "The password contains a character that not every keyboard can write."
    if len(written) < SHORTEST:
        return "Use at least 12 characters for the password."
    if len(set(written.casefold())) <= 3 or not _guesses(written).isdisjoint(_common()):
        return "This password is too common. Choose one that nobody guesses."
    if any(word in written.casefold() for word in _own_words(email, name)):
        return "Do not use your name or your email address in the password."
    return None


def _normalized(password: str) -> str:
    return unicodedata.normalize("NFKC", password) if len(password) <= _LONGEST_READ else ""


def _guesses(password: str) -> set[str]:
    """Return how the list may know a password: as it is, without marks, with look-alikes read as letters."""
    lower = password.casefold()
    tail = _TAIL.search(lower)
    read = lower[: tail.start()].translate(_LOOK_ALIKES) + tail[0]
    return {lower, *(re.sub(r"[\W_]", "", form) for form in (lower, read))}


def _own_words(email: str, name: str) -> set[str]:
    words = {email.partition("@")[0], *re.split(r"\W+", name), re.sub(r"\W+", "", name)}
    return {folded for word in words if len(folded := _normalized(word).casefold()) >= 4}


@cache
def _common() -> frozenset[str]:
    return frozenset(gzip.decompress(_COMMON.read_bytes()).decode().split("\n"))


def _random_base64(size: int) -> str:
    return base64.b64encode(secrets.token_bytes(size)).decode().rstrip("=")
