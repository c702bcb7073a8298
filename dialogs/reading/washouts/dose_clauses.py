"""What one clause of a text about last doses holds, and which drug it names."""

from collections.abc import Sequence
from dataclasses import dataclass

from dialogs.definition.facts.washouts import WashoutsFact
from dialogs.reading.washouts.dose_times import DoseTime
from dialogs.reading.washouts.drug_classes import list_rivals
from dialogs.reading.washouts.drug_names import DOSE_SIGN, NamedDrug, find_drugs


@dataclass(frozen=True, slots=True)
class DoseClause:
    """What a clause holds. `strange` says that words are left over; `is_denied` that its drug was not given.

    `names` are those of its drugs. `rivals` are drugs that a dose tells apart, where what was said is not the name of
    one of them alone; they are among `drugs`. `end` is the place of the date of the end of the wait. `names_other` says
    that a strange clause may name a drug that is not listed, `has_figure` that it holds a number or a date. `doubts`
    are of the drug, or of its denial.
    """

    drugs: tuple[str, ...] = ()
    names: frozenset[str] = frozenset()
    rivals: tuple[str, ...] = ()
    time: DoseTime | None = None
    is_denied: bool = False
    end: int | None = None
    strange: bool = False
    names_other: bool = False
    has_figure: bool = False
    doubts: tuple[str, ...] = ()

    @property
    def is_one_drug(self) -> bool:
        """Whether it names one drug, though it may not be known which of its rivals that is."""
        return bool(self.drugs) and (len(self.drugs) == 1 or self.drugs == self.rivals)

    @property
    def is_empty(self) -> bool:
        """Whether it only says that something is corrected, or no: it holds no drug, no other name, and no figure."""
        return self.strange and not (self.drugs or self.names_other or self.has_figure)


def find_clause_drugs(fact: WashoutsFact, named: Sequence[NamedDrug], piece: str, *, has_dose: bool) -> DoseClause:
    """Returns a clause with the drugs that a text names; strange where they are several.

    A dose beside a name is passed over only where no drug that shares the name's words has a dose in a name. Such is
    'imatinib 400 mg', where all doses of imatinib wait alike. Else each of those drugs may be meant. That is so even
    where the dose would fit the name: whether 5 g/m2 is low is nothing that this program computes.
    """
    found = find_drugs(named, piece)
    names = frozenset(each.name for each in found)
    if len({each.codes for each in found}) > 1:
        drugs = tuple(dict.fromkeys(code for each in found for code in each.codes))
        shared = tuple(dict.fromkeys(code for each in found if each.is_shared for code in each.codes))
        return DoseClause(drugs, names, shared, strange=True)
    drugs = found[0].codes if found else ()
    is_shared = any(each.is_shared for each in found)
    rivals = drugs if is_shared else list_rivals(fact, names) if has_dose or DOSE_SIGN in piece else ()
    return DoseClause(rivals or drugs, names, rivals)
