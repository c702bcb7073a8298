"""Cues that are probably not meant: facts that no note would ever fill, and words that many facts share."""

from collections.abc import Iterator

from dialogs.definition.facts import AgeFact, DaysBetweenFact, Fact, OptionFact, SeveralFact
from dialogs.definition.plain_cues import is_unmistakable
from dialogs.definition.wording import words
from dialogs.loading.lint_rules.subject import LintSubject, LocatedDoubt


def find_uncued_facts(subject: LintSubject) -> Iterator[LocatedDoubt]:
    """Yields facts that no cue would ever fill from a note about a patient.

    An age, and days before an event, are found by themselves; what is so of several options is never read in a note.
    """
    for fact_id, fact in subject.definition.facts.items():
        is_found = isinstance(fact, AgeFact | DaysBetweenFact) or _has_plain_words(fact)
        if not words(fact.cues) and not is_found and not isinstance(fact, SeveralFact):
            yield ("facts", fact_id), _NO_CUES


def find_bare_cues(subject: LintSubject) -> Iterator[LocatedDoubt]:
    """Yields cues that are said of any fact, where no mention has to stand beside them."""
    for fact_id, fact in subject.definition.facts.items():
        bare = [each for each in words(fact.cues) if each.casefold() in _BARE]
        if bare and fact.mentions is None:
            yield ("facts", fact_id, "cues"), f"{bare[0]!r} may be said of any fact: {_TAKE_OUT}"


def _has_plain_words(fact: Fact) -> bool:
    """Says whether a word of an option is enough: it looks like nothing else."""
    if not isinstance(fact, OptionFact) or fact.mentions is not None:
        return False
    said = [word for option in fact.options.values() for word in (*option.label.values(), *words(option.synonyms))]
    return any(map(is_unmistakable, said))


_NO_CUES = "no cue would ever fill this from a note: list in 'cues' the words by which a note is about it"
_TAKE_OUT = "take it out, or list in 'mentions' what must stand beside it"
_BARE = frozenset({
    "yes", "no", "none", "given", "positive", "negative", "pending", "planned", "scheduled", "unknown", "present",
    "absent", "normal", "done", "received", "signed", "not given", "not done", "awaited",
})  # fmt: skip
