"""Files on request in Telegram: the whole service against a stand-in, from the words to the document in the chat."""

import asyncio
import io
import logging
import re
import struct
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from threading import Event

import pytest
from pypdf import PdfReader
from serving import Running, now, running, texts
from stores import Person, dialogue
from telegram.error import BadRequest, NetworkError

from bot import phrases
from bot.channels.refusal import RefusalMeaning
from bot.channels.sending.pacing import Patience
from bot.channels.telegram.delivery.api_errors import classify_error
from bot.config.errors import UsageFault
from bot.documents.file_maker import draw_file
from bot.documents.report.formats import render_report
from bot.documents.report.phrases import NO_EXTRA
from bot.documents.report.report import Report, make_report
from bot.workbench.telegram_standin import ChatMessage, Standin
from bot.workbench.telegram_standin import Person as Patient
from bot.workbench.telegram_standin.clients import make_client
from storage.audit.chain import read_entry
from storage.crypto.keyring import STORE_CHAIN
from storage.features.members import Role
from storage.maintenance.verify import inspect_screening
from storage.model.codes import format_code
from storage.model.entries import EntryKind
from storage.model.file_request import FileOrder
from storage.model.stored import StoredScreening
from storage.unit_of_work.unit_of_work import UnitOfWork

FAULTS = (UsageFault(NO_EXTRA), ValueError("T-ALL"), BaseException("a panic about T-ALL"))

HASTY = Patience(first_seconds=0.02, most_seconds=0.05)


@pytest.fixture
def standin() -> Iterator[Standin]:
    """A stand-in for Telegram."""
    with Standin() as opened:
        yield opened


async def say(bot: Running, person: Patient, *lines: str) -> None:
    """Lets a person say some lines, one after another."""
    for line in lines:
        await bot.does(lambda line=line: person.sends(line))  # type: ignore[misc]  # a default of a lambda


async def screening(
    bot: Running, number: int, *lines: str, role: Role = Role.CLINICIAN
) -> tuple[Patient, StoredScreening]:
    """Lets in somebody who begins a screening and says some lines in it; returns them, and the stored screening."""
    person = bot.standin.person(number)
    await bot.does(lambda: person.starts(bot.invitation(role)))
    await say(bot, person, *(lines or ("120 days",)))
    return person, find_stored(bot, number)


async def asks_in_vain(person: Patient, asked: str, standin: Standin) -> None:
    """Lets a person ask for a file while Telegram refuses all files, again and again; waits until one was refused."""
    standin.faults.share("bad_gateway", methods=["sendDocument"])
    await asyncio.to_thread(person.sends, asked)
    await refused_once_more(standin)


async def refused_once_more(standin: Standin) -> None:
    """Waits until a file was refused that was made after all that was said before."""
    before = standin.faults.happened.total()
    await asyncio.to_thread(standin.wait_for, lambda: standin.faults.happened.total() >= before + 2)


def find_stored(bot: Running, number: int) -> StoredScreening:
    """Returns the screening that a person used last."""
    with bot.store.reading() as repository:
        return repository.list_owned(f"telegram:{number}")[0]


def files(person: Patient) -> list[ChatMessage]:
    """Returns the messages with a file that a person sees."""
    return [message for message in person.sees() if message.file is not None]


def held(message: ChatMessage) -> bytes:
    """Returns the content of a message's file."""
    assert message.file is not None
    return message.file.content


def read(pdf: bytes) -> str:
    """Returns the text of a PDF, with single spaces."""
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())


def reported(stored: StoredScreening, at: datetime) -> Report:
    """Returns the report of a screening, as of a moment."""
    verdict = dialogue().evaluator.evaluate(stored.screening.answers, at.date())
    return make_report(dialogue().trial, stored.screening, verdict, format_code(stored.code), at)


