"""Last doses of drugs as a person would say them in a script, and words that are asked back as such a doubt."""

from collections.abc import Iterator, Mapping, Sequence

from dialogs.definition import small_words
from dialogs.definition.facts import WashoutsFact
from dialogs.definition.wording import say, spell_code, words
from dialogs.reading.outcome import CodedParts
from dialogs.reading.washouts.given_drugs import COUNTED_TO, MARKS, UNDECIDED
from dialogs.rules.answers import Answer, LastDose, LastDoses
from dialogs.verdict.last_doses import label_none, word_dose_days, word_last_doses

UNLISTED, MORE, NOTHING = "examplone", "{drug} {days} {more}", "none else"
DOSE, ONGOING, LONG_AGO = "5 mg", "ongoing", "at least 30000 days"
"""A drug that no trial lists, and how words are put together; they are typed, so they are no phrases of ours."""


def list_last_doses_ways(fact: WashoutsFact, answer: Answer) -> Iterator[str]:
    """Yields ways to say last doses, the plainest first: by labels, then by codes."""
    if not isinstance(answer, LastDoses) or not {each.drug for each in answer.doses} <= fact.drugs.keys():
        return
    yield word_last_doses(fact, answer) if answer.doses else label_none(fact)
    yield small_words.COMMA.join(f"{spell_code(each.drug)} {word_dose_days(each)}" for each in answer.doses)


def list_doubtful_last_doses(fact: WashoutsFact, kept: Mapping[str, str]) -> Iterator[str]:
    """Yields words of which just the drugs in `kept` are understood, with one thing beside them that is not certain."""
    drugs = {code: say(fact.drugs[code].label) for code in fact.drugs if code in kept}
    said = {code: f"{name} {_word_kept(kept[code])}".strip() for code, name in drugs.items()}
    plain = small_words.COMMA.join(said.values())
    back = small_words.COMMA.join(f"{each} ago" if COUNTED_TO in kept[code] else each for code, each in said.items())
    yield from (plain, back, f"{plain}, {UNLISTED} 3 days", f"{plain}, 3 days", f"{plain}, 5 parsecs")
    yield from (f"{plain}?", f"about {plain}", plain.replace(" days", "").replace(" day", ""), NOTHING)
    for code, name in drugs.items():
        rest = [each for other, each in said.items() if other != code]
        joined = (f"{said[code]}, {each} {LONG_AGO}" for each in words(fact.drugs[code].synonyms))
        unclear = (*_spoil(name, said[code]), f"{name} {ONGOING}", *joined)
        yield from (small_words.COMMA.join((*rest, each)) for each in unclear)
    yield from (f"no {say(drug.label)}" for drug in fact.drugs.values())
    yield from ("3 days", "3 days ago", f"{UNLISTED} 3 days", "5 parsecs")


def list_doses_beside(fact: WashoutsFact, kept: CodedParts, offers: Sequence[Answer]) -> Iterator[str]:
    """Yields last doses with a dose beside the drugs of `kept` between which a dose has to decide.

    They are those of each offer; or what is certain, and one of those drugs with each time that is offered, or with
    none.
    """
    undecided = [code for code, days in kept if days == UNDECIDED and code in fact.drugs]
    certain = [(code, _word_kept(days)) for code, days in kept if days != UNDECIDED and code in fact.drugs]
    ways = [[(each.drug, word_dose_days(each)) for each in way.doses] for way in offers if isinstance(way, LastDoses)]
    times = dict.fromkeys(("", *(days for way in ways for code, days in way if code in undecided)))
    said = [[(code, f"{DOSE} {days}" if code in undecided else days) for code, days in way] for way in ways]
    said += [[*certain, (code, f"{DOSE} {days}")] for code in undecided for days in times]
    for each in said:
        parts = [f"{say(fact.drugs[code].label)} {days}".strip() for code, days in each]
        yield from (small_words.COMMA.join(parts), small_words.COMMA.join(f"{part} ago" for part in parts))


def _spoil(name: str, said: str) -> Iterator[str]:
    """Yields what is said of a drug in words that are not understood, twice, or with a slip."""
    yield from (f"{name} for 3 days", small_words.COMMA.join((said, said)))
    yield said.replace(name, f"{name[:-2]}{name[-1:]}{name[-2:-1]}")


def _word_kept(days: str) -> str:
    least, dash, most = MARKS.sub("", days).partition("-")
    if not least.isdecimal():
        return ""
    return word_dose_days(LastDose("", int(least), int(most) if most else None if dash else int(least)))
