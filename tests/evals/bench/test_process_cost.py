import os
import subprocess
import sys

import pytest

from evals.bench.process_cost import cpu_seconds, family, memory_mb

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
BUSY = (
    "import time\nx = bytearray(40_000_000)\nend = time.process_time() + 0.3\nwhile time.process_time() < end: pass\n"
)


def test_a_child_counts_with_its_time_and_memory() -> None:
    own = memory_mb([os.getpid()])
    command = [sys.executable, "-c", BUSY + "print('done', flush=True)\ninput()"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "done\n"
        pids = family()
        assert child.pid in pids
        assert cpu_seconds([child.pid]) >= 0.25
        assert memory_mb(pids) > own + 35
        child.communicate("\n")
    assert child.pid not in family()
