"""Looking up: where a JSON_PATH leads in what a turn shows, and what stands there."""

import json
import re
from collections.abc import Mapping


class NowhereError(KeyError):
    """A path leads nowhere.

    `name` is the step that is missing, `at` the path before it, and `held` what stands there.
    """

    def __init__(self, name: str, at: str, held: object) -> None:
        super().__init__(name)
        self.name, self.at, self.held = name, at, held


def look_up(path: str, view: object) -> object:
    """Returns the value at a path such as `$.state`. Raises `NowhereError` where it leads nowhere."""
    for step in _STEP.finditer(path):
        name, index, quoted = step.groups()
        if index:
            if not isinstance(view, list) or int(index) >= len(view):
                raise NowhereError(index, path[: step.start()], view)
            view = view[int(index)]
        elif not isinstance(view, Mapping) or (name or quoted) not in view:
            raise NowhereError(name or quoted, path[: step.start()], view)
        else:
            view = view[name or quoted]
    return view


def find_value(path: str, view: object) -> str | None:
    """Returns the value at a path as a script writes it, or None where the path leads nowhere."""
    try:
        return format_value(look_up(path, view))
    except NowhereError:
        return None


def format_value(value: object) -> str:
    """Returns a value as a script writes it: JSON without spaces, as Botium has it."""
    if isinstance(value, str):
        return value
    plain = dict(value) if isinstance(value, Mapping) else value
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":"))


_STEP = re.compile(r"\.([A-Za-z_][A-Za-z0-9_]*)|\[(\d+)\]|\['([^'\]]+)'\]")
