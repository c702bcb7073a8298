"""Definitions with edits made at random, as people make them: codes renamed, parts taken out, lists and words changed.

Many a random edit makes a definition that does not load; such are drawn anew.
"""

import json
import random
from collections.abc import Callable, Sequence
from typing import Any

from dialogs.definition.document import parse
from dialogs.definition.faults import DefinitionError
from dialogs.loading.compiled_trial import Trial
from dialogs.loading.loading import load

Plain = dict[str, Any]
Edit = Callable[[random.Random, Plain], None]

TRIES = 200


def edited(rng: random.Random, text: str, edits: int, among: Sequence[Edit] = ()) -> Trial:
    """Returns the definition with one to `edits` edits that leave it loadable, of all sorts or of those given."""
    for _ in range(TRIES):
        plain = parse(text).value
        try:
            for _ in range(rng.randint(1, edits)):
                rng.choice(among or EDITS)(rng, plain)
            return load(json.dumps(plain, ensure_ascii=False), "edited.yaml")
        except (DefinitionError, LookupError):
            continue
    raise AssertionError("no edit left the definition loadable")


def rename_code(rng: random.Random, plain: Plain) -> None:
    """Gives an option another code, wherever it stands; its label stays."""
    fact, options = _draw_choice(rng, plain)
    code = rng.choice(list(options))
    plain["facts"][fact]["options"] = {f"{each}_x" if each == code else each: of for each, of in options.items()}
    _replace(plain, code, f"{code}_x")


def remove_option(rng: random.Random, plain: Plain) -> None:
    """Takes an option out, and what offers or wants it."""
    _, options = _draw_choice(rng, plain)
    code = rng.choice(list(options))
    del options[code]
    _drop(plain, code)


def remove_fact(rng: random.Random, plain: Plain) -> None:
    """Takes a fact out, and all conditions on it."""
    fact = rng.choice(list(plain["facts"]))
    del plain["facts"][fact]
    _drop(plain, fact)
    _drop_hollow(plain)


def rename_fact(rng: random.Random, plain: Plain) -> None:
    """Gives a fact another id, wherever it stands."""
    _rename_key(rng, plain, plain["facts"])


def turn_into_number(rng: random.Random, plain: Plain) -> None:
    """Makes a number of a question with options."""
    fact, _ = _draw_choice(rng, plain)
    keep = ("name", "ask", "ask_family", "why", "applies_if")
    number = {"kind": "number", "unit": {"en": "mg"}, "range": {"min": 0, "max": 9}, "fits": {"en": "A number."}}
    plain["facts"][fact] = {key: of for key, of in plain["facts"][fact].items() if key in keep} | number
    _want(plain, fact, {"at_least": 4})


def turn_into_options(rng: random.Random, plain: Plain) -> None:
    """Makes a question with options of a number."""
    fact = _draw_number(rng, plain)
    keep = ("name", "ask", "ask_family", "why", "applies_if")
    options = {"low": {"label": {"en": "Low"}}, "high": {"label": {"en": "High"}}}
    kept = {key: of for key, of in plain["facts"][fact].items() if key in keep}
    plain["facts"][fact] = kept | {"kind": "choice", "options": options}
    _want(plain, fact, "low")


def move_range(rng: random.Random, plain: Plain) -> None:
    """Makes a range narrower or wider."""
    of = plain["facts"][_draw_number(rng, plain)]["range"]
    of[rng.choice(["min", "max"])] += rng.choice([-3, -1, 1, 2, 0.5, 40])


def change_unit(rng: random.Random, plain: Plain) -> None:
    """Gives a number another unit."""
    plain["facts"][_draw_number(rng, plain)]["unit"] = {"en": rng.choice(["g", "stone", "µmol/L"])}


def remove_determination(rng: random.Random, plain: Plain) -> None:
    """Takes a determination out, with its criteria."""
    gone = rng.choice(list(plain["determinations"]))
    del plain["determinations"][gone]
    plain["criteria"] = {each: of for each, of in plain["criteria"].items() if of["determination"] != gone}
    for of in plain["determinations"].values():
        of.get("requires", {}).pop(gone, None)


def rename_criterion(rng: random.Random, plain: Plain) -> None:
    """Gives a criterion another id."""
    _rename_key(rng, plain, plain["criteria"])


def rename_determination(rng: random.Random, plain: Plain) -> None:
    """Gives a determination another id, wherever it stands."""
    _rename_key(rng, plain, plain["determinations"])


