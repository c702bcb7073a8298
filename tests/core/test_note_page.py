"""The page of a note: what it shows, what a person does with it, and that nothing is recorded before it is taken."""

import textwrap
from dataclasses import replace
from datetime import timedelta

import pytest
from dialogue import NOW
from pasted_notes import GOOD, READ_OF_GOOD, Noted, propose

from dialogs import phrases
from dialogs.conversation.blocks import NoteLine, Recorded
from dialogs.conversation.screening import Menu, Said, Tapped
from dialogs.notes.identifier_kinds import IdentifierKind
from dialogs.notes.note_reading import DoubtfulWords, NoteReading, Proposal
from dialogs.rules.answers import UNKNOWN, Answer, Interval, Known

pytestmark = [pytest.mark.traced, pytest.mark.mutants]

PAGE = """\
I read 6 answers. Nothing is recorded yet.
+ Age at diagnosis: 70 to 76 days  "10-wk"
+ Diagnosis: B-precursor ALL  "pro-B ALL"
+ KMT2A status: Rearranged  "t(9;11)(p22;q23)"
+ Corticosteroids in the 28 days before diagnosis: None  "no steroids"
+ CD19 at diagnosis: Positive  "CD19+ 99 %"
+ CNS status at the end of induction: not done yet  "LP day 33 pending"
To be asked: Phase of the disease, Chemotherapy in the 28 days before diagnosis, Informed consent, \
Hypersensitivity to blinatumomab and 2 more.
Not used: girl"""
DOSED = {
    "corticosteroids": Known("systemic"),
    "corticosteroid_dose": Known(12),
    "corticosteroid_days": Known(2),
}


def test_the_page_says_what_was_read_and_records_nothing() -> None:
    """Protects "one page shows all three, and nothing is recorded before it is confirmed"."""
    noted = Noted()
    turn = noted.say(GOOD)
    assert noted.text == PAGE
    assert noted.labels == ["Take all 6", "Change one", "Take none"]
    assert (turn.happened, turn.assessment, dict(turn.screening.answers)) == ((), None, {})
    assert turn.screening.state == "asking_age_days"


def test_no_word_of_the_note_is_kept_between_the_page_and_the_tap() -> None:
    """Protects "the text never": what is kept is coded, and a page that is shown again quotes nothing."""
    noted = Noted({"n n": replace(READ_OF_GOOD, left=("his uncle",), asked=(DoubtfulWords("disease_phase", "new?"),))})
    turn = noted.say("n n")
    for words in ("10-wk", "girl", "uncle", "new?", "t(9;11)"):
        assert words in noted.text
        assert words not in repr(turn.screening)
    again = noted.dialogue.show_again(turn.screening).messages[0]
    assert [block.words for block in again.blocks if isinstance(block, NoteLine)] == [""] * 7
    assert "Diagnosis: B-precursor ALL" in again.text
    assert again.buttons == turn.messages[0].buttons
    assert turn.messages[0].lasting == ()


def test_take_all_records_every_proposal_in_one_turn() -> None:
    """Protects "one tap takes all": each answer happened, is told, and the first gap is asked."""
    noted = Noted()
    turn = noted.say(GOOD, "Take all 6")
    assert [(each.fact, each.before) for each in turn.happened] == [(each.fact, None) for each in READ_OF_GOOD.proposed]
    assert dict(turn.screening.answers) == {each.fact: each.answer for each in READ_OF_GOOD.proposed}
    assert noted.text.splitlines()[:2] == [
        "Recorded: Age at diagnosis: 70 to 76 days.",
        "Recorded: Diagnosis: B-precursor ALL.",
    ]
    assert sum(isinstance(block, Recorded) for block in turn.messages[0].blocks) == 6
    assert turn.screening.state == "asking_disease_phase"
    assert (turn.screening.menu, turn.screening.note, turn.screening.taken) == (None, None, "cns_eoi")
    assert turn.screening.trail == tuple(turn.screening.answers)
    assert turn.assessment is not None


def test_a_good_note_comes_to_its_verdict_in_four_turns() -> None:
    """Protects "turns to the verdict with a good note: at most 4"."""
    rest = {
        "disease_phase": Known("newly_diagnosed"),
        "chemotherapy": Known("no"),
        "consent": Known("given"),
        "hypersensitivity": Known("no"),
        "live_vaccine": Known("none"),
    }
    all_ = {each.fact: each.answer for each in READ_OF_GOOD.proposed} | rest
    noted = Noted({"whole note": propose({fact: all_[fact] for fact in noted_order(all_)})})
    turn = noted.say("whole note", "yes", "no", "Show the result")
    assert turn.verdict is not None
    assert turn.screening.state == "concluded"


