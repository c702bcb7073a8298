"""What is typed where several options may be so: a full list is read, all else is asked back or told."""

from datetime import date
from itertools import product
from random import Random

import pytest
from several_trial import GENES, INFECTIONS

from dialogs.definition.facts import SeveralFact
from dialogs.reading import AskBackReading, Misread, Read, make_sentence, read
from dialogs.reading.several.several import MOST_OFFERS
from dialogs.rules.answers import PENDING, UNKNOWN, Answer, Pending, Selected
from dialogs.verdict.answer_words import word_answer

pytestmark = pytest.mark.traced

TODAY = date(2026, 6, 15)


def spell(answer: Answer) -> str:
    """Returns an answer in short: 'brca1 atm', 'brca1 | atm' with what was not tested behind the line."""
    if not isinstance(answer, Selected):
        return repr(answer)
    return " ".join(answer.codes) + (" | " + " ".join(answer.untested) if answer.untested else "")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("BRCA1", "brca1"),
        ("BRCA1 and ATM", "brca1 atm"),
        ("PALB2, BRCA1", "brca1 palb2"),
        ("brca 1 + atm", "brca1 atm"),
        ("BRCA-1 & ATM", "brca1 atm"),
        ("brca1; none else", "brca1"),
        ("only BRCA1", "brca1"),
        ("BRCA1 only", "brca1"),
        ("BRCA1, no more", "brca1"),
        ("BRCA1 nothing else", "brca1"),
        ("BRCA1, ATM, and that's it", "brca1 atm"),
        ("BRCA1 BRCA1, brca1", "brca1"),
        ("none", ""),
        ("None of these.", ""),
        ("nothing found", ""),
        ("found: BRCA1 mutation", "brca1"),
        ("pathogenic BRCA1 mutation in the tumour, ATM", "brca1 atm"),
        ("H1047R", "pik3ca"),
        ("BRCA1 and ataxia telangiectasia mutated", "brca1 atm"),
        ("both BRCA1 and BRCA2", "brca1 brca2"),
        ("BRCA1; ATM not tested", "brca1 | atm"),
        ("BRCA1 positive, ATM not tested", "brca1 | atm"),
        ("ATM not tested, BRCA1", "brca1 | atm"),
        ("BRCA1; others not tested", "brca1 | brca2 atm palb2 pik3ca"),
        ("BRCA1; the rest negative", "brca1"),
        ("BRCA1, no ATM", "brca1"),
        ("BRCA1 -ve, ATM +ve", "atm"),
        ("BRCA1, neg, ATM, pos", "atm"),
        ("BRCA1, neg\nATM, pos", "atm"),
        ("BRCA1 ,neg\nATM ,pos\nPALB2 ,neg", "atm"),
        ("BRCA1; neg; ATM; pos", "atm"),
        ("BRCA1 else neg", "brca1"),
        ("BRCA1, else none", "brca1"),
        ("BRCA1, all other negative", "brca1"),
        ("ATM+ve, BRCA1–ve", "atm"),
        ("BRCA1 (-), ATM (+)", "atm"),
        ("BRCA1 but not ATM", "brca1"),
        ("not BRCA1 but ATM", "atm"),
        ("no BRCA1 or ATM; PALB2", "palb2"),
        ("BRCA1 negative, ATM positive", "atm"),
        ("BRCA1: yes. ATM: no.", "brca1"),
        ("none, no BRCA1", ""),
        ("none; ATM not tested", " | atm"),
        ("None of these; BRCA1 not tested; ATM not tested", " | brca1 atm"),
        ("no brca1, no brca2, no atm, no palb2, no pik3ca", ""),
    ],
)
def test_a_full_list_is_read(text: str, wanted: str) -> None:
    """Protects what people write: lists, the words between them, and what is denied beside what is so."""
    reading = read(GENES, text, TODAY)
    assert isinstance(reading, Read), reading
    assert spell(reading.answer) == wanted


