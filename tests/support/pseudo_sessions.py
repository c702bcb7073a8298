"""What is said around screenings in the pseudo-language: by the session service, in the terminal, in files."""

import io
import re
from collections.abc import Iterator
from datetime import timedelta
from html import unescape
from pathlib import Path

from pseudo_marks import rejoin
from pseudo_scripts import list_lines, say_marked
from rich.console import Console
from stores import ANSWERS, NOW, place, store_at

from bot.channels.terminal import wording
from bot.channels.terminal.message_page import make_message_page, make_summary
from bot.channels.terminal.plain import converse_plainly
from bot.channels.terminal.prompt import Prompt
from bot.channels.terminal.render_context import RenderContext
from bot.config.clock import Clock
from bot.config.dialogue_registry import Dialogues
from bot.documents.file import TextTable
from bot.documents.log_file_maker import make_log_file
from bot.documents.picture.decision import lay_out_decision
from bot.documents.picture.layout import PictureLayout
from bot.documents.picture.pathway import lay_out_pathway
from bot.documents.report.html import render_html
from bot.documents.report.pdf import plain_sheet
from bot.documents.report.report import Report, make_report
from bot.documents.report.text import format_text
from bot.session.conversation import InMemoryConversation
from bot.session.file_rate_limit import FileLimit
from bot.session.log_requests import answer_request
from bot.session.service import SessionService
from bot.session.stored_conversation import StoredConversation
from dialogs.conversation.dialogue import Dialogue
from dialogs.conversation.messages import Message
from dialogs.conversation.pages import list_reaching_lines
from dialogs.conversation.screening import Said, Tapped
from storage.features.members import Role
from storage.model.codes import format_code
from storage.model.file_request import FileOrder
from storage.model.people import AccountName, PersonId
from storage.model.stored import InboundEvent
from storage.unit_of_work.store import Store

TRIAL = "interfant-21"
UNFINISHED = ("366 days", "B-cell MPAL", "relapsed", "waiting", "don't know", "about 10 mg", "back", "status")
PAGES = (
    "why", "trial", "criteria", "plain", "pathway", "hospitals", "support", "report", "help", "privacy", "change",
    "start over", "stop", "resume",
)  # fmt: skip
KEPT = (
    "list", "open", "open K7Q4-2MX", "open nonsense", "hand over", "hand over nonsense", "take", "take nonsense",
    "take K7Q-42M-XD1", "pdf", "html", "picture", "text", "/new nonsense", "/new", "pdf", "list",
    "forget K7Q4-2MX", "forget",
)  # fmt: skip
LOG = (
    "/log", "/log nonsense", "/log approached 2", "/log enrolled 1 2099-01", "/log enrolled -5 2026-06",
)  # fmt: skip


class PseudoPerson:
    """Somebody with stored screenings, who notes every line that is shown."""

    def __init__(self, store: Store, person: str, lines: set[str]) -> None:
        self.lines = lines
        service = SessionService(Dialogues(), TRIAL, store.retention)
        self.now = NOW
        self.seen = ""
        self.conversation = StoredConversation(store, service, person, Clock(machine=lambda: self.now))
        self._note(self.conversation.begin(may_choose=True))

    def say(self, *texts: str) -> None:
        """Says texts, a minute apart."""
        for text in texts:
            self.now += timedelta(minutes=1)
            shown = self.conversation.reply.messages
            self._note(self.conversation.take_event(Said(say_marked(text, shown))))

    def tap(self, key: str) -> None:
        """Taps the first button whose key begins with `key`."""
        message = self.conversation.reply.messages[-1]
        found = next(button.key for button in message.buttons if button.key.startswith(key))
        self._note(self.conversation.take_event(Tapped(message.number, found)))

    @property
    def code(self) -> str:
        """The code of the open screening."""
        assert self.conversation.stored is not None, "the screening is kept"
        return format_code(self.conversation.stored.code)

    def leave(self) -> None:
        """Leaves."""
        self.lines.add(self.conversation.leave())

    def _note(self, messages: tuple[Message, ...]) -> None:
        shown = list(list_lines(messages))
        self.lines.update(shown)
        self.seen = "\n".join(shown)


def hold_sessions(folder: Path) -> set[str]:
    """Returns the lines that the session service says to people whose screenings are stored."""
    lines: set[str] = set()
    with store_at(place(folder)) as store:
        anna = PseudoPerson(store, "anna", lines)
        anna.leave()
        anna.say(*ANSWERS, *PAGES)
        anna.say(*KEPT, f"open {anna.code}", "forget")
        anna.tap("desk.keep")
        anna.say("inaccurate")
        for key in ("desk.inaccurate:criterion", "desk.inaccurate:criterion/E1", "desk.inaccurate:criterion/E1/wrong"):
            anna.tap(key)
        anna.say(*UNFINISHED)
        anna.say("hand over")
        handover = re.search(r"[A-Z0-9]{3}-[A-Z0-9]{3}-[A-Z0-9]{3}", anna.seen)
        assert handover is not None, "handing over gives a code"
        PseudoPerson(store, "ben", lines).say(f"take {handover[0]}", "list")
        anna.say("status", "/new", *UNFINISHED)
        anna.say("forget")
        PseudoPerson(store, "anna", lines).say("list")
        anna.tap("desk.destroy")
        anna.say("list", "status")
        anna.leave()
        lines.update(_ask_for_logs(store))
    return lines


