"""Pages of HTML, made with templates in which all that is filled in is escaped: only a template holds markup."""

import re
from functools import cache
from html import escape
from importlib import resources
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jinja2 import Template


def page(package: str, **values: object) -> str:
    """Returns the page that a package's `report.html` makes of values, with its `report.css`."""
    return _template(package).render(values)


@cache
def _template(package: str) -> "Template":
    """Returns the template of a package, compiled; what it includes stands beside it."""
    from jinja2 import Environment, FunctionLoader, StrictUndefined  # noqa: PLC0415 - each command loads what it needs
    from markupsafe import Markup  # noqa: PLC0415 - the same

    def shown(value: object) -> Markup:
        """Returns any value as HTML shows it, quotes and all; signs that HTML cannot hold become visible."""
        if isinstance(value, Markup):
            return value
        return Markup(escape(_NOT_IN_HTML.sub("\N{REPLACEMENT CHARACTER}", str(value))))  # noqa: S704 - it was escaped just now

    files = FunctionLoader(lambda name: resources.files(package).joinpath(name).read_text(encoding="utf-8"))
    environment = Environment(
        loader=files,
        autoescape=True,
        finalize=shown,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    return environment.get_template("report.html")


_NOT_IN_HTML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
