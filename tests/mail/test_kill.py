"""kill -9 while leads are handed over and mailed about: nothing is lost, and only what was under way comes twice."""

import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from leadx_app.mail.delivery import LINES
from tests.cast import gather_in
from tests.support.lanes import Lane
from tests.support.mails import deliver, mail_runtime, mail_settings, outbox, time_passes
from tests.support.server import ROOT
from tests.support.smtp_sink import SmtpSink

pytestmark = [pytest.mark.slow, pytest.mark.timeout(120)]

MANAGERS = ("manager@nordlys.example", "other.manager@nordlys.example")
LINK = re.compile(r"/leads/([0-9a-f-]{36})")


def _write_and_kill(sink: SmtpSink, command: list[str], acts: int, arrived: int) -> set[str]:
    """Let another process act and send; kill it after so many acts and mails. Returns the leads it acknowledged."""
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as writer:
        acknowledged = set()
        for line in writer.stdout:
            if line.endswith("\n"):
                acknowledged.add(line.strip())
            if len(acknowledged) >= acts and len(sink.mails) >= arrived:
                writer.kill()
    assert writer.returncode == -9
    return acknowledged


@pytest.mark.parametrize(("acts", "arrived", "hangs"), [(1, 0, False), (40, 12, False), (10, 0, True)])
def test_a_kill_between_the_act_and_its_mail_loses_nothing(
    lane: Lane, tmp_path: Path, acts: int, arrived: int, hangs: bool
) -> None:
    with lane.migrated() as url, SmtpSink() as sink, mail_runtime(tmp_path, url, **mail_settings(sink)) as runtime:
        cast = gather_in(runtime.database)
        sink.hanging = set(MANAGERS) if hangs else set()
        command = [sys.executable, "-m", "tests.support.mail_writer", url, str(sink.port), str(tmp_path)]
        acknowledged = _write_and_kill(sink, [*command, cast.secret(cast.basic)], acts, arrived)
        sink.hanging = set()
        time_passes(runtime.database)
        deliver(runtime)
        assert {mail.state.value for mail in outbox(runtime.database)} == {"sent"}
        for manager in MANAGERS:
            letters = {mail["Message-ID"]: mail.get_body(["plain"]).get_content() for mail in sink.to(manager)}
            told = Counter(lead for letter in letters.values() for lead in LINK.findall(letter))
            assert acknowledged <= set(told)
            assert set(told.values()) == {1}
        twice = [count for count in Counter(mail["Message-ID"] for mail in sink.mails).values() if count > 1]
        assert len(twice) <= LINES
        assert all(count == 2 for count in twice)
