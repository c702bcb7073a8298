"""Which texts hold a date, just as people type them: a table of both kinds, and all that reading takes for a date."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.reading.cleaning import clean
from dialogs.reading.days import dates
from dialogs.reading.days.dates import find_dates
from dialogs.reading.days.written_dates import holds_date
from storage.features.one_time_codes import RANDOM_CHARACTERS, format_one_time_code
from storage.model.codes import format_code, make_code

pytestmark = [pytest.mark.traced, pytest.mark.mutants]

DATES = [
    # as they are read
    "2026-03-12", "12.03.26", "12/3/26", "12-Mar-26", "1 Apr 26", "March 12, 2026",
    "born 2026-01-01, diagnosed 2026-05-01",
    "1404/06/12", "32/13/2026", "19.12.25", "26-03-12",
    # in capitals, with other dashes, spaces, digits and signs, with what is not seen
    "12 MARCH 2026", "12TH OF MARCH", "12–03–2026", "12‑03‑2026", "12—03—2026", "12−03−2026",
    "12\u00a0March\u00a02026", "12\u2009.\u200903\u2009.\u20092026", "12\u202f03\u202f2026", "１２．０３．２０２６",
    "١٢/٣/٢٠٢٦", "۱۲.۰۳.۲۰۲۶", "12\u00ad.03.2026", "1\u200b2.03.2026", "12.03.\u20662026\u2069", "12⁄03⁄2026",
    "12.03.\n2026", "12\n03\n2026", "born\n12\nMarch", "1️⃣2️⃣.0️⃣3️⃣.2️⃣0️⃣2️⃣6️⃣", "12.\x0003.2026",
    # with other signs between
    "12·03·2026", "12_03_2026", "12|03|2026", "12\\03\\2026", "12,3,2026", "12. 3. 2026", "12 . 03 . 2026",
    "12 03 2026", "March/12/2026", "12*03*2026", "12~03~2026", "12=03=2026", "12+03+2026", "(12)(03)(2026)",
    "12‧03‧2026", "12.03.(2026)", "born jan1",
    "2026 03 12", "12/3-2026", "12/3-26", "12 / 3 / 26", "12.3.'26", "12 Mar ’26", "MAR/12/2026", "12.III.2026",
    "12 Ⅲ 2026",
    # beside letters, other figures and times
    "DOB12.03.2026", "DOB20260312", "DOB12Mar2026", "DOB12MAR26", "x12.03.26", "12.03.2026Berlin",
    "report_2026-03-12.pdf",
    "2026-03-12T10:00:00+00:00", "2026-03-12 10:30", "20260312", "20260312T1000", "12032026", "120326-1234",
    "12mar2026",
    "12march", "March12th", "(12.03.2026)", "12.03.2026.", "120 days (born 12 Sept 2025)",
    # a day without a year, a month, a week
    "born on the 12th of March", "March 12", "March the twelfth", "the twelfth of March", "on the twenty-first of May",
    "12 March", "26 Mar", "Sept. 6", "May 5", "5 May", "Feb-12", "12. MAR.", "born 12/3", "DOB: 120326", "d.o.b. 12.03",
    "on 12.03", "am 12.03. geboren", "Thursday 12/3", "March 2026", "Mar '26", "03/2026", "2026-03", "03.2026",
    "2026-W11",
    "2026W114", "week 11 of 2026", "KW 11/2026",
    # in other languages
    "12 mars 2026", "12. März 2026", "12. MÄRZ", "1er mars", "12 de marzo de 2026", "12 DE MARÇO", "12 gennaio",
    "12 maart",
    "12 września", "12. kesäkuuta 2026", "12 Ağustos 2026", "12 ARALIK 2026", "12 марта 2026", "12 МАЯ", "12 مارس 2026",
    "2026年3月12日", "3月12日", "2026년 3월 12일", "12 août", "mai 2026",
]  # fmt: skip

NO_DATES = [
    "prednisone 5/10/20 mg", "10/11/12 mg/m2", "5-10-15 mg/m2/day", "1-2-10 mg", "2/10/10 mg/kg", "11/12/20 blasts",
    "10-11-12 days",
    # ages and numbers of days
    "120 days", "17 weeks", "4 mo", "12-14 days", "12–14 days", "12 - 14 days", "0.5-12 days", "36+5 weeks", "40+3",
    "born at 36.5 weeks", "born 12-14 days ago", "day 12 of life", "days 8, 10 and 12", "age 2/12", "5/7", "3/52",
    "2026",
    "born 2026", "11/2 months", "5 weeks ago", "12", "1-2", "2 1/2",
    # doses and other figures
    "2 mg/kg/day", "1.5-10 mg", "40 mg/m2/day, 28 days", "150 mg/m²/d for 28 days", "3 x 20 mg", "36.5", "1/2", "10/12",
    "0,5 mg", "1.500", "1,200", "1.200.000", "12:30", "120000", "1.2 x 10^9/L", "10²", "½", "MRD 1/10000", "1/2000",
    "2.0-2.5", "1.5, 2, 3", "100-1500", "20-30 %", "36/40", "born at 2.9 kg", "birth weight 3.05 kg", "12 % marrow",
    "5 separate doses", "at 12.5 mg", "on 12.10 mg", "1 of 3", "2 out of 3", "+49 170 1234567",
    # laboratories' words
    "t(4;11)(q21;q23)", "t(9;11)(p22;q23)", "46,XX,t(4;11)(q21;q23)[12]/46,XX[8]", "KMT2A::SEPT6", "MLL-SEPT9", "OCT4",
    "SEPT2, SEPT5, SEPT6, SEPT9, SEPT11, AFF3", "CD19", "CD10/19/20", "11q23.3", "CNS 2", "B-ALL or T-ALL",
    # words
    "none", "it may be 12 days", "12 may be right", "march on", "the first", "second line", "third day", "12th day",
    "I may",
    # commands and codes
    "K7Q4-2MX", "K7Q-42M-XD1", "/take K7Q-42M-XD1", "123-456-789", "/start AbC-_dEfGhIjKlMnOpQrStUvWxYz", "",
]  # fmt: skip


@pytest.mark.parametrize("text", DATES)
def test_a_date_is_found_in_every_spelling(text: str) -> None:
    """Protects "dates are deleted in every spelling that is read or could be one"."""
    assert holds_date(text)
    assert holds_date(f"She was seen, {text}, by us")


@pytest.mark.parametrize("text", NO_DATES)
def test_ages_doses_shares_and_codes_are_no_dates(text: str) -> None:
    """Protects whoever answers what was asked: a message without a date stays in the chat."""
    assert not holds_date(text)


def spell_wide(text: str) -> str:
    """Returns a text in wide letters, digits and signs."""
    return "".join(chr(ord(each) + 0xFEE0) if "!" <= each <= "~" else each for each in text)


SPELLINGS: list[Callable[[str], str]] = [
    str,
    str.upper,
    str.title,
    spell_wide,
    lambda text: text.replace("-", "\u2011").replace(" ", "\u00a0"),
    lambda text: text.replace("-", "\u2013").replace(" ", "\n"),
    "\u200b".join,
    lambda text: text.translate({ord("0") + each: 0x0660 + each for each in range(10)}),
    lambda text: f"Seen by us: {text}; well",
]


@pytest.mark.sweep
@given(st.from_regex(dates._DATE, fullmatch=True), st.sampled_from(SPELLINGS))  # noqa: SLF001 - what reading takes
def test_whatever_reading_takes_for_a_date_is_found(text: str, spell: Callable[[str], str]) -> None:
    """Protects the deletion from a reader that learns more: its own pattern is the source of the texts."""
    assert holds_date(spell(text))


@pytest.mark.sweep
@given(st.text(st.sampled_from("0123456789 .-/–\u00a0\u00adMarchy12th,"), max_size=14))
def test_no_text_is_read_as_a_date_and_stays(text: str) -> None:
    """Protects the same, from the other side: any text in which reading finds a date, however it is typed."""
    plain = clean(text)
    if isinstance(plain, str) and find_dates(plain.casefold()):
        assert holds_date(text)


@pytest.mark.sweep
def test_a_code_as_it_is_shown_is_next_to_never_a_date() -> None:
    """Protects codes: only one that is made of two figures, a month and two figures looks like a date."""
    codes = [format_code(make_code()) for _ in range(2_000)]
    codes += [format_one_time_code(make_code(RANDOM_CHARACTERS)) for _ in range(2_000)]
    assert sum(map(holds_date, codes)) <= 2


def test_a_long_text_is_looked_through_too() -> None:
    """Protects texts that reading refuses for their length: they are in the chat all the same."""
    assert holds_date("so it is. " * 400 + "12 March 2026")
    assert not holds_date("1 " * 2_000)
