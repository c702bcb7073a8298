"""A terminal that keeps nothing: what is for kept screenings only, and a note behind `/new`."""

from pathlib import Path

import pytest
from dialogue import DIALOGUE, NOW

from bot import phrases
from bot.session.conversation import InMemoryConversation
from dialogs import phrases as dialogue_phrases
from dialogs.conversation.screening import Menu, Said, Screening


class Sitting:
    """Somebody in front of a terminal that keeps nothing."""

    def __init__(self, folder: Path, *said: str) -> None:
        self.conversation = InMemoryConversation(DIALOGUE, lambda: NOW, folder)
        self.conversation.begin(may_choose=False)
        self.says(*said)

    def says(self, *texts: str) -> str:
        """Returns what the last of some texts brought."""
        shown = ""
        for text in texts:
            shown = "\n".join(each.text for each in self.conversation.take_event(Said(text)))
        return shown

    @property
    def screening(self) -> Screening:
        """Where it stands."""
        assert self.conversation.screening is not None
        return self.conversation.screening


@pytest.mark.parametrize("word", ["hand over", "list", "forget", "open K7Q4-2MX", "take K7Q-42M-XD1", "unlink"])
@pytest.mark.parametrize("said", [(), ("120",), ("120", "T-ALL", "stop here", "show the result")])
def test_what_is_for_kept_screenings_says_that_this_is_not_kept(
    tmp_path: Path, word: str, said: tuple[str, ...]
) -> None:
    """Protects whoever would hand over or forget what was never kept: it is told, and nothing changes."""
    anna = Sitting(tmp_path, *said)
    before = anna.screening
    assert anna.says(word).startswith(phrases.NONE_KEPT_HERE)
    assert anna.screening == before


def test_take_all_is_for_the_note_that_is_open(tmp_path: Path) -> None:
    """Protects a note's page: "take all" is no code of a colleague."""
    anna = Sitting(tmp_path, "70 days, pro-B ALL", "take all")
    assert len(anna.screening.answers) == 2


@pytest.mark.parametrize("words", ["/new 200 days, T-ALL", "/new interfant-21 200 days, T-ALL"])
def test_a_note_behind_new_is_read(tmp_path: Path, words: str) -> None:
    """Protects a note behind the command: it is not dropped without a word where nothing is kept."""
    anna = Sitting(tmp_path)
    assert anna.says(words).startswith("I read 2 answers.")
    assert anna.screening.menu is Menu.NOTE


def test_a_note_behind_new_destroys_no_answer(tmp_path: Path) -> None:
    """Protects the answers that are there: it is asked first, and said that the note waits for that."""
    anna = Sitting(tmp_path, "120")
    before = dict(anna.screening.answers)
    shown = anna.says("/new 200 days, T-ALL")
    assert shown.startswith(f"{phrases.NOTE_WAITS}\n{dialogue_phrases.ONE_AT_A_TIME}")
    assert anna.screening.menu is Menu.START_OVER
    assert anna.screening.answers == before
    assert anna.says("/new interfant-21").startswith(dialogue_phrases.ONE_AT_A_TIME)


@pytest.mark.parametrize("yes", ["Start over", "2"])
def test_a_note_behind_new_is_read_once_starting_over_was_confirmed(tmp_path: Path, yes: str) -> None:
    """Protects the note: it is not lost behind the question, and nothing of the old screening is mixed into it."""
    anna = Sitting(tmp_path, "120", "/new 200 days, T-ALL, KMT2A germline")
    shown = anna.says(yes)
    assert shown.startswith(f"{dialogue_phrases.STARTED_OVER}\nI read 3 answers.")
    assert '"T-ALL"' in shown
    assert anna.screening.menu is Menu.NOTE
    assert anna.screening.answers == {}
    assert [each.fact for each in anna.conversation.history] == ["age_days", "age_days"]


def test_a_note_that_waits_survives_a_text_that_is_not_understood(tmp_path: Path) -> None:
    """Protects the note from a slip at the question whether to start over."""
    anna = Sitting(tmp_path, "120", "/new 200 days, T-ALL", "purple")
    assert "I read 2 answers." in anna.says("Start over")


@pytest.mark.parametrize("no", ["Keep the answers", "back"])
def test_a_note_is_dropped_where_nothing_starts_over(tmp_path: Path, no: str) -> None:
    """Protects from a note that comes up later: once the answers are kept, it is gone."""
    anna = Sitting(tmp_path, "120", "/new 200 days, T-ALL", no)
    assert anna.screening.menu is None
    assert "I read" not in anna.says("start over", "Start over")
    assert "T-ALL" not in repr(vars(anna.conversation))
