"""What is installed is written down: pins, what they resolve to, and the packages of the pages."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def pins(name: str) -> dict[str, str]:
    """Package names, as pip compares them, and their versions."""
    found = re.findall(r"^([\w.-]+)(?:\[[\w,]+\])?==(\S+)", (ROOT / name).read_text(), re.MULTILINE)
    return {re.sub(r"[-_.]+", "-", package).lower(): version for package, version in found}


def test_every_requirement_is_pinned():
    for name in ("requirements.txt", "requirements-dev.txt", "requirements-postgres.txt"):
        lines = [line for line in (ROOT / name).read_text().splitlines() if line and line[0] not in "#-"]
        assert len(lines) == len(pins(name)), name


def test_the_lock_agrees_with_the_pins():
    lock = pins("requirements.lock")
    wanted = pins("requirements.txt") | pins("requirements-dev.txt")
    differing = {package: (version, lock.get(package)) for package, version in wanted.items()}
    differing = {package: pair for package, pair in differing.items() if pair[0] != pair[1]}
    assert differing == {}, "run `make lock`"


def test_the_packages_of_the_pages_are_locked():
    assert (ROOT / "reflex.lock" / "package-lock.json").exists()
