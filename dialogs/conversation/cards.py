"""Verdicts as cards: a headline for each determination, what belongs right under it, and why one fails."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial

from dialogs.conversation.blocks import Block, Caution, Headline, Paragraph, Quotation, Section, make_items
from dialogs.conversation.glance import GlanceItems
from dialogs.definition import small_words
from dialogs.definition.wording import say
from dialogs.loading.compiled_trial import Trial
from dialogs.rules.standings import Standing
from dialogs.verdict import headings
from dialogs.verdict.answer_words import raise_first
from dialogs.verdict.changing_words import word_changing
from dialogs.verdict.outcome_words import word_code, word_outcome
from dialogs.verdict.result import describe_in_short, find_failing
from dialogs.verdict.source import warn_of_source
from dialogs.verdict.verdict import Decision, Verdict

Lines = Mapping[str, Sequence[str]]
"""Lines by determination."""

MOST_OFF = 2
"""So many determinations without an object are told each by itself; more are told together."""


def list_whys(verdict: Verdict, *, of_main: bool = False) -> GlanceItems:
    """Returns which criteria fail, and the answers that decide them; the first one is always shown.

    `of_main` leaves out those that do not lead to the main determination.
    """
    failing = [each for each in find_failing(verdict) if not of_main or verdict.main in each.determinations]
    whys = [describe_in_short(each) for each in failing]
    return GlanceItems(whys, small_words.ITEM.format(item=""), partial(word_further, len(whys)), least=1)


def word_further(count: int, shown: int) -> str:
    """Returns the line that says how many entries of a list are not shown."""
    return headings.FURTHER.format(count=count - shown)


def make_headlines(
    trial: Trial, verdict: Verdict, details: Lines, told: Lines, *, is_short: bool = False
) -> Iterator[Block]:
    """Yields each verdict with its details and notes, then how old the source is where that must be seen.

    Several that have no object are one. Where `is_short`, one that only waits says no more than that, and whether it is
    provisionally out of question.
    """
    decisions = verdict.decisions_to_tell
    off = [each for each in decisions if each.standing is Standing.OFF and not told[each.determination]]
    for each in decisions:
        if each in off and len(off) > MOST_OFF:
            continue
        name = say(trial.definition.determinations[each.determination].name)
        lines = tuple(details.get(each.determination, ()))
        text = _shorten(each) if is_short and each.waiting is not None else each.say
        yield Headline(name, each.apparent, word_outcome(each), text, lines)
        yield from map(Caution, told[each.determination])
    if len(off) > MOST_OFF:
        name = headings.OFF_TOGETHER.format(count=len(off))
        yield Headline(name, Standing.OFF, word_outcome(off[0]), _join_outcomes(off))
    if verdict.stale:
        yield Caution(warn_of_source(trial))


def _join_outcomes(off: Sequence[Decision]) -> str:
    """Returns what determinations without an object say, each sentence once."""
    return " ".join(dict.fromkeys(each.say for each in off))


def _shorten(decision: Decision) -> str:
    """Returns the first sentence of what a verdict says, and that it fails provisionally where it does."""
    sentence = decision.say.partition(". ")[0].rstrip(".") + "."
    if not decision.provisional or decision.standing is Standing.NOT_YET:
        return sentence
    outcome = headings.PROVISIONAL.format(word=raise_first(word_code(decision.code)))
    return headings.IN_SHORT.format(sentence=sentence, outcome=outcome)


def make_why_section(whys: Sequence[str], changes: Sequence[str]) -> Section:
    """Returns why determinations fail, and what would change it."""
    return Section(small_words.TITLED.format(title=headings.WHY), (make_items(whys), *map(Paragraph, changes)))


def make_quotations(verdict: Verdict) -> list[Section]:
    """Returns the source's wording of the criteria that fail, folded; nothing where none does."""
    quoted = [Quotation(each.quote, each.criterion) for each in find_failing(verdict)]
    return [Section(headings.QUOTED_WORDS, tuple(quoted), folded=True)] if quoted else []


def list_changes(trial: Trial, verdict: Verdict, *, is_brief: bool = False) -> list[str]:
    """Returns which other answers would lift each failure that does not only wait.

    Where it `is_brief`, an answer that only makes another one apply is left out. Of several ways to the main
    determination, such as cohorts, nothing is said while one is open.
    """
    ways = _list_closed_ways(trial, verdict)
    failing = [each for each in verdict.decisions if _fails_for_good(each) and each.determination not in ways]
    said = {
        each.determination: word_changing(trial, verdict, each.determination, is_brief=is_brief) for each in failing
    }
    if len(said) == 1:
        return [*said.values()]
    names = {each: say(trial.definition.determinations[each].name) for each in said}
    return [small_words.NAMED.format(name=names[each], value=words) for each, words in said.items()]


def _list_closed_ways(trial: Trial, verdict: Verdict) -> list[str]:
    """Returns the determinations of which the main one requires any, unless none of them is left."""
    return [] if verdict.main_decision.standing is Standing.OFF else trial.definition.list_cohorts()


def _fails_for_good(decision: Decision) -> bool:
    return decision.standing is Standing.FAILS and decision.waiting is None
