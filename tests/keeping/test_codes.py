"""The code of a screening: a slip never opens another infant's."""

import re
from itertools import pairwise, product

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from storage.model.codes import ALPHABET, format_code, make_code, read_code

SIGNS = "\u2010\u2011\u2012\u2013\u2014\u2212\u00ad\u200b\u00a0\u2009_."
"""Dashes, a minus, what is not seen, spaces, and other signs within a code."""

BODIES = st.text(ALPHABET, min_size=6, max_size=6)


def code_of(body: str) -> str | None:
    """Returns the code with this body, found as a person would who tries every check character."""
    return next((body + check for check in ALPHABET if read_code(body + check) is not None), None)


@given(BODIES)
def test_no_single_wrong_character_gives_another_code(body: str) -> None:
    """Protects "a slip never opens another infant": all 217 slips of one character."""
    code = code_of(body)
    assume(code is not None)
    assert code is not None
    for place, character in product(range(7), ALPHABET):
        if character != code[place]:
            assert read_code(code[:place] + character + code[place + 1 :]) is None


@given(BODIES)
def test_no_two_neighbours_that_changed_places_give_another_code(body: str) -> None:
    """Protects "a slip never opens another infant": all six swaps."""
    code = code_of(body)
    assume(code is not None)
    assert code is not None
    for place, (left, right) in enumerate(pairwise(code)):
        if left != right:
            assert read_code(code[:place] + right + left + code[place + 2 :]) is None


@given(BODIES)
def test_a_body_has_one_check_character_or_none(body: str) -> None:
    """Protects the check character: were there two, a slip in it would go unnoticed."""
    assert sum(read_code(body + check) is not None for check in ALPHABET) <= 1


def test_new_codes_are_codes_and_do_not_repeat() -> None:
    """Protects "six random characters": each is used at each place, and what is made can be read."""
    codes = [make_code() for _ in range(2_000)]
    assert all(read_code(code) == code for code in codes)
    assert len(set(codes)) == len(codes)
    assert all({code[place] for code in codes} == set(ALPHABET) for place in range(6))


def test_a_code_is_read_however_it_is_typed() -> None:
    """Protects "a code that people write down": case, spaces, dashes, marks, and letters that look like figures."""
    code = next(found for found in iter(make_code, "") if re.search("0", found) and re.search("1", found))
    for typed in (
        code,
        code.lower(),
        format_code(code),
        f" {format_code(code).lower()} ",
        "-".join(code),
        " ".join(code),
        f"{format_code(code)}.",
        f"“{format_code(code)}”!",
        f"({format_code(code).lower()})",
        format_code(code).replace("-", "\n"),
        *(f"{code[:4]}{sign}{code[4:]}" for sign in SIGNS),
        "".join(chr(ord(each) + 0xFEE0) for each in code),
    ):
        assert read_code(typed) == code
    for one, nought in product("1IiLl", "0Oo"):
        assert read_code(code.replace("1", one).replace("0", nought)) == code


@pytest.mark.parametrize(
    "typed", ["", "-", "123456", "12345678", "UUUUUUU", "123456*", "123456U", "１２３４５６７", "12345ß7", "a b c"]
)
def test_what_is_no_code_is_none(typed: str) -> None:
    """Protects "unknown senders learn nothing": no text that is no code is looked up, or breaks anything."""
    assert read_code(typed) is None


@given(st.text(max_size=12))
def test_any_text_is_read_without_a_fault(text: str) -> None:
    """Protects the chat from whatever is typed for a code."""
    read = read_code(text)
    assert read is None or (len(read) == 7 and set(read) <= set(ALPHABET))


def test_a_code_is_shown_in_two_parts() -> None:
    """Protects "K7Q4-2MX": what is shown is what the guide prints."""
    assert format_code("K7Q42MX") == "K7Q4-2MX"
