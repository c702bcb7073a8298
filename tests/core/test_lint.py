"""Lint finds what loads but is probably not meant: each row breaks a clean definition at one place."""

import json
from pathlib import Path
from typing import Any

import pytest

from dialogs.definition.document import parse
from dialogs.definition.faults import Fault
from dialogs.loading.lint import lint
from dialogs.loading.loading import load

pytestmark = [pytest.mark.traced, pytest.mark.mutants]

TRIALS = Path(__file__).parents[2] / "dialogs" / "trials"
SKELETON = (TRIALS / "skeleton.txt").read_text(encoding="utf-8")


def lint_text(text: str) -> list[Fault]:
    return lint(load(text, "new.yaml"), parse(text), "new.yaml")


def change(old: str, new: str) -> str:
    assert SKELETON.count(old) == 1, f"{old!r} must stand once in the skeleton"
    return SKELETON.replace(old, new)


@pytest.mark.sweep
@pytest.mark.parametrize("name", ["skeleton.txt", "interfant-21.yaml"])
def test_what_we_ship_is_clean(name: str) -> None:
    """Protects the skeleton, from which every author starts, and the first trial."""
    assert lint_text((TRIALS / name).read_text(encoding="utf-8")) == []


EXTRA_FACT = """facts:
  height: {kind: number, name: {en: h}, ask: {en: h}, ask_family: {en: h}, why: {en: h}, unit: {en: cm},
    range: {min: 0, max: 9}, fits: {en: h}}
"""
D1 = "      not: {diagnosis: first_episode}\n"
D2 = "    met_when: {weight_kg: {below: 5.5}}\n"
E1 = "        - relapses: {at_least: 6}\n"
D3 = '        - live_vaccine: "yes"\n        - live_vaccine_days: {at_most: 28}\n'
ONLY_DOSE = "      not: {steroid_dose: {at_most: 60}}\n"
ALL_OF_E1 = SKELETON[
    SKELETON.index("      any:\n        - relapses") : SKELETON.index(
        "    notes:                     # optional: shown with the criterion"
    )
]

RELAPSE = "label: {en: Relapse}"


def make_forms(count: int, more: str = "") -> str:
    """Returns so many options, whose labels hold no digit."""
    letters = [f"{chr(97 + at // 26)}{chr(97 + at % 26)}" for at in range(count)]
    return "".join(f"      form_{each}: {{label: {{en: Form {each}{more}}}}}\n" for each in letters)


OTHER_FORMS = make_forms(9)
LONG = "Relapse after the first remission, of which the date is not k"
"""A label of 61 characters."""
ALIKE = f"""label: {{en: "{LONG}"}}
      again: {{label: {{en: "{LONG}own"}}}}
      third:
        label: {{en: "Third: {LONG}"}}"""

