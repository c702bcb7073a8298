"""Reports for tests: of answers as other programs write them, on a fixed day."""

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache

from commands import AML, ELIGIBLE
from stores import dialogue

from bot.documents.report.report import Report, make_report
from dialogs.conversation.dialogue import Dialogue
from dialogs.conversation.screening import Screening
from dialogs.conversation.state_machine import CONCLUDED
from dialogs.loading.compiled_trial import Trial
from dialogs.loading.loading import load
from dialogs.verdict.evaluate import Evaluator
from dialogs.verdict.json_answers import read_answers

AT = datetime(2026, 11, 23, 7, 45, tzinfo=UTC)
TAKEN_AT = datetime(2026, 11, 22, 18, 3, tzinfo=UTC)
CODE = "K7Q4-2MX"

ADULT: Mapping[str, object] = {
    "age_years": 54, "sex": "female", "ecog": "ecog1", "creatinine": 1.9, "bilirubin": 0.8, "haemoglobin": 8.4,
    "pregnancy": "negative", "contraception": "yes", "prior_chemotherapy": "no", "flt3": "itd", "qtc_long": "no",
}  # fmt: skip
"""An adult who may enter the other trial, in its first arm."""


def infant(state: str = CONCLUDED, /, **changed: object) -> Report:
    """Returns the report of an infant who may have blinatumomab, but for what is changed; None leaves a fact out."""
    return reported(dialogue().trial, _changed(ELIGIBLE, changed), state)


def adult(**changed: object) -> Report:
    """Returns the report of an adult, but for what is changed."""
    return reported(aml().trial, _changed(ADULT, changed))


def reported(trial: Trial, answers: Mapping[str, object], state: str = CONCLUDED) -> Report:
    """Returns the report of answers in a state of the dialogue."""
    read = read_answers(trial, dict(answers))
    screening = Screening(trial.id, trial.digest, state, read, taken_at=TAKEN_AT if read else None)
    return make_report(trial, screening, Evaluator(trial).evaluate(read, AT.date()), CODE, AT)


@cache
def aml() -> Dialogue:
    """Returns the dialogue of the other trial."""
    return Dialogue(load(AML.read_text(encoding="utf-8"), AML.name))


def _changed(answers: Mapping[str, object], changed: Mapping[str, object]) -> dict[str, object]:
    return {fact: answer for fact, answer in {**answers, **changed}.items() if answer is not None}
