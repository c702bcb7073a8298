"""Recordings of kept screenings: what happened to their answers stands in their chains of entries."""

from bot.config.dialogue_registry import Dialogues
from bot.session.service import Reply
from bot.workbench.recordings import recording
from dialogs.conversation.screening import Happened
from dialogs.testing.scripts.recording import Recording
from storage.audit.chain import read_entry
from storage.model.stored import Kept
from storage.unit_of_work.store import Store


def recording_of(store: Store, dialogues: Dialogues, kept: Kept) -> Recording | None:
    """Returns the recording of a screening as it was read, or None where it was forgotten since, or nothing can read it any more."""
    with store.reading() as shelf:
        current = shelf.by_id(kept.id)
        rows = shelf.rows(kept.id)
        dialogue = dialogues.by_digest(kept.screening.digest, shelf.definition)
    if current is None or current.owner != kept.owner or dialogue is None:
        return None
    entries = [read_entry(kept.secret, row) for row in rows if row.number <= kept.head.number]
    history = tuple(Happened(each.fact, each.before, each.after) for each in entries if each.fact is not None)
    return recording(dialogue, history, kept.screening)


def recording_at(store: Store, dialogues: Dialogues, reply: Reply) -> Recording | None:
    """Returns the recording of the screening that was open at the front desk's last reply; None where none was."""
    if reply.kept is not None:
        return recording_of(store, dialogues, reply.kept)
    unkept = reply.seat.unkept
    found = None if unkept is None else dialogues.of_unkept(unkept)
    return None if found is None or unkept is None else recording(found[0], (), unkept)
