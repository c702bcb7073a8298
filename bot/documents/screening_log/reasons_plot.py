"""A plot of how often each reason excluded."""

from textwrap import wrap
from typing import Any

from bot.documents.screening_log import phrases
from bot.documents.screening_log.figure import INK, PALE, draw_figure
from bot.documents.screening_log.log import Log, Reason, TrialLog
from bot.documents.screening_log.plot_axes import WIDTH, describe_lack, frame_plot, read_whole, scale_axis, write_words
from dialogs.definition import small_words

NAME_CHARACTERS = 36


def plot_reasons(log: Log, trial: TrialLog, form: str) -> bytes:
    """Returns a plot of the reasons for exclusion of one trial, as "png" or "svg"."""
    title = phrases.REASONS_TITLE.format(trial=trial.name or trial.trial, period=log.period)
    reasons = [reason for reason in reversed(trial.reasons) if isinstance(reason.count, int) and reason.count]
    counts = {_name_reason(reason): read_whole(reason.count) for reason in reasons}
    lacking = describe_lack(
        trial.total.screened, [reason.count for reason in trial.reasons], phrases.NO_EXCLUSIONS_DRAWN
    )
    height = 1.7 + 0.42 * max(len(counts), 3)

    def draw(figure: Any) -> None:
        axes = figure.add_axes((0.36, 0.85 / height, 0.56, 1 - 1.45 / height))
        if lacking:
            write_words(axes, lacking)
            return
        bars = axes.barh(list(counts), list(counts.values()), color=PALE, edgecolor=INK, hatch="//", height=0.66)
        axes.bar_label(bars, labels=[f"{count:,}" for count in counts.values()], padding=4)
        axes.set_xlabel(phrases.SCREENINGS_WITH_REASONS)
        scale_axis(axes, axes.xaxis)
        axes.set_xlim(0, max(counts.values()) * 1.12)

    told = [small_words.NAMED.format(name=" ".join(name.split()), value=n) for name, n in reversed(counts.items())]
    return draw_figure(frame_plot(log, title, height, draw), (WIDTH, height), form, title, lacking or ". ".join(told))


def _name_reason(reason: Reason) -> str:
    line = phrases.REASON.format(criterion=reason.criterion, name=reason.name)
    return "\n".join(wrap(line, NAME_CHARACTERS, max_lines=2, placeholder=" …"))
