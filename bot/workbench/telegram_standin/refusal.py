"""A refusal: what the Bot API answers instead of a result, with the code and the words of the real server."""

from typing import Any

PREFIXES = {400: "Bad Request", 403: "Forbidden", 409: "Conflict"}


class Refusal(Exception):
    """An answer with `ok: false`; `retry_after` is in seconds."""

    def __init__(self, code: int, description: str, retry_after: int = 0) -> None:
        super().__init__(description)
        self.code, self.description, self.retry_after = code, description, retry_after

    def as_json(self) -> dict[str, Any]:
        """Returns the answer's body."""
        body: dict[str, Any] = {"ok": False, "error_code": self.code, "description": self.description}
        if self.retry_after:
            body["parameters"] = {"retry_after": self.retry_after}
        return body


def make_refusal(code: int, what: str) -> Refusal:
    """Returns a refusal whose words begin as the real server begins them for that code.

    Client.cpp, fail_query_with_error: the first letter becomes small unless the second one is a capital or an
    underscore.
    """
    if what[1:2] != "_" and not what[1:2].isupper():
        what = what[0].lower() + what[1:]
    return Refusal(code, f"{PREFIXES[code]}: {what}")


def make_bad_request(what: str) -> Refusal:
    """Returns a refusal with code 400."""
    return make_refusal(400, what)


def make_too_many(seconds: int) -> Refusal:
    """Returns the refusal of a call that came too early."""
    return Refusal(429, f"Too Many Requests: retry after {seconds}", seconds)
