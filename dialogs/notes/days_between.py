"""Days that a note counts from one event to another: '3 weeks before planned blina'."""

import re
from functools import lru_cache

from dialogs.definition.facts import DaysBetweenFact
from dialogs.definition.wording import words
from dialogs.loading.compiled_trial import Trial
from dialogs.notes.note_text import NoteSpan, NoteToken, find_tokens


def find_spans_between(
    trial: Trial, plain: str, tokens: list[NoteToken], counts: list[NoteSpan]
) -> list[tuple[int, int]]:
    """Returns the first token, and the one behind the last, of each of the counts that lead to an event of a trial."""
    found_spans: list[tuple[int, int]] = []
    for fact in trial.facts.values() if counts else ():
        if isinstance(fact, DaysBetweenFact):
            behind = compile_end(fact)
            for start, end in counts:
                event = behind.match(plain, end)
                found_spans += find_tokens(tokens, start, event.end()) if event else []
    return found_spans


def compile_end(fact: DaysBetweenFact) -> re.Pattern[str]:
    """Returns the pattern of 'before' and the fact's last event, behind a count; its group is the event."""
    return _compile((*fact.end.values(), *words(fact.end_words)))


@lru_cache(maxsize=64)
def _compile(ends: tuple[str, ...]) -> re.Pattern[str]:
    names = {each for end in ends for each in (end, end.rpartition(" ")[2])}
    said = "|".join(re.escape(each) for each in sorted(names, key=len, reverse=True))
    return re.compile(
        r"\s*(?:before|prior to|ahead of|pre)[\s-]*(?:(?:the|her|his|planned|first|1st|expected|scheduled|dose of|"
        r"start of|"
        rf"starting|intended|due)\s+)*({said})(?![^\W_])",
        re.IGNORECASE,
    )
