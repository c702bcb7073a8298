"""Traces: what each part of a condition said of a state."""

from dataclasses import dataclass

from dialogs.rules.conditions import AnyLeaf, CompiledCondition
from dialogs.rules.truth import Truth


@dataclass(frozen=True)
class TraceStep:
    """One condition of a trace: what it said, and what its parts said."""

    condition: CompiledCondition
    truth: Truth
    parts: tuple["TraceStep", ...]


def make_trace(condition: CompiledCondition, state: int) -> TraceStep:
    """Returns the condition with its truth, and so its parts."""
    parts = () if isinstance(condition, AnyLeaf) else condition.parts
    return TraceStep(condition, condition.evaluate(state), tuple([make_trace(part, state) for part in parts]))
