"""What tests start instead of an interpreter is a process like any other; and who waits in tests counts no stalls."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from commands import environment
from patience import calm_seconds, until
from quick_processes import Forked, run, start

TELLS = (
    "import os, sys; print(os.getcwd(), os.environ['SAID'], sys.argv, sys.stdin.read(), file=sys.stderr); sys.exit(7)"
)


def test_a_forked_process_has_its_own_place_and_end(tmp_path: Path) -> None:
    """Protects the tests that start one: folder, environment, arguments, streams and exit code are those given."""
    ran = run([sys.executable, "-c", TELLS, "more"], environment(SAID="120"), "typed", cwd=tmp_path, text=True)
    assert (ran.returncode, ran.stdout) == (7, "")
    assert ran.stderr == f"{tmp_path} 120 ['-c', 'more'] typed\n"
    assert "SAID" not in os.environ


def test_a_forked_process_is_a_child_that_can_be_killed() -> None:
    """Protects kill -9 in tests: it is this process's own child, which hears signals, and is waited for."""
    code = "import os; print(os.getppid(), flush=True); input()"
    pipe = subprocess.PIPE
    with start([sys.executable, "-c", code], environment(), stdin=pipe, stdout=pipe, text=True) as process:
        assert isinstance(process, Forked)
        assert process.stdout is not None
        assert int(process.stdout.readline()) == os.getpid()
        process.kill()
        assert process.wait(60) == -signal.SIGKILL


def test_what_an_interpreter_reads_at_its_start_gets_one() -> None:
    """Protects tests of hash seeds and the like from a process whose interpreter began before."""
    code = "import sys; print(sys.flags.hash_randomization, sys.flags.hash_randomization)"
    with start([sys.executable, "-c", code], environment(PYTHONHASHSEED="0"), stdout=subprocess.PIPE) as process:
        assert not isinstance(process, Forked)
        assert process.communicate(timeout=60)[0] == b"0 0\n"


@pytest.mark.asyncio
async def test_a_machine_that_stalls_takes_no_patience() -> None:
    """Protects `make test` on a busy machine; and what never comes is told all the same."""
    looks = 0

    def comes() -> bool:
        nonlocal looks
        looks += 1
        time.sleep(0.3 if looks == 1 else 0)
        return looks == 3

    async with calm_seconds() as gone_by:
        assert await until(comes, 0.05) > 0.3
        assert gone_by() < 0.2
    with pytest.raises(AssertionError, match=r"waited 0\.05 seconds in vain"):
        await until(lambda: False, 0.05)