TABLE: list[tuple[str, str, str, str, str]] = [
    # what is wrong, the text replaced, its replacement, the key of the finding, a word of it
    ("a fact without cues", "    cues: {en: [weight, weighs, kg]}\n", "", "facts.weight_kg", "no cue would ever fill"),
    ("options without cues", "    cues: {en: [consent, consented]}\n", "", "facts.consent", "no cue would ever fill"),
    ("a cue of any fact", "[consent, consented]", "[consent, given]", "facts.consent.cues", "may be said of any fact"),
    ("a fact that nothing uses", "facts:\n", EXTRA_FACT, "facts.height", "no criterion and no note uses"),
    ("a fact that only a note uses", E1, "        - consent: refused\n", "facts.relapses", "never asked"),
    ("a number that nothing divides", "facts:\n", EXTRA_FACT, "facts.height.range", "no threshold"),
    ("a condition that can never hold", D2, "    met_when: {all: [{weight_kg: {below: 3}}, {weight_kg: {above: 4}}]}\n",
     "criteria.D2.met_when", "never hold"),
    ("a condition that always holds", D2, "    met_when: {any: [{weight_kg: {below: 4}}, {weight_kg: {above: 3}}]}\n",
     "criteria.D2.met_when", "always holds"),
    ("a comparison with every value", E1, E1 + "        - relapses: {above: 50}\n",
     "criteria.E1.met_when.any.1.relapses", "never hold"),
    ("a clause that another implies", E1, E1 + "        - relapses: {above: 8}\n", "criteria.E1.met_when.any.1",
     "leave this one no choice"),
    ("a clause that another contradicts", D2,
     "    met_when: {all: [{weight_kg: {above: 5}}, {any: [{weight_kg: {below: 4}}, {consent: given}]}]}\n",
     "criteria.D2.met_when.all.1.any.0", "leave this one no choice"),
    ("a clause that is denied above", D2,
     "    met_when: {any: [{weight_kg: {below: 4}}, {not: {any: [{weight_kg: {below: 3}}, {consent: given}]}}]}\n",
     "criteria.D2.met_when.any.1.not.any.0", "leave this one no choice"),
    ("a denial that another comparison implies", D2,
     "    met_when: {all: [{weight_kg: {above: 5}}, {not: {weight_kg: {below: 4}}}]}\n",
     "criteria.D2.met_when.all.1", "leave this one no choice"),
    ("a clause that can never hold", D2,
     "    met_when: {any: [{consent: refused}, {all: [{weight_kg: {below: 3}}, {weight_kg: {above: 4}}]}]}\n",
     "criteria.D2.met_when.any.1", "this clause can never hold"),
    ("a clause that always holds", D2,
     "    met_when: {all: [{consent: refused}, {any: [{weight_kg: {below: 4}}, {weight_kg: {above: 3}}]}]}\n",
     "criteria.D2.met_when.all.1", "this clause always holds"),
    ("a clause about a fact that does not apply there", D2,
     '    met_when: {any: [{consent: refused}, {all: [{steroids: "no"}, {steroid_dose: {above: 60}}]}]}\n',
     "criteria.D2.met_when.any.1", "this clause can never hold"),
    ("a clause that stands twice", D2,
     "    met_when: {any: [{weight_kg: {below: 5}}, {consent: refused}, {weight_kg: {below: 5}}]}\n",
     "criteria.D2.met_when.any.2", "the same as one above it"),
    ("clauses that say the same in other words", D2,
     ("    met_when:\n      any:\n        - all: [{weight_kg: {below: 5}}, {consent: refused}]\n"
      "        - not: {any: [{weight_kg: {at_least: 5}}, {consent: given}]}\n"),
     "criteria.D2.met_when.any.1", "the same as one above it"),
    ("a gate that can never hold", 'applies_if: {live_vaccine: "yes"}',
     "applies_if: {age_days: {at_most: 0, above: 0}}", "facts.live_vaccine_days.applies_if", "never hold"),
    ("a note that can never be told", "unless: {diagnosis: first_episode}", "unless: {relapses: {below: 3}}",
     "criteria.E1.notes.1.unless", "never told"),
    ("unless without when",
     "      - when: {relapses: 0}    # told beside the verdict while this holds ...\n        unless", "      - unless",
     "criteria.E1.notes.1.unless", "always speaks"),
    ("values that no condition tells apart", "    kept_apart: {en: The", "    # {en: The", "facts.diagnosis.options",
     "secondary and other"),
    ("kept_apart for nothing", E1, E1 + "        - diagnosis: other\n", "facts.diagnosis.kept_apart", "every value"),
    ("an exclusion that holds because a fact does not apply", ALL_OF_E1, ONLY_DOSE,
     "criteria.E1.met_when.not.steroid_dose", "this holds just because"),
    ("an exclusion that passes because a fact does not apply", ALL_OF_E1, "      steroid_dose: {above: 60}\n",
     "criteria.E1.met_when.steroid_dose", "this exclusion passes just because"),
    ("a note that is told because a fact does not apply", "when: {relapses: 0}",
     "when: {not: {steroid_dose: {above: 60}}}", "criteria.E1.notes.1.when.not.steroid_dose",
     "this holds just because"),
    ("near beyond the range", "near: 0.5", "near: 60", "facts.weight_kg.near", "whole range"),
    ("a window that lifts nothing", D3, '        - live_vaccine: "yes"\n        - live_vaccine_days: {at_most: 40}\n',
     "facts.live_vaccine_days.clear_from", "lifts no criterion"),
    ("a window that is over earlier", D3, '        - live_vaccine: "yes"\n        - live_vaccine_days: {at_most: 20}\n',
     "facts.live_vaccine_days.clear_from", "first day"),
    ("no quotation", "quote: Body weight below 5.5 kg", "quote: '(To do)'", "criteria.D2.quote", "own words"),
    ("no registry number", "  registry_number: none (invented trial)\n", "", "source.registry_number",
     "look the trial up"),
    ("an explanation that asks", 'told apart."}', 'told apart?"}', "facts.diagnosis.ask_back.0.say", "two questions"),
    ("an ask-back with both no and yes", '(by mouth or into a vein)."}\n',
     '(by mouth or into a vein)."}\n        offer: ["no", "yes"]\n', "facts.steroids.ask_back.0.offer",
     "leave 'offer' out"),
    ("a label with a digit", "label: {en: Relapse}", "label: {en: Relapse 2}", "facts.diagnosis.options",
     "no numbers are shown"),
    ("more choices than a phone shows", "    options:\n      first_episode:",
     f"    options:\n{OTHER_FORMS}      first_episode:", "facts.diagnosis.options",
     "13 choices are more than the 12 that a phone shows at once, in Telegram or on the web page"),
    ("as many choices as Telegram takes", "    options:\n      first_episode:",
     f"    options:\n{make_forms(91)}      first_episode:", "facts.diagnosis.options",
     "95 choices are more than the 12 that a phone"),
    ("more choices than Telegram takes", "    options:\n      first_episode:",
     f"    options:\n{make_forms(92)}      first_episode:", "facts.diagnosis.options",
     "96 choices are more than Telegram takes under one message (100 buttons, 5 of which"),
    ("choices with more bytes than Telegram takes", "    options:\n      first_episode:",
     f"    options:\n{make_forms(60, 'é' * 40)}      first_episode:", "facts.diagnosis.options",
     "64 choices are more than Telegram takes under one message"),
    ("a label that is cut", RELAPSE, f'label: {{en: "{LONG}"}}', "facts.diagnosis.options.relapse.label.en",
     "these are 61"),
    ("labels that look alike", RELAPSE, ALIKE, "facts.diagnosis.options", "relapse and again look alike"),
    ("unnumbered for nothing", "unnumbered: false", "unnumbered: true", "facts.diagnosis.unnumbered",
     "no label holds a digit"),
    ("no provisional wording", '        provisional: {en: "Examplumab is', '        # {en: "Examplumab is',
     "determinations.examplumab.outcomes.fails", "still open"),
    ("provisional wording that is never said", 'say: {en: "Eligible for EXAMPLE-1 as answered."}',
     'say: {en: "Yes."}, provisional: {en: "Perhaps."}', "determinations.entry.outcomes.passes.provisional",
     "never said"),
]  # fmt: skip


