"""What `trialscreen screening ...` prints: kept screenings, one of them, its audit trail; and forgetting one."""

import sys
from typing import Any

from bot import phrases
from bot.cli.audit_lines import plain_entry, trail_lines
from bot.cli.command_store import store_at, take
from bot.config import store_access as keeping
from bot.config.clock import clock
from bot.config.dialogue_registry import Dialogues
from bot.config.errors import UsageFault
from bot.config.output import print_json, print_text, used
from bot.config.sites import listed_sites
from bot.session.menus import standing
from dialogs.conversation.dialogue import Dialogue
from dialogs.conversation.information import status
from dialogs.verdict.json_values import full_verdict
from storage.maintenance.verify import Inspection, inspect_all, inspect_screening
from storage.model.codes import read_code, shown_code
from storage.model.entries import What
from storage.model.stored import Kept
from storage.unit_of_work.store import Store
from storage.unit_of_work.unit_of_work import Desk


def print_list(database: str, *, everyone: bool, as_json: bool) -> None:
    """Prints a line for each screening of the person at the command, those used last first; with `everyone`, of all people."""
    with store_at(database) as store:
        if everyone:
            take(store, lambda desk: desk.note_realm(What.READ, "the list of all screenings"))
        with store.reading() as shelf:
            kept = list(shelf.all()) if everyone else shelf.owned(keeping.person())
        if as_json:
            print_json([_plain(each) for each in kept])
            return
        for each in sorted(kept, key=lambda each: each.touched_at, reverse=True):
            owner = f"  {each.owner}" if everyone else ""
            print_text(f"{shown_code(each.code)}  {each.screening.trial}  {standing(each)}  last used {used(each.touched_at)}{owner}")
        if not kept:
            print_text(phrases.NONE_KEPT)


def print_one(code: str, database: str, now: str | None, *, as_json: bool) -> None:
    """Prints a screening: its answers, and the verdict so far. Reading somebody else's is noted in its trail."""
    with store_at(database) as store:
        kept = read(store, code, "shown")
        dialogue = dialogue_of(store, kept)
        today = clock(now)().date()
        if as_json:
            verdict = dialogue.judge.verdict(kept.screening.answers, today)
            print_json(_plain(kept) | {"state": kept.screening.state, "verdict": full_verdict(dialogue.trial, verdict)})
            return
        lines = [f"Screening {shown_code(kept.code)} for {kept.screening.trial}, {standing(kept)}, last used {used(kept.touched_at)}"]
        lines += [f"- {dialogue.view.recorded_line(fact, answer)}" for fact, answer in dialogue.view.in_order(kept.screening)]
        print_text("\n".join([*lines, "", status(dialogue.judge, kept.screening, today)]))


def print_audit(code: str, database: str, *, as_json: bool) -> int:
    """Prints the trail of a screening, verified; without a code, what is wrong with anything that is kept. Returns 1 where something is."""
    with store_at(database) as store:
        if not code:
            return _print_audit_of_all(store, as_json=as_json)
        kept = read(store, code, "audited")
        found = inspect_screening(store, kept)
        dialogue = dialogue_of(store, kept)
        if as_json:
            trail = [plain_entry(number, entry) for number, entry in found.entries]
            print_json({"code": shown_code(kept.code), "entries": trail, "faults": list(found.faults)})
        else:
            print_text("\n".join(trail_lines(dialogue.view, found)))
        return 1 if found.faults else 0


def forget(code: str, database: str, *, is_sure: bool) -> None:
    """Forgets a screening for good, after asking whether it is meant."""
    with store_at(database) as store:
        kept = _found(store, code)
        shown = shown_code(kept.code)
        if not is_sure:
            _ask(phrases.FORGET_ASK.format(code=shown))

        def handle(desk: Desk) -> bool:
            current = desk.by_id(kept.id)
            if current is not None:
                desk.forget(current)
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
        print_text("\n".join([*sentences, phrases.AUDITED.format(kept=screenings - forgotten, forgotten=forgotten, faults=len(sentences))]))
    return 1 if sentences else 0


def read(store: Store, code: str, why: str) -> Kept:
    """Returns a screening to be read; where it is another person's, that is noted first."""
    kept = _found(store, code)
    if kept.owner == keeping.person():
        return kept

    def handle(desk: Desk) -> Kept | None:
        current = desk.by_id(kept.id)
        return None if current is None else desk.note(current, What.READ, why)

    return take(store, handle) or kept


def _found(store: Store, code: str) -> Kept:
    """Returns the screening with a code. Raises `UsageFault` for a mistyped, an unknown and a forgotten one."""
    read = read_code(code)
    if read is None:
        raise UsageFault(f"{code[:20]!r}: {phrases.NO_CODE[0].lower()}{phrases.NO_CODE[1:]}")
    with store.reading() as shelf:
        kept = shelf.by_code(read)
    if kept is None:
        raise UsageFault(
            f"{shown_code(read)}: no screening with this code is kept; it may have been forgotten (`trialscreen screening list`)"
        )
    return kept


def dialogue_of(store: Store, kept: Kept) -> Dialogue:
    """Returns the dialogue of a screening's own definition. Raises `UsageFault` where this program cannot read that any more."""
    with store.reading() as shelf:
        dialogue = Dialogues(sites=listed_sites(kept.screening.trial)).by_digest(kept.screening.digest, shelf.definition)
    if dialogue is None:
        raise UsageFault(phrases.UNREADABLE.format(code=shown_code(kept.code), trial=kept.screening.trial))
    return dialogue


def _ask(question: str) -> None:
    if not sys.stdin.isatty():
        raise UsageFault("forgetting needs --yes where nobody can be asked")
    sys.stdout.write(f"{question} Type yes: ")
    sys.stdout.flush()
    if sys.stdin.readline().strip().casefold() not in ("yes", "y"):
        raise UsageFault(phrases.NOT_FORGOTTEN)


def _plain(kept: Kept) -> dict[str, Any]:
    return {
        "code": shown_code(kept.code),
        "trial": kept.screening.trial,
        "owner": kept.owner,
        "standing": standing(kept),
        "begun_at": kept.begun_at.isoformat(),
        "touched_at": kept.touched_at.isoformat(),
        "determinations": dict(kept.outcome.determinations),
    }
