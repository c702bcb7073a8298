"""When two spellings are one unit: case, spaces, raised digits and the signs around a power of ten do not count."""

import re


def fold_unit(text: str) -> str:
    """Returns the form in which units are compared: '× 10⁹ / L', 'x10^9/l' and '10*9/L' are one, as are µ and u."""
    lowered = _PER.sub("/", text.casefold().translate(_PLAINER))
    powered = _POWER_FIRST.sub(lambda found: f"10^{int(found[1] or found[2].translate(_LOWERED))}", lowered)
    return _RAISED_LETTER.sub("", powered.translate(_LOWERED)).replace(" ", "")


def begins_with_power(folded: str) -> bool:
    """Says whether a folded unit begins with a power of ten, such as 10^9/l."""
    return folded.startswith("10^")


RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"
POWER_OF_TEN = rf"10(?: ?(?:\^|\*\*?|e\+?) ?(\d{{1,2}})(?!\d)|([{RAISED}]{{1,2}}))"
"""A power of ten as people write it: 10^9, 10*9, 10**9, 10e9, 10⁹."""
TIMES_SIGN = "[x×*·]"
_LOWERED = {ord(raised): str(digit) for digit, raised in enumerate(RAISED)}
_PLAINER = {ord("µ"): "u", ord("μ"): "u", ord("−"): "-"}
_PER = re.compile(r"(?<![^\W\d_])per(?![^\W\d_])")
_POWER_FIRST = re.compile(rf"^ ?(?:{TIMES_SIGN} ?)?{POWER_OF_TEN}")
_RAISED_LETTER = re.compile(r"(?<=[a-z])\^(?=\d)")
