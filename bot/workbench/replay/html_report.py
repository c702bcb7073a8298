"""The results as one HTML page that needs nothing else: no network, no script. A failure shows its transcripts side by side."""

from collections.abc import Iterator, Sequence
from importlib import resources

from bot.workbench.replay.html_script import script, text
from bot.workbench.replay.plain import counts
from bot.workbench.replay.playing import Plan
from bot.workbench.replay.result import FAILED, PASSED, UNREADABLE, Result
from bot.workbench.replay.summary import HEADINGS, by_file, rows

MOST_OPEN = 10
"""How many failures stand open when the page is opened; of more, all are folded, so that the list can be seen."""

MOST_TRANSCRIPTS = 3_000
"""How many scripts that passed are shown with what was said; a page with more would be slow to open."""


def html(results: Sequence[Result], plan: Plan, seed: int | None) -> str:
    """Returns the page. `seed` is that of the order of playing, if there is one."""
    return "\n".join(_page(results, plan, seed)) + "\n"


def _page(results: Sequence[Result], plan: Plan, seed: int | None) -> Iterator[str]:
    passed, failed, unreadable = counts(results)
    outcome = f"{passed:,} passed, {failed:,} failed, {unreadable:,} not readable"
    style = resources.files("bot.workbench.replay").joinpath("report.css").read_text(encoding="utf-8")
    yield '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">\n<meta name="color-scheme" content="light dark">'
    yield f"<title>{outcome}</title>\n<style>\n{style}</style>\n</head>\n<body>\n<header>\n<h1>Replay of {_scripts(len(results))}</h1>"
    yield f'<p class="outcome">{outcome}</p>\n<dl>'
    played = {"Trial": plan.trial, "Through": plan.through, "Clock": f"{plan.now:%Y-%m-%d %H:%M %Z}"}
    for name, value in (played | ({} if seed is None else {"Order": f"--shuffle --seed {seed}"})).items():
        yield f"<div><dt>{name}</dt><dd>{text(value)}</dd></div>"
    yield "</dl>\n</header>\n<main>"
    yield from _table(results)
    yield from _choice(len(results), passed, failed, unreadable)
    yield '<div class="scripts">'
    opened = failed + unreadable <= MOST_OPEN
    for number, each in enumerate(results):
        yield from script(each, number, is_open=opened and each.result != PASSED, is_told=number < MOST_TRANSCRIPTS)
    yield "</div>\n</main>\n</body>\n</html>"


def _table(results: Sequence[Result]) -> Iterator[str]:
    yield '<section aria-label="Summary">\n<table>\n<thead><tr><th scope="col">scripts</th>'
    yield "".join(f'<th scope="col">{heading}</th>' for heading in HEADINGS) + "</tr></thead>\n<tbody>"
    for name, cells in rows(results, by_file(results)):
        yield f'<tr><th scope="row">{text(name)}</th>' + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"
    yield "</tbody>\n</table>\n</section>"


def _choice(every: int, passed: int, failed: int, unreadable: int) -> Iterator[str]:
    """Yields the choice of what is listed; the style sheet hides the rest."""
    yield '<fieldset class="choice">\n<legend>Show</legend>'
    for name, label, count in (
        ("every", "all", every),
        (FAILED, FAILED, failed),
        (UNREADABLE, "not readable", unreadable),
        (PASSED, PASSED, passed),
    ):
        is_chosen = " checked" if name == "every" else ""
        yield f'<label><input type="radio" name="show" id="show-{name}"{is_chosen}> {label} ({count:,})</label>'
    yield "</fieldset>"


def _scripts(count: int) -> str:
    return "1 script" if count == 1 else f"{count:,} scripts"
