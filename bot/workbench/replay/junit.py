"""The results as JUnit XML, which continuous integration shows. Well-formed, whatever the scripts hold."""

import re
from collections.abc import Sequence
from xml.etree import ElementTree as ET

from bot.workbench.replay.plain import count_results
from bot.workbench.replay.playing import ReplayPlan
from bot.workbench.replay.result import PASSED, UNREADABLE, ScriptResult, list_trials


def render_junit(results: Sequence[ScriptResult], plan: ReplayPlan, seed: int | None) -> str:
    """Returns the XML. `seed` is that of the order of playing, if there is one."""
    _, failed, unreadable = count_results(results)
    suite = ET.Element(
        "testsuite", name="trialscreen replay", tests=str(len(results)), failures=str(failed), errors=str(unreadable),
        skipped="0", time=_seconds(sum(each.seconds for each in results)),
    )  # fmt: skip
    properties = ET.SubElement(suite, "properties")
    for name, value in (
        ("trial", ", ".join(list_trials(results) or [plan.trial])),
        ("through", plan.through),
        ("now", plan.now.isoformat()),
        ("seed", seed),
    ):
        if value is not None:
            ET.SubElement(properties, "property", name=name, value=strip_unprintable(str(value)))
    for each in results:
        _add(suite, each)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(suite, "unicode") + "\n"


def strip_unprintable(text: str) -> str:
    """Returns the text without the characters that XML cannot hold."""
    return _NOT_IN_XML.sub("", text)


def _add(suite: ET.Element, result: ScriptResult) -> None:
    """Adds one script, whose class is its trial.

    A case of a table has its title after the file's name, since several have one file.
    """
    name = strip_unprintable(result.name)
    case = ET.SubElement(
        suite,
        "testcase",
        classname=strip_unprintable(result.trial or "scripts"),
        name=name,
        file=strip_unprintable(result.file),
        line=str(result.line),
        time=_seconds(result.seconds),
    )
    if result.result == PASSED:
        return
    kind = "error" if result.result == UNREADABLE else "failure"
    told = "\n".join(part for part in (result.diff, result.remedy) if part)
    ET.SubElement(case, kind, message=strip_unprintable(result.message)).text = strip_unprintable(told)


def _seconds(seconds: float) -> str:
    return f"{seconds:.3f}"


_NOT_IN_XML = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
