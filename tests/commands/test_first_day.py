"""The first day, as docs/operations.md tells it: the files that it copies, and the packages of the lock for running.

A service starts with exactly the settings of the example, and each page and metric that "What to watch" names is there.
"""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from socket import socket
from urllib.request import urlopen

import pytest
from commands import PATIENCE
from documents import ROOT
from locks import ALONE, RUN, link_packages

from bot.workbench.telegram_standin import TOKEN, Standin

GUIDE = (ROOT / "docs/operations.md").read_text(encoding="utf-8")
WATCHED = GUIDE.split("\n## What to watch\n")[1].split("\n## ")[0]
EXAMPLE = (ROOT / "docs/trialscreen.env").read_text(encoding="utf-8")
UNIT = (ROOT / "docs/trialscreen.service").read_text(encoding="utf-8")
LISTEN = "127.0.0.1:8080"


@dataclass(frozen=True)
class Machine:
    """A machine on which the steps before the service were done. `address` is a free one in place of the example's."""

    folder: Path
    packages: Path
    address: str
    telegram: str

    @property
    def credentials(self) -> Mapping[str, str]:
        """What the unit sets, with the folder of its credentials."""
        named = re.findall(r"^Environment=(TRIALSCREEN_\w+)=%d/(\w+)$", UNIT, re.MULTILINE)
        return {name: str(self.folder / file) for name, file in named}

    def start(self, *arguments: str, **more: str) -> "subprocess.Popen[str]":
        """Starts a command of ours where the settings are; it sees the packages of the lock, and nothing of tests."""
        own = {name: text for name, text in os.environ.items() if not name.startswith(("TRIALSCREEN_", "PYTHON"))}
        return subprocess.Popen(
            [sys.executable, "-I", "-S", "-c", ALONE, str(ROOT), str(self.packages), *arguments],
            cwd=self.folder,
            env=own | {"TRIALSCREEN_TELEGRAM_API": self.telegram} | more,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, *arguments: str) -> tuple[int, str]:
        """Runs such a command to its end, and returns its exit code and what it said."""
        with self.start(*arguments) as process:
            out, err = process.communicate(timeout=PATIENCE)
        return process.returncode, out + err

    def read_page(self, path: str) -> str:
        """Returns a page of the service."""
        with urlopen(f"http://{self.address}{path}", timeout=PATIENCE) as page:
            text: str = page.read().decode()
        return text


@pytest.fixture(scope="module")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machine]:
    """A machine with the example's settings, its folders being others, and a Telegram."""
    folder = tmp_path_factory.mktemp("machine")
    with socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    text = re.sub("/(etc|var/lib)/trialscreen", str(folder), EXAMPLE).replace(LISTEN, address)
    made = subprocess.run(["openssl", "rand", "-base64", "32"], capture_output=True, text=True, check=True, timeout=60)
    for name, content in ((".env", text), ("key", made.stdout), ("token", f"{TOKEN}\n")):
        (folder / name).write_text(content, encoding="utf-8")
        (folder / name).chmod(0o400)
    with Standin() as standin:
        yield Machine(folder, link_packages(RUN, folder / "packages"), address, standin.base_url.removesuffix("/bot"))


@pytest.fixture(scope="module")
def serving(machine: Machine) -> Iterator[Machine]:
    """The same machine while it serves; and it stops as it should."""
    with machine.start("telegram", **machine.credentials) as service:
        assert service.stderr is not None
        try:
            said = ""
            while '"polling"' not in said:
                line = service.stderr.readline()
                assert line, said
                said += line
            yield machine
            service.send_signal(signal.SIGTERM)
            service.communicate(timeout=PATIENCE)
        finally:
            service.kill()
    assert service.returncode == 0


def test_what_is_installed_shows_its_help_and_finds_nothing_wrong(machine: Machine) -> None:
    """Protects the lock for running: commands need nothing that only developers have, and reports can be made."""
    code, said = machine.run("--help")
    assert (code, "telegram" in said) == (0, True), said
    code, said = machine.run("doctor")
    assert (code, "ok    reports: the extra [reports] is installed" in said) == (0, True), said


def test_every_page_that_is_to_be_watched_is_there(serving: Machine) -> None:
    """Protects alarms: with the settings of the example alone, each page is where the guide says."""
    assert f"`http://{LISTEN}/metrics`" in WATCHED
    assert f"\nTRIALSCREEN_LISTEN={LISTEN}\n" in EXAMPLE
    pages = {"/health", "/ready", *re.findall(rf"`(?:http://{LISTEN})?(/[a-z]+)`", WATCHED)}
    assert {page for page in pages if not serving.read_page(page)} == set()


def test_every_metric_that_is_to_be_watched_is_on_the_page(serving: Machine) -> None:
    """Protects alarms: an alarm on a metric that a service does not serve never goes off."""
    page = serving.read_page("/metrics")
    named = set(re.findall(r"`((?:trialscreen|process)_[a-z_]+(?:\{[a-z]+=\"[a-z_]+\"\})?)`", WATCHED))
    assert len(named) > 20
    assert {each for each in named if not re.search(rf"^{re.escape(each)}(_bucket)?[ {{]", page, re.MULTILINE)} == set()


def test_what_is_to_be_done_every_night_can_be_done_beside_the_service(serving: Machine) -> None:
    """Protects the nights: the commands read the same settings, and find the database that the service made."""
    assert "`trialscreen screening audit`" in WATCHED
    assert "`trialscreen backup FILE`" in WATCHED
    code, said = serving.run("screening", "audit")
    assert (code, "faults: 0" in said) == (0, True), said
    code, said = serving.run("backup", "night.backup")
    assert (code, "Backed up and verified" in said) == (0, True), said


def test_every_file_that_is_copied_is_there(machine: Machine) -> None:
    """Protects the first day: the files of its commands are in the source, and the command reads the settings."""
    copied = re.findall(r"^ +(?:cp|install .*) (docs/\S+) (/\S+)$", GUIDE, re.MULTILINE)
    assert {target for _, target in copied} >= {"/etc/trialscreen/.env", "/usr/local/bin/trialscreen"}
    assert {file for file, _ in copied if not (ROOT / file).is_file()} == set()
    command = (ROOT / "docs/trialscreen.sh").read_text(encoding="utf-8")
    assert "env -C /etc/trialscreen /opt/trialscreen/bin/trialscreen" in command
