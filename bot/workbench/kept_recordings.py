"""Recordings of kept screenings: what happened to their answers stands in their chains of entries."""

from bot.config.dialogue_registry import Dialogues
from bot.session.chat_state import SessionReply
from bot.workbench.recordings import make_recording
from dialogs.conversation.screening import Happened
from dialogs.testing.scripts.recording.recording import Recording
from storage.model.stored import StoredScreening
from storage.unit_of_work.store import Store
from storage.unit_of_work.trail import read_trail


def make_stored_recording(store: Store, dialogues: Dialogues, stored: StoredScreening) -> Recording | None:
    """Returns the recording of a screening as it was read, or None where it was forgotten or is unreadable now."""
    with store.reading() as repository:
        current = repository.find_by_id(stored.id)
        entries = read_trail(repository, stored.id)
        dialogue = dialogues.find_by_digest(stored.screening.digest, repository.find_definition)
    if current is None or current.owner != stored.owner or dialogue is None:
        return None
    told = [entry for number, entry in entries if number <= stored.head.number]
    history = tuple(Happened(each.fact, each.before, each.after) for each in told if each.fact is not None)
    return make_recording(dialogue, history, stored.screening)


def make_reply_recording(store: Store, dialogues: Dialogues, reply: SessionReply) -> Recording | None:
    """Returns the recording of the screening that was open at the session service's last reply; None where none was."""
    if reply.stored is not None:
        return make_stored_recording(store, dialogues, reply.stored)
    unstored = reply.chat_state.unstored
    found = None if unstored is None else dialogues.find_unstored(unstored)
    return None if found is None or unstored is None else make_recording(found[0], (), unstored)
