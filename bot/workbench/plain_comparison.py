"""The comparison of two definitions as plain values, for programs: codes, and beside them the words that people see."""

from typing import Any

from dialogs.definition.wording import say
from dialogs.testing.changes.comparison import AlteredOutcome, DefinitionComparison
from dialogs.testing.changes.naming import Naming
from dialogs.testing.changes.rereads import Reread
from dialogs.verdict.json_answers import make_plain_answer


def make_plain_comparison(comparison: DefinitionComparison) -> dict[str, Any]:
    """Returns a comparison as plain values."""
    naming = Naming(comparison.old, comparison.new)
    sides = ("old", comparison.old), ("new", comparison.new)
    renamed = [
        {"entry": ".".join(each.within), "change": "renamed", "old": each.old, "new": each.new}
        for each in comparison.renamed
    ]
    rewritten = [
        {"entry": each.entry, "change": each.change, "old": each.old, "new": each.new}
        | ({"from": each.origin} if each.origin else {})
        for each in comparison.rewritten
    ]
    return {
        **{
            side: {"trial": trial.id, "version": trial.definition.version, "digest": trial.digest}
            for side, trial in sides
        },
        "whole": comparison.is_whole,
        "altered": [_make_plain_altered(each, naming) for each in comparison.altered],
        "words": [_make_plain_word(each, comparison) for each in comparison.reread],
        "entries": renamed + rewritten,
    }


def _make_plain_altered(altered: AlteredOutcome, naming: Naming) -> dict[str, Any]:
    difference = altered.difference
    old, new = naming.word_sides(difference)
    sides = {fact: naming.list_sides(fact, answer) for fact, answer in altered.example.items()}
    return {
        "what": difference.what,
        "subject": difference.subject,
        "old": difference.old,
        "new": difference.new,
        "answers": {fact: make_plain_answer(answer) for fact, answer in altered.example.items()},
        "old_only": [fact for fact, known in sides.items() if known == ["old"]],
        "new_only": [fact for fact, known in sides.items() if known == ["new"]],
        "in_words": {
            "subject": naming.word_subject(difference),
            "old": old,
            "new": new,
            "answers": naming.word_example(altered.example),
        },
    }


def _make_plain_word(reread: Reread, comparison: DefinitionComparison) -> dict[str, Any]:
    return {
        "fact": reread.fact,
        "name": say(comparison.new.facts[reread.fact].name),
        "word": reread.word,
        "old": reread.old.words,
        "new": reread.new.words,
        "old_answers": [make_plain_answer(each) for each in reread.old.answers],
        "new_answers": [make_plain_answer(each) for each in reread.new.answers],
    }
