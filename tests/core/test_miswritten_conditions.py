"""Conditions as people write them who know other languages, or no language: each is told what to write in its place."""

import pytest
from miswritten import PATH, SKELETON, find_faults

from dialogs.definition.faults import DefinitionError
from dialogs.loading.loading import load

pytestmark = pytest.mark.traced

CHOOSE = "write {if: {fact: value}, then: {fact: value}, else: {fact: value}}, and nothing else"

TABLE: list[tuple[str, str, str]] = [
    # the condition as written, the key of the fault after met_when, the fault with its remedy
    ("{weight_kg: [35, 36]}", ".weight_kg",
     ("a list holds codes, and 35 is a number: write any: [{weight_kg: 35}, {weight_kg: 36}],"
     " or the limits, {weight_kg: {at_least: 35, at_most: 36}}")),
    ("{weight_kg: [4.5]}", ".weight_kg", "a list holds codes, and 4.5 is a number: write {weight_kg: 4.5}"),
    ("{consent: []}", ".consent",
     "the list is empty, and too short to name a value: write the codes, or remove the condition"),
    ("{consent: [true]}", ".consent.0",
     "true is no code: write the code of the answer, in quotes where it is such a word"),
    (
        "{consent: [given, Refused]}",
        ".consent.1",
        "'Refused' is no code: write small letters, digits and _, beginning with a letter, such as refused",
    ),
    (
        "{consent: Given}",
        ".consent",
        "'Given' is no code: write small letters, digits and _, beginning with a letter, such as given",
    ),
    (
        "{weight_kg: 05}",
        ".weight_kg",
        "'05' begins with 0: for a number write {weight_kg: 5}, in the unit of the fact",
    ),
    ("{consent: [[given]]}", ".consent.0",
     "a list stands where a code is wanted: to join, write all: [{fact: ...}, {fact: ...}], or any"),
    ("[{consent: given}, {weight_kg: 5}]", "",
     "a list is no condition: write 'all' or 'any' before it, such as {any: [...]}"),
    ("{all: {consent: given, weight_kg: 5}}", ".all",
     "'all' joins a list, and this is a mapping: write all: [{consent: ...}, {weight_kg: ...}], or a dash before each"),
    ("{any: given}", ".any",
     ("'any' joins a list of conditions, and 'given' is no list: write [{fact: value}, {fact: value}],"
     " or a line with a dash for each")),
    ("{any: []}", ".any",
     ("the list is empty and too short to join anything: write [{fact: value}, {fact: value}],"
     " or a line with a dash for each")),
    ("{consent: given, weight_kg: 5}", "",
     ("a condition names exactly one fact, and here are 2: write all: [{consent: ...}, {weight_kg: ...}],"
     " or any of them")),
    ("{all: [{consent: given}], any: [{weight_kg: 5}]}", "",
     ("'all' and 'any' stand side by side, which says not how they join: write all: [{all: ...}, {any: ...}],"
     " or any in its place")),
    ("{not: [{consent: given}]}", ".not",
     "'not' takes one condition, and this is a list: write not: {any: [...]}, or not: {all: [...]}"),
    ("{}", "", "an empty mapping is no condition: write {fact: value}"),
    ("yes", "", "'yes' is no condition: write {fact: value}, or {fact: {at_least: 5}} for a number"),
    ("", "", "nothing (null) is no condition: write {fact: value}, or {fact: {at_least: 5}} for a number"),
    ("{all: [{consent: given}, weight_kg]}", ".all.1",
     "'weight_kg' is no condition: write {fact: value}, or {fact: {at_least: 5}} for a number"),
    ("weight_kg >= 5", "", "'weight_kg >= 5' is no condition: write {weight_kg: {at_least: 5}}"),
    ("weight_kg at most 5", "", "'weight_kg at most 5' is no condition: write {weight_kg: {at_most: 5}}"),
    ("weight_kg = 5", "", "'weight_kg = 5' is no condition: write {weight_kg: 5}"),
    ('{weight_kg: ">= 5"}', ".weight_kg", "'>= 5' is no code: for a number write {weight_kg: {at_least: 5}}"),
    ("{weight_kg: 3-5}", ".weight_kg", "'3-5' is no code: for a number write {weight_kg: {at_least: 3, at_most: 5}}"),
    ('{weight_kg: "5"}', ".weight_kg",
     "'5' stands in quotes: for a number write {weight_kg: 5}, in the unit of the fact"),
    ("{weight_kg: 5 kg}", ".weight_kg",
     "'5 kg' begins with a digit, which no code does: for a number write {weight_kg: 5}, in the unit of the fact"),
    ("{weight_kg: 5,5}", "",
     "'5' is no fact: a comma ends a value here: write a decimal number with a point, such as 5.5"),
    ("{weight_kg: {below: 5,5}}", ".weight_kg.5",
     "'5' is no comparison: a comma ends a value here: write a decimal number with a point, such as 5.5"),
    ("{weight_kg: }", ".weight_kg",
     "nothing stands behind 'weight_kg': write a code, a number, or a comparison such as {at_least: 5}"),
    ('{weight_kg: {below: "5"}}', ".weight_kg.below", "'5' stands in quotes, and so is no number: write below: 5"),
    ("{weight_kg: {below: 5 kg}}", ".weight_kg.below",
     "'5 kg' is no number: write the digits alone, in the unit of the fact"),
    ("{weight_kg: {below: five}}", ".weight_kg.below",
     "'five' is no number: write digits, such as below: 10 or below: 0.75"),
    ("{weight_kg: {below: [5]}}", ".weight_kg.below", "a list is no number: write digits, such as 10 or 0.75"),
    ("{weight_kg: {equals: 5}}", ".weight_kg.equals",
     "'equals' is no comparison: write the value itself, {weight_kg: 5}"),
    ("{consent: {is: given}}", ".consent.is", "'is' is no comparison: write the value itself, {consent: 'given'}"),
    ("{consent: {in: [given]}}", ".consent.in",
     ("'in' is no comparison: write the codes themselves, {consent: [a, b]};"
     " to join, write all: [{fact: ...}, {fact: ...}], or any")),
    ("{consent: {not: given}}", ".consent.not",
     "'not' is no comparison: write 'not' around the condition, not: {consent: ...}"),
    ("{weight_kg: {between: [3, 5]}}", ".weight_kg.between",
     "'between' is no comparison: write both limits, {weight_kg: {at_least: ..., at_most: ...}}"),
    ("{weight_kg: {at_least: 5, or: 3}}", ".weight_kg.or",
     "'or' is no comparison: to join, write all: [{fact: ...}, {fact: ...}], or any"),
    ("{weight_kg: {about: 5}}", ".weight_kg.about",
     "'about' is no comparison: choose one of at_least, above, at_most, below"),
    ("{if: {consent: given}}", "",
     f"'then' is missing: {CHOOSE}"),
    ("{if: {consent: given}, then: 3, else: {weight_kg: 3}}", ".then",
     "3 is no condition: write {fact: value}, or {fact: {at_least: 5}} for a number"),
    ("{if: {consent: given}, then: {weight_kg: 3}, otherwise: {weight_kg: 3}}", ".otherwise",
     f"'otherwise' stands beside a choice: {CHOOSE}"),
    ("{count: {at_least: 1, of: {consent: given}}}", ".count.of",
     "'of' joins a list, and this is a mapping: write of: [{consent: ...}], or a dash before each"),
    ("{or: [consent, given]}", ".or", "no fact is called 'or': did you mean any, with a list of conditions?"),
    ("{at_least: 5}", ".at_least", "no fact is called 'at_least': write the fact around it, {fact: {at_least: 5}}"),
    ("{above: [5]}", ".above", "'above' compares a fact, and none is named: write {fact: {above: 5}}"),
    ("{consent: {at_least: 3}}", ".consent",
     "this fact is no number, so nothing compares it with limits: choose one of given, refused"),
    ("{consent: unknown}", ".consent",
     ("'unknown' is no value, but a missing answer, which leaves a condition open by itself: remove the comparison,"
     " or name the answers that are meant")),
    ("{weight_kg: pending}", ".weight_kg",
     ("'pending' is no number, but a missing answer, which leaves a condition open by itself: remove the comparison,"
     " or name the answers that are meant")),
]  # fmt: skip

