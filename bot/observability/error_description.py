"""What a log tells of an exception: the names of classes, and places in our own files. Never its text."""

from collections.abc import Iterator
from pathlib import Path
from traceback import walk_tb
from typing import Any

HOUSE = Path(__file__).parents[2]
ROOMS = ("bot", "dialogs", "storage")

MOST_FRAMES = 5
MOST_ERRORS = 5


def describe_error(error: BaseException) -> dict[str, Any]:
    """Returns the classes of an exception, its causes and a group's members; and where in our files the last arose."""
    found = list(_list_causes(error))[:MOST_ERRORS]
    places = [place for each in found if (place := _list_own_frames(each))]
    return {"errors": [get_class_name(each) for each in found], "at": places[-1] if places else []}


def format_error(error: BaseException) -> str:
    """Returns an exception's class, and where in our files it arose: what may be told of it in one line."""
    told = describe_error(error)
    return " at ".join([told["errors"][0], *told["at"][-1:]])


def get_class_name(error: object) -> str | None:
    """Returns the name of an exception's class: its text may hold anything. None for what is no exception."""
    kind = error if isinstance(error, type) else type(error)
    return kind.__name__ if issubclass(kind, BaseException) and kind.__name__.isidentifier() else None


def format_own_place(file: str, line: int) -> str | None:
    """Returns a place in our own files, such as `storage/unit_of_work/store.py:12`; None for any other file."""
    try:
        path = Path(file).relative_to(HOUSE)
    except ValueError:
        return None
    return f"{path.as_posix()}:{line}" if path.parts[0] in ROOMS else None


def _list_causes(error: BaseException | None) -> Iterator[BaseException]:
    """Yields an exception, and then its causes and a group's members, each once."""
    seen: set[int] = set()
    waiting = [error]
    while waiting:
        each = waiting.pop(0)
        if each is None or id(each) in seen:
            continue
        seen.add(id(each))
        yield each
        waiting += each.exceptions if isinstance(each, BaseExceptionGroup) else ()
        waiting.append(each.__cause__ or (None if each.__suppress_context__ else each.__context__))


def _list_own_frames(error: BaseException) -> list[str]:
    places = (format_own_place(frame.f_code.co_filename, line) for frame, line in walk_tb(error.__traceback__))
    return [place for place in places if place is not None][-MOST_FRAMES:]
