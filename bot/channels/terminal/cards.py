"""What is read at a glance: verdicts, what to beware of, what was recorded, what a note says. A sign, then words."""

from collections.abc import Iterator

from rich.console import RenderableType
from rich.text import Text

from bot import phrases
from bot.channels.terminal import wording
from bot.channels.terminal.render_context import RenderContext
from dialogs.conversation.blocks import Caution, Headline, NoteLine, Recorded, ResultTitle
from dialogs.definition import small_words
from dialogs.rules.standings import Standing


def draw_result_title(title: ResultTitle, context: RenderContext) -> Text:
    """Returns the trial, and the code of the screening where it has one."""
    beside = small_words.BESIDE.format(first=title.trial, then=title.code) if title.code else title.trial
    return context.styled(beside, "bold")


def draw_card(headline: Headline, context: RenderContext) -> Iterator[RenderableType]:
    """Yields a verdict: sign, name and sentence, then beneath them its details."""
    yield _draw_signed(headline, headline.text, context)
    yield from (context.indent(" ", line) for line in headline.details)


def draw_verdict(headline: Headline, context: RenderContext) -> RenderableType:
    """Returns a verdict in one line, such as "✘ Trial entry: not eligible"."""
    return _draw_signed(headline, headline.outcome, context)


def word_verdict(headline: Headline) -> str:
    """Returns the same in plain words."""
    return f"{_SIGNS[headline.standing]} {_word_named(headline, headline.outcome)}"


def _draw_signed(headline: Headline, words: str, context: RenderContext) -> RenderableType:
    style = f"bold {_COLOURS[headline.standing]}"
    return context.indent(_SIGNS[headline.standing], _word_named(headline, words), style)


def _word_named(headline: Headline, words: str) -> str:
    return small_words.NAMED.format(name=headline.name, value=words)


def draw_caution(caution: Caution, context: RenderContext) -> RenderableType:
    """Returns what must be seen beside a verdict."""
    return context.indent(wording.CAUTION_SIGN, caution.text, "yellow")


def draw_recorded(recorded: Recorded, context: RenderContext) -> RenderableType:
    """Returns what was recorded, in one small line."""
    words = small_words.NAMED.format(name=recorded.name, value=recorded.answer)
    return context.indent(wording.TAKEN_SIGN, words, "dim")


def draw_note_line(line: NoteLine, context: RenderContext) -> RenderableType:
    """Returns what a note says of a fact, with the words that it came from set back."""
    sign, colour = (wording.TAKEN_SIGN, "green") if line.is_certain else (phrases.OPEN_SIGN, "yellow")
    said = context.styled(small_words.NAMED.format(name=line.name, value=line.answer))
    if line.words:
        said.append("  ").append_text(context.styled(small_words.QUOTED.format(quote=line.words), "dim"))
    return context.hang(context.styled(sign, colour), said)


_SIGNS = {
    Standing.PASSES: phrases.YES_SIGN,
    Standing.FAILS: phrases.NO_SIGN,
    Standing.OPEN: phrases.OPEN_SIGN,
    Standing.OFF: phrases.OFF_SIGN,
}

_COLOURS = {Standing.PASSES: "green", Standing.FAILS: "red", Standing.OPEN: "yellow", Standing.OFF: "cyan"}