def logged(bot: Running) -> list[tuple[EntryKind, str]]:
    """Returns what stands in the store's trail."""
    with bot.store.reading() as repository:
        entries = [read_entry(bot.store.keyring.store_key, row) for row in repository.list_entries(STORE_CHAIN)]
    return [(entry.kind, entry.note) for entry in entries]


def exports(bot: Running, stored: StoredScreening) -> list[str]:
    """Returns what a screening was exported as."""
    return [entry.note for _, entry in inspect_screening(bot.store, stored).entries if entry.kind is EntryKind.EXPORTED]


def forgotten(uow: UnitOfWork, screening_id: bytes) -> None:
    """Forgets a screening."""
    stored = uow.find_by_id(screening_id)
    assert stored is not None
    uow.forget(stored)


def handed_over(uow: UnitOfWork, screening_id: bytes) -> None:
    """Makes a screening that of the person of the event."""
    stored = uow.find_by_id(screening_id)
    assert stored is not None
    uow.hand_over(stored)


@pytest.mark.asyncio
async def test_the_report_comes_as_the_pdf_that_the_command_would_make(standin: Standin, tmp_path: Path) -> None:
    """Protects "sent as a file in Telegram on request": the right screening's, byte for byte, noted in its trail."""
    async with running(standin, tmp_path) as bot:
        anna, _ = await screening(bot, 7, "120 days", "T-ALL", "stop here", "show the result")
        assert [each["text"] for each in anna.last.buttons()].count(phrases.REPORT_LABEL) == 1
        await say(bot, anna, "pdf")
        await asyncio.to_thread(standin.wait_for, lambda: files(anna))
        stored = find_stored(bot, 7)
        (entry,) = [
            entry for _, entry in inspect_screening(bot.store, stored).entries if entry.kind is EntryKind.EXPORTED
        ]
    code = format_code(stored.code)
    report = reported(stored, entry.at)
    (sent,) = files(anna)
    assert held(sent) == render_report(report, "pdf")
    assert sent.file is not None
    assert (sent.file.name, sent.file.kind) == (f"trialscreen-{code}-{entry.at:%Y-%m-%d}.pdf", "application/pdf")
    assert (sent.text, sent.is_protected) == (phrases.FILE_CAPTION.format(what="Report", code=code), False)
    assert (entry.note, entry.channel, entry.who) == ("report, pdf", "telegram", "telegram:7")
    assert "T-ALL" in read(held(sent))
    assert sent is anna.last, "nothing else is said; what stood open still stands there"


@pytest.mark.asyncio
async def test_every_form_is_sent_and_an_unfinished_report_says_so(standin: Standin, tmp_path: Path) -> None:
    """Protects "PDF (A4 and Letter), HTML, PNG; sent on request": what is asked for, in that order, with its text."""
    async with running(standin, tmp_path) as bot:
        anna, stored = await screening(bot, 7)
        code = format_code(stored.code)
        for line in ("pdf letter", f"/picture {code}", f"HTML {code.lower()}", "/text"):
            anna.sends(line)
        await asyncio.to_thread(standin.wait_for, lambda: "Every criterion: Blinatumomab" in texts(anna)[-2])
        assert exports(bot, find_stored(bot, 7)) == ["report, pdf", "picture, png", "report, html", "report, text"]
    pdf, picture, page = files(anna)
    assert [float(side) for side in PdfReader(io.BytesIO(held(pdf))).pages[0].mediabox[2:]] == [612, 792]
    assert "UNFINISHED, answers so far: 1." in read(held(pdf))
    assert struct.unpack(">I", held(picture)[16:20])[0] >= 1600
    assert "UNFINISHED, answers so far: 1." in held(page).decode()
    shown = [message for message in anna.sees() if message.id > page.id and message.sender is not anna.user]
    assert shown[0].text.startswith(f"Screening report {code}")
    assert "What is the diagnosis?" in shown[-1].text, "what stands open is asked below it"
    assert all(message.is_protected for message in shown), "what stands in the chat is not passed on"


