"""The words that ask for a report or a picture: a form, perhaps a size of paper, perhaps a code."""

from dataclasses import dataclass, field

from bot.documents.forms import PAGE, PAPERS, PDF, PICTURE, TEXT
from bot.session.one_time_words import is_one_time_code
from storage.model.codes import RANDOM_CHARACTERS, read_code

MARKS = " .,:;!?\"'"
"""May stand around a word without changing it."""

MOST_PARTS = 2
"""A code may be typed in two parts."""


@dataclass(frozen=True, slots=True)
class FileRequest:
    """What was asked for: its form, the size of paper, and the code in plain characters; empty where none was named."""

    form: str
    paper: str = PAPERS[0]
    code: str = field(default="", repr=False)


def parse_file_request(typed: str) -> FileRequest | None:
    """Returns what is asked for in plain characters and small letters, perhaps after a slash; None for other words.

    "report" is the report as a text; a form behind it is that form.
    """
    form, *rest = typed.removeprefix("/").split() or [""]
    form = form.rstrip(MARKS)
    if form == _REPORT:
        named = rest[0].strip("()") if rest else ""  # as on its button
        form, rest = (named, rest[1:]) if named in _REPORT_FORMS else (TEXT, rest)
        if rest and not typed.startswith("/") and not _resembles_code([each for each in rest if each not in PAPERS]):
            return None  # an answer may begin so, such as "report pending"
    papers = [each for each in rest if each in PAPERS]
    code = [each for each in rest if each not in PAPERS]
    if form not in _FORMS or len(papers) > 1 or (papers and form != PDF) or len(code) > MOST_PARTS:
        return None
    return FileRequest(form, papers[0] if papers else PAPERS[0], " ".join(code))


def name_form(form: str) -> str:
    """Returns the words that ask for a form, behind which a code may stand."""
    return form if form == PICTURE else _REPORT if form == TEXT else f"{_REPORT} {form}"


def _resembles_code(words: list[str]) -> bool:
    """Says whether words look like a code, perhaps with a slip in it; so does no word at all."""
    characters, typed = "".join(words).replace("-", ""), " ".join(words)
    is_long = len(characters) == RANDOM_CHARACTERS + 1 or is_one_time_code(typed)
    return not words or (is_long and any(map(str.isdigit, characters))) or read_code(typed) is not None


_REPORT = "report"
_REPORT_FORMS = (PDF, PAGE, TEXT)
_FORMS = {*_REPORT_FORMS, PICTURE}
