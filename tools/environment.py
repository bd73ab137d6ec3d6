"""The virtual environment: made once, refilled only when the pins changed."""

import hashlib
import importlib.util
import subprocess
import sys
import tempfile
import urllib.request
import venv
from pathlib import Path

from common import ROOT, VENV, VENV_PYTHON, fingerprint, only_one, quietly, say, stop

RUN = ("requirements.txt", "requirements.lock")
DEVELOP = ("requirements-dev.txt", *RUN)

# For a Python without ensurepip (Debian's without python3-venv), or an environment that another tool made.
PIP_WHEEL = (
    "https://files.pythonhosted.org/packages/44/3c/d717024885424591d5376220b5e836c2d5293ce2011523c9de23ff7bf068/"
    "pip-25.3-py3-none-any.whl"
)
PIP_SHA256 = "9655943313a94722b7774661c21049070f6bbb0a1516bf02f7c8d5d9201514cd"

LOCK_HEADER = "# What requirements*.txt resolve to; written by `make lock` and used as constraints.\n"


def ensure_environment(develop: bool = False) -> None:
    """Make `.venv` hold the pinned requirements; `develop` adds those of tests and checks."""
    names = DEVELOP if develop else RUN
    wanted = _pins(names)
    if _installed(wanted, develop):
        return
    with only_one():
        if _installed(wanted, develop):
            return
        if not VENV_PYTHON.exists():
            _create()
        if not _has_pip():
            _fetch_pip()
        say(f"installing the requirements of {names[0]} (once, a minute or two) …")
        _pip("install", "--quiet", "-r", names[0], *_constraints())
        _stamp(develop).write_text(wanted)
        if develop:
            _stamp(False).write_text(_pins(RUN))


def install(requirements: str) -> None:
    """Install one more file of requirements, once."""
    wanted = _pins((requirements,))
    stamp = VENV / f".leadx-{Path(requirements).stem}"
    with only_one():
        if not stamp.exists() or stamp.read_text() != wanted:
            _pip("install", "--quiet", "-r", requirements)
            stamp.write_text(wanted)


def write_lock() -> None:
    """Write the exact versions of everything installed to requirements.lock."""
    freeze = [str(VENV_PYTHON), "-m", "pip", "freeze", "--exclude-editable"]
    lines = subprocess.run(freeze, capture_output=True, text=True, check=True).stdout
    (ROOT / "requirements.lock").write_text(LOCK_HEADER + lines)
    say(f"wrote requirements.lock, {len(lines.splitlines())} packages")


def _pins(names: tuple[str, ...]) -> str:
    files = [ROOT / name for name in names if (ROOT / name).exists()]
    return fingerprint(files, f"{sys.version_info[0]}.{sys.version_info[1]}")


def _stamp(develop: bool) -> Path:
    return VENV / (".leadx-develop" if develop else ".leadx-run")


def _installed(wanted: str, develop: bool) -> bool:
    stamp = _stamp(develop)
    return VENV_PYTHON.exists() and stamp.exists() and stamp.read_text() == wanted


def _constraints() -> list[str]:
    return ["-c", "requirements.lock"] if (ROOT / "requirements.lock").exists() else []


def _create() -> None:
    say(f"making the virtual environment with Python {sys.version.split()[0]} …")
    try:
        venv.create(VENV, with_pip=importlib.util.find_spec("ensurepip") is not None, symlinks=True)
    except (OSError, subprocess.CalledProcessError) as error:
        stop(f"cannot make {VENV}: {error}")


def _has_pip() -> bool:
    return subprocess.run([VENV_PYTHON, "-m", "pip", "--version"], capture_output=True, check=False).returncode == 0


def _fetch_pip() -> None:
    """Install pip from its own wheel, which runs without being installed."""
    say("the environment has no pip; fetching it …")
    try:
        with urllib.request.urlopen(PIP_WHEEL, timeout=60) as answer:
            content = answer.read()
    except OSError as error:
        stop(f"cannot fetch {PIP_WHEEL} ({error}); install the package python3-venv instead")
    if hashlib.sha256(content).hexdigest() != PIP_SHA256:
        stop(f"{PIP_WHEEL} is not the file that it should be")
    with tempfile.TemporaryDirectory() as folder:
        wheel = Path(folder) / PIP_WHEEL.rsplit("/", 1)[1]
        wheel.write_bytes(content)
        quietly([str(VENV_PYTHON), f"{wheel}/pip", "install", "--quiet", str(wheel)], "cannot install pip")


def _pip(*arguments: str) -> None:
    quietly(
        [str(VENV_PYTHON), "-m", "pip", "--disable-pip-version-check", *arguments],
        "installing the requirements failed; is the package index reachable?",
    )
