"""Which entities may lie in which, and how many a text may have (core.telegram.org/bots/api#formatting-options).

The real server takes what breaks these rules, and silently drops or splits entities. The stand-in refuses it, in words
of its own.
"""

from collections.abc import Sequence
from typing import Any

from bot.workbench.telegram_standin.refusal import make_bad_request

MOST = 100
"""Entities of a text; those beyond are not shown (core.telegram.org/api/entities)."""

STYLES = frozenset({"bold", "italic", "underline", "strikethrough", "spoiler"})
BLOCKS = frozenset({"blockquote", "expandable_blockquote"})
CLOSED = frozenset({"pre", "code"})


def check_nesting(entities: Sequence[dict[str, Any]]) -> None:
    """Refuses entities that are too many, or that may not lie in one another; they come in their order."""
    if len(entities) > MOST:
        raise make_bad_request(f"the stand-in takes at most {MOST} entities, and these are {len(entities)}")
    around: list[dict[str, Any]] = []
    for entity in entities:
        while around and _end(around[-1]) <= entity["offset"]:
            around.pop()
        for outer in around:
            _check_pair(outer, entity)
        around.append(entity)


def _check_pair(outer: dict[str, Any], inner: dict[str, Any]) -> None:
    """Refuses an entity that may not begin within another one."""
    kinds = outer["type"], inner["type"]
    if _end(inner) > _end(outer):
        raise make_bad_request(f"the stand-in takes no {kinds[1]} that begins in a {kinds[0]} and ends behind it")
    is_styled = kinds[0] in STYLES or kinds[1] in STYLES
    if CLOSED.intersection(kinds) or not is_styled:
        raise make_bad_request(f"the stand-in takes no {kinds[1]} in a {kinds[0]}")


def _end(entity: dict[str, Any]) -> int:
    end: int = entity["offset"] + entity["length"]
    return end
