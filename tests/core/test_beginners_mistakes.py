"""What people get wrong in their first trial, each with the one line that they read."""

from pathlib import Path

import pytest

from dialogs.definition.faults import DefinitionError
from dialogs.loading.loading import load

pytestmark = pytest.mark.traced

GUIDE = (Path(__file__).parents[2] / "docs" / "authoring.md").read_text(encoding="utf-8")
TINY = GUIDE.split("<!-- complete -->\n```yaml\n", 1)[1].split("```", 1)[0]
"""The smallest trial of the guide."""

QUOTE = "quote: Age of 18 years or more"
NAME = "name: {en: Age}"
RANGE = "range: {min: 0, max: 120}"
KIND = "    kind: number\n"
OUTCOME = "passes: {code: eligible, say: {en: Eligible as answered.}}"
NUMBER = '    unit: {en: years}\n    range: {min: 0, max: 120}\n    fits: {en: "Give whole years, such as 54."}\n'
NOT_CLOSED = "correct the line, or the one above it: a bracket or a quote is not closed, or is one too many"
COMMA = "put a text in quotes where it holds a comma, and write a number with a point, and without commas"

TABLE: list[tuple[str, list[tuple[str, str]], str, str, str]] = [
    # what is wrong, what is replaced, a word of the line that is told, its key, the end of the message
    ("a colon in a text", [(QUOTE, "quote: Age: 18 or more")], "quote: Age:", "",
     "put the text in quotes, since it holds ': '"),
    ("a text that begins with >=", [(QUOTE, "quote: >= 18 years")], "quote: >=", "",
     "put the text in quotes, since it begins with '>='"),
    ("a text that begins with *", [(QUOTE, "quote: * adults")], "quote: *", "",
     "put the text in quotes, since it begins with '*'"),
    ("a text that begins with %", [(QUOTE, "quote: % of adults")], "quote: %", "",
     "put the text in quotes, since it begins with '%'"),
    ("a text that begins with a dash", [(QUOTE, "quote: - adults")], "quote: -", "",
     "put the text in quotes, since it begins with '- '"),
    ("a text that begins with a bracket", [(QUOTE, "quote: [18] years or more")], "quote: [", "",
     "put the text in quotes, since it begins with '[18]'"),
    ("a hash in a text", [(NAME, "name: {en: Age #1}")], "Age #1", "", "put the text in quotes, since it holds ' #'"),
    ("an apostrophe", [(NAME, "name: {en: 'Patient's age'}")], "Patient", "",
     "within single quotes write an apostrophe twice, or put double quotes around the text"),
    ("a comma in a text", [('"Age in completed years?"', "Age, in years?")], "ask:", "facts.age_years.ask.in years?",
     f"'in years?' has nothing behind it, and is no key: {COMMA}"),
    ("a comma in a number", [("max: 120", "max: 1,200")], "range:", "facts.age_years.range.200",
     f"'200' has nothing behind it, and is no key: {COMMA}"),
    ("no space after a colon", [(KIND, "    kind:number\n")], "kind:number", "", "put a space after 'kind:'"),
    ("a space that is none", [(KIND, "\u00a0   kind: number\n")], "kind: number", "",
     "a sign on the line only looks like a space, so type the space anew"),
    ("a line of Markdown", [("format: 1", "```yaml\nformat: 1")], "```", "",
     "take out the line, which belongs to Markdown"),
    ("a brace that is not closed", [(RANGE, RANGE[:-1])], "fits:", "", NOT_CLOSED),
    ("a brace too many", [(RANGE, RANGE + "}")], "range:", "", NOT_CLOSED),
    ("another column", [(KIND, "   kind: number\n")], "name:", "",
     "correct the line, or the one above it: keys that belong together begin in the same column"),
    ("a text without its language", [(NAME, "name: Age")], "name: Age", "facts.age_years.name",
     "'Age' stands where keys are wanted: write the language before it, {en: Age}"),
    ("a long text without its language", [(NAME, 'name: "Age, in years"')], "name:", "facts.age_years.name",
     "'Age, in years' stands where keys are wanted: write the language before it, {en: \"...\"}"),
    ("words without their language", [("cues: {en: [year old, aged]}", "cues: [year old, aged]")], "cues:",
     "facts.age_years.cues", "a list stands where keys are wanted: write {en: [year old, aged]}"),
    ("a list of what is no word", [(NAME, "name: [{en: Age}]")], "name:", "facts.age_years.name",
     "a list stands where keys are wanted: write the language, {en: [...]}"),
    ("nothing behind a key", [('why: {en: "The trial takes adults."}', "why:")], "why:", "facts.age_years.why",
     "nothing (null) stands behind 'why': write the language before it, {en: \"...\"}"),
    ("a list of facts", [("  age_years:\n    kind", "  - id: age_years\n    kind")], "facts:", "facts",
     "a list stands where keys are wanted: write each fact below its id, such as age_years, without a dash"),
    ("a list of options", [(KIND, "    kind: choice\n"), (NUMBER, "    options: [a, b]\n")], "options:",
     "facts.age_years.options",
     "a list stands where keys are wanted: write each option with its code before it, {a: {label: {en: ...}}}"),
    ("a range in words", [(RANGE, "range: 0-120")], "range:", "facts.age_years.range",
     "'0-120' stands where keys are wanted: write {min: 0, max: 120}"),
    ("an outcome in words", [(OUTCOME, "passes: Eligible")], "passes:", "determinations.entry.outcomes.passes",
     "'Eligible' stands where keys are wanted: write {code: eligible, say: {en: ...}}"),
    ("about as a word", [("source:\n", "source: register\nsources:\n")], "source: register", "source",
     "'register' stands where keys are wanted: write {key: value}, as docs/authoring.md shows"),
    ("a key of another name", [("met_when:", "condition:")], "condition:", "criteria.I1.condition",
     "'condition' is no key of this format in this place: did you mean 'met_when', which is missing?"),
    ("a key with a slip", [("    ask: {en", "    asks: {en")], 'asks: {en: "Age', "facts.age_years.asks",
     "'asks' is no key of this format in this place: did you mean 'ask', which is missing?"),
    ("an id with capital letters", [("  age_years:\n", "  ageYears:\n")], "ageYears:", "facts.ageYears",
     "'ageYears' is no code: write small letters, digits and _, beginning with a letter, such as age_years"),
    ("an id that no code is near", [("  age_years:\n", "  2nd:\n")], "2nd:", "facts.2nd",
     "'2nd' is no code: write small letters, digits and _, beginning with a letter"),
    ("a number that begins with 0", [("at_least: 18", "at_least: 018")], "met_when:",
     "criteria.I1.met_when.age_years.at_least", "'018' begins with 0, and so is no number: write at_least: 18"),
    ("a sign of per cent", [("at_least: 18", "at_least: 18%")], "met_when:",
     "criteria.I1.met_when.age_years.at_least", "'18%' is no number: write the digits alone, in the unit of the fact"),
]  # fmt: skip


@pytest.mark.parametrize("row", TABLE, ids=[row[0] for row in TABLE])
def test_a_beginner_is_told_what_to_write(row: tuple[str, list[tuple[str, str]], str, str, str]) -> None:
    """Protects people who know their trial and no YAML: the right line, and what to write there."""
    wrong, changes, at, key, message = row
    text = TINY
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    with pytest.raises(DefinitionError) as error:
        load(text, "tiny.yaml")
    found = [each for each in error.value.faults if each.key == key and each.message.endswith(message)]
    assert len(found) == 1, (wrong, error.value.faults)
    assert at in text.splitlines()[found[0].line - 1], (wrong, found[0].line)


def test_the_smallest_trial_has_no_fault() -> None:
    """Protects the table: what is told comes of the change."""
    assert load(TINY, "tiny.yaml").id == "tiny"
