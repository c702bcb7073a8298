"""The titles of scripts that lead to a result, an early end or a question: the one behaviour, in the trial's words."""

from collections.abc import Iterable, Sequence

from dialogs.conversation.dialogue import Dialogue
from dialogs.definition.wording import say
from dialogs.rules.answers import Answers
from dialogs.testing.coverage.itinerary import Errand
from dialogs.testing.scripts.format.lines import is_value
from dialogs.verdict.json_verdict import list_determinations

ASKED_BACK, REFUSED, TAKEN = "asked back", "not taken", "taken"
"""What becomes of a text that is said to a question."""

EVERY_RESULT_IS_AWAITED = "Every question can be answered with waiting, and the result then names what it waits for."

LISTED = 3
LONGEST = 40
"""How many texts a title names, and up to which length."""


def name_result(dialogue: Dialogue, answers: Answers, shown: Sequence[tuple[str, str]]) -> str:
    """Returns the title of a script that leads to a result; `shown` are the criteria and statuses that it is for."""
    trial = dialogue.trial
    outcomes = [
        f"{say(trial.definition.determinations[name].name)}: {_plain(code)}"
        for name, code in list_determinations(trial, answers).items()
    ]
    because = f", with {_name_statuses(shown, len(trial.rules.criteria))}" if shown else ""
    return f"A result of {_join(outcomes)}{because}."


def _name_statuses(shown: Sequence[tuple[str, str]], of: int) -> str:
    statuses = dict.fromkeys(status for _, status in shown)
    if len(shown) == of and len(statuses) == 1:
        return f"every criterion {_plain(next(iter(statuses)))}"
    named = [
        f"{', '.join(criterion for criterion, its in shown if its == status)} {_plain(status)}" for status in statuses
    ]
    return _join(named)


def name_early_end(dialogue: Dialogue, criterion: str) -> str:
    """Returns the title of a script in which the questions end early."""
    name = say(dialogue.trial.definition.criteria[criterion].name)
    return f"{criterion} ({name}) ends the questions early, and one can stop there."


def name_question(dialogue: Dialogue, fact: str, done: Iterable[Errand]) -> str:
    """Returns the title of a script about what is said to a question."""
    texts: dict[str, list[str]] = {}
    for what, text in (errand.shown for errand in done):
        texts.setdefault(what, []).append(text)
    parts = [f"{_quote(texts[what])} {what}" for what in (ASKED_BACK, REFUSED, TAKEN) if what in texts]
    return f"At the question about {say(dialogue.trial.facts[fact].name)}, {'; '.join(parts)}."


def _quote(texts: Sequence[str]) -> str:
    """Returns texts in quotation marks, a few of them, with the verb that follows them."""
    named = [f"“{text}”" for text in texts if is_value(text) and text.isprintable() and len(text) <= LONGEST][:LISTED]
    rest = len(texts) - len(named)
    more = f"{rest} other{'s' if rest > 1 else ''}" if named else f"{rest} text{'s' if rest > 1 else ''}"
    return f"{_join(named + ([more] if rest else []))} {'are' if len(texts) > 1 else 'is'}"


def _join(parts: Sequence[str]) -> str:
    """Returns parts of a sentence in a row."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def _plain(code: str) -> str:
    return code.replace("_", " ")
