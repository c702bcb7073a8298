"""What is typed on a note's page to correct one answer, and the open question's own answer within a note."""

from dataclasses import replace

import pytest
from dialogue import do, screening_after
from pasted_notes import GOOD, Noted, propose

from dialogs.conversation.screening import Menu, Said
from dialogs.rules.answers import Known

pytestmark = [pytest.mark.traced, pytest.mark.mutants]

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
    "text", ["maybe T-ALL", "his brother had T-ALL", "T-ALL, perhaps", "hypersensitivity none", "purple", "unknown"]
)
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
