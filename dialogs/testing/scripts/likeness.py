"""When two screenings stand at the same place, as far as a script can lead there."""

from dialogs.conversation.screening import Screening
from dialogs.testing.scripts.said import make_sayable


def is_same(a: Screening, b: Screening) -> bool:
    """Says whether two screenings stand at the same place: what a recording keeps, and what it cannot.

    Compared are trial and digest, state, menu, listing, the reason and the offers of a doubt, the answers, their order
    (`trail`) and which was taken last. Not compared are the numbering of the questions (`shown`), the times, and of an
    answer what cannot be said in a script: the day on which a waiting window is over, and decimals behind the sixth
    (see `make_sayable`).
    """
    return _select_compared(a) == _select_compared(b)


def _select_compared(screening: Screening) -> object:
    doubt = screening.doubt
    return (
        *(
            screening.trial,
            screening.digest,
            screening.state,
            screening.menu,
            screening.listing,
            screening.trail,
            screening.taken,
        ),
        {fact: make_sayable(answer) for fact, answer in screening.answers.items()},
        None if doubt is None else (doubt.reason, [make_sayable(offer) for offer in doubt.offers]),
    )
