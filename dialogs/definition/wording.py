"""Wording keyed by language, and the base of every model of the format."""

from typing import Annotated, Any, TypeVar, cast

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, GetCoreSchemaHandler, StringConstraints
from pydantic_core import CoreSchema

DEFAULT_LANGUAGE = "en"

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Code = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
CriterionId = Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Za-z0-9_-]*$")]


T = TypeVar("T")


def _has_default(wording: dict[str, T]) -> dict[str, T]:
    if DEFAULT_LANGUAGE not in wording:
        raise ValueError(f"the wording for '{DEFAULT_LANGUAGE}' is missing: add a line '{DEFAULT_LANGUAGE}: ...'")
    return wording


class SharedWording:
    """Makes the schema of a type once: the models have hundreds of wordings, and a start would build each anew."""

    def __init__(self) -> None:
        self._schema: dict[str, Any] | None = None

    def __get_pydantic_core_schema__(self, source: type, build: GetCoreSchemaHandler) -> CoreSchema:
        """Returns the schema, a copy each time: what is written beside a field is added to it."""
        if self._schema is None:
            self._schema = dict(build(source))
        return cast(CoreSchema, self._schema.copy())


Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2}$")]
Wording = Annotated[dict[Language, Text], AfterValidator(_has_default), SharedWording()]
Words = Annotated[
    dict[Language, Annotated[list[Text], Field(min_length=1)]], AfterValidator(_has_default), SharedWording()
]


class Model(BaseModel):
    """One mapping of the format: no other key is let in, and nothing changes after loading."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, defer_build=True)


def say(wording: dict[str, str], language: str = DEFAULT_LANGUAGE) -> str:
    """Returns the wording in `language`, or in English where that language has none."""
    return wording.get(language) or wording[DEFAULT_LANGUAGE]


def spell_code(code: str) -> str:
    """Returns a code of the definition as people read it, such as 'not applicable'."""
    return code.replace("_", " ")


def words(wording: dict[str, list[str]] | None) -> list[str]:
    """Returns the words of every language: a person may answer in any of them."""
    return [word for each in (wording or {}).values() for word in each]
