"""The result as one message that fits a phone: each verdict, why, what to do next, how old the source is."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from dialogs.conversation.blocks import Aside, Block, Items, Paragraph, ResultTitle, Section, make_items
from dialogs.conversation.cards import make_headlines, make_quotations, make_why_section
from dialogs.conversation.glance import FOLDED_LINES, GlanceItems, count_filled_lines, fit_lists, is_fitting
from dialogs.conversation.messages import Message, MessageKind
from dialogs.conversation.plain_text import render_plain
from dialogs.conversation.result_lists import STEPS, ItemsName, list_result_lists
from dialogs.definition import small_words
from dialogs.definition.wording import say
from dialogs.loading.compiled_trial import Trial
from dialogs.loading.sites import NO_CONTACTS, Contacts
from dialogs.verdict import headings
from dialogs.verdict.next_steps import open_first
from dialogs.verdict.result import find_failing
from dialogs.verdict.verdict import Verdict

_NEXT = small_words.TITLED.format(title=headings.NEXT)
_OPENING = "open XXXX-XXX"
"""About as much as a session adds to the next step."""


def make_result_message(trial: Trial, verdict: Verdict, contacts: Contacts = NO_CONTACTS) -> Message:
    """Returns the result. What does not fit a phone's screen is named by how it is asked for.

    Where even what must be seen does not fit, the source's words are not there either, and a verdict that only waits
    says less. `contacts` are what a deployment lists.
    """
    lists = list_result_lists(trial, verdict, contacts)
    steps = {STEPS: lists[STEPS].entries}
    lists[STEPS] = replace(lists[STEPS], entries=[open_first(step, _OPENING) for step in lists[STEPS].entries])
    for folded, is_short in ((make_quotations(verdict), False), ([], False), ([], True)):
        bare = _make_blocks(trial, verdict, dict.fromkeys(lists, ()), folded, is_short=is_short)
        fixed = _count_lines(bare) + (not steps[STEPS])
        shown = fit_lists(lists, fixed)
        blocks = _make_blocks(trial, verdict, shown | steps, folded, is_short=is_short)
        if is_fitting(lists, shown, fixed) and not (folded and _lacks_more(lists, shown)):
            break
    return Message(MessageKind.RESULT, blocks)


def _lacks_more(lists: Mapping[ItemsName, GlanceItems], shown: Mapping[ItemsName, Sequence[str]]) -> bool:
    """Says whether something is cut that matters more than the source's words."""
    return any(len(shown[name]) < len(each.entries) for name, each in lists.items() if name[0] in ("ways", "told"))


def mark_result(message: Message, code: str, opening: str) -> Message:
    """Returns a result that bears the code of its screening, and says with the next step how it is opened again."""
    title, *blocks = message.blocks
    assert isinstance(title, ResultTitle), "a result begins with its title"
    return replace(message, blocks=(replace(title, code=code), *(_add_opening(block, opening) for block in blocks)))


def _add_opening(block: Block, opening: str) -> Block:
    if not isinstance(block, Section) or block.title != _NEXT:
        return block
    (steps,) = block.blocks
    assert isinstance(steps, Items), "the next steps are a list"
    texts = [each for each in steps.entries if isinstance(each, Paragraph)]
    entries = [replace(each, text=open_first(each.text, opening)) for each in texts]
    if entries == [*steps.entries]:
        return replace(block, blocks=(Items((*entries, Aside(headings.OPEN_LATER.format(opening=opening)))),))
    return replace(block, blocks=(Items(tuple(entries)),))


def _make_blocks(
    trial: Trial,
    verdict: Verdict,
    shown: Mapping[ItemsName, Sequence[str]],
    folded: Sequence[Section],
    *,
    is_short: bool = False,
) -> tuple[Block, ...]:
    return tuple(_iterate_blocks(trial, verdict, shown, folded, is_short=is_short))


def _iterate_blocks(
    trial: Trial,
    verdict: Verdict,
    shown: Mapping[ItemsName, Sequence[str]],
    folded: Sequence[Section],
    *,
    is_short: bool,
) -> Iterator[Block]:
    determinations = [each.determination for each in verdict.decisions]
    details = {each: [*shown["needs", each], *shown["ways", each]] for each in determinations}
    yield ResultTitle(trial.definition.about.acronym)
    told = {each: shown["told", each] for each in determinations}
    yield from make_headlines(trial, verdict, details, told, is_short=is_short)
    if find_failing(verdict):
        yield make_why_section(shown["whys", ""], shown["changes", ""])
    yield Section(_NEXT, (make_items([*shown["steps", ""], *shown["calls", ""]]),))
    yield from folded
    closing = [*shown["near", ""], *shown["age", ""], *shown["source", ""], say(trial.definition.pre_check)]
    yield Section("", tuple(map(Paragraph, closing)))


def _count_lines(blocks: Sequence[Block]) -> int:
    """Returns how many lines a result takes on a phone before anything is folded out."""
    folded = [each for each in blocks if isinstance(each, Section) and each.folded]
    return count_filled_lines(render_plain(each for each in blocks if each not in folded)) + FOLDED_LINES * len(folded)
