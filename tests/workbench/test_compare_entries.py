"""Entries of a definition that differ: each change is told once, wherever it stands, in words of whoever wrote it."""

import copy
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.workbench.compare import WIDTH, format_lines
from dialogs.loading.loading import load
from dialogs.testing.changes.comparison import DefinitionComparison, compare
from dialogs.testing.changes.entries import Rewritten, find_rewritten
from dialogs.testing.changes.excerpts import cut_to_difference
from dialogs.testing.changes.pairing import pair_items
from dialogs.testing.changes.plain import make_plain_definition
from dialogs.testing.changes.told_entries import describe

pytestmark = pytest.mark.traced

ROOT = Path(__file__).parents[2]
SMALL = (ROOT / "tests/trials/small.yaml").read_text(encoding="utf-8")
AML = (ROOT / "tests/trials/adult-aml.yaml").read_text(encoding="utf-8")
INTERFANT = (ROOT / "dialogs/trials/interfant-21.yaml").read_text(encoding="utf-8")
PLAIN = make_plain_definition(load(INTERFANT, "interfant-21.yaml").definition)


def compared(*changes: tuple[str, str], text: str = SMALL) -> DefinitionComparison:
    """Returns the comparison of a trial with the same one, in which passages were changed."""
    new = text
    for before, after in changes:
        assert before in new
        new = new.replace(before, after)
    return compare(load(text, "old.yaml"), load(new, "new.yaml"), most=60)


def told(comparison: DefinitionComparison) -> list[str]:
    """Returns the lines about entries."""
    lines = list(format_lines(comparison))
    first = next((place for place, line in enumerate(lines) if line.startswith("Entries")), len(lines))
    return [line.strip() for line in lines[first + 1 :] if line.startswith("  ")]


# lists