@pytest.mark.parametrize(("wrong", "old", "new", "key", "word"), TABLE, ids=[row[0] for row in TABLE])
def test_lint_finds(wrong: str, old: str, new: str, key: str, word: str) -> None:
    """Protects each thing that lint looks for: where it stands, what is wrong, and what to do."""
    text = change(old, new)
    found = [fault for fault in lint_text(text) if fault.key == key and word in fault.message]
    assert len(found) == 1, (wrong, lint_text(text))
    fault, remedy = found[0].message.split(": ", 1)
    assert fault
    assert remedy


CLEAN: list[tuple[str, str, str]] = [
    (
        "with its gate beside it an exclusion is meant to pass where the fact does not apply",
        ALL_OF_E1,
        '      all: [{steroids: "yes"}, {steroid_dose: {above: 60}}]\n',
    ),
    (
        "with its gate beside it a negation is meant",
        ALL_OF_E1,
        '      all: [{steroids: "yes"}, {not: {steroid_dose: {at_most: 60}}}]\n',
    ),
    ("an equal number divides a range", E1, "        - relapses: 6\n"),
    ("a label may hold a digit on purpose", "unnumbered: false", "unnumbered: true"),
    (
        "a phone shows twelve choices",
        "    options:\n      first_episode:",
        f"    options:\n{OTHER_FORMS[: OTHER_FORMS.index('      form_ai')]}      first_episode:",
    ),
    ("a label may be as long as a button", "label: {en: Relapse}", f'label: {{en: "{LONG[:-1]}"}}'),
    ("synonyms may differ by language", "synonyms: {en: [times]}", "synonyms: {en: [times], de: [mal]}"),
]


@pytest.mark.sweep
@pytest.mark.parametrize(("right", "old", "new"), CLEAN, ids=[row[0] for row in CLEAN])
def test_lint_says_nothing_where(right: str, old: str, new: str) -> None:
    """Protects against false alarms, which would teach authors to look away."""
    text = change(old, new)
    if old == ALL_OF_E1:
        text = text.replace("relapses: 0}", 'steroids: "no"}').replace(
            text[text.index("  relapses:\n") : text.index("  weight_kg:\n")], ""
        )
        text = text.replace(text[text.index("consistent:\n") : text.index("determinations:\n")], "")
    text = text.replace("label: {en: Relapse}", "label: {en: Relapse 2}") if "unnumbered" in new else text
    assert lint_text(text) == [], right


def test_an_inclusion_must_not_fail_because_a_fact_does_not_apply() -> None:
    """Protects men from an inclusion such as "negative pregnancy test"."""
    text = change(D2, "    met_when: {live_vaccine_days: {above: 28}}\n").replace(
        "  D2:\n    kind: exclusion", "  D2:\n    kind: inclusion"
    )
    told = [fault.message for fault in lint_text(text) if fault.key == "criteria.D2.met_when.live_vaccine_days"]
    assert len(told) == 1
    assert told[0].startswith("this inclusion fails just because the fact does not apply: ")


