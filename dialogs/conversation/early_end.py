"""What an early end shows: the verdicts with their reasons, whom to call all the same, and that it is a pre-check."""

from collections.abc import Iterator, Mapping, Sequence

from dialogs.conversation.blocks import Block, Paragraph, Section, make_items
from dialogs.conversation.cards import make_headlines, make_quotations, make_why_section
from dialogs.conversation.glance import count_room, fit_lists
from dialogs.conversation.plain_text import render_plain
from dialogs.conversation.result_lists import CALLS, CHANGES, WHYS, ItemsName, list_result_lists
from dialogs.definition import small_words
from dialogs.definition.wording import say
from dialogs.loading.compiled_trial import Trial
from dialogs.loading.sites import Contacts
from dialogs.verdict import headings
from dialogs.verdict.glance_words import list_told
from dialogs.verdict.verdict import Verdict

ASKING_LINES = 4
"""What the words on the cards and the question take, beyond what a phone shows beneath a message."""


def make_early_end(trial: Trial, verdict: Verdict, contacts: Contacts) -> list[Block]:
    """Returns what stands before the choices of an early end: of its lists as much as fits a phone."""
    lists = list_result_lists(trial, verdict, contacts)
    fitting = {name: lists[name] for name in (CALLS, WHYS, CHANGES)}
    bare = render_plain(_iterate_blocks(trial, verdict, dict.fromkeys(fitting, ())))
    shown = fit_lists(fitting, count_room(bare, folded=1) + ASKING_LINES)
    return [*_iterate_blocks(trial, verdict, shown, make_quotations(verdict))]


def _iterate_blocks(
    trial: Trial, verdict: Verdict, shown: Mapping[ItemsName, Sequence[str]], folded: Sequence[Section] = ()
) -> Iterator[Block]:
    told = {each.determination: list_told(verdict, each) for each in verdict.decisions}
    yield from make_headlines(trial, verdict, {}, told)
    yield make_why_section(shown[WHYS], shown[CHANGES])
    yield from folded
    yield Section(small_words.TITLED.format(title=headings.NEXT), (make_items(shown[CALLS]),))
    yield Section("", (Paragraph(say(trial.definition.pre_check)),))
