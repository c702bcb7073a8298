"""Kinds of events: which are nothing to us, which cannot be read, and what is written beside those.

A kind that is not known here is answered: rather a sentence too many than somebody who is left in silence.
"""

from collections.abc import Iterator, Mapping
from typing import Any

MESSAGE = "m.room.message"
REACTION = "m.reaction"
ENCRYPTED = "m.room.encrypted"
MEMBER = "m.room.member"
INVITED, LEFT = "invited", "left"
"""Kinds of our own, for what a sync says beside the events of rooms."""

TYPED = frozenset({"m.text", "m.emote"})
SILENT = frozenset({"m.notice", "m.server_notice", "m.key.verification.request"})
"""Messages with which no person says anything: programs write notices, apps ask one another to verify."""

UNREAD = frozenset({
    "m.sticker", "m.poll.start", "org.matrix.msc3381.poll.start", "m.beacon_info", "org.matrix.msc3672.beacon_info",
    "m.call.invite", "m.voice", "org.matrix.msc3245.voice.v2",
})  # fmt: skip
"""Other events with which a person says something that cannot be read. All others are nothing to us."""

PLACES = frozenset({"m.location", "m.beacon_info", "org.matrix.msc3672.beacon_info"})
CONTACTS = frozenset({"text/vcard", "text/x-vcard", "text/directory"})
"""Kinds of files that are a person's card."""

_POLLS = ("m.poll", "m.poll.start", "org.matrix.msc3381.poll.start")
_TEXTS = ("m.text", "org.matrix.msc1767.text", "body")


def says_nothing(kind: str, content: Mapping[str, Any]) -> bool:
    """Says whether an event is nothing to us: a state, a notice, a signal between apps, or one that was redacted."""
    if kind == MESSAGE:
        return not content or find_kind(content) in SILENT
    return kind not in UNREAD or not content


def find_kind(content: Mapping[str, Any]) -> str:
    """Returns which kind of message it is; empty where it does not say."""
    found = content.get("msgtype")
    return found if isinstance(found, str) else ""


def is_place(kind: str, content: Mapping[str, Any]) -> bool:
    """Says whether a place was shared."""
    return kind in PLACES or find_kind(content) in PLACES


def is_contact(content: Mapping[str, Any]) -> bool:
    """Says whether a person's card was shared, as a file."""
    info = content.get("info")
    kind = info.get("mimetype") if isinstance(info, Mapping) else None
    return isinstance(kind, str) and kind.partition(";")[0].strip().lower() in CONTACTS


def read_beside(content: Mapping[str, Any]) -> str:
    """Returns all that is written in an event that is no text: a caption, the name of a file, what a poll asks."""
    return "\n".join(dict.fromkeys(_list_texts(content)))


def _list_texts(content: Mapping[str, Any]) -> Iterator[str]:
    yield from _find_texts(content, ("body", "filename"))
    for poll in (content[name] for name in _POLLS if isinstance(content.get(name), Mapping)):
        if isinstance(question := poll.get("question"), Mapping):
            yield from _find_texts(question, _TEXTS)
        answers = poll.get("answers")
        for each in answers if isinstance(answers, list) else ():
            yield from _find_texts(each, _TEXTS) if isinstance(each, Mapping) else ()


def _find_texts(held: Mapping[str, Any], names: tuple[str, ...]) -> Iterator[str]:
    for found in map(held.get, names):
        if isinstance(found, str):
            yield found
        elif isinstance(found, list):  # of several forms of one text
            forms = (each.get("body") for each in found if isinstance(each, Mapping))
            yield from (each for each in forms if isinstance(each, str))
