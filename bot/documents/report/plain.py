"""The report as plain values for JSON. Its keys are held stable; see docs/interfaces.md."""

from typing import Any

from bot.documents.report.part import MissingPart, ReportPart
from bot.documents.report.report import Report
from dialogs.conversation.cards import list_changes
from dialogs.verdict.json_answers import make_plain_answer
from dialogs.verdict.json_verdict import make_full_verdict

FORMAT = 1
"""Goes up when a key changes its meaning or goes; not when one is added."""


def make_plain_report(report: Report) -> dict[str, Any]:
    """Returns the report: the verdict as `check --json` writes it, with the code, times, answers and headlines."""
    answers = report.screening.answers
    return {
        "format": FORMAT,
        "code": report.code,
        "made_at": report.at.isoformat(timespec="seconds"),
        "last_answer_at": None if report.last_answer is None else report.last_answer.isoformat(timespec="seconds"),
        "finished": report.is_finished,
        "title": report.title,
        "answers": {fact: make_plain_answer(answers[fact]) for fact in report.trial.facts if fact in answers},
        "headlines": [_headline(part) for part in report.parts],
        "not_needed": list(report.not_needed),
        "changing": list_changes(report.trial, report.verdict),
        "verdict": make_full_verdict(report.trial, report.verdict),
    }


def _headline(part: ReportPart) -> dict[str, Any]:
    return {
        "determination": part.id,
        "name": part.name,
        "code": part.code,
        "word": part.word,
        "say": part.say,
        "provisional": part.provisional,
        "failed": [row.id for row in part.reasons],
        "notes": list(part.told),
        "missing": [_gap(gap) for gap in part.gaps],
        "waits_for": list(part.waits_for),
        "come_back": [
            {"fact": each.fact, "when": each.when, "date": None if each.day is None else each.day.isoformat()}
            for each in part.come_back
        ],
        "near_threshold": list(part.near),
    }


def _gap(gap: MissingPart) -> dict[str, Any]:
    return {
        "fact": gap.fact,
        "cause": gap.cause.value,
        "why": gap.why,
        "settled_by": gap.settled_by or None,
        "next_step": gap.next_step,
        "alone": gap.alone,
    }