def noted_order(answers: dict[str, Answer]) -> list[str]:
    return [fact for fact in Noted().dialogue.trial.facts if fact in answers]


@pytest.mark.sweep
@pytest.mark.parametrize("text", ["Take none", "no", "back", "3", "none"])
def test_a_page_that_is_refused_leaves_the_question_as_it_was(text: str) -> None:
    """Protects "take none": nothing is recorded, and the same question is asked."""
    noted = Noted()
    turn = noted.say(GOOD, text)
    assert noted.text.startswith(phrases.OFFER_REFUSED)
    assert (turn.happened, turn.screening.menu, turn.screening.note) == ((), None, None)
    assert turn.screening.state == "asking_age_days"
    assert not turn.screening.answers


def test_a_refused_page_leaves_an_ask_back_open() -> None:
    """Protects the ask-back beneath a page: it stands open again with its offers."""
    noted = Noted()
    before = noted.say("120", "ALL").screening
    turn = noted.say(GOOD, "no")
    assert (turn.screening.state, turn.screening.doubt) == (before.state, before.doubt)


@pytest.mark.sweep
@pytest.mark.parametrize("text", ["Take all 6", "yes", "1", "take all", "TAKE ALL", "all"])
def test_words_take_all(text: str) -> None:
    """Protects whoever types: yes, the label, its number."""
    assert len(Noted().say(GOOD, text).screening.answers) == 6


@pytest.mark.sweep
@pytest.mark.parametrize("text", ["purple", "7", "12", "yes and no", "take 5"])
def test_anything_else_on_the_page_is_no_choice_and_no_answer(text: str) -> None:
    """Protects the page: an answer to the question beneath is not taken under it."""
    noted = Noted()
    turn = noted.say(GOOD, text)
    told = "That changed nothing; 'change' and a name corrects one. Choose one of: "
    assert noted.text.startswith(f"{told}Take all 6, Change one, Take none.\n")
    assert turn.screening.menu is Menu.NOTE
    assert not turn.screening.answers


def test_a_double_tap_takes_once_and_an_old_button_takes_nothing() -> None:
    """Protects the answers: a second tap, and a tap on a page that was left, change nothing."""
    noted = Noted()
    noted.say(GOOD)
    tap = Tapped(noted.screening.number, noted.turn.messages[0].buttons[0].key)
    taken = noted.dialogue.take_turn(noted.screening, tap, NOW)
    again = noted.dialogue.take_turn(taken.screening, tap, NOW)
    assert again.refused
    assert again.screening == taken.screening
    left = noted.say("Take none").screening
    assert noted.dialogue.take_turn(left, tap, NOW).screening == left


def test_change_one_shows_each_proposal_and_one_by_itself() -> None:
    """Protects "each can be taken out or changed"."""
    noted = Noted()
    noted.say(GOOD, "Change one")
    assert noted.text == phrases.NOTE_CHANGE_TITLE
    assert noted.labels[1:3] == ["Diagnosis: B-precursor ALL", "KMT2A status: Rearranged"]
    assert noted.labels[-1] == "Back"
    noted.say("KMT2A status: Rearranged")
    assert noted.text == "+ KMT2A status: Rearranged\nWhat is the KMT2A (MLL) status?"
    assert noted.labels == [
        "Rearranged", "Germline", "Don't know", "Waiting for the result", "Leave it out", "Back",
    ]  # fmt: skip
    turn = noted.say("Germline")
    assert "+ KMT2A status: Germline" in noted.text
    assert (turn.happened, dict(turn.screening.answers)) == ((), {})
    assert noted.say("yes").screening.answers["kmt2a"] == Known("germline")


def test_a_proposal_can_be_left_out() -> None:
    """Protects "leave it out": it is not recorded, and asked in its turn."""
    noted = Noted()
    noted.say(GOOD, "change kmt2a", "Leave it out")
    assert noted.labels[0] == "Take all 5"
    assert "kmt2a" not in noted.say("yes").screening.answers
    assert noted.say("new").screening.state == "asking_kmt2a"


