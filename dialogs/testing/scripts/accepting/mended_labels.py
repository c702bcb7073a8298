"""The buttons of a block, mended: a label that was not shown becomes the one that was meant, the others stay."""

import re
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher

from dialogs.testing.scripts.accepting.block_lines import BlockLines
from dialogs.testing.scripts.accepting.changes import LineChange
from dialogs.testing.scripts.accepting.rows import BlockRows
from dialogs.testing.scripts.format.botium_words import split_arguments
from dialogs.testing.scripts.format.lines import is_value
from dialogs.testing.scripts.playing.expectations import ALIKE
from dialogs.testing.scripts.playing.verdict_words import VerdictWords

NONE_ALIKE = "no button like '{label}' was shown"
UNHOLDABLE = "a script cannot hold the label '{label}', so it is not expected"

_BAR = re.compile(r"(?<!\\)\|")


def mend_labels(block: BlockLines, rows: BlockRows, words: VerdictWords) -> Iterator[LineChange]:
    """Yields the changes of the lines that expect buttons. Raises `ByHandError` where rows differ."""
    held = [
        all(each.expected.buttons[at] in message.labels for each, message in rows.said)
        for at in range(len(rows.blocks[0].expected.buttons))
    ]
    if all(held):
        return
    told = any(words.offer_otherwise(each.expected.buttons, message.labels) for each, message in rows.said)
    meant = [_choose_labels(each.expected.buttons, message.labels) for each, message in rows.said]
    at = 0
    for number, line in block.buttons.items():
        written = [label.strip() for label in _BAR.split(line.removeprefix("BUTTONS"))]
        notes = []
        new = []
        for label in written:
            chosen = rows.agree(number, [labels[at] for labels in meant]) if not held[at] else label
            if chosen is None:
                notes.append(_explain(label, rows))
            else:
                new.append(label if held[at] else chosen.replace("|", "\\|"))
            at += 1
        if new != written:
            coming = ("BUTTONS " + "|".join(new),) if new else ()
            yield LineChange(number, (line,), coming, told, "; ".join(notes), len(written) - len(new) if new else 0)


def list_labels(lines: Iterable[str]) -> list[str]:
    """Returns the labels that lines expect as buttons, as they are read."""
    expected = (line.removeprefix("BUTTONS") for line in lines if line.partition(" ")[0] == "BUTTONS")
    return [label for rest in expected for label in split_arguments(rest)]


def _choose_labels(expected: Sequence[str], shown: Sequence[str]) -> list[str | None]:
    """Returns the label that was meant by each: itself where it was shown, else the most similar one that is free.

    Where none of them held or is similar, each is the one that was shown at its place. None stands for no button.
    """
    labels: list[str | None] = [label if label in shown else None for label in expected]
    taken = {*expected}
    free = [label for label in shown if label not in taken and is_value(label)]
    wrong = [at for at, label in enumerate(labels) if label is None]
    pairs = ((_compare(expected[at], label), at, label) for at in wrong for label in free)
    for alike, at, label in sorted(pairs, key=lambda pair: -pair[0]):
        if alike >= ALIKE and labels[at] is None and label not in taken:
            labels[at] = label
            taken.add(label)
    for at in wrong if not any(labels) else ():
        if shown[at : at + 1] and shown[at] in free and shown[at] not in taken:
            labels[at] = shown[at]
            taken.add(shown[at])
    return labels


def _explain(label: str, rows: BlockRows) -> str:
    shown = [each for _, message in rows.said for each in message.labels if not is_value(each)]
    closest = max(shown, key=lambda each: _compare(label, each), default="")
    if closest and _compare(label, closest) >= ALIKE:
        return UNHOLDABLE.format(label=closest)
    return NONE_ALIKE.format(label=label)


def _compare(label: str, other: str) -> float:
    return SequenceMatcher(None, label.casefold(), other.casefold(), autojunk=False).ratio()
