"""The JSON_PATH expectations of a block, mended: each has the value that stands there now."""

from collections.abc import Iterator

from dialogs.testing.scripts.accepting.block_lines import BlockLines
from dialogs.testing.scripts.accepting.changes import LineChange
from dialogs.testing.scripts.accepting.rows import BlockRows
from dialogs.testing.scripts.format.botium_words import split_arguments
from dialogs.testing.scripts.format.lines import format_path, is_path_value

NOWHERE = "nothing stands at {path} now"
UNHOLDABLE_VALUE = "a script cannot hold the value “{value}”, so none is expected"


def mend_paths(block: BlockLines, rows: BlockRows) -> Iterator[LineChange]:
    """Yields the changes of the lines that expect values. Raises `ByHandError` where rows differ."""
    for number, line in block.paths.items():
        if all(each.has_path_held(path) for each in rows.blocks for path in each.expected.paths if path.line == number):
            continue
        value = rows.agree(number, [message.values[number] for _, message in rows.said])
        path, *_ = split_arguments(line.removeprefix("JSON_PATH"))
        if value is None:
            yield LineChange(number, (line,), (), is_verdict=True, note=NOWHERE.format(path=path))
        else:
            note = "" if is_path_value(value) else UNHOLDABLE_VALUE.format(value=value)
            yield LineChange(number, (line,), (format_path(path, value),), is_verdict=True, note=note)
