"""The body of a request to Telegram, and the header that goes with it."""

from io import BytesIO
from urllib.parse import urlencode

from aiohttp import FormData
from telegram.request import RequestData

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
"""The header of a body without files."""


def encode_body(request_data: RequestData | None) -> bytes | FormData | None:
    """Returns what python-telegram-bot sends as aiohttp takes it: a form, in several parts where files are sent."""
    if request_data is None:
        return None
    if not request_data.contains_files:
        return urlencode(request_data.json_parameters).encode()
    form = FormData(quote_fields=False)  # names of files in UTF-8, as browsers send them
    for name, value in request_data.json_parameters.items():
        form.add_field(name, value)
    for name, (file, content, kind) in request_data.multipart_data.items():
        # bytes at once would hold up the loop, and aiohttp warns of them with a fault that quotes them
        stream = BytesIO(content) if isinstance(content, bytes) else content
        form.add_field(name, stream, filename=file, content_type=kind)
    return form
