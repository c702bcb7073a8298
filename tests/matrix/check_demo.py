"""`make matrix-demo`: a screening can be tried in the terminal, and whatever ends it leaves nothing."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
TYPED = "120 days\n1\n>3 2\n*1\n"


@pytest.mark.parametrize("ending", ["what is typed ends", "Ctrl-C"])
def test_the_demo_reads_like_the_terminal_and_leaves_nothing(ending: str, tmp_path: Path) -> None:
    """Protects whoever tries it: numbers choose, quotes and edits go, and neither process nor folder is left behind."""
    environment = os.environ | {"TMPDIR": str(tmp_path), "PYTHONPATH": os.pathsep.join([str(ROOT), str(HERE)])}
    command = [sys.executable, str(HERE / "matrix_demo.py")]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, env=environment, start_new_session=True) as demo:
        assert demo.stdin is not None
        assert demo.stdout is not None
        demo.stdin.write(TYPED)
        demo.stdin.flush()
        shown = "".join(iter(demo.stdout.readline, "> *1\n"))
        if ending == "Ctrl-C":
            os.killpg(demo.pid, signal.SIGINT)  # as a terminal does: all that was started gets it
        demo.stdin.close()
        shown += demo.stdout.read()
        assert demo.wait(60) == 0
    for words in ("What is the diagnosis?\n1) B-precursor ALL\n", "[1, changed]", "Phase of the disease: Relapsed"):
        assert words in shown
    assert shown.rstrip().endswith("The demo has ended; what was kept for it is gone.")
    assert list(tmp_path.glob("matrix-demo-*")) == []
    with pytest.raises(ProcessLookupError):
        os.killpg(demo.pid, 0)
