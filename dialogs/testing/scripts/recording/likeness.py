"""When two screenings stand at the same place, as far as a script can lead there."""

from dialogs.conversation.screening import Screening
from dialogs.testing.scripts.recording.said import make_sayable


def is_same(a: Screening, b: Screening) -> bool:
    """Says whether two screenings stand at the same place, as far as a recording can lead there.

    It compares trial and digest, state, menu, listing, and the reason and offers of a doubt. It compares the answers,
    their order (`trail`) and which was taken last. It compares neither the numbering of the questions (`shown`) nor the
    times, nor what a script cannot say of an answer (see `make_sayable`).
    """
    return _select_compared(a) == _select_compared(b)


def _select_compared(screening: Screening) -> object:
    doubt = screening.doubt
    return (
        (screening.trial, screening.digest, screening.state, screening.menu, screening.listing),
        (screening.trail, screening.taken),
        {fact: make_sayable(answer) for fact, answer in screening.answers.items()},
        None if doubt is None else (doubt.reason, [make_sayable(offer) for offer in doubt.offers]),
    )
