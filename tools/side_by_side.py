"""Runs the tests in two processes beside each other: one seldom keeps two cores busy."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import IO

from common import ROOT, VENV_PYTHON, say

# What stands on nothing that is served. Everything else, also what is new, belongs to the other half.
UNSERVED = ("domain", "queries", "adapters", "architecture", "tools")


def halves(folder: Path) -> tuple[list[str], list[str]]:
    """What pytest is told for either half of a folder of tests; together they are all of it."""
    first = [str(folder / name) for name in UNSERVED if (folder / name).is_dir()]
    return first, [str(folder), *(f"--ignore={path}" for path in first)]


def run_halves(folder: Path) -> int:
    """Run both halves; what the first says is shown when the second has ended. The exit code of whichever failed."""
    first, second = halves(folder)
    with tempfile.TemporaryFile() as said:
        beside = _start(first, said)
        try:
            shown = _start(second, None)
            codes = [shown.wait()]
            say(f"waiting for {', '.join(UNSERVED)} …")
            codes.append(beside.wait())
        finally:
            _end(beside)
        said.seek(0)
        sys.stdout.buffer.write(said.read())
        sys.stdout.flush()
    return max(codes, key=abs)


def _start(words: Sequence[str], output: IO[bytes] | None) -> subprocess.Popen[bytes]:
    command = [str(VENV_PYTHON), "-m", "pytest", *words]
    # Both would write the same cache.
    return subprocess.Popen([*command, "-p", "no:cacheprovider"], cwd=ROOT, stdout=output, env=os.environ)


def _end(process: subprocess.Popen[bytes]) -> None:
    """Let a half that is still running clean up after itself."""
    if process.poll() is None:
        process.terminate()
        process.wait()
