"""Words in tokens with what each does, and the longest of them at a place of a phrase."""

from collections.abc import Iterable, Mapping
from typing import TypeVar

from dialogs.reading.word_readings import Tokens

Said = TypeVar("Said")


class TokenTable(dict[Tokens, Said]):
    """Words in tokens, each with what it says. Its first token tells at once what is none of them."""

    def __init__(self, said: Mapping[Tokens, Said]) -> None:
        super().__init__(said)
        self._longest: dict[str, int] = {}
        for word in filter(None, said):
            self._longest[word[0]] = max(self._longest.get(word[0], 0), min(len(word), _MOST_TOKENS))

    def measure(self, typed: Tokens, at: int) -> int:
        """Returns how many tokens of `typed` from `at` on are the longest word; 0 for none."""
        longest = self._longest.get(typed[at]) if at < len(typed) else None
        if longest is None:
            return 0
        for end in range(min(len(typed), at + longest), at, -1):
            if typed[at:end] in self:
                return end - at
        return 0


def make_table(said: Iterable[Tokens]) -> TokenTable[None]:
    """Returns a table of words that say nothing by themselves."""
    return TokenTable(dict.fromkeys(said))


_MOST_TOKENS = 16
"""No word of a definition is looked for that has more tokens."""
