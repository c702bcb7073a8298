"""Finds a screening by its code, for the commands that read one."""

from bot import phrases
from bot.cli.command_store import find_acting_person, take
from bot.config.clock import MACHINE, Clock
from bot.config.dialogue_registry import Dialogues
from bot.config.errors import UsageFault
from bot.config.sites import read_listed_sites
from dialogs.conversation.dialogue import Dialogue
from storage.model.codes import format_code, read_code
from storage.model.entries import EntryKind
from storage.model.stored import StoredScreening
from storage.unit_of_work.store import Store
from storage.unit_of_work.unit_of_work import UnitOfWork


def read_screening(store: Store, code: str, why: str, clock: Clock = MACHINE) -> StoredScreening:
    """Returns a screening to be read; where it is another person's, that is noted first.

    Raises `UsageFault` where it was forgotten meanwhile: nothing of it is shown then.
    """
    stored = find_screening(store, code)
    if stored.owner == find_acting_person(store):
        return stored

    def handle(uow: UnitOfWork) -> StoredScreening | None:
        current = uow.find_by_id(stored.id)
        return None if current is None else uow.note(current, EntryKind.READ, why)

    noted = take(store, handle, clock)
    if noted is None:
        raise _is_gone(stored.code)
    return noted


def find_screening(store: Store, code: str) -> StoredScreening:
    """Returns the screening with a code. Raises `UsageFault` for a mistyped, an unknown and a forgotten one."""
    read = read_code(code)
    if read is None:
        raise UsageFault(f"{code[:20]!r}: {phrases.NO_CODE[0].lower()}{phrases.NO_CODE[1:]}")
    with store.reading() as repository:
        stored = repository.find_by_code(read)
    if stored is None:
        raise _is_gone(read)
    return stored


def load_dialogue(store: Store, stored: StoredScreening) -> Dialogue:
    """Returns the dialogue of a screening's own definition.

    Raises `UsageFault` where this program cannot read that any more.
    """
    with store.reading() as repository:
        dialogue = Dialogues(sites=read_listed_sites(stored.screening.trial)).find_by_digest(
            stored.screening.digest, repository.find_definition
        )
    if dialogue is None:
        raise UsageFault(phrases.UNREADABLE.format(code=format_code(stored.code), trial=stored.screening.trial))
    return dialogue


def _is_gone(code: str) -> UsageFault:
    return UsageFault(
        f"{format_code(code)}: no screening with this code is kept; it may have been forgotten (`trialscreen screening"
        " list`)"
    )
