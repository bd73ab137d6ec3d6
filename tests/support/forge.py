"""Servers forked off one process that has loaded the program: loading it anew takes longer than most tests need.

`python -m tests.support.forge` reads one order a line and answers each with one line; it ends with whoever gives them.
"""

import atexit
import contextlib
import functools
import importlib
import json
import os
import signal
import subprocess
import sys
import time
import traceback
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]


class Forge:
    """The process, as a test's process sees it."""

    def __init__(self) -> None:
        command = [sys.executable, "-m", "tests.support.forge"]
        self.process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        atexit.register(self.close)

    def start(self, module: str, function: str, environment: dict[str, str], log: Path) -> "Forged":
        """Start a server: a function, called in a process of its own with this environment."""
        order = {"module": module, "function": function, "environment": environment, "log": str(log)}
        return Forged(self, self.order(do="start", **order))

    def order(self, **order: Any) -> Any:
        """Have something done."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps(order) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def close(self) -> None:
        """End it."""
        assert self.process.stdin is not None
        self.process.stdin.close()
        self.process.wait(20)


@functools.cache
def forge() -> Forge:
    """This process's own."""
    return Forge()


class Forged:
    """A server's process; what is asked of it is what one asks of a `subprocess.Popen`."""

    def __init__(self, forge: Forge, pid: int) -> None:
        self.forge, self.pid = forge, pid
        self.returncode: int | None = None

    def poll(self) -> int | None:
        """Its exit code, None as long as it runs."""
        if self.returncode is None:
            self.returncode = self.forge.order(do="poll", pid=self.pid)
        return self.returncode

    def wait(self, timeout: float) -> int:
        """Its exit code, once it has ended."""
        until = time.monotonic() + timeout
        while (code := self.poll()) is None:
            if time.monotonic() > until:
                raise subprocess.TimeoutExpired(f"process {self.pid}", timeout)
            time.sleep(0.01)
        return code

    def send_signal(self, number: int) -> None:
        if self.poll() is None:
            os.kill(self.pid, number)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)


def _work() -> None:
    """Load the program, then do as told until nobody tells any more."""
    from leadx_app.collector import undisturbed
    from leadx_app.reflex_switches import SERVING, set_switches

    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # What anybody prints is no answer.
    set_switches()
    os.environ["__REFLEX_SKIP_COMPILE"] = SERVING["__REFLEX_SKIP_COMPILE"]
    with undisturbed():
        # All but the app itself, which is made with a server's own settings.
        import granian.server.embed  # noqa: F401

        import leadx_app.api.application
        import leadx_app.cli
        import leadx_app.pages.routes
        import leadx_app.rounds  # noqa: F401
    running: set[int] = set()
    for line in sys.stdin:
        order = json.loads(line)
        if order["do"] == "start":
            answer: int | None = _fork(order)
            running.add(answer)
        else:
            answer = _exit_code(order["pid"])
            running -= set() if answer is None else {order["pid"]}
        print(json.dumps(answer), file=answers, flush=True)
    for pid in running:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def _exit_code(pid: int) -> int | None:
    ended, status = os.waitpid(pid, os.WNOHANG)
    return os.waitstatus_to_exitcode(status) if ended else None


def _fork(order: dict[str, Any]) -> int:
    pid = os.fork()
    if pid:
        return pid
    code = 1
    try:
        _stand_alone(order["environment"], order["log"])
        getattr(importlib.import_module(order["module"]), order["function"])()
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 1
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _stand_alone(environment: dict[str, str], log: str) -> None:
    """As if the process had been started with this environment in a session of its own, writing into its log."""
    os.setsid()
    for number, name, how in (
        (0, os.devnull, os.O_RDONLY),
        (1, log, os.O_WRONLY | os.O_APPEND | os.O_CREAT),
        (2, log, os.O_WRONLY | os.O_APPEND | os.O_CREAT),
    ):
        opened = os.open(name, how)
        os.dup2(opened, number)
        os.close(opened)
    os.environ.clear()
    os.environ.update(environment)


if __name__ == "__main__":
    _work()
