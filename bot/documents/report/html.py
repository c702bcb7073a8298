"""The report as one HTML page that needs nothing else: no network, no script.

It can be read on a phone, in the dark, and printed.
"""

from bot.documents.html_page import page
from bot.documents.report import phrases, sentences
from bot.documents.report.report import Report
from dialogs.definition import small_words
from dialogs.definition.wording import DEFAULT_LANGUAGE
from dialogs.verdict import headings


def render_html(report: Report) -> str:
    """Returns the page."""
    return page(
        __package__,
        report=report,
        language=DEFAULT_LANGUAGE,
        sentences=sentences,
        phrases=phrases,
        headings=headings,
        small_words=small_words,
    )
