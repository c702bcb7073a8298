"""Whatever text is loaded: a trial that can be judged and linted, or a `DefinitionError`, and never anything else."""

import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dialogs.definition.document import parse
from dialogs.definition.faults import DefinitionError
from dialogs.loading.compiled_trial import Trial
from dialogs.loading.lint import lint
from dialogs.loading.loading import compute_digest, load
from dialogs.verdict.evaluate import Evaluator
from dialogs.verdict.json_verdict import make_full_verdict

TRIALS = Path(__file__).parents[2] / "dialogs" / "trials"
SKELETON = (TRIALS / "skeleton.txt").read_text(encoding="utf-8")
PLAIN: dict[str, Any] = parse(SKELETON).value
TODAY = date(2026, 6, 1)

BREAK = re.compile("[\n\r\x85\u2028\u2029]")
Way = tuple[str | int, ...]

WORDS = ["all", "any", "not", "no", "yes", "null", "~", "true", "1e9", "0x1", "-1", "0.0", "99999999999999999999", "{",
         "}", "[", "]", ": ", "- ", "\n", "\t", "&a", "*a", "!t", "'", '"', "|", "%", "\x00", "\u2028", "é", "\ud800",
         "age_days", "at_most", "en"]  # fmt: skip
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.sampled_from(WORDS)
    | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(WORDS) | st.text(max_size=3), inner, max_size=3)
    ),
    max_leaves=5,
)


def list_ways(value: object, way: Way = ()) -> Iterator[Way]:
    yield way
    for step, part in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        yield from list_ways(part, (*way, step))


WAYS = [way for way in list_ways(PLAIN) if way]


def put(plain: Any, way: Way, value: object) -> None:
    for step in way[:-1]:
        plain = plain[step]
    plain[way[-1]] = value


def get_at(plain: Any, way: Way) -> Any:
    for step in way:
        plain = plain[step]
    return plain


def try_to_load(text: str) -> Trial | DefinitionError:
    try:
        return load(text, "new.yaml")
    except DefinitionError as error:
        return error


def check_holds_or_is_refused(text: str) -> None:
    outcome = try_to_load(text)
    if isinstance(outcome, DefinitionError):
        assert len(str(outcome).splitlines()) == len(outcome.faults)
        assert all(
            ": " in fault.message and 1 <= fault.line <= len(BREAK.findall(text)) + 1 for fault in outcome.faults
        )
        return
    make_full_verdict(outcome, Evaluator(outcome).evaluate({}, TODAY))
    lint(outcome, parse(text), "new.yaml")


FEW = settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
MANY = settings(FEW, max_examples=300)
"""What `make test` tries, and what `make sweeps` does: the same examples each time."""


def tear(data: st.DataObject) -> str:
    """Returns the text with pieces cut out, doubled, moved or replaced."""
    text = SKELETON
    for _ in range(data.draw(st.integers(1, 3))):
        start = data.draw(st.integers(0, len(text)))
        end = min(len(text), start + data.draw(st.integers(0, 30)))
        piece = data.draw(st.sampled_from([*WORDS, "", text[start:end] * 2]) | st.text(max_size=4))
        text = text[:start] + piece + text[end:]
    return text


@FEW
@given(st.data())
def test_torn_text_is_a_trial_or_a_definition_error(data: st.DataObject) -> None:
    """Protects commands from tracebacks."""
    check_holds_or_is_refused(tear(data))


@pytest.mark.long
@MANY
@given(st.data())
def test_text_torn_in_many_ways_is_a_trial_or_a_definition_error(data: st.DataObject) -> None:
    """Protects the same, of more pieces."""
    check_holds_or_is_refused(tear(data))


def copy_with(way: Way, value: object) -> str:
    """Returns the text of the definition with another value at a place."""
    plain = json.loads(json.dumps(PLAIN))
    put(plain, way, value)
    return json.dumps(plain, ensure_ascii=False)


@FEW
@given(way=st.sampled_from(WAYS), value=VALUES)
def test_a_value_replaced_by_any_other_is_a_trial_or_a_definition_error(way: Way, value: object) -> None:
    """Protects against values that the schema forgot: any part of the definition becomes anything that YAML can say."""
    check_holds_or_is_refused(copy_with(way, value))


@pytest.mark.long
@MANY
@given(way=st.sampled_from(WAYS), value=VALUES)
def test_any_value_replaced_by_any_other_is_a_trial_or_a_definition_error(way: Way, value: object) -> None:
    """Protects the same, of more values."""
    check_holds_or_is_refused(copy_with(way, value))


@FEW
@given(to=st.sampled_from(WAYS), source=st.sampled_from(WAYS))
def test_a_part_copied_to_another_place_is_a_trial_or_a_definition_error(to: Way, source: Way) -> None:
    """Protects against parts that are right, but in the wrong place."""
    check_holds_or_is_refused(copy_with(to, get_at(PLAIN, source)))


@pytest.mark.long
@MANY
@given(to=st.sampled_from(WAYS), source=st.sampled_from(WAYS))
def test_any_part_copied_to_any_place_is_a_trial_or_a_definition_error(to: Way, source: Way) -> None:
    """Protects the same, of more parts."""
    check_holds_or_is_refused(copy_with(to, get_at(PLAIN, source)))


def test_the_digest_ignores_comments_layout_and_quotes() -> None:
    """Protects pinned screenings from edits that change nothing."""
    trial = load(SKELETON, "new.yaml")
    assert load(json.dumps(PLAIN), "other.yaml").digest == trial.digest
    assert load("# a comment\n\n" + SKELETON, "new.yaml").digest == trial.digest


def test_the_digest_changes_with_every_value_key_and_order() -> None:
    """Protects pinned screenings from edits that change something, wherever it stands."""
    whole = compute_digest(PLAIN)
    for way in WAYS:
        changed = json.loads(json.dumps(PLAIN))
        if isinstance(get_at(PLAIN, way), dict | list):
            del get_at(changed, way[:-1])[way[-1]]
        else:
            put(changed, way, "something else")
        assert compute_digest(changed) != whole, way
    turned = {**PLAIN, "facts": dict(reversed(PLAIN["facts"].items()))}
    assert compute_digest(turned) != whole
