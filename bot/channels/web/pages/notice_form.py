"""The form on a page that says something: one button, and the hidden fields that go with it."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class NoticeForm:
    """Where the form goes, what its button says, and its hidden fields."""

    action: str
    button: str
    fields: Mapping[str, str] = field(default_factory=dict, repr=False)
