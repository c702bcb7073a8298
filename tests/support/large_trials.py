"""Definitions that are large or entangled, until they are refused."""

import random
from collections.abc import Iterable, Sequence
from itertools import combinations

from odd_trials import HEAD, determination

_WORDS = "name: {en: N}, ask: {en: A}, ask_family: {en: A}, why: {en: W}"


def define(facts: Iterable[str], conditions: Sequence[str]) -> str:
    """Returns a definition of one determination, with one exclusion for each condition."""
    criteria = [_criterion(number, when, "exclusion", "entry") for number, when in enumerate(conditions)]
    return _join(facts, criteria, [determination("entry", "")])


def yes_no(name: str, more: str = "") -> str:
    """Returns a fact that is answered by no or yes."""
    return f"  {name}: {{kind: yes_no, {_WORDS}{more}}}"


def choice(name: str, count: int, more: str = "") -> str:
    """Returns a fact with so many options, v0, v1 and so on."""
    options = ", ".join(f"v{at}: {{label: {{en: O{chr(97 + at // 26)}{chr(97 + at % 26)}}}}}" for at in range(count))
    return f"  {name}: {{kind: choice, {_WORDS}{more}, options: {{{options}}}}}"


def number(name: str, more: str = "") -> str:
    """Returns a fact that is answered by a number up to 1,000."""
    fits = "unit: {en: kg}, range: {min: 0, max: 1000}, fits: {en: F}"
    return f"  {name}: {{kind: number, {_WORDS}{more}, {fits}}}"


def pair_equal(pairs: int, options: int) -> str:
    """Says of pairs of choices that each two are equal; all first halves are asked before all second ones."""
    equal = [
        _join_parts("any", [f"{{all: [{{a{i}: v{at}}}, {{b{i}: v{at}}}]}}" for at in range(options)])
        for i in range(pairs)
    ]
    return define([choice(f"{half}{i}", options) for half in "ab" for i in range(pairs)], [_join_parts("all", equal)])


def exactly(wanted: int, facts: int) -> str:
    """Says that exactly so many of some choices are their first option, every way written out."""
    ways = [
        _join_parts("all", [f"{{f{i}: v0}}" if i in way else f"{{not: {{f{i}: v0}}}}" for i in range(facts)])
        for way in combinations(range(facts), wanted)
    ]
    return define([choice(f"f{i}", 3) for i in range(facts)], [_join_parts("any", ways)])


def interleave(facts: int) -> str:
    """Joins numbers of which every condition names some that stand far apart."""
    half = facts // 2
    parts = [
        f"{{any: [{{f{i}: {{above: 10}}}},"
        f" {{all: [{{f{half + i}: {{below: 50}}}}, {{f{i * 7 % facts}: {{above: 90}}}}]}}]}}"
        for i in range(half)
    ]
    return define([number(f"f{i}") for i in range(facts)], [_join_parts("all", parts)])


def draw_clauses(facts: int, clauses: int) -> str:
    """Returns criteria, each with three of some facts, drawn at random."""
    rng = random.Random(1)
    drawn = [
        _join_parts("all", [f'{{f{i}: "{rng.choice(["yes", "no"])}"}}' for i in rng.sample(range(facts), 3)])
        for _ in range(clauses)
    ]
    return define([yes_no(f"f{i}") for i in range(facts)], drawn)


def wide(pairs: int, options: int) -> str:
    """Joins pairs of choices with very many options."""
    half = ", ".join(f"v{at}" for at in range(0, options, 2))
    parts = [f"{{all: [{{a{i}: [{half}]}}, {{b{i}: [{half}]}}]}}" for i in range(pairs)]
    return define([choice(f"{side}{i}", options) for side in "ab" for i in range(pairs)], [_join_parts("any", parts)])


def chain(facts: int) -> str:
    """Says that all of very many facts are yes."""
    return define(
        [yes_no(f"f{i}") for i in range(facts)], [_join_parts("all", [f'{{f{i}: "yes"}}' for i in range(facts)])]
    )


def gates(facts: int) -> str:
    """Lets each fact depend on two that stand above it, so that the ways to the first grow without end."""
    gate = ', applies_if: {{any: [{{f{one}: "yes"}}, {{f{other}: "yes"}}]}}'
    drawn = [yes_no(f"f{i}", gate.format(one=i - 1, other=max(i - 5, 0)) if i else "") for i in range(facts)]
    return define(drawn, [f'{{f{facts - 1}: "yes"}}'])


def _criterion(at: int, when: str, kind: str, verdict: str) -> str:
    more = "name: {en: N}, quote: Q, plain: {en: P}"
    return f"  C{at}: {{kind: {kind}, determination: {verdict}, {more}, met_when: {when}}}"


def _join_parts(word: str, parts: Sequence[str]) -> str:
    return f"{{{word}: [{', '.join(parts)}]}}" if len(parts) > 1 else parts[0]


def _join(facts: Iterable[str], criteria: Iterable[str], determinations: Iterable[str]) -> str:
    parts = [HEAD, "facts:", *facts, "criteria:", *criteria, "determinations:", *determinations]
    return "\n".join(parts) + "\n"
