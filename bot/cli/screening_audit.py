"""What `trialscreen screening audit` prints: the trail of one screening, or what is wrong with any."""

from bot import phrases
from bot.cli.audit_lines import format_trail, make_plain_entry
from bot.cli.command_store import note_reading_of_all, open_store_at
from bot.cli.screening_lookup import load_dialogue, read_screening
from bot.config.output import print_json, print_text
from storage.maintenance.inspection import Inspection
from storage.maintenance.verify import inspect_all, inspect_screening
from storage.model.codes import format_code
from storage.unit_of_work.store import Store


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


def _print_audit_of_all(store: Store, *, as_json: bool) -> int:
    """Prints what is wrong with anything. It is read before the entry is made, which could hide a cut tail."""
    found: list[Inspection] = []
    screenings = forgotten = 0
    for each in inspect_all(store):
        screenings += each.screening is not None
        forgotten += each.is_forgotten
        if each.faults:
            found.append(each)
    sentences = [sentence for each in found for sentence in each.sentences]
    sentences += note_reading_of_all(store, "the audit of all screenings")
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
