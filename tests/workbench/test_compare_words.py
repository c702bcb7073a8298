"""A comparison in the words that people see: facts, answers, verdicts, and the words that are read differently."""

import json
from pathlib import Path

import pytest
from commands import trialscreen

from bot.workbench.compare import format_lines
from dialogs.loading.loading import load
from dialogs.rules.answers import Known
from dialogs.testing.changes.comparison import DefinitionComparison, compare
from dialogs.testing.changes.entries import Rewritten
from dialogs.testing.changes.naming import Naming
from dialogs.testing.changes.phrases import READ_AS
from dialogs.testing.changes.rereads import NO_WORD, Meaning, Reread, is_told
from dialogs.testing.changes.side import Side
from dialogs.testing.changes.walk import Difference, walk_both

pytestmark = pytest.mark.traced

ROOT = Path(__file__).parents[2]
SMALL = (ROOT / "tests/trials/small.yaml").read_text(encoding="utf-8")
INTERFANT = (ROOT / "dialogs/trials/interfant-21.yaml").read_text(encoding="utf-8")


def changed(text: str, *changes: tuple[str, str]) -> str:
    """Returns a definition in which passages were changed."""
    for before, after in changes:
        assert before in text
        text = text.replace(before, after)
    return text


def compared(*changes: tuple[str, str], text: str = SMALL) -> DefinitionComparison:
    """Returns the comparison of a trial with the same one, in which passages were changed."""
    return compare(load(text, "old.yaml"), load(changed(text, *changes), "new.yaml"), most=500)


def part(comparison: DefinitionComparison, title: str) -> list[str]:
    """Returns the lines under a title."""
    lines = list(format_lines(comparison))
    first = next((place for place, line in enumerate(lines) if line.startswith(title)), len(lines) - 1)
    end = next((place for place in range(first, len(lines)) if not lines[place]), len(lines))
    return lines[first + 1 : end]


# words that are read differently


@pytest.mark.sweep
def test_words_are_spelled_as_they_are_written() -> None:
    """Protects `t(9;11)(p22;q23)` and `B-ALL` from being shown in the folded form in which they are compared."""
    comparison = compared(
        ("[B-ALL, B ALL, ", "["),
        ("en: [ALL, acute lymphoblastic leukaemia", "en: [B-ALL, ALL, acute lymphoblastic leukaemia"),
        ("[KMT2A-r, KTM2A-r, ", "[KMT2A-r, t(9;11)(p22;q23), "),
        text=INTERFANT,
    )
    assert {each.word for each in comparison.reread} == {"B-ALL", "t(9;11)(p22;q23)", "KTM2A-r"}
    assert part(comparison, "Words") == [
        "  Diagnosis (diagnosis): “B-ALL”: read as B-precursor ALL → asked back: B-precursor ALL, T-ALL",
        "  KMT2A status (kmt2a): 2 words, as the entries below say",
    ]


def test_a_word_whose_entry_says_all_is_not_told_again() -> None:
    """Protects "one changed word must not appear three times": the entry stands, and is only counted among words."""
    comparison = compared(("[secondary, lupus]", "[secondary, SLE]"))
    text = "\n".join(format_lines(comparison))
    assert (text.count("lupus"), text.count("SLE")) == (1, 1)
    assert part(comparison, "Words") == ["  Diagnosis (diagnosis): 2 words, as the entries below say"]
    assert text.endswith(": only what is written does, and how words are read.")


