"""`trialscreen replay --through telegram`: a person in a chat reads what the core says, through the whole bot."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import pytest
from commands import AML, trialscreen
from scripts import in_memory
from stores import NOW, place, store_at

from bot.channels.telegram.delivery.text import split_text
from bot.workbench.layers.chat_reader import join_pieces
from bot.workbench.layers.shared_clock import SharedTime
from bot.workbench.layers.shared_program import PEOPLE_AT_ONCE
from bot.workbench.layers.shared_telegram_bot import SharedTelegramBot
from bot.workbench.layers.telegram_layer import open_chat
from bot.workbench.layers.watched_outbox import WatchedOutbox
from bot.workbench.telegram_standin import Standin
from bot.workbench.telegram_standin.entities import Formatted
from dialogs import phrases
from dialogs.conversation.blocks import Headline, Progress, Question, Recorded
from dialogs.conversation.messages import Message, MessageKind, make_notice
from dialogs.rules.standings import Standing
from dialogs.testing.scripts.format.script import parse_script
from dialogs.testing.scripts.playing.layer import Layer
from dialogs.testing.scripts.playing.player import FIXED_NOW, Player
from dialogs.testing.scripts.playing.transcript import write_transcript
from storage.unit_of_work.writer_thread import Writer

ROOT = Path(__file__).parents[2]
ALL = sorted((ROOT / "tests/scripts").glob("*.convo.txt"))
IN_A_CHAT = ("start-during-a-screening-resumes", "help", "privacy", "age-from-two-dates")
SOME = [file for at, file in enumerate(ALL) if at % 24 == 0 or file.name.startswith(IN_A_CHAT)]
"""Every 24th script, and those where a chat differs most from the core; all of them are played by `make torture`."""

ASKED = "#me\n/start\n\n#bot\nHow old was the infant when the leukaemia was diagnosed?\n\n"
AGE = "#me\n120 days\n\n#bot\nRecorded: Age at diagnosis: 120 days.\nJSON_PATH $.state|"


@pytest.fixture(scope="module")
def telegram() -> Iterator[SharedTelegramBot]:
    """A bot with a store, and a stand-in for Telegram."""
    with ExitStack() as stack:
        yield SharedTelegramBot("interfant-21", stack, FIXED_NOW)


def said(layer: Layer, file: Path) -> str:
    """Returns all that is said when a script is played."""
    return write_transcript(Player(layer).play(parse_script(file.read_text(encoding="utf-8"), str(file))))


def test_a_chat_reads_word_for_word_as_the_core(telegram: SharedTelegramBot) -> None:
    """Protects "core alone ... and through Telegram, and must read the same": the texts and the buttons of a script.

    A second /start is for the session service, which says in its own words that one goes on where one was.
    """
    core = in_memory()
    with ThreadPoolExecutor(PEOPLE_AT_ONCE) as pool:
        seen = list(pool.map(lambda file: said(open_chat(telegram), file), SOME))
    for file, read in zip(SOME, seen, strict=True):
        expected = (
            said(core, file).replace(f"{phrases.RESUMED}\n", "") if "/start-during" in str(file) else said(core, file)
        )
        assert read == expected, f"{file.name} reads otherwise in a chat"


def test_only_the_open_question_keeps_its_buttons(telegram: SharedTelegramBot) -> None:
    """Protects the phone from old keyboards: after a script only the last message takes taps, and none was refused."""
    chat = open_chat(telegram)
    said(chat, next(file for file in ALL if file.name.startswith("change-an-answer-by-menu")))
    tappable = [message.id for message in chat.person.sees() if list(message.buttons())]
    assert tappable == [chat.person.last.id]


def test_the_command_plays_scripts_through_telegram(tmp_path: Path) -> None:
    """Protects `--through telegram` and its exit codes. An expectation that does not hold is told as elsewhere."""
    (tmp_path / "a.convo.txt").write_text(f"The age is recorded.\n\n{ASKED}{AGE}asking_diagnosis\n", encoding="utf-8")
    (tmp_path / "b.convo.txt").write_text(f"Another state is expected.\n\n{ASKED}{AGE}asking_kmt2a\n", encoding="utf-8")
    ran = trialscreen("replay", "--through", "telegram", tmp_path)
    assert (ran.code, ran.err) == (1, "")
    assert "expected $.state to be 'asking_kmt2a', but it is 'asking_diagnosis'" in ran.out
    assert ran.out.endswith("\n1 passed, 1 failed, 0 not readable\n")


def test_another_trial_is_played_in_chats_too(tmp_path: Path) -> None:
    """Protects `--trial FILE`, and a question that is answered at once by a script without /start."""
    file = tmp_path / "it.convo.txt"
    file.write_text(
        "AML-7 asks for the age first.\n\n#me\n76\n\n#bot\nJSON_PATH $.answers.age_years|76\n", encoding="utf-8"
    )
    assert (
        trialscreen("replay", "--through", "telegram", "--trial", AML, file).printed()
        == "1 passed, 0 failed, 0 not readable\n"
    )


# what a person sees


def test_a_message_in_pieces_is_read_as_one() -> None:
    """Protects the comparison from Telegram's limits: pieces are joined where one message ended, and nowhere else."""
    page = "\n\n".join(f"Criterion {number}: {'word ' * 50}".rstrip() for number in range(40))
    person = Standin().person(7, "Anna")
    parts = [*split_text(page), "And the question."]
    shown = [person.chat.add(person.bot.account, 0, Formatted(part)) for part in parts]
    assert len(shown) > 2
    ends = {shown[-2].id: make_notice(page), shown[-1].id: make_notice("And the question.")}
    assert [message.text for message in join_pieces(shown, ends)] == [page, "And the question."]


