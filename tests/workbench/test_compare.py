"""What a change of a trial's definition alters: found whole, each by the shortest example, and told in words."""

import json
from pathlib import Path

import pytest
from commands import AML, trialscreen

from dialogs.loading.compiled_trial import Trial
from dialogs.loading.loading import load
from dialogs.rules.answers import UNKNOWN, Answer, Answers, Known
from dialogs.testing.changes.comparison import DefinitionComparison, compare
from dialogs.testing.changes.side import Side, admits
from dialogs.testing.changes.walk import Difference, list_samples, walk_both
from dialogs.verdict.json_verdict import make_brief_verdict

pytestmark = pytest.mark.traced

ROOT = Path(__file__).parents[2]
SMALL = (ROOT / "tests/trials/small.yaml").read_text(encoding="utf-8")
OLD = load(SMALL, "old.yaml")


def changed(*changes: tuple[str, str]) -> Trial:
    """Returns the small trial with passages changed."""
    text = SMALL
    for before, after in changes:
        assert before in text
        text = text.replace(before, after, 1)
    return load(text, "new.yaml")


def differences(comparison: DefinitionComparison, what: str) -> dict[tuple[str, str, str], list[str]]:
    """Returns the differences of one sort: subject, old, new, and the example's facts in the order of their answers."""
    found = [each for each in comparison.altered if each.difference.what == what]
    return {(each.difference.subject, each.difference.old, each.difference.new): list(each.example) for each in found}


THRESHOLD = changed(("relapses: {at_least: 6}", "relapses: {at_least: 5}"))
LIGHTER = changed(("weight_kg: {below: 5.5}", "weight_kg: {below: 4}"))


def test_a_threshold_that_moves() -> None:
    """Protects "the dialogues and verdicts that a change alters, each with the shortest example"."""
    comparison = compare(OLD, THRESHOLD)
    asked = ["diagnosis", "relapses"]
    assert differences(comparison, "criterion") == {("E1", "not_met", "met"): asked}
    assert differences(comparison, "dialogue") == {("", "asks weight_kg", "is settled early"): asked}
    assert differences(comparison, "verdict") == {
        ("entry", "undetermined", "ineligible"): asked,
        ("entry", "eligible", "ineligible"): [*asked, "weight_kg", "consent"],
        ("drug", "undetermined", "not_applicable"): asked,
        ("drug", "excluded", "not_applicable"): [*asked, "weight_kg"],
        ("drug", "eligible", "not_applicable"): [*asked, "weight_kg", "consent"],
    }
    assert [each.entry for each in comparison.rewritten] == ["criteria.E1.met_when.all[2].relapses.at_least"]
    assert comparison.is_whole


@pytest.mark.parametrize(
    "new", [THRESHOLD, LIGHTER], ids=["at a threshold of entry", "at a limit of the second verdict"]
)
def test_nothing_is_left_out_and_no_example_is_longer_than_it_must_be(new: Trial) -> None:
    """Protects the walk, which leaves out what it may: every pair of verdicts is found, by the fewest answers."""
    brute = shortest_by_trying_all(OLD, new)
    found = walk_both(Side(OLD), Side(new)).differences
    verdicts = {
        (each.subject, each.old, each.new): len(answers) for each, answers in found.items() if each.what == "verdict"
    }
    assert verdicts == brute
    for difference, answers in found.items():
        if difference.what == "verdict":
            codes = [make_brief_verdict(trial, answers)["determinations"][difference.subject] for trial in (OLD, new)]
            assert codes == [difference.old, difference.new]


def shortest_by_trying_all(old: Trial, new: Trial) -> dict[tuple[str, str, str], int]:
    """Returns the same by brute force: all dialogues of the new definition, all answers of each sort, no memory."""
    found: dict[tuple[str, str, str], int] = {}
    waiting: list[Answers] = [{}]
    while waiting:
        answers = waiting.pop()
        codes = [make_brief_verdict(trial, answers)["determinations"] for trial in (old, new)]
        for determination, code in codes[0].items():
            if codes[1][determination] != code:
                key = (determination, code, codes[1][determination])
                found[key] = min(len(answers), found.get(key, 99))
        fact = new.find_next_question(answers) or old.find_next_question(answers)
        if fact is not None:
            waiting += [{**answers, fact: answer} for answer in (*list_samples(Side(old), Side(new), fact), UNKNOWN)]
    return found


def test_a_definition_beside_itself() -> None:
    """Protects "nothing differs" from being a guess."""
    comparison = compare(OLD, load(SMALL, "again.yaml"))
    assert (comparison.is_same, comparison.is_whole) == (True, True)


def test_words_alone_alter_no_verdict() -> None:
    """Protects a correction of wording from looking like a change of rules."""
    comparison = compare(OLD, changed(("How many relapses so far?", "How many relapses have there been?")))
    assert comparison.altered == ()
    assert [(each.entry, each.new) for each in comparison.rewritten] == [
        ("facts.relapses.ask.en", "How many relapses have there been?")
    ]


