"""The lists of a result, those that matter most first, and what is said of the entries that do not fit."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from dialogs.conversation.cards import list_changes, list_whys, word_further
from dialogs.conversation.glance import GlanceItems
from dialogs.conversation.pages import list_first_hospitals
from dialogs.definition import small_words
from dialogs.loading.compiled_trial import Trial
from dialogs.loading.sites import Contacts
from dialogs.rules.standings import Standing
from dialogs.verdict import headings
from dialogs.verdict.glance_words import count_warnings, list_needed, list_needs, list_told, list_ways, name_needs
from dialogs.verdict.next_steps import find_told, list_steps
from dialogs.verdict.result import list_near_in_short
from dialogs.verdict.source import name_source, tell_age_of_source
from dialogs.verdict.verdict import Verdict

ItemsName = tuple[str, str]
"""What a list is, and the determination that it belongs to, empty for all."""

STEPS: ItemsName = ("steps", "")
CALLS: ItemsName = ("calls", "")
WHYS: ItemsName = ("whys", "")
CHANGES: ItemsName = ("changes", "")
_SIGN = small_words.ITEM.format(item="")
_INDENT = "  "


def list_result_lists(trial: Trial, verdict: Verdict, contacts: Contacts) -> dict[ItemsName, GlanceItems]:
    """Returns the lists that a result has, each by its name."""
    steps = list_steps(trial, verdict)
    lists = {
        CALLS: GlanceItems(_list_calls(verdict, contacts), _SIGN, partial(_word_other_calls, contacts)),
        STEPS: GlanceItems(steps, _SIGN, least=len(steps)),
        WHYS: list_whys(verdict),
    }
    for each in verdict.decisions:
        needed = list_needed(verdict, each)
        needs = list_needs(trial, verdict, each, needed, told=find_told(verdict))
        told = list_told(verdict, each)
        lists["told", each.determination] = GlanceItems(told, least=count_warnings(verdict, each))
        lists["needs", each.determination] = GlanceItems(needs, _INDENT, partial(word_further, len(needs)), least=1)
        lists["ways", each.determination] = GlanceItems(list_ways(trial, verdict, each, needed), _INDENT)
    lists[CHANGES] = GlanceItems(list_changes(trial, verdict, is_brief=True), is_extra=True)
    lists["age", ""] = GlanceItems([] if verdict.stale else [tell_age_of_source(trial)], least=1)
    lists["near", ""] = GlanceItems(list_near_in_short(verdict), is_extra=True)
    lists["source", ""] = GlanceItems([name_source(trial)], is_extra=True)
    return lists


def count_beside(lists: Mapping[ItemsName, GlanceItems]) -> dict[ItemsName, GlanceItems]:
    """Returns lists that count what there is more of beside the last entry."""
    return {name: replace(each, beside=True) if each.least else each for name, each in lists.items()}


def shorten_steps(
    trial: Trial, verdict: Verdict, lists: Mapping[ItemsName, GlanceItems]
) -> dict[ItemsName, GlanceItems]:
    """Returns lists in which a next step has no occasion: the verdict says it too."""
    return {**lists, STEPS: replace(lists[STEPS], entries=list_steps(trial, verdict, is_short=True), least=1)}


def tighten_lists(
    trial: Trial, verdict: Verdict, lists: Mapping[ItemsName, GlanceItems]
) -> dict[ItemsName, GlanceItems]:
    """Returns the lists of a result in as few lines as they can be said.

    Of several needs only the names are there, of cohorts none, nor why they are closed, and of a next step no occasion.
    Beside a step, how to find a site is said where there is room.
    """
    tight = shorten_steps(trial, verdict, lists)
    cohorts = trial.definition.list_cohorts()
    for each in verdict.decisions:
        name = ("needs", each.determination)
        needs = name_needs(trial, verdict, list_needed(verdict, each))
        if each.determination in cohorts:
            tight[name] = tight["ways", each.determination] = GlanceItems([])
        elif len(needs) > 1 and each.waiting is None:
            tight[name] = replace(tight[name], entries=needs)
    if cohorts:
        tight[WHYS] = list_whys(verdict, of_main=True)
    if lists[STEPS].entries:
        tight[CALLS] = GlanceItems([headings.CALL_A_SITE], _SIGN, is_extra=True)
    return tight


def _list_calls(verdict: Verdict, contacts: Contacts) -> list[str]:
    """Returns whom to call: the first hospitals that are listed, else how to find one."""
    is_over = verdict.main_decision.apparent in {Standing.FAILS, Standing.OFF}
    listed = list_first_hospitals(contacts)
    if not listed:
        return [headings.CALL_A_SITE_ALL_THE_SAME if is_over else headings.CALL_A_SITE]
    call = headings.CALL_ALL_THE_SAME if is_over else headings.CALL
    return [call.format(site=listed[0]), *listed[1:]]


def _word_other_calls(contacts: Contacts, shown: int) -> str:
    if not shown:
        return headings.CALL_A_SITE
    return headings.MORE_HOSPITALS.format(count=len(contacts.hospitals) - shown)
