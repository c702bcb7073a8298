"""The results as JUnit XML, which continuous integration shows. Well-formed and valid, whatever the scripts hold.

It keeps to both common schemas, that of Ant (Windy Road's JUnit.xsd) and that of Jenkins (junit-10.xsd). So a test has
no file and no line of its own. `classname` says where it lies, and the text of a failure begins with its place.
"""

import re
import socket
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import PurePath
from xml.etree import ElementTree as ET

from bot.workbench.replay.failures import list_further
from bot.workbench.replay.places import locate, shorten_place
from bot.workbench.replay.playing import ReplayPlan
from bot.workbench.replay.reports.plain import count_results, count_skipped
from bot.workbench.replay.result import FAILED, PASSED, SKIPPED, UNREADABLE, ScriptResult, list_trials
from dialogs.testing.scripts.format.collection import SCRIPTS

NAME = "trialscreen replay"


def render_junit(results: Sequence[ScriptResult], plan: ReplayPlan, seed: int | None, began: datetime) -> str:
    """Returns the XML of a run that `began` then. `seed` is that of the order of playing, if there is one."""
    _, failed, unreadable = count_results(results)
    trials = list_trials(results) or [plan.trial]
    root = ET.Element("testsuites")
    suite = ET.SubElement(
        root, "testsuite", name=NAME, package=NAME, id="0", timestamp=f"{began.astimezone(UTC):%Y-%m-%dT%H:%M:%S}",
        hostname=strip_unprintable(socket.gethostname()) or "localhost", tests=str(len(results)),
        failures=str(failed), errors=str(unreadable), skipped=str(count_skipped(results)),
        time=_seconds(sum(each.seconds for each in results)),
    )  # fmt: skip
    properties = ET.SubElement(suite, "properties")
    for name, value in (
        ("trial", ", ".join(trials)),
        ("through", plan.through),
        ("now", plan.now.isoformat()),
        ("seed", seed),
    ):
        if value is not None:
            ET.SubElement(properties, "property", name=name, value=strip_unprintable(str(value)))
    for each in results:
        _add(suite, each, with_trial=len(trials) > 1)
    for name in ("system-out", "system-err"):
        ET.SubElement(suite, name)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, "unicode") + "\n"


def strip_unprintable(text: str) -> str:
    """Returns the text without the characters that XML cannot hold."""
    return _NOT_IN_XML.sub("", text)


def _add(suite: ET.Element, result: ScriptResult, *, with_trial: bool) -> None:
    """Adds one script, under its title, which names the row where a table made several of one file."""
    file, line = locate(result)
    name = result.title or PurePath(result.file).name
    trial = f" (trial {result.trial})" if with_trial and result.trial else ""
    case = ET.SubElement(
        suite,
        "testcase",
        classname=strip_unprintable(_name_class(shorten_place(result.file))),
        name=strip_unprintable(name + trial),
        time=_seconds(result.seconds),
    )
    if result.result == PASSED:
        return
    if result.result == SKIPPED:
        ET.SubElement(case, "skipped", message="not played: another script had failed")
        return
    further = list_further(result.faults, result.file) if result.result == FAILED else []
    kind = "error" if result.result == UNREADABLE else "failure"
    told = "\n".join(part for part in (f"{file}:{line}", *further, result.diff, result.remedy) if part)
    reason = ET.SubElement(case, kind, type=result.result, message=strip_unprintable(result.message))
    reason.text = strip_unprintable(told)


def _name_class(file: str) -> str:
    """Returns a file as the name of a class: Jenkins takes what stands before the last dot for the package."""
    ending = next((each for each in SCRIPTS if file.endswith(each)), "")
    parts = [part.replace(".", "_") for part in PurePath(file.removesuffix(ending)).parts if part not in {"/", "."}]
    return ".".join(parts)


def _seconds(seconds: float) -> str:
    return f"{seconds:.3f}"


_NOT_IN_XML = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
