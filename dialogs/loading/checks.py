"""What the schema cannot see: that every name in a definition means something, and every number lies in its range."""

from collections.abc import Iterator

from dialogs.definition.criteria import AnyRequired, Determination
from dialogs.definition.document import KeyPath
from dialogs.definition.facts import DaysBetweenFact, WashoutsFact
from dialogs.definition.trial import Definition
from dialogs.loading.condition_checks import check_condition
from dialogs.loading.fact_checks import check_fact
from dialogs.loading.limit_checks import LocatedFault, offer_one_of


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
        for determination in criterion.determinations:
            if determination not in definition.determinations:
                message = f"no determination is called '{determination}'"
                yield (*at, "determination"), f"{message}: {offer_one_of(definition.determinations)}"
    for i, contradiction in enumerate(definition.consistent):
        yield from check_condition(definition, contradiction.never, ("consistent", i, "never"), known)
    yield from _check_determinations(definition)


def _check_determinations(definition: Definition) -> Iterator[LocatedFault]:
    earlier: dict[str, list[str]] = {}
    for determination_id, determination in definition.determinations.items():
        at: KeyPath = ("determinations", determination_id)
        outcomes = determination.outcomes
        codes = [outcome.code for outcome in outcomes.all()]
        for code in sorted({code for code in codes if codes.count(code) > 1}):
            yield (*at, "outcomes"), f"two outcomes have the code '{code}': give each its own"
        is_led_to = any(determination_id in criterion.determinations for criterion in definition.criteria.values())
        if not is_led_to and not determination.requires:
            yield at, "no criterion leads to this determination: name it in a criterion, or remove it"
        if determination.requires and outcomes.off is None:
            remedy = "say what the determination is when it has no object"
            yield (*at, "outcomes"), f"with 'requires', the outcome 'off' is needed: {remedy}"
        yield from _check_required(determination, earlier, (*at, "requires"))
        if outcomes.not_yet is not None and not _has_windows(definition):
            remedy = "give a fact clear_from, or ask for waiting times by the kind washouts"
            yield (*at, "outcomes", "not_yet"), f"nothing here waits, so this can never be: {remedy}"
        earlier[determination_id] = [outcome.code for outcome in outcomes.all() if outcome is not outcomes.open]


def _check_required(determination: Determination, earlier: dict[str, list[str]], at: KeyPath) -> Iterator[LocatedFault]:
    """Yields what a determination requires that none of the `earlier` can come to, each with its final outcomes."""
    is_any = isinstance(determination.requires, AnyRequired)
    for i, alternative in enumerate(determination.alternatives):
        for required, wanted in alternative.items():
            way: KeyPath = (*at, "any", i, required) if is_any else (*at, required)
            if required not in earlier:
                message = f"no determination that stands above is called '{required}'"
                yield way, f"{message}: {offer_one_of(earlier)}"
                continue
            for code in wanted:
                if code not in earlier[required]:
                    message = f"'{code}' is no final outcome of '{required}'"
                    yield way, f"{message}: {offer_one_of(earlier[required])}"


def _has_windows(definition: Definition) -> bool:
    return any(
        isinstance(fact, WashoutsFact) or (isinstance(fact, DaysBetweenFact) and fact.clear_from is not None)
        for fact in definition.facts.values()
    )
