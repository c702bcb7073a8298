"""What people say to get a screening as a file, or its report as text. All other words are not for this room."""

from dataclasses import dataclass, field

from bot.documents.forms import PAGE, PAPERS, PDF, PICTURE, TEXT
from dialogs.conversation.screening import Event, Tapped

MOST_PARTS = 2
"""A code may be typed in two parts."""


@dataclass(frozen=True, slots=True)
class FileRequest:
    """What was asked for: its form, the size of paper, and the code as it was typed; empty where none was named."""

    form: str
    paper: str = PAPERS[0]
    code: str = field(default="", repr=False)


def parse_file_request(event: Event) -> FileRequest | None:
    """Returns what an event asks for, or None: a form, then perhaps a size of paper and a code.

    A slash before the form changes nothing.
    """
    if isinstance(event, Tapped):
        return None
    said, *rest = event.text[:60].strip().removeprefix("/").casefold().split() or [""]
    papers = [each for each in rest if each in PAPERS]
    code = [each for each in rest if each not in PAPERS]
    if said not in _FORMS or len(papers) > 1 or (papers and said != PDF) or len(code) > MOST_PARTS:
        return None
    return FileRequest(said, papers[0] if papers else PAPERS[0], " ".join(code))


_FORMS = {PDF, PAGE, TEXT, PICTURE}
