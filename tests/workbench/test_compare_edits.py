"""Comparisons of definitions that were edited at random, and of ones that have little in common: all can be told."""

import random
from pathlib import Path
from typing import Any

import orjson
import pytest
from edited_definitions import EDITS, Edit, edited
from odd_trials import odd_trial

from bot.workbench.compare import WIDTH, format_lines
from bot.workbench.plain_comparison import make_plain_comparison
from dialogs.loading.compiled_trial import Trial
from dialogs.loading.loading import load
from dialogs.testing.changes.comparison import DefinitionComparison, compare
from dialogs.testing.changes.plain import make_plain_definition
from dialogs.verdict.json_answers import read_values

ROOT = Path(__file__).parents[2]
TEXTS = {
    name: (ROOT / name).read_text(encoding="utf-8")
    for name in ("tests/trials/small.yaml", "tests/trials/adult-aml.yaml", "dialogs/trials/interfant-21.yaml")
}
LOADED = {name: load(text, name) for name, text in TEXTS.items()}
STEPS = 60


@pytest.mark.thinned(5)
@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize("edit", EDITS[:-3], ids=lambda edit: edit.__name__)
def test_every_sort_of_edit_can_be_told(edit: Edit, name: str) -> None:
    """Protects `--compare` from ending in a traceback where a code, a fact or a kind is not what it was."""
    seed = f"{name} {edit.__name__}"
    tell_both_ways(LOADED[name], edited(random.Random(seed), TEXTS[name], edits=1, among=(edit,)))


@pytest.mark.thinned(5)
@pytest.mark.parametrize("seed", range(12))
def test_several_edits_at_once_can_be_told(seed: int) -> None:
    """Protects the same where edits meet: an option renamed in a fact whose order, words and conditions changed."""
    name = list(TEXTS)[seed % len(TEXTS)]
    tell_both_ways(LOADED[name], edited(random.Random(seed), TEXTS[name], edits=6))


@pytest.mark.thinned(7)
@pytest.mark.parametrize("seed", range(15))
def test_definitions_with_only_names_in_common_can_be_told(seed: int) -> None:
    """Protects a comparison with another trial, whose facts bear the same ids and are of other kinds."""
    rng = random.Random(seed)
    tell_both_ways(odd_trial(rng), odd_trial(rng))
    tell_both_ways(*rng.sample(list(LOADED.values()), 2))


def tell_both_ways(one: Trial, other: Trial) -> None:
    """Compares two definitions both ways, and holds what is said against what they are."""
    for old, new in ((one, other), (other, one)):
        comparison = compare(old, new, STEPS)
        lines = list(format_lines(comparison))
        assert max(map(len, lines)) <= WIDTH
        assert comparison.is_same == any(line.startswith("Nothing differs") for line in lines)
        assert comparison.is_same <= (sort_lists(comparison.old) == sort_lists(new))
        plain = orjson.loads(orjson.dumps(make_plain_comparison(comparison)))
        for altered in plain["altered"]:
            assert_answers_can_be_read(altered, comparison)


def assert_answers_can_be_read(altered: dict[str, Any], comparison: DefinitionComparison) -> None:
    """Proves that each side reads the answers of an example, but for those that are the other side's alone."""
    for trial, others in ((comparison.old, "new_only"), (comparison.new, "old_only")):
        own = {fact: answer for fact, answer in altered["answers"].items() if fact not in altered[others]}
        assert read_values(trial, own).keys() == own.keys()
    for side in ("old", "new"):
        assert altered["in_words"]["answers"].count(f"({side} only)") == len(altered[f"{side}_only"])


def sort_lists(trial: Trial) -> Any:
    """Returns a definition without the order of its lists and mappings."""
    return sort_plain(make_plain_definition(trial.definition))


def sort_plain(plain: Any) -> Any:
    """Returns plain values without an order."""
    if isinstance(plain, dict):
        return {key: sort_plain(value) for key, value in plain.items()}
    return sorted(map(sort_plain, plain), key=repr) if isinstance(plain, list) else plain
