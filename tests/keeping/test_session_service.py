"""The session service: a person's way to their stored screenings, in words and by its buttons."""

import re
import sqlite3
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from at_desk import Visitor
from sqlalchemy import event
from stores import KEY, NOW, place, store_at

from bot import phrases
from bot.config.clock import Clock
from bot.config.dialogue_registry import Dialogues
from bot.session.service import SessionService
from bot.session.stored_conversation import StoredConversation
from dialogs.conversation.screening import Said
from storage.model.errors import Unavailable
from storage.unit_of_work.store import Store

CODE = re.compile(r"[0-9A-Z]{4}-[0-9A-Z]{3}")


@pytest.fixture
def kept_in(tmp_path: Path) -> Iterator[Store]:
    with store_at(place(tmp_path, busy_seconds=0.2), KEY) as store:
        store.patience_seconds = 0.2
        yield store


@pytest.fixture
def anna_sits(kept_in: Store) -> Visitor:
    chat_state = Visitor(kept_in)
    chat_state.begins()
    return chat_state


def test_a_screening_is_kept_with_its_first_answer_and_its_code_is_told(anna_sits: Visitor, kept_in: Store) -> None:
    """Protects the log and the disk from screenings that were only looked at."""
    assert not CODE.search(anna_sits.says("help", "why", "banana", "back"))
    with kept_in.reading() as repository:
        assert repository.list_owned("anna") == []
    assert anna_sits.conversation.leave() == phrases.FAREWELL_UNKEPT
    said = anna_sits.says("120")
    assert said.startswith(phrases.KEPT_UNDER.format(code=anna_sits.code))
    assert "Recorded: Age at diagnosis: 120 days." in said
    assert anna_sits.code in anna_sits.conversation.leave()


def test_an_unfinished_screening_is_offered_first_and_goes_on_where_it_was(anna_sits: Visitor, kept_in: Store) -> None:
    """Protects "resume days later on the same or another device"."""
    anna_sits.says("120", "B-ALL")
    later = Visitor(kept_in)
    later.now = NOW + timedelta(days=2)
    assert later.begins(may_choose=True) == phrases.ONE_UNFINISHED
    assert [label[:8] for label in later.labels] == [anna_sits.code, "Start a "]
    said = later.taps(later.labels[0])
    assert f"Screening {anna_sits.code}" in said
    assert "3 of at most" in said
    later.says("newly diagnosed")
    with kept_in.reading() as repository:
        assert len(repository.list_owned("anna")[0].screening.answers) == 3


def test_without_a_choice_a_new_one_begins_at_once(anna_sits: Visitor, kept_in: Store) -> None:
    """Protects programs that talk through a pipe: the first message is the greeting, whatever is stored."""
    anna_sits.says("120")
    assert Visitor(kept_in).begins().startswith("Screening for Interfant-21")


def test_list_open_and_new(anna_sits: Visitor) -> None:
    """Protects several screenings per person, by code."""
    anna_sits.says("120")
    first = anna_sits.code
    anna_sits.says("/new", "200", "T-ALL")
    second = anna_sits.code
    listed = anna_sits.says("list")
    assert listed.index(second) < listed.index(first), "used last first"
    assert re.search(rf"- {second}: interfant-21, 2 answered, .*\(open now\)", listed)
    assert "Screening " + first in anna_sits.says(f"open {first.lower().replace('-', ' ')}")
    assert anna_sits.code == first
    anna_sits.says("list")
    assert anna_sits.taps(phrases.STAY_LABEL).startswith("2 of at most")
    anna_sits.says("list")
    assert "Screening " + second in anna_sits.says("1"), "a number chooses from the list that stands open"


def test_new_without_a_slash_stays_an_answer(anna_sits: Visitor) -> None:
    """Protects the words of the trial: "new" is newly diagnosed where that is asked, alone and with other words."""
    anna_sits.says("120", "B-ALL", "new")
    assert anna_sits.conversation.stored is not None
    assert len(anna_sits.conversation.stored.screening.answers) == 3
    stored = anna_sits.code
    assert "Recorded: " in anna_sits.says("change disease phase", "new diagnosis")
    assert anna_sits.code == stored


