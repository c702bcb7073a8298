"""The published JSON Schema, by which editors help authors, says what the loader says."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from dialogs.definition.document import parse
from dialogs.definition.trial import Definition

ROOT = Path(__file__).parents[2]
FILES = ["dialogs/trials/interfant-21.yaml", "dialogs/trials/skeleton.txt", "tests/trials/adult-aml.yaml"]
SCHEMA = Definition.model_json_schema()
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA, format_checker=jsonschema.FormatChecker())


def read_plain(file: str) -> Any:
    return json.loads(json.dumps(parse((ROOT / file).read_text(encoding="utf-8")).value))


def test_the_schema_is_a_schema() -> None:
    """Protects editors."""
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("file", FILES)
def test_the_schema_accepts_what_the_loader_accepts(file: str) -> None:
    """Protects authors from red lines under what is right."""
    assert [error.message for error in VALIDATOR.iter_errors(read_plain(file))] == []


BROKEN: list[tuple[str, list[str], object]] = [
    ("a key that is not known", ["facts", "weight_kg", "unitt"], "kg"),
    ("another kind", ["facts", "weight_kg", "kind"], "numbre"),
    ("a word in place of a number", ["facts", "weight_kg", "near"], "half"),
    ("text in place of wording", ["facts", "weight_kg", "unit"], "kg"),
    ("a date in words", ["source", "updated"], "January"),
    ("an empty all", ["criteria", "I3", "met_when"], {"all": []}),
    ("a comparison that does not exist", ["criteria", "I3", "met_when"], {"weight_kg": {"less": 5}}),
    ("a version of two numbers", ["version"], "1.0"),
]


@pytest.mark.parametrize(("what", "way", "value"), BROKEN, ids=[row[0] for row in BROKEN])
def test_the_schema_refuses_what_the_loader_refuses(what: str, way: list[str], value: object) -> None:
    """Protects the help that an editor gives before anything is run."""
    definition = read_plain(FILES[1])
    holder = definition
    for step in way[:-1]:
        holder = holder[step]
    holder[way[-1]] = value
    assert list(VALIDATOR.iter_errors(definition)), what


def test_the_schema_explains_every_key_that_is_not_plain_by_its_name() -> None:
    """Protects what an editor shows beside a key: the docstrings of the models."""
    explained = [
        key
        for model in SCHEMA["$defs"].values()
        for key, of in model.get("properties", {}).items()
        if "description" in of
    ]
    assert {"clear_from", "applies_if", "kept_apart", "near", "fits", "bare_from", "provisional"} <= set(explained)
