"""Text that is no YAML: what probably happened on the line, in words for people who do not know YAML."""

import re

import yaml

Place = tuple[int, int]
"""Line and column, both from 1."""


def explain_unreadable(text: str, error: yaml.MarkedYAMLError) -> tuple[str, Place]:
    """Returns the fault of a text that is no YAML with its remedy, and the place."""
    rows = text.splitlines()
    mark = error.problem_mark or error.context_mark
    line, column = (min(mark.line + 1, len(rows)), mark.column + 1) if mark else (1, 1)
    begun = error.context_mark.line + 1 if error.context_mark else line
    for each in (
        line,
        begun,
        line - 1,
    ):  # what is not closed is told where it begins, and a slip can show one line late
        remedy = _find_remedy(rows[each - 1]) if 0 < each <= line else None
        if remedy is not None:
            return _describe(error, remedy), (each, column if each == line else 1)
    is_open = "did not find expected" in (error.problem or "")
    return _describe(error, _NOT_CLOSED if is_open else _UNKNOWN), (line, column)


def _describe(error: yaml.MarkedYAMLError, remedy: str) -> str:
    return f"no readable YAML ({error.problem or error.context}): {remedy}"


def _find_remedy(row: str) -> str | None:
    return next((remedy.format(found=found[1]) for pattern, remedy in _SLIPS if (found := pattern.search(row))), None)


_KEY = r"^\s*(?:- )?[\w-]+:"
_PLAIN = r"\s+[^\s\"'\[{|>#]"
_SLIPS = [
    (re.compile(r"(\t)"), "indent with spaces, not with tabs"),
    (re.compile("([\u00a0\u2007\u202f\u3000])"), "a sign on the line only looks like a space, so type the space anew"),
    (re.compile(r"^\s*(```|~~~)"), "take out the line, which belongs to Markdown"),
    (re.compile(rf"{_KEY}\s+(?=\S)([*&!%@`]|- |[>|][^\s+\-0-9]|[>|][+-]?\d*\s+[^\s#]|>=)"),
     "put the text in quotes, since it begins with '{found}'"),
    (re.compile(rf"{_KEY}\s+(\[[^\]]*\]|\{{[^}}]*\}})\s*[^\s#,\]}}]"),
     "put the text in quotes, since it begins with '{found}'"),
    (re.compile(r"[:,{\[]\s*('[^',{}\[\]]*'\w[^,}\]]*)"),
     "within single quotes write an apostrophe twice, or put double quotes around the text"),
    (re.compile(rf"{_KEY}{_PLAIN}[^#]*?(: )"), "put the text in quotes, since it holds '{found}'"),
    (re.compile(r"[{,]\s*\w+:\s+[^\s\"'\[{][^\"',{}]*?(: | #)"), "put the text in quotes, since it holds '{found}'"),
    (re.compile(r"^\s*(?:- )?([a-z_]+:)[^\s:]"), "put a space after '{found}'"),
]  # fmt: skip
_NOT_CLOSED = "correct the line, or the one above it: a bracket or a quote is not closed, or is one too many"
_UNKNOWN = "correct the line, or the one above it: keys that belong together begin in the same column"
