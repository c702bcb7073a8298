"""Mends a file of scripts by what was observed in all the scripts that were made of it; what held stays."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dialogs.testing.scripts.accepting.block_lines import BlockLines, split_blocks
from dialogs.testing.scripts.accepting.changes import LineChange, apply_changes
from dialogs.testing.scripts.accepting.mended_labels import list_labels, mend_labels
from dialogs.testing.scripts.accepting.mended_paths import mend_paths
from dialogs.testing.scripts.accepting.mended_text import LEFT_OUT, mend_text
from dialogs.testing.scripts.accepting.rows import BlockRows, ByHandError
from dialogs.testing.scripts.format.faults import ScriptFaults
from dialogs.testing.scripts.format.file_lines import split_lines
from dialogs.testing.scripts.format.lines import find_left_out, find_run, format_piece
from dialogs.testing.scripts.format.reading import read
from dialogs.testing.scripts.format.variables import find_names
from dialogs.testing.scripts.playing.observation import ByHand, ScriptObservation

NOTHING_CAME = "nothing came here any more"
KEPT_NOTHING = "nothing that was expected is left, so what was said is expected"
UNEXPECTED = "this came, and nothing expected it"


@dataclass(frozen=True)
class RewrittenFile:
    """A file as it should be: its text, what changes in it, and what keeps a person from leaving that to a program."""

    file: str
    text: str
    changes: tuple[LineChange, ...]
    by_hand: tuple[ByHand, ...]

    @property
    def verdicts(self) -> tuple[LineChange, ...]:
        """The changes with which a verdict, a state or a JSON_PATH goes or comes."""
        return tuple(each for each in self.changes if each.is_verdict)


def mend(source: str, observations: Sequence[ScriptObservation]) -> RewrittenFile:
    """Returns a file, whose text is `source`, as it expects what was observed, with all that is changed in it."""
    file = observations[0].file
    changes: list[LineChange] = []
    by_hand = list(dict.fromkeys(each for observed in observations for each in (*observed.undone, *observed.by_hand)))
    blocks = split_blocks(split_lines(source, file))
    for block in blocks:
        try:
            changes += _mend_block(block, observations)
        except ByHandError as differ:
            by_hand.append(differ.by_hand)
    changes.sort(key=lambda change: change.line)
    text = apply_changes(source, changes)
    by_hand += _list_lost_rows(file, text, changes)
    by_hand += _list_lost_taps(file, blocks, changes)
    faults = ScriptFaults()
    read(text, file, faults)
    for error in faults:
        what = f"the file could not be read as it would be rewritten ({error})"
        by_hand.append(ByHand(file, error.line, what, "change it by hand"))
    return RewrittenFile(file, text, tuple(changes), tuple(by_hand))


def _list_lost_rows(file: str, text: str, changes: Sequence[LineChange]) -> Iterator[ByHand]:
    """Yields what a person must see to: a variable that goes, with which the rows of its table would not be played."""
    there = find_names(text)
    for each in changes:
        for name in find_names("\n".join(each.old)):
            if name not in there:
                what = f"{name} would be used no more, and the rows of its table would not be played"
                yield ByHand(file, each.line, what, "change it by hand")


def _list_lost_taps(file: str, blocks: Sequence[BlockLines], changes: Sequence[LineChange]) -> Iterator[ByHand]:
    """Yields where a person still says a label that is no button any more: it would be typed now, and not tapped."""
    gone = {label for each in changes for label in list_labels(each.old)}
    for block in blocks:
        said = "\n".join(block.text.values())
        if block.lines[0] == "#me" and said in gone:
            what = f"'{said}' is no button any more, so that it is typed and not tapped"
            yield ByHand(file, block.start + 1, what, "write the label that is meant, then run again")


def _mend_block(block: BlockLines, observations: Sequence[ScriptObservation]) -> Iterator[LineChange]:
    """Yields the changes of a block, with the blocks that must follow it. Raises `ByHandError` where rows differ."""
    file, cases = observations[0].file, tuple(each.case for each in observations)
    observed = tuple(each.blocks[block.start] for each in observations if block.start in each.blocks)
    rows = BlockRows(file, cases, observed)
    is_gone = False
    if observed:
        is_gone = rows.agree(block.start, [each.said is None for each in observed])
        if is_gone:
            yield _drop_block(block, observations[0])
        elif not all(each.has_held for each in observed):
            yield from _mend_lines(block, rows, observations[0])
    more = rows.agree(block.start, [each.more.get(block.start, ()) for each in observations])
    for text in more:
        yield _add_block(block, text, observations[0])


def _drop_block(block: BlockLines, observation: ScriptObservation) -> LineChange:
    """Returns the change by which a block goes; it stays alone for what it includes."""
    expected = observation.blocks[block.start].expected
    told = observation.verdict_words.tell_otherwise(expected.text.split("\n"), ())
    rest = (block.lines[0], *block.includes.values(), "") if block.includes else ()
    return LineChange(block.start, block.lines, rest, told or bool(expected.paths), NOTHING_CAME)


def _mend_lines(block: BlockLines, rows: BlockRows, observation: ScriptObservation) -> Iterator[LineChange]:
    """Yields the changes of a block to which a message came. One that would expect nothing expects what was said."""
    words = observation.verdict_words
    changes = [*mend_text(block, rows, words), *mend_labels(block, rows, words), *mend_paths(block, rows)]
    yield from changes
    going = sum(len(each.old) for each in changes)
    written = sum(map(len, (block.text, block.buttons, block.paths, block.others)))
    if any(each.new for each in changes) or going < written:
        return
    text = rows.agree(block.start, [message.text for _, message in rows.said])
    piece = format_piece(text)
    if not piece and block.includes:
        what = "nothing of what was said can be expected here"
        raise ByHandError(ByHand(observation.file, block.start, what, "change it by hand"))
    if piece:
        yield LineChange(block.start + 1, (), tuple(piece), words.tell_otherwise((), piece), KEPT_NOTHING)


def _add_block(block: BlockLines, text: str, observation: ScriptObservation) -> LineChange:
    """Returns the change by which a block comes that expects a further message."""
    lines, piece = text.split("\n"), format_piece(text)
    left_out = find_left_out(lines, find_run(lines))
    new = ("#bot", *piece, "") if block.has_gap else ("", "#bot", *piece)
    note = "; ".join([UNEXPECTED, *([LEFT_OUT.format(line=left_out)] if left_out else [])])
    return LineChange(block.end, (), new, observation.verdict_words.tell_otherwise((), piece), note)
