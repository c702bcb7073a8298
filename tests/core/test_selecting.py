"""Several options in the dialogue: chosen one by one, named in a list, asked back, taken back, and never guessed."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from several_trial import GENES, INFECTIONS, TRIAL

from dialogs import phrases
from dialogs.conversation.dialogue import Dialogue
from dialogs.conversation.screening import Said, Screening, Tapped, Turn
from dialogs.conversation.selecting import (
    NOTHING,
    THESE_KEY,
    apply_mark,
    is_possible,
    make_end_button,
    make_mark_buttons,
    make_these_key,
    read_these_key,
)
from dialogs.rules.answers import PENDING, UNKNOWN, Selected
from storage.model.codec import encode_screening, pack, read_screening, unpack

pytestmark = pytest.mark.traced

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
DIALOGUE = Dialogue(TRIAL)


def begin() -> Screening:
    """Returns a screening that asks for genes."""
    return DIALOGUE.begin(NOW).screening


def take(screening: Screening, *steps: str) -> Turn:
    """Returns the turn after some steps: a text that is a button's label taps it, any other is typed."""
    for step in steps:
        keys = {button.label: button.key for button in DIALOGUE.view.make_buttons(screening)}
        event = Tapped(screening.number, keys[step]) if step in keys else Said(step)
        turn = DIALOGUE.take_turn(screening, event, NOW)
        screening = read_screening(unpack(pack(encode_screening(turn.screening))))
        assert screening == turn.screening, "a selection survives the store"
    return turn


def list_labels(turn: Turn) -> list[str]:
    """Returns what the buttons of a turn say."""
    return [button.label for button in turn.messages[-1].buttons]


def list_answers(turn: Turn) -> list[object]:
    """Returns the recorded answers."""
    return list(turn.screening.answers.values())


def at_infections() -> Screening:
    """Returns a screening that asks for infections, whose choices have numbers."""
    return take(begin(), "BRCA1 and ATM").screening


def test_the_question_says_that_what_is_not_named_is_not_so() -> None:
    """Protects the reading of a list as whole: whoever answers is told that it is."""
    said = DIALOGUE.begin(NOW).messages[-1].text
    assert "'PIK3CA hotspot not tested'. What is not named counts as not so." in said
    assert phrases.NAME_ALL not in said
    infections = take(begin(), "BRCA1 and ATM").messages[-1].text
    assert f"does not count.\n{phrases.NAME_ALL}" in infections


def test_options_are_chosen_one_by_one_until_it_is_done() -> None:
    """Protects the answer from being taken before it is whole: only "Done" records it."""
    turn = take(begin(), "BRCA1", "palb2")
    assert list_labels(turn)[:6] == ["✓ BRCA1", "BRCA2", "ATM", "✓ PALB2", "PIK3CA hotspot", "Done"]
    assert "Chosen so far: BRCA1, PALB2. 'Done' records it." in turn.messages[-1].text
    assert list_answers(turn) == []
    assert turn.picks
    assert turn.screening.number == 1, "it is still the same question"
    done = take(turn.screening, "Done")
    assert list_answers(done) == [Selected(("brca1", "palb2"))]
    assert done.screening.picked == NOTHING
    assert "Recorded: Genes with a mutation: BRCA1, PALB2." in done.messages[-1].text


def test_an_option_is_taken_out_again() -> None:
    """Protects a slip of the finger: where it can be said, a second tap says "not tested", and a third takes it out."""
    turn = take(begin(), "BRCA1", "✓ BRCA1")
    assert list_labels(turn)[0] == "BRCA1 not tested"
    assert turn.screening.picked == Selected((), ("brca1",))
    turn = take(turn.screening, "BRCA1 not tested")
    assert list_labels(turn)[:6:5] == ["BRCA1", "None of these"]
    assert phrases.SELECTED_NOTHING in turn.messages[-1].text
    infections = take(at_infections(), "HIV", "✓ HIV")
    assert list_labels(infections)[2] == "HIV"


@pytest.mark.parametrize("word", ["no HIV", "remove hiv", "not HIV"])
def test_an_option_is_taken_out_by_words(word: str) -> None:
    """Protects "no HIV" beside a selection: it takes it out, where alone it is asked back."""
    turn = take(at_infections(), "HIV", "TB", word)
    assert turn.screening.picked == Selected(("tuberculosis",))
    alone = take(at_infections(), word)
    assert alone.screening.picked == NOTHING
    assert list_answers(alone) == [Selected(("brca1", "atm"))]


@pytest.mark.parametrize("word", ["done", "that's it", "nothing else", "Only these"])
def test_a_selection_is_ended_by_words(word: str) -> None:
    """Protects people without buttons; without a selection such words end nothing."""
    assert list_answers(take(at_infections(), "HIV", word))[1:] == [Selected(("hiv",))]
    assert list_answers(take(at_infections(), word))[1:] == []


