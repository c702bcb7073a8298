"""More buttons than Telegram takes: pages under one message, and labels that people can tell apart."""

from collections.abc import Iterator
from pathlib import Path

import orjson
import pytest
from serving import Running, running, texts

from bot.channels.handling import phrases
from bot.channels.handling.button_pages import make_page
from bot.channels.telegram import phrases as telegram
from bot.channels.telegram.delivery.buttons import (
    BUTTONS_OF_A_PAGE,
    BYTES_BESIDE_LABEL,
    LONGEST_LABEL,
    MOST_BUTTONS,
    MOST_BYTES,
    cut_labels,
    split_pages,
)
from bot.channels.telegram.delivery.callback_data import Signer
from bot.channels.telegram.delivery.rendering import TelegramRendering
from bot.workbench.telegram_standin import Person, Standin
from dialogs.conversation.blocks import Paragraph
from dialogs.conversation.messages import Button, Message, MessageKind
from dialogs.conversation.questions import FactQuestion
from dialogs.loading.lint_rules import buttons as lint
from dialogs.loading.loading import load
from dialogs.rules.answers import Known
from storage.model.stored import Outgoing

SMALL = Path(__file__).parents[1] / "trials" / "small.yaml"
COUNT = 130


@pytest.fixture
def standin() -> Iterator[Standin]:
    """A stand-in for Telegram."""
    with Standin() as opened:
        yield opened


