"""Pages that a person can ask for at any moment, and that change nothing: why, the trial's pages, help."""

from dialogs import phrases
from dialogs.conversation import pages
from dialogs.conversation.blocks import Block, Paragraph, Section
from dialogs.conversation.commands import Command
from dialogs.conversation.screening import Screening
from dialogs.conversation.state_machine import find_fact
from dialogs.loading.compiled_trial import Trial
from dialogs.loading.sites import Contacts


def make_page(trial: Trial, asked: Command, screening: Screening, contacts: Contacts) -> Section | None:
    """Returns the page that a command asks for, or None for a command that is no page.

    `contacts` are what a deployment lists.
    """
    if asked is Command.WHY:
        return Section("", _make_why_page(trial, screening))
    if asked in _PAGES:
        return Section("", _PAGES[asked](trial))
    if asked in _PAGES_WITH_CONTACTS:
        return Section("", _PAGES_WITH_CONTACTS[asked](trial, contacts))
    return Section("", (Paragraph(_SENTENCES[asked]),)) if asked in _SENTENCES else None


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
