"""What the schema cannot see: that every name in a definition means something, and every number lies in its range."""

from collections.abc import Iterator

from dialogs.definition.criteria import Determination
from dialogs.definition.document import KeyPath
from dialogs.definition.trial import Definition
from dialogs.loading.condition_checks import LocatedFault, check_condition, offer_one_of
from dialogs.loading.fact_checks import check_fact


def check_definition(definition: Definition) -> Iterator[LocatedFault]:
    """Yields the way to each fault, and the fault with its remedy."""
    known = set(definition.facts)
    for fact_id, fact in definition.facts.items():
        yield from check_fact(definition, fact_id, fact)
    for criterion_id, criterion in definition.criteria.items():
        at = ("criteria", criterion_id)
        yield from check_condition(definition, criterion.met_when, (*at, "met_when"), known)
        for i, note in enumerate(criterion.notes):
            for key, condition in (("when", note.when), ("unless", note.unless)):
                if condition is not None:
                    yield from check_condition(definition, condition, (*at, "notes", i, key), known)
        if criterion.determination not in definition.determinations:
            message = f"no determination is called '{criterion.determination}'"
            yield (*at, "determination"), f"{message}: {offer_one_of(definition.determinations)}"
    yield from _check_determinations(definition)


def _check_determinations(definition: Definition) -> Iterator[LocatedFault]:
    earlier: dict[str, list[str]] = {}
    for determination_id, determination in definition.determinations.items():
        at: KeyPath = ("determinations", determination_id)
        outcomes = determination.outcomes
        codes = [outcome.code for outcome in outcomes.all()]
        for code in sorted({code for code in codes if codes.count(code) > 1}):
            yield (*at, "outcomes"), f"two outcomes have the code '{code}': give each its own"
        if all(criterion.determination != determination_id for criterion in definition.criteria.values()):
            yield at, "no criterion leads to this determination: name it in a criterion, or remove it"
        if determination.requires and outcomes.off is None:
            remedy = "say what the determination is when it has no object"
            yield (*at, "outcomes"), f"with 'requires', the outcome 'off' is needed: {remedy}"
        yield from _check_required(determination, earlier, (*at, "requires"))
        earlier[determination_id] = [outcome.code for outcome in outcomes.all() if outcome is not outcomes.open]


def _check_required(determination: Determination, earlier: dict[str, list[str]], at: KeyPath) -> Iterator[LocatedFault]:
    """Yields what a determination requires that none of the `earlier` can come to, each with its final outcomes."""
    for required, wanted in determination.requires.items():
        if required not in earlier:
            message = f"no determination that stands above is called '{required}'"
            yield (*at, required), f"{message}: {offer_one_of(earlier)}"
            continue
        for code in wanted:
            if code not in earlier[required]:
                message = f"'{code}' is no final outcome of '{required}'"
                yield (*at, required), f"{message}: {offer_one_of(earlier[required])}"
