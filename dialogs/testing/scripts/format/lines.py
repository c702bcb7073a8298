"""The lines in which a script says something: what is written so that it is read again as it was."""

from collections.abc import Iterable, Sequence
from itertools import groupby

from dialogs.testing.scripts.format.abuse_words import format_word
from dialogs.testing.scripts.format.blocks import MeBlock
from dialogs.testing.scripts.format.botium_words import KNOWN, strip_marks
from dialogs.testing.scripts.format.texts import ODD, describe_fault, escape, is_like_json
from dialogs.testing.scripts.format.variables import NAME


def format_me(me: MeBlock) -> list[str]:
    """Returns the lines of a `#me` block: its words, and what is said."""
    return ["#me", *map(format_word, me.words), *([escape(me.text), ""] if me.text else [""])]


def format_piece(text: str) -> list[str]:
    """Returns the lines that expect a text: all of it, or its longest contiguous piece that a script can hold."""
    lines = text.split("\n")
    best = "\n".join(lines[at] for at in find_run(lines))
    return escape(best).split("\n") if best else []


def find_run(lines: Sequence[str]) -> range:
    """Returns which lines of a text a script can hold, one after the other: as much of it as there is."""
    runs: list[range] = []
    for fits, run in groupby(range(len(lines)), lambda at: _fits(lines[at])):
        if fits:
            places = [*run]
            runs.append(_drop_data(lines, range(places[0], places[-1] + 1)))
    return max(runs, key=lambda run: sum(len(lines[at]) + 1 for at in run), default=range(0))


def find_left_out(lines: Sequence[str], run: range) -> str:
    """Returns the line for which a run is not all of the lines, or nothing."""
    out = [line for at, line in enumerate(lines) if line and at not in run]
    return next((line for line in out if not find_run([line])), out[0] if out else "")


def format_buttons(labels: Iterable[str]) -> list[str]:
    """Returns the line that expects buttons, those whose labels a script can hold; none where there are none."""
    fitting = [label.replace("|", "\\|") for label in labels if is_value(label)]
    return ["BUTTONS " + "|".join(fitting)] if fitting else []


def format_path(path: str, value: str | None) -> str:
    """Returns the line that expects a value at a path; a value that a script cannot hold is left out."""
    path = path.replace("|", "\\|")
    if value is None or not is_path_value(value):
        return f"JSON_PATH {path}"
    return f"JSON_PATH {path}|" + value.replace("|", "\\|")


def format_negated(word: str, values: Iterable[str]) -> str:
    """Returns the line that says what must not be."""
    escaped = "|".join(value.replace("|", "\\|") for value in values)
    return f"!{word} {escaped}".rstrip()


def is_path_value(text: str) -> bool:
    """Whether a script can hold a text as the value at a path, which is neither a list nor nothing."""
    return is_value(text) and not text.startswith("[") and text != "null"


def is_value(text: str) -> bool:
    """Whether a script can hold a text as a label or a value: one line, with nothing that would be read otherwise."""
    return (
        text != ""
        and text == text.strip()
        and "\n" not in text
        and not text.endswith("\\")
        and ODD.search(text) is None
        and NAME.search(text) is None
    )


def _drop_data(lines: Sequence[str], run: range) -> range:
    """Returns the end of a run that Botium does not take for data, without empty lines around it: mostly all of it."""
    while run and not lines[run[-1]]:
        run = run[:-1]
    while run and (not lines[run[0]] or is_like_json("\n".join(lines[at] for at in run))):
        run = run[1:]
    return run


def _fits(line: str) -> bool:
    """Whether a script can hold a line as a part of what the bot says."""
    first = line.partition(" ")[0]
    return (
        not line.startswith("#")
        and first not in KNOWN["bot"]
        and strip_marks(first) not in KNOWN["bot"]
        and describe_fault(line, first, "bot") is None
        and ODD.search(line) is None
        and NAME.search(line) is None
    )
