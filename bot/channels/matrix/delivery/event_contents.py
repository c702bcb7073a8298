"""What events of ours hold: a message, an edit that takes the place of one, a file."""

import mimetypes
from typing import Any

from bot.channels.matrix import phrases
from bot.channels.matrix.delivery.rendering import MatrixPart
from bot.channels.matrix.engine.values import EncryptedUpload
from bot.documents.file import DocumentFile

MESSAGE = "m.room.message"


def make_text(part: MatrixPart) -> dict[str, Any]:
    """Returns the content of a message."""
    plain = {"msgtype": "m.text", "body": part.body}
    return plain | ({"format": "org.matrix.custom.html", "formatted_body": part.html} if part.html else {})


def make_edit(part: MatrixPart, target: str) -> dict[str, Any]:
    """Returns the content of an edit of the event `target`; an app that knows no edits shows it with an asterisk."""
    content = make_text(part)
    fallback = {name: phrases.EDITED.format(text=content[name]) for name in _WRITTEN if name in content}
    return content | fallback | {
        "m.new_content": content,
        "m.relates_to": {"rel_type": "m.replace", "event_id": target},
    }  # fmt: skip


def make_file(file: DocumentFile, upload: EncryptedUpload) -> dict[str, Any]:
    """Returns the content of a file; what is said beside it is its text."""
    kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    return {
        "msgtype": "m.file",
        "body": file.caption or file.name,
        "filename": file.name,
        "info": {"mimetype": kind, "size": upload.size},
        "file": dict(upload.file),
    }


_WRITTEN = ("body", "formatted_body")
