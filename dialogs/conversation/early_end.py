"""What an early end shows: the verdicts with their reasons, whom to call all the same, and that it is a pre-check."""

from dialogs.conversation.blocks import Block, Paragraph, Section, make_items
from dialogs.conversation.cards import make_cards
from dialogs.conversation.result_lists import list_result_lists
from dialogs.definition import small_words
from dialogs.definition.wording import say
from dialogs.loading.compiled_trial import Trial
from dialogs.loading.sites import Contacts
from dialogs.verdict import headings
from dialogs.verdict.verdict import Verdict


def make_early_end(trial: Trial, verdict: Verdict, contacts: Contacts) -> list[Block]:
    """Returns what stands before the choices of an early end."""
    calls = list_result_lists(trial, verdict, contacts)["calls", ""].entries
    following = Section(small_words.TITLED.format(title=headings.NEXT), (make_items(calls),))
    closing = Section("", (Paragraph(say(trial.definition.pre_check)),))
    return [*make_cards(trial, verdict), following, closing]