def test_what_a_chat_does_not_say_is_read_as_it_is_seen() -> None:
    """Protects the comparison from itself: a text that is lost, changed or in another order on the phone is told."""
    blocks = (
        Recorded("Age", "120 days"), Headline("Entry", Standing.OPEN, "open", "Not yet.", ("waits",)), Progress(2, 15),
        Question("What is the diagnosis?", "Diagnosis", "As reported."),
    )  # fmt: skip
    posted = Message(MessageKind.QUESTION, blocks)
    whole = "✓ Age: 120 days\n◔ Entry: Not yet.\n    waits\n2 of 15\nWhat is the diagnosis?\nAs reported."
    person = Standin().person(7, "Anna")
    wrong = (
        whole.replace("120 days", "12 days"), whole.replace("As reported.", ""), whole.replace("    waits\n", ""),
        whole.replace("2 of", "of"), "What is the diagnosis?\n" + whole.replace("What is the diagnosis?\n", ""),
    )  # fmt: skip
    for seen in (whole, *wrong):
        shown = person.chat.add(person.bot.account, 0, Formatted(seen))
        (read,) = join_pieces([shown], {shown.id: posted})
        assert read.text == (posted.text if seen is whole else seen)


def test_the_clock_moves_only_while_nobody_waits_for_an_answer() -> None:
    """Protects the dates that scripts rely on: who needs a later moment waits until all others have their answers."""

    class Still:
        time = 100.0

        def now(self) -> float:
            return self.time

        def advance(self, seconds: float) -> None:
            self.time += seconds

    shared = SharedTime(Still())
    with ThreadPoolExecutor(1) as pool:
        with shared.wait_until(0) as here:
            later = pool.submit(_at, shared, 104.0)
            with shared.wait_until(here):
                assert (shared.clock.now(), later.done()) == (100.0, False)
        assert later.result(10) == 104.0
    with shared.wait_until(0) as here:
        assert here == 104.0, "it never goes back"


def _at(shared: SharedTime, moment: float) -> float:
    with shared.wait_until(moment) as here:
        return here


@pytest.mark.asyncio
async def test_a_turn_is_over_only_after_its_own_commit(tmp_path: Path) -> None:
    """Protects a turn from the last look into the outbox of the turn before: that it was empty then says nothing."""
    with store_at(place(tmp_path)) as store, Writer(store) as writer:
        post = WatchedOutbox(writer, store)
        begun = post.begin("telegram:7")
        assert await post.claim("telegram:7", NOW) is None
        assert not begun.is_over.is_set()
        post.note_committed("telegram:7")
        assert await post.claim("telegram:8", NOW) is None
        assert not begun.is_over.is_set(), "that is another chat"
        assert await post.claim("telegram:7", NOW) is None
        assert begun.is_over.is_set()
