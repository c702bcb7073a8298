"""What is typed on a note's page to correct it or add to it, and what an answer says beside the open question."""

from dataclasses import replace

import pytest
from dialogue import do, screening_after
from pasted_notes import GOOD, Noted, propose

from dialogs import phrases
from dialogs.conversation.note_doubt import NoteDoubt
from dialogs.conversation.screening import Menu, Said
from dialogs.rules.answers import Known

pytestmark = [pytest.mark.traced, pytest.mark.mutants]

_ADDED = {"corticosteroids": "none", "chemotherapy": "no", "consent": "given"}
NOTE = "70 days, pro-B ALL, KMT2A-r, maybe CD19+"
UNCHANGED = "That changed nothing; 'change' and a name corrects one."


@pytest.mark.sweep
@pytest.mark.parametrize(
    ("text", "fact", "answer", "words"),
    [
        ("T-ALL", "diagnosis", Known("t_all"), "Diagnosis: T-ALL"),
        ("yes but it is T-ALL", "diagnosis", Known("t_all"), "Diagnosis: T-ALL"),
        ("sorry, T-ALL", "diagnosis", Known("t_all"), "Diagnosis: T-ALL"),
        ("400 days", "age_days", Known(400), "Age at diagnosis: 400 days"),
        ("CD19 positive", "cd19", Known("positive"), "CD19 at diagnosis: Positive"),
    ],
)
def test_one_answer_typed_on_the_page_changes_that_proposal(text: str, fact: str, answer: Known, words: str) -> None:
    """Protects whoever corrects by typing: the old value is not what the next tap records, and the page says so."""
    before = screening_after(NOTE)
    assert before.note is not None
    turn = do(before, Said(text))
    note = turn.screening.note
    assert note is not None
    assert dict(note.answers) == {**before.note.answers, fact: answer}
    assert fact not in note.asked
    assert turn.messages[0].text.startswith(f"Now on this page: {words}.\nI read ")
    assert turn.screening.answers == {}
    assert do(turn.screening, Said("1")).screening.answers[fact] == answer


@pytest.mark.sweep
@pytest.mark.parametrize(
    ("text", "changes", "told"),
    [
        (
            "T-ALL, KMT2A germline",
            {"diagnosis": "t_all", "kmt2a": "germline"},
            "Diagnosis: T-ALL; KMT2A status: Germline",
        ),
        ("sorry, T-ALL and CD19 negative", {"diagnosis": "t_all", "cd19": "negative"}, "Diagnosis: T-ALL; CD19"),
        (
            "actually CD19 neg, consent signed",
            {"cd19": "negative", "consent": "given"},
            "Informed consent: Given; CD19",
        ),
        (
            "T-ALL, consent given",
            {"diagnosis": "t_all", "consent": "given"},
            "Diagnosis: T-ALL; Informed consent: Given",
        ),
        (
            "no steroids, no chemo, consent given",
            _ADDED,
            "Corticosteroids in the 28 days before diagnosis: None; Chemo",
        ),
        ("hypersensitivity none", {"hypersensitivity": "no"}, "Hypersensitivity to blinatumomab: No"),
    ],
)
def test_several_answers_correct_the_page_or_add_to_it(text: str, changes: dict[str, str], told: str) -> None:
    """Protects whoever corrects two things at once: both change, each is told, and all else on the page stays."""
    before = screening_after(NOTE)
    assert before.note is not None
    turn = do(before, Said(text))
    note = turn.screening.note
    assert note is not None
    assert dict(note.answers) == {**before.note.answers, **{fact: Known(code) for fact, code in changes.items()}}
    assert turn.messages[0].text.startswith(f"Now on this page: {told}")
    assert note.asked.keys() == before.note.asked.keys() - changes.keys()
    assert turn.screening.answers == {}


@pytest.mark.parametrize(
    "text",
    [
        "5 month old boy, T-ALL, consent given",
        "T-ALL, maybe chemo, CD19?",
        "T-ALL, CD19 negative. Mother had leukaemia.",
        "T-ALL, CD19 negative, purple elephants",
    ],
)
def test_what_is_more_than_corrections_leaves_the_page_until_it_is_called_a_note(text: str) -> None:
    """Protects from two patients on one page, and from half a correction: the page stays, and the way on is said."""
    before = screening_after(NOTE)
    turn = do(before, Said(text))
    assert turn.screening == before
    assert turn.messages[0].text.startswith(phrases.NOTE_ANOTHER)
    called = do(turn.screening, Said(f"note: {text}"))
    assert called.messages[0].text.startswith(phrases.NOTE_REPLACED)


def test_the_same_note_again_shows_its_words_once_more() -> None:
    """Protects whoever pastes twice: nothing is lost, and the page is as it was."""
    before = screening_after("70 days, pro-B ALL, KMT2A-r")
    turn = do(before, Said("70 days, pro-B ALL, KMT2A-r"))
    assert before.note is not None
    assert turn.screening.note == before.note
    assert '"KMT2A-r"' in turn.messages[0].text