LIMITS: dict[str, str] = {
    "at_least": "gte ge >= ≥ => min minimum from no_less_than greater_or_equal at_lest At_Least at-least",
    "at_most": "lte le <= ≤ =< max maximum until up_to no_more_than less_or_equal atmost",
    "above": "gt > greater greater_than more more_than over higher_than exceeds",
    "below": "lt < less less_than fewer under lower_than",
}

JOINTS: dict[str, str] = {
    "any": "or OR any_of one_of either Any",
    "all": "and AND all_of both every ALL",
    "not": "no Not except",
    "not: {any: [...]}": "none none_of neither",
}


@pytest.mark.parametrize(("condition", "key", "message"), TABLE, ids=[row[0] or "nothing" for row in TABLE])
def test_what_is_no_condition_is_told_what_to_write(condition: str, key: str, message: str) -> None:
    """Protects authors: one sentence at one place, in the words of their own file."""
    assert find_faults(condition) == [(PATH + key, message)]


@pytest.mark.sweep
@pytest.mark.parametrize(
    ("meant", "word"), [(meant, word) for meant, words in LIMITS.items() for word in words.split()]
)
def test_a_comparison_of_another_language_is_told_its_word(meant: str, word: str) -> None:
    """Protects thresholds: below, at most and above are confused where the message only says that a key is unknown."""
    assert find_faults(f'{{weight_kg: {{"{word}": 5}}}}') == [
        (f"{PATH}.weight_kg.{word}", f"'{word}' is no comparison: did you mean {meant}?")
    ]


@pytest.mark.parametrize(
    ("meant", "word"), [(meant, word) for meant, words in JOINTS.items() for word in words.split()]
)
def test_a_joint_of_another_language_is_told_its_word(meant: str, word: str) -> None:
    """Protects 'and' and 'or', which mean the opposite of each other and are both no words of the format."""
    assert find_faults(f"{{{word}: [{{consent: given}}, {{weight_kg: 5}}]}}") == [
        (f"{PATH}.{word}", f"'{word}' is no word of conditions: did you mean {meant}?")
    ]


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ("when: {relapses: 0}", "when: yes", "criteria.E1.notes.1.when"),
        ('applies_if: {live_vaccine: "yes"}', "applies_if: always", "facts.live_vaccine_days.applies_if"),
    ],
)
def test_where_a_condition_may_be_left_out_that_is_said(old: str, new: str, key: str) -> None:
    """Protects 'when: yes', by which people mean that a note is always told."""
    assert SKELETON.count(old) == 1
    with pytest.raises(DefinitionError) as error:
        load(SKELETON.replace(old, new), "new.yaml")
    (fault,) = error.value.faults
    assert fault.key == key
    word = key.rsplit(".", 1)[1]
    assert fault.message.endswith(f"for a number; where it always holds, leave '{word}' out")
