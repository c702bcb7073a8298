"""Buttons that are probably not meant so: more choices than a phone shows, labels that are cut, or look alike then."""

import json
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

BESIDE_CHOICES = 5
"""Buttons that a question can have besides: "don't know", waiting, what is recorded, why, and back."""

MOST_BUTTONS = 100
"""Buttons of a message in Telegram. The page, Matrix and a terminal list any number."""

MOST_BYTES = 8_000
"""Bytes that the buttons of a message may take in Telegram, as JSON."""

BYTES_BESIDE_LABEL = 68
"""Bytes that a button takes beside its label."""


def find_too_many_choices(subject: LintSubject) -> Iterator[LocatedDoubt]:
    """Yields questions with more choices than a phone shows at once, or than Telegram takes under one message."""
    for fact_id, fact in subject.definition.facts.items():
        if isinstance(fact, OptionFact) and len(fact.options) > MOST_CHOICES:
            words = _TOO_MANY if _fits_keyboard(fact) else _IN_PAGES
            yield ("facts", fact_id, "options"), words.format(count=len(fact.options)) + _ASK_TWICE


def _fits_keyboard(fact: OptionFact) -> bool:
    """Says whether Telegram takes all choices, with the buttons besides, in each language."""
    written = [max(map(_count_bytes, option.label.values())) for option in fact.options.values()]
    count = len(written) + BESIDE_CHOICES
    size = sum(written) + BESIDE_CHOICES * max(written) + count * BYTES_BESIDE_LABEL
    return count <= MOST_BUTTONS and size <= MOST_BYTES


def _count_bytes(label: str) -> int:
    return len(json.dumps(label[:LONGEST_LABEL], ensure_ascii=False).encode())


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
    f"{{count}} choices are more than the {MOST_CHOICES} that a phone shows at once, in Telegram or on the web page"
    " (Matrix and the terminal list them all)"
)
_IN_PAGES = (
    f"{{count}} choices are more than Telegram takes under one message ({MOST_BUTTONS} buttons, {BESIDE_CHOICES} of"
    f" which are for other answers, or {MOST_BYTES:,} bytes), so there they come in pages (the web page, Matrix and the"
    " terminal list them all)"
)
_ASK_TWICE = ": ask in two questions, first for the group"
_TOO_LONG = (
    f"a button shows {LONGEST_LABEL} characters, and these are {{count}}: shorten the label, and say the rest in"
    " 'explain'"
)
_ALIKE = "{codes} look alike on buttons, where their labels are cut: let them differ at the beginning"