def test_the_last_proposal_that_is_left_out_ends_the_page() -> None:
    """Protects a page with nothing on it from being shown."""
    noted = Noted({"one two": propose({"kmt2a": Known("rearranged")}, "diagnosis")})
    noted.say("one two")
    assert noted.labels == ["Take it", "Change it", "Take none"]
    assert noted.text.splitlines()[0] == phrases.NOTE_TITLE_ONE
    noted.say("Change it")
    assert noted.labels[-2:] == ["Leave it out", "Back"]
    noted.say("Leave it out")
    assert noted.text.startswith(phrases.OFFER_REFUSED)
    assert noted.screening.note is None


@pytest.mark.parametrize("change", ["Leave it out", "None", "Don't know"])
def test_what_depends_on_a_proposal_goes_with_it(change: str) -> None:
    """Protects from answers to what does not apply: they go with their parent, and that is told."""
    noted = Noted({"dosed note": propose(DOSED)})
    noted.say("dosed note", "change corticosteroids", change)
    lost = phrases.NOTE_LOST.format(names="Highest corticosteroid dose, Days above 10 mg/m²/day")
    assert noted.text.startswith(lost if change != "Leave it out" else f"{lost}\n{phrases.OFFER_REFUSED}")
    assert noted.screening.note is None or list(noted.screening.note.answers) == ["corticosteroids"]


TYPED = {
    "an answer": ("germline", Known("germline"), ""),
    "don't know": ("don't know", UNKNOWN, ""),
    "another answer in words": ("no KMT2A rearrangement", Known("germline"), ""),
}


@pytest.mark.parametrize(("text", "answer", "said"), TYPED.values(), ids=TYPED.keys())
def test_a_typed_answer_replaces_a_proposal(text: str, answer: Answer, said: str) -> None:
    """Protects "a typed answer there is read by the fact's reader"."""
    noted = Noted()
    turn = noted.say(GOOD, "change kmt2a", text)
    assert turn.screening.note is not None
    assert turn.screening.note.answers["kmt2a"] == answer
    assert said in noted.text
    assert turn.screening.menu is Menu.NOTE


def test_a_digit_typed_for_a_number_is_that_number_and_no_button() -> None:
    """Protects a proposal that is a number: a typed 1 is one day, and not the first button."""
    noted = Noted()
    noted.say(GOOD, "change age")
    assert noted.turn.messages[0].numbered == 0
    turn = noted.say("1 day")
    assert turn.screening.note is not None
    assert turn.screening.note.answers["age_days"] == Known(1)


def test_what_is_no_answer_to_a_proposal_is_told_and_nothing_changes() -> None:
    """Protects from guesses: the sentence says what fits, and the proposal stands."""
    noted = Noted()
    noted.say(GOOD, "change kmt2a")
    before = noted.screening
    turn = noted.say("purple")
    assert turn.screening == before
    assert "That was not understood" in noted.text


def test_an_ask_back_on_a_proposal_offers_and_can_be_refused() -> None:
    """Protects "an ask-back means: offer its offers, or leave it out": no offer is taken by itself."""
    noted = Noted()
    noted.say(GOOD, "change diagnosis", "ALL")
    assert "Leave it out" in noted.labels
    assert "B-precursor ALL" in noted.labels
    assert noted.screening.state == "asking_age_days"
    offered = noted.screening
    noted.say("B-precursor ALL")
    assert noted.screening.note is not None
    assert noted.screening.note.answers["diagnosis"] == Known("b_precursor_all")
    noted.turn = replace(noted.turn, screening=offered)
    noted.say("back")
    assert noted.text.splitlines()[-1] == "What is the diagnosis?"
    noted.say("back")
    assert noted.labels[0] == "Take all 6"


def test_a_new_text_under_an_ask_back_on_a_proposal_opens_its_question_again() -> None:
    """Protects the offers: another text that does not fit ends the ask-back, as at any question."""
    noted = Noted()
    noted.say(GOOD, "change age", "45")
    assert noted.screening.note is not None
    assert noted.screening.note.doubt is not None
    after = noted.say("9000 days").screening
    assert (after.menu, after.note) == (Menu.NOTE, replace(noted.screening.note, opened="age_days", doubt=None))
    assert "+ Age at diagnosis: 70 to 76 days" in noted.text


def test_a_proposal_is_opened_by_its_name_and_yes_means_nothing_in_the_list() -> None:
    """Protects whoever types: a name opens a proposal, on the page and in the list; a yes in the list takes nothing."""
    noted = Noted()
    noted.say(GOOD, "kmt2a")
    assert noted.labels[0] == "Rearranged"
    noted.say("back", "Change one", "yes")
    assert noted.text.startswith("Choose one of: Age at diagnosis: 70 to 76 days")
    noted.say("diagnosis")
    assert noted.labels[0] == "B-precursor ALL"


