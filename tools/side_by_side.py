"""Runs the tests in two parts beside each other, each in several processes: one seldom keeps two cores busy.

The journeys are a part of their own, because a browser's event loop stays in the process that drives it.
"""

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import IO

from common import ROOT, VENV_PYTHON, say

JOURNEYS = "e2e"
# A file of tests stays in one process: its tests may share what is dear to set up.
PROCESSES = ("-n", "2", "--dist", "loadfile", "--no-loadscope-reorder")
# A little: the browser's pages are what people would wait for.
GIVING_WAY = 5


def parts(folder: Path) -> list[list[str]]:
    """What pytest is told for each part of a folder of tests; together they are all of it. The last one is shown."""
    journeys = folder / JOURNEYS
    return [[str(folder), f"--ignore={journeys}"], [str(journeys)]]


def run_parts(folder: Path) -> int:
    """Run all parts at once; what the others say is shown when the last one has ended. The worst exit code."""
    *others, shown = parts(folder)
    with contextlib.ExitStack() as stack:
        said = [stack.enter_context(tempfile.TemporaryFile()) for _ in others]
        running = [_start(words, output, GIVING_WAY) for words, output in zip(others, said, strict=True)]
        for process in running:
            stack.callback(_end, process)
        codes = [_start(shown, None, 0).wait()]
        for process, output in zip(running, said, strict=True):
            say("waiting for the tests beside these …")
            codes.append(process.wait())
            output.seek(0)
            sys.stdout.buffer.write(output.read())
            sys.stdout.flush()
    say(f"tests: {'all parts passed' if not any(codes) else f'a part failed (exit codes {codes})'}")
    return max(codes, key=abs)


def _start(words: Sequence[str], output: IO[bytes] | None, giving_way: int) -> subprocess.Popen[bytes]:
    """Run a part."""
    # They would all write the same cache.
    command = [str(VENV_PYTHON), "-m", "pytest", *PROCESSES, *words, "-p", "no:cacheprovider"]
    # Every process must find the same tests in the same order, also those made from a set.
    environment = {**os.environ, "PYTHONHASHSEED": "0"}
    return subprocess.Popen(["nice", "-n", str(giving_way), *command], cwd=ROOT, stdout=output, env=environment)


def _end(process: subprocess.Popen[bytes]) -> None:
    """Let a part that is still running clean up after itself."""
    if process.poll() is None:
        process.send_signal(signal.SIGINT)
        process.wait()