def test_findings_come_in_the_order_of_the_lines_and_read_as_one_line_each() -> None:
    """Protects what a terminal and an editor show."""
    text = change("near: 0.5", "near: 60").replace("  registry_number: none (invented trial)\n", "")
    found = lint_text(text)
    assert [fault.key for fault in found] == ["source.registry_number", "facts.weight_kg.near"]
    assert text.splitlines()[found[1].line - 1] == "    near: 60"
    assert str(found[1]).startswith(f"new.yaml:{found[1].line}: facts.weight_kg.near: 60 is more than")


def test_lint_leaves_the_trial_as_it_was() -> None:
    """Protects purity: looking through a trial that is in use adds nothing to it."""
    trial = load(SKELETON, "new.yaml")
    size = len(trial.rules.diagrams.nodes)
    lint(trial, parse(SKELETON), "new.yaml")
    assert len(trial.rules.diagrams.nodes) == size


MIRRORS: list[tuple[str, str]] = [
    # what the quotation says, and the condition that says it too
    ("Men: 8.0 g/dL or more. Women: 7.5 g/dL or more",
     ("any: [{all: [{sex: male}, {haemoglobin: {at_least: 8.0}}]},"
     " {all: [{sex: female}, {haemoglobin: {at_least: 7.5}}]}]")),
    ("Any FLT3 mutation, or FLT3-ITD with a haemoglobin of 8.0 g/dL or more",
     "any: [{flt3: [itd, tkd]}, {all: [{flt3: itd}, {haemoglobin: {at_least: 8.0}}]}]"),
    ("Women below 55 with a pregnancy test that is negative; men; women of 55 or more",
     ("any: [{all: [{sex: female}, {age_years: {below: 55}}, {pregnancy: negative}]}, {sex: male},"
     " {all: [{sex: female}, {age_years: {at_least: 55}}]}]")),
]  # fmt: skip


@pytest.mark.parametrize(("quote", "condition"), MIRRORS)
def test_a_clause_that_the_quotation_says_too_is_left_alone(quote: str, condition: str) -> None:
    """Protects conditions that two people compare with the source, sentence by sentence: no part must be cut."""
    second = (Path(__file__).parents[1] / "trials" / "adult-aml.yaml").read_text(encoding="utf-8")
    start = second.index("    met_when:\n      any:\n        - haemoglobin")
    end = second.index("\n  ", second.index("haemoglobin: {at_least: 7.5}"))
    text = f"{second[:start]}    met_when: {{{condition}}}{second[end:]}"
    assert "7.5}\n" not in text
    assert [str(fault) for fault in lint_text(text) if fault.key.startswith("criteria")] == [], quote


def list_wordings(value: Any) -> list[dict[str, str]]:
    """Returns every wording of a definition's plain value."""
    if isinstance(value, dict) and isinstance(value.get("en"), str):
        return [value]
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [wording for part in parts for wording in list_wordings(part)]


def add_language(missing: int) -> tuple[str, int]:
    """Returns the skeleton with a second language in all but its last `missing` wordings, and how many it has."""
    value = parse(SKELETON).value
    wordings = list_wordings(value)
    for wording in wordings[: len(wordings) - missing]:
        wording["de"] = wording["en"]
    return json.dumps(value, indent=1), len(wordings)


@pytest.mark.parametrize("missing", [1, 5])
def test_a_few_wordings_without_a_language_are_named_one_by_one(missing: int) -> None:
    """Protects a translation that is nearly done: each gap has its line."""
    found = lint_text(add_language(missing)[0])
    assert len(found) == missing
    assert {fault.message for fault in found} == {
        "the wording in 'de', which other parts have, is missing: add 'de: ...'"
    }
    assert len({fault.key for fault in found}) == missing


def test_many_wordings_without_a_language_are_told_in_one_line() -> None:
    """Protects all else that lint says from two hundred lines about a language that was just begun."""
    text, total = add_language(6)
    (fault,) = lint_text(text)
    first, *others = fault.message.split(": ", 1)[0].removeprefix("'de' is missing in 6 of ").split(", ")
    assert first == f"{total} wordings"
    assert others[0] == f"first at {fault.key} (line {fault.line})"
    assert fault.message.endswith(f": add 'de: ...' to each, or take it out of the {total - 6} that have it")


def test_each_language_that_is_missing_is_told_by_itself() -> None:
    """Protects a file of three languages: what is whole is not told with what is not."""
    text = change("unit: {en: kg}", "unit: {en: kg, de: kg, fr: kg}")
    found = [fault.message.split(" of ")[0] for fault in lint_text(text)]
    assert len(found) == 2
    assert found[0].startswith("'de' is missing in ")
    assert found[1] == found[0].replace("'de'", "'fr'")