@pytest.mark.asyncio
async def test_what_cannot_be_asked_for_is_told_in_a_sentence(standin: Standin, tmp_path: Path) -> None:
    """Protects "another person's code": nothing is made or noted, just as where there is nothing to report."""
    async with running(standin, tmp_path) as bot:
        _, others = await screening(bot, 8)
        anna = standin.person(7)
        await bot.does(lambda: anna.starts(bot.invitation()))
        told = {
            "pdf": phrases.NOTHING_TO_FILE,
            f"pdf {others.code}": phrases.NOT_YOURS.format(code=format_code(others.code)),
            "picture K7Q4-2MY": phrases.NO_CODE,
        }
        for asked, sentence in told.items():
            await say(bot, anna, asked)
            assert sentence in "\n".join(texts(anna)[-2:]), asked
        await say(bot, anna, "120 days", "forget")
        await bot.does(lambda: anna.taps(f"Forget {format_code(find_stored(bot, 7).code)}"))
        await say(bot, anna, "pdf")
        assert phrases.FILE_WHICH.format(words="report pdf") in texts(anna)[-1]
        assert not exports(bot, others)
    assert not files(anna)


@pytest.mark.asyncio
async def test_a_file_waits_its_turn_and_comes_once(standin: Standin, tmp_path: Path) -> None:
    """Protects "in order per chat, with retries": what Telegram refused at first comes before what was said later."""
    async with running(standin, tmp_path, patience=HASTY) as bot:
        anna, _ = await screening(bot, 7)
        standin.faults.next("internal_error", "bad_gateway", methods=["sendDocument"])
        await say(bot, anna, "pdf", "/status")
        await asyncio.to_thread(standin.wait_for, lambda: any("Where you stand" in text for text in texts(anna)))
    assert standin.faults.happened.total() == 2
    (sent,) = files(anna)
    assert next(message.id for message in anna.sees() if "Where you stand" in message.text) > sent.id


@pytest.mark.asyncio
async def test_a_file_that_was_asked_for_before_a_restart_comes_after_it(standin: Standin, tmp_path: Path) -> None:
    """Protects "no acknowledged request is lost": the request is stored, and holds no answer in the meantime."""
    async with running(standin, tmp_path, patience=HASTY) as bot:
        anna, _ = await screening(bot, 7)
        await asks_in_vain(anna, "pdf", standin)
        (waiting,) = bot.store.outbox.list_waiting("telegram:7")
        assert waiting.screening is None
        assert waiting.message.text == ""
    assert not files(anna)
    standin.faults.clear()
    async with running(standin, tmp_path, patience=HASTY):
        await asyncio.to_thread(standin.wait_for, lambda: files(anna))
    assert "120 days" in read(held(files(anna)[0]))


@pytest.mark.asyncio
async def test_an_answer_that_was_changed_meanwhile_stands_in_the_file(standin: Standin, tmp_path: Path) -> None:
    """Protects "made at": a file that had to wait shows the screening as it is when sent, and tells that time."""
    made: list[tuple[FileOrder, Report]] = []

    def draw(order: FileOrder, report: Report) -> bytes:
        made.append((order, report))
        return draw_file(order, report)

    async with running(standin, tmp_path, patience=HASTY, draw=draw) as bot:
        anna, _ = await screening(bot, 7)
        await asks_in_vain(anna, "html", standin)
        await asyncio.to_thread(anna.sends, "T-ALL")
        await asyncio.to_thread(standin.wait_for, lambda: len(find_stored(bot, 7).screening.answers) > 1)
        await refused_once_more(standin)
        standin.faults.clear()
        await asyncio.to_thread(standin.wait_for, lambda: files(anna))
    assert "<strong>T-ALL</strong>" in held(files(anna)[0]).decode()
    (order, first), (_, last) = made[0], made[-1]
    assert first.at == order.at, "nothing had changed then"
    assert last.last_answer is not None
    assert last.at >= last.last_answer > order.at


