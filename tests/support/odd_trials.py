"""Small trial definitions, drawn at random: facts of several kinds, their conditions, criteria, some verdicts."""

import random
from pathlib import Path

from dialogs.definition.faults import DefinitionError
from dialogs.loading.compiled_trial import Trial
from dialogs.loading.loading import load

HERE = Path(__file__).parents[1]
TEXT = (HERE.parent / "dialogs" / "trials" / "interfant-21.yaml").read_text("utf-8")
HEAD = TEXT.split("\nfacts:\n", 1)[0]

KINDS = {
    "yes_no": "kind: yes_no",
    "choice": (
        "kind: choice, options: {red: {label: {en: Red}}, green: {label: {en: Green}}, blue: {label: {en: Blue}}}"
    ),
    "number": "kind: number, unit: {en: kg}, range: {min: 0, max: 10}, fits: {en: A whole number of kg.}",
    "decimal": "kind: number, decimals: true, unit: {en: mg}, range: {min: 0, max: 4}, fits: {en: A number of mg.}",
    "age": (
        "kind: age, unit: {en: days}, range: {min: 0, max: 900}, start: {en: birth}, end: {en: visit}, fits: {en:"
        " Days.}"
    ),
}
WANTED = {
    "yes_no": ['"yes"', '"no"'],
    "choice": ["red", "[red, green]", "blue"],
    "number": ["{at_most: 3}", "{above: 7}", "{at_least: 3, below: 7}", "5"],
    "decimal": ["{at_most: 1.5}", "{below: 2}", "2"],
    "age": ["{at_most: 365}", "{above: 365}", "{below: 28}"],
}


def odd_trial(rng: random.Random, most: int = 4) -> Trial:
    """Returns a trial that the loader takes."""
    while True:
        try:
            return load(_definition(rng, most), "odd.yaml")
        except DefinitionError:
            continue


def _definition(rng: random.Random, most: int) -> str:
    kinds = {f"f{i}": rng.choice(list(KINDS)) for i in range(rng.randint(1, most))}
    facts = []
    for i, (fact, kind) in enumerate(kinds.items()):
        above = dict(list(kinds.items())[:i])
        applies = f", applies_if: {_condition(rng, above, 1)}" if above and rng.random() < 0.35 else ""
        facts.append(
            f"  {fact}: {{{KINDS[kind]}, name: {{en: Fact {i}}}, ask: {{en: A?}}, ask_family: {{en: A?}}, why: {{en:"
            f" W.}}{applies}}}"
        )
    verdicts = rng.randint(1, 2)
    criteria = [_criterion(rng, kinds, number, verdicts) for number in range(rng.randint(verdicts, 5))]
    determinations = [determination("entry", "")]
    if verdicts == 2:
        determinations.append(determination("arm", rng.choice(["", "requires: {entry: [eligible]}, "])))
    parts = [HEAD, "facts:", *facts, "criteria:", *criteria, "determinations:", *determinations]
    return "\n".join(parts) + "\n"


def _criterion(rng: random.Random, kinds: dict[str, str], number: int, verdicts: int) -> str:
    kind = rng.choice(["inclusion", "exclusion"])
    verdict = ["entry", "arm"][number] if number < verdicts else rng.choice(["entry", "arm"][:verdicts])
    when = _condition(rng, kinds, rng.choice([0, 0, 1, 2]))
    return (
        f"  C{number}: {{kind: {kind}, determination: {verdict}, name: {{en: N}}, quote: Q, plain: {{en: P.}},"
        f" met_when: {when}}}"
    )


def _condition(rng: random.Random, kinds: dict[str, str], depth: int) -> str:
    if depth == 0 or rng.random() < 0.3:
        fact = rng.choice(list(kinds))
        return f"{{{fact}: {rng.choice(WANTED[kinds[fact]])}}}"
    if rng.random() < 0.2:
        return f"{{not: {_condition(rng, kinds, depth - 1)}}}"
    parts = ", ".join(_condition(rng, kinds, depth - 1) for _ in range(2))
    return f"{{{rng.choice(['all', 'any'])}: [{parts}]}}"


def determination(name: str, requires: str) -> str:
    """Returns a determination; `requires` is what it requires of others, or nothing."""
    off = ", off: {code: off, say: {en: No object.}}" if requires else ""
    outcomes = (
        "passes: {code: eligible, say: {en: Yes as answered.}}, fails: {code: ineligible, say: {en: No as answered.}}, "
        "open: {code: undetermined, say: {en: Not yet determined.}}"
    )
    return f"  {name}: {{name: {{en: {name.title()}}}, asks: {{en: A?}}, {requires}outcomes: {{{outcomes}{off}}}}}"


ROOT = Path(__file__).parents[2]


INTERFANT = (ROOT / "dialogs/trials/interfant-21.yaml").read_text(encoding="utf-8")


def entangled(pairs: int) -> str:
    """Returns a definition with one criterion over pairs of facts, all first halves asked before all second halves."""
    facts = "".join(
        f"  {half}{i}: {{kind: yes_no, name: {{en: N}}, ask: {{en: A}}, ask_family: {{en: A}}, why: {{en: W}}}}\n"
        for half in "ab"
        for i in range(pairs)
    )
    parts = ", ".join(f'{{all: [{{a{i}: "yes"}}, {{b{i}: "yes"}}]}}' for i in range(pairs))
    head, rest = INTERFANT.split("\nfacts:\n", 1)
    determinations = rest.split("\ndeterminations:\n", 1)[1].split("  blinatumomab:\n", 1)[0]
    criterion = (
        "  E1: {kind: exclusion, determination: protocol, name: {en: N}, quote: Q, plain: {en: P}, met_when:"
        f" {{any: [{parts}]}}}}\n"
    )
    return f"{head}\nfacts:\n{facts}\ncriteria:\n{criterion}\ndeterminations:\n{determinations}"