@pytest.mark.sweep
@pytest.mark.parametrize(
    ("changes", "line"),
    [
        ([("[new]", "[new, SLE]")], "1 word, as the entries below say"),
        ([("[nephrotic]", "[nephrotic, NS]")], "1 word, as the entries below say"),
        (
            [("[secondary, lupus]", "[secondary, nephrotic]"), ("words: {en: [nephrotic]}", "words: {en: [NS]}")],
            "“nephrotic”: asked back: First episode, Relapse → read as Secondary form",
        ),
        (
            [("synonyms: {en: [relapsed]}", "remarks: [{words: {en: [relapsed]}, say: {en: A remark.}}]")],
            "“relapsed”: read as Relapse → read as Relapse, with a remark",
        ),
    ],
)
def test_what_an_entry_does_not_say_is_told(changes: list[tuple[str, str]], line: str) -> None:
    """Protects words with another meaning: no entry alone says what a word meant before, and what it means now."""
    assert f"  Diagnosis (diagnosis): {line}" in part(compared(*changes), "Words")


def test_a_word_that_moved_is_one_entry_and_one_other_reading() -> None:
    """Protects a moved synonym from looking like two changes that have nothing to do with each other."""
    comparison = compared(("[new]", "[new, lupus]"), ("[secondary, lupus]", "[secondary]"))
    there, here = (f"facts.diagnosis.options.{code}.synonyms.en" for code in ("first_episode", "secondary"))
    assert part(comparison, "Words") == [
        "  Diagnosis (diagnosis): “lupus”: read as Secondary form → read as First episode"
    ]
    assert part(comparison, "Entries") == [f"  {there}: “lupus”, before in {here}"]


def test_another_order_tells_of_no_word() -> None:
    """Protects a word that is read no more from being taken for told, since an entry names it for its place."""
    gone = Reread("diagnosis", "relapse", Meaning(READ_AS, (Known("relapse"),)), NO_WORD)
    path = ("facts", "diagnosis", "options")
    assert not is_told(gone, [Rewritten(path, "reordered", ["relapse", "new"], ["new", "relapse"])])
    assert is_told(gone, [Rewritten((*path, "relapse"), "removed", {"label": {"en": "A relapse"}})])


def test_another_label_is_no_other_reading() -> None:
    """Protects a corrected label: the words of its option mean the same answer as before."""
    comparison = compared(("label: {en: Relapse}", "label: {en: A relapse}"))
    assert [each.word for each in comparison.reread] == ["A relapse"]


# facts, answers, verdicts


def test_an_answer_is_told_by_the_definition_that_has_it() -> None:
    """Protects the reader, and the program, from answers that one of the definitions cannot be given."""
    gone = compared(
        ("      secondary: {label: {en: Secondary form}, synonyms: {en: [secondary, lupus]}}\n", ""),
    )
    assert "    after Diagnosis: Secondary form (old only)" in part(gone, "Verdicts")
    unit = compared(("unit: {en: kg}", "unit: {en: stone}"), ("below: 5.5}", "below: 5}"))
    assert "    after Diagnosis: First episode; Weight: 5 stone (old: 5 kg)" in part(unit, "Criteria")
    options = "{low: {label: {en: Low}}, high: {label: {en: High}}}"
    number = SMALL[SMALL.index("    kind: number\n    decimals: true\n") : SMALL.index("  consent:\n")]
    named = "    name: {en: Weight}\n    ask: {en: A?}\n    ask_family: {en: A?}\n    why: {en: W.}\n"
    kind = compared(
        (number, f"    kind: choice\n    options: {options}\n{named}"), ("weight_kg: {below: 5.5}", "weight_kg: low")
    )
    criteria = part(kind, "Criteria")
    assert "    after Diagnosis: First episode; Weight: 1 kg (old only)" in criteria
    assert "    after Diagnosis: First episode; Weight: Low (new only)" in criteria
    naming = Naming(kind.old, kind.new)
    assert naming.word_answer("weight_kg", Known(1)) == "1 kg (old only)"


def test_verdicts_criteria_and_questions_are_told_by_their_names() -> None:
    """Protects the reader from codes; the ids stand beside the names, since the definition speaks of them."""
    comparison = compared(("relapses: {at_least: 6}", "relapses: {at_least: 5}"))
    assert part(comparison, "Verdicts")[0] == "  Trial entry (entry): not yet determined → not eligible"
    assert part(comparison, "Criteria")[0] == "  E1 Many relapses: not met → met"
    assert part(comparison, "The dialogue")[0] == "  asks “Weight” (weight_kg) → is settled early"
    codes = compared(("fails: {code: ineligible", "fails: {code: not_eligible"))
    assert "  Trial entry (entry): not eligible (ineligible) → not eligible (not_eligible)" in part(codes, "Verdicts")


