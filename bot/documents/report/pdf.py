"""The report as a PDF file: tagged (PDF/UA-1), in fonts that the typesetter brings along.

Text goes in as data, never as markup.

It may run in a thread: the typesetter lets other threads run while it works.
"""

import re
from functools import cache
from importlib import resources
from threading import Lock
from typing import Any

import orjson

from bot.config.errors import UsageFault
from bot.documents.report import phrases, sentences
from bot.documents.report.part import CriterionRow, ReportPart
from bot.documents.report.report import Report
from dialogs.definition import small_words
from dialogs.definition.wording import DEFAULT_LANGUAGE
from dialogs.verdict import headings

PAPERS = {"a4": "a4", "letter": "us-letter"}
"""What the typesetter calls the sizes of paper."""


def render_pdf(report: Report, paper: str = "a4") -> bytes:
    """Returns the file; the same report gives the same bytes. `paper` is one of `PAPERS`.

    Raises `UsageFault` where the extra is not installed, and for a character that no font at hand has.
    """
    return _typesetter().typeset(report, paper)


class Typesetter:
    """Typesets reports, one at a time: what it learnt of the fonts and the template serves the next one."""

    def __init__(self) -> None:
        try:
            from typst import Compiler, TypstError  # noqa: PLC0415 - it comes with an extra
        except ImportError as error:
            raise UsageFault(phrases.NO_EXTRA) from error
        self._template = resources.files("bot.documents.report").joinpath("report.typ").read_bytes()
        self._compiler = Compiler(self._template, ignore_system_fonts=True)
        self._error = TypstError
        self._lock = Lock()

    def typeset(self, report: Report, paper: str) -> bytes:
        """Returns the file. Raises `UsageFault` where it cannot be made."""
        data = {"report": orjson.dumps(plain_sheet(report, paper)).decode()}
        try:
            with self._lock:  # the compiler refuses two at once
                made = self._compiler.compile(
                    self._template,
                    format="pdf",
                    sys_inputs=data,
                    pdf_standards=["ua-1"],
                    timestamp=int(report.at.timestamp()),
                )
        except self._error as error:
            raise UsageFault(_translate_message(error.message)) from error
        assert isinstance(made, bytes), "a PDF is one file, and is given back where no file is named"
        return made


def plain_sheet(report: Report, paper: str) -> dict[str, Any]:
    """Returns all that the template shows, as plain values."""
    return {
        "paper": PAPERS[paper],
        "language": DEFAULT_LANGUAGE,
        "name": sentences.name_report(report),
        "title": report.title,
        "made": sentences.describe_made(report),
        "pre_check": report.pre_check,
        "unfinished": sentences.describe_unfinished(report),
        "parts": [_part(part) for part in report.parts],
        "sections": [
            {"title": title, "groups": [{"name": name, "lines": lines} for name, lines in groups]}
            for title, groups in sentences.list_front_sections(report)
        ],
        "source": {"line": report.source, "stale": report.verdict.stale},
        "definition": sentences.describe_definition(report),
        "columns": phrases.COLUMNS,
    }


def _part(part: ReportPart) -> dict[str, Any]:
    return {
        "name": part.name,
        "standing": part.standing.name.lower(),
        "sign": part.sign,
        "word": part.word,
        "say": part.say,
        "depends": sentences.describe_dependency(part),
        "heading": phrases.EVERY_CRITERION.format(name=part.name),
        "rows": [_row(row) for row in part.rows],
    }


def _row(row: CriterionRow) -> dict[str, Any]:
    return {
        "id": row.id,
        "kind": headings.KINDS[row.kind],
        "sign": row.sign,
        "effect": row.effect.value,
        "status": row.status_words,
        "answers": [(small_words.TITLED.format(title=name), answer) for name, answer in row.answers],
        "quote": small_words.QUOTED.format(quote=row.quote),
        "notes": [headings.NOTE.format(note=note) for note in row.notes],
    }


def _translate_message(message: str) -> str:
    """Returns a typesetter's message as one for a person at the command."""
    character = re.search(r'the text `"(.+)"` could not be displayed', message)
    return (
        phrases.NO_FONT.format(character=character[1])
        if character
        else phrases.NO_PDF.format(reason=message.split(":", 1)[0])
    )


@cache
def _typesetter() -> Typesetter:
    return Typesetter()
