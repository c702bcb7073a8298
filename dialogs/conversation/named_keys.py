"""Which button a text names in the question's own words, where it is neither its label nor its number."""

from datetime import date

from dialogs.conversation.ask_backs import find_chosen_offer, is_keeping
from dialogs.conversation.questions import KEEP_KEY, OFFER_KEY
from dialogs.conversation.screening import Screening
from dialogs.conversation.selecting_words import find_selection_key
from dialogs.definition.facts import Fact


def find_named_key(
    fact: Fact, fact_id: str, screening: Screening, text: str, today: date, *, has_numbers: bool
) -> str | None:
    """Returns the key of what a text names: 'keep', an offer such as 'weeks', or one of several options.

    `has_numbers` says whether the person sees numbers beside the options.
    """
    if screening.doubt is not None:
        offer = find_chosen_offer(fact, screening.doubt, text, today)
        return None if offer is None else f"{OFFER_KEY}{offer}"
    if key := find_selection_key(fact, screening.picked, text, has_numbers=has_numbers):
        return key
    recorded = screening.answers.get(fact_id)
    return KEEP_KEY if recorded is not None and is_keeping(fact, recorded, text, today) else None