@pytest.mark.parametrize("said", ["new interfant-21", "New Interfant‑21.", 'NEW "interfant-21"'])
def test_new_with_a_trial_is_no_answer(anna_sits: Visitor, said: str) -> None:
    """Protects whoever types no slash: no question is answered by the name of a trial, so another screening begins."""
    anna_sits.says("120", "B-ALL")
    first = anna_sits.code
    shown = anna_sits.says(said)
    assert shown.startswith(phrases.STAYS.format(code=first))
    assert "How old was the infant" in shown


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("open K7Q4-2MW", phrases.NO_CODE),
        ("open banana", phrases.NO_CODE),
        ("open K7Q4-2MX", phrases.NOT_YOURS.format(code="K7Q4-2MX")),
        ("forget K7Q4-2MW", phrases.NO_CODE),
    ],
)
def test_a_wrong_code_is_told_and_the_question_stays(anna_sits: Visitor, typed: str, said: str) -> None:
    """Protects "a slip never opens another infant"."""
    anna_sits.says("120")
    assert anna_sits.says(typed).startswith(said)
    assert "Recorded: Diagnosis: T-ALL." in anna_sits.says("T-ALL")


def test_nobody_opens_or_forgets_what_is_anothers(anna_sits: Visitor, kept_in: Store) -> None:
    """Protects "each seeing only its own screenings"."""
    anna_sits.says("120")
    ben = Visitor(kept_in, "ben")
    assert ben.begins(may_choose=True).startswith("Screening for")
    assert ben.says(f"open {anna_sits.code}").startswith(phrases.NOT_YOURS.format(code=anna_sits.code))
    ben.says(f"forget {anna_sits.code}")
    assert ben.taps(f"Forget {anna_sits.code}").startswith(phrases.NOT_YOURS.format(code=anna_sits.code))
    assert ben.says("list").startswith(phrases.NONE_KEPT)
    assert "Recorded" in anna_sits.says("T-ALL")


def test_forgetting_asks_first_and_is_for_good(anna_sits: Visitor, kept_in: Store) -> None:
    """Protects "what is forgotten stays forgotten", and the screening from a slip."""
    anna_sits.says("120")
    code = anna_sits.code
    assert anna_sits.says("forget") == phrases.FORGET_ASK.format(code=code)
    assert anna_sits.taps("Keep it").startswith(phrases.NOT_FORGOTTEN)
    anna_sits.says("forget")
    for text in ("yes", "T-ALL"):
        asked = f"{phrases.CHOOSE_FIRST}\n{phrases.FORGET_ASK.format(code=code)}"
        assert anna_sits.says(text) == asked, "what is typed here is for the question of forgetting"
    assert anna_sits.taps("Keep it").startswith(phrases.NOT_FORGOTTEN)
    assert "Recorded: Diagnosis: T-ALL." in anna_sits.says("T-ALL")
    anna_sits.says(f"forget {code}")
    assert anna_sits.taps(f"Forget {code}") == phrases.FORGOTTEN.format(code=code)
    assert anna_sits.says("120") == phrases.NOTHING_OPEN
    assert anna_sits.says(f"open {code}") == phrases.NOT_YOURS.format(code=code)
    assert anna_sits.conversation.leave() == phrases.FAREWELL_NONE
    with kept_in.reading() as repository:
        assert repository.list_owned("anna") == []


def test_an_old_button_of_the_session_service_does_nothing(anna_sits: Visitor) -> None:
    """Protects from a tap on a menu that no longer stands open: it is the dialogue's to refuse."""
    anna_sits.says("120", "forget")
    label, key = anna_sits.labels[0], anna_sits.keys[0]
    anna_sits.says("/status")
    anna_sits.labels, anna_sits.keys = [label], [key]
    assert "no longer open" in anna_sits.taps(label)
    assert anna_sits.conversation.stored is not None


def test_two_windows_on_one_screening(anna_sits: Visitor, kept_in: Store) -> None:
    """Protects "two devices: one wins, the other is told"."""
    anna_sits.says("120")
    other = Visitor(kept_in, code=anna_sits.code)
    other.begins()
    assert "Recorded: Diagnosis: B-cell MPAL." in other.says("B-cell MPAL")
    reply = anna_sits.says("B-ALL")
    assert "That question is no longer open, and nothing was changed. Recorded there: Diagnosis: B-cell MPAL." in reply
    assert "Recorded: " in anna_sits.says("newly diagnosed")