def test_corrections_in_an_opened_proposal_change_the_page_too() -> None:
    """Protects whoever opened one proposal and types two answers: no other page takes this one's place."""
    turn = do(screening_after(NOTE, "change diagnosis"), Said("CD19 negative and KMT2A germline"))
    assert turn.screening.note is not None
    assert turn.screening.note.answers["kmt2a"] == Known("germline")
    assert turn.screening.note.answers["diagnosis"] == Known("b_precursor_all")


def test_one_that_is_not_exact_enough_beside_others_is_to_be_asked() -> None:
    """Protects the limits of age where two answers come at once: the exact one is taken, the other asked."""
    turn = do(screening_after(NOTE), Said("12 months, T-ALL"))
    note = turn.screening.note
    assert note is not None
    assert note.answers["diagnosis"] == Known("t_all")
    assert "age_days" not in note.answers
    assert note.asked["age_days"] is NoteDoubt.IMPRECISE


def test_an_identifier_in_a_correction_is_told_too() -> None:
    """Protects the patient on a page that stands open."""
    text = do(screening_after(NOTE), Said("T-ALL, KMT2A germline, Sarah Miller")).messages[0].text
    assert "Now on this page: Diagnosis: T-ALL" in text
    assert "Cut out of your note: a name." in text


COURSE = "70 days, pro-B ALL, prednisolone 40 mg/m2/day for 10 days before diagnosis"


@pytest.mark.parametrize("text", ["prednisolone 30 mg/m2/day", "30 mg/m2", "dose 30 mg/m2", "sorry, 30 mg/m2"])
def test_days_stay_where_only_the_dose_is_corrected(text: str) -> None:
    """Protects the days that were said with a dose: another dose does not ask for them again."""
    note = do(screening_after(COURSE), Said(text)).screening.note
    assert note is not None
    assert note.answers["corticosteroid_dose"] == Known(30)
    assert note.answers["corticosteroid_days"] == Known(10)


def test_a_dose_is_corrected_with_its_days() -> None:
    """Protects a course that is typed once more, as a whole."""
    note = do(screening_after(COURSE), Said("prednisolone 30 mg/m2 for 8 days")).screening.note
    assert note is not None
    assert (note.answers["corticosteroid_dose"], note.answers["corticosteroid_days"]) == (Known(30), Known(8))


@pytest.mark.parametrize("text", ["8 days", "cytarabine 100 mg/m2", "prednisone prephase 60 mg/m2 for 7 days"])
def test_what_may_be_another_facts_or_drugs_corrects_nothing(text: str) -> None:
    """Protects the age from days of steroids, and the dose of steroids from other drugs and times."""
    before = screening_after(COURSE)
    assert do(before, Said(text)).screening == before


@pytest.mark.parametrize("name", ["dose", "highest corticosteroid dose", "mg/m2"])
def test_a_proposal_is_named_by_any_word_of_its_own(name: str) -> None:
    """Protects whoever types "change dose": a word of just one name is enough, and so is a cue."""
    note = do(screening_after(COURSE), Said(f"change {name}")).screening.note
    assert note is not None
    assert note.opened == "corticosteroid_dose"


def test_a_name_that_no_proposal_has_shows_what_can_be_changed() -> None:
    """Protects from "nothing has been answered yet" on a page full of answers."""
    turn = do(screening_after(COURSE), Said("change purple"))
    assert turn.screening.note is not None
    assert turn.screening.note.is_choosing
    assert turn.messages[0].text.startswith(phrases.NO_FACT)


@pytest.mark.parametrize("text", ["maybe T-ALL", "his brother had T-ALL", "T-ALL, perhaps", "purple", "unknown"])
def test_what_is_no_answer_beyond_doubt_changes_nothing_and_says_how(text: str) -> None:
    """Protects a page from half a correction: it says in one sentence that nothing was changed, and how it is."""
    before = screening_after(NOTE)
    turn = do(before, Said(text))
    assert turn.screening == before
    assert turn.messages[0].text.startswith(UNCHANGED)


def test_a_correction_is_taken_in_the_list_of_what_can_be_changed_too() -> None:
    """Protects whoever chose Change one, and then typed the answer itself."""
    turn = do(screening_after(NOTE, "Change one"), Said("T-ALL"))
    assert turn.screening.note is not None
    assert turn.screening.note.answers["diagnosis"] == Known("t_all")
    assert not turn.screening.note.is_choosing


