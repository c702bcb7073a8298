"""`trialscreen chat`: a screening in the terminal."""

import sys
from pathlib import Path

from bot import phrases
from bot.channels.terminal import chat
from bot.config.clock import Clock, clock
from bot.config.errors import UsageFault
from bot.config.new_file import check_new
from bot.config.sites import listed_sites
from bot.config.trial_catalogue import find, names
from bot.session.conversation import InMemory
from bot.workbench.recordings import recorded_to, recording
from dialogs.conversation.dialogue import Dialogue
from dialogs.testing.scripts.recording import Recording


def run(trial_name: str, database: str, code: str, now: str | None, record: Path | None, *, is_ephemeral: bool) -> int:
    """Holds a conversation in the terminal. Returns 0 for any verdict, and for leaving early.

    With `record`, the script of the screening that is open at the end is written into that file, which must not be there yet.
    """
    time = clock(now)
    if record is not None:
        check_new(record)
    if is_ephemeral:
        if database or code:
            raise UsageFault("--ephemeral keeps nothing; leave out --database and --code, or leave out --ephemeral")
        found = find(trial_name or names()[0])
        conversation = InMemory(Dialogue(found, contacts=listed_sites(found.id).of(found.id)), time)
        with recorded_to(record, lambda: _recording(conversation)):
            return chat(conversation, sys.stdin, sys.stdout)
    return _kept(trial_name, database, code, time, record)


def _recording(conversation: InMemory) -> Recording | None:
    screening = conversation.screening
    return None if screening is None else recording(conversation.dialogue, conversation.history, screening)


def _kept(trial_name: str, database: str, code: str, time: Clock, record: Path | None) -> int:
    from bot.config import store_access as keeping  # noqa: PLC0415 - the database library is slow to import, and an ephemeral screening needs none
    from bot.config.dialogue_registry import Dialogues  # noqa: PLC0415
    from bot.session.service import FrontDesk  # noqa: PLC0415
    from bot.session.stored_conversation import KeptConversation  # noqa: PLC0415
    from bot.workbench.kept_recordings import recording_at  # noqa: PLC0415

    trial = trial_name or names()[0]
    sites = listed_sites(find(trial).id)  # a wrong name, or a fault of the sites file, is told before a store is made
    opened = keeping.opened_or_made(database, time())
    store = opened.store
    try:
        retention = store.retention
        dialogues = Dialogues(phrases.PRIVACY_KEPT.format(idle=retention.idle_days, finished=retention.finished_days), sites)
        front = FrontDesk(dialogues, trial, retention)
        conversation = KeptConversation(store, front, keeping.person(), time, code)
        with keeping.as_usage_faults(), recorded_to(record, lambda: recording_at(store, dialogues, conversation.reply)):
            return chat(conversation, sys.stdin, sys.stdout, _noted(opened.new_key_file))
    finally:
        store.close()


def _noted(new_key_file: Path | None) -> str:
    """Returns what to say of a key that was made just now; with no person at the terminal it goes to standard error."""
    if new_key_file is None:
        return ""
    note = phrases.KEY_MADE.format(file=new_key_file)
    if sys.stdin.isatty() and sys.stdout.isatty():
        return note
    sys.stderr.write(f"trialscreen: {note}\n")
    return ""
