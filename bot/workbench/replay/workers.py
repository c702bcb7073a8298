"""Playing scripts in several processes, each with a stage of its own. Whatever ends the command ends them."""

import os
import pickle
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue
from threading import Lock, Thread

from bot.config.errors import UsageFault
from bot.workbench.layers.temp_folder import make_temp_folder
from bot.workbench.replay.playing import Numbered, ReplayPlan, ReportResult
from bot.workbench.replay.worker import PlayedScript, WorkerFault, WorkerReply, send
from dialogs.testing.scripts.format.blocks import Script

AT_HAND = 16
"""How many scripts a process has at hand, so that it never waits for the next one."""

WORTH_A_PROCESS = {"core": 1_500, "storage": 20, "telegram": 25, "matrix": 25, "web": 25}
"""How many scripts take as long as a process takes to start: fewer are played sooner without another one.

Measured in processor time; for the page in three ways: 25, 27 and 32.
"""


@dataclass(frozen=True)
class Gone:
    """A process that ended before it was done, with its exit code."""

    code: int


def choose_processes(count: int, through: str, jobs: int) -> int:
    """Returns how many processes play `count` scripts: `jobs`, or, where that is 0, as many as are worth starting."""
    if jobs:
        return min(jobs, count)
    return max(1, min(_processors(), count // WORTH_A_PROCESS[through]))


def play_in_processes(scripts: Sequence[Script], plan: ReplayPlan, jobs: int, tell: ReportResult) -> None:
    """Plays scripts in `jobs` processes, and tells each result as soon as it is there.

    Raises `UsageFault` where a process refuses to play, or ends before it is done.
    """
    replies: SimpleQueue[WorkerReply | Gone] = SimpleQueue()
    waiting = _Waiting(enumerate(scripts), max(1, min(AT_HAND, len(scripts) // jobs)))
    with ExitStack() as stack:
        home = stack.enter_context(make_temp_folder())
        for _ in range(jobs):
            process = _start(home)
            thread = Thread(target=_attend, args=(process, plan, waiting, replies), daemon=True)
            stack.callback(_end, process, thread)
            thread.start()
        for _ in scripts:
            reply = replies.get()
            if isinstance(reply, PlayedScript):
                tell(reply.at, reply.result)
            else:
                raise UsageFault(reply.message if isinstance(reply, WorkerFault) else _report_gone(reply))


class _Waiting:
    """The scripts that no process has yet; each is taken once. `at_hand` is how many a process may have at a time."""

    def __init__(self, scripts: Iterator[Numbered], at_hand: int) -> None:
        self._scripts = scripts
        self.at_hand = at_hand
        self._lock = Lock()

    def next(self) -> Numbered | None:
        with self._lock:
            return next(self._scripts, None)


def _attend(
    process: "subprocess.Popen[bytes]", plan: ReplayPlan, waiting: _Waiting, replies: "SimpleQueue[WorkerReply | Gone]"
) -> None:
    """Hands scripts to one process as it needs them, and passes on what it replies."""
    assert process.stdin is not None
    assert process.stdout is not None
    at_hand = 0
    try:
        send(process.stdin, plan)
        while True:
            while at_hand < waiting.at_hand and (script := waiting.next()) is not None:
                send(process.stdin, script)
                at_hand += 1
            if not at_hand:
                return
            replies.put(pickle.load(process.stdout))  # noqa: S301 - it comes from a process that this one started
            at_hand -= 1
    except (EOFError, OSError, ValueError, pickle.UnpicklingError):
        replies.put(Gone(process.wait()))


def _start(home: Path) -> "subprocess.Popen[bytes]":
    """Starts a process with the modules of this one, which leaves whatever it makes in `home`.

    It has a session of its own: Ctrl-C is for the command, which ends it.
    """
    program = "import sys; sys.path[:] = sys.argv[1:]; from bot.workbench.replay.worker import serve; serve()"
    pipe = subprocess.PIPE
    command = [sys.executable, "-c", program, *sys.path]
    environment = os.environ | {"TMPDIR": str(home)}
    return subprocess.Popen(  # noqa: S603 - our own program
        command, env=environment, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, start_new_session=True
    )


def _end(process: "subprocess.Popen[bytes]", attending: Thread) -> None:
    """Ends a process at once: what it holds lies in the folder that goes with the command."""
    process.kill()
    process.wait()
    if attending.is_alive():  # Ctrl-C may come before it was started
        attending.join()
    for pipe in (process.stdin, process.stdout):
        with suppress(OSError):
            assert pipe is not None
            pipe.close()


def _report_gone(gone: Gone) -> str:
    how = f"was ended by signal {-gone.code}" if gone.code < 0 else f"ended with exit code {gone.code}"
    return f"a process that plays scripts {how} before it was done; run again, with --jobs 1 if it stays so"


def _processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