def test_words_that_are_read_differently() -> None:
    """Protects synonyms: what was read, and is now asked back or read as something else, alters what people type."""
    new = changed(("[secondary, lupus]", "[secondary, lupus nephritis]"))
    assert rereads(compare(OLD, new)) == {
        ("lupus", "read as Secondary form", "no word for it"),
        ("lupus nephritis", "no word for it", "read as Secondary form"),
    }
    told = changed(("        offer: [first_episode, relapse]\n", ""))
    assert rereads(compare(OLD, told)) == {
        ("nephrotic", "asked back: First episode, Relapse", "asked again, with a sentence"),
    }


def rereads(comparison: DefinitionComparison) -> set[tuple[str, str, str]]:
    """Returns the words that are read differently, with what becomes of them, in words."""
    return {(each.word, each.old.words, each.new.words) for each in comparison.reread}


QUESTION = """\
  bleeding:
    kind: yes_no
    name: {en: Bleeding}
    ask: {en: "Any bleeding now?"}
    ask_family: {en: "Does your child bleed?"}
    why: {en: "Bleeding is an exclusion."}

  consent:
    kind: yes_no
"""
CRITERION = """\
  E2:
    kind: exclusion
    determination: entry
    name: {en: Bleeding}
    quote: Bleeding
    plain: {en: "The child bleeds."}
    met_when: {bleeding: "yes"}
  D1:
"""


def test_a_question_more_or_less() -> None:
    """Protects a comparison with other facts and criteria: dialogues part where these are asked, and join again."""
    new = changed(("  consent:\n    kind: yes_no\n", QUESTION), ("  D1:\n", CRITERION))
    assert ("", "asks consent", "asks bleeding") in differences(compare(OLD, new), "dialogue")
    assert ("", "asks bleeding", "asks consent") in differences(compare(new, OLD), "dialogue")
    assert ("entry", "eligible", "ineligible") in differences(compare(OLD, new), "verdict")
    gone = [each.entry for each in compare(new, OLD).rewritten if each.change == "removed"]
    assert gone == ["facts.bleeding", "criteria.E2"]


def test_a_narrower_range_divides_what_can_be_answered() -> None:
    """Protects answers that only one side can be given: they are tried, and count as not given on the other."""
    new = changed(("range: {min: 1, max: 60}", "range: {min: 1, max: 30}"))
    assert list_samples(Side(OLD), Side(new), "weight_kg") == [Known(1), Known(5.5), Known(60)]
    assert ("", "asks consent", "asks weight_kg") in differences(compare(OLD, new), "dialogue")


def test_an_answer_of_another_kind_cannot_be_given() -> None:
    """Protects a comparison where a question became one of another kind."""
    relapses, diagnosis = OLD.facts["relapses"], OLD.facts["diagnosis"]
    given: list[Answer] = [Known("relapse"), Known(3), Known(2.5), Known(51), UNKNOWN]
    assert [admits(relapses, each) for each in given] == [False, True, False, False, True]
    assert [admits(diagnosis, each) for each in given] == [True, False, False, False, True]


def test_too_many_dialogues_are_said_to_be_too_many() -> None:
    """Protects the reader from a comparison that stopped: the known answers are walked through all the same."""
    found = walk_both(Side(OLD), Side(THRESHOLD), most=8)
    assert not found.is_whole
    assert Difference("criterion", "E1", "not_met", "met") in found.differences


# the command


@pytest.mark.sweep
def test_the_command_tells_it_in_words(tmp_path: Path) -> None:
    """Protects `replay --compare OLD NEW`."""
    old, new = (
        write(tmp_path, SMALL),
        write(tmp_path, SMALL.replace("relapses: {at_least: 6}", "relapses: {at_least: 5}")),
    )
    told = trialscreen("replay", "--compare", old, new).printed()
    assert "\nVerdicts (" in told
    assert (
        "\n  Trial entry (entry): not yet determined → not eligible\n    after Diagnosis: Relapse; Relapses so far: 5"
        in told
    )
    assert told.endswith("\n  criteria.E1.met_when.all[2].relapses.at_least: 6 → 5\n")
    assert trialscreen("replay", "--compare", old, old).printed().endswith("\n\nNothing differs.\n")


def test_the_command_tells_it_to_programs(tmp_path: Path) -> None:
    """Protects `--compare --json`: the examples are answers as `check` reads them."""
    old, new = (
        write(tmp_path, SMALL),
        write(tmp_path, SMALL.replace("relapses: {at_least: 6}", "relapses: {at_least: 5}")),
    )
    plain = json.loads(trialscreen("replay", "--compare", old, new, "--json").printed())
    assert list(plain) == ["old", "new", "whole", "altered", "words", "entries"]
    example = next(each for each in plain["altered"] if each["what"] == "dialogue")
    assert (example["old"], example["new"], example["answers"]["relapses"]) == ("asks weight_kg", "is settled early", 5)


def test_definitions_that_cannot_be_read_are_one_line(tmp_path: Path) -> None:
    """Protects the command from a name that was mistyped."""
    assert (
        trialscreen("replay", "--compare", AML, tmp_path / "nope.yaml")
        .refused()
        .endswith("there is no such file; check the name")
    )


def write(folder: Path, text: str) -> Path:
    """Returns a new file with this text."""
    file = folder / f"it-{len(list(folder.iterdir()))}.yaml"
    file.write_text(text, encoding="utf-8")
    return file
