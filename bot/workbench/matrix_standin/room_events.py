"""Events of the stand-in: made by the homeserver, and in a form that stands for encryption."""

import base64
from collections.abc import Mapping
from typing import Any

import orjson

ALGORITHM = "m.megolm.v1.aes-sha2"
RELATES = "m.relates_to"
MOST_BYTES = 65_536
"""Of an event (spec.matrix.org, size limits)."""


def encrypt(kind: str, room: str, content: Mapping[str, Any], session: str) -> dict[str, Any]:
    """Returns the content of an encrypted event; what it relates to stands outside, too."""
    inner = orjson.dumps({"type": kind, "room_id": room, "content": content})
    made = {"algorithm": ALGORITHM, "session_id": session, "ciphertext": base64.b64encode(inner[::-1]).decode()}
    return made | ({RELATES: content[RELATES]} if RELATES in content else {})


def decrypt(event: Mapping[str, Any]) -> dict[str, Any]:
    """Returns the type, the room and the content that an encrypted event holds."""
    inner: dict[str, Any] = orjson.loads(base64.b64decode(event["content"]["ciphertext"])[::-1])
    if RELATES in event["content"]:
        inner["content"].setdefault(RELATES, event["content"][RELATES])
    return inner


def measure_event(event: Mapping[str, Any]) -> int:
    """Returns the bytes of an event."""
    return len(orjson.dumps(event))
