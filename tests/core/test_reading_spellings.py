"""Phrases built from what they mean: a limit in all its spellings, an option that is denied.

They are read as that, or not at all.
"""

import re
from collections.abc import Callable

import pytest
from reading import AGE, DECIMAL, DOSE, FACTS, TODAY, VACCINE

from dialogs.definition.facts import ChoiceFact, Fact
from dialogs.reading import Read, read
from dialogs.rules.answers import Answer, Interval, Known

DAYS = FACTS["corticosteroid_days"]
Meaning = Callable[[float], Answer | None]
SPELLINGS: list[tuple[Meaning, str]] = [
    (Known, """N|N U|=N|= N U|exactly N U|only N U|N U exactly|N(U)|N U in total|was N U|N U.|N U!|• N U|(N U)|"N U"
        |N U (sure)|N\tU"""),
    (lambda n: Interval(above=n), """>N|>N U|> N U|＞ N U|more than N U|over N U|above N U|greater than N U
        |in excess of N U|exceeds N U|well over N U|N U <|N<|not up to N U|not only N U|not ≤ N U|past N U
        |never N U or less|no N U or less"""),
    (lambda n: Interval(min=n), """>=N|≥N|≥ N U|>= N U|⩾ N U|=> N U|at least N U|no less than N U|not less than N U
        |not under N U|min N U|never below N U|N U or more|N or more U|N U and above|N+|N U+|from N U|N U at least
        |not < N U|≮ N U|N ≤|N<=|N-|N - U|N U -|greater than or equal to N U|N U plus"""),
    (lambda n: Interval(below=n), """<N|< N U|less than N U|fewer than N U|under N U|below N U|lower than N U
        |not at least N U|not ≥ N U|N>|not N U or more|almost N U|not quite N U|just under N U|never N U or more
        |N U not reached"""),
    (lambda n: Interval(max=n), """<=N|≤N|≤ N U|<= N U|⩽ N U|=< N U|at most N U|no more than N U|not more than N U
        |not over N U|never over N U|up to N U|up to and including N U|max N U|N U or less|N or less U|N U at most
        |less than or equal to N U|not > N U|≯ N U|until N U|to N U|N ≥"""),
    (lambda _: None, """not N U|no N U|never N U|N U not|≠ N U|!=N|<>N|about N U|~N|N U or so|≈N|N U approx|N±1 U|N +- 1
        |N/2 U|1/N U|N:1|N x 2|2xN U|2*N U|N²|N U?|N%|Ne1|N U twice|twice N U|half N U|N hundred|Nk|N U, 3 U|N and 3 U
        |N or 3 U|N U, no 3 U|3 U not N U|N U, not 3 U|N → 3|3->N|3 N U|3, N U|day N U|DN|N U ago|N U before|since N U
        |N of 28 U|N out of 28|1 in N|every N U|N U per week|N minus 1|1 minus N|N plus 1|N+1|N½|½N|N..5|Nth|N'|N'000
        |N_000|N\u00a0000|0N|--N|+-N|1-N-3|maybe N|N I think|was not N U|isn't N U|N U excluded|N U denied|N,,5|.N
        |,N U"""),
]  # fmt: skip
"""What N in the unit U means, and how that is spelt; None for what is no number, or not this one."""

UNITS: list[tuple[Fact, str, tuple[int, ...]]] = [
    (DAYS, "days", (7, 10)),
    (VACCINE, "d", (28, 20)),
    (AGE, "days", (365, 120)),
    (DOSE, "mg/m2/day", (10, 12)),
    (DECIMAL, "mg/dL", (7, 10)),
]


@pytest.mark.parametrize(("meaning", "spellings"), SPELLINGS)
@pytest.mark.parametrize(("fact", "unit", "numbers"), UNITS)
def test_a_number_with_a_limit_is_read_as_it_is_meant_or_not_at_all(
    meaning: Meaning, spellings: str, fact: Fact, unit: str, numbers: tuple[int, ...]
) -> None:
    """Protects: 'exactly 10 mg/m²/day, or exactly 7 days, is allowed', and strict limits.

    'A wrong reading is worse than a question'.
    """
    read_as_meant = 0
    for spelling in re.split(r"\s*\|", spellings):
        for number in numbers:
            reading = read(fact, spelling.replace("U", unit).replace("N", str(number)), TODAY)
            if isinstance(reading, Read):
                wanted = Known(number) if (fact, spelling) in _BETWEEN else meaning(number)
                assert reading.answer == wanted, spelling
                read_as_meant += 1
    assert (read_as_meant >= 2 * len(numbers)) is (meaning(1) is not None)


_BETWEEN = [(VACCINE, "N U before")]
"""Between two events, days before the later one are what is asked for."""


DENIED = """not W|no W|non W|never W|without W|denies W|no evidence of W|negative for W|free of W|W: no|W no|W not
    |W never|W negative|W neg|W -|W-|-W|W absent|W excluded|W ruled out|W unlikely|not yet W|W not yet|W?|W (?)
    |probably W|W +/-|W ±|former W|W at relapse|anti-W|pre-W|unW|aW"""


@pytest.mark.parametrize("name", [name for name, fact in FACTS.items() if isinstance(fact, ChoiceFact)])
def test_what_is_denied_or_doubted_is_never_read_as_said(name: str) -> None:
    """Protects: 'KMT2A not rearranged' is not rearranged, 'no steroids' are none, 'CNS1?' is a question."""
    fact = FACTS[name]
    assert isinstance(fact, ChoiceFact)
    for code, option in fact.options.items():
        for form in re.split(r"\s*\|", DENIED):
            reading = read(fact, form.replace("W", option.label["en"]), TODAY)
            assert not isinstance(reading, Read) or reading.answer != Known(code) or (form, code) in _SLIPS, form


_SLIPS = {
    ("aW", "other"),
    ("pre-W", "t_all"),
    ("W at relapse", "relapsed"),
    *((form, "negative") for form in ("negative for W", "W negative", "W neg", "W -", "W-", "-W")),
}
"""'aAnother diagnosis' is a slip; pre-T-ALL is a T-ALL; some forms say the same twice."""
