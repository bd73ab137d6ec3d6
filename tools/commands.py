"""The commands behind the Makefile's targets."""

import os
import subprocess
from collections.abc import Callable

from audit import audit
from common import ROOT, VENV, VENV_PYTHON, become, stop
from environment import ensure_environment, write_lock
from frontend import ensure_frontend, is_built
from postgres import ensure_postgres
from side_by_side import run_parts

MODULE = "leadx_app.cli"


def run() -> None:
    """Set everything up and serve."""
    ensure_environment()
    if not is_built():
        _check_settings()
        ensure_frontend()
    become("-m", MODULE, "serve")


def build() -> None:
    """Build the pages if a source changed."""
    ensure_environment()
    ensure_frontend()


def migrate() -> None:
    """Bring the database up to date."""
    ensure_environment()
    become("-m", MODULE, "migrate")


def demo() -> None:
    """Fill an empty database with the demo data."""
    ensure_environment()
    become("-m", MODULE, "demo")


def migration() -> None:
    """Draft a migration; its message comes in MESSAGE."""
    message = os.environ.get("MESSAGE", "").strip()
    if not message:
        stop('say what it does: make migration m="Add tags"', code=2)
    ensure_environment(develop=True)
    become("-m", MODULE, "migration", message)


def test() -> None:
    """Set everything up and run every test; further words for pytest come in PYTEST_ARGUMENTS."""
    ensure_environment(develop=True)
    ensure_postgres()
    ensure_frontend()
    _run(str(VENV_PYTHON), "-m", "tests.support.browser")
    _run(str(VENV_PYTHON), "-m", "tests.support.redis")
    chosen = os.environ.get("PYTEST_ARGUMENTS", "").split()
    if chosen:
        become("-m", "pytest", *chosen)
    raise SystemExit(run_parts(ROOT / "tests"))


def check() -> None:
    """Format, lint, import contract, types, and the tests that need neither browser nor PostgreSQL."""
    ensure_environment(develop=True)
    programs = VENV / "bin"
    for words in (["ruff", "format", "--check", "."], ["ruff", "check", "."], ["lint-imports"], ["mypy"]):
        _run(str(programs / words[0]), *words[1:])
    if audit():
        raise SystemExit(1)
    os.environ["LEADX_TEST_LANES"] = "sqlite"
    become("-m", "pytest", "-q", "--ignore=tests/e2e")


def format() -> None:
    """Format and mend what can be mended."""
    ensure_environment(develop=True)
    _run(str(VENV / "bin" / "ruff"), "check", "--fix", ".")
    _run(str(VENV / "bin" / "ruff"), "format", ".")


def bench() -> None:
    """Measure against the marks."""
    ensure_environment(develop=True)
    ensure_postgres()
    ensure_frontend()
    become("-m", "bench")


def shots() -> None:
    """Take pictures of every page."""
    ensure_environment(develop=True)
    ensure_frontend()
    _run(str(VENV_PYTHON), "-m", "tests.support.browser")
    become("-m", "tests.e2e.shots")


def lock() -> None:
    """Write down what is installed."""
    ensure_environment(develop=True)
    write_lock()


COMMANDS: dict[str, Callable[[], None]] = {
    command.__name__: command
    for command in (run, build, migrate, migration, demo, test, check, format, bench, shots, lock)
}


def main(arguments: list[str]) -> int:
    """Run the named command."""
    if len(arguments) != 1 or arguments[0] not in COMMANDS:
        stop(f"usage: python3 tools [{'|'.join(COMMANDS)}]", code=2)
    try:
        COMMANDS[arguments[0]]()
    except KeyboardInterrupt:
        return 130
    return 0


def _run(*words: str) -> None:
    code = subprocess.run(words, cwd=ROOT, check=False).returncode
    if code:
        raise SystemExit(code)


def _check_settings() -> None:
    """Refuse a wrong setting before the pages are built, not a minute later."""
    code = subprocess.run([VENV_PYTHON, "-m", MODULE, "settings"], cwd=ROOT, stdout=subprocess.DEVNULL).returncode
    if code:
        raise SystemExit(code)