def test_the_same_tap_twice_or_late_changes_nothing_more() -> None:
    """Protects the selection: a key says what is to hold, and an old "Done" what it then stood for."""
    screening = begin()
    mark, none = make_mark_buttons(GENES, NOTHING)[0], make_end_button(GENES, NOTHING)
    first = DIALOGUE.take_turn(screening, Tapped(1, mark.key), NOW).screening
    again = DIALOGUE.take_turn(first, Tapped(1, mark.key), NOW)
    assert (again.refused, again.screening.picked) == (True, Selected(("brca1",)))
    assert apply_mark(GENES, first.picked, mark.key) == first.picked
    done = make_end_button(GENES, first.picked)
    more = take(first, "ATM").screening
    assert DIALOGUE.interpreter.explain_refusal(more, Tapped(1, none.key)) == phrases.STALE_BUTTON
    spelled = DIALOGUE.take_turn(more, Tapped(1, done.key), NOW)
    assert list_answers(spelled) == [Selected(("brca1",))], "a key gives what it spells out, whatever came after it"
    recorded = take(more, "Done").screening
    for late in (mark, done):
        turn = DIALOGUE.take_turn(recorded, Tapped(1, late.key), NOW)
        assert turn.refused
        assert turn.screening.answers == {"genes": Selected(("brca1", "atm"))}


def test_a_form_gives_a_whole_answer_and_an_impossible_one_none() -> None:
    """Protects forms, which send all that is ticked at once: only options of the open question, in one order."""
    screening = begin()
    wanted = Selected(("brca1", "atm"), ("palb2",))
    taken = DIALOGUE.take_turn(screening, Tapped(1, make_these_key(wanted)), NOW)
    assert list_answers(taken) == [wanted]
    for key in ("these:hiv;", "these:atm,brca1;", "these:atm;atm", "these:atm,atm;", "these:"):
        turn = DIALOGUE.take_turn(screening, Tapped(1, key), NOW)
        assert turn.screening.answers == {}
    assert phrases.NAME_THESE.split(":")[0] in DIALOGUE.take_turn(screening, Tapped(1, THESE_KEY), NOW).messages[0].text
    assert not is_possible(INFECTIONS, Selected((), ("hiv",)))
    for over in ("BRCA", "/change", "help", "/new"):
        place = take(screening, over).screening
        turn = DIALOGUE.take_turn(place, Tapped(place.number, make_these_key(wanted)), NOW)
        assert (turn.screening.answers == {}) is (place.doubt is not None), over


def test_keys_spell_out_their_answer() -> None:
    """Protects every answer on its way through a button."""
    for answer in (
        NOTHING,
        Selected(("brca1",)),
        Selected((), ("atm", "palb2")),
        Selected(("brca1", "atm"), ("palb2",)),
    ):
        assert read_these_key(make_these_key(answer)) == answer


def test_numbers_choose_where_they_are_shown() -> None:
    """Protects "1, 3": numbers of the shown choices, and only where the choices show them."""
    screening = at_infections()
    assert take(screening, "3").screening.picked == Selected(("hiv",))
    assert list_answers(take(screening, "1, 3"))[1:] == [Selected(("hepatitis_b", "hiv"))]
    assert list_answers(take(screening, "3 and 1"))[1:] == [Selected(("hepatitis_b", "hiv"))]
    assert list_answers(take(screening, "1 2 3 4"))[1:] == [
        Selected(("hepatitis_b", "hepatitis_c", "hiv", "tuberculosis"))
    ]
    for text in ("1, 5", "0 and 1", "1-3", "1, x", "1,"):
        assert list_answers(take(screening, text))[1:] == [], text
    unseen = DIALOGUE.take_turn(screening, Said("1, 3", sees_numbers=False), NOW)
    assert list_answers(unseen)[1:] == []
    assert list_answers(take(begin(), "1, 3")) == [], "labels with digits have no numbers beside them"
    assert list_answers(take(screening, "4", "1, 3"))[1:] == [], "a selection is not dropped by numbers"
    assert list_answers(take(screening, "1", "1, 3"))[1:] == [Selected(("hepatitis_b", "hiv"))]


