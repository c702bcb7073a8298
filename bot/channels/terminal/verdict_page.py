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
from bot.channels.terminal.render_context import RenderContext
from bot.documents.outcome_words import word_outcome
from dialogs.definition.wording import say
from dialogs.loading.compiled_trial import Trial
from dialogs.rules.determinations import Standing
from dialogs.verdict.result import list_closing_lines, list_sections
from dialogs.verdict.verdict import Decision, Verdict


def make_verdict_page(trial: Trial, verdict: Verdict, context: RenderContext) -> Group:
    """Returns the whole result.

    Each verdict has a sign and a word beside its colour; what matters most comes again at the end.
    """
    return Group(*_make_parts(trial, verdict, context))


def make_badge(decision: Decision) -> str:
    """Returns a decision in a sign and a word or two, such as '✘ not eligible'."""
    return f"{_SIGNS[decision.apparent]} {word_outcome(decision)}"


def _make_parts(trial: Trial, verdict: Verdict, context: RenderContext) -> Iterator[RenderableType]:
    yield Rule(context.styled(wording.RESULT_TITLE, "bold"), style="dim")
    for decision in verdict.decisions:
        yield _make_panel(trial, decision, context)
    yield Text()
    for title, lines in list_sections(trial, verdict):
        yield context.format_list(title, lines, wording.BULLET)
        yield Text()
    for determination_id, determination in trial.definition.determinations.items():
        yield context.styled(wording.EVERY_CRITERION.format(name=say(determination.name)), "bold")
        findings = [each for each in verdict.findings if each.determination == determination_id]
        yield make_criteria_table(findings, context)
        yield Text()
    for line in list_closing_lines(trial, verdict):
        yield context.styled(line)
    yield Text()
    yield from _summarise(trial, verdict, context)


def _make_panel(trial: Trial, decision: Decision, context: RenderContext) -> Panel:
    colour = _COLOURS[decision.apparent]
    inside = Group(context.styled(make_badge(decision), f"bold {colour}"), context.styled(decision.say))
    title = context.styled(_say_name(trial, decision), "bold")
    return Panel(inside, title=title, title_align="left", border_style=colour, box=ROUNDED)


def _summarise(trial: Trial, verdict: Verdict, context: RenderContext) -> Iterator[RenderableType]:
    yield context.styled(wording.IN_SHORT, "bold")
    for decision in verdict.decisions:
        yield context.styled(f"{_say_name(trial, decision)}: ").append_text(
            context.styled(make_badge(decision), f"bold {_COLOURS[decision.apparent]}")
        )


def _say_name(trial: Trial, decision: Decision) -> str:
    return say(trial.definition.determinations[decision.determination].name)


_SIGNS = {
    Standing.PASSES: phrases.YES_SIGN,
    Standing.FAILS: phrases.NO_SIGN,
    Standing.OPEN: phrases.OPEN_SIGN,
    Standing.OFF: phrases.OFF_SIGN,
}

_COLOURS = {Standing.PASSES: "green", Standing.FAILS: "red", Standing.OPEN: "yellow", Standing.OFF: "cyan"}
