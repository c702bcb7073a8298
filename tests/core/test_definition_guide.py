"""The authoring guide says what is so: its examples load, and its list of keys is the schema's."""

import re
from pathlib import Path
from typing import Any

import pytest
from trial_frames import frame

from dialogs.definition.document import parse
from dialogs.definition.faults import DefinitionError
from dialogs.definition.trial import Definition
from dialogs.loading.lint import lint
from dialogs.loading.loading import load

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "docs" / "authoring.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"(<!-- complete -->\n)?```yaml\n(.*?)```", GUIDE, re.DOTALL)
COMPLETE = [text for mark, text in BLOCKS if mark]
FRAMED = [text for mark, text in BLOCKS if not mark and text.startswith("facts:\n")]
SHORT = [text for mark, text in BLOCKS if not mark and text not in FRAMED]
SECOND = (ROOT / "tests" / "trials" / "adult-aml.yaml").read_text(encoding="utf-8")
SKELETON = (ROOT / "dialogs" / "trials" / "skeleton.txt").read_text(encoding="utf-8")
REGISTRY = (ROOT / "docs" / "registry-sentences.md").read_text(encoding="utf-8")
SENTENCES = re.findall(r"^> (.+?)\n\n```yaml\n(.*?)```", REGISTRY, re.DOTALL | re.MULTILINE)
"""Each sentence of a registry, and the parts of a trial that carry it."""
SCHEMA = Definition.model_json_schema()

FACT = ["every fact"]
OPTIONS = ["a choice, yes_no or several, besides"]
NUMERIC = [*FACT, "every number, age, days or dose, besides"]
MEASURED = [*NUMERIC, "every age, days or dose, besides"]
ROWS: dict[str, list[str]] = {
    "About": ["about"],
    "AgeFact": [*MEASURED, "an age, besides"],
    "All": ["a condition"],
    "AnyOf": ["a condition"],
    "AnyRequired": ["several requirements, of which one is enough"],
    "AskBack": ["each of ask_back"],
    "Amounts": ["amounts"],
    "ChoiceFact": [*FACT, *OPTIONS, "a choice, besides"],
    "Comparison": ["a comparison"],
    "Computed": ["computed"],
    "ComputedPart": ["each of parts"],
    "Contradiction": ["each of consistent"],
    "Conversion": ["each of units"],
    "CountIs": ["a condition"],
    "Counted": ["a count"],
    "Criterion": ["each of criteria"],
    "DailyDoseFact": [*MEASURED, "a daily_dose, besides"],
    "DaysBetweenFact": [*MEASURED, "a days_between, besides"],
    "Definition": ["the file"],
    "DependentLimit": ["a condition or a limit with if"],
    "Determination": ["each of determinations"],
    "DosePerAreaFact": [*MEASURED, "a dose_per_area, besides"],
    "Drug": ["each of drugs"],
    "Fusions": ["fusions"],
    "GestationFact": [*MEASURED, "a gestation, besides"],
    "HalfLives": ["half_lives"],
    "IfThenElse": ["a condition or a limit with if"],
    "Item": ["each of support"],
    "Missing": ["pending, unknown, none, not_tested"],
    "MonthsBetweenFact": [*MEASURED, "a months_between, besides"],
    "Not": ["a condition"],
    "Note": ["each of a criterion's notes"],
    "NumberFact": [*NUMERIC, "a number, besides"],
    "Option": ["each of options"],
    "OtherFact": ["another fact as a limit"],
    "OtherTime": ["each of others and told"],
    "Outcome": ["each outcome"],
    "Outcomes": ["outcomes"],
    "Range": ["range"],
    "ReferenceLimit": ["ratio_to"],
    "Remark": ["each of remarks"],
    "Selection": ["a comparison with several options"],
    "SeveralFact": [*FACT, *OPTIONS, "a several, besides"],
    "Source": ["source"],
    "Span": ["equivalent_mg, where sources differ"],
    "SurfaceFormula": ["each of body_surface"],
    "Times": ["times"],
    "Washout": ["each drug of a washouts"],
    "WashoutsFact": [*FACT, "a washouts, besides"],
    "WordsFor": ["each of words_for"],
    "YesNoFact": [*FACT, *OPTIONS, "a yes_no, besides"],
}
"""The rows of the guide's table in which each model of the schema stands."""


def list_models() -> dict[str, dict[str, Any]]:
    return {name: model for name, model in [("Definition", SCHEMA), *SCHEMA["$defs"].items()] if "properties" in model}


