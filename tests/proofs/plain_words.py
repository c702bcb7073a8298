"""What the words of the format mean for one value, one criterion, one determination."""

from collections.abc import Mapping
from typing import Any

from sampled_values import Plain

STANDINGS = ("passes", "fails", "off", "not_yet")
"""The final outcomes, by their code in the arrays."""

PASSES, FAILS, OFF, NOT_YET = range(4)


def is_wanted(value: Any, wanted: Any) -> bool:
    """Says whether the value of a fact that is no number is what a condition wants."""
    if not isinstance(value, frozenset):
        return value in ([wanted] if isinstance(wanted, str) else wanted)
    if wanted in ("none", ["none"]):
        return not value
    words: Mapping[str, list[str]] = (
        wanted if isinstance(wanted, dict) else {"any_of": [wanted] if isinstance(wanted, str) else wanted}
    )
    found = {word: [code in value for code in codes] for word, codes in words.items()}
    return any(found.get("any_of", [True])) and not any(found.get("none_of", [])) and all(found.get("all_of", []))


def find_later(fact: Plain, value: Any) -> Any:
    """Returns what a value is once every waiting time is over."""
    if fact["kind"] == "washouts":
        return "over"
    return max(value, fact["clear_from"]) if "clear_from" in fact else value


def is_exclusion(criterion: Plain) -> bool:
    """Says whether a criterion fails its determinations where it holds."""
    return bool(criterion["kind"] == "exclusion")


def list_determinations(criterion: Plain) -> list[str]:
    """Returns the determinations to which a criterion leads."""
    leads_to = criterion["determination"]
    return [leads_to] if isinstance(leads_to, str) else leads_to


def list_alternatives(requires: Plain) -> list[Plain]:
    """Returns the requirements of which one is enough."""
    return requires["any"] if isinstance(requires.get("any"), list) else [requires] if requires else []


def list_wanted(plain: Plain, name: str, codes: list[str]) -> list[int]:
    """Returns the outcomes of a determination that have one of the codes."""
    outcomes = plain["determinations"][name]["outcomes"]
    return [i for i, word in enumerate(STANDINGS) if word in outcomes and outcomes[word]["code"] in codes]
