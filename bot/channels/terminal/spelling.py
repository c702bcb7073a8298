"""Texts in the letters that a terminal can show.

A sign that it lacks is spelled out, never dropped: "≤365 days" must not lose its sign.
"""

import unicodedata


def spell(text: str, encoding: str) -> str:
    """Returns `text` without control characters, and with only such characters as `encoding` has."""
    visible = "".join(
        each for each in text.expandtabs(4) if each == "\n" or not unicodedata.category(each).startswith("C")
    )
    if _has(visible, encoding):
        return visible
    return "".join(each if _has(each, encoding) else _spell_out(each, encoding) for each in visible)


def _spell_out(sign: str, encoding: str) -> str:
    plain = _SPELLED.get(sign) or unicodedata.normalize("NFKC", sign)
    if _has(plain, encoding):
        return plain
    letters = "".join(each for each in unicodedata.normalize("NFKD", sign) if not unicodedata.combining(each))
    return letters if letters and _has(letters, encoding) else "?"


def _has(text: str, encoding: str) -> bool:
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


_SPELLED = {
    "≤": "<=",
    "≥": ">=",
    "≠": "!=",
    "±": "+/-",
    "×": "x",
    "·": "-",
    "•": "-",
    "–": "-",
    "—": "-",
    "“": '"',
    "”": '"',
    "„": '"',
    "‘": "'",
    "’": "'",
    "µ": "u",
    "μ": "u",
    "°": " degrees ",
    "…": "...",
    "✔": "+",
    "✘": "x",
    "❯": ">",
    "✓": "+",
    "⚠": "!",
    "▸": "[+]",
    "▾": "[-]",
    "↑": "up",
    "↓": "down",
}
