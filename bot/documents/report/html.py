"""The report as one HTML page that needs nothing else: no network, no script. It can be read on a phone, in the dark, and printed."""

from collections.abc import Iterable, Iterator
from html import escape
from importlib import resources

from bot.documents.report import phrases, sentences
from bot.documents.report.part import Part, Row
from bot.documents.report.report import Report
from dialogs.definition.wording import DEFAULT_LANGUAGE
from dialogs.verdict import headings


def html(report: Report) -> str:
    """Returns the page."""
    return "\n".join(_page(report)) + "\n"


def _page(report: Report) -> Iterator[str]:
    style = resources.files("bot.documents.report").joinpath("report.css").read_text(encoding="utf-8")
    yield f'<!doctype html>\n<html lang="{DEFAULT_LANGUAGE}">\n<head>\n<meta charset="utf-8">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">\n<meta name="color-scheme" content="light dark">'
    yield f"<title>{escape(sentences.name(report))}</title>\n<style>\n{style}</style>\n</head>\n<body>\n<header>"
    yield f"<h1>{escape(sentences.name(report))}</h1>"
    yield from _paragraphs([report.title, *sentences.origin(report)], "faint")
    yield f"<p>{escape(sentences.made(report))} <strong>{escape(report.pre_check)}</strong></p>"
    if not report.is_finished:
        yield f'<p class="unfinished">{escape(sentences.unfinished(report))}</p>'
    yield '</header>\n<main>\n<div class="parts">'
    for part in report.parts:
        yield from _headline(part)
    yield "</div>"
    if report.not_needed:
        yield from _listed(headings.MISSING_NOT_NEEDED, report.not_needed)
    for part in report.parts:
        yield from _criteria(part)
    yield "</main>"
    if report.reaching:
        yield from ("<footer>", *_paragraphs(report.reaching), "</footer>")
    yield "</body>\n</html>"


def _headline(part: Part) -> Iterator[str]:
    yield f'<section class="part {part.standing.name.lower()}">\n<h2>{escape(part.name)}</h2>'
    yield f'<p class="badge"><span aria-hidden="true">{part.sign}</span> {escape(part.word)}</p>'
    yield from _paragraphs(each for each in (part.say, sentences.depends(part)) if each)
    for title, lines in sentences.sections(part):
        yield from _listed(title, lines)
    yield "</section>"


def _criteria(part: Part) -> Iterator[str]:
    heading = phrases.EVERY_CRITERION.format(name=part.name)
    yield f'<table>\n<caption>{escape(heading)}</caption>\n<thead><tr role="row">'
    yield "".join(f'<th scope="col">{escape(title)}</th>' for title in phrases.COLUMNS) + "</tr></thead>\n<tbody>"
    for row in part.rows:
        yield from _criterion(row)
    yield "</tbody>\n</table>"


def _criterion(row: Row) -> Iterator[str]:
    answers = "".join(f"<div>{escape(name)}: <strong>{escape(answer)}</strong></div>" for name, answer in row.answers)
    yield f'<tr role="row"><th scope="row" role="rowheader">{escape(row.id)} <span class="kind">{escape(row.kind)}</span>'
    yield f'<div class="{row.effect.value}"><span aria-hidden="true">{row.sign}</span> {escape(row.status_words)}</div></th>'
    yield f'<td role="cell">{answers}</td>\n<td role="cell"><q>{escape(phrases.QUOTED.format(quote=row.quote))}</q>'
    yield from _paragraphs((headings.NOTE.format(note=note) for note in row.notes), "note")
    yield "</td></tr>"


def _listed(title: str, lines: Iterable[str]) -> Iterator[str]:
    yield f"<h3>{escape(title)}</h3>\n<ul>" + "".join(f"<li>{escape(line)}</li>" for line in lines) + "</ul>"


def _paragraphs(lines: Iterable[str], style: str = "") -> Iterator[str]:
    start = f'<p class="{style}">' if style else "<p>"
    yield from (f"{start}{escape(line)}</p>" for line in lines)
