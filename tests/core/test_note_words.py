"""When a typed text is a note about a patient, and when it is what the open question makes of it."""

from datetime import timedelta

import pytest
from dialogue import DIALOGUE, NOW
from pasted_notes import GOOD, Noted, propose

from dialogs import phrases
from dialogs.conversation.dialogue import Dialogue
from dialogs.conversation.note_interpreting import LONGEST_NOTE, name_note
from dialogs.conversation.screening import Menu, Said
from dialogs.notes.note_reading import NoteReading
from dialogs.rules.answers import Known

pytestmark = [pytest.mark.traced, pytest.mark.mutants]

ONE = propose({"kmt2a": Known("rearranged")})
TWO = propose({"kmt2a": Known("rearranged"), "cd19": Known("positive")})
ONE_AND_DOUBTFUL = propose({"kmt2a": Known("rearranged")}, "cd19")
DOUBTFUL = propose({}, "kmt2a", "cd19")
THREE = propose({"kmt2a": Known("rearranged"), "cd19": Known("positive")}, "diagnosis")

UNREAD = {
    "two facts": ("some words", TWO, True),
    "one fact and a doubt": ("some words", ONE_AND_DOUBTFUL, True),
    "one fact": ("some words", ONE, False),
    "nothing": ("some words", NoteReading(), False),
    "a word alone is never looked at": ("words", TWO, False),
}


@pytest.mark.parametrize(("text", "says", "is_note"), UNREAD.values(), ids=UNREAD.keys())
def test_a_text_that_the_question_does_not_read_is_a_note_from_two_facts_on(
    text: str, says: NoteReading, *, is_note: bool
) -> None:
    """Protects answers with a slip from being notes, and notes from being refused as answers."""
    noted = Noted({text: says})
    noted.say(text)
    assert (noted.screening.menu is Menu.NOTE) == is_note
    assert noted.screening.answers == {}


def test_doubts_alone_are_named_and_the_question_stays() -> None:
    """Protects a note with nothing certain: it is told what was doubtful, not that nothing was understood."""
    noted = Noted({"some words": DOUBTFUL})
    noted.say("some words")
    assert noted.screening.menu is None
    assert noted.screening.state == "asking_age_days"
    first, *lines = noted.text.splitlines()
    assert first == "I read no further answer that is certain. Nothing is recorded."
    assert lines[:2] == ['? KMT2A status: not certain  "d-kmt2a"', '? CD19 at diagnosis: not certain  "d-cd19"']


@pytest.mark.parametrize(("says", "is_note"), [(TWO, False), (THREE, True)])
def test_an_answer_counts_unless_the_text_says_three_facts(says: NoteReading, *, is_note: bool) -> None:
    """Protects "if the open question reads it beyond doubt, that counts, unless the note says three or more"."""
    text = "B-precursor ALL, B-precursor ALL, B-precursor ALL, B-precursor ALL"
    plain = Noted({text: NoteReading()})
    assert plain.say("120", text).screening.answers["diagnosis"] == Known("b_precursor_all")
    noted = Noted({text: says})
    noted.say("120", text)
    assert (noted.screening.menu is Menu.NOTE) == is_note
    assert ("diagnosis" in noted.screening.answers) != is_note


def test_what_is_recorded_already_makes_no_note() -> None:
    """Protects the parts of a dose: what is recorded just so is no news, so the question asks back as ever."""
    noted = Noted({"some words": propose({"age_days": Known(120)}, "cd19")})
    noted.say("120 days", "some words")
    assert noted.looked_at == ["some words"]
    assert noted.screening.menu is None
    other = Noted({"some words": propose({"age_days": Known(120)}, "cd19")})
    assert other.say("121 days", "some words").screening.menu is None
    assert phrases.NOTE_NOTHING_NEW in other.text