def test_forgotten_from_another_window(anna_sits: Visitor, kept_in: Store) -> None:
    """Protects the person at the other window: a sentence says so, and nothing breaks."""
    anna_sits.says("120")
    other = Visitor(kept_in, code=anna_sits.code)
    other.begins()
    other.says("forget", "2")
    assert anna_sits.says("B-ALL").startswith(phrases.GONE)
    anna_sits.taps(phrases.NEW_LABEL)
    assert "Recorded" in anna_sits.says("120")


def test_what_was_not_shown_before_a_crash_is_shown(anna_sits: Visitor, kept_in: Store) -> None:
    """Protects the result of a screening whose window went away just after it was committed."""
    anna_sits.says(
        "120",
        "B-ALL",
        "new",
        "KMT2A-r",
        "none",
        "no",
        "given",
        "positive",
        "CNS1",
        "no",
        "none",
        "no",
        "show the result",
    )
    back = Visitor(kept_in, code=anna_sits.code)
    assert back.begins().count("Eligible for Interfant-21 as answered.") == 1
    back.says("change cd19")
    again = Visitor(kept_in, code=anna_sits.code)
    assert again.begins().count("CD19 on the blasts") == 1


def test_a_question_that_a_crash_kept_is_asked_once(anna_sits: Visitor, kept_in: Store) -> None:
    """Protects whoever comes back after a crash: the open question is not asked twice, and not again later."""
    anna_sits.says("120")
    back = Visitor(kept_in, code=anna_sits.code)
    assert back.begins().count("What is the diagnosis?") == 1
    assert "What is the diagnosis?" not in back.says("B-ALL")


def test_what_one_window_has_just_said_is_not_said_by_another(anna_sits: Visitor, kept_in: Store) -> None:
    """Protects two windows of one person: each shows what it asked for, and a crash of one is made good afterwards."""
    anna_sits.says("120")
    code = anna_sits.code
    other = Visitor(kept_in, code=code)
    other.begins()
    assert "Recorded: Diagnosis: T-ALL." in other.says("T-ALL")
    assert "Recorded: Diagnosis" not in anna_sits.says("list")
    anna_sits.says("/restart")
    anna_sits.conversation.leave()
    assert "Recorded: Diagnosis: T-ALL." in Visitor(kept_in, code=code).begins()


def test_a_turn_reads_nothing_back_from_the_outbox(anna_sits: Visitor, kept_in: Store) -> None:
    """Protects the speed of a turn: the window knows what it has just posted, and reports it with the next event."""
    said: list[str] = []

    def hear(_: object, __: object, statement: str, *___: object) -> None:
        said.append(statement)

    event.listen(kept_in.database.engine, "before_cursor_execute", hear)
    anna_sits.says("120", "B-ALL", "newly diagnosed")
    event.remove(kept_in.database.engine, "before_cursor_execute", hear)
    assert sum(statement.startswith("INSERT INTO outbox") for statement in said) == 3
    assert not any("FROM outbox" in statement for statement in said)
    assert kept_in.outbox.count_waiting() == 1, "the last one is reported with the next event"


