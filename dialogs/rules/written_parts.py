"""The parts of a condition as written; a comparison whose limits depend on others as one of plain limits."""

from collections.abc import Iterator, Mapping

from dialogs.definition import conditions as written


def split_limits(leaf: written.FactIs) -> written.Condition:
    """Returns a comparison whose limits depend on others as a condition of plain ones: a number, or another fact.

    Any other leaf is returned as it is.
    """
    if not isinstance(leaf.wanted, written.Comparison):
        return leaf
    given = leaf.wanted.list_written()
    plain = {word: limit for word, limit in given if isinstance(limit, int | float)}
    others = [(word, limit) for word, limit in given if word not in plain]
    if not others or (not plain and len(others) == 1 and isinstance(others[0][1], written.OtherFact)):
        return leaf
    parts: list[written.Condition] = [_write_leaf(leaf.fact, plain)] if plain else []
    for word, limit in others:
        if isinstance(limit, written.DependentLimit):
            then, otherwise = (_write_leaf(leaf.fact, {word: each}) for each in (limit.then, limit.else_))
            parts.append(written.IfThenElse.model_construct(if_=limit.if_, then=then, else_=otherwise))
        else:
            parts.append(_write_leaf(leaf.fact, {word: limit}))
    return parts[0] if len(parts) == 1 else written.All.model_construct(all=parts)


def iterate_written_leaves(condition: written.Condition) -> Iterator[written.FactIs]:
    """Yields the leaves of a condition as written, each with plain limits."""
    if isinstance(condition, written.FactIs):
        parted = split_limits(condition)
        if parted is condition:
            yield condition
        else:
            yield from iterate_written_leaves(parted)
    else:
        for part in list_written_parts(condition):
            yield from iterate_written_leaves(part)


def list_written_parts(condition: written.Condition) -> list[written.Condition]:
    """Returns the parts of a condition that is no leaf."""
    if isinstance(condition, written.All):
        return condition.all
    if isinstance(condition, written.AnyOf):
        return condition.any
    if isinstance(condition, written.Not):
        return [condition.not_]
    if isinstance(condition, written.CountIs):
        return condition.count.of
    assert isinstance(condition, written.IfThenElse), "a leaf has no parts"
    return [condition.if_, condition.then, condition.else_]


def _write_leaf(fact: str, limits: Mapping[str, object]) -> written.FactIs:
    comparison = written.Comparison.model_construct(None, **limits)
    return written.FactIs.model_construct({fact: comparison})
