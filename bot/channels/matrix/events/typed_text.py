"""What a person typed, as the handling of events takes it: commands with their slash, and no quoted words of ours."""

import re


def read_typed(body: str, *, is_reply: bool) -> str:
    """Returns what was typed: `!new` is `/new`, and an invitation needs no sign. In a reply the quoted lines go."""
    text = drop_quoted(body) if is_reply else body
    invited = _INVITED.fullmatch(text)
    if invited is not None:
        return f"/start {invited[1]}"
    return _COMMAND.sub(r"/\1", text, count=1)


def drop_quoted(body: str) -> str:
    """Returns a reply without the words to which it replies: lines at its beginning, each after `>`, and a blank one.

    Apps write them for others that know no replies (spec.matrix.org, fallbacks for rich replies, until 1.13).
    """
    if not body.startswith("> <"):
        return body
    quoted, found, rest = body.partition("\n\n")
    is_quoted = bool(found) and all(line.startswith(">") for line in quoted.split("\n"))
    return rest if is_quoted else body


_COMMAND = re.compile(r"^\s*[!\uff01]\s*([^\W\d])")
_INVITED = re.compile(r"[ \t]*(?:[!/]?[ \t]*start[ \t]+)?([\w-]{27})[\s.]*", re.ASCII | re.IGNORECASE)
"""A token of an invitation, alone or behind the word: somebody who comes knows no commands."""
