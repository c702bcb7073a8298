"""Several options as programs read and write them, and in scripts, coverage, comparisons and notes."""

from datetime import date
from typing import Any

import pytest
from several_trial import GENES, INFECTIONS, TEXT, TRIAL

from dialogs.conversation.questions import find_lone_answer
from dialogs.definition.faults import DefinitionError
from dialogs.loading.loading import load
from dialogs.notes.read_note import read_note
from dialogs.reading import Read, read
from dialogs.rules.answers import PENDING, UNKNOWN, Answer, Known, Selected
from dialogs.testing.changes.comparison import compare
from dialogs.testing.changes.selections import list_selections
from dialogs.testing.changes.side import admits
from dialogs.testing.coverage.codes import choose_code, list_codes
from dialogs.testing.coverage.samples import list_samples, list_telling_answers
from dialogs.testing.scripts.recording.said import Unsayable, find_text
from dialogs.testing.scripts.recording.written import _list_answer_lines
from dialogs.verdict.answer_words import word_answer
from dialogs.verdict.json_amounts import AnswerError
from dialogs.verdict.json_answers import make_plain_answer, read_answers

pytestmark = pytest.mark.traced

TODAY = date(2026, 6, 15)


@pytest.mark.parametrize(
    ("plain", "wanted"),
    [
        (["brca1"], Selected(("brca1",))),
        (["atm", "brca1", "atm"], Selected(("brca1", "atm"))),
        ([], Selected()),
        ("none", Selected()),
        ("atm", Selected(("atm",))),
        ({"selected": ["atm"]}, Selected(("atm",))),
        ({"selected": [], "untested": ["palb2", "atm"]}, Selected((), ("atm", "palb2"))),
        ("unknown", UNKNOWN),
        ("pending", PENDING),
    ],
)
def test_plain_values_are_read(plain: object, wanted: Answer) -> None:
    """Protects programs: a list of codes, or an object of both lists, in whatever order."""
    assert read_answers(TRIAL, {"genes": plain}) == {"genes": wanted}
    assert read_answers(TRIAL, {"genes": make_plain_answer(wanted)}) == {"genes": wanted}


@pytest.mark.parametrize(
    ("fact", "plain", "fault"),
    [
        ("genes", ["x"], "'x' is no code of it"),
        ("genes", [4], "4 is no code of it"),
        ("genes", [["atm"]], "is no code of it"),
        ("genes", "atm, brca1", "'atm, brca1' is no value"),
        ("genes", 5, "5 is no value of it"),
        ("genes", {"untested": ["atm"]}, "is no value of it"),
        ("genes", {"selected": ["atm"], "tested": []}, "is no value of it"),
        ("genes", {"selected": "atm"}, "is no value of it"),
        ("genes", {"selected": [], "untested": "atm"}, "is no code of it"),
        ("genes", {"selected": [], "untested": 5}, "is no code of it"),
        ("genes", {"selected": ["atm"], "untested": ["atm"]}, "atm is selected and untested"),
        ("infections", {"selected": [], "untested": ["hiv"]}, "cannot be untested"),
        ("infections", {"min": 1}, "is no value of it"),
    ],
)
def test_other_plain_values_are_refused_in_one_sentence(fact: str, plain: object, fault: str) -> None:
    """Protects against a selection that nobody gave."""
    with pytest.raises(AnswerError) as error:
        read_answers(TRIAL, {fact: plain})
    (told,) = error.value.faults
    assert told.startswith(f"{fact}: ")
    assert fault in told


def test_what_is_written_is_read_again() -> None:
    """Protects every answer on its way through JSON and through words."""
    for fact_id, fact in (("genes", GENES), ("infections", INFECTIONS)):
        for answer in list_selections(fact):
            assert read_answers(TRIAL, {fact_id: make_plain_answer(answer)}) == {fact_id: answer}
            assert read(fact, find_text(fact, answer, TODAY), TODAY) == Read(answer)
    for unsayable in (Selected(("hiv",)), Known("atm")):
        with pytest.raises(Unsayable):
            find_text(GENES, unsayable, TODAY)
    assert word_answer(GENES, Known("atm")) == "ATM"


def test_a_script_holds_a_list_to_its_end() -> None:
    """Protects recordings: an item more or less does not pass."""
    assert list(_list_answer_lines("genes", Selected(("brca1", "atm")))) == [
        "JSON_PATH $.answers.genes.selected[0]|brca1",
        "JSON_PATH $.answers.genes.selected[1]|atm",
        "!JSON_PATH $.answers.genes.selected[2]",
    ]
    assert list(_list_answer_lines("genes", Selected())) == ["!JSON_PATH $.answers.genes.selected[0]"]