@pytest.fixture
def trial(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A trial whose first question has more choices than a keyboard holds."""
    last = "      secondary: {label: {en: Secondary form}, synonyms: {en: [secondary, lupus]}}\n"
    text = SMALL.read_text(encoding="utf-8").replace("id: small", "id: many")
    assert text.count(last) == 1
    further = "".join(f"      form_{at}: {{label: {{en: Form {name(at)}}}}}\n" for at in range(COUNT - 3))
    (tmp_path / "trials").mkdir()
    (tmp_path / "trials" / "many.yaml").write_text(text.replace(last, last + further), encoding="utf-8")
    monkeypatch.setenv("TRIALSCREEN_TRIALS", str(tmp_path / "trials"))
    return "many"


def name(at: int) -> str:
    """Returns a number in letters: a label with a digit has rules of its own."""
    return chr(ord("a") + at // 26) + chr(ord("a") + at % 26)


def labels(person: Person) -> list[str]:
    """Returns the labels of the buttons that a person sees last."""
    return [button["text"] for button in person.last.buttons()]


def list_answers(bot: Running) -> dict[str, object]:
    """Returns what is recorded of the only screening."""
    with bot.store.reading() as repository:
        return {key: each for one in repository.list_owned("telegram:7") for key, each in one.screening.answers.items()}


def next_page(at: int) -> str:
    return phrases.NEXT_PAGE.format(page=at, pages=7)


@pytest.mark.asyncio
async def test_a_question_with_many_choices_is_asked_in_pages(standin: Standin, trial: str, tmp_path: Path) -> None:
    """Protects "split into pages": one message, turned by taps, also after a restart; no turn is an answer."""
    anna = standin.person(7, "Anna")
    async with running(standin, tmp_path, trial=trial) as bot:
        await bot.does(lambda: anna.starts(bot.invitation()))
        asked, before = anna.last, texts(anna)
        assert labels(anna) == ["First episode", "Relapse", "Secondary form"] + [
            f"Form {name(at)}" for at in range(BUTTONS_OF_A_PAGE - 3)
        ] + [next_page(2)]
        await bot.does(lambda: anna.taps(next_page(2)))
        assert labels(anna)[-2:] == [phrases.PREVIOUS_PAGE.format(page=1, pages=7), next_page(3)]
    async with running(standin, tmp_path, trial=trial) as bot:
        for at in range(3, 8):
            await bot.does(lambda at=at: anna.taps(next_page(at), asked))  # type: ignore[misc]  # a default of a lambda
        shown = [button["text"] for button in asked.buttons()]
        assert shown[-1] == phrases.PREVIOUS_PAGE.format(page=6, pages=7)
        assert list_answers(bot) == {}
        assert texts(anna)[: len(before)] == before
        await bot.does(lambda: anna.taps(f"Form {name(COUNT - 4)}", asked))
        assert list_answers(bot) == {"diagnosis": Known(f"form_{COUNT - 4}")}
        await bot.does(lambda: anna.taps(phrases.PREVIOUS_PAGE.format(page=6, pages=7), asked, stale=True))
        assert not asked.keyboard, "a page of a question that is over does not come back"
        assert list_answers(bot) == {"diagnosis": Known(f"form_{COUNT - 4}")}


@pytest.mark.asyncio
async def test_pages_can_be_left_by_typing_and_turned_later(standin: Standin, trial: str, tmp_path: Path) -> None:
    """Protects typed answers, and pages of a question of a screening that is stored."""
    anna = standin.person(7, "Anna")
    async with running(standin, tmp_path, trial=trial) as bot:
        await bot.does(lambda: anna.starts(bot.invitation()))
        await bot.does(lambda: anna.taps(next_page(2)))
        await bot.does(lambda: anna.sends(f"Form {name(100)}"))
        assert list_answers(bot) == {"diagnosis": Known("form_100")}
        await bot.does(lambda: anna.sends("back"))
        await bot.does(lambda: anna.taps(next_page(2)))
        assert phrases.PREVIOUS_PAGE.format(page=1, pages=7) in labels(anna)
        assert sum(any(message.buttons()) for message in anna.sees()) == 1
        await bot.does(lambda: anna.taps(f"Form {name(20)}"))
        assert list_answers(bot) == {"diagnosis": Known("form_20")}


@pytest.mark.asyncio
async def test_a_forged_page_is_refused(standin: Standin, trial: str, tmp_path: Path) -> None:
    """Protects "signed like others": a turn for another chat, or of another deployment, changes nothing."""
    anna = standin.person(7, "Anna")
    async with running(standin, tmp_path, trial=trial) as bot:
        await bot.does(lambda: anna.starts(bot.invitation()))
        asked = anna.last
        before = asked.keyboard
        forged = Signer(bytes(32)).sign(7, bytes(8), 1, "page:1")
        await bot.does(lambda: anna.taps_data(forged, asked))
        assert asked.keyboard == before


LONG = "Relapse after an allogeneic transplantation of stem cells from a donor who is "


def test_every_page_fits_a_keyboard() -> None:
    """Protects both limits: 100 buttons, and about 10 kB, whatever the labels are; nothing is lost or doubled."""
    for label, count in (("x", 101), ("😀" * 90, 40), ('"\\' * 40, 70), ("Form", 300)):
        buttons = tuple(Button(f"{label} {at}", f"{at}") for at in range(count))
        pages = split_pages(buttons)
        assert [button.key for page in pages for button in page] == [button.key for button in buttons]
        for at in range(len(pages)):
            message = Message(MessageKind.QUESTION, (), make_page(pages, at), 1)
            keyboard = _Rendering().render_edit(Outgoing(1, "telegram:7", None, message, 0)).keyboard
            assert keyboard is not None
            assert len(keyboard.encode()) < MOST_BYTES
            assert sum(map(len, orjson.loads(keyboard)["inline_keyboard"])) <= 22
    assert len(split_pages(tuple(Button(f"{at}", f"{at}") for at in range(100)))) == 1


def test_lint_knows_how_long_a_label_may_be() -> None:
    """Protects authors: lint, which knows nothing of Telegram, warns of each label that is cut there."""
    assert lint.LONGEST_LABEL == LONGEST_LABEL


def test_lint_knows_how_many_buttons_a_message_may_have() -> None:
    """Protects authors: lint names Telegram's limits, and counts the buttons of other answers with the choices."""
    assert (lint.MOST_BUTTONS, lint.MOST_BYTES, lint.BYTES_BESIDE_LABEL) == (
        MOST_BUTTONS,
        MOST_BYTES,
        BYTES_BESIDE_LABEL,
    )
    question = FactQuestion(load(SMALL.read_text(encoding="utf-8"), SMALL.name).facts["diagnosis"])
    most = question.make_buttons(recorded=Known("relapse"), can_go_back=True)
    assert len(most) - len(question.options) == lint.BESIDE_CHOICES


def test_labels_that_are_cut_stand_in_full_and_differ() -> None:
    """Protects a choice between two long labels that begin alike."""
    buttons = (
        Button(LONG + "related", "a"), Button("No relapse", "b"), Button(LONG + "not related", "c"),
        Button("A" + LONG, "d"),
    )  # fmt: skip
    cut = [button.label for button in cut_labels(buttons)]
    assert len(set(cut)) == 4
    assert all(len(label) <= LONGEST_LABEL for label in cut)
    assert [cut[0][-5:], cut[1], cut[2][-5:], cut[3][-1]] == ["… (a)", "No relapse", "… (b)", "…"]
    message = Message(MessageKind.QUESTION, (Paragraph("Well?"),), buttons, 1)
    (part,) = _Rendering().render(Outgoing(1, "telegram:7", None, message, 0))
    assert part.html.splitlines()[0] == "Well?"
    assert telegram.LABELS_IN_FULL in part.html
    for line in (f"(a) {LONG}related", f"(b) {LONG}not related", f"A{LONG}".strip()):
        assert line in part.html
    assert "No relapse" not in part.html


def test_more_labels_than_letters_still_differ() -> None:
    """Protects marks beyond (z)."""
    cut = cut_labels(tuple(Button(f"{LONG}{at}", f"{at}") for at in range(60)))
    assert len({button.label for button in cut}) == 60


class _Rendering(TelegramRendering):
    """What messages look like, without a bot."""

    signer = Signer(bytes(32))


def test_a_label_that_is_wider_than_a_phone_stands_in_full_above() -> None:
    """Protects the menu of answers: a phone cuts the end of a wide label, and there stands the answer."""
    wide, narrow = "Corticosteroids in the 28 days before diagnosis: None", "Hypersensitivity to blinatumomab: No"
    message = Message(MessageKind.QUESTION, (Paragraph("Which?"),), (Button(wide, "a"), Button(narrow, "b")), 1)
    (part,) = _Rendering().render(Outgoing(1, "telegram:7", None, message, 0))
    assert part.html == f"Which?\n{telegram.LABELS_IN_FULL}\n- {wide}"
    assert part.keyboard is not None
    assert wide in part.keyboard