def list_lists(plain: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yields the way to each list."""
    if isinstance(plain, list):
        yield path
    parts = plain.items() if isinstance(plain, dict) else enumerate(plain) if isinstance(plain, list) else ()
    for key, part in parts:
        yield from list_lists(part, (*path, key))


def find(plain: Any, path: tuple[Any, ...]) -> Any:
    """Returns what a way leads to."""
    for key in path:
        plain = plain[key]
    return plain


LISTS = list(list_lists(PLAIN))
EDITED = copy.deepcopy(PLAIN)


def rewritten_by(path: tuple[Any, ...], item: Any, *, place: int, gone: int) -> list[Rewritten]:
    """Returns the entries that differ where, in one list, `gone` items at a place gave way to another one, or none."""
    items = find(EDITED, path)
    before = items[:]
    items[place : place + gone] = [] if item is None else [item]
    found = list(find_rewritten(PLAIN, EDITED))
    items[:] = before
    return found


@pytest.mark.sweep
def test_one_item_more_less_or_other_is_one_entry_in_every_list() -> None:
    """Protects "a changed synonym is one entry": what stands behind it in its list has not changed."""
    rng = random.Random(17)
    assert len(LISTS) > 100
    for path in LISTS:
        items = find(PLAIN, path)
        place = rng.randrange(len(items))
        other = f"{items[place]}-other" if isinstance(items[place], str) else {"en": "Quite another one."}
        (added,) = rewritten_by(path, other, place=place, gone=0)
        assert (added.change, added.new) == ("added", other)
        (removed,) = rewritten_by(path, None, place=place, gone=1)
        assert (removed.change, removed.old) == ("removed", items[place])
        if isinstance(other, str):
            (changed,) = rewritten_by(path, other, place=place, gone=1)
            assert (changed.change, changed.old, changed.new) == ("changed", items[place], other)
            assert changed.entry == added.entry == removed.entry


@pytest.mark.parametrize("name", ["name", "number"])
def test_an_item_is_the_same_by_its_name_whatever_else_of_it_is_new(name: str) -> None:
    """Protects two items that changed places and words from being told as two other ones."""
    old, new = ([{name: each, "words": [f"{each} {age}"]} for each in "ab"] for age in ("old", "new"))
    assert pair_items(old, new[::-1]).pairs == [(0, 1), (1, 0)]


@pytest.mark.sweep
@pytest.mark.parametrize(
    ("path", "entries"),
    [
        (("facts", "kmt2a", "options", "rearranged", "synonyms", "en"), []),
        (("facts", "diagnosis", "ask_back"), []),
        (("facts", "diagnosis", "ask_back", 0, "offer"), ["facts.diagnosis.ask_back[1].offer"]),
        (("about", "pathway"), ["about.pathway"]),
        (("criteria", "E5", "notes"), ["criteria.E5.notes"]),
        (("criteria", "I1", "met_when", "all"), ["criteria.I1.met_when.all"]),
        (("criteria", "B2", "met_when", "cns_eoi"), ["criteria.B2.met_when.cns_eoi"]),
    ],
)
def test_another_order_is_said_where_people_see_it(path: tuple[Any, ...], entries: list[str]) -> None:
    """Protects "a pure reordering is said as one entry where order matters to people, and not at all where not"."""
    new = copy.deepcopy(PLAIN)
    find(new, path).reverse()
    found = list(find_rewritten(PLAIN, new))
    assert [(each.entry, each.change) for each in found] == [(entry, "reordered") for entry in entries]


def test_items_that_changed_and_moved_are_held_against_what_they_were() -> None:
    """Protects lists of parts: an ask-back with one more word is not one that is gone beside one that is new."""
    new = copy.deepcopy(PLAIN)
    ask_backs = new["facts"]["diagnosis"]["ask_back"]
    ask_backs[1]["words"]["en"].append("leukosis")
    ask_backs.insert(0, ask_backs.pop(1))
    del ask_backs[-1]
    assert [(each.entry, each.change) for each in find_rewritten(PLAIN, new)] == [
        ("facts.diagnosis.ask_back[1].words.en", "added"),
        ("facts.diagnosis.ask_back[5]", "removed"),
    ]


def test_a_paragraph_that_changed_and_moved_is_one_entry_beside_the_order() -> None:
    """Protects texts in a list: a paragraph with a word more is not another one."""
    new = copy.deepcopy(PLAIN)
    paragraphs = new["about"]["pathway"]
    paragraphs.append({"en": paragraphs.pop(0)["en"] + " Always."})
    assert [(each.entry, each.change) for each in find_rewritten(PLAIN, new)] == [
        ("about.pathway", "reordered"),
        ("about.pathway[6].en", "changed"),
    ]


def test_too_many_items_are_told_by_their_places() -> None:
    """Protects a comparison of long lists from the hours that each pair of items would take."""
    new = copy.deepcopy(PLAIN)
    words = new["facts"]["diagnosis"]["options"]["b_precursor_all"]["synonyms"]["en"]
    words[:] = [f"word {number}" for number in range(len(words))]
    found = list(find_rewritten(PLAIN, new))
    assert [(each.change, each.new) for each in found] == [("changed", word) for word in words]


# codes


def test_another_code_is_one_entry_and_alters_nothing() -> None:
    """Protects a renamed code from looking like an option, a question or a verdict less and another one more."""
    option = compared(
        ("relapse: {label", "again: {label"), ("[first_episode, relapse]", "[first_episode, again]"),
        ("diagnosis: relapse}", "diagnosis: again}"), ("diagnosis: relapse\n", "diagnosis: again\n"),
    )  # fmt: skip
    others = compared(
        ("  relapses:\n", "  attacks:\n"), ("- relapses: {at", "- attacks: {at"), ("  E1:\n", "  E9:\n"),
        ("  entry:\n", "  trial:\n"), ("determination: entry", "determination: trial"), ("{entry: [", "{trial: ["),
    )  # fmt: skip
    for comparison in (option, others):
        assert (comparison.altered, comparison.reread, comparison.rewritten) == ((), (), ())
    assert told(option) == ["facts.diagnosis.options: code relapse → again (“Relapse”)"]
    assert told(others) == [
        "facts: code relapses → attacks (“Relapses so far”)",
        "criteria: code E1 → E9 (“Many relapses”)",
        "determinations: code entry → trial (“Trial entry”)",
    ]
    replies = compared(
        ("      t_all:", "      t_cell:"), (", t_all", ", t_cell"), ("diagnosis: t_all", "diagnosis: t_cell"),
        text=INTERFANT,
    )  # fmt: skip
    denied = compared(("ecog3", "third"), text=AML)
    assert told(denied) == ["facts.ecog.options: code ecog3 → third (“ECOG 3”)"]
    assert told(replies) == ["facts.diagnosis.options: code t_all → t_cell (“T-ALL”)"]


def test_what_is_not_surely_the_same_is_gone_and_another_is_new_each_in_one_entry() -> None:
    """Protects the reader from a guess, and from every leaf of an option."""
    comparison = compared(
        ("secondary: {label: {en: Secondary form}", "other_cause: {label: {en: Another cause}"),
    )
    assert told(comparison) == [
        "facts.diagnosis.options.other_cause: added “Another cause”",
        "facts.diagnosis.options.secondary: removed “Secondary form”",
    ]


# words of entries


@pytest.mark.parametrize(
    ("before", "after", "lines"),
    [
        ("[secondary, lupus]", "[secondary, SLE]", ["facts.diagnosis.options.secondary.synonyms.en: “lupus” → “SLE”"]),
        ("[secondary, lupus]", "[secondary, lupus, SLE, b]",
         ["facts.diagnosis.options.secondary.synonyms.en: added “SLE”, “b”"]),
        ("{en: kg}", "{en: g}", ["facts.weight_kg.unit.en: “kg” → “g”"]),
        ('    fits: {en: "Give the weight', '    near: 2\n    fits: {en: "Give the weight',
         ["facts.weight_kg.near: added 2.0"]),
        ("    decimals: true\n", "", ["facts.weight_kg.decimals: removed true"]),
        ("{diagnosis: [first_episode, relapse]}", "{not: {diagnosis: secondary}}",
         ["criteria.I1.met_when: {diagnosis: [first_episode, relapse]} → {not: {diagnosis: secondary}}"]),
        ("any\n", '"any  age"\n', ["about.age_range.en: “any” → “any age”"]),
        ('summary: {en: "Those with', 'summary: {en: "Those  with',
         ["about.summary.en: only blanks or line ends differ"]),
        ("    - en: The drug once a week.\n", "    - en: First nothing.\n    - en: The drug once a week.\n",
         ["about.pathway[1]: added “First nothing.”"]),
    ],
)  # fmt: skip
def test_an_entry_is_told_as_it_is_written(before: str, after: str, lines: list[str]) -> None:
    """Protects entries from being read like a programmer's."""
    text = SMALL.replace("age_range: {en: any}", "age_range:\n    en: any")
    assert told(compared((before, after), text=text)) == lines


def test_what_moved_is_named() -> None:
    """Protects an order: of two things one moved, of many the order is told where more than one did."""
    first = "      first_episode: {label: {en: First episode}, synonyms: {en: [new]}}\n"
    second = "      relapse: {label: {en: Relapse}, synonyms: {en: [relapsed]}}\n"
    third = "      secondary: {label: {en: Secondary form}, synonyms: {en: [secondary, lupus]}}\n"
    orders = [(third + first + second), (second + first + third), (third + second + first)]
    assert [told(compared((first + second + third, order))) for order in orders] == [
        ["facts.diagnosis.options: secondary now stands first"],
        ["facts.diagnosis.options: first_episode now stands behind relapse"],
        ["facts.diagnosis.options: now in this order: secondary, relapse, first_episode"],
    ]
    offer = compared(("offer: [first_episode, relapse]", "offer: [relapse, first_episode]"))
    assert told(offer) == ["facts.diagnosis.ask_back[1].offer: relapse now stands first"]
    yes_no = 'kind: yes_no\n    options: {"yes": {label: {en: Yes}}, "no": {label: {en: No}}}\n'
    swapped = 'kind: yes_no\n    options: {"no": {label: {en: No}}, "yes": {label: {en: Yes}}}\n'
    text = SMALL.replace("kind: yes_no\n", yes_no)
    assert compared((yes_no, swapped), text=text).is_same  # its buttons have an order of their own


def test_a_long_text_is_cut_to_where_it_differs() -> None:
    """Protects a change behind the hundredth character from being cut away."""
    words = [f"w{number}" for number in range(60)]
    old, new = " ".join(words), " ".join([*words[:30], "other", *words[31:55], *words[56:]])
    assert cut_to_difference(old, new) == (
        "…w26 w27 w28 w29 w30 w31 w32 w33 w34 … w51 w52 w53 w54 w55 w56 w57 w58 w59",
        "…w26 w27 w28 w29 other w31 w32 w33 w34 … w51 w52 w53 w54 w56 w57 w58 w59",
    )
    assert cut_to_difference("short", "also short") == ("short", "also short")
    lines = told(
        compared(("which hospitals\n      near you take part", "which of them\n      take part"), text=INTERFANT)
    )
    assert lines == [
        "about.hospitals.en",
        "- “…your trial centre which hospitals near you take part.”",
        "+ “…your trial centre which of them take part.”",
    ]


def test_a_part_is_told_in_few_words() -> None:
    """Protects one line for each part: its name where it has one, what is written there where it has none."""
    facts = PLAIN["facts"]
    assert describe(facts["cd19"]) == "“CD19 at diagnosis”"
    assert describe({"lineage": {"label": {"en": "Lineage"}}, "none": {"label": {"en": "None"}}}) == "“Lineage”, “None”"
    assert describe({"min": 0, "max": 9}) == "{min: 0, max: 9}"
    assert describe(facts["diagnosis"]["ask_back"][0]).startswith("“ALL”, “acute lymphoblastic leukaemia”, ")
    assert describe(" ".join(["long"] * 99)).endswith(" long…”")


@pytest.mark.sweep
def test_a_line_is_no_wider_than_a_terminal() -> None:
    """Protects the reader of long examples from lines that break in the middle of a word."""
    lines = list(format_lines(compared(("age_days: {at_most: 365}", "age_days: {at_most: 360}"), text=INTERFANT)))
    assert max(map(len, lines)) <= WIDTH
    assert any(line.startswith("      ") for line in lines)
