"""A file that somebody asked for, as something to be kept: no browser shows it as a page of ours."""

import re

from aiohttp import web

from bot.documents.file import DocumentFile, TextTable

KINDS = {
    "csv": "text/csv",
    "html": "text/html",
    "json": "application/json",
    "pdf": "application/pdf",
    "png": "image/png",
    "svg": "image/svg+xml",
    "txt": "text/plain",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
UNKNOWN = "application/octet-stream"
TABLE_NAME = "table.txt"
SANDBOX = "default-src 'none'; sandbox"


def make_file_answer(made: DocumentFile | TextTable) -> web.Response:
    """Returns a file, under its own name; a table is one of plain text."""
    name, content = (TABLE_NAME, made.text.encode()) if isinstance(made, TextTable) else (made.name, made.content)
    plain = re.sub(r"[^A-Za-z0-9._-]+", "-", name).strip("-.") or "file"
    kind = KINDS.get(plain.rpartition(".")[2].lower(), UNKNOWN)
    headers = {
        "Content-Type": f"{kind}; charset=utf-8" if kind.startswith("text/") else kind,
        "Content-Disposition": f'attachment; filename="{plain}"',
        "Content-Security-Policy": SANDBOX,
    }
    return web.Response(body=content, headers=headers)
