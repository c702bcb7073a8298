"""Wording that is probably not meant: no quotation, a double negative, a sentence never said, a missing language."""

import re
from collections.abc import Iterator

from dialogs.definition.document import Document, KeyPath
from dialogs.loading.lint_rules.subject import LintSubject, LocatedDoubt

MOST_NAMED = 5
"""Wordings without a language that are named one by one; more are told in one line, which can be read at a glance."""


def find_missing_sources(subject: LintSubject) -> Iterator[LocatedDoubt]:
    """Yields criteria without the source's words, and a trial that nobody can look up."""
    for criterion_id, criterion in subject.definition.criteria.items():
        if _PLACEHOLDER.fullmatch(criterion.quote):
            yield ("criteria", criterion_id, "quote"), "this is no quotation: copy the source's own words, in full"
    if subject.definition.source.registry_number is None:
        yield ("source", "registry_number"), _NO_REGISTRY_NUMBER


def find_double_negatives(subject: LintSubject) -> Iterator[LocatedDoubt]:
    """Yields exclusions in plain words with a 'not': families read them as 'Must not be: ...'."""
    for criterion_id, criterion in subject.definition.criteria.items():
        negation = _NEGATION.search(criterion.plain["en"]) if criterion.kind == "exclusion" else None
        if negation:
            fault = f"families read this after 'Must not be', and '{negation[0]}' makes it a double negative"
            yield ("criteria", criterion_id, "plain"), f"{fault}: say what is so"


def find_odd_provisional_wording(subject: LintSubject) -> Iterator[LocatedDoubt]:
    """Yields outcomes that lack the wording for while they are provisional, or have one and never are."""
    led_to = {each for rule in subject.definition.criteria.values() for each in rule.determinations}
    for determination_id, determination in subject.definition.determinations.items():
        at: KeyPath = ("determinations", determination_id, "outcomes")
        can_fail = determination_id in led_to and determination.requires
        for key, outcome in determination.outcomes:
            is_said = key == "fails" and can_fail
            if is_said and outcome.provisional is None:
                yield (*at, key), _NO_PROVISIONAL
            if not is_said and outcome is not None and outcome.provisional is not None:
                yield (*at, key, "provisional"), _NEVER_PROVISIONAL


def find_missing_languages(document: Document) -> Iterator[LocatedDoubt]:
    """Yields wording that lacks a language which other wording of the file has: each place, or all of many at once.

    Synonyms are left out: they differ by language.
    """
    wordings = dict(_iterate_wordings(document.value, ()))
    spoken = {language for wording in wordings.values() for language in wording}
    for language in sorted(spoken):
        missing = [path for path, wording in wordings.items() if language not in wording]
        if len(missing) <= MOST_NAMED:
            message = f"the wording in '{language}', which other parts have, is missing: add '{language}: ...'"
            yield from ((path, message) for path in missing)
        else:
            first, *next_ones = [".".join(map(str, path)) for path in missing[:3]]
            places = f"first at {first} (line {document.find_line(missing[0])}), then at {', '.join(next_ones)}"
            fault = f"'{language}' is missing in {len(missing)} of {len(wordings)} wordings, {places}"
            others = len(wordings) - len(missing)
            yield missing[0], f"{fault}: add '{language}: ...' to each, or take it out of the {others} that have it"


def _iterate_wordings(value: object, path: KeyPath) -> Iterator[tuple[KeyPath, dict[str, str]]]:
    if isinstance(value, dict) and "en" in value and all(isinstance(each, str) for each in value.values()):
        yield path, value
    elif isinstance(value, dict | list):
        for step, part in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _iterate_wordings(part, (*path, step))


_PLACEHOLDER = re.compile(r"\W*(to ?do|tbd|tba|xxx|fixme|lorem ipsum.*|quotation|quote)?\W*", re.IGNORECASE)
_NEGATION = re.compile(r"\b(not|no|never|neither|nor|without|cannot)\b|n't\b", re.IGNORECASE)
_NO_REGISTRY_NUMBER = "nobody can look the trial up: add its number in a registry, or say that it has none"
_NO_PROVISIONAL = "this is said too while what it requires is still open: add 'provisional' with the wording for that"
_NEVER_PROVISIONAL = "this is never said: only 'fails' of a determination that requires another is provisional"
