"""Runs the tests in processes beside each other: one seldom keeps two cores busy."""

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

# Folders that run beside the browser's journeys. Everything else, also what is new, runs with those.
BESIDE = (("domain", "queries", "adapters", "architecture", "tools", "mail"), ("state", "api"))

# Chromium itself runs its pages at 5 and more.
GIVING_WAY = 15


def parts(folder: Path) -> list[list[str]]:
    """What pytest is told for each part of a folder of tests; together they are all of it. The last one is shown."""
    beside = [[str(folder / name) for name in names if (folder / name).is_dir()] for names in BESIDE]
    ignored = [f"--ignore={path}" for paths in beside for path in paths]
    return [*(paths for paths in beside if paths), [str(folder), *ignored]]


def run_parts(folder: Path) -> int:
    """Run all parts at once; what the others say is shown when the last one has ended. The worst exit code."""
    *others, shown = parts(folder)
    with contextlib.ExitStack() as stack:
        said = [stack.enter_context(tempfile.TemporaryFile()) for _ in others]
        running = [_start(words, output) for words, output in zip(others, said, strict=True)]
        for process in running:
            stack.callback(_end, process)
        codes = [_start(shown, None).wait()]
        for process, output in zip(running, said, strict=True):
            say("waiting for the tests beside these …")
            codes.append(process.wait())
            output.seek(0)
            sys.stdout.buffer.write(output.read())
            sys.stdout.flush()
    return max(codes, key=abs)


def _start(words: Sequence[str], output: IO[bytes] | None) -> subprocess.Popen[bytes]:
    """Run a part; those that are shown later give way to the browser, whose pages would otherwise wait for them."""
    yielding = ["nice", "-n", str(GIVING_WAY)] if output else []
    command = [*yielding, str(VENV_PYTHON), "-m", "pytest", *words]
    # They would all write the same cache.
    return subprocess.Popen([*command, "-p", "no:cacheprovider"], cwd=ROOT, stdout=output, env=os.environ)


def _end(process: subprocess.Popen[bytes]) -> None:
    """Let a part that is still running clean up after itself."""
    if process.poll() is None:
        process.send_signal(signal.SIGINT)
        process.wait()
