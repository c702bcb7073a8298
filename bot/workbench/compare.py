"""`trialscreen replay --compare OLD NEW`: what a change of a trial's definition alters, with the shortest examples."""

import textwrap
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path

from bot.config.output import print_json, print_text
from bot.config.trial_catalogue import find_trial
from bot.workbench.plain_comparison import make_plain_comparison
from dialogs.testing.changes import phrases
from dialogs.testing.changes.comparison import AlteredOutcome, DefinitionComparison, compare
from dialogs.testing.changes.naming import Naming
from dialogs.testing.changes.rereads import is_told
from dialogs.testing.changes.told_entries import tell_renamed, tell_rewritten

WIDTH = 120
"""How many columns a line has."""


def run(old: Path, new: Path, *, as_json: bool) -> int:
    """Prints what differs. Returns 0, whatever it is."""
    comparison = compare(find_trial(str(old)), find_trial(str(new)))
    if as_json:
        print_json(make_plain_comparison(comparison))
    else:
        print_text("\n".join(format_lines(comparison)))
    return 0


def format_lines(comparison: DefinitionComparison) -> Iterator[str]:
    """Yields a comparison in lines for people."""
    for line in _list_lines(comparison):
        indent = " " * (len(line) - len(line.lstrip()) + 2)
        yield from textwrap.wrap(line, WIDTH, subsequent_indent=indent, break_on_hyphens=False) or [""]


def _list_lines(comparison: DefinitionComparison) -> Iterator[str]:
    for side, trial in (("old", comparison.old), ("new", comparison.new)):
        yield f"{side}: {trial.id} {trial.definition.version}, {trial.digest}"
    naming = Naming(comparison.old, comparison.new)
    for what, title in phrases.TITLES.items():
        altered = [each for each in comparison.altered if each.difference.what == what]
        lines = (line for each in altered for line in _format_altered(each, naming))
        yield from _format_part(title, lines, len(altered))
    yield from _format_part(phrases.WORDS, _format_words(comparison, naming), len(comparison.reread))
    count = len(comparison.renamed) + len(comparison.rewritten)
    yield from _format_part(phrases.ENTRIES, _format_entries(comparison), count)
    if comparison.is_same:
        yield from ("", phrases.NOTHING if comparison.old.digest == comparison.new.digest else phrases.NOTHING_SEEN)
    elif not comparison.altered:
        yield from ("", phrases.READ_ONLY if comparison.reread else phrases.WRITTEN_ONLY)
    if not comparison.is_whole:
        yield from ("", phrases.NOT_WHOLE)


def _format_part(title: str, lines: Iterable[str], count: int) -> Iterator[str]:
    if count:
        yield from ("", f"{title} ({count})", *lines)


def _format_altered(altered: AlteredOutcome, naming: Naming) -> Iterator[str]:
    old, new = naming.word_sides(altered.difference)
    subject = naming.word_subject(altered.difference)
    changes = phrases.CHANGES.format(old=old, new=new)
    yield f"  {subject}: {changes}" if subject else f"  {changes}"
    yield f"    {naming.word_example(altered.example)}"


def _format_words(comparison: DefinitionComparison, naming: Naming) -> Iterator[str]:
    """Yields the words that are read differently by facts and by what has become of them.

    Those that an entry tells of are only counted here.
    """
    for fact, group in groupby(comparison.reread, lambda each: each.fact):
        rereads, name = list(group), naming.name_fact(fact)
        further: dict[tuple[str, str], list[str]] = defaultdict(list)
        for each in rereads:
            if not is_told(each, comparison.rewritten):
                further[each.old.words, each.new.words].append(f"“{each.word}”")
        for (old, new), words in further.items():
            yield f"  {name}: {', '.join(words)}: {phrases.CHANGES.format(old=old, new=new)}"
        if told := len(rereads) - sum(map(len, further.values())):
            count = phrases.ONE_WORD if told == 1 else phrases.SEVERAL_WORDS.format(count=told)
            yield f"  {phrases.TOLD_WORDS.format(fact=name, count=count)}"


def _format_entries(comparison: DefinitionComparison) -> Iterator[str]:
    for entry, said in map(tell_renamed, comparison.renamed):
        yield f"  {entry}: {said}"
    for entry, told in tell_rewritten(comparison.rewritten):
        line = f"  {entry}: {phrases.CHANGES.format(old=told[0], new=told[-1]) if len(told) > 1 else told[0]}"
        yield from (
            (line,)
            if len(told) == 1 or len(line) <= WIDTH
            else (
                f"  {entry}",
                f"    - {told[0]}",
                f"    + {told[1]}",
            )
        )
