"""A table that fills itself and stays small."""

from collections.abc import Callable
from typing import Generic, TypeVar

CacheKeyT = TypeVar("CacheKeyT")
CacheValueT = TypeVar("CacheValueT")


class Remembered(dict[CacheKeyT, CacheValueT], Generic[CacheKeyT, CacheValueT]):
    """Remembers what `find` said of a key; when it holds `limit` keys it starts anew, so that memory stays constant."""

    def __init__(self, find: Callable[[CacheKeyT], CacheValueT], limit: int) -> None:
        super().__init__()
        self._find = find
        self._limit = limit

    def __missing__(self, key: CacheKeyT) -> CacheValueT:
        if len(self) >= self._limit:
            self.clear()
        value = self[key] = self._find(key)
        return value
