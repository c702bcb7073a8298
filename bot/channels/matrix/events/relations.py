"""To which other event one belongs: an edit, a reply, an annotation. That stands outside of what is encrypted, too."""

from collections.abc import Mapping
from typing import Any

RELATES = "m.relates_to"
REPLACE, THREAD = "m.replace", "m.thread"


def find_edited(content: Mapping[str, Any]) -> str | None:
    """Returns the id of the event that one edits; None where it edits none."""
    relation = _find_relation(content)
    return _read_id(relation) if relation.get("rel_type") == REPLACE else None


def find_replied(content: Mapping[str, Any]) -> str | None:
    """Returns the id of the event to which one replies; None where it replies to none.

    What is written in a thread names the event before it for apps without threads: that is no reply.
    """
    relation = _find_relation(content)
    if relation.get("rel_type") == THREAD and relation.get("is_falling_back", False):
        return None
    replied = relation.get("m.in_reply_to")
    return _read_id(replied) if isinstance(replied, Mapping) else None


def _find_relation(content: Mapping[str, Any]) -> Mapping[str, Any]:
    found = content.get(RELATES)
    return found if isinstance(found, Mapping) else {}


def _read_id(held: Mapping[str, Any]) -> str | None:
    found = held.get("event_id")
    return found if isinstance(found, str) else None