def test_answers_are_counted_by_code() -> None:
    """Protects coverage: each option by itself, several, none, and what was not tested."""
    codes = ("brca1", "brca2", "atm", "palb2", "pik3ca", "several", "none", "untested", "unknown", "pending")
    assert list_codes(TRIAL, "genes") == codes
    samples = list_samples(TRIAL, "genes", TODAY)
    assert set(samples) == set(codes)
    assert all(choose_code(TRIAL, "genes", answer) == code for code, answer in samples.items())
    assert "untested" not in list_codes(TRIAL, "infections")
    telling = list_telling_answers(TRIAL, "genes", TODAY)
    assert telling == (
        Selected(("brca1",)),
        Selected(("pik3ca",)),
        Selected(("brca1", "brca2", "atm", "palb2", "pik3ca")),
        Selected(),
        Selected((), ("brca1", "brca2", "atm", "palb2", "pik3ca")),
    )
    assert find_lone_answer("these:atm;") == Selected(("atm",))


def test_definitions_with_several_options_are_compared() -> None:
    """Protects the comparison: an option that went is told with what comes of it."""
    new = load(TEXT.replace("      brca2: {label: {en: BRCA2}}\n", "").replace("brca1, brca2", "brca1"), "several.yaml")
    altered = compare(TRIAL, new).altered
    assert {"genes": Selected(("brca2",))} in [dict(each.example) for each in altered]
    assert not admits(new.facts["genes"], Selected(("brca2",)))
    assert admits(TRIAL.facts["genes"], UNKNOWN)
    assert not admits(TRIAL.facts["genes"], Known("brca1"))
    assert not admits(TRIAL.facts["genes"], Selected(("hiv",)))
    wide = GENES.model_copy(
        update={"options": {f"o{i}": option for i in range(20) for option in GENES.options.values()}}
    )
    assert len(list_selections(wide)) == 1 + 20 + 1 + 20
    assert compare(TRIAL, TRIAL).is_same


@pytest.mark.parametrize(
    "text",
    [
        "genes found: BRCA1, none else",
        "62 y/o woman, genes found BRCA1 and ATM, HBV negative, infections: none",
        "Genes with a mutation: BRCA1 pending; infections: HIV",
        "genes found: not tested",
        "genes found: don't know; BRCA germline only",
    ],
)
def test_a_note_never_fills_such_a_fact(text: str) -> None:
    """Protects "what is not named is not so": a note does not say that it names all. It is asked."""
    reading = read_note(TRIAL, text, TODAY, {})
    assert reading.proposed == ()


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("brca2: {label: {en: BRCA2}}", "brca2: {label: {en: BRCA1}}", "'BRCA1' stands for two answers"),
        ("[PIK3CA, H1047R, E545K]", "[ATM]", "'ATM' stands for two answers"),
        ("      atm:", "      none:", "'none' is a word of the format"),
        ("      atm:", "      unknown:", "'unknown' is a word of the format"),
        ("{en: No infection}", "{en: HIV}", "'HIV' stands for two answers"),
        ("not_tested: {label: {en: Not tested}}", "not_tested: {label: {en: ATM}}", "'ATM' stands for two answers"),
        ("{label: {en: HIV}}", '{label: {en: "HIV; AIDS"}}', "holds a semicolon"),
        ("neutral: {en: [gene,", "neutral: {en: [ATM,", "'ATM' says something elsewhere in this fact"),
        ("doubts: {en: [VUS]}", "doubts: {en: [ATM]}", "'ATM' says something elsewhere in this fact"),
        ("{label: {en: HIV}}", "{label: {en: HIV}, denied: {en: [HIV]}}", "denied has no effect"),
        ("{label: {en: HIV}}", "{label: {en: HIV}, dosed: true}", "dosed has no effect"),
        ("offer: [brca1, brca2]", "offer: [brca1, brca9]", "'brca9' is no option of this fact"),
        ("words: {en: [BRCA]}", "words: {en: [ATM]}", "'ATM' stands for two answers"),
        ("- words: {en: [germline only]}", "- words: {en: [ATM]}", "'ATM' stands for two answers"),
    ],
)
def test_words_that_clash_are_told_at_load(old: str, new: str, fault: str) -> None:
    """Protects readings from a definition that says two things: one line for each fault, with its place."""
    assert TEXT.count(old) == 1
    with pytest.raises(DefinitionError, match=r"facts\.") as error:
        load(TEXT.replace(old, new), "several.yaml")
    assert fault in str(error.value)


def make_offers(offer: str) -> Any:
    """Returns what "BRCA" is asked back with where the definition offers something."""
    changed = load(TEXT.replace("offer: [brca1, brca2]", f"offer: {offer}"), "several.yaml")
    return read(changed.facts["genes"], "BRCA", TODAY)


def test_what_a_definition_offers_are_whole_answers() -> None:
    """Protects ask-backs of the definition: each offer alone, all together, none, or missing."""
    assert make_offers("[brca1]").offers == (Selected(("brca1",)),)
    assert make_offers("[brca1, unknown]").offers == (Selected(("brca1",)), UNKNOWN)
    assert make_offers("[none, brca2]").offers == (Selected(), Selected(("brca2",)))
    plain = load(TEXT.replace("        offer: [brca1, brca2]\n", ""), "several.yaml").facts["genes"]
    assert read(plain, "BRCA", TODAY) == read(plain, "BRCA and ATM", TODAY)
