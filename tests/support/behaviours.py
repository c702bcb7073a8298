"""What people, and the program by itself, do to a store: each must end well, or with a sentence."""

import os
import traceback
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from datetime import datetime, timedelta
from typing import Any

from commands import trialscreen
from full_store import FullStore
from intruder import sentences
from stores import KEY, Person

from bot.config.clock import Clock
from bot.config.dialogue_registry import Dialogues
from bot.config.errors import UsageFault
from bot.config.login_name import get_login_name
from bot.session.service import SessionService
from bot.session.stored_conversation import StoredConversation
from dialogs.conversation.screening import Said
from storage.features.account_links import AccountLinks
from storage.features.chats import ChatStates, find_active
from storage.features.enrolment_counts import EnrolmentCounts, EnrolmentStep
from storage.features.handover import Handovers
from storage.features.inaccuracies import Inaccuracies, Inaccuracy
from storage.features.members import Members, Role
from storage.features.tally import list_definitions, list_trials, read_tally
from storage.features.tally_counts import Period
from storage.maintenance.sweep import sweep
from storage.model.errors import StorageError
from storage.model.stored import InboundEvent
from storage.opening.opening import open_existing
from storage.unit_of_work.store import Store
from storage.unit_of_work.unit_of_work import UnitOfWork

Behaviour = Callable[[Store, FullStore], Any]

COMMANDS = (
    ("screening", "list"), ("screening", "show", "{code}"), ("screening", "audit"), ("screening", "audit", "{code}"),
    ("screening", "script", "{code}"), ("people",), ("log",), ("log", "--exact"), ("inaccuracies",), ("doctor",),
    ("invite", "clinician"),
)  # fmt: skip


def iterate_failures(full: FullStore, *, with_commands: bool) -> Iterator[str]:
    """Yields each behaviour that ends in another exception than a sentence for people, and where."""
    try:
        store = open_existing(full.where, KEY, full.now)
    except StorageError:
        return
    except Exception as error:  # noqa: BLE001 - this is what is looked for
        yield f"opening: {_describe(error)}"
        return
    with closing(store):
        store.patience_seconds = 0
        for name, behave in _BEHAVIOURS.items():
            try:
                behave(store, full)
            except (StorageError, UsageFault):
                continue
            except Exception as error:  # noqa: BLE001 - this is what is looked for
                yield f"{name}: {_describe(error)}"
    if with_commands:
        yield from _run_commands(full)


def _run_commands(full: FullStore) -> Iterator[str]:
    for command in COMMANDS:
        words = [word.format(code=full.codes[0]) for word in command]
        try:
            ran = trialscreen(*words)
        except Exception as error:  # noqa: BLE001 - this is what is looked for
            yield f"{' '.join(words[:2])}: {_describe(error)}"
            continue
        if ran.code not in (0, 1, 2) or "Traceback" in ran.err + ran.out:
            yield f"{' '.join(words[:2])}: exit {ran.code}, {ran.err[-200:]}"


def point_settings_at(full: FullStore) -> None:
    """Lets commands of this process find the store."""
    os.environ |= {
        "TRIALSCREEN_DATABASE": full.where.address.url.render_as_string(hide_password=False),
        "TRIALSCREEN_KEY": KEY.text,
        "TRIALSCREEN_ANCHOR": str(full.where.anchor),
        "TRIALSCREEN_FORGOTTEN": str(full.where.journal),
    }


def _describe(error: Exception) -> str:
    last = traceback.extract_tb(error.__traceback__)
    ours = next(frame for frame in reversed(last) if "/storage/" in frame.filename or "/bot/" in frame.filename)
    return f"{type(error).__name__} ({str(error)[:60]!r}) at {ours.filename.split('/')[-1]}:{ours.lineno}"


def _take(who: str, handle: Callable[[UnitOfWork, FullStore], Any]) -> Behaviour:
    def behave(store: Store, full: FullStore) -> Any:
        return store.take(Person(store, who, now=full.now).inbound(), lambda uow: handle(uow, full)).value

    return behave


def _chat(store: Store, full: FullStore) -> None:
    for code in ("", *full.codes[:1]):
        service = SessionService(Dialogues(), "interfant-21", store.retention)
        conversation = StoredConversation(store, service, get_login_name(), Clock(machine=lambda: full.now), code)
        with suppress(StorageError, UsageFault):
            conversation.begin(may_choose=True)
            conversation.take_event(Said("none"))
            conversation.take_event(Said("my screenings"))
            conversation.leave()


