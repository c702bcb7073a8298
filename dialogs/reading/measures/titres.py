"""Titres: '1:10', '1/10' and '1 in 10' are 10."""

import re


def strip_titres(text: str) -> str:
    """Returns a text in small letters with '10' for each titre '1:10' in it."""
    return _TITRE.sub("", text)


_TITRE = re.compile(r"(?<![\d.,:/])1 ?(?:[:/]|in) ?(?=\d+(?![\d.,]*\d?[:/]))")
