"""Buttons that are probably not meant so: more choices than a phone shows, labels that are cut, or look alike then."""

from collections.abc import Iterator

from dialogs.definition.facts import OptionFact
from dialogs.loading.lint_rules.subject import LintSubject, LocatedDoubt

MOST_CHOICES = 12
"""Choices that a phone shows at once, with their question above and "don't know" below.

What is tapped is at least 44 points high (Apple, Human Interface Guidelines, Buttons). A phone of 850 points has some
550 for a message.
"""

LONGEST_LABEL = 60
"""Characters of a label that a button shows in Telegram: longer ones are cut."""


def find_too_many_choices(subject: LintSubject) -> Iterator[LocatedDoubt]:
    """Yields questions with more choices than a phone shows at once; from about 95 on they come in pages."""
    for fact_id, fact in subject.definition.facts.items():
        if isinstance(fact, OptionFact) and len(fact.options) > MOST_CHOICES:
            yield ("facts", fact_id, "options"), _TOO_MANY.format(count=len(fact.options))


def find_cut_labels(subject: LintSubject) -> Iterator[LocatedDoubt]:
    """Yields labels that do not fit a button, and those that look alike once they are cut."""
    for fact_id, fact in subject.definition.facts.items():
        alike: dict[tuple[str, str], list[str]] = {}
        for code, option in fact.options.items() if isinstance(fact, OptionFact) else ():
            for language, label in option.label.items():
                if len(label) > LONGEST_LABEL:
                    at = ("facts", fact_id, "options", code, "label", language)
                    yield at, _TOO_LONG.format(count=len(label))
                    alike.setdefault((language, label[: LONGEST_LABEL - 1]), []).append(code)
        for codes in alike.values():
            if len(codes) > 1:
                yield ("facts", fact_id, "options"), _ALIKE.format(codes=" and ".join(codes))


_TOO_MANY = (
    f"{{count}} choices are more than the {MOST_CHOICES} that a phone shows at once, and many more come in pages: ask"
    " in two questions, first for the group"
)
_TOO_LONG = (
    f"a button shows {LONGEST_LABEL} characters, and these are {{count}}: shorten the label, and say the rest in"
    " 'explain'"
)
_ALIKE = "{codes} look alike on buttons, where their labels are cut: let them differ at the beginning"
