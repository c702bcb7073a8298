"""A plugin of pytest for authors of trials: scripts as tests, a dialogue to talk to, and a clock that stands still.

It is installed as a module of its own, `trialscreen_pytest`. It imports nothing of trialscreen before a setting, a
script or a fixture asks for it. So a project with a package called bot, dialogs or storage can run pytest beside it.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from datetime import datetime
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from _pytest._code.code import TerminalRepr

    from bot.workbench.fixtures.clock import FrozenClock
    from bot.workbench.fixtures.dialogue import HeldDialogue
    from bot.workbench.fixtures.scripts import ScriptReader
    from bot.workbench.replay.gathering.script_reading import GatheredScript
    from dialogs.conversation.dialogue import Dialogue

TRIAL = "trialscreen_trial"
NOW = "trialscreen_now"

SUFFIXES = (".convo.txt", ".abuse.txt")

ROOMS = {"bot": "workbench", "dialogs": "testing", "storage": "unit_of_work"}
"""Our packages, and a folder by which each is known."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Adds the settings of the plugin."""
    parser.addini(
        TRIAL,
        "the trial that is tested: an id, or the file of its definition, from the root folder; scripts are tests then",
    )
    parser.addini(
        NOW,
        "where the clock of every test stands at first, such as 2026-06-01T12:00; that of `trialscreen replay` if"
        " not set",
    )


@pytest.hookimpl(tryfirst=True)
def pytest_collection(session: pytest.Session) -> None:
    """Checks the settings, once. Raises `pytest.UsageError` where one is wrong.

    Where a package called like one of ours is, this is told by what needs ours: other tests may mean that one.
    """
    config = session.config
    if _is_shadowed(config.rootpath):
        return
    if config.getini(TRIAL):
        try:
            _dialogue(_trial(config))
        except pytest.UsageError as fault:
            raise pytest.UsageError(f"{TRIAL}: {fault}") from fault
    if config.getini(NOW):
        _now(config)


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Adds to what a folder holds that which bears the name of a script and is no file: pytest passes it by."""
    report = yield
    if isinstance(collector, pytest.Directory) and report.passed and collector.config.getini(TRIAL):
        for path in sorted(collector.path.iterdir()):
            if (
                path.name.endswith(SUFFIXES)
                and not path.is_file()
                and not path.is_dir()
                and not _is_ignored(path, collector)
            ):
                report.result.append(ScriptFile.from_parent(collector, path=path))
    return report


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Collects the scripts of a file, where a trial is set."""
    if not parent.config.getini(TRIAL) or not file_path.name.endswith(SUFFIXES):
        return None
    return ScriptFile.from_parent(parent, path=file_path)


class ScriptFile(pytest.File):
    """A file of scripts: one, or one for each row of a table."""

    def repr_failure(
        self, excinfo: pytest.ExceptionInfo[BaseException], style: str | None = None
    ) -> str | TerminalRepr:
        """Returns why the scripts cannot be collected: a sentence where it is one of ours."""
        del style  # it is that of tracebacks
        return str(excinfo.value) if isinstance(excinfo.value, pytest.UsageError) else super().repr_failure(excinfo)

    def collect(self) -> Iterator[pytest.Item]:
        """Yields a test for each script. A file that cannot be read is one test, which fails."""
        check_packages()
        name = self.path.name
        for suffix in SUFFIXES:
            name = name.removesuffix(suffix)
        for found in _make_reader(_trial(self.config)).read(self.path):
            yield ScriptItem.from_parent(self, name=f"{name}[{found.case}]" if found.case else name, found=found)


class ScriptItem(pytest.Item):
    """A script as a test."""

    def __init__(self, *, found: GatheredScript, **more: object) -> None:
        super().__init__(**more)  # type: ignore[arg-type]  # what pytest passes through from_parent
        self.found = found

    def runtest(self) -> None:
        """Plays the script. Raises `Unspoken` where an expectation did not hold, or where it cannot be read."""
        from bot.workbench.fixtures.scripts import play  # noqa: PLC0415 - as above

        trial = self.found.trial or _trial(self.config)
        play(self.found, _dialogue(trial), trial, _now(self.config))

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: str | None = None) -> str:
        """Returns what a tester needs: the place, what was expected, what came instead, and the two transcripts."""
        del style  # it is that of tracebacks, and there is none to show
        from bot.workbench.fixtures.scripts import Unspoken  # noqa: PLC0415 - as above

        if isinstance(excinfo.value, (Unspoken, pytest.UsageError)):
            return str(excinfo.value)
        return str(super().repr_failure(excinfo))

    def reportinfo(self) -> tuple[Path, int, str]:
        """Returns where the script stands, and its title."""
        return self.path, 0, self.found.title or self.name


