"""Phrases of tired clinicians at every option question.

They are read as what they mean, or held back as they should be. None is read wrongly.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from phrasings import FOUND, PHRASINGS
from reading import FACTS, OPTION_FACTS, TODAY

from dialogs.definition.facts import ChoiceFact, YesNoFact
from dialogs.definition.wording import words
from dialogs.reading import AskBackReading, Misread, Read, Reading, find_reply, make_sentence, read
from dialogs.reading.word_readings import make_answer
from dialogs.rules.answers import PENDING, Known

pytestmark = [pytest.mark.traced, pytest.mark.mutants]

ROWS = [
    (fact, meaning, text)
    for table in (PHRASINGS, FOUND)
    for fact, groups in table.items()
    for meaning, texts in groups.items()
    for text in re.split(r"\s*\|", texts)
]
HELD = {"asked", "told", "lost"}


def name_outcome(reading: Reading) -> str:
    if isinstance(reading, Misread):
        return "lost" if reading.reason == "not_an_answer" else "told"
    return "read" if isinstance(reading, Read) else "asked"


def test_every_option_question_has_its_phrases() -> None:
    """Protects 'fifty phrasings of your own per fact': none is left out, and none stands twice with two meanings."""
    assert PHRASINGS.keys() == OPTION_FACTS.keys()
    for fact in PHRASINGS:
        texts = [text for name, _, text in ROWS if name == fact]
        assert len(texts) >= 50
        assert len(texts) == len(set(texts)), [text for text in texts if texts.count(text) > 1]


@pytest.mark.parametrize("fact", PHRASINGS)
def test_phrases_come_to_what_they_mean(fact: str) -> None:
    """Protects: 'A wrong reading is worse than a question', and 'read what clinicians plainly mean'."""
    for name, meaning, text in ROWS:
        if name != fact:
            continue
        kind, _, offered = meaning.partition(" ")
        reading = read(OPTION_FACTS[fact], text, TODAY)
        if kind not in HELD:
            assert isinstance(reading, Read), (text, reading)
            assert reading.answer == make_answer(kind), text
            continue
        assert name_outcome(reading) == kind, (text, reading)
        if isinstance(reading, AskBackReading):
            assert {make_answer(code) for code in offered.split(",")} <= set(reading.offers), (text, reading)


@pytest.mark.sweep
def test_most_phrases_are_read() -> None:
    """Protects 'at least 80 % of such phrases are to be read': of all that name an answer, and prints the shares."""
    for fact in PHRASINGS:
        texts = [(meaning, text) for name, meaning, text in ROWS if name == fact]
        taken = sum(isinstance(read(OPTION_FACTS[fact], text, TODAY), Read) for _, text in texts)
        print(f"{fact}: {taken} of {len(texts)} phrases are read")
    plain = [text for _, meaning, text in ROWS if meaning.split()[0] not in HELD]
    assert len(plain) > 600


PLAIN = """kmt2a=rearranged:KMT2A::USP2|MLL/AF4|MLL gene rearrangement detected|MLL split FISH positive
|t(9;11)(p22;q23.3)
|t(11;19)(q23;p13.3)|46,XX,t(4;11)(q21;q23)[20]|KMT2A rearranged by FISH
kmt2a=germline:no MLL rearrangement|MLL break-apart FISH negative
diagnosis=b_precursor_all:B-cell ALL|B-lineage ALL|KMT2A-r B-ALL|CD10 negative B-ALL
diagnosis=b_mpal:B/My MPAL
chemotherapy=no:no chemotherapy
live_vaccine_planned=no:not planned
live_vaccine=none:unvaccinated
live_vaccine=given:Rotarix 5 weeks ago
hypersensitivity=no:NKDA
disease_phase=newly_diagnosed:not a relapse
cd19=positive:99% CD19+|CD19 bright|CD19+ CD10-
cns_eoi=cns1:CNS1 day 33
corticosteroids=none:hydrocortisone cream
corticosteroids=aerosol_only:Pulmicort
corticosteroids=systemic:prednisolone 1 mg/kg/day x3 days"""


def plain() -> Iterator[tuple[str, str, str]]:
    for line in PLAIN.replace("\n|", "|").splitlines():
        head, _, texts = line.partition(":")
        fact, _, code = head.partition("=")
        yield from ((fact, code, text) for text in texts.split("|"))


@pytest.mark.sweep
@pytest.mark.parametrize(("fact", "code", "text"), list(plain()))
def test_what_was_held_back_is_read(fact: str, code: str, text: str) -> None:
    """Protects the examples of plain phrases that were asked back or refused before."""
    reading = read(OPTION_FACTS[fact], text, TODAY)
    assert isinstance(reading, Read)
    assert reading.answer == Known(code)


ANOTHER_TIME = [
    (
        "cns_eoi",
        "CNS1 at diagnosis|CNS2 d0|CNS3 at diagnosis, CNS1 at EOI",
        "That is another time than the end of induction",
    ),
    ("cd19", "CD19 negative at relapse|at relapse", "The status at diagnosis counts"),
    ("live_vaccine", "rotavirus planned|planned", "A vaccine that is still planned"),
    (
        "corticosteroids",
        "prephase|steroids after diagnosis|oral prednisolone on the day of diagnosis",
        "Nothing given on or after the day",
    ),
    (
        "corticosteroids",
        "antenatal steroids|antenatal betamethasone",
        "Steroids given to the mother, before birth or while breastfeeding",
    ),
    ("chemotherapy", "yes, after diagnosis|no chemo until day 1", "Nothing given on or after the day"),
]


@pytest.mark.parametrize(("fact", "texts", "said"), ANOTHER_TIME)
def test_another_time_than_asked_is_told_and_asked_again(fact: str, texts: str, said: str) -> None:
    """Protects: 'Whatever is said of another time is told so and never offered alone as the answer'."""
    for text in texts.split("|"):
        reading = read(OPTION_FACTS[fact], text, TODAY)
        assert isinstance(reading, Misread), text
        assert reading.reason.startswith("time:"), text
        assert make_sentence(OPTION_FACTS[fact], reading).startswith(said), text


def test_the_sentence_of_hydroxyurea_is_that_of_hydroxyurea_for_two_days() -> None:
    """Protects 'ask the coordinator about hydroxyurea', however much stands beside the word."""
    chemotherapy = OPTION_FACTS["chemotherapy"]
    for text in ("hydroxyurea", "hydroxyurea for 2 days", "no chemo, only hydroxyurea"):
        assert read(chemotherapy, text, TODAY) == Misread("words:0")
    assert "hydroxyurea" in make_sentence(chemotherapy, Misread("words:0"))


def test_replies_mean_an_offer_only_while_its_question_stands() -> None:
    """Protects 'its own words are understood': 'B lineage' after a question about the lineage, and nowhere else."""
    diagnosis = OPTION_FACTS["diagnosis"]
    asked = read(diagnosis, "ALL", TODAY)
    assert isinstance(asked, AskBackReading)
    for text in ("B", "b lineage", "B-cell"):
        assert find_reply(diagnosis, asked, text) == Known("b_precursor_all")
    assert find_reply(diagnosis, asked, "T") == Known("t_all")
    assert find_reply(diagnosis, asked, "xyz") is None
    assert find_reply(diagnosis, asked, "B\ue000") is None
    for reason in ("named", "words:99", "words:x", "time:0"):
        assert find_reply(diagnosis, replace(asked, reason=reason), "B") is None
    assert read(diagnosis, "B", TODAY) == Misread("not_an_answer")
    consent = read(OPTION_FACTS["consent"], "no", TODAY)
    assert isinstance(consent, AskBackReading)
    assert find_reply(OPTION_FACTS["consent"], consent, "not yet") == PENDING
    assert find_reply(OPTION_FACTS["consent"], replace(consent, offers=()), "not yet") is None


def test_a_unit_alone_answers_a_question_for_the_unit() -> None:
    """Protects 'its own words are understood'.

    These are 'weeks' after "days, weeks or months?", and 'cm' after a length without its unit.
    """
    age = read(FACTS["age_days"], "12", TODAY)
    assert isinstance(age, AskBackReading)
    assert [find_reply(FACTS["age_days"], age, text) for text in ("weeks", "Wk", "days", "years")] == [
        age.offers[1]
    ] * 2 + [
        age.offers[0],
        None,
    ]
    dose = read(FACTS["corticosteroid_dose"], "prednisone 2 mg/day, 3.2 kg", TODAY)
    assert isinstance(dose, AskBackReading)
    length = read(FACTS["corticosteroid_dose"], "49", TODAY, dose.coded)
    assert isinstance(length, AskBackReading)
    assert find_reply(FACTS["corticosteroid_dose"], length, "cm") == length.offers[0]
    assert find_reply(FACTS["corticosteroid_dose"], length, "kg") is None


@pytest.mark.parametrize("name", OPTION_FACTS)
def test_every_reply_means_what_it_stands_under(name: str) -> None:
    """Protects the replies of the definition: each is one of the offers."""
    fact = OPTION_FACTS[name]
    for index, entry in enumerate(fact.ask_back):
        for code, replies in entry.replies.items():
            for word in words(replies):
                asked = AskBackReading(f"words:{index}", tuple(map(make_answer, entry.offer)))
                assert find_reply(fact, asked, word) == make_answer(code)


NEVER = """11p15|11q14|11p15 rearranged|del(11)(q23)|+11|11q23 gain|t(10;11)|t(4;11) negative|no t(4;11)
|t(4;11)(p15;q12)|t(11;14)(p15;q32)
|t(11;17)(q23;q21)|t(11;22)(q23;q11)|KMT2A::KMT2A|46,XX,t(4;11;9)(q21;q23;p22)|t(2;11)(p21;q23)|KMT2A-PTD|inv(11)(p15q22)"""


@pytest.mark.sweep
@pytest.mark.parametrize("text", re.split(r"\s*\|", NEVER))
def test_what_is_no_clear_rearrangement_is_asked_back_with_both(text: str) -> None:
    """Protects: 'never "rearranged": 11p15, 11q14, a deletion or gain of 11q23'; what may be either offers both."""
    reading = read(OPTION_FACTS["kmt2a"], text, TODAY)
    assert isinstance(reading, AskBackReading), reading
    assert reading.offers == (Known("rearranged"), Known("germline"))


GRADES = """{"kind": "choice", "name": {"en": "x"}, "ask": {"en": "x"}, "ask_family": {"en": "x"},
    "why": {"en": "x"}, "options": {
    "g0": {"label": {"en": "Grade 0"}}, "g1": {"label": {"en": "Grade 1"}, "synonyms": {"en": ["one"]}},
    "g2": {"label": {"en": "Grade 2 or 3"}}, "g3": {"label": {"en": "Grade 3, 4"}, "synonyms": {"en": ["4"]}}}}"""


def test_a_digit_alone_is_asked_back_as_the_label_that_holds_it() -> None:
    """Protects 'a trial with Grade 0 to Grade 4: `2` recorded Grade 1': a digit is a label's, a word's, or nothing."""
    fact = ChoiceFact.model_validate_json(GRADES)
    assert read(fact, "0", TODAY) == AskBackReading("named", (Known("g0"),))
    assert read(fact, "2", TODAY) == AskBackReading("named", (Known("g2"),))
    assert read(fact, "3", TODAY) == AskBackReading("several", (Known("g2"), Known("g3")))
    assert read(fact, "4", TODAY) == Read(Known("g3"))
    assert read(fact, "5", TODAY) == Misread("not_an_answer")
    assert read(fact, "grade 2 or 3, maybe", TODAY) == AskBackReading("doubt", (Known("g2"),))


def test_figures_beside_an_answer_are_read_only_where_the_definition_lets_them() -> None:
    """Protects: doses and days say nothing more about 'systemic'.

    Beside every other answer, or at another kind of question, they are asked back.
    """
    steroids, cd19, vaccine = (OPTION_FACTS[name] for name in ("corticosteroids", "cd19", "live_vaccine"))
    for text in ("oral 5 mg", "oral for 3 days", "oral x3 days", "iv 2 mg/kg/day for five days", "oral 0,5 mg a day"):
        assert read(steroids, text, TODAY) == Read(Known("systemic")), text
    for text in ("none 5 mg", "oral 3 weeks ago", "oral in the last 14 days", "oral 30 %", "none for 3 days"):
        assert isinstance(read(steroids, text, TODAY), AskBackReading), text
    for text in ("CD19+ 89 %", "CD19+ 101 %", "CD19- 99 %", "CD19+ <99 %"):
        assert read(cd19, text, TODAY) == AskBackReading("unclear", (Known("positive"), Known("negative"))), text
    assert read(cd19, "CD19+ 90 %", TODAY) == Read(Known("positive"))
    assert read(vaccine, "Rotarix five weeks ago", TODAY) == Read(Known("given"))
    assert isinstance(read(vaccine, "Rotarix for 5 weeks", TODAY), AskBackReading)


def test_words_left_over_are_asked_back_with_every_answer() -> None:
    """Protects: 'a lone offer stays only for doubt words': beside words left over, a doubt offers all."""
    diagnosis, hypersensitivity = OPTION_FACTS["diagnosis"], OPTION_FACTS["hypersensitivity"]
    everything = tuple(map(Known, diagnosis.options))
    assert read(diagnosis, "T-ALL?", TODAY) == AskBackReading("doubt", (Known("t_all"),))
    assert read(diagnosis, "T-ALL xyz?", TODAY) == AskBackReading("unclear", everything)
    assert read(diagnosis, "T-ALL ruled out", TODAY) == AskBackReading("unclear", everything)
    assert read(diagnosis, "T-ALL xyz, pending", TODAY) == AskBackReading("unclear", (*everything, PENDING))
    assert read(hypersensitivity, "proven xyz", TODAY) == Misread("unclear")
    assert make_sentence(hypersensitivity, Misread("unclear")) == "It is not clear which answer that is."


def test_what_stands_beside_one_option_is_left_over_beside_another() -> None:
    """Protects 'drug names must never be neutral beside None or aerosol', 'a named test is no result'."""
    steroids, kmt2a = OPTION_FACTS["corticosteroids"], OPTION_FACTS["kmt2a"]
    assert read(steroids, "oral prednisolone", TODAY) == Read(Known("systemic"))
    for text in ("cream, prednisolone", "nebs, prednisolone", "none, prednisolone", "nebs once xyz"):
        assert read(steroids, text, TODAY) == AskBackReading("unclear", tuple(map(Known, steroids.options))), text
    assert read(kmt2a, "FISH: KMT2A rearranged", TODAY) == Read(Known("rearranged"))
    assert read(kmt2a, "FISH pending", TODAY) == Read(PENDING)
    for text in ("FISH: t(4;11)", "FISH for KMT2A rearrangement", "FISH"):
        assert not isinstance(read(kmt2a, text, TODAY), Read), text


def test_an_answer_may_say_what_it_is_not() -> None:
    """Protects 'B-ALL not T-ALL', and lists from being cut.

    In 'not CNS2, CNS3' it is not clear where the denial ends.
    """
    diagnosis, cns = OPTION_FACTS["diagnosis"], OPTION_FACTS["cns_eoi"]
    assert read(diagnosis, "B-ALL (not T-ALL)", TODAY) == Read(Known("b_precursor_all"))
    assert read(diagnosis, "T-ALL ruled out: B-ALL", TODAY) == Read(Known("b_precursor_all"))
    assert read(cns, "CNS1, not at diagnosis", TODAY) == Misread("time:0")
    for text in ("not CNS2, CNS3", "CNS2, CNS3 excluded", "CNS2, not CNS2", "CNS2 not xyz", "CNS1 excluded"):
        assert isinstance(read(cns, text, TODAY), AskBackReading), text


BARE = """{"kind": "yes_no", "name": {"en": "x"}, "ask": {"en": "x"}, "ask_family": {"en": "x"}, "why": {"en": "x"},
    "ask_back": [{"words": {"en": ["stabling"]}, "say": {"en": "x"}}],
    "options": {"yes": {"label": {"en": "stalling"}}}}"""


def test_a_question_with_few_words_reads_no_and_yes() -> None:
    """Protects yes-or-no questions without words of their own.

    No and yes are read. Both together are the plain question again.
    """
    fact = YesNoFact.model_validate_json(BARE)
    assert read(fact, "no, never", TODAY) == Read(Known("no"))
    assert read(fact, "yes or no", TODAY) == Misread("unclear")
    assert read(fact, "stadling", TODAY) == AskBackReading("several", (Known("yes"),))
    assert read(fact, "stalling and nope", TODAY) == Misread("unclear")
    assert read(fact, "", TODAY) == Misread("not_an_answer")


def test_a_denial_reaches_over_few_words_that_say_nothing() -> None:
    """Protects long texts: a denial belongs to the words near it.

    Over many words its reach is not clear, and the question is asked back.
    """
    kmt2a = OPTION_FACTS["kmt2a"]
    assert read(kmt2a, "rearrangement gene not detected", TODAY) == Read(Known("germline"))
    far = read(kmt2a, f"rearrangement {'gene ' * 20}not detected", TODAY)
    assert not isinstance(far, Read)
