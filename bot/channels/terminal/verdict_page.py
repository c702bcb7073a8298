"""The verdict as one page: a panel per decision, reasons and next steps, then every criterion.

It holds all that the plain pages say.
"""

from collections.abc import Iterator

from rich.box import ROUNDED
from rich.console import Group, RenderableType
from rich.panel import Panel
from rich.rule import Rule
from rich.text import Text

from bot import phrases
from bot.channels.terminal import wording
from bot.channels.terminal.criteria_table import make_criteria_table
from bot.channels.terminal.paper import RenderContext
from bot.documents.outcome_words import word_outcome
from dialogs.definition.wording import say
from dialogs.loading.compiled_trial import Trial
from dialogs.rules.engine import Standing
from dialogs.verdict.result import list_closing_lines, list_sections
from dialogs.verdict.verdict import Decision, Verdict


def make_verdict_page(trial: Trial, verdict: Verdict, paper: RenderContext) -> Group:
    """Returns the whole result.

    Each verdict has a sign and a word beside its colour; what matters most comes again at the end.
    """
    return Group(*_parts(trial, verdict, paper))


def make_badge(decision: Decision) -> str:
    """Returns a decision in a sign and a word or two, such as '✘ not eligible'."""
    return f"{_SIGNS[decision.apparent]} {word_outcome(decision)}"


def _parts(trial: Trial, verdict: Verdict, paper: RenderContext) -> Iterator[RenderableType]:
    yield Rule(paper.styled(wording.RESULT_TITLE, "bold"), style="dim")
    for decision in verdict.decisions:
        yield _panel(trial, decision, paper)
    yield Text()
    for title, lines in list_sections(trial, verdict):
        yield paper.format_list(title, lines, wording.BULLET)
        yield Text()
    for determination_id, determination in trial.definition.determinations.items():
        yield paper.styled(wording.EVERY_CRITERION.format(name=say(determination.name)), "bold")
        yield make_criteria_table([each for each in verdict.findings if each.determination == determination_id], paper)
        yield Text()
    for line in list_closing_lines(trial, verdict):
        yield paper.styled(line)
    yield Text()
    yield from _in_short(trial, verdict, paper)


def _panel(trial: Trial, decision: Decision, paper: RenderContext) -> Panel:
    colour = _COLOURS[decision.apparent]
    inside = Group(paper.styled(make_badge(decision), f"bold {colour}"), paper.styled(decision.say))
    title = paper.styled(_name(trial, decision), "bold")
    return Panel(inside, title=title, title_align="left", border_style=colour, box=ROUNDED)


def _in_short(trial: Trial, verdict: Verdict, paper: RenderContext) -> Iterator[RenderableType]:
    yield paper.styled(wording.IN_SHORT, "bold")
    for decision in verdict.decisions:
        yield paper.styled(f"{_name(trial, decision)}: ").append_text(
            paper.styled(make_badge(decision), f"bold {_COLOURS[decision.apparent]}")
        )


def _name(trial: Trial, decision: Decision) -> str:
    return say(trial.definition.determinations[decision.determination].name)


_SIGNS = {
    Standing.PASSES: phrases.YES_SIGN,
    Standing.FAILS: phrases.NO_SIGN,
    Standing.OPEN: phrases.OPEN_SIGN,
    Standing.OFF: phrases.OFF_SIGN,
}

_COLOURS = {Standing.PASSES: "green", Standing.FAILS: "red", Standing.OPEN: "yellow", Standing.OFF: "cyan"}
