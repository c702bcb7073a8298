"""The result as one message that fits a phone: each verdict, why, what to do next, how old the source is."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from dialogs.conversation.blocks import Aside, Block, Items, Paragraph, ResultTitle, Section, make_items
from dialogs.conversation.cards import make_headlines, make_quotations, make_why_section
from dialogs.conversation.glance import GlanceItems, count_room, fit_lists, is_fitting
from dialogs.conversation.messages import Message, MessageKind
from dialogs.conversation.plain_text import render_plain
from dialogs.conversation.result_lists import (
    CALLS,
    CHANGES,
    STEPS,
    WHYS,
    ItemsName,
    count_beside,
    list_result_lists,
    shorten_steps,
    tighten_lists,
)
from dialogs.definition import small_words
from dialogs.definition.wording import say
from dialogs.loading.compiled_trial import Trial
from dialogs.loading.sites import NO_CONTACTS, Contacts
from dialogs.verdict import headings
from dialogs.verdict.next_steps import open_first
from dialogs.verdict.verdict import Verdict

_NEXT = small_words.TITLED.format(title=headings.NEXT)
_MATTERING = ("ways", "told", "changes")
"""Lists that matter more than the source's words."""
_OPENING = "open XXXX-XXX"
"""About as much as a session adds to the next step."""


@dataclass(frozen=True, slots=True)
class _Form:
    """In how much detail a result is shown: its lists, and what is `folded`.

    Where it `is_short`, a verdict that only waits says no more than that. Where it `is_close`, the end is not set
    apart.
    """

    lists: Mapping[ItemsName, GlanceItems]
    folded: Sequence[Section] = ()
    is_short: bool = False
    is_close: bool = False


def make_result_message(trial: Trial, verdict: Verdict, contacts: Contacts = NO_CONTACTS) -> Message:
    """Returns the result. What does not fit a phone's screen is named by how it is asked for.

    Where even what must be seen does not fit, it is said in fewer lines, the source's words first of all. `contacts`
    are what a deployment lists.
    """
    lists = list_result_lists(trial, verdict, contacts)
    beside = count_beside(lists)
    forms = [
        _Form(lists, make_quotations(verdict)),
        _Form(lists),
        *([_Form(shorten_steps(trial, verdict, lists))] if verdict.waiting and len(lists[STEPS].entries) == 1 else []),
        _Form(lists, is_short=True),
        _Form(beside, is_short=True, is_close=True),
        _Form(tighten_lists(trial, verdict, beside), is_short=True, is_close=True),
    ]
    blocks: tuple[Block, ...] = ()
    fits = False
    while forms and not fits:
        blocks, fits = _fit_blocks(trial, verdict, forms.pop(0))
    return Message(MessageKind.RESULT, blocks)


def _fit_blocks(trial: Trial, verdict: Verdict, form: _Form) -> tuple[tuple[Block, ...], bool]:
    """Returns a result with as much of its lists as fits, and whether it fits."""
    steps = form.lists[STEPS].entries
    opened = replace(form.lists[STEPS], entries=open_first(steps, _OPENING))
    measured = {**form.lists, STEPS: opened}
    bare = tuple(_iterate_blocks(trial, verdict, dict.fromkeys(measured, ()), form))
    fixed = _count_lines(bare) + (not steps)
    shown = fit_lists(measured, fixed)
    fits = is_fitting(measured, shown, fixed) and not (form.folded and _lacks_more(form.lists, shown))
    return tuple(_iterate_blocks(trial, verdict, {**shown, STEPS: steps}, form)), fits


def _lacks_more(lists: Mapping[ItemsName, GlanceItems], shown: Mapping[ItemsName, Sequence[str]]) -> bool:
    """Says whether something is cut that matters more than the source's words."""
    return any(len(shown[name]) < len(each.entries) for name, each in lists.items() if name[0] in _MATTERING)


def mark_result(message: Message, code: str, opening: str) -> Message:
    """Returns a result that bears the code of its screening, and says with the next step how it is opened again."""
    title, *blocks = message.blocks
    assert isinstance(title, ResultTitle), "a result begins with its title"
    return replace(message, blocks=(replace(title, code=code), *(_add_opening(block, opening) for block in blocks)))


def _add_opening(block: Block, opening: str) -> Block:
    if not isinstance(block, Section) or block.title != _NEXT:
        return block
    steps, *closing = block.blocks
    assert isinstance(steps, Items), "the next steps are a list"
    texts = [each.text for each in steps.entries if isinstance(each, Paragraph)]
    entries: list[Paragraph | Aside] = [*map(Paragraph, open_first(texts, opening))]
    if entries == [*steps.entries]:
        entries.append(Aside(headings.OPEN_LATER.format(opening=opening)))
    return replace(block, blocks=(Items(tuple(entries)), *closing))


def _iterate_blocks(
    trial: Trial, verdict: Verdict, shown: Mapping[ItemsName, Sequence[str]], form: _Form
) -> Iterator[Block]:
    determinations = [each.determination for each in verdict.decisions]
    details = {each: [*shown["needs", each], *shown["ways", each]] for each in determinations}
    yield ResultTitle(trial.definition.about.acronym)
    told = {each: shown["told", each] for each in determinations}
    yield from make_headlines(trial, verdict, details, told, is_short=form.is_short)
    if form.lists[WHYS].entries:
        yield make_why_section(shown[WHYS], shown[CHANGES])
    following = make_items([*shown[STEPS], *shown[CALLS]])
    said = [*shown["near", ""], *shown["age", ""], *shown["source", ""], say(trial.definition.pre_check)]
    closing = tuple(map(Paragraph, said))
    if form.is_close:
        yield Section(_NEXT, (following, *closing))
    else:
        yield Section(_NEXT, (following,))
        yield from form.folded
        yield Section("", closing)


def _count_lines(blocks: Sequence[Block]) -> int:
    """Returns how many lines a result takes on a phone before anything is folded out."""
    folded = [each for each in blocks if isinstance(each, Section) and each.folded]
    return count_room(render_plain(each for each in blocks if each not in folded), len(folded))
