"""A table that fills itself and stays small."""

from collections.abc import Callable
from typing import Generic, TypeVar

Key = TypeVar("Key")
Value = TypeVar("Value")


class Remembered(dict[Key, Value], Generic[Key, Value]):
    """Remembers what `find` said of a key; when it holds `limit` keys it starts anew, so that memory stays constant."""

    def __init__(self, find: Callable[[Key], Value], limit: int) -> None:
        super().__init__()
        self._find = find
        self._limit = limit

    def __missing__(self, key: Key) -> Value:
        if len(self) >= self._limit:
            self.clear()
        value = self[key] = self._find(key)
        return value
