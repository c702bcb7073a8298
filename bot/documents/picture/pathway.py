"""The treatment pathway of a trial as a picture: its paragraphs in their order.

There are no arrows between them. What one paragraph tells often does not follow on the one before: it is the other
case. Nothing here guesses which.
"""

from bot.documents.picture import phrases
from bot.documents.picture.column import Column
from bot.documents.picture.layout import MARGIN, WIDTH, Area, Panel, PictureLayout
from bot.documents.picture.styles import PARAGRAPH, PLAIN
from dialogs.definition import small_words
from dialogs.definition.wording import say
from dialogs.loading.compiled_trial import Trial
from dialogs.verdict import headings
from dialogs.verdict.result import DIGEST_SHOWN
from dialogs.verdict.source import describe_source

APART = 16
INSIDE = 26
"""From a box's edge to the words in it."""


def lay_out_pathway(trial: Trial) -> PictureLayout:
    """Returns the picture of a trial's pathway, as values."""
    paragraphs = [say(each) for each in trial.definition.about.pathway]
    panels = [_header(trial)]
    for number, told in enumerate(paragraphs, 1):
        panels.append(_paragraph(number, told, panels[-1].area.bottom + (APART if number > 1 else 0)))
    panels.append(_footer(trial, panels[-1].area.bottom))
    acronym = trial.definition.about.acronym
    description = phrases.PATHWAY_DESCRIPTION.format(acronym=acronym, count=len(paragraphs))
    title = small_words.NAMED.format(name=acronym, value=phrases.PATHWAY)
    return PictureLayout(title, description, panels[-1].area.bottom + MARGIN, tuple(panels))


def _header(trial: Trial) -> Panel:
    column = Column(MARGIN, MARGIN, WIDTH - 2 * MARGIN)
    column.write(trial.definition.about.acronym, 46, bold=True)
    column.write(phrases.PATHWAY, 36, bold=True)
    column.write(phrases.INFORMATION)
    return Panel("header", phrases.INFORMATION, Area(0, 0, WIDTH, column.y + APART), PLAIN, tuple(column.lines))


def _paragraph(number: int, told: str, top: float) -> Panel:
    column = Column(MARGIN + INSIDE, top + APART, WIDTH - 2 * MARGIN - 2 * INSIDE)
    column.write(told, 30)
    area = Area(MARGIN, top, WIDTH - 2 * MARGIN, column.y + APART - top)
    return Panel(f"paragraph-{number}", told, area, PARAGRAPH, tuple(column.lines))


def _footer(trial: Trial, top: float) -> Panel:
    column = Column(MARGIN, top + 2 * APART, WIDTH - 2 * MARGIN)
    column.write(describe_source(trial))
    column.write(
        headings.DEFINITION.format(id=trial.id, version=trial.definition.version, digest=trial.digest[:DIGEST_SHOWN])
    )
    column.write(say(trial.definition.pre_check))
    return Panel(
        "footer",
        describe_source(trial),
        Area(0, top + APART, WIDTH, column.y - top - APART),
        PLAIN,
        tuple(column.lines),
    )
