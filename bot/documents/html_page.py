"""Pages of HTML, made with templates in which all that is filled in is escaped: only a template holds markup."""

import re
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jinja2 import Environment


def page(package: str, template: str = "report.html", **values: object) -> str:
    """Returns the page that a template of a package makes of values; what it includes stands in that package too."""
    return _make_environment(package).get_template(template).render(values)


@cache
def _make_environment(package: str) -> "Environment":
    """Returns what the templates of a package are made with; each is compiled once."""
    from jinja2 import Environment, FunctionLoader, StrictUndefined  # noqa: PLC0415 - each command loads what it needs
    from markupsafe import Markup, escape  # noqa: PLC0415 - the same

    def shown(value: object) -> Markup:
        """Returns any value as HTML shows it, quotes and all.

        Signs that HTML cannot hold, or that turn the order of those around them, become visible.
        """
        if isinstance(value, Markup):
            return value
        return escape(_NOT_IN_HTML.sub("\N{REPLACEMENT CHARACTER}", str(value)))

    files = FunctionLoader(lambda name: resources.files(package).joinpath(name).read_text(encoding="utf-8"))
    return Environment(
        loader=files,
        autoescape=True,
        finalize=shown,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


_NOT_IN_HTML = re.compile(
    "[\u202a-\u202e\u2066-\u2069\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