@pytest.mark.parametrize(
    ("text", "reason", "offers"),
    [
        ("no", "named", [""]),
        ("no mutation found", "named", [""]),
        ("all negative", "named", [""]),
        ("neither", "named", [""]),
        ("not tested", "named", ["Unknown()"]),
        ("no BRCA1", "open", [""]),
        ("neither BRCA1 nor ATM", "open", [""]),
        ("no BRCA1, none else", "open", [""]),
        ("BRCA1 wt", "open", [""]),
        ("ATM not tested", "open", [" | atm"]),
        ("only ATM not tested", "open", [" | atm"]),
        ("all but ATM", "counted", ["brca1 brca2 palb2 pik3ca"]),
        ("all", "counted", ["brca1 brca2 atm palb2 pik3ca"]),
        ("BRCA1, others positive", "counted", ["brca1 brca2 atm palb2 pik3ca"]),
        ("BRCA1, ATM not tested", "unclear", ["brca1 | atm", " | brca1 atm"]),
        ("not tested: BRCA1, ATM", "unclear", ["atm | brca1", " | brca1 atm"]),
        ("BRCA1 not tested for ATM", "unclear", ["brca1 atm", "brca1 | atm", "atm | brca1", " | brca1 atm"]),
        ("BRCA1 and ATM not detected", "unclear", ["", "brca1"]),
        ("BRCA1 (ATM not detected)", "unclear", ["", "brca1"]),
        ("no BRCA1, ATM", "unclear", ["", "atm"]),
        ("BRCA1, no ATM, PALB2", "unclear", ["brca1", "brca1 palb2"]),
        ("BRCA1 positive ATM negative PALB2", "unclear", ["brca1", "brca1 palb2"]),
        ("BRCA1, no BRCA1", "unclear", ["", "brca1"]),
        ("BRCA1, none", "unclear", ["", "brca1"]),
        ("possible ATM", "doubt", ["atm", ""]),
        ("VUS in ATM", "doubt", ["atm", ""]),
        ("BRCA1, possible ATM", "doubt", ["brca1 atm", "brca1"]),
        ("ATM?", "doubt", ["atm"]),
        ("probably none", "doubt", [""]),
        ("BRCA1? ATM", "doubt", ["brca1 atm", "atm"]),
        ("probably BRCA1 and ATM", "doubt", ["brca1 atm", "brca1", "atm", ""]),
        ("BRCA1 or ATM", "several", ["brca1", "atm", "brca1 atm"]),
        ("BRCA1 frog", "left", ["brca1", ""]),
        ("BRCA1 x2", "left", ["brca1", ""]),
        ("BRCA1 in 2024", "left", ["brca1", ""]),
        ("BRCA1 0", "left", ["brca1", ""]),
        ("BRCA1:", "doubt", ["brca1", ""]),
        ("BRCA1: ...\nATM: pos", "doubt", ["brca1 atm", "atm"]),
        ("BRCA1 ____ ATM ____", "doubt", ["brca1 atm", "brca1", "atm", ""]),
        ("BRCA1: ( )", "doubt", ["brca1", ""]),
        ("BRCA1 ___ and ATM: pos", "doubt", ["brca1 atm", "atm"]),
        ("BRCA1, negative", "open", [""]),
        ("BRCA1; neg", "open", [""]),
        ("BRCA1 and ATM both negative", "unclear", ["", "brca1"]),
        ("ATM N2875S", "left", ["atm", ""]),
        ("BRCA1 can't be excluded", "doubt", ["brca1", ""]),
        ("BRCA1 no longer negative", "doubt", ["brca1", ""]),
        ("unknown: BRCA1", "left", ["brca1", ""]),
        ("BRCA1 not certain", "doubt", ["brca1", ""]),
        ("BRCA1 normal", "open", [""]),
        ("BRCA1? no", "left", ["", "brca1"]),
        ("[x] BRCA1 [ ] ATM", "left", ["brca1 atm", "brca1", "atm", ""]),
        ("BRCA 1 and 2 neg", "left", ["", "brca1"]),
        ("BRCA1/2 neg", "left", ["", "brca1"]),
        ("BRCA1/ATM neg", "unclear", ["", "brca1"]),
        ("BRCA1 neg/ATM neg", "open", [""]),
        ("neg BRCA1/ATM", "left", ["", "brca1 atm"]),
        ("BRCA1/ATM pos", "several", ["brca1", "atm", "brca1 atm"]),
        ("BRCA1 positive in 2024", "left", ["brca1"]),
        ("BRCA1 and TP53", "left", ["brca1"]),
        ("TP53 and BRCA1", "left", ["brca1"]),
        ("BRCA1 or ATM frog", "left", ["brca1", "", "atm", "brca1 atm"]),
        ("negative: BRCA1, ATM", "left", ["", "brca1 atm"]),
        ("not only BRCA1", "left", ["brca1"]),
        ("no more BRCA1", "left", ["brca1"]),
        ("BRCA1 no more", "left", ["brca1"]),
        ("both BRCA1", "left", ["brca1"]),
        ("not none", "left", [""]),
        ("ATM pending, BRCA1", "left", ["brca1 | atm"]),
        ("BRCA", "words:0", ["brca1", "brca2", "brca1 brca2"]),
        ("BRCA and ATM", "words:0", ["brca1 atm", "brca2 atm", "brca1 brca2 atm"]),
        ("pending 2020-01-01", "expected", ["Pending(expected=datetime.date(2020, 1, 1))", "Pending(expected=None)"]),
    ],
)
def test_what_could_be_more_or_less_is_asked_back(text: str, reason: str, offers: list[str]) -> None:
    """Protects "never a guess": each offer is a whole answer, and all that are plausible are there."""
    reading = read(GENES, text, TODAY)
    assert isinstance(reading, AskBackReading), reading
    assert (reading.reason, [spell(each) for each in reading.offers]) == (reason, offers)
    said = make_sentence(GENES, reading)
    assert said.endswith("?")
    assert all(each in said for each in (word_answer(GENES, offer) for offer in reading.offers if offer != UNKNOWN))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("frog", "not_an_answer"),
        ("none of these except BRCA1", "unclear"),
        ("no mutations besides BRCA1", "unclear"),
        ("all positive except ATM", "unclear"),
        ("not all", "unclear"),
        ("not tested ATM pos BRCA1", "unclear"),
        ("not tested BRCA1 BRCA2 pos ATM", "unclear"),
        ("pos BRCA1 neg BRCA2", "unclear"),
        ("BRCA1 – ATM", "unclear"),
        ("yes", "not_an_answer"),
        ("nothing else", "not_an_answer"),
        ("others negative", "not_an_answer"),
        ("xbrca1", "not_an_answer"),
        ("my mother", "not_an_answer"),
        ("mother BRCA1", "unclear"),
        ("previously BRCA1", "unclear"),
        ("vaccinated, BRCA1", "unclear"),
        ("mother none", "unclear"),
        ("BRCA1, all but ATM", "unclear"),
        ("all but frog", "unclear"),
        ("all but", "unclear"),
        ("all but my mother", "unclear"),
        ("BRCA1, ATM or PALB2", "unclear"),
        ("possible BRCA1, ATM, PALB2", "unclear"),
        ("BRCA1; germline only", "time:0"),
        ("germline only", "time:0"),
        ("no BRCA", "words:0"),
    ],
)
def test_what_names_nothing_sure_is_told_and_never_offered(text: str, reason: str) -> None:
    """Protects "a text about another time or another person is never offered as the answer"."""
    assert read(GENES, text, TODAY) == Misread(reason)
    assert make_sentence(GENES, Misread(reason)).endswith(".")


