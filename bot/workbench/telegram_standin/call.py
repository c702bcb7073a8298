"""A call: which method of which bot, with what. Read from every form in which the Bot API takes it."""

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

import orjson
from aiohttp import web

from bot.workbench.telegram_standin.refusal import Refusal, make_bad_request

TOO_LARGE = Refusal(413, "Request Entity Too Large")
"""What is answered where a call is larger than 50 MB (github.com/tdlib/telegram-bot-api/issues/720 shows the
answer)."""


@dataclass(frozen=True, slots=True)
class UploadedFile:
    """A file that came with a call."""

    name: str
    kind: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Call:
    """A method's name in small letters and its arguments as text; what is not text is JSON, as Telegram takes it."""

    token: str
    method: str
    arguments: dict[str, str] = field(default_factory=dict)
    files: dict[str, UploadedFile] = field(default_factory=dict)

    @property
    def chat(self) -> int | None:
        """The chat that the call names, or None."""
        return self.integer("chat_id", 0) or None

    def text(self, name: str) -> str:
        """Returns an argument; a missing one is empty."""
        return self.arguments.get(name, "")

    def flag(self, name: str) -> bool:
        """Says whether an argument is true (Query.cpp, to_bool)."""
        return self.text(name).lower() in {"true", "yes", "1"}

    def integer(self, name: str, default: int, least: int | None = None, most: int | None = None) -> int:
        """Returns a number within its limits; what is no number is the default (Client.cpp, get_integer_arg)."""
        try:
            value = int(self.text(name))
        except ValueError:
            return default
        value = value if least is None else max(value, least)
        return value if most is None else min(value, most)

    def value(self, name: str) -> Any:
        """Returns an argument that is JSON, or None where it is missing or empty."""
        written = self.text(name)
        if not written:
            return None
        try:
            return orjson.loads(written)
        except orjson.JSONDecodeError as error:
            raise make_bad_request(f"Can't parse {name.replace('_', ' ')} JSON object") from error


async def read_call(request: web.BaseRequest, token: str, method: str) -> Call:
    """Reads a call from its URL and its body: urlencoded, JSON or multipart, up to the size of an upload."""
    try:
        return await _read(request, token, method)
    except web.HTTPRequestEntityTooLarge:
        raise TOO_LARGE from None


async def _read(request: web.BaseRequest, token: str, method: str) -> Call:
    arguments = dict(request.query) if request.query_string else {}
    files: dict[str, UploadedFile] = {}
    if request.method == "POST":
        if request.content_type == "multipart/form-data":
            for name, value in (await request.post()).items():
                if isinstance(value, web.FileField):
                    files[name] = UploadedFile(value.filename, value.content_type, value.file.read())
                else:
                    arguments[name] = str(value)
        else:
            arguments |= parse_arguments(request.content_type, await request.read())
    return Call(token, method.lower(), arguments, files)


def parse_arguments(content_type: str, body: bytes) -> dict[str, str]:
    """Returns the arguments in a body without files."""
    if content_type != "application/json":
        return dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))
    try:
        parsed = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise make_bad_request("Can't parse request: the body is no JSON object") from error
    if not isinstance(parsed, dict):
        raise make_bad_request("Can't parse request: the body is no JSON object")
    return {name: as_text(value) for name, value in parsed.items() if value is not None}


def as_text(value: object) -> str:
    """Returns an argument's value as the text that stands in a form."""
    return value if isinstance(value, str) else orjson.dumps(value).decode()