@pytest.fixture
def trial(pytestconfig: pytest.Config) -> str:
    """The trial that is tested: its id or its file. Override this fixture to test another in some of the tests."""
    return _trial(pytestconfig)


@pytest.fixture
def clock(pytestconfig: pytest.Config) -> FrozenClock:
    """The clock of the test. It stands still: `clock.set("2026-12-01")`, `clock.advance(days=3)`, `clock.now`."""
    check_packages()
    from bot.workbench.fixtures.clock import FrozenClock  # noqa: PLC0415 - as above

    return FrozenClock(_now(pytestconfig))


@pytest.fixture
def dialogue(trial: str, clock: FrozenClock) -> HeldDialogue:
    """A screening to talk to: `say(text)`, `tap(label)`, then `.state`, `.verdict`, `.criteria`, `.answers`."""
    from bot.workbench.fixtures.dialogue import HeldDialogue  # noqa: PLC0415 - as above

    return HeldDialogue(_dialogue(trial), clock)


def check_packages() -> None:
    """Raises `pytest.UsageError` where a package that is called like one of ours stands before it on the path."""
    for package, folder in ROOMS.items():
        spec = find_spec(package)
        places = [] if spec is None else list(spec.submodule_search_locations or [])
        if not any((Path(place) / folder).is_dir() for place in places):
            where = "nowhere" if spec is None else (spec.origin or ", ".join(places))
            raise pytest.UsageError(
                f"trialscreen's package {package!r} is shadowed by another one ({where}): "
                "rename that one, or run these tests in a folder and an environment without it"
            )


def _is_shadowed(root: Path) -> bool:
    """Says whether a package called like one of ours stands before it, or will where pytest puts the root folder."""
    try:
        check_packages()
    except pytest.UsageError:
        return True
    for package in ROOMS:
        spec = find_spec(package)
        ours = [] if spec is None else list(spec.submodule_search_locations or [])
        if (root / f"{package}.py").exists() or ((root / package).exists() and str(root / package) not in ours):
            return True
    return False


def _is_ignored(path: Path, collector: pytest.Directory) -> bool:
    return bool(collector.ihook.pytest_ignore_collect(collection_path=path, config=collector.config))


def _trial(config: pytest.Config) -> str:
    name = str(config.getini(TRIAL))
    if not name:
        raise pytest.UsageError(
            f"{TRIAL} is not set: name the trial in pytest's settings, such as {TRIAL} = my-trial.yaml"
        )
    return str(config.rootpath / name) if name.endswith((".yaml", ".yml")) else name


def _now(config: pytest.Config) -> datetime:
    from bot.config.clock import make_clock  # noqa: PLC0415 - as above
    from bot.config.errors import UsageFault  # noqa: PLC0415 - as above
    from dialogs.testing.scripts.playing.player import FIXED_NOW  # noqa: PLC0415 - as above

    given = str(config.getini(NOW))
    try:
        return make_clock(given)() if given else FIXED_NOW
    except UsageFault as fault:
        raise pytest.UsageError(str(fault).replace("--now", NOW)) from fault


@cache
def _make_reader(trial: str) -> ScriptReader:
    """Returns what reads the scripts. It is made for the first script, not with every run."""
    from bot.workbench.fixtures.scripts import ScriptReader  # noqa: PLC0415 - as above

    return ScriptReader(trial)


@cache
def _dialogue(trial: str) -> Dialogue:
    """Returns the dialogue of a trial, made once: it holds nothing of any screening."""
    from bot.config.errors import UsageFault  # noqa: PLC0415 - as above
    from bot.config.trial_catalogue import find_trial  # noqa: PLC0415 - as above
    from dialogs.conversation.dialogue import Dialogue  # noqa: PLC0415 - as above

    try:
        return Dialogue(find_trial(trial))
    except UsageFault as fault:
        raise pytest.UsageError(str(fault)) from fault
