"""What `trialscreen screening ...` prints: kept screenings, one of them, its audit trail; and forgetting one."""

import sys
from typing import Any

from bot import phrases
from bot.cli.audit_lines import format_trail, make_plain_entry
from bot.cli.command_store import open_store_at, take
from bot.config import store_access as keeping
from bot.config.clock import make_clock
from bot.config.dialogue_registry import Dialogues
from bot.config.errors import UsageFault
from bot.config.output import format_time, print_json, print_text
from bot.config.sites import read_listed_sites
from bot.session.menus import describe_standing
from dialogs.conversation.dialogue import Dialogue
from dialogs.conversation.information import make_status
from dialogs.verdict.json_verdict import make_full_verdict
from storage.maintenance.verify import Inspection, inspect_all, inspect_screening
from storage.model.codes import format_code, read_code
from storage.model.entries import EntryKind
from storage.model.stored import StoredScreening
from storage.unit_of_work.store import Store
from storage.unit_of_work.unit_of_work import UnitOfWork


def print_list(database: str, *, everyone: bool, as_json: bool) -> None:
    """Prints a line for each screening of the person at the command, those used last first; with `everyone`, of all people."""
    with open_store_at(database) as store:
        if everyone:
            take(store, lambda uow: uow.note_store(EntryKind.READ, "the list of all screenings"))
        with store.reading() as repository:
            stored = list(repository.iterate_all()) if everyone else repository.list_owned(keeping.get_login_name())
        if as_json:
            print_json([_plain(each) for each in stored])
            return
        for each in sorted(stored, key=lambda each: each.touched_at, reverse=True):
            owner = f"  {each.owner}" if everyone else ""
            print_text(
                f"{format_code(each.code)}  {each.screening.trial}  {describe_standing(each)}  last used"
                f" {format_time(each.touched_at)}{owner}"
            )
        if not stored:
            print_text(phrases.NONE_KEPT)


def print_one(code: str, database: str, now: str | None, *, as_json: bool) -> None:
    """Prints a screening: its answers, and the verdict so far. Reading somebody else's is noted in its trail."""
    with open_store_at(database) as store:
        stored = read_screening(store, code, "shown")
        dialogue = load_dialogue(store, stored)
        today = make_clock(now)().date()
        if as_json:
            verdict = dialogue.evaluator.evaluate(stored.screening.answers, today)
            print_json(
                _plain(stored)
                | {
                    "state": stored.screening.state,
                    "verdict": make_full_verdict(dialogue.trial, verdict),
                }
            )
            return
        what = f"Screening {format_code(stored.code)} for {stored.screening.trial}"
        lines = [f"{what}, {describe_standing(stored)}, last used {format_time(stored.touched_at)}"]
        lines += [
            f"- {dialogue.view.format_recorded(fact, answer)}"
            for fact, answer in dialogue.view.order_answers(stored.screening)
        ]
        print_text("\n".join([*lines, "", make_status(dialogue.evaluator, stored.screening, today)]))


def print_audit(code: str, database: str, *, as_json: bool) -> int:
    """Prints the trail of a screening, verified; without a code, what is wrong with anything that is kept.

    Returns 1 where something is.
    """
    with open_store_at(database) as store:
        if not code:
            return _print_audit_of_all(store, as_json=as_json)
        stored = read_screening(store, code, "audited")
        found = inspect_screening(store, stored)
        dialogue = load_dialogue(store, stored)
        if as_json:
            trail = [make_plain_entry(number, entry) for number, entry in found.entries]
            print_json({"code": format_code(stored.code), "entries": trail, "faults": list(found.faults)})
        else:
            print_text("\n".join(format_trail(dialogue.view, found)))
        return 1 if found.faults else 0


def forget(code: str, database: str, *, is_sure: bool) -> None:
    """Forgets a screening for good, after asking whether it is meant."""
    with open_store_at(database) as store:
        stored = _find_screening(store, code)
        shown = format_code(stored.code)
        if not is_sure:
            _ask(phrases.FORGET_ASK.format(code=shown))

        def handle(uow: UnitOfWork) -> bool:
            current = uow.find_by_id(stored.id)
            if current is not None:
                uow.forget(current)
            return current is not None

        if not take(store, handle):
            raise UsageFault(f"{shown}: it was forgotten already, by somebody else just now")
        print_text(phrases.FORGOTTEN.format(code=shown))


def _print_audit_of_all(store: Store, *, as_json: bool) -> int:
    found: list[Inspection] = []
    screenings = forgotten = 0
    for each in inspect_all(store):
        screenings += each.screening is not None
        forgotten += each.is_forgotten
        if each.faults:
            found.append(each)
    sentences = [sentence for each in found for sentence in each.sentences]
    if as_json:
        print_json({"screenings": screenings, "forgotten": forgotten, "faults": sentences})
    else:
        print_text(
            "\n".join(
                [
                    *sentences,
                    phrases.AUDITED.format(kept=screenings - forgotten, forgotten=forgotten, faults=len(sentences)),
                ]
            )
        )
    return 1 if sentences else 0


def read_screening(store: Store, code: str, why: str) -> StoredScreening:
    """Returns a screening to be read; where it is another person's, that is noted first."""
    stored = _find_screening(store, code)
    if stored.owner == keeping.get_login_name():
        return stored

    def handle(uow: UnitOfWork) -> StoredScreening | None:
        current = uow.find_by_id(stored.id)
        return None if current is None else uow.note(current, EntryKind.READ, why)

    return take(store, handle) or stored


def _find_screening(store: Store, code: str) -> StoredScreening:
    """Returns the screening with a code. Raises `UsageFault` for a mistyped, an unknown and a forgotten one."""
    read = read_code(code)
    if read is None:
        raise UsageFault(f"{code[:20]!r}: {phrases.NO_CODE[0].lower()}{phrases.NO_CODE[1:]}")
    with store.reading() as repository:
        stored = repository.find_by_code(read)
    if stored is None:
        raise UsageFault(
            f"{format_code(read)}: no screening with this code is kept; it may have been forgotten (`trialscreen"
            " screening list`)"
        )
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


def _ask(question: str) -> None:
    if not sys.stdin.isatty():
        raise UsageFault("forgetting needs --yes where nobody can be asked")
    sys.stdout.write(f"{question} Type yes: ")
    sys.stdout.flush()
    if sys.stdin.readline().strip().casefold() not in ("yes", "y"):
        raise UsageFault(phrases.NOT_FORGOTTEN)


def _plain(stored: StoredScreening) -> dict[str, Any]:
    return {
        "code": format_code(stored.code),
        "trial": stored.screening.trial,
        "owner": stored.owner,
        "standing": describe_standing(stored),
        "begun_at": stored.begun_at.isoformat(),
        "touched_at": stored.touched_at.isoformat(),
        "determinations": dict(stored.outcome.determinations),
    }
