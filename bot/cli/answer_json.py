"""Answers as JSON: one strict reader for files and lines."""

import json
from decimal import Decimal, InvalidOperation

from dialogs.verdict.json_amounts import AnswerError


def parse_json(text: str | bytes) -> object:
    """Returns the value of a JSON text, in which a number with a point or an exponent is a `Decimal`: as it is written.

    Raises `AnswerError` for a name that stands twice and a number that is none, `ValueError` for what is no JSON.
    """
    try:
        return json.loads(
            text, object_pairs_hook=_check_unique, parse_constant=_refuse_constant, parse_float=_read_written
        )
    except json.JSONDecodeError as error:
        raise ValueError(
            f"no readable JSON ({error.msg} in column {error.colno}): write an object of facts and values"
        ) from error
    except RecursionError:
        raise ValueError("nested too deeply: write an object of facts and values") from None
    except UnicodeDecodeError:
        raise ValueError("no UTF-8 text: save it as UTF-8") from None
    except AnswerError:
        raise
    except ValueError:
        raise ValueError(_TOO_LONG) from None


def _check_unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise AnswerError(f"{twice[:40]!r} stands twice; keep one of the two")
    return found


def _refuse_constant(name: str) -> object:
    raise AnswerError(f"{name} is no number; write a number, or leave the fact out")


def _read_written(text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation:  # its exponent alone has too many digits
        raise AnswerError(_TOO_LONG) from None


_TOO_LONG = "a number has too many digits; write one that the fact can have"