def read_table() -> dict[str, tuple[set[str], set[str]]]:
    rows = re.findall(r"^\| (.+?) \|(.*?)\|(.*?)\|$", GUIDE.split("## Every key")[1], re.MULTILINE)
    return {
        part.replace("`", ""): (set(re.findall(r"`(\w+)`", needed)), set(re.findall(r"`(\w+)`", optional)))
        for part, needed, optional in rows
    }


def test_every_model_of_the_schema_stands_in_the_guide() -> None:
    """Protects the list from a part that was added and not written down."""
    assert list_models().keys() == ROWS.keys()
    assert {row for rows in ROWS.values() for row in rows} == read_table().keys() - {"part", "---"}


@pytest.mark.parametrize("name", ROWS)
def test_the_guide_names_exactly_the_keys_of(name: str) -> None:
    """Protects the list of keys, needed and optional."""
    model = list_models()[name]
    rows = [read_table()[row] for row in ROWS[name]]
    needed, optional = set(model.get("required", [])), set(model["properties"]) - set(model.get("required", []))
    if ROWS[name] == ["a condition"]:
        assert needed <= rows[0][1]
        return
    assert set().union(*(row[0] for row in rows)) == needed
    assert set().union(*(row[1] for row in rows)) == optional


def test_every_key_stands_once_in_the_skeleton_or_more() -> None:
    """Protects the promise that the skeleton shows every part of the format."""
    used = {str(step) for path in parse(SKELETON).lines for step in path}
    assert {key for model in list_models().values() for key in model["properties"]} - used == set()


@pytest.mark.parametrize("text", [*COMPLETE, *map(frame, FRAMED), *(frame(text) for _, text in SENTENCES)])
def test_every_complete_example_loads_and_is_lint_clean(text: str) -> None:
    """Protects strangers who copy it; where it has only some parts of a trial, a frame has the others."""
    assert lint(load(text, "guide.yaml"), parse(text), "guide.yaml") == []


def test_the_fault_that_the_guide_shows_is_the_one_that_is_told() -> None:
    """Protects the only message that the guide quotes."""
    shown = re.findall(r"```text\n(.*)\n```", GUIDE)[0]
    with pytest.raises(DefinitionError) as error:
        load(COMPLETE[0].replace("kind: number", "kind: numbre"), "my-trial.yaml")
    assert str(error.value) == shown


def test_there_are_examples() -> None:
    """Protects the test above from having nothing to look at."""
    assert len(COMPLETE) >= 1
    assert len(FRAMED) >= 5
    assert len(SENTENCES) == REGISTRY.count("```yaml") >= 20


@pytest.mark.parametrize(("said", "text"), SENTENCES)
def test_a_sentence_is_quoted_as_the_page_shows_it(said: str, text: str) -> None:
    """Protects readers who compare the sentence above with the quotation in the file."""
    definition = load(frame(text), "guide.yaml").definition
    quoted = {" ".join(each.quote.split()) for each in definition.criteria.values()}
    assert all(each in said.replace("\n> ", " ") for each in quoted)


@pytest.mark.parametrize("text", SHORT)
def test_every_other_example_is_part_of_a_trial_that_loads(text: str) -> None:
    """Protects the short examples: put in its place in the second trial, or in a criterion of it, each loads.

    A fact that the second trial does not have is put behind its facts.
    """
    whole = _put_in_place(text)
    assert text in whole
    assert load(whole, "guide.yaml").id == "adult-aml"


def _put_in_place(text: str) -> str:
    key = text.split(":", 1)[0]
    if key == "    met_when":
        return re.sub(
            r"(  In4:\n(?:    (?!met_when).*\n)+)    met_when:\n(?:      .*\n)+", lambda match: match[1] + text, SECOND
        )
    if key == "    applies_if":
        return re.sub(
            r"(  pregnancy:\n(?:    (?!applies_if).*\n)+)    applies_if:\n(?:      .*\n)+",
            lambda match: match[1] + text,
            SECOND,
        )
    if f"\n{key}:\n" not in SECOND:
        return SECOND.replace("\nfacts:\n", f"\nfacts:\n{text}", 1)
    replaced, count = re.subn(rf"^{key}:\n(?:    .*\n)+", lambda _: text, SECOND, flags=re.MULTILINE)
    return replaced if count == 1 else SECOND.replace("\ncriteria:\n", f"\n{text}criteria:\n")