def _send(store: Store, full: FullStore) -> None:
    claimed, _ = store.outbox.claim_any(full.now + timedelta(hours=1))
    store.outbox.note_sent([each.id for each in claimed[1:]], full.now)
    for each in claimed[:1]:
        store.outbox.note_failed(each.id, full.now)
    store.outbox.give_back(store.outbox.list_leased())
    store.outbox.count_waiting()


def _list_waiting(store: Store, full: FullStore) -> None:
    for who in ("anna", "anna 2", "carla"):
        with suppress(StorageError):
            store.outbox.list_waiting(f"chat of {who}")
        with suppress(StorageError):
            store.outbox.find_receipt(f"chat of {who}", None, 0)
        with suppress(StorageError):
            store.outbox.claim(f"chat of {who}", full.now)


def _repeat_events(store: Store, full: FullStore) -> None:
    person = Person(store, "anna", now=full.now)
    with store.database.reading() as connection:
        known = connection.exec_driver_sql("SELECT channel, id FROM events LIMIT 200").all()
    for channel, event in known:
        if isinstance(channel, str) and isinstance(event, str) and f"{channel}{event}".isprintable():
            with suppress(StorageError):
                store.take(InboundEvent(channel, event, "", person.inbound().account, full.now), lambda _: None)


def _read_all(store: Store, full: FullStore) -> None:
    reads: tuple[Callable[[Any], Any], ...] = (
        lambda repository: list(repository.iterate_all()),
        lambda repository: read_tally(repository, Period()),
        lambda repository: list_trials(repository.connection),
        list_definitions,
        lambda repository: find_active(repository, datetime.fromtimestamp(0, full.now.tzinfo)),
        lambda repository: [repository.find_by_code(code) for code in full.codes],
        lambda repository: [repository.list_owned(who) for who in ("anna", "emil", "carla", "carl")],
    )
    for read in reads:
        with suppress(StorageError), store.reading() as repository:
            read(repository)


_NOTE = Inaccuracy("interfant-21", "1", "question dose", "unclear")
_BEHAVIOURS: dict[str, Behaviour] = {
    "an inspection": lambda store, _: sentences(store),
    "reading": _read_all,
    "a chat": _chat,
    "sending": _send,
    "reading the outbox": _list_waiting,
    "an event that comes again": _repeat_events,
    "the list of people": _take("carla", lambda uow, _: Members(uow).list_all()),
    "a role": _take("anna", lambda uow, _: Members(uow).find_role(uow.inbound.account)),
    "an invitation": _take("carla", lambda uow, _: Members(uow).invite(Role.TESTER, timedelta(1))),
    "letting in": _take("frida", lambda uow, full: Members(uow).let_in(uow.inbound.account, full.invitation)),
    "revoking": _take("carla", lambda uow, _: Members(uow).revoke("00000000")),
    "taking over": _take("emil", lambda uow, full: Handovers(uow).take(full.handover)),
    "a wrong code": _take("anna", lambda uow, _: Handovers(uow).take("000000000")),
    "linking": _take("anna", lambda uow, full: AccountLinks(uow).join(full.link)),
    "unlinking": _take("anna 2", lambda uow, _: AccountLinks(uow).leave()),
    "reporting": _take("emil", lambda uow, _: Inaccuracies(uow).report(_NOTE, "clinician")),
    "listing reports": _take("carla", lambda uow, _: Inaccuracies(uow).list_all()),
    "settling": _take("carla", lambda uow, _: Inaccuracies(uow).settle("00000000")),
    "counting": _take(
        "carla", lambda uow, _: EnrolmentCounts(uow).add("2026-05", "interfant-21", EnrolmentStep.ENROLLED, 1)
    ),
    "the state of a chat": _take("anna", lambda uow, _: ChatStates(uow).read()),
    "saving a state": _take("emil", lambda uow, _: ChatStates(uow).save(None, "chat of emil")),
    "the sweep": lambda store, full: sweep(store, full.now),
    "a late sweep": lambda store, full: sweep(store, full.now + timedelta(days=400)),
}
