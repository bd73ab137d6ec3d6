"""Paths, messages, fingerprints and the lock that the set-up steps share."""

import contextlib
import fcntl
import hashlib
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
VENV_PYTHON = VENV / "bin" / "python"

# For the modules of the application that need nothing installed.
sys.path.append(str(ROOT))


def say(text: str) -> None:
    """One line of progress."""
    print(f"LeadX: {text}", flush=True)


def stop(text: str, code: int = 1) -> NoReturn:
    """End with one clear line."""
    print(f"LeadX: {text}", file=sys.stderr, flush=True)
    raise SystemExit(code)


def fingerprint(files: Iterable[Path], *words: str) -> str:
    """A digest of the words and of the names and contents of the files, in any order."""
    digest = hashlib.sha256("\0".join(words).encode())
    for path in sorted(files):
        digest.update(str(path.relative_to(ROOT)).encode() + b"\0")
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


@contextlib.contextmanager
def only_one() -> Iterator[None]:
    """Hold the set-up lock: two starts at once install and build once, one after the other."""
    VENV.mkdir(exist_ok=True)
    with (VENV / ".leadx.lock").open("a") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def quietly(command: list[str], failure: str, environment: dict[str, str] | None = None) -> None:
    """Run a command and show what it printed only if it fails."""
    done = subprocess.run(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    if done.returncode:
        print("\n".join(done.stdout.splitlines()[-80:]), file=sys.stderr)
        stop(failure)


def become(*arguments: str) -> NoReturn:
    """Replace this process by the virtual environment's Python, so that signals reach it directly."""
    sys.stdout.flush()
    os.chdir(ROOT)
    os.execv(VENV_PYTHON, [str(VENV_PYTHON), *arguments])