def test_missing_answers_are_for_the_whole_question() -> None:
    """Protects "don't know" and "waiting", which say nothing of single options."""
    assert read(GENES, "don't know", TODAY) == Read(UNKNOWN)
    assert read(GENES, "waiting", TODAY) == Read(PENDING)
    assert read(GENES, "pending 2026-07-01", TODAY) == Read(Pending(date(2026, 7, 1)))
    assert read(GENES, " ", TODAY) == Misread("not_an_answer")
    assert read(GENES, "x" * 600, TODAY) == Misread("too_long")


@pytest.mark.parametrize("text", ["HIV; HBV not tested", "HBV unknown", "TB pending, HIV", "HIV; others not tested"])
def test_without_not_tested_no_single_option_is_left_open(text: str) -> None:
    """Protects "not so" from standing for "nobody looked", where the author lets nobody say the latter."""
    assert read(INFECTIONS, text, TODAY) == Misread("untested")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("hepatits B", "hepatitis_b"),
        ("HIV and tubercolosis", "hiv tuberculosis"),
        ("HIV and hepatitis B/C", None),
        ("hepatitis", None),
    ],
)
def test_a_slip_is_asked_back(text: str, wanted: str | None) -> None:
    """Protects against a wrong infection by one letter: what is near to one word only is offered."""
    reading = read(INFECTIONS, text, TODAY)
    if wanted is None:
        assert not isinstance(reading, Read)
    else:
        assert isinstance(reading, AskBackReading)
        assert (reading.reason, [spell(each) for each in reading.offers]) == ("named", [wanted])


def test_infections_are_read_by_their_words() -> None:
    """Protects words of several tokens: the longest one counts, whatever stands within it."""
    assert read(INFECTIONS, "HBV, hepatitis C and TB", TODAY) == Read(
        Selected(("hepatitis_b", "hepatitis_c", "tuberculosis"))
    )
    assert read(INFECTIONS, "no infection", TODAY) == Read(Selected())
    assert word_answer(INFECTIONS, Selected()) == "No infection"
    assert word_answer(GENES, Selected(("brca1", "palb2"), ("atm", "pik3ca"))) == (
        "BRCA1, PALB2; ATM, PIK3CA hotspot not tested"
    )
    assert word_answer(GENES, Selected((), ("atm",))) == "None of these; ATM not tested"


PARTS = (
    "BRCA1", "ATM", "palb2", "H1047R", "none", "no", "not", "not tested", "negative", "positive", "possible", "?",
    "and", ",", ";", "or", "/", "all but", "all", "only", "nothing else", "others", "but", "frog", "mother", "germline",
    "BRCA", "unknown", "mutation", ":", "yes", "7", "-", "except", "was",
)  # fmt: skip
NAMES = {"BRCA1": "brca1", "ATM": "atm", "palb2": "palb2", "H1047R": "pik3ca"}


