"""What people are called who are spoken of, where a name could stand: 'Co-twin', 'Mother'."""

from dialogs.definition.wording import words
from dialogs.notes.phrases import GROUPS, OTHERS, PATIENT
from dialogs.notes.qualifiers import RELATIVES

_CALLED = {each for table in (OTHERS, GROUPS, PATIENT, RELATIVES) for said in words(table) for each in said.split()}
NO_KIN = rf"(?!(?i:(?:\w+-)?(?:{'|'.join(sorted(_CALLED - {'smith'}))})s?\b))"
"""The piece of a pattern that keeps them out of a name: who a note speaks of would be lost with it."""