@pytest.mark.sweep
@pytest.mark.parametrize("text", ["120", "120 days", "17 weeks", "3 months", "don't know", "help", "/status"])
def test_a_short_answer_is_never_looked_at_as_a_note(text: str) -> None:
    """Protects the speed of a turn: the reader of notes is not called for an answer, a command or a page."""
    noted = Noted()
    noted.say(text)
    assert noted.looked_at == []


@pytest.mark.sweep
@pytest.mark.parametrize("named", ["note: {}", "Note: {}", "NOTE :{}", "/note {}", "/note: {}"])
@pytest.mark.parametrize("says", [ONE, DOUBTFUL, NoteReading()])
def test_the_word_for_it_makes_a_text_a_note(named: str, says: NoteReading) -> None:
    """Protects "note: ...", with one fact or none."""
    noted = Noted({"one": says})
    noted.say(named.format("one"))
    assert noted.looked_at == ["one"]
    assert named.format("one") == name_note("one") or named != "note: {}"
    assert (noted.screening.menu is Menu.NOTE) == bool(says.proposed)
    if not says.proposed and says.asked:
        assert noted.text.startswith(phrases.NOTE_NOTHING_NEW)
        assert '? KMT2A status: not certain  "d-kmt2a"' in noted.text
    if not says.proposed and not says.asked:
        assert noted.text.startswith(phrases.NOTE_EMPTY)
    assert noted.screening.answers == {}


def test_a_long_note_is_read_and_one_beyond_the_limit_is_told_so() -> None:
    """Protects notes of more than an answer's length; the limit is said in one sentence."""
    long = "word " * (LONGEST_NOTE // 5 - 1) + "ends."
    assert len(long) == LONGEST_NOTE
    noted = Noted({long: TWO, long + "!": TWO})
    noted.say(long)
    assert noted.screening.menu is Menu.NOTE
    other = Noted({long + "!": TWO})
    for text in (long + "!", "note: " + long + "!"):
        other.say(text)
        told = "Too long for a note, so not read: at most 4,000 characters."
        assert other.text.startswith(told)
    assert other.looked_at == []
    other.say("120", "change", long + "!")
    assert other.screening.menu is Menu.CHANGE


@pytest.mark.parametrize("text", [GOOD, "note: " + GOOD])
def test_a_note_that_is_late_or_early_is_refused(text: str) -> None:
    """Protects "the rules on late texts hold for notes too": nothing is shown of what was typed too early."""
    noted = Noted()
    first = noted.screening
    for said in (Said(text, last_seen=0), Said(text, replies_to=0), Said(text, replies_to=7)):
        turn = noted.dialogue.take_turn(first, said, NOW)
        assert turn.refused
        assert turn.screening == first
    assert noted.looked_at == []


def test_words_that_came_twice_are_asked_back_and_no_note() -> None:
    """Protects "doubled texts": the same words right after an answer are asked back, whatever a note would say."""
    noted = Noted({"not known": TWO})
    noted.say("120")
    first = noted.dialogue.take_turn(noted.screening, Said("not known", NOW), NOW)
    second = noted.dialogue.take_turn(first.screening, Said("not known", NOW + timedelta(seconds=1)), NOW)
    assert (second.screening.doubt is not None, second.screening.menu) == (True, None)
    assert noted.looked_at == []


def test_a_note_that_comes_twice_shows_its_page_twice_and_records_nothing() -> None:
    """Protects from a doubled note: the second page takes the place of the first."""
    noted = Noted()
    turn = noted.say(GOOD, GOOD)
    assert turn.screening.menu is Menu.NOTE
    assert turn.screening.answers == {}


def test_a_note_is_read_by_our_own_reader_where_none_is_given() -> None:
    """Protects what ships: a dialogue reads notes by itself."""
    dialogue = Dialogue(DIALOGUE.trial)
    first = dialogue.begin(NOW).screening
    turn = dialogue.take_turn(first, Said("note: purple elephants"), NOW)
    assert phrases.NOTE_EMPTY in turn.messages[0].text
