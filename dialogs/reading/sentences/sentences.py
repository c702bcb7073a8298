"""What is said when a text was not read: a plain sentence from the reason, the fact and the offers, not the text."""

from collections.abc import Sequence

from dialogs.definition import small_words
from dialogs.definition.facts import DoseFact, Fact, NumberFact, WashoutsFact, get_computed
from dialogs.definition.wording import say, spell_code
from dialogs.reading import amount_wording, wording
from dialogs.reading.cleaning import MAX_CHARACTERS
from dialogs.reading.doses.coded_parts import AMOUNT, DAILY, DRUG, LENGTH, UNIT, WEIGHT
from dialogs.reading.doses.dose_parts import PER_AREA, PER_DAY, PER_KG, get_own_unit
from dialogs.reading.doubts import find_doubts
from dialogs.reading.measures.converted import GIVEN
from dialogs.reading.measures.ratios import LIMIT
from dialogs.reading.outcome import AskBackReading, CodedParts, Misread
from dialogs.reading.sentences.computed_words import make_part_gaps, word_values
from dialogs.reading.sentences.gaps import GAPS, describe_fitting, fill, get_unit, name_limit
from dialogs.reading.sentences.needed_parts import list_needed, name_parts
from dialogs.reading.sentences.offers import join_choices, make_question, word_count, word_offers
from dialogs.reading.sentences.reasons import ALL_SENTENCES
from dialogs.reading.vocabulary import find_own_sentence
from dialogs.reading.washouts.given_words import describe_given
from dialogs.verdict.last_doses import name_drug


def make_sentence(fact: Fact, outcome: Misread | AskBackReading) -> str:
    """Returns one line: what fits after a `Misread`; what is doubtful and what is offered after an `AskBackReading`.

    Offers come last and in one form: "Did you mean A?", or "Which of these: A or B?". So a yes or a no can only be
    meant for them. A reason that is not known here, such as one from another version, gets the sentence that says what
    fits.
    """
    reason, _, detail = outcome.reason.partition(":")
    offers = word_offers(fact, outcome) if isinstance(outcome, AskBackReading) else ()
    coded = outcome.coded if isinstance(outcome, AskBackReading) else ()
    if reason == "told":
        said = _find_told(fact, detail)
    elif reason in {"words", "time"}:
        said = find_own_sentence(fact, outcome.reason) or describe_fitting(fact)
    elif reason == "converted":
        said = describe_conversions(fact, coded, offers)
    else:
        template = ALL_SENTENCES.get(reason, "{fits}") if offers or reason not in _OFFERING else "{fits}"
        needed = name_parts(fact, list_needed(fact, coded))
        gaps = {"detail": _name_detail(fact, detail), "needed": needed, "max": str(MAX_CHARACTERS)}
        if get_computed(fact) is not None:
            gaps |= make_part_gaps(fact, detail, coded, offers)
        said = fill(template, gaps, GAPS, fact)
    others = [ALL_SENTENCES.get(each, "") for each in find_doubts(coded) if each != reason]
    more = " ".join(fill(each, {}, GAPS, fact) for each in others)
    said = f"{said} {more}"
    if not offers or reason == "bare_part":
        said = f"{describe_understood(fact, coded)} {said}"
    return " ".join(f"{said} {make_question(fact, offers)}".split())


def _name_detail(fact: Fact, detail: str) -> str:
    named = detail.split("+")
    if isinstance(fact, WashoutsFact):
        return join_choices([name_drug(fact, each) for each in named])
    return name_parts(fact, named)


def _find_told(fact: Fact, index: str) -> str:
    """Returns what the definition says to words that make another number of one."""
    told = fact.told if isinstance(fact, NumberFact) and index.isdecimal() else []
    return next((say(each.say) for i, each in enumerate(told) if str(i) == index), describe_fitting(fact))


def describe_conversions(fact: Fact, coded: CodedParts, offers: Sequence[str]) -> str:
    """Returns what each number comes to as it was given: '6.1 mmol/L comes to 109.9 mg/dL.'."""
    limits = [part for name, part in coded if name == LIMIT]
    given = [part for name, part in coded if name == GIVEN]
    if limits:
        named = zip(given, limits, strict=False)
        given = [wording.BESIDE_LIMIT.format(given=a, limit=name_limit(fact), number=b) for a, b in named]
    template = ALL_SENTENCES["converted"]
    own = tuple(f" {each}" for each in (fact.unit or {}).values()) if isinstance(fact, NumberFact) else ()
    other = [(a, b) for a, b in zip(given, offers, strict=False) if not a.endswith(own)]
    return " ".join(template.format(given=a, computed=b) for a, b in other)


def describe_understood(fact: Fact, coded: CodedParts) -> str:
    """Returns the sentence that names the parts of an answer given so far; empty where there are none."""
    if isinstance(fact, WashoutsFact):
        return describe_given(fact, coded)
    if isinstance(fact, NumberFact) and fact.computed is None:
        given = small_words.COMMA.join(part for name, part in coded if name == GIVEN)
        return wording.UNDERSTOOD.format(parts=given) if given else ""
    said = dict(coded)
    if not isinstance(fact, DoseFact):
        known = word_values(fact, coded)
        return wording.UNDERSTOOD.format(parts=known) if known else ""
    daily = said.get(DAILY, "")
    doses = {PER_AREA: wording.PER_AREA, PER_KG: wording.PER_KG[daily], PER_DAY: wording.PER_DAY[daily]}
    dose = doses.get(said.get(UNIT, ""), wording.UNITLESS)
    unit = get_unit(fact) if get_own_unit(fact) == PER_AREA else amount_wording.PER_AREA_AND_DAY
    parts = (
        spell_code(said.get(DRUG, "")),
        dose.format(number=word_count(said[AMOUNT]), unit=unit) if AMOUNT in said else "",
        wording.WEIGHT.format(number=said[WEIGHT]) if WEIGHT in said else "",
        wording.LENGTH.format(number=said[LENGTH]) if LENGTH in said else "",
    )
    given = small_words.COMMA.join(each for each in parts if each)
    return wording.UNDERSTOOD.format(parts=given) if given else ""


_OFFERING = frozenset({
    "several", "named", "doubt", "about", "grouped", "leading_zeros", "not_whole", "bare", "unit_m", "at_birth",
    "newborn", "date_order", "date_words", "expected", "bare_dose", "per_day", "highest", "either", "birthday",
    "left", "open", "counted",
    "disagree", "notation", "in_days", "equivalent", "bare_part", "since", "none_else", "from_today", "drug_slip",
    "by_dose", "one_class", "ongoing", "longer_ago",
    "bare_days", "bare_daily_dose", "bare_weeks", "of_term", "weeks_decimal", "computed", "part_or_result",
})  # fmt: skip
"""Reasons whose sentence names the offers, and says nothing without them."""
