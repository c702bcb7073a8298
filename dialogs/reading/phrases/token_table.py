"""Words in tokens with what each does, and the longest of them at a place of a phrase."""

from collections.abc import Iterable, Mapping
from typing import TypeVar

from dialogs.reading.word_readings import Tokens

Said = TypeVar("Said")


class TokenTable(dict[Tokens, Said]):
    """Words in tokens, each with what it says. Its first token tells at once what is none of them."""

    def __init__(self, said: Mapping[Tokens, Said]) -> None:
        super().__init__(said)
        self._lengths: dict[str, list[int]] = {}
        for word in sorted(filter(None, said), key=len, reverse=True):
            lengths = self._lengths.setdefault(word[0], [])
            if len(word) not in lengths and len(word) <= _MOST_TOKENS:
                lengths.append(len(word))

    def measure(self, typed: Tokens, at: int) -> int:
        """Returns how many tokens of `typed` from `at` on are the longest word; 0 for none."""
        for length in self._lengths.get(typed[at], ()) if at < len(typed) else ():
            if length <= len(typed) - at and typed[at : at + length] in self:
                return length
        return 0


def make_table(said: Iterable[Tokens]) -> TokenTable[None]:
    """Returns a table of words that say nothing by themselves."""
    return TokenTable(dict.fromkeys(said))


_MOST_TOKENS = 32
"""No word of a definition is looked for that has more tokens: figures and signs make many of a long label."""
