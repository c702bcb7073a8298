"""The `$variables` of a script: which stand in a text, and their values put in their place as Botium does."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from dialogs.testing.scripts.format.blocks import BotBlock, MeBlock, NegatedExpectation, PathExpectation, make_fault
from dialogs.testing.scripts.format.faults import ScriptFaults
from dialogs.testing.scripts.format.paths import check_path, check_value

NAME = re.compile(r"\$[A-Za-z][A-Za-z0-9_]+")
"""A variable as Botium finds it in a text: `$.state` is none, nor is `$5` or `$x`."""

Values = Mapping[str, str]
"""Variables, each with its `$`, and what they stand for."""


def find_names(text: str) -> list[str]:
    """Returns the variables in a text, in order."""
    return NAME.findall(text) if "$" in text else []


def list_expected_names(bot: BotBlock) -> list[tuple[str, int]]:
    """Returns the variables of what a block expects beside its text, each with its line."""
    found = [(name, bot.line) for label in bot.buttons for name in find_names(label)]
    found += [(name, each.line) for each in bot.negated for value in each.values for name in find_names(value)]
    return found + [
        (name, path.line) for path in bot.paths for name in find_names(path.path) + find_names(path.value or "")
    ]


def fill(block: MeBlock | BotBlock, values: Values, faults: ScriptFaults) -> MeBlock | BotBlock:
    """Returns a block with each variable replaced by its value, and notes where that makes no path."""
    if isinstance(block, MeBlock):
        return replace(block, text=_fill_text(block.text, values)) if find_names(block.text) else block
    if not find_names(block.text) and not list_expected_names(block):
        return block
    paths = []
    for path in block.paths:
        value = None if path.value is None else _fill_text(path.value, values)
        paths.append(replace(path, path=_fill_text(path.path, values), value=value))
        _check_path(paths[-1].path, value, path, faults)
    negated = []
    for each in block.negated:
        filled = tuple(_fill_text(text, values) for text in each.values)
        negated.append(replace(each, values=filled))
        if each.word == "JSON_PATH":
            _check_path(filled[0], "".join(filled[1:]), each, faults)
    return replace(
        block,
        text=_fill_text(block.text, values),
        buttons=tuple(_fill_text(label, values) for label in block.buttons),
        paths=tuple(paths),
        negated=tuple(negated),
    )


def _check_path(path: str, value: str | None, at: PathExpectation | NegatedExpectation, faults: ScriptFaults) -> None:
    """Notes what is wrong with a path and its value, unless a variable in them is not known."""
    if NAME.search(path) is None:
        faults.attempt(check_path, path, at.line, at.file)
    faults.attempt(check_value, value, at.line, at.file)


def _fill_text(text: str, values: Values) -> str:
    return NAME.sub(lambda found: values.get(found[0], found[0]), text) if "$" in text else text


def check_unfilled(values: Sequence[str], example: str, line: int, file: str) -> None:
    """Raises `ScriptError` for what is no path with or without a value, as far as no variable stands in it."""
    path, *rest = values
    if len(rest) > 1:
        raise make_fault(file, line, f"'{'|'.join(values)[:60]}' is no path and value", f"write {example}")
    if NAME.search(path) is None:
        check_path(path, line, file)
    if rest and NAME.search(rest[0]) is None:
        check_value(rest[0], line, file)


def check_reserved(name: str, line: int, file: str) -> None:
    """Raises `ScriptError` for the name of a function of Botium, such as `$now`."""
    if name in RESERVED:
        remedy = "write a fixed value, for a script is the same every day"
        raise make_fault(file, line, f"{name} is a function of Botium", remedy)


RESERVED = {
    "$now", "$now_EN", "$now_DE", "$now_ISO", "$date", "$date_EN", "$date_DE", "$date_ISO",
    "$time", "$time_EN", "$time_DE", "$time_ISO", "$time_HH_MM", "$time_HH", "$time_H_A", "$timestamp",
    "$tomorrow", "$yesterday", "$date_add", "$date_subtract", "$year", "$month", "$month_MM", "$day_of_month",
    "$day_of_week", "$random", "$random10", "$uniqid", "$projectname", "$testsessionname", "$testcasename",
    "$env", "$cap", "$msg",
}  # fmt: skip
