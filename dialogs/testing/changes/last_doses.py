"""Last doses that stand for all others where a definition is compared with another."""

from dialogs.definition.facts import WashoutsFact
from dialogs.rules.answers import LastDose, LastDoses


def list_last_doses(fact: WashoutsFact) -> list[LastDoses]:
    """Returns none, and for each drug a last dose whose wait is just over, and one whose wait runs a day more."""
    waits = ((code, drug.days_to_wait) for code, drug in fact.drugs.items())
    days = ((code, each) for code, wait in waits for each in (wait, wait - 1) if each >= 0)
    return [LastDoses(), *(LastDoses((LastDose(code, each, each),)) for code, each in days)]