def hold_terminal(dialogue: Dialogue) -> set[str]:
    """Returns the lines that a conversation in the plain terminal prints."""
    said = "\n".join([*ANSWERS, *PAGES]) + "\n"
    stdin, stdout = io.TextIOWrapper(io.BytesIO(said.encode()), "utf-8"), io.StringIO()
    converse_plainly(InMemoryConversation(dialogue, lambda: NOW), stdin, stdout, prompt="> ")
    return {line.removeprefix("> ") for line in stdout.getvalue().splitlines()}


def hold_screen(dialogue: Dialogue) -> set[str]:
    """Returns the lines that a terminal with arrow keys shows, on a screen so wide that no line is wrapped."""
    context, shown = RenderContext(width=5_000), io.StringIO()
    console = Console(file=shown, width=context.width, markup=False, emoji=False, highlight=False)
    conversation = InMemoryConversation(dialogue, lambda: NOW)
    messages = conversation.begin(may_choose=False)
    console.print(wording.KEYS)
    for text in (*ANSWERS, *PAGES):
        summary = make_summary(messages, context)
        console.print(*(make_message_page(each, context) for each in messages), "" if summary is None else summary)
        prompt = Prompt(messages[-1], context)
        console.print(prompt.hint(), *(f"\n{row.lead}{row.label}" for row in prompt.choices.make_rows()))
        prompt.move(1)
        console.print(prompt.hint())
        messages = conversation.take_event(Said(say_marked(text, messages)))
    return set(re.sub("[─│╭╮╰╯┌┐└┘├┤]", " ", shown.getvalue()).splitlines())


def make_files(dialogue: Dialogue) -> set[str]:
    """Returns the lines of the reports and pictures of several screenings."""
    lines = set(_list_texts(lay_out_pathway(dialogue.trial)))
    for answers in (ANSWERS, ANSWERS[:4], ("400 days", "T-ALL"), (*ANSWERS[:3], "waiting", *UNFINISHED), ()):
        conversation = InMemoryConversation(dialogue, lambda: NOW)
        conversation.begin(may_choose=False)
        for text in answers:
            conversation.take_event(Said(text))
        assert conversation.screening is not None
        verdict = dialogue.evaluator.evaluate(conversation.screening.answers, NOW.date())
        report = make_report(
            dialogue.trial,
            conversation.screening,
            verdict,
            "K7Q4-2MX",
            NOW,
            reaching=list_reaching_lines(dialogue.contacts),
        )
        lines.update(_list_report_lines(report))
    return lines


def _list_report_lines(report: Report) -> Iterator[str]:
    yield from format_text(report).splitlines()
    page = re.sub(r"<style>.*?</style>", "", render_html(report), flags=re.DOTALL)
    yield from unescape(re.sub(r"<[^>]+>", "\n", page)).splitlines()
    yield from _list_strings({key: each for key, each in plain_sheet(report, "a4").items() if key not in _NOT_SHOWN})
    yield from _list_texts(lay_out_decision(report))


def _list_strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, each in value.items():
            yield from () if key in _NOT_SHOWN else _list_strings(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _list_strings(each)


def _list_texts(layout: PictureLayout) -> Iterator[str]:
    yield from (layout.title, layout.description)
    for panel in (inner for outer in layout.panels for inner in outer.iterate()):
        yield panel.told
        yield rejoin(line.text for line in panel.lines)


def _ask_for_logs(store: Store) -> Iterator[str]:
    for number, (text, role) in enumerate([*((text, Role.COORDINATOR) for text in LOG), ("/log", Role.CLINICIAN)]):
        inbound = InboundEvent("test", f"log {number}", "logs", AccountName("cora"), NOW)
        store.take(inbound, lambda uow, text=text, role=role: answer_request(uow, role, text, FileLimit()))  # type: ignore[misc]
    for waiting in store.outbox.list_waiting("logs"):
        yield from waiting.message.text.splitlines()
    for exact in ("", "exact"):
        made = make_log_file(store, Dialogues(), FileOrder("log", PersonId("cora"), NOW, how=("", "", exact)), NOW)
        assert isinstance(made, TextTable)
        yield from made.text.splitlines()


_NOT_SHOWN = {"paper", "language", "standing", "effect"}
"""What the template of the report does not show."""
