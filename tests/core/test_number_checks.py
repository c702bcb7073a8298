"""Faults of facts that are answered by a number: one clear line each, at the key, with the remedy."""

from pathlib import Path

import pytest

from dialogs.definition.faults import DefinitionError
from dialogs.loading.loading import load

pytestmark = [pytest.mark.traced, pytest.mark.mutants]

TEXT = (Path(__file__).parents[1] / "trials" / "laboratory.yaml").read_text("utf-8")
GLUCOSE = "      mmol/L: {times: 18.016}"
NEGATIVE = "      - {number: 0, label: {en: Negative}, words: {en: [not found]}}"
NEVER = "      - {number: 36500, label: {en: Never}"
OF_INR = '    fits: {en: "Give a number without a unit, such as 1.1."}'

FAULTS: list[tuple[str, str, str, str]] = [
    # what is written, what is written in its place, the key, the fault with its remedy
    (
        GLUCOSE,
        f"{GLUCOSE}\n      mmol per L: {{times: 18}}",
        "facts.glucose.units.mmol per L",
        "'mmol per L' is written like 'mmol/L', and so stands for two units: keep one of them",
    ),
    (
        GLUCOSE,
        f"{GLUCOSE}\n      mM: {{times: 18, synonyms: {{en: [MMOL/L]}}}}",
        "facts.glucose.units.mM",
        "'MMOL/L' is written like 'mmol/L', and so stands for two units: keep one of them",
    ),
    (
        GLUCOSE,
        "      mg / dl: {times: 1}",
        "facts.glucose.units.mg / dl",
        "'mg / dl' is written like the fact's own unit, and so stands for two units: keep one of them",
    ),
    (
        GLUCOSE,
        "      24 h: {times: 2}",
        "facts.glucose.units.24 h",
        (
            "behind a number nobody could tell where the unit '24 h' begins: begin it with a letter, a sign, or a power"
            " of ten such as 10^9"
        ),
    ),
    (
        OF_INR,
        f"    units:\n      sec: {{times: 1}}\n{OF_INR}",
        "facts.inr.units",
        "other units are converted into the fact's own, which has none: add 'unit'",
    ),
    (
        "    titre: true\n",
        "    unit: {en: dilutions}\n    units:\n      wells: {times: 0.5}\n",
        "facts.antibodies.units.wells",
        "a converted number is not whole, and only whole ones answer this fact: say 'decimals: true'",
    ),
    (
        "    titre: true\n",
        "    titre: true\n    unit: {en: dilutions}\n    units:\n      wells: {times: 2}\n",
        "facts.antibodies.titre",
        "'titre' does not go together with 'units': keep the one by which people give it",
    ),
    (
        GLUCOSE,
        f"{GLUCOSE}\n    ratio_to: {{name: {{en: limit}}, words: {{en: [ULN]}}}}",
        "facts.glucose.ratio_to",
        "'ratio_to' does not go together with 'units': keep the one by which people give it",
    ),
    (
        NEGATIVE,
        f"{NEGATIVE}\n      - {{number: 1, words: {{en: [Not Found]}}}}",
        "facts.antibodies.words_for.1",
        "'Not Found' stands for two numbers: keep it at one of them",
    ),
    (
        NEGATIVE,
        f"{NEGATIVE}\n      - {{number: 1, words: {{en: [negative]}}}}",
        "facts.antibodies.words_for.1",
        "'negative' stands for two numbers: keep it at one of them",
    ),
    (
        NEGATIVE,
        f"{NEGATIVE}\n      - {{number: 0, label: {{en: Clear}}, words: {{en: [clear]}}}}",
        "facts.antibodies.words_for.1.label",
        "0 has a label already: keep one of them",
    ),
    (
        NEGATIVE,
        f"{NEGATIVE}\n    unknown: {{label: {{en: Not found}}}}",
        "facts.antibodies.words_for.0",
        "'not found' is a word of 'unknown' too: keep it in one of them",
    ),
    (
        NEGATIVE,
        NEGATIVE.replace("not found", '"10"'),
        "facts.antibodies.words_for.0",
        "'10' is a figure, and read as itself: remove it",
    ),
    (
        NEGATIVE,
        NEGATIVE.replace("number: 0", "number: 100001"),
        "facts.antibodies",
        "words_for: 100001 is no possible answer: write a number of the range",
    ),
    (
        NEVER,
        NEVER.replace("36500", "36501"),
        "facts.steroid_days",
        "words_for: 36501 is no possible answer: write a number of the range",
    ),
    (
        NEVER,
        NEVER.replace("36500", "0.5"),
        "facts.steroid_days.words_for.0.number",
        "only whole numbers answer this fact: write a whole one",
    ),
]


@pytest.mark.parametrize(("old", "new", "key", "message"), FAULTS)
def test_a_fault_of_a_number_is_told_in_one_line(old: str, new: str, key: str, message: str) -> None:
    """Protects authors from a definition that loads, and reads a unit or a word as another one."""
    assert TEXT.count(old) == 1
    with pytest.raises(DefinitionError) as error:
        load(TEXT.replace(old, new), "trial.yaml")
    assert [(each.key, each.message) for each in error.value.faults] == [(key, message)]


def test_units_of_whole_numbers_may_be_whole_multiples() -> None:
    """Protects weeks beside days: '2 weeks' is a whole number of days."""
    new = "    unit: {en: tablets}\n    units:\n      packs: {times: 28}\n"
    assert load(TEXT.replace("    titre: true\n", new), "trial.yaml").facts["antibodies"].kind == "number"


def test_only_a_number_may_do_without_a_unit() -> None:
    """Protects days and doses: a number of them means nothing without its unit."""
    with pytest.raises(DefinitionError, match=r"facts\.steroid_days\.unit: "):
        load(TEXT.replace("    unit: {en: days}\n", ""), "trial.yaml")