def test_a_locked_database_is_told_and_the_answer_may_be_said_again(anna_sits: Visitor, kept_in: Store) -> None:
    """Protects "database locked: all or nothing, a plain sentence, goes on when it can"."""
    anna_sits.says("120")
    other = sqlite3.connect(str(kept_in.database.address.file), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    reply = anna_sits.says("T-ALL")
    assert reply.startswith(phrases.NOT_KEPT)
    assert "another program holds the database" not in reply, "a fault's own text is for operators"
    assert "2 of at most" in reply
    other.execute("ROLLBACK")
    other.close()
    assert "Recorded: Diagnosis: T-ALL." in anna_sits.says("T-ALL")


def test_an_answer_that_is_committed_is_never_told_as_lost(
    anna_sits: Visitor, kept_in: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Protects the truth: where the store goes away just after the commit, the answer is shown as recorded."""

    def goes_away(*_: object) -> None:
        raise Unavailable("the disk is gone; put it back")

    anna_sits.says("120")
    with monkeypatch.context() as planted:
        planted.setattr(kept_in.outbox, "list_waiting", goes_away)
        assert "Recorded: Diagnosis: B-precursor ALL." in anna_sits.says("B-ALL")
    assert "Recorded: Phase of the disease: Newly diagnosed." in anna_sits.says("newly diagnosed")


def test_a_screening_of_an_older_definition_is_finished_under_it(kept_in: Store, tmp_path: Path) -> None:
    """Protects "a screening is pinned to the digest that it began with"."""
    text = (Path(__file__).parents[2] / "dialogs/trials/interfant-21.yaml").read_text(encoding="utf-8")
    older = tmp_path / "interfant-21.yaml"
    older.write_text(text.replace("What is the diagnosis?", "Which diagnosis was made?"), encoding="utf-8")
    uow = StoredConversation(
        kept_in, SessionService(Dialogues(), str(older), kept_in.retention), "anna", Clock(machine=lambda: NOW)
    )
    uow.begin(may_choose=False)
    uow.take_event(Said("120"))
    assert uow.stored is not None
    older.unlink()
    assert "Which diagnosis was made?" in Visitor(kept_in, code=uow.stored.code).begins()


def test_help_names_the_words_of_the_session_service(anna_sits: Visitor) -> None:
    """Protects the newcomer: help lists both the session's words and the dialogue's."""
    said = anna_sits.says("help")
    assert phrases.DESK_HELP in said
    assert "don't know, or waiting" in said


@pytest.fixture
def other_trials(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with another trial, which the settings name, and one whose definition is at fault."""
    folder = tmp_path / "trials"
    folder.mkdir()
    text = (Path(__file__).parents[1] / "trials" / "adult-aml.yaml").read_text(encoding="utf-8")
    (folder / "adult-aml.yaml").write_text(text, encoding="utf-8")
    (folder / "broken.yaml").write_text("id: broken\n", encoding="utf-8")
    monkeypatch.setenv("TRIALSCREEN_TRIALS", str(folder))
    return folder


def test_new_for_another_trial(anna_sits: Visitor, kept_in: Store, other_trials: Path) -> None:
    """Protects "a way to begin a screening for a named trial", which is stored and goes on under its own definition."""
    anna_sits.says("120")
    infant = anna_sits.code
    assert "Age in completed years?" in anna_sits.says("/new Adult-AML")
    later = Visitor(kept_in)
    # the same chat, after a restart of the program before any answer
    later.conversation.reply = anna_sits.conversation.reply
    assert "Recorded" in later.says("44")
    with kept_in.reading() as repository:
        stored = repository.list_owned("anna")[0]
        definition = repository.find_definition(stored.screening.digest)
    assert (stored.screening.trial, definition and definition.text) == (
        "adult-aml",
        (other_trials / "adult-aml.yaml").read_text(),
    )
    assert "2 of at most" in later.says(f"open {infant}")
    assert "Screening for Interfant-21" in later.says("/new")


@pytest.mark.parametrize("named", ["interfant", "/etc/passwd.yaml", "../trials/adult-aml.yaml", "adult-aml.yaml"])
def test_no_trial_is_opened_but_by_its_id(anna_sits: Visitor, other_trials: Path, named: str) -> None:
    """Protects the machine's files: what somebody types on a phone is never a path, and the question stays open."""
    anna_sits.says("120")
    assert anna_sits.says(f"/new {named}").startswith(
        "No trial is called that. There are: interfant-21, adult-aml, broken.\n2 of at most"
    )
    assert other_trials.is_dir()


def test_a_trial_at_fault_is_told_without_its_fault(anna_sits: Visitor, other_trials: Path) -> None:
    """Protects "participants read only the phrases module": a definition's fault names files of the machine."""
    assert anna_sits.says("/new broken").startswith(phrases.TRIAL_FAULTY.format(trial="broken"))
    assert other_trials.is_dir()


def test_what_is_not_kept_yet_does_not_outlive_its_definition(
    anna_sits: Visitor, kept_in: Store, other_trials: Path
) -> None:
    """Protects "a screening is pinned to the digest that it began with", also before its first answer."""
    anna_sits.says("/new adult-aml")
    file = other_trials / "adult-aml.yaml"
    file.write_text(
        file.read_text(encoding="utf-8").replace("Age in completed years?", "How many years?"), encoding="utf-8"
    )
    later = Visitor(kept_in)
    later.conversation.reply = anna_sits.conversation.reply
    assert later.says("44").startswith(phrases.REDEFINED)
    assert "How many years?" in later.says("/new adult-aml")