def test_a_correction_that_is_not_exact_enough_is_asked_back() -> None:
    """Protects the limits of age: an interval that leaves a criterion open is not taken for exact by a note either."""
    turn = do(screening_after(NOTE), Said("12 months"))
    assert turn.screening.note is not None
    assert turn.screening.note.opened == "age_days"
    assert turn.screening.note.doubt is not None
    doubtful = Noted({GOOD: propose({"kmt2a": Known("rearranged")}, "age_days")})
    turn = doubtful.say("note: " + GOOD, "12 months")
    assert doubtful.text.startswith(UNCHANGED)
    assert turn.screening.note is not None
    assert dict(turn.screening.note.answers) == {"kmt2a": Known("rearranged")}


def test_an_answer_that_two_facts_could_take_changes_neither() -> None:
    """Protects a page with two facts in days: what could be for both is for none."""
    both = propose({"age_days": Known(70), "live_vaccine": Known("given"), "live_vaccine_days": Known(9)})
    noted = Noted({GOOD: both})
    noted.say(GOOD)
    before = noted.screening
    assert before.note is not None
    assert len(before.note.answers) == 3
    noted.say("400 days")
    assert noted.screening == before


@pytest.mark.sweep
def test_a_page_that_is_shown_again_says_why_its_words_are_gone() -> None:
    """Protects trust in the page: the words are kept nowhere, and that is said."""
    noted = Noted()
    noted.say(GOOD)
    assert "not kept" not in noted.text
    noted.say("purple")
    assert noted.text.endswith("\nThe note's words are not kept.")


DOSE = ("120", "pro-B ALL", "first diagnosis", "KMT2A-r", "systemic")


def test_the_open_question_finds_its_answer_in_a_note_that_does_not_use_it() -> None:
    """Protects "the very answer asked for": words that the note's reader leaves count where the question reads them."""
    before = screening_after(*DOSE)
    assert before.state == "asking_corticosteroid_dose"
    text = do(before, Said("45 mg/m2 for 9 days, no chemo, consent given")).messages[0].text
    assert '+ Highest corticosteroid dose: 45 mg/m²/day prednisone-equivalent  "45 mg/m2 for 9 days"' in text
    assert '+ Days above 10 mg/m²/day: 9 days  "for 9 days"' in text
    assert "Not used" not in text


@pytest.mark.sweep
@pytest.mark.parametrize("unread", [("12",), ("yes",), ("not known",), ("12 mg/m2", "14 mg/m2"), ("purple",)])
def test_what_could_be_about_anything_is_not_used_for_the_open_question(unread: tuple[str, ...]) -> None:
    """Protects a note from a number or a yes that only happens to fit the open question."""
    reading = replace(propose({"chemotherapy": Known("no"), "consent": Known("given")}), unread=unread)
    noted = Noted({"a b": reading})
    noted.say(*DOSE, "a b")
    assert noted.screening.menu is Menu.NOTE
    assert noted.screening.note is not None
    assert "corticosteroid_dose" not in noted.screening.note.answers


@pytest.mark.parametrize(
    ("before", "text", "proposed"),
    [
        (DOSE[:4], "prednisone 40 mg/m2 for 9 days", ("corticosteroids", "corticosteroid_dose", "corticosteroid_days")),
        (DOSE, "prednisone 40 mg/m2 for 9 days", ("corticosteroid_dose", "corticosteroid_days")),
        (DOSE, "45 mg/m2 for 9 days", ("corticosteroid_dose", "corticosteroid_days")),
    ],
)
def test_days_that_are_said_with_a_dose_are_not_asked_again(
    before: tuple[str, ...], text: str, proposed: tuple[str, ...]
) -> None:
    """Protects whoever answers two questions that belong together in one line: both are shown, and taken by a tap."""
    turn = do(screening_after(*before), Said(text))
    assert turn.screening.note is not None
    assert tuple(turn.screening.note.answers) == proposed
    assert turn.screening.note.answers["corticosteroid_days"] == Known(9)
    assert turn.screening.note.asked == {}
    taken = do(turn.screening, Said("1")).screening
    assert taken.answers.keys() >= {*proposed}


@pytest.mark.parametrize("text", ["45 mg/m2", "prednisone 3 mg/day, 3.2 kg, 49 cm", "prednisone 45 mg/m2 per day"])
def test_a_dose_alone_is_an_answer_and_no_note(text: str) -> None:
    """Protects the shortest way: what answers just the open question is recorded at once, or asked back."""
    turn = do(screening_after(*DOSE), Said(text))
    assert turn.screening.note is None


def test_another_dose_than_recorded_is_told_where_another_question_is_open() -> None:
    """Protects a correction from silence: what is recorded stays, and that it differs is said."""
    recorded = screening_after(*DOSE, "40 mg/m2", "9 days", "change corticosteroids")
    text = do(recorded, Said("prednisone 30 mg/m2 for 9 days before diagnosis")).messages[0].text
    assert "? Highest corticosteroid dose: recorded is 40 mg/m²/day" in text
    assert phrases.NOTE_RECORDED_STAYS in text
