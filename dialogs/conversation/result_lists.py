"""The lists of a result, those that matter most first, and what is said of the entries that do not fit."""

from functools import partial

from dialogs.conversation.cards import list_changes
from dialogs.conversation.glance import GlanceList
from dialogs.conversation.pages import WITH_A_VERDICT, format_hospital
from dialogs.definition import small_words
from dialogs.loading.compiled_trial import Trial
from dialogs.loading.sites import Contacts
from dialogs.rules.determinations import Standing
from dialogs.verdict import headings
from dialogs.verdict.glance_words import list_needed, list_needs, list_told, list_ways
from dialogs.verdict.result import describe_in_short, find_failing
from dialogs.verdict.source import describe_source, name_source
from dialogs.verdict.verdict import Verdict

ListName = tuple[str, str]
"""What a list is, and the determination that it belongs to, empty for all."""

_SIGN = small_words.ITEM.format(item="")
_INDENT = "  "


def list_result_lists(trial: Trial, verdict: Verdict, contacts: Contacts) -> dict[ListName, GlanceList]:
    """Returns the lists that a result has, each by its name."""
    failing = find_failing(verdict)
    whys, ids = [describe_in_short(each) for each in failing], [each.criterion for each in failing]
    lists = {
        ("calls", ""): GlanceList(_list_calls(verdict, contacts), _SIGN, partial(_word_other_calls, contacts)),
        ("steps", ""): GlanceList(_list_steps(verdict), _SIGN),
        ("whys", ""): GlanceList(whys, _SIGN, partial(_word_other_whys, ids)),
    }
    for each in verdict.decisions:
        needed = list_needed(verdict, each)
        needs = list_needs(trial, verdict, each, needed)
        lists["told", each.determination] = GlanceList(list_told(verdict, each), "", _word_other_notes)
        lists["needs", each.determination] = GlanceList(needs, _INDENT, partial(_word_other_needs, len(needs)))
        lists["ways", each.determination] = GlanceList(list_ways(trial, verdict, each, needed), _INDENT)
    lists["changes", ""] = GlanceList(list_changes(trial, verdict), is_extra=True)
    source = name_source(trial) if verdict.stale else describe_source(trial, stale=False)
    lists["source", ""] = GlanceList([source], is_extra=True)
    return lists


def _list_steps(verdict: Verdict) -> list[str]:
    """Returns what to do once what is awaited, or what else is needed, is there."""
    if verdict.come_back:
        return [headings.COME_BACK_THEN]
    return [headings.COME_BACK_KNOWING] if verdict.settling else []


def _list_calls(verdict: Verdict, contacts: Contacts) -> list[str]:
    """Returns whom to call: the first hospitals that are listed, else how to find one."""
    is_over = verdict.decisions[0].apparent is Standing.FAILS
    if not contacts.hospitals:
        return [headings.CALL_A_SITE_ALL_THE_SAME if is_over else headings.CALL_A_SITE]
    first, *others = map(format_hospital, contacts.hospitals[:WITH_A_VERDICT])
    call = headings.CALL_ALL_THE_SAME if is_over else headings.CALL
    more = len(contacts.hospitals) - WITH_A_VERDICT
    further = [headings.MORE_HOSPITALS.format(count=more)] if more > 0 else []
    return [call.format(site=first), *others, *further]


def _word_other_calls(contacts: Contacts, shown: int) -> str:
    if not shown:
        return headings.CALL_A_SITE
    return headings.MORE_HOSPITALS.format(count=len(contacts.hospitals) - shown)


def _word_other_whys(ids: list[str], shown: int) -> str:
    if not shown:
        return headings.ONLY_NAMED.format(ids=small_words.COMMA.join(ids))
    return headings.FURTHER.format(count=len(ids) - shown)


def _word_other_notes(_: int) -> str:
    return headings.FURTHER_NOTES


def _word_other_needs(count: int, shown: int) -> str:
    return headings.FURTHER.format(count=count - shown) if shown else headings.FURTHER_NEEDS