def test_a_page_that_says_more_than_a_phone_shows_is_shown_in_full() -> None:
    """Protects proposals and doubts: however many there are, each has its line."""
    facts = list(Noted().dialogue.trial.facts)
    answers = {"corticosteroids": Known("systemic")} | dict.fromkeys(facts[5:9], UNKNOWN)
    noted = Noted({"all of it": propose(answers, *facts[:4], *facts[9:])})
    noted.say("all of it")
    assert sum(isinstance(block, NoteLine) for block in noted.turn.messages[0].blocks) == len(facts)


def test_an_interval_that_is_typed_and_leaves_a_criterion_open_is_asked_back_once() -> None:
    """Protects from answers that settle nothing: 12 months may be kept, but is named first."""
    noted = Noted()
    noted.say(GOOD, "change age", "12 months")
    assert "Keep it?" in noted.text
    turn = noted.say("yes")
    assert turn.screening.note is not None
    assert isinstance(turn.screening.note.answers["age_days"], Interval)
    assert noted.labels[0] == "Take all 6"


def test_why_back_and_status_under_a_page() -> None:
    """Protects the commands: they show what they always show, and the page stays."""
    noted = Noted()
    noted.say(GOOD, "why")
    assert "at most 365 days" in noted.text
    assert noted.labels[0] == "Take all 6"
    noted.say("status")
    assert "Where you stand, with 0 answered" in noted.text
    noted.say("change", "why")
    assert noted.labels[-1] == "Back"
    noted.say("change kmt2a", "why")
    assert "KMT2A-rearrangement" in noted.text
    assert noted.labels[0] == "Rearranged"
    noted.say("back")
    assert noted.labels[0] == "Take all 6"
    noted.say("change", "back")
    assert noted.labels[0] == "Take all 6"


@pytest.mark.parametrize("text", ["stop", "start over"])
def test_what_leaves_a_page_keeps_nothing_of_it(text: str) -> None:
    """Protects "nothing before the tap": a page that is over leaves no proposal behind."""
    noted = Noted()
    turn = noted.say("120", GOOD, text)
    assert turn.screening.note is None
    assert list(turn.screening.answers) == ["age_days"]


def test_the_change_of_a_recorded_answer_leaves_the_page() -> None:
    """Protects "change": a name that no proposal has is that of a recorded answer."""
    noted = Noted()
    turn = noted.say("120", GOOD, "change age")
    assert (turn.screening.state, turn.screening.menu, turn.screening.note) == ("asking_age_days", None, None)


def test_what_differs_from_a_recorded_answer_is_shown_and_never_taken() -> None:
    """Protects what a person answered: a note changes none of it, and the page says how to."""
    noted = Noted()
    noted.say("120 days", "B-ALL")
    noted.say(GOOD)
    assert '? Age at diagnosis: recorded is 120 days  "10-wk"' in noted.text
    assert phrases.NOTE_RECORDED_STAYS in noted.text
    assert "Recorded already: Diagnosis." in noted.text
    assert noted.labels[0] == "Take all 4"
    assert noted.say("yes").screening.answers["age_days"] == Known(120)


def test_an_interval_that_leaves_a_criterion_open_is_no_proposal() -> None:
    """Protects from "about a year", which settles nothing: it is asked for."""
    noted = Noted({"it all": propose({"age_days": Interval(min=350, max=380), "kmt2a": Known("rearranged")})})
    noted.say("it all")
    assert '? Age at diagnosis: not exact enough  "w-age_days"' in noted.text
    assert noted.screening.note is not None
    assert list(noted.screening.note.answers) == ["kmt2a"]


def test_what_does_not_apply_is_not_proposed() -> None:
    """Protects a trial's questions: a dose without corticosteroids counts as not used."""
    answers = {"corticosteroids": Known("none"), "corticosteroid_dose": Known(12), "kmt2a": Known("rearranged")}
    noted = Noted({"no dose": propose(answers)})
    noted.say("no dose")
    assert "Not used: w-corticost" in noted.text
    assert noted.labels[0] == "Take all 2"


def test_a_note_with_nothing_new_is_told_and_the_question_stands() -> None:
    """Protects what stands open: a page with nothing to take is none."""
    noted = Noted({"note: known": propose({"age_days": Known(120)}), "known": propose({"age_days": Known(120)})})
    noted.say("120 days", "note: known")
    assert noted.text.startswith(phrases.NOTE_NOTHING_NEW)
    assert noted.screening.menu is None
    noted.say("note: something else")
    assert noted.text.startswith(phrases.NOTE_EMPTY)
    assert "What is the diagnosis?" in noted.text


