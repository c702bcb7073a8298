"""`trialscreen chat`: a screening in the terminal."""

# ruff: noqa: PLC0415 - the database library is slow to import, and so are scripts: few screenings need all of them

import os
import sys
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

from bot import phrases
from bot.channels.terminal import chat
from bot.cli.note_file import read_note_file
from bot.config.clock import Clock, make_clock
from bot.config.errors import UsageFault
from bot.config.files import STDIN
from bot.config.new_file import check_new
from bot.config.output import print_notes
from bot.config.sites import read_listed_sites
from bot.config.trial_catalogue import choose_name, find_trial
from bot.session.conversation import Conversation, InMemoryConversation
from bot.session.note_conversation import NoteConversation
from dialogs.conversation.dialogue import Dialogue

if TYPE_CHECKING:
    from bot.config.dialogue_registry import Dialogues
    from bot.config.store_access import OpenedStore
    from bot.session.stored_conversation import StoredConversation
    from dialogs.testing.scripts.recording.recording import Recording


def run(
    trial_name: str, database: str, code: str, now: str | None, record: Path | None, *, note: str, is_ephemeral: bool
) -> int:
    """Holds a conversation in the terminal. Returns 0 for any verdict, and for leaving early.

    With `record`, the script of the screening that is open at the end is written into that file, which must not be
    there yet. `note` names the file of a note with which it begins.
    """
    time = make_clock(now)
    text = read_note_file(note) if note else ""
    if record is not None:
        check_new(record)
    if is_ephemeral:
        if database or code:
            raise UsageFault("--ephemeral keeps nothing; leave out --database and --code, or leave out --ephemeral")
        found = find_trial(choose_name(trial_name))
        contacts = read_listed_sites(found.id).find_contacts(found.id)
        conversation = InMemoryConversation(Dialogue(found, contacts=contacts), time, Path.cwd())
        with _record_ephemeral(record, conversation):
            return _converse(conversation, note, text)
    return _hold_stored(trial_name, database, code, time, record, noted=(note, text))


def _record_ephemeral(file: Path | None, conversation: InMemoryConversation) -> AbstractContextManager[None]:
    """Records a conversation into a file, if there is one, once it is over."""
    if file is None:
        return nullcontext()
    from bot.workbench.recordings import make_recording, record_to

    def make() -> "Recording | None":
        screening = conversation.screening
        if screening is None:
            return None
        return make_recording(conversation.dialogue, conversation.history, screening)

    return record_to(file, make)


def _converse(conversation: Conversation, note: str, text: str, told: str = "") -> int:
    """Converses over standard input, with a note at its beginning; where the note came from there, nothing follows."""
    held = NoteConversation(conversation, text) if note else conversation
    if note != STDIN:
        return chat(held, sys.stdin, sys.stdout, told)
    with open(os.devnull, encoding="utf-8") as nothing:  # noqa: PTH123 - no path of a file
        return chat(held, nothing, sys.stdout, told)


def _hold_stored(
    trial_name: str, database: str, code: str, time: Clock, record: Path | None, *, noted: tuple[str, str]
) -> int:
    from bot.config.dialogue_registry import Dialogues
    from bot.config.login_name import get_login_name
    from bot.config.storage_faults import translate_faults
    from bot.config.store_access import open_or_make_store
    from bot.session.service import SessionService
    from bot.session.stored_conversation import StoredConversation

    trial = choose_name(trial_name)
    sites = read_listed_sites(find_trial(trial).id)  # a wrong name or sites file is told before a store is made
    opened = open_or_make_store(database, time.machine())
    store = opened.store
    try:
        retention = store.retention
        privacy = phrases.PRIVACY_KEPT.format(idle=retention.idle_days, finished=retention.finished_days)
        dialogues = Dialogues(privacy, sites)
        service = SessionService(dialogues, trial, retention, writes_files=True)
        conversation = StoredConversation(store, service, get_login_name(), time, code, folder=Path.cwd())
        with translate_faults(), _record_stored(record, conversation, dialogues):
            return _converse(conversation, *noted, _tell(opened))
    finally:
        store.close()


def _record_stored(
    file: Path | None, conversation: "StoredConversation", dialogues: "Dialogues"
) -> AbstractContextManager[None]:
    """Does the same for a conversation that is kept."""
    if file is None:
        return nullcontext()
    from bot.workbench.kept_recordings import make_reply_recording
    from bot.workbench.recordings import record_to

    return record_to(file, lambda: make_reply_recording(conversation.store, dialogues, conversation.reply))


def _tell(opened: "OpenedStore") -> str:
    """Returns what to say of a store: what opening it found, and a key that was made just now.

    With no person at the terminal it goes to standard error.
    """
    key = opened.new_key_file
    notes = [*opened.store.warnings, *([] if key is None else [phrases.KEY_MADE.format(file=key)])]
    if sys.stdin.isatty() and sys.stdout.isatty():
        return "\n".join(notes)
    print_notes(notes)
    return ""
