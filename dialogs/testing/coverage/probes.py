"""What to type at a question so that it is asked back, or not read at all: one text for each sentence that can come of it."""

from collections.abc import Iterator
from datetime import date, timedelta

from dialogs import phrases
from dialogs.conversation.commands import parse_command
from dialogs.conversation.questions import Question
from dialogs.definition.facts import DosePerAreaFact, Fact, NumericFact, OptionFact
from dialogs.definition.wording import say, words
from dialogs.loading.compiled_trial import Trial
from dialogs.reading import AskBackReading, Misread, Read, make_sentence, read
from dialogs.rules.answers import Known
from dialogs.testing.coverage.codes import INTERVAL
from dialogs.testing.coverage.phrasebook import Phrasebook
from dialogs.testing.coverage.samples import list_samples
from dialogs.testing.scripts.said import find_text
from dialogs.verdict.answer_words import format_figure


class Probes:
    """The texts for one trial's questions. Each is tried with the reader before it is given out."""

    def __init__(self, trial: Trial, today: date) -> None:
        self.trial = trial
        self.today = today
        self._book = Phrasebook(trial)

    def find_answer(self, fact_id: str) -> str:
        """Returns an exact answer to a fact, as typed."""
        answers = list_samples(self.trial, fact_id, self.today).values()
        exact = next(answer for answer in answers if isinstance(answer, Known))
        return find_text(self.trial.facts[fact_id], exact, self.today)

    def find_interval(self, fact_id: str) -> str:
        """Returns an interval of a number with some threshold in it, as typed."""
        return find_text(self.trial.facts[fact_id], list_samples(self.trial, fact_id, self.today)[INTERVAL], self.today)

    def find_unclear(self, fact_id: str) -> str:
        """Returns a text that is asked back with an exact answer."""
        fact, answer = self.trial.facts[fact_id], self.find_answer(fact_id)
        return next(
            text for text in (f"probably {answer}", f"{answer} ?", f"maybe {answer}") if self._offers(fact, text)
        )

    def find_unfit(self, fact_id: str) -> str:
        """Returns a text that is neither an answer to a fact nor a command."""
        fact = self.trial.facts[fact_id]
        return next(
            text
            for text in _RUBBISH
            if isinstance(read(fact, text, self.today), Misread) and parse_command(text) is None
        )

    def list_sentences(self, fact_id: str) -> dict[str, str]:
        """Returns a text for each sentence by which an answer to a fact can be refused or asked back, by the sentence's name."""
        fact = self.trial.facts[fact_id]
        found: dict[str, str] = {}
        for text in _list_texts(fact, self.find_answer(fact_id), self.today):
            reading = read(fact, text, self.today)
            names = (
                []
                if isinstance(reading, Read) or parse_command(text)
                else [self._book.find_reason(fact_id, make_sentence(fact, reading))]
            )
            found |= {name: text for name in names if name is not None and name not in found}
        return found

    def find_several(self, fact_id: str) -> str | None:
        """Returns a text that is asked back with several offers, or with none, so that a yes chooses nothing; None where there is none."""
        fact = self.trial.facts[fact_id]
        texts = _list_texts(fact, self.find_answer(fact_id), self.today)
        readings = ((text, read(fact, text, self.today)) for text in texts if parse_command(text) is None)
        return next(
            (text for text, reading in readings if isinstance(reading, AskBackReading) and len(reading.offers) != 1),
            None,
        )

    def _offers(self, fact: Fact, text: str) -> bool:
        reading = read(fact, text, self.today)
        return isinstance(reading, AskBackReading) and bool(reading.offers)


def _list_texts(fact: Fact, answer: str, today: date) -> Iterator[str]:
    """Yields texts that a reader may doubt or refuse.

    Which sentence each of them brings, if any, is for the reader to say.
    """
    yield from _RUBBISH
    if isinstance(fact, OptionFact):
        yield from (word for each in fact.ask_back for word in words(each.words))
        yield from (word for each in (fact.times.others if fact.times else []) for word in words(each.words))
        labels = [button.label for button in Question(fact).options]
        yield from (
            f"{labels[0]} and {labels[-1]}",
            f"it is {labels[0]}",
            f"it seems {labels[0]}",
            f"{labels[0]} 99",
            f"it is not {labels[0]}",
        )
        yield from (f"x{label[1:]}" for label in labels)
        yield from (digit for label in labels for digit in label if digit.isdecimal())
    else:
        yield from _list_amounts(fact)
    yield from (
        f"probably {answer}",
        f"about {answer}",
        f"{answer}?",
        "pending 2020-01-01",
        f"pending 01/02/{today.year + 1}",
    )
    yield from (f"{phrases.UNKNOWN_LABEL}?", "4\u06f4", "1\u200b2", "a\ue000", "no " * 200 + "no")
    early, late, to_come = (today + timedelta(days=days) for days in (-140, -20, 400))
    pairs = [(late, early), (to_come, to_come), (early, to_come)]
    yield from (f"{first} to {second}" for first, second in pairs)
    yield from (f"{today.year - 1}-02-30 to {late}", f"1/2/{today:%y} to 3/4/{today:%y}", f"{early}")
    yield from (f"01/02/{today.year - 1} to 03/04/{today.year - 1}", f"seen {early}, again {late}")
    if isinstance(fact, DosePerAreaFact):
        yield from _list_doses(fact)


def _list_amounts(fact: NumericFact) -> Iterator[str]:
    least, most, unit = fact.range.min, fact.range.max, say(fact.unit)
    yield from (
        f"{format_figure(most + 1)} {unit}",
        f"-5 {unit}",
        f"{format_figure(most)} to {format_figure(least)} {unit}",
        f"{format_figure(least)}.5 {unit}",
    )
    yield from (
        f"{format_figure(most)} parsecs",
        "1234567890123",
        "1,234",
        "007",
        f"{format_figure(most)}.0",
        "5",
        "4 m",
        "newborn",
    )
    yield from ("4 months 2 days", "2.5 weeks", "4 months corrected", "more than 3 weeks 2 days", "birth")
    yield from ("3/7", "120 days (50 weeks)", "5 weeks ago", "2 weeks")


def _list_doses(fact: DosePerAreaFact) -> Iterator[str]:
    first, last = (name.replace("_", " ") for name in (next(iter(fact.drugs)), list(fact.drugs)[-1]))
    yield from (
        f"{first} 2 mg/day, 900 kg, 49 cm",
        f"{first} 2 mg/day, 3.2 kg, 900 cm",
        f"{first} 2 mg/day",
        "2 mg twice a day",
        "20 mcg",
    )
    yield from (
        f"{first} 2 mg, 3.2 kg, 49 cm",
        f"10 mg/kg/day and 3 {say(fact.unit)}",
        "5 mg examplone",
        f"{first} and {last} 2 mg/day",
    )
    yield from ("2 mg/day, 3.2 kg, 49 cm", "10", "5 mg/day, 6 mg/kg/day", "5 mg/day taper")


_RUBBISH = ("purple elephants", "grüne Frösche", "%%%")
