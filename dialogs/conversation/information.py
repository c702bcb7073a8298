"""What a person can ask for at any moment that changes nothing: why, status, the trial's pages, help."""

from datetime import date

from dialogs import phrases
from dialogs.conversation import pages
from dialogs.conversation.commands import Command
from dialogs.conversation.screening import Screening
from dialogs.conversation.state_machine import fact_of
from dialogs.loading.compiled_trial import Trial
from dialogs.loading.sites import Contacts
from dialogs.rules.engine import Effect, Standing
from dialogs.verdict.evaluate import Judge
from dialogs.verdict.result import decision_lines, failing, missing_line, reason_line


def information(judge: Judge, asked: Command, screening: Screening, today: date, contacts: Contacts) -> str | None:
    """Returns the page that a command asks for, or None for a command that is no page. `contacts` are what a deployment lists."""
    if asked is Command.WHY:
        return _why(judge.trial, screening)
    if asked is Command.STATUS:
        return status(judge, screening, today)
    if asked in _PAGES:
        return _PAGES[asked](judge.trial)
    if asked in _PAGES_WITH_CONTACTS:
        return _PAGES_WITH_CONTACTS[asked](judge.trial, contacts)
    return phrases.HELP if asked is Command.HELP else None


def status(judge: Judge, screening: Screening, today: date) -> str:
    """Returns where a screening stands: the provisional verdicts, the reasons so far, what is open and what is awaited."""
    verdict = judge.verdict(screening.answers, today)
    lines = [phrases.WHERE_YOU_STAND.format(count=len(screening.answers)), *decision_lines(judge.trial, verdict)]
    lines += [f"- {reason_line(finding)}" for finding in failing(verdict)]
    undecided = {decision.determination for decision in verdict.decisions if decision.standing is Standing.OPEN}
    open_criteria = [
        finding.criterion for finding in verdict.findings if finding.effect is Effect.OPEN and finding.determination in undecided
    ]
    if open_criteria:
        lines.append(phrases.OPEN_CRITERIA.format(ids=", ".join(open_criteria)))
    missing = {each.fact: each for each in verdict.missing} | verdict.needed_later
    lines += [f"- {missing_line(judge.trial, each)}" for fact, each in missing.items() if fact in screening.answers]
    return "\n".join(lines)


def _why(trial: Trial, screening: Screening) -> str:
    fact = fact_of(screening.state)
    return pages.criteria_page(trial) if fact is None else pages.why_page(trial, fact)


_PAGES = {
    Command.CRITERIA: pages.criteria_page,
    Command.PLAIN: pages.plain_page,
    Command.PATHWAY: pages.pathway_page,
}
_PAGES_WITH_CONTACTS = {
    Command.TRIAL: pages.trial_page,
    Command.HOSPITALS: pages.hospitals_page,
    Command.SUPPORT: pages.support_page,
    Command.REPORT: pages.report_page,
}
