"""Numbers as the format writes them: true and false are none, though Python counts them as such."""

from typing import Annotated

from pydantic import BeforeValidator


def is_no_bool(number: object) -> object:
    """Returns the value as it is. Raises `ValueError` for true and false, which Python counts as numbers."""
    if isinstance(number, bool):
        raise ValueError("true and false are no answers: write a code, or 'no' and 'yes'")  # noqa: TRY004 - for pydantic
    return number


Number = Annotated[int | float, BeforeValidator(is_no_bool)]
