"""The parts of a formula from all messages so far: what is missing, what is asked about them, what they come to."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from dialogs.definition.facts import Computed
from dialogs.reading.computed.formula_parts import FormulaPart, StatedPart
from dialogs.reading.computed.given_parts import GivenParts
from dialogs.reading.computed.part_values import PartValues, encode_values, list_possible
from dialogs.reading.computed.results import ComputedFact, compute_result
from dialogs.reading.outcome import AskBackReading, Reading
from dialogs.rules.answers import Answer


@dataclass(frozen=True, slots=True)
class JoinedParts:
    """The parts of a fact's formula, and those that are known, in coded form."""

    fact: ComputedFact
    computed: Computed
    parts: tuple[FormulaPart, ...]
    values: PartValues

    def list_missing(self) -> list[str]:
        """Returns the codes of the parts that are not known yet, in the order of the formula."""
        return [part.code for part in self.parts if part.code not in self.values]

    def ask(self, reason: str, offers: tuple[Answer, ...] = ()) -> AskBackReading:
        """Asks back for a reason, and keeps what is known."""
        return AskBackReading(reason, offers, encode_values(self.values))

    def join(self, given: GivenParts) -> Reading:
        """Returns what these parts come to with those of a text, which replace them; else what is to be asked."""
        said: dict[str, dict[StatedPart, tuple[str, ...]]] = {}
        for each in given.stated:
            said.setdefault(each.part.code, {})[each] = list_possible(each)
        forms = {code: {form for possible in stated.values() for form in possible} for code, stated in said.items()}
        certain = {
            code: next(iter(each)) for code, each in forms.items() if len(each) == 1 and all(said[code].values())
        }
        joined = self._add(certain)
        for code, stated in said.items():
            if code not in certain:
                return joined.ask(f"{_name_fault(stated)}:{code}")
        return joined.ask_about_bare(given.bare) if given.bare else joined.compute()

    def compute(self) -> Reading:
        """Returns what the parts come to, or asks for those that are missing."""
        if missing := self.list_missing():
            return self.ask(f"missing:{'+'.join(missing)}")
        reading = compute_result(self.fact, self.computed, self.parts, self.values)
        return replace(reading, coded=encode_values(self.values)) if isinstance(reading, AskBackReading) else reading

    def ask_about_bare(self, bare: tuple[str, ...], offers: tuple[Answer, ...] = ()) -> Reading:
        """Asks back numbers without a unit; a lone one beside a lone missing part with what they come to.

        `offers` are what the number means as the result itself.
        """
        missing = self.list_missing()
        if not missing:
            return self.ask("unclear_part")
        lone = next(part for part in self.parts if part.code == missing[0])
        possible = list_possible(StatedPart(lone, bare[0], lone.units)) if len(bare) == len(missing) == 1 else ()
        joined = [self._add({lone.code: each}) for each in possible]
        computed = tuple(dict.fromkeys(offer for each in joined for offer in _list_offers(each.compute())))
        if not computed:
            rest = offers if len(missing) == 1 else ()  # beside several that are missing it is hardly the result
            return self.ask(f"{'unitless' if len(bare) == 1 else 'which_part'}:{'+'.join(missing)}", rest)
        kept = joined[0] if len(joined) == 1 else self
        return kept.ask(f"{'part_or_result' if offers else 'bare_part'}:{lone.code}", (*computed, *offers))

    def _add(self, values: Mapping[str, str]) -> "JoinedParts":
        known = {**self.values, **values}
        return replace(self, values={part.code: known[part.code] for part in self.parts if part.code in known})


def _name_fault(stated: Mapping[StatedPart, tuple[str, ...]]) -> str:
    """Returns why a part is not certain: it cannot be, it was given twice, or its unit is open."""
    if not all(stated.values()):
        return "impossible"
    return "twice" if len(stated) > 1 else "part_unit"


def _list_offers(reading: Reading) -> tuple[Answer, ...]:
    return reading.offers if isinstance(reading, AskBackReading) else ()
