"""When two spellings are one word: case, spaces and hyphens do not count, but a sign at the end does."""

import re


def fold(text: str) -> str:
    """Returns the form in which spellings are compared: 'CNS-1', 'cns 1' and 'CNS1' are one.

    A + or - at the end stays.
    """
    lowered = text.casefold()
    if lowered.isalnum():
        return lowered
    signed = lowered.translate(_RAISED_SIGNS).replace("(+)", "+").replace("(-)", "-")
    return _JOINT.sub("", signed).replace(" ", "").rstrip(".!,;")


_JOINT = re.compile(r"(?<=\w)(?<!\d(?=- ))[ _-]+(?=\w)")
"""Spaces and hyphens inside words, but for a minus behind a number and before a space, which is a sign."""
_RAISED_SIGNS = {ord("⁺"): "+", ord("⁻"): "-"}
