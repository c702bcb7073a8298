"""The formats of a report: from the value to the bytes of a file, for whichever channel sends it."""

from collections.abc import Callable

import orjson

from bot.config.errors import UsageFault
from bot.documents.forms import PAPERS
from bot.documents.report.report import Report


def render_report(report: Report, form: str, paper: str = "a4") -> bytes:
    """Returns the report as a file of a format, one of `ENDINGS`; `paper`, one of `PAPERS`, counts for a PDF only.

    Raises `UsageFault` where the extra that a PDF needs is not installed, or no font has one of its characters.
    """
    return _MADE[form](report, paper)


def choose_format(named: str, file_name: str) -> str:
    """Returns the format that was named, else the one that a file's name ends with, else text.

    Raises `UsageFault` for no such format.
    """
    if named in ENDINGS:
        return named
    if named:
        raise UsageFault(f"--format: {named[:20]!r} is no format of a report; write one of {', '.join(ENDINGS)}")
    return next((form for form, ending in ENDINGS.items() if file_name.casefold().endswith(f".{ending}")), "text")


def check_paper(paper: str) -> None:
    """Raises `UsageFault` for a size of paper that there is not."""
    if paper not in PAPERS:
        raise UsageFault(f"--paper: {paper[:20]!r} is no size of paper here; write {' or '.join(PAPERS)}")


def _text(report: Report, _paper: str) -> bytes:
    from bot.documents.report.text import format_text  # noqa: PLC0415 - one format is made at a time

    return format_text(report).encode()


def _html(report: Report, _paper: str) -> bytes:
    from bot.documents.report.html import render_html  # noqa: PLC0415 - the same

    return render_html(report).encode()


def _json(report: Report, _paper: str) -> bytes:
    from bot.documents.report.plain import make_plain_report  # noqa: PLC0415 - the same

    return orjson.dumps(make_plain_report(report), option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def _pdf(report: Report, paper: str) -> bytes:
    from bot.documents.report.pdf import render_pdf  # noqa: PLC0415 - the same, and it comes with an extra

    return render_pdf(report, paper)


ENDINGS = {"text": "txt", "html": "html", "json": "json", "pdf": "pdf"}
"""The formats, and how the name of a file ends."""

_MADE: dict[str, Callable[[Report, str], bytes]] = {"text": _text, "html": _html, "json": _json, "pdf": _pdf}
