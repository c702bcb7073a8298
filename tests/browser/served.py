"""The web page that is looked at."""

from plain_pages import assemble_plain_pages as assemble_page

__all__ = ["assemble_page"]