@pytest.mark.asyncio
@pytest.mark.parametrize("take", [forgotten, handed_over])
async def test_what_is_not_theirs_any_more_is_not_sent(
    take: Callable[[UnitOfWork, bytes], object], standin: Standin, tmp_path: Path
) -> None:
    """Protects "forgotten for good", and "no longer yours": a plain sentence comes in the place of the file."""
    async with running(standin, tmp_path, patience=HASTY) as bot:
        anna, stored = await screening(bot, 7)
        await asks_in_vain(anna, "pdf", standin)
        bot.store.take(Person(bot.store, "telegram:9", now=now()).inbound(), lambda uow: take(uow, stored.id))
        await asyncio.to_thread(standin.wait_for, lambda: texts(anna)[-1] == phrases.FILE_GONE)
    assert not files(anna)


@pytest.mark.asyncio
@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: type(fault).__name__)
async def test_a_file_that_cannot_be_made_stops_nobody(
    fault: BaseException, standin: Standin, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Protects "an extra that is missing: one clear line, the bot goes on", to the person and to the operator."""

    def draw(_: FileOrder, __: Report) -> bytes:
        raise fault

    async with running(standin, tmp_path, draw=draw) as bot:
        anna, _ = await screening(bot, 7, "120 days", "T-ALL")
        with caplog.at_level(logging.WARNING):
            await say(bot, anna, "pdf", "/status")
    assert not files(anna)
    told = phrases.FILE_LACKS_EXTRA if isinstance(fault, UsageFault) else phrases.FILE_NOT_MADE
    assert told.format(what="Report") in texts(anna)
    assert "Where you stand" in texts(anna)[-1]
    (line,) = [record.getMessage() for record in caplog.records if record.name == "bot.documents.file_maker"]
    assert ("[reports]" in line) is isinstance(fault, UsageFault)
    assert "T-ALL" not in caplog.text


@pytest.mark.asyncio
async def test_no_other_chat_waits_for_a_file(standin: Standin, tmp_path: Path) -> None:
    """Protects "without holding up other chats": while one person's file is being made, another is answered."""
    is_making, may_end = Event(), Event()

    def draw(order: FileOrder, report: Report) -> bytes:
        is_making.set()
        assert may_end.wait(10)
        return draw_file(order, report)

    async with running(standin, tmp_path, draw=draw) as bot:
        anna, _ = await screening(bot, 7)
        ben, _ = await screening(bot, 8)
        await asyncio.to_thread(anna.sends, "pdf")
        assert await asyncio.to_thread(is_making.wait, 10)
        await asyncio.to_thread(ben.sends, "T-ALL")
        await asyncio.to_thread(standin.wait_for, lambda: "✓ Diagnosis: T-ALL" in texts(ben)[-1])
        assert not files(anna)
        may_end.set()
        await asyncio.to_thread(standin.wait_for, lambda: files(anna))


@pytest.mark.asyncio
async def test_a_few_files_a_minute_are_enough(standin: Standin, tmp_path: Path) -> None:
    """Protects the program from somebody who has hundreds of files made: one sentence, and others still get theirs."""
    async with running(standin, tmp_path, draw=lambda *_: b"made") as bot:
        anna, _ = await screening(bot, 7)
        ben, _ = await screening(bot, 8)
        await say(bot, anna, *["pdf"] * 6)
        await say(bot, ben, "pdf")
        assert len(exports(bot, find_stored(bot, 7))) == 4
    assert (len(files(anna)), len(files(ben))) == (4, 1)
    assert texts(anna).count(phrases.TOO_MANY_FILES) == 2


@pytest.mark.asyncio
async def test_a_coordinator_reads_the_log_in_the_chat(standin: Standin, tmp_path: Path) -> None:
    """Protects "in chat for coordinators", "the last two recorded with /log". Small numbers need to be asked for."""
    month = f"{now():%Y-%m}"
    async with running(standin, tmp_path) as bot:
        carla, _ = await screening(bot, 7, role=Role.COORDINATOR)
        await say(
            bot,
            carla,
            "/log approached 2",
            f"/log enrolled 1 {month} INTERFANT-21",
            "/log enrolled -2",
            "/log",
            "/log exact",
            "/log csv",
        )
        await asyncio.to_thread(standin.wait_for, lambda: files(carla))
        assert logged(bot)[-3:] == [
            (EntryKind.READ, "screening log of all trials, all months: log"),
            (EntryKind.READ, "screening log of all trials, all months: log, exact"),
            (EntryKind.EXPORTED, "screening log of all trials, all months: csv"),
        ]
    seen = "\n".join(texts(carla))
    assert f"interfant-21, {month}: approached +2, 2 in all." in seen
    assert phrases.LOG_TOO_FEW.format(step="enrolled", month=month) in seen
    assert re.search(r"approached +<5[\s\S]+approached +2\n", seen)
    (sent,) = files(carla)
    assert b"interfant-21" in held(sent)
    assert sent.file is not None
    assert sent.file.name.endswith(".csv")


@pytest.mark.asyncio
async def test_nobody_else_reads_or_marks_the_log(standin: Standin, tmp_path: Path) -> None:
    """Protects "coordinator (reads the log)". One who mistypes is told how to ask, and nothing is recorded."""
    async with running(standin, tmp_path) as bot:
        anna, _ = await screening(bot, 7)
        await say(bot, anna, "/log", "/log enrolled 1")
        assert texts(anna).count(phrases.LOG_NOT_COORDINATOR) == 2
        carla, _ = await screening(bot, 8, role=Role.COORDINATOR)
        wrong = (
            "/log everything",
            "/log enrolled",
            "/log 3",
            "/log enrolled 0",
            "/log enrolled 1 csv",
            "/log 2026-06 2026-07",
        )
        await say(bot, carla, *wrong, "/log enrolled 1 2099-01")
        assert sum(text.startswith("/log shows") for text in texts(carla)) == len(wrong)
        assert texts(carla)[-1] == phrases.LOG_FUTURE.format(month="2099-01")
        assert EntryKind.MARKED not in [what for what, _ in logged(bot)]


@pytest.mark.asyncio
async def test_a_file_beyond_telegrams_limits_is_refused_for_good(standin: Standin) -> None:
    """Protects the stand-in's strictness, and that what can never be taken is not tried for a day."""
    bot, anna = make_client(standin), standin.person(7)
    anna.starts()
    async with bot:
        with pytest.raises(NetworkError, match="Request Entity Too Large") as large:
            await bot.send_document(7, bytes(50 * 2**20 + 1), filename="large.pdf")
        assert classify_error(large.value) is RefusalMeaning.NEVER
        with pytest.raises(BadRequest, match="caption is too long"):
            await bot.send_document(7, b"x", filename="x.pdf", caption="x" * 1_025)
        with pytest.raises(BadRequest, match="Wrong file identifier"):
            await bot.send_document(7, "no-file-of-telegrams")
        with pytest.raises(BadRequest, match="must be non-empty"):
            await bot.send_document(7, b"", filename="x.pdf")


@pytest.mark.asyncio
async def test_a_file_that_telegram_never_takes_is_told(standin: Standin, tmp_path: Path) -> None:
    """Protects from silence: a file or a caption that is too long is told in a sentence, once, and the chat goes on."""
    async with running(standin, tmp_path, draw=lambda *_: b"made") as bot:
        anna, _ = await screening(bot, 7, "120 days", "T-ALL")
        standin.faults.next("bad_request", methods=["sendDocument"])
        await say(bot, anna, "pdf", "/status")
        told = [each for each in texts(anna) if each.startswith("Report: made, but this chat does not take it.")]
        assert len(told) == 1
        assert told[0].rstrip(".").rpartition(" ")[2].isdigit()
        assert standin.counters.calls["senddocument"] == 0, "it was not tried again"
        assert bot.counted('messages_dropped_total{why="bad_request"}') == 1
        assert anna.last.text != told[0]
