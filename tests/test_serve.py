"""Workers and their supervisor."""

import subprocess
import sys

LATE_WORKER = """
import multiprocessing, os
from leadx_app.serve import follow_supervisor

def work():
    while os.getppid() == multiprocessing.parent_process().pid:
        os.sched_yield()
    follow_supervisor()
    print("went on alone", flush=True)

multiprocessing.get_context("fork").Process(target=work).start()
os._exit(0)
"""


def test_a_worker_that_is_born_when_its_supervisor_ends_does_not_go_on_alone():
    said = subprocess.run([sys.executable, "-c", LATE_WORKER], capture_output=True, text=True, timeout=60)
    assert (said.stdout, said.stderr) == ("", "")
