"""The sentences of all reasons for which a text is asked back or refused."""

from dialogs.reading.amount_wording import AMOUNT_SENTENCES
from dialogs.reading.list_wording import LIST_SENTENCES
from dialogs.reading.wording import SENTENCES

ALL_SENTENCES = SENTENCES | LIST_SENTENCES | AMOUNT_SENTENCES
"""The sentence of each reason, with gaps for what belongs to the fact."""
