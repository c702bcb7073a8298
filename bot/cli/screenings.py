"""What `trialscreen screening ...` prints: kept screenings, one of them, its audit trail; and forgetting one."""

import sys
from typing import Any

from bot import phrases
from bot.cli.command_store import find_acting_person, open_store_at, take
from bot.cli.screening_lookup import find_screening, load_dialogue, read_screening
from bot.config.clock import make_clock
from bot.config.errors import UsageFault
from bot.config.output import format_time, print_json, print_text
from bot.session.menus import describe_standing
from dialogs.conversation.plain_text import render_plain
from dialogs.conversation.status import make_status
from dialogs.verdict.json_verdict import make_full_verdict
from storage.model.codes import format_code
from storage.model.entries import EntryKind
from storage.model.stored import StoredScreening
from storage.unit_of_work.unit_of_work import UnitOfWork


def print_list(database: str, *, everyone: bool, as_json: bool) -> None:
    """Prints a line for each screening of the person at the command, those used last first.

    With `everyone`, it prints those of all people.
    """
    with open_store_at(database) as store:
        if everyone:
            take(store, lambda uow: uow.note_store(EntryKind.READ, "the list of all screenings"))
        person = find_acting_person(store)
        with store.reading() as repository:
            stored = list(repository.iterate_all()) if everyone else repository.list_owned(person)
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
    clock = make_clock(now)
    with open_store_at(database) as store:
        stored = read_screening(store, code, "shown", clock)
        dialogue = load_dialogue(store, stored)
        today = clock().date()
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
        status = make_status(dialogue.evaluator, stored.screening, today)
        print_text("\n".join([*lines, "", render_plain([status])]))


def forget(code: str, database: str, *, is_sure: bool) -> None:
    """Forgets a screening for good, after asking whether it is meant."""
    with open_store_at(database) as store:
        stored = find_screening(store, code)
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
