"""Numbers that are computed from their parts, in one message or in several, or given as the result itself."""

import re
from collections.abc import Callable

from dialogs.definition.facts import Computed, Fact
from dialogs.definition.wording import words
from dialogs.reading.computed.formula_parts import FormulaPart, StatedPart, list_parts
from dialogs.reading.computed.given_parts import GivenParts, split_parts
from dialogs.reading.computed.joined_parts import JoinedParts
from dialogs.reading.computed.part_values import decode_values, list_possible
from dialogs.reading.computed.part_words import RESULTS
from dialogs.reading.computed.results import ComputedFact
from dialogs.reading.doubts import ask_back_for
from dialogs.reading.outcome import AskBackReading, CodedParts, Misread, Read, Reading
from dialogs.reading.own_name import strip_own_name
from dialogs.rules.answers import Answer, Interval, Known

ReadResult = Callable[[str], Reading]
"""Reads a text as the number itself, and as no part of it."""


def read_computed(
    fact: ComputedFact, computed: Computed, text: str, read_result: ReadResult, earlier: CodedParts = ()
) -> Reading:
    """Reads the parts of a formula, labelled or with their units, in any order; or the result itself.

    A computed number is always asked back with the parts that it was computed from. `earlier` are the parts of the
    messages before; a part that `text` gives anew replaces the earlier one. Of a text with words that are not
    understood no part is used, and a number that may be several parts is never guessed.
    """
    lowered = _FROM_PARTS.sub("", text.casefold())
    parts = list_parts(fact)
    named = strip_own_name(fact, lowered, {label for part in parts for label in part.labels})
    bare = named if named != lowered else _RESULT.sub("", lowered).strip()
    if bare != lowered:
        return read_result(bare)
    before = JoinedParts(fact, computed, parts, decode_values(parts, earlier))
    given, result = split_parts(parts, lowered), read_result(lowered)
    if not isinstance(result, Misread):
        return _weigh(before, given, result)
    if given.is_strange or not (given.stated or given.bare):
        is_about_parts = bool(given.stated) or len(given.bare) > 1 or bool(given.bare and before.values)
        return before.ask("unclear_part") if is_about_parts else result
    if given.stated:
        return before.join(given)
    if not before.values and len(given.bare) == 1:
        return result
    return before.ask_about_bare(given.bare)


def begins_with_part(fact: Fact, text: str) -> bool:
    """Says whether a text begins with the label of a part: 'ca' is calcium then, and not about."""
    labels = [label for part in list_parts(fact) for label in part.labels]
    return any(re.match(rf"{re.escape(label)}(?![^\W\d_])", text.casefold()) for label in labels)


def _weigh(before: JoinedParts, given: GivenParts, result: Read | AskBackReading) -> Reading:
    """Returns a text that can be the result itself: asked back where it can be a part of it as well."""
    offers = result.offers if isinstance(result, AskBackReading) else (result.answer,)
    if given.is_strange:
        sharing = next((part.code for part in before.parts if _shares_unit(before.fact, part)), "")
        is_bare_span = sharing and isinstance(result, Read) and isinstance(result.answer, Known | Interval)
        return AskBackReading(f"part_or_result:{sharing}", offers) if is_bare_span else result
    if len(given.stated) == 1 and list_possible(given.stated[0]) and not given.bare:
        return _weigh_part(before, given, offers)
    if len(given.bare) != 1 or given.stated:
        return result
    if before.values:
        return before.ask_about_bare(given.bare, offers) if before.list_missing() else ask_back_for(result, "named")
    sharing = next((part.code for part in before.parts if _may_be(before.fact, part, given.bare[0])), "")
    return AskBackReading(f"part_or_result:{sharing}", offers) if sharing else result


def _weigh_part(before: JoinedParts, given: GivenParts, offers: tuple[Answer, ...]) -> Reading:
    """Returns a number in a unit of the result and of a part: the part that was asked for, or else asked back."""
    code = given.stated[0].part.code
    if before.values and code in before.list_missing():
        return before.join(given)
    joined = before.join(given)
    coded = joined.coded if isinstance(joined, AskBackReading) else ()
    more = joined.offers if isinstance(joined, AskBackReading) else ()
    return AskBackReading(f"part_or_result:{code}", tuple(dict.fromkeys((*more, *offers))), coded)


def _may_be(fact: ComputedFact, part: FormulaPart, figure: str) -> bool:
    """Says whether a bare number may be a part: in the unit of the fact itself, or a creatinine such as '1.1'."""
    if part.code == "creatinine":
        return bool(list_possible(StatedPart(part, figure, part.units[:1])))
    return _shares_unit(fact, part)


def _shares_unit(fact: ComputedFact, part: FormulaPart) -> bool:
    """Says whether a part is given in the unit of the fact itself, or as days are."""
    own = {each.casefold() for each in (fact.unit or {}).values()}
    return bool(part.notation) or any(own & set(unit.spellings) for unit in part.units)


_FROM_PARTS = re.compile(r"^(?:calculated|computed|estimated) (?:from|by|with) (?:the )?")
_SAID = "|".join(re.escape(each) for each in sorted(words(RESULTS), key=len, reverse=True))
_RESULT = re.compile(rf"^(?:(?:{_SAID})[ :=]+(?:is |was )?)+|[ ,(]+(?:{_SAID})\)?$")
