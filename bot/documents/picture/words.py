"""What stands on a criterion's box: its status and answers, what is missing, when to come back, what to beware of."""

from collections.abc import Iterator

from bot.documents.picture import phrases
from bot.documents.report.part import CriterionRow
from bot.documents.report.report import Report
from dialogs.definition.wording import say
from dialogs.rules.criteria import Effect
from dialogs.verdict import headings
from dialogs.verdict.answer_words import word_answer
from dialogs.verdict.dated_results import DOUBTS
from dialogs.verdict.missing_answers import Cause
from dialogs.verdict.result import word_near


def word_criterion(report: Report, row: CriterionRow) -> list[str]:
    """Returns the paragraphs of a box, beneath its name."""
    facts = next(rule.facts for rule in report.trial.rules.criteria if rule.id == row.id)
    missing = [fact for fact in _missing_of(report, row) if fact in facts]
    head = phrases.STATUS.format(kind=phrases.KINDS[row.kind], status=phrases.STATUSES[row.status])
    behind = [_answer(report, fact) for fact in facts if fact in report.screening.answers and fact not in missing]
    if not behind and not missing:
        behind = [row.reason]
    returns = dict.fromkeys(_come_back(report, row, facts))
    return [" ".join([head, *behind, *_missing(report, row, missing), *returns]), *_beware(report, row)]


def _answer(report: Report, fact: str) -> str:
    of = report.trial.facts[fact]
    return phrases.ANSWER.format(name=say(of.name), answer=word_answer(of, report.screening.answers[fact]))


def _missing_of(report: Report, row: CriterionRow) -> dict[str, Cause]:
    """Returns what a criterion lacks, with the cause: what leaves it open now, or will once a window is over."""
    missing = report.verdict.missing if row.effect is Effect.OPEN else ()
    later = report.verdict.needed_later.values() if row.effect is not Effect.PASSES else ()
    return {each.fact: each.cause for each in (*missing, *later)}


def _missing(report: Report, row: CriterionRow, missing: list[str]) -> Iterator[str]:
    needed = {
        fact for settling in report.verdict.settling.values() for fact in settling.needed
    } | report.verdict.needed_later.keys()
    causes = _missing_of(report, row)
    for fact in missing:
        answer = report.screening.answers.get(fact)
        why = headings.NOT_ASKED if answer is None else word_answer(report.trial.facts[fact], answer)
        if causes[fact] in DOUBTS:
            why = phrases.NOT_EXACT.format(answer=why, why=DOUBTS[causes[fact]])
        sentence = phrases.MISSING if fact in needed else phrases.NOT_NEEDED
        yield sentence.format(name=say(report.trial.facts[fact].name), why=why)


def _come_back(report: Report, row: CriterionRow, facts: tuple[str, ...]) -> list[str]:
    if row.effect is Effect.PASSES:
        return []
    return [phrases.COME_BACK.format(when=each.when) for each in report.verdict.come_back if each.fact in facts]


def _beware(report: Report, row: CriterionRow) -> Iterator[str]:
    for near in report.verdict.near:
        if near.criterion == row.id:
            yield phrases.NEAR.format(near=word_near(report.trial, near))
    yield from (phrases.NOTE.format(note=note) for note in row.told)