def check(fact: SeveralFact, parts: tuple[str, ...]) -> None:
    """Asserts what must hold of any text."""
    text = " ".join(parts)
    reading = read(fact, text, TODAY)
    if isinstance(reading, Misread):
        assert make_sentence(fact, reading)
        return
    answers = (reading.answer,) if isinstance(reading, Read) else reading.offers
    assert 0 < len(set(answers)) == len(answers) <= MOST_OFFERS, text
    named = {NAMES[each] for each in parts if each in NAMES}
    for answer in answers:
        assert answer in (UNKNOWN, PENDING) or isinstance(answer, Selected), text
    if isinstance(reading, Read) and isinstance(reading.answer, Selected):
        assert set(reading.answer.codes) <= named, text
        assert not {"frog", "mother", "?", "possible", "all", "all but", "BRCA", "7", "except"} & set(parts), text
        denies = {"no", "not", "negative", "none", "not tested", "unknown", "others", "but", "or", "/"} & set(parts)
        assert denies or set(reading.answer.codes) == named, text


@pytest.mark.sweep
@pytest.mark.thinned(3)
@pytest.mark.parametrize("first", PARTS)
def test_no_text_is_read_as_more_than_it_names(first: str) -> None:
    """Protects against guesses: every text of up to three parts, whatever they are."""
    for parts in [(first,), *product((first,), PARTS), *product((first,), PARTS, PARTS)]:
        check(GENES, parts)


@pytest.mark.sweep
@pytest.mark.parametrize("count", [4_000, pytest.param(20_000, marks=pytest.mark.long)])
def test_no_long_text_is_read_as_more_than_it_names(count: int) -> None:
    """Protects the same for longer texts, at random."""
    rng = Random(count)
    for _ in range(count):
        check(GENES, tuple(rng.choices(PARTS, k=rng.randint(4, 12))))


SAID_OF_EACH = [
    # what stands behind each option is meant for it, whatever parts them
    ("HIV no HBV no HCV no TB no", ""),
    ("HBV no HCV yes", "hepatitis_c"),
    ("HBV: no HCV: yes", "hepatitis_c"),
    ("HBV (no) HCV (yes)", "hepatitis_c"),
    ("HBV no. HCV yes", "hepatitis_c"),
    ("HBV no\nHCV yes", "hepatitis_c"),
    ("HBV yes HCV no HIV no", "hepatitis_b"),
    ("HBV never HCV yes", "hepatitis_c"),
    ("HBV n HCV n HIV y TB n", "hiv"),
    ("HBV ✗, HCV ✓", "hepatitis_c"),
    # signs, as immunophenotypes are written
    ("HBV-HCV+", "hepatitis_c"),
    ("HBV−HCV+", "hepatitis_c"),
    ("HBV –HCV+", "hepatitis_c"),
    ("HBV+, HCV-", "hepatitis_b"),
    ("HBV⁻ HCV⁺", "hepatitis_c"),
    ("HBV (-), HCV (+)", "hepatitis_c"),
]


@pytest.mark.parametrize(("text", "wanted"), SAID_OF_EACH)
def test_what_is_said_of_each_option_stays_with_it(text: str, wanted: str) -> None:
    """Protects a negative result from being read as that of the next option."""
    reading = read(INFECTIONS, text, TODAY)
    assert isinstance(reading, Read)
    assert spell(reading.answer) == wanted


@pytest.mark.parametrize(
    "text",
    ["HIV Ab neg", "neg for all", "all clean", "HCV RNA not detected", "TB quantiferon neg", "all 4 neg", "HIV ❌"],
)
def test_a_denial_beyond_words_is_never_offered_as_the_option(text: str) -> None:
    """Protects a tired yes: the only offer is that there is none."""
    reading = read(INFECTIONS, text, TODAY)
    assert isinstance(reading, AskBackReading)
    assert [spell(each) for each in reading.offers] == [""]


@pytest.mark.parametrize(
    "text",
    [
        "HIV pos [ ] neg [x]", "HIV yes no", "HIV pos, now neg", "HIV n.d.", "HIV yes [x] no [ ]", "HBV neg, CMV pos",
        "HCV antibody positive, PCR negative", "HIV neg in blood, pos in CSF", "HIV neg initially, now pos",
        "HBV no HCV", "HIV -HBV", "HIV-HBV", "all negative except HIV", "all neg but HBV",
        "not HIV negative", "HIV not negative", "Hepatitis C not B", "-ve HBV +ve HCV", "all not tested", "HIV nd",
    ],
)  # fmt: skip
def test_a_denial_that_may_be_meant_for_another_is_not_guessed(text: str) -> None:
    """Protects against the opposite: nothing is offered."""
    assert read(INFECTIONS, text, TODAY) == Misread("unclear")
