"""Refusals that few authors meet: counts, limits of another fact, results that expire, outcomes that cannot be."""

import pytest
import written_definitions as written
from miswritten import PATH, find_faults
from written_definitions import NUMBER, YES_NO, build, write_criterion, write_determination

from dialogs.definition.document import parse
from dialogs.definition.faults import DefinitionError
from dialogs.loading.lint import lint

pytestmark = pytest.mark.traced

TWO = "of: [{consent: given}, {weight_kg: 5}]"
NO_LIST = "write count: {at_least: 2, of: [{fact: value}, {fact: value}]}"
ONE_KIND = "since they are not numbers of one kind: give both the same kind, unit, range and decimals"

CONDITIONS: list[tuple[str, str, str]] = [
    # the condition as written, the key of the fault after met_when, the fault with its remedy
    (f"{{count: {{{TWO}}}}}", ".count", "no count is given: write at_least or at_most with a whole number"),
    (f"{{count: {{at_least: 3, {TWO}}}}}", ".count", "at_least: 3 of 2 conditions is no count: give one up to 2"),
    (f"{{count: {{at_most: 3, {TWO}}}}}", ".count", "at_most: 3 of 2 conditions is no count: give one up to 2"),
    (f"{{count: {{at_least: 0, {TWO}}}}}", ".count.at_least", "0 is too small: write at least 1"),
    (f"{{count: {{at_least: 1.5, {TWO}}}}}", ".count.at_least",
     "1.5 is no whole number: write how many of the conditions hold, such as 2"),
    (f"{{count: {{at_most: two, {TWO}}}}}", ".count.at_most",
     "'two' is no whole number: write how many of the conditions hold, such as 2"),
    (f"{{count: {{exactly: 2, {TWO}}}}}", ".count.exactly",
     "'exactly' is no key of this format in this place: remove it, or correct its spelling"),
    ("{count: [{consent: given}, {weight_kg: 5}]}", ".count",
     f"how many of the list must hold is not said: {NO_LIST}"),
    ('{count: "2"}', ".count", "'2' stands in quotes: for a number write {count: 2}, in the unit of the fact"),
    ("{count: 2}", ".count", f"no fact is called 'count': {NO_LIST}"),
    ("{count: {at_least: 2}}", ".count", f"no fact is called 'count': {NO_LIST}"),
    ("{consent: {any_of: }}", ".consent",
     "no option is given: write one of any_of, none_of, all_of with a list of codes"),
    ("{consent: {any_of: [given]}}", ".consent",
     "any_of, none_of and all_of are for facts of the kind several: write a code, or a list of codes"),
    ("{consent: {any_of: given}}", ".consent.any_of",
     "'given' is no list: write [a, b], or a line with a dash for each"),
    ("{weight_kg: {at_least: {fact: weight_kg}}}", ".weight_kg.at_least.fact",
     "a fact is compared with itself: name another one"),
    ("{weight_kg: {at_least: {fact: consent}}}", ".weight_kg.at_least.fact",
     f"'weight_kg' and 'consent' cannot be compared, {ONE_KIND}"),
    ("{weight_kg: {at_least: }}", ".weight_kg",
     "no limit is given: write one of at_least, above, at_most, below with a number"),
    ("{consent: {given: null}}", ".consent.given",
     ("'given' is no comparison, and 'consent' stands where a fact is named: only all, any, not, count and if hold"
      " other conditions")),
]  # fmt: skip


@pytest.mark.parametrize(("condition", "key", "message"), CONDITIONS, ids=[row[0] for row in CONDITIONS])
def test_a_condition_is_told_what_to_write(condition: str, key: str, message: str) -> None:
    """Protects authors: the first sentence names the place, and what to write there."""
    assert find_faults(condition)[0] == (PATH + key, message)


def find_written(facts: written.Plain, met_when: written.Plain, *more: str) -> list[tuple[str, str]]:
    """Returns the faults of a definition of one criterion; `more` are outcomes of its determination."""
    with pytest.raises(DefinitionError) as error:
        build(facts, {"C": write_criterion(met_when, "entry")}, {"entry": write_determination(*more)})
    return [(each.key, each.message) for each in error.value.faults]


DAYS = written.DAYS_BETWEEN
WAITING = DAYS | {"clear_from": 5, "delay": {"en": "Wait {days}."}, "clear": {"en": "Clear from {date} on."}}
TWICE = {"all": [{"a": {"at_least": {"fact": "b"}}}, {"a": {"at_most": 8, "below": {"fact": "c"}}}]}


@pytest.mark.parametrize(
    ("facts", "met_when", "faults"),
    [
        (
            {"a": NUMBER, "b": NUMBER},
            {"a": {"at_least": {"fact": "x"}}},
            {"criteria.C.met_when.a.at_least.fact": "no fact is called 'x': choose one of a, b"},
        ),
        (
            {"a": NUMBER, "b": NUMBER | {"unit": {"en": "g"}}},
            {"a": {"at_least": {"fact": "b"}}},
            {"criteria.C.met_when.a.at_least.fact": f"'a' and 'b' cannot be compared, {ONE_KIND}"},
        ),
        (
            {"a": DAYS, "b": WAITING},
            {"a": {"at_least": {"fact": "b"}}},
            {
                "criteria.C.met_when.a.at_least.fact": (
                    "a fact with clear_from is compared with no other, since waiting changes it: leave clear_from out"
                )
            },
        ),
        (
            {"a": NUMBER, "b": NUMBER, "c": NUMBER},
            TWICE,
            {
                f"criteria.C.met_when.all.{place}.fact": (
                    f"a third fact is compared with one of these ('{third}'), and that cannot be exact:"
                    " compare two only"
                )
                for place, third in (("0.a.at_least", "c"), ("1.a.below", "b"))
            },
        ),
        (
            {"a": NUMBER, "b": YES_NO | {"valid_for": 3}},
            {"a": 1},
            {"facts.b.valid_for": "valid_for and dated_by go together: write both, or none of them"},
        ),
        (
            {"a": NUMBER, "days": DAYS, "b": YES_NO | {"valid_for": 3, "dated_by": "a"}},
            {"a": 1},
            {"facts.b.dated_by": "'a' counts no days between two events: choose one of days"},
        ),
    ],
)
def test_a_fault_between_facts_is_told(facts: written.Plain, met_when: written.Plain, faults: dict[str, str]) -> None:
    """Protects comparisons and dates of results from a fact that cannot give them."""
    assert dict(find_written(facts, met_when)) == faults


def test_an_outcome_that_can_never_be_is_told() -> None:
    """Protects "not yet" from standing where nothing waits."""
    message = "nothing here waits, so this can never be: give a fact clear_from, or ask for waiting times by the kind"
    assert find_written({"a": NUMBER}, {"a": 1}, "not_yet") == [
        ("determinations.entry.outcomes.not_yet", f"{message} washouts")
    ]


def test_a_reason_to_stand_alone_without_need_is_told() -> None:
    """Protects readers of a definition from a reason for what cannot be."""
    entry = write_determination() | {"stands_alone": {"en": "So the source says."}}
    trial = build({"a": NUMBER}, {"C": write_criterion({"a": 1}, "entry")}, {"entry": entry})
    told = [(each.key, each.message) for each in lint(trial, parse("format: 1"), "written.yaml")]
    message = "this cannot pass where none of those that require it does: remove it"
    assert ("determinations.entry.stands_alone", message) in told
