"""Pages that a person can ask for at any moment, and that change nothing: why, status, the trial's pages, help."""

from datetime import date

from dialogs import phrases
from dialogs.conversation import pages
from dialogs.conversation.blocks import Block, Paragraph, Section, make_items
from dialogs.conversation.cards import make_cards
from dialogs.conversation.commands import Command
from dialogs.conversation.screening import Screening
from dialogs.conversation.state_machine import find_fact
from dialogs.loading.compiled_trial import Trial
from dialogs.loading.sites import Contacts
from dialogs.rules.criteria import Effect
from dialogs.rules.determinations import Standing
from dialogs.verdict import headings
from dialogs.verdict.evaluate import Evaluator


def make_page(
    evaluator: Evaluator, asked: Command, screening: Screening, today: date, contacts: Contacts
) -> Section | None:
    """Returns the page that a command asks for, or None for a command that is no page.

    `contacts` are what a deployment lists.
    """
    if asked is Command.WHY:
        return Section("", _make_why_page(evaluator.trial, screening))
    if asked is Command.STATUS:
        return make_status(evaluator, screening, today)
    if asked in _PAGES:
        return Section("", _PAGES[asked](evaluator.trial))
    if asked in _PAGES_WITH_CONTACTS:
        return Section("", _PAGES_WITH_CONTACTS[asked](evaluator.trial, contacts))
    return Section("", (Paragraph(_SENTENCES[asked]),)) if asked in _SENTENCES else None


def make_status(evaluator: Evaluator, screening: Screening, today: date) -> Section:
    """Returns where a screening stands: provisional verdicts, what they wait for, the reasons so far, the next step."""
    verdict = evaluator.evaluate(screening.answers, today)
    where = Paragraph(phrases.WHERE_YOU_STAND.format(count=len(screening.answers)))
    undecided = {decision.determination for decision in verdict.decisions if decision.standing is Standing.OPEN}
    still_open = [
        headings.NAMED_CRITERION.format(id=finding.criterion, name=finding.name)
        for finding in verdict.findings
        if finding.effect is Effect.OPEN and finding.determination in undecided
    ]
    open_criteria = [Section(phrases.OPEN_CRITERIA, (make_items(still_open),))] if still_open else []
    following = Paragraph(phrases.NEXT_STEP)
    return Section("", (where, *make_cards(evaluator.trial, verdict), *open_criteria, following))


def _make_why_page(trial: Trial, screening: Screening) -> tuple[Block, ...]:
    fact = find_fact(screening.state)
    return pages.make_criteria_page(trial) if fact is None else pages.make_why_page(trial, fact)


_PAGES = {
    Command.CRITERIA: pages.make_criteria_page,
    Command.PLAIN: pages.make_plain_page,
    Command.PATHWAY: pages.make_pathway_page,
}
_PAGES_WITH_CONTACTS = {
    Command.TRIAL: pages.make_trial_page,
    Command.HOSPITALS: pages.make_hospitals_page,
    Command.SUPPORT: pages.make_support_page,
    Command.INACCURATE: pages.make_inaccuracy_page,
}
_SENTENCES = {Command.HELP: phrases.HELP, Command.REPORT: phrases.REPORT_FROM}