def test_a_list_beside_a_selection_may_add_to_it() -> None:
    """Protects what was chosen: a list that leaves it out is asked back both ways; one that holds it is whole."""
    turn = take(begin(), "BRCA1", "PALB2 and ATM")
    assert list_labels(turn)[:2] == ["BRCA1, ATM, PALB2", "ATM, PALB2"]
    assert list_answers(turn) == []
    assert list_answers(take(turn.screening, "ATM, PALB2")) == [Selected(("atm", "palb2"))]
    assert list_answers(take(turn.screening, "BRCA1, ATM, PALB2")) == [Selected(("brca1", "atm", "palb2"))]
    assert list_answers(take(begin(), "BRCA1", "BRCA1 and ATM")) == [Selected(("brca1", "atm"))]
    none = take(begin(), "BRCA1", "none")
    assert list_labels(none)[:2] == ["BRCA1", "Genes with a mutation: None of these"]
    many = take(begin(), "BRCA1", "possible ATM and PALB2")
    assert all(each.codes[0] == "brca1" for each in many.screening.doubt.offers)  # type: ignore[union-attr]
    assert list_answers(take(begin(), "BRCA1", "don't know")) == [UNKNOWN]
    assert list_answers(take(begin(), "BRCA1", "waiting")) == [PENDING]
    untested = take(begin(), "BRCA1", "✓ BRCA1", "BRCA1, ATM")
    assert [spelled.untested for spelled in untested.screening.doubt.offers] == [()]  # type: ignore[union-attr]


def test_an_ask_back_leaves_the_selection_as_it_was() -> None:
    """Protects what was chosen from a text that was not clear."""
    turn = take(begin(), "BRCA1", "ATM frog", "back")
    assert turn.screening.picked == Selected(("brca1",))
    assert list_labels(turn)[0] == "✓ BRCA1"
    assert take(begin(), "BRCA1", "why").screening.picked == Selected(("brca1",))
    assert take(begin(), "BRCA1", "purple elephants").screening.picked == Selected(("brca1",))
    gone = take(at_infections(), "HIV", "back")
    assert gone.screening.picked == NOTHING


ASKED_BACK = ("BRCA1 or ATM", "no BRCA1", "BRCA1 frog", "all but ATM", "possible ATM", "BRCA", "no", "BRCA1, ATM?")


@pytest.mark.sweep
@pytest.mark.parametrize("text", ASKED_BACK)
@pytest.mark.parametrize("reply", ["yes", "no", "1", "7", "frog", "BRCA2", "BRCA2 and ATM", "no, BRCA2", "none", "?"])
def test_an_ask_back_records_only_what_was_offered_or_is_a_whole_answer(text: str, reply: str) -> None:
    """Protects "no confirmation can record a value that was not offered"."""
    asked = take(begin(), text)
    doubt = asked.screening.doubt
    assert doubt is not None
    assert list_answers(asked) == []
    recorded = list_answers(take(asked.screening, reply))
    if reply == "yes":
        assert recorded == (list(doubt.offers) if len(doubt.offers) == 1 else [])
    elif reply == "BRCA2 and ATM":
        assert recorded == [Selected(("brca2", "atm"))]
    elif reply in {"BRCA2", "no, BRCA2", "none"}:
        meant = Selected() if reply == "none" else Selected(("brca2",))
        assert recorded == ([meant] if meant in doubt.offers else [])
    else:
        assert recorded == []


def test_what_is_recorded_can_be_kept_or_changed() -> None:
    """Protects "change": the recorded answer stands there to be kept, and nothing is ticked by itself."""
    asked = take(at_infections(), "/change genes with a mutation")
    assert "Keep: BRCA1, ATM" in list_labels(asked)
    assert list_labels(asked)[0] == "BRCA1"
    assert list_answers(take(asked.screening, "keep")) == [Selected(("brca1", "atm"))]
    assert "Keep: BRCA1, ATM" in list_labels(take(asked.screening, "BRCA2"))
    assert list_answers(take(asked.screening, "BRCA2", "Done")) == [Selected(("brca2",))]


def test_words_that_come_twice_are_doubted() -> None:
    """Protects the next question from the words of the last one, sent twice within three seconds."""
    screening = replace(begin(), state="asking_infections", shown=("infections",))
    first = DIALOGUE.take_turn(screening, Said("none", sent_at=NOW), NOW)
    again = DIALOGUE.take_turn(first.screening, Said("none", sent_at=NOW + timedelta(seconds=1)), NOW)
    assert "genes" not in again.screening.answers
    assert "Did you mean Genes with a mutation: None of these?" in again.messages[-1].text
    late = DIALOGUE.take_turn(first.screening, Said("none", sent_at=NOW + timedelta(seconds=9)), NOW)
    assert late.screening.answers["genes"] == Selected()


def test_a_stored_screening_of_an_earlier_release_is_read() -> None:
    """Protects screenings that were kept before there were selections."""
    plain = encode_screening(begin())
    assert "picked" not in plain
    assert read_screening(plain).picked == NOTHING
    picked = replace(begin(), picked=Selected(("brca1",), ("atm",)))
    assert encode_screening(picked)["picked"] == {"so": ["brca1"], "untested": ["atm"]}
