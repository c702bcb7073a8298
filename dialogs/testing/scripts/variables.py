"""The `$variables` of a script: which stand in a text, and their values put in their place as Botium does."""

import re
from collections.abc import Mapping
from dataclasses import replace

from dialogs.testing.scripts.blocks import BotBlock, MeBlock, make_fault
from dialogs.testing.scripts.paths import check_path, check_value

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


def fill(block: MeBlock | BotBlock, values: Values) -> MeBlock | BotBlock:
    """Returns a block with each variable replaced by its value. Raises `ScriptError` where that makes no path."""
    if isinstance(block, MeBlock):
        return replace(block, text=_fill_text(block.text, values)) if find_names(block.text) else block
    if not find_names(block.text) and not list_expected_names(block):
        return block
    paths = []
    for path in block.paths:
        new = replace(
            path,
            path=_fill_text(path.path, values),
            value=None if path.value is None else _fill_text(path.value, values),
        )
        check_path(new.path, path.line, path.file)
        check_value(new.value, path.line, path.file)
        paths.append(new)
    negated = [
        replace(each, values=tuple(_fill_text(value, values) for value in each.values)) for each in block.negated
    ]
    for each in negated:
        if each.word == "JSON_PATH":
            check_path(each.values[0], each.line, each.file)
            check_value("".join(each.values[1:]), each.line, each.file)
    return replace(
        block,
        text=_fill_text(block.text, values),
        buttons=tuple(_fill_text(label, values) for label in block.buttons),
        paths=tuple(paths),
        negated=tuple(negated),
    )


def _fill_text(text: str, values: Values) -> str:
    return NAME.sub(lambda found: values[found[0]], text) if "$" in text else text


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