def test_the_guide_shows_what_is_said() -> None:
    """Protects the example of docs/testing.md from going stale."""
    option = "      secondary: {label: {en: Secondary form}, synonyms: {en: [secondary, lupus]}}\n"
    lines = list(format_lines(compared((option, ""), ("[new]", "[new, lupus]"))))
    guide = (ROOT / "docs/testing.md").read_text(encoding="utf-8")
    example = guide.partition("    Verdicts (2)\n")[2].partition("\n\n")[0].splitlines()
    assert len(example) == 8
    assert {line.removeprefix("    ") for line in example} <= set(lines)


@pytest.mark.sweep
def test_programs_get_codes_and_words(tmp_path: Path) -> None:
    """Protects `--compare --json` where options and words changed."""
    old, new = tmp_path / "old.yaml", tmp_path / "new.yaml"
    old.write_text(SMALL, encoding="utf-8")
    option = "      secondary: {label: {en: Secondary form}, synonyms: {en: [secondary, lupus]}}\n"
    moved = ("[new]", "[new, lupus]"), ("[relapsed]", "[relapsed, SLE]"), ("  E1:\n", "  E9:\n")
    new.write_text(changed(SMALL, (option, ""), *moved), encoding="utf-8")
    plain = json.loads(trialscreen("replay", "--compare", old, new, "--json").printed())
    verdict = next(each for each in plain["altered"] if each["what"] == "verdict")
    assert verdict == {
        "what": "verdict", "subject": "entry", "old": "ineligible", "new": "undetermined",
        "answers": {"diagnosis": "secondary"}, "old_only": ["diagnosis"], "new_only": [],
        "in_words": {
            "subject": "Trial entry (entry)", "old": "not eligible", "new": "not yet determined",
            "answers": "after Diagnosis: Secondary form (old only)",
        },
    }  # fmt: skip
    assert {
        "fact": "diagnosis", "name": "Diagnosis", "word": "lupus", "old": "read as Secondary form",
        "new": "read as First episode", "old_answers": ["secondary"], "new_answers": ["first_episode"],
    } in plain["words"]  # fmt: skip
    assert plain["entries"][0] == {"entry": "criteria", "change": "renamed", "old": "E1", "new": "E9"}
    synonyms = "facts.diagnosis.options.{}.synonyms.en"
    assert plain["entries"][1:3] == [
        {"entry": synonyms.format("first_episode"), "change": "added", "old": None, "new": "lupus"},
        {"entry": synonyms.format("relapse"), "change": "added", "old": None, "new": "SLE"},
    ]


def test_an_order_that_nobody_sees_is_no_difference() -> None:
    """Protects "nothing differs" where the digests do: the reader learns why."""
    lines = list(format_lines(compared(("[secondary, lupus]", "[lupus, secondary]"))))
    assert lines[-1].startswith("Nothing differs but what nobody sees")
    assert compared(("[secondary, lupus]", "[lupus, secondary]")).is_same


# the walk


def test_a_window_that_moves_alters_the_dialogue() -> None:
    """Protects "nothing is left out" where determinations wait: a question that is asked only while a window runs.

    The walk through all dialogues was cut short, and says so, though the one of known answers was not.
    """
    old, new = (load(text, "it.yaml") for text in (INTERFANT, changed(INTERFANT, ("clear_from: 29", "clear_from: 20"))))
    found = walk_both(Side(old), Side(new), most=400)
    assert list(found.differences) == [Difference("dialogue", "", "asks live_vaccine_planned", "goes to the review")]
    assert not found.is_whole