def test_another_note_takes_the_place_of_the_first_only_where_it_is_called_one() -> None:
    """Protects from a mixture of two notes, and from losing a page: it stays until "note:" says what is meant."""
    other = {"age_days": Known(70), "kmt2a": Known("germline"), "consent": Known("given")}
    noted = Noted({"another note": propose(other)})
    noted.say(GOOD)
    before = noted.screening
    noted.say("another note")
    assert noted.text.startswith(phrases.NOTE_ANOTHER)
    assert noted.screening == before
    noted.say("note: another note")
    assert noted.text.startswith(phrases.NOTE_REPLACED)
    assert noted.labels[0] == "Take all 3"
    noted.say("change kmt2a", "another note", "note: nothing in it")
    assert noted.labels[0] == "Take all 3"


def test_a_held_identifier_is_told() -> None:
    """Protects the patient: the page says what was cut, that the rest was read, and that no text is kept."""
    noted = Noted({"with name": replace(READ_OF_GOOD, cut=(IdentifierKind.NAME,))})
    noted.say("with name")
    assert "Cut out of your note: a name. The rest was read; nothing of the text is kept." in noted.text


@pytest.mark.sweep
@pytest.mark.parametrize("way", ["settled", "review", "concluded", "stopped", "change menu", "start over menu"])
def test_a_note_is_read_wherever_a_screening_stands(way: str) -> None:
    """Protects "in the open pre-check when there is one": also at an end, and over a menu."""
    ways = {
        "settled": ("366",),
        "review": ("120", "B-ALL", "new", "t(4;11)", "none", "no", "given", "positive", "CNS1", "no", "none", "no"),
        "concluded": (
            "120", "B-ALL", "new", "t(4;11)", "none", "no", "given", "positive", "CNS1", "no", "none", "no", "1",
        ),
        "stopped": ("120", "stop"),
        "change menu": ("120", "change"),
        "start over menu": ("120", "start over"),
    }  # fmt: skip
    noted = Noted({"the dose": propose({"kmt2a": Known("rearranged"), "corticosteroids": Known("none")}, "cd19")})
    noted.say(*ways[way], "note: the dose")
    if way in ("review", "concluded"):
        assert phrases.NOTE_NOTHING_NEW in noted.text
    else:
        assert noted.labels[0] == "Take all 2"
        assert noted.say("yes").screening.answers["kmt2a"] == Known("rearranged")


def test_a_confirmation_that_comes_twice_is_asked_back_at_the_next_question() -> None:
    """Protects the next question from a doubled "yes"."""
    noted = Noted()
    noted.say(GOOD)
    taken = noted.dialogue.take_turn(noted.screening, Said("don't know", NOW), NOW)
    assert not taken.screening.answers
    taken = noted.dialogue.take_turn(noted.screening, Said("yes", NOW), NOW)
    assert taken.screening.typed is not None
    later = noted.dialogue.take_turn(taken.screening, Said("new", NOW), NOW + timedelta(seconds=9))
    assert later.screening.typed is not None


LONG = "a very long clause about the patient that nobody would want to read on a telephone"


@pytest.mark.sweep
def test_the_page_fits_a_phone() -> None:
    """Protects "25 lines of 40 columns" with eight proposals, the longest words, doubts, and much that was not used."""
    trial = Noted().dialogue.trial
    facts = sorted(trial.facts, key=lambda fact: -len(trial.facts[fact].name["en"]))[:8]
    answers: dict[str, Answer] = {"corticosteroids": Known("systemic"), "live_vaccine": Known("given")}
    answers |= {fact: UNKNOWN for fact in facts if fact not in answers}
    proposed = tuple(Proposal(fact, answers[fact], LONG) for fact in trial.facts if fact in answers)[:8]
    doubtful = tuple(DoubtfulWords(fact, LONG) for fact in trial.facts if fact not in {each.fact for each in proposed})[
        :2
    ]
    noted = Noted({"long note": NoteReading(proposed, doubtful, (LONG,) * 3, (LONG,) * 3, tuple(IdentifierKind))})
    noted.say("long note")
    lines = [line for text in noted.text.splitlines() for line in textwrap.wrap(text, 40)]
    assert len(lines) <= 25, "\n".join(lines)
    assert sum(isinstance(block, NoteLine) for block in noted.turn.messages[0].blocks) == 10