def change_list(rng: random.Random, plain: Plain) -> None:
    """Puts something into a list, takes it out, changes its order, or copies a part of it."""
    found = rng.choice([each for each in _walk(plain) if isinstance(each, list)])
    place = rng.randrange(len(found))
    how = rng.randrange(4)
    if how == 0:
        rng.shuffle(found)
    elif how == 1:
        del found[place]
    elif how == 2:
        found.insert(place, f"word {rng.randrange(99)}" if isinstance(found[0], str) else found[0])
    else:
        found[place] = found[place] + "s" if isinstance(found[place], str) else found[-1]


def reorder(rng: random.Random, plain: Plain) -> None:
    """Changes the order of a mapping."""
    found = rng.choice([each for each in _walk(plain) if isinstance(each, dict) and len(each) > 1])
    keys = list(found)
    rng.shuffle(keys)
    items = [(key, found[key]) for key in keys]
    found.clear()
    found.update(items)


def change_leaf(rng: random.Random, plain: Plain) -> None:
    """Changes a text or a number, or takes a part out."""
    mapping = rng.choice([each for each in _walk(plain) if isinstance(each, dict) and each])
    key = rng.choice(list(mapping))
    if isinstance(mapping[key], str):
        mapping[key] = rng.choice([mapping[key] + " or so", "Something else.", mapping[key].upper()])
    elif isinstance(mapping[key], int | float):
        mapping[key] = rng.choice([mapping[key] + 1, mapping[key] / 2, -mapping[key]])
    else:
        del mapping[key]


EDITS: tuple[Edit, ...] = (
    rename_code, remove_option, remove_fact, rename_fact, turn_into_number, turn_into_options, move_range, change_unit,
    remove_determination, rename_criterion, rename_determination, change_list, change_list, reorder, change_leaf,
)  # fmt: skip


def _draw_choice(rng: random.Random, plain: Plain) -> tuple[str, Plain]:
    fact = rng.choice([each for each, of in plain["facts"].items() if of["kind"] == "choice"])
    return fact, plain["facts"][fact]["options"]


def _draw_number(rng: random.Random, plain: Plain) -> str:
    numbers: list[str] = [each for each, of in plain["facts"].items() if "range" in of]
    return rng.choice(numbers)


def _walk(plain: Any) -> list[Any]:
    """Returns every mapping and list."""
    parts = plain.values() if isinstance(plain, dict) else plain if isinstance(plain, list) else ()
    return [each for each in ([plain] if isinstance(plain, dict | list) else []) if each] + [
        each for part in parts for each in _walk(part)
    ]


def _rename_key(rng: random.Random, plain: Plain, mapping: Plain) -> None:
    key = rng.choice(list(mapping))
    for each in _walk(plain):
        if isinstance(each, dict) and key in each:
            items = [(f"{name}_x" if name == key else name, of) for name, of in each.items()]
            each.clear()
            each.update(items)
    _replace(plain, key, f"{key}_x")


def _replace(plain: Plain, word: str, by: str) -> None:
    for each in _walk(plain):
        for place, of in enumerate(each) if isinstance(each, list) else list(each.items()):
            if of == word:
                each[place] = by
        if isinstance(each, dict) and word in each.get("replies", {}):
            each["replies"] = {by if code == word else code: of for code, of in each["replies"].items()}


def _drop(plain: Plain, word: str) -> None:
    """Takes a word out of every list and mapping, and a list that would be empty out of what holds it."""
    for each in _walk(plain):
        if isinstance(each, list):
            each[:] = [of for of in each if of != word and not (isinstance(of, dict) and set(of) == {word})]
        else:
            for key in [key for key, of in each.items() if word in (key, of)]:
                del each[key]


def _drop_hollow(plain: Plain) -> None:
    """Takes out what has lost its condition."""
    hollow: tuple[Any, ...] = ({}, {"all": []}, {"any": []}, {"not": {}}, {"not": {"all": []}}, {"not": {"any": []}})
    for _ in range(4):
        for each in _walk(plain):
            if isinstance(each, list):
                each[:] = [of for of in each if of not in hollow]
            else:
                for key in [key for key, of in each.items() if of in hollow]:
                    del each[key]
    plain["criteria"] = {each: of for each, of in plain["criteria"].items() if "met_when" in of}


def _want(plain: Plain, fact: str, wanted: object) -> None:
    """Lets every condition on a fact want something else."""
    for each in _walk(plain):
        if isinstance(each, dict) and fact in each and each is not plain["facts"]:
            each[fact] = wanted
