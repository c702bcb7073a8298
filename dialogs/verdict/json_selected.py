"""What is so of several options, read strictly from plain values of JSON, and written."""

from typing import Any

from dialogs.definition.facts import SeveralFact
from dialogs.rules.answers import Answer, Selected
from dialogs.verdict.json_amounts import AnswerError, name_kind, shorten

SELECTED, UNTESTED = "selected", "untested"


def make_plain_selected(answer: Selected) -> dict[str, list[str]]:
    """Returns an answer as a plain value; `untested` is there only where something was not tested."""
    plain = {SELECTED: list(answer.codes)}
    return plain | {UNTESTED: list(answer.untested)} if answer.untested else plain


def read_selected(fact_id: str, fact: SeveralFact, plain: object) -> Answer:
    """Returns the answer in a list of codes, or in an object of `selected` and `untested`; each code counts once.

    Raises `AnswerError` for anything else, for codes that the fact does not have, and for one that is in both.
    """
    parts: dict[Any, object] = plain if isinstance(plain, dict) else {SELECTED: plain}
    if SELECTED not in parts or not parts.keys() <= {SELECTED, UNTESTED} or not isinstance(parts[SELECTED], list):
        raise AnswerError(
            f"{fact_id}: {name_kind(plain)} is no value of it; write a list of codes, or an object of selected and "
            f"untested; the codes are {', '.join(fact.options)}"
        )
    codes, untested = (_read_codes(fact_id, fact, parts.get(key, [])) for key in (SELECTED, UNTESTED))
    if untested and fact.not_tested is None:
        raise AnswerError(f"{fact_id}: its single options cannot be untested; leave out untested")
    if both := codes & untested:
        raise AnswerError(f"{fact_id}: {min(both)} is selected and untested; keep it in one of the two")
    in_order = (tuple(code for code in fact.options if code in given) for given in (codes, untested))
    return Selected(*in_order)


def _read_codes(fact_id: str, fact: SeveralFact, plain: object) -> set[str]:
    """Returns the codes of a list. Raises `AnswerError` for the first value that is none."""
    given = plain if isinstance(plain, list) else [plain]
    wrong = next((each for each in given if not isinstance(each, str) or each not in fact.options), None)
    if wrong is not None or not isinstance(plain, list):
        said = shorten(wrong) if wrong is not None else name_kind(plain)
        raise AnswerError(f"{fact_id}: {said} is no code of it; write a list of {', '.join(fact.options)}")
    return set(given)
