"""`trialscreen replay --compare OLD NEW`: what a change of a trial's definition alters, with the shortest examples."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from bot.config.output import print_json, print_text
from bot.config.trial_catalogue import find_trial
from dialogs.definition.wording import say
from dialogs.loading.compiled_trial import Trial
from dialogs.rules.answers import Answers
from dialogs.testing.changes.comparison import AlteredOutcome, DefinitionComparison, compare
from dialogs.verdict.answer_words import word_answer
from dialogs.verdict.json_answers import make_plain_answer

LONGEST = 100
"""How many characters of an entry of the definition are shown."""


def run(old: Path, new: Path, *, as_json: bool) -> int:
    """Prints what differs. Returns 0, whatever it is."""
    comparison = compare(find_trial(str(old)), find_trial(str(new)))
    if as_json:
        print_json(make_plain_comparison(comparison))
    else:
        print_text("\n".join(_format_lines(comparison)))
    return 0


def make_plain_comparison(comparison: DefinitionComparison) -> dict[str, Any]:
    """Returns a comparison as plain values."""
    return {
        **{
            side: {"trial": trial.id, "version": trial.definition.version, "digest": trial.digest}
            for side, trial in _format_sides(comparison)
        },
        "whole": comparison.is_whole,
        "altered": [
            {
                "what": each.difference.what,
                "subject": each.difference.subject,
                "old": each.difference.old,
                "new": each.difference.new,
                "answers": {fact: make_plain_answer(answer) for fact, answer in each.example.items()},
            }
            for each in comparison.altered
        ],
        "words": [
            {"fact": each.fact, "word": each.word, "old": each.old, "new": each.new} for each in comparison.reread
        ],
        "entries": [{"entry": each.entry, "old": each.old, "new": each.new} for each in comparison.rewritten],
    }


def _format_lines(comparison: DefinitionComparison) -> Iterator[str]:
    for side, trial in _format_sides(comparison):
        yield f"{side}: {trial.id} {trial.definition.version}, {trial.digest}"
    for what, title in _TITLES.items():
        altered = [each for each in comparison.altered if each.difference.what == what]
        yield from _format_part(
            title, (line for each in altered for line in _format_altered(each, comparison)), len(altered)
        )
    words = (f"  {each.fact}: “{each.word}”: {each.old} → {each.new}" for each in comparison.reread)
    yield from _format_part("Words that are read differently", words, len(comparison.reread))
    entries = (
        line
        for each in comparison.rewritten
        for line in (f"  {each.entry}", f"    - {_cut(each.old)}", f"    + {_cut(each.new)}")
    )
    yield from _format_part("Entries of the definition", entries, len(comparison.rewritten))
    yield from (
        ("", NOTHING)
        if comparison.is_same
        else ("", WORDS_ONLY)
        if not comparison.altered and not comparison.reread
        else ()
    )
    if not comparison.is_whole:
        yield from ("", NOT_WHOLE)


def _format_part(title: str, lines: Iterable[str], count: int) -> Iterator[str]:
    if count:
        yield from ("", f"{title} ({count})", *lines)


def _format_altered(altered: AlteredOutcome, comparison: DefinitionComparison) -> Iterator[str]:
    difference = altered.difference
    yield (
        f"  {difference.subject}: {difference.old} → {difference.new}"
        if difference.subject
        else f"  {difference.old} → {difference.new}"
    )
    yield f"    {_format_example(altered.example, comparison)}"


def _format_example(answers: Answers, comparison: DefinitionComparison) -> str:
    """Returns the shortest example in words: what was answered, by the names of the newer definition if it has them."""
    if not answers:
        return "before anything is answered"
    trials = [comparison.new, comparison.old]
    told = []
    for fact, answer in answers.items():
        known = next(trial.facts[fact] for trial in trials if fact in trial.facts)
        told.append(f"{say(known.name)}: {word_answer(known, answer)}")
    return f"after {'; '.join(told)}"


def _format_sides(comparison: DefinitionComparison) -> tuple[tuple[str, Trial], ...]:
    return ("old", comparison.old), ("new", comparison.new)


def _cut(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= LONGEST else line[:LONGEST] + "…"


NOTHING = "Nothing differs."
WORDS_ONLY = "No verdict, no criterion and no way through the dialogue differs: only what is written does."
NOT_WHOLE = (
    "There are too many dialogues to walk through all of them: those with few answers, and those in which every answer"
    " is known, were compared."
)

_TITLES = {"verdict": "Verdicts", "criterion": "Criteria", "dialogue": "The dialogue"}
