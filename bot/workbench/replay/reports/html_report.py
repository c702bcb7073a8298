"""The results as one HTML page that needs nothing else: no network, no script.

A failure shows its transcripts side by side. Where something did not pass, the page opens on that alone.
"""

from collections.abc import Sequence

from bot.documents.html_page import page
from bot.workbench.replay.playing import ReplayPlan
from bot.workbench.replay.reports.html_script import first_difference, sides, spoken
from bot.workbench.replay.reports.plain import count_results, count_skipped, summarize
from bot.workbench.replay.reports.summary import HEADINGS, group_by_file, make_rows
from bot.workbench.replay.result import FAILED, PASSED, SKIPPED, UNREADABLE, ScriptResult, list_trials

MOST_OPEN = 10
"""How many failures stand open when the page is opened; of more, all are folded, so that the list can be seen."""

MOST_TRANSCRIPTS = 3_000
"""How many scripts that passed are shown with what was said; a page with more would be slow to open."""


def render_page(results: Sequence[ScriptResult], plan: ReplayPlan, seed: int | None) -> str:
    """Returns the page. `seed` is that of the order of playing, if there is one."""
    passed, failed, unreadable = count_results(results)
    skipped = count_skipped(results)
    trials = list_trials(results) or [plan.trial]
    about = {
        "Trial" if len(trials) == 1 else "Trials": ", ".join(trials),
        "Through": plan.through,
        "Clock": f"{plan.now:%Y-%m-%d %H:%M %Z}",
    }
    order = {} if seed is None else {"Order": f"--shuffle --seed {seed}"}
    return page(
        __package__,
        outcome=summarize(results),
        played="1 script" if len(results) == 1 else f"{len(results):,} scripts",
        about=[*(about | order).items()],
        headings=HEADINGS,
        rows=make_rows(results, group_by_file(results)),
        choices=[
            ("amiss", "what did not pass", failed + unreadable),
            ("every", "all", len(results)),
            (FAILED, FAILED, failed),
            (UNREADABLE, "not readable", unreadable),
            (PASSED, PASSED, passed),
            *([(SKIPPED, "not played", skipped)] if skipped else []),
        ],  # the style sheet hides what is not chosen
        chosen="amiss" if failed + unreadable else "every",
        results=results,
        with_trial=len(trials) > 1,
        words=_WORDS,
        are_open=failed + unreadable <= MOST_OPEN,
        most_transcripts=MOST_TRANSCRIPTS,
        first_difference=first_difference,
        sides=sides,
        spoken=spoken,
    )


_WORDS = {
    PASSED: ("✓", "passed"),
    FAILED: ("✗", "failed"),
    UNREADABLE: ("!", "not readable"),
    SKIPPED: ("–", "not played"),
}
