"""What a condition wants of a fact of which several options may be so at once."""

from typing import Annotated

from pydantic import Field, model_validator

from dialogs.definition.wording import Code, Model


class Selection(Model):
    """Compares what was selected of a fact of which several options may be so; all that is given must hold."""

    any_of: Annotated[list[Code], Field(min_length=1)] | None = None
    none_of: Annotated[list[Code], Field(min_length=1)] | None = None
    all_of: Annotated[list[Code], Field(min_length=1)] | None = None

    @model_validator(mode="after")
    def _has_a_part(self) -> "Selection":
        if not self.list_parts():
            raise ValueError("no option is given: write one of any_of, none_of, all_of with a list of codes")
        return self

    def list_parts(self) -> list[tuple[str, list[Code]]]:
        """Returns what is given, as pairs of the word and its codes."""
        given = (("any_of", self.any_of), ("none_of", self.none_of), ("all_of", self.all_of))
        return [(word, codes) for word, codes in given if codes is not None]
