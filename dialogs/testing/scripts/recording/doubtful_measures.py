"""Numbers in other units, or with a limit of the laboratory, that are asked back as one that stands in a screening."""

from collections.abc import Iterator

from dialogs.conversation.screening import Doubt
from dialogs.definition.facts import NumberFact
from dialogs.definition.wording import words
from dialogs.reading.measures.converted import GIVEN
from dialogs.reading.measures.ratios import LIMIT


def list_measures(fact: NumberFact, doubt: Doubt) -> Iterator[str]:
    """Yields what was given, from its coded parts: plainly, with a doubt, and with its thousands grouped."""
    given = [part for name, part in doubt.kept if name == GIVEN]
    limits = [part for name, part in doubt.kept if name == LIMIT]
    if fact.ratio_to is not None and limits:
        named = words(fact.ratio_to.words)[0]
        given = [f"{each} ({named} {limit})" for each, limit in zip(given, limits, strict=False)]
    for text in given:
        yield from (shape.format(text) for shape in ("{0}", "{0}?", "about {0}", "about {0}?"))
        figure, _, rest = text.partition(" ")
        if figure.isdecimal():
            yield f"{int(figure):,} {rest}".strip()
