"""Numbers in words, from zero to ninety-nine, as digits."""

import re


def replace_number_words(text: str) -> str:
    """Returns `text`, in small letters, with 'four' as '4', 'twenty-one' as '21' and 'minus' as '-'."""
    return _NUMBER_WORD.sub(lambda match: _convert_words(match[0]), text)


def replace_article(text: str) -> str:
    """Returns `text` with '1' for the article in 'a week'."""
    return _ARTICLE.sub("1", text)


def _convert_words(words: str) -> str:
    if words == _MINUS:
        return "-"
    tens, _, ones = words.replace("-", " ").partition(" ")
    return str(_NUMBERS[tens] + (_NUMBERS[ones] if ones else 0))


_MINUS = "minus "
SMALL_NUMBERS = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_NUMBERS = {word: i for i, word in enumerate(SMALL_NUMBERS)} | {word: 10 * i for i, word in enumerate(_TENS, start=2)}
_NUMBER_WORD = re.compile(
    rf"\b(?:(?:{'|'.join(_TENS)})(?:[ -](?:{'|'.join(SMALL_NUMBERS[1:10])}))?|{'|'.join(SMALL_NUMBERS)})\b"
    r"|minus (?=\d)(?:(?<!.minus )|(?<=[<>=≥≤]minus )|(?<=[<>=≥≤] minus )"
    r"|(?<=than minus )|(?<=least minus )|(?<=most minus )|(?<=between minus ))"
)
"""In '3 minus 10' it is no sign."""
_ARTICLE = re.compile(r"\ban?(?= (?:day|week|month|year)\b)")
