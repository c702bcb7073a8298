"""Words as answers: what clinicians write is read, and so is a small slip.

A word that might be another answer is asked back.
"""

import sys
from datetime import date

import pytest
from reading import AGE, FACTS, OPTION_FACTS, TODAY, said_of

from dialogs.definition.facts import ChoiceFact
from dialogs.definition.wording import words
from dialogs.reading import AskBackReading, Misread, Read, make_sentence, read
from dialogs.reading.sentences.offers import make_question, word_offers
from dialogs.reading.vocabulary import collect_vocabulary
from dialogs.reading.word_readings import list_codes, list_option_words, make_answer
from dialogs.rules.answers import PENDING, UNKNOWN, Known, Pending

pytestmark = [pytest.mark.traced, pytest.mark.mutants]

AS_WRITTEN = [
    # The contract names "KMT2A-r, MLL-rearranged, t(4;11), KMT2A::AFF1".
    (
        "kmt2a",
        "rearranged",
        (
            "KMT2A-r|KMT2A r|kmt2ar|KMT2A–r|MLL-rearranged|MLL rearranged|t(4;11)|T (4;"
            " 11)|KMT2A::AFF1|kmt2a-aff1|MLL‑AF4|R."
        ),
    ),
    ("kmt2a", "rearranged", "Rearranged|rearanged|rearrangd|KMT2A rearanged|rearragned|11q23 rearrangement"),
    (
        "kmt2a",
        "germline",
        (
            "germline|Germ-line|KMT2A wild-type|wt|unrearranged|non-rearranged|NOT REARRANGED|not rearanged|no"
            " rearrangement"
        ),
    ),
    (
        "kmt2a",
        "germline",
        "without rearrangement|no MLL rearrangement|KMT2A rearrangement not detected",
    ),
    # "B-ALL, pre-B, pro-B"
    (
        "diagnosis",
        "b_precursor_all",
        "B-ALL|b all|pre-B|pre B|preB|pro-B|BCP-ALL|common ALL|B- precursor ALL|B-precursor",
    ),
    ("diagnosis", "b_mpal", "B-MPAL|B/myeloid|MPAL B/myeloid|b-cell mixed phenotype|B / myeloid MPAL"),
    ("diagnosis", "t_all", "T-ALL|t all|T‑cell ALL|ETP-ALL|T-lymphoblastic leukemia|T-lymphoblastc leukemia"),
    ("diagnosis", "other", "AML|another|T-MPAL|T-cell MPAL|JMML"),
    # "CD19+"
    (
        "cd19",
        "positive",
        "CD19+|CD19 +|CD19(+)|CD19 (+)|CD19⁺|cd19 pos|pos.|positive|CD19-positive|+|+ve|CD19 +ve|postive",
    ),
    (
        "cd19",
        "negative",
        "CD19-|CD19 -|CD19−|CD19 (-)|CD19⁻|neg|negative|CD19-negative|-|-ve|CD19 -ve|CD19 not expressed|negatve",
    ),
    # "CNS 1, CNS-1"
    ("cns_eoi", "cns1", "CNS1|CNS 1|CNS-1|cns_1|CNS I|CNS١|“CNS1”|CNS1 at EOI"),
    ("cns_eoi", "cns2", "CNS2|CNS 2a|CNS II"),
    ("cns_eoi", "cns3", "CNS 3|CNS-3|CNS III"),
    ("disease_phase", "newly_diagnosed", "new|newly diagnosed|de novo|de-novo|first diagnosis|newly_diagnosed"),
    ("disease_phase", "relapsed", "relapse|in relapse|recurrent|relpased"),
    ("corticosteroids", "none", "none|no|No!|never|no steroids"),
    ("corticosteroids", "aerosol_only", "aerosol|inhaled|inhaler|nebulized|by aerosol only"),
    ("corticosteroids", "systemic", "systemic|oral|iv|IV|systemc"),
    ("consent", "given", "yes|signed|given|consented"),
    ("consent", "refused", "refused|declined|refussed"),
    ("live_vaccine", "given", "yes|rotavirus|MMR|BCG|Rotarix"),
    ("live_vaccine", "none", "none|no|never"),
    ("chemotherapy", "yes", "yes|Y|yep|Yeah."),
    ("chemotherapy", "no", "no|n|None|never|nope|NO!"),
    ("hypersensitivity", "no", "no|No"),
    ("live_vaccine_planned", "yes", "yes|y"),
]


@pytest.mark.sweep
@pytest.mark.parametrize(
    ("name", "code", "text"), [(name, code, text) for name, code, texts in AS_WRITTEN for text in texts.split("|")]
)
def test_what_clinicians_write_is_read(name: str, code: str, text: str) -> None:
    """Protects: codes, labels, synonyms as clinicians write them."""
    assert read(FACTS[name], text, TODAY) == Read(Known(code))


@pytest.mark.sweep
@pytest.mark.parametrize("name", OPTION_FACTS)
def test_every_code_label_and_synonym_reads_as_itself(name: str) -> None:
    """Protects: no word of the definition is taken by another option, whatever its case, spaces and hyphens."""
    fact = OPTION_FACTS[name]
    for code in list_codes(fact):
        for word in list_option_words(fact, code):
            for spelling in (
                word,
                word.upper(),
                f"  {word} ",
                f"{word}.",
                word.replace(" ", "-"),
                word.replace("-", "–"),
            ):
                reading = read(fact, spelling, TODAY)
                assert isinstance(reading, Read), (spelling, reading)
                assert reading.answer == Known(code), spelling


@pytest.mark.sweep
@pytest.mark.parametrize("name", OPTION_FACTS)
def test_remarks_and_words_to_ask_back_read_as_they_say(name: str) -> None:
    """Protects: 'topical' is none with its note; 'KMT2A positive' is asked back with what it may mean."""
    fact = OPTION_FACTS[name]
    for code, option in fact.options.items():
        for remark in option.remarks:
            for word in words(remark.words):
                assert read(fact, word, TODAY) == Read(Known(code), remark.say["en"])
    for i, asked in enumerate(fact.ask_back):
        for word in words(asked.words):
            reading = read(fact, word, TODAY)
            offers = tuple(make_answer(code) for code in asked.offer)
            assert reading == (AskBackReading(f"words:{i}", offers) if offers else Misread(f"words:{i}"))
            offered = make_question(fact, word_offers(fact, AskBackReading(reading.reason, offers)))
            assert make_sentence(fact, reading) == " ".join(f"{asked.say['en']} {offered}".split())
    for i, other in enumerate(fact.times.others if fact.times else []):
        for word in words(other.words):
            assert read(fact, word, TODAY) == Misread(f"time:{i}")
            assert make_sentence(fact, Misread(f"time:{i}")) == other.say["en"]


@pytest.mark.sweep
@pytest.mark.parametrize("name", FACTS)
@pytest.mark.parametrize(
    "text",
    ["don't know", "don’t know", "Dont know.", "do not know", "unknown", "n/a", "NA", "not available", "unknwon"],
)
def test_nobody_knows_can_be_said_of_every_fact(name: str, text: str) -> None:
    """Protects: 'don't know, unknown, n/a'."""
    assert read(FACTS[name], text, TODAY) == Read(UNKNOWN)


@pytest.mark.sweep
@pytest.mark.parametrize("name", FACTS)
@pytest.mark.parametrize(
    "text",
    ["pending", "awaited", "Awaiting result", "not done yet", "waiting for the result", "result pending", "pendng"],
)
def test_awaited_can_be_said_of_every_fact(name: str, text: str) -> None:
    """Protects: 'pending, awaited, not done yet'."""
    assert read(FACTS[name], text, TODAY) == Read(PENDING)


@pytest.mark.parametrize("name", FACTS)
def test_a_facts_own_wording_of_a_missing_answer_is_read(name: str) -> None:
    """Protects: 'Not asked for yet' (consent) and 'before day 33' (CNS) are pending, as their buttons say."""
    for missing, answer in ((FACTS[name].pending, PENDING), (FACTS[name].unknown, UNKNOWN)):
        for word in (*missing.label.values(), *words(missing.synonyms)) if missing else ():
            assert read(FACTS[name], word, TODAY) == Read(answer)


DUE = date(2026, 12, 1)


@pytest.mark.sweep
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("pending 2026-12-01", Read(Pending(DUE))),
        ("awaited, 1 Dec 2026", Read(Pending(DUE))),
        ("awaiting result, expected on 1 December 2026", Read(Pending(DUE))),
        ("Pending (expected 2026-12-01)", Read(Pending(DUE))),
        ("expected 2026-12-01", Read(Pending(DUE))),
        ("due: 13/12/2026", Read(Pending(date(2026, 12, 13)))),
        ("waiting for 2026-12-01", Read(Pending(DUE))),
        ("pending 2026-06-15", Read(Pending(date(2026, 6, 15)))),
        ("pending 2031-06-19", Read(Pending(date(2031, 6, 19)))),
        ("expected 01/12/2026", AskBackReading("date_order", (Pending(DUE), Pending(date(2026, 1, 12))))),
        ("pending 12/13/2026", Read(Pending(date(2026, 12, 13)))),
        ("pending 2026-06-14", AskBackReading("expected", (Pending(date(2026, 6, 14)), PENDING))),
        ("pending 2031-06-20", AskBackReading("expected", (Pending(date(2031, 6, 20)), PENDING))),
        ("pending 31.11.2026", Misread("date_invalid")),
        ("pending 1.12.26", Misread("date_year")),
        ("result on 2026-12-01", Misread("not_an_answer")),
        ("2026-12-01", Misread("not_an_answer")),
        ("unknown 2026-12-01", AskBackReading("unclear", (Known("rearranged"), Known("germline"), UNKNOWN))),
        ("pending 2026-12-01 or later", AskBackReading("unclear", (Known("rearranged"), Known("germline"), PENDING))),
    ],
)
def test_pending_may_carry_the_day_on_which_the_result_is_due(text: str, expected: object) -> None:
    """Protects: 'pending (may carry the date it is expected)'; an ambiguous, past or far day is asked back."""
    assert read(FACTS["kmt2a"], text, TODAY) == expected


NOT_READ = [
    # what names one option among words that nothing accounts for is asked back with all of them, never read
    ("kmt2a", "seems germline to me", AskBackReading("unclear", (Known("rearranged"), Known("germline")))),
    ("kmt2a", "probably germline", AskBackReading("doubt", (Known("germline"),))),
    ("kmt2a", "KMT2A-r?", AskBackReading("doubt", (Known("rearranged"),))),
    ("kmt2a", "KMT2A-r (?)", AskBackReading("doubt", (Known("rearranged"),))),
    ("kmt2a", "positive?", AskBackReading("words:0", (Known("rearranged"), Known("germline")))),
    ("kmt2a", "rubbish?", Misread("not_an_answer")),
    (
        "kmt2a",
        "germline, waiting for the second sample",
        AskBackReading("unclear", (Known("rearranged"), Known("germline"), PENDING)),
    ),
    ("kmt2a", "lab says MLL", AskBackReading("words:0", (Known("rearranged"), Known("germline")))),
    ("kmt2a", "waiting since Monday", AskBackReading("unclear", (Known("rearranged"), Known("germline"), PENDING))),
    # a denial never reads as what it denies
    ("kmt2a", "not germline", AskBackReading("unclear", (Known("rearranged"), Known("germline")))),
    ("kmt2a", "t(4;11) negative", AskBackReading("words:0", (Known("rearranged"), Known("germline")))),
    (
        "corticosteroids",
        "non-systemic",
        AskBackReading("unclear", (Known("none"), Known("aerosol_only"), Known("systemic"))),
    ),
    ("cd19", "CD19- positive", AskBackReading("several", (Known("positive"), Known("negative")))),
    ("cd19", "positive or negative", AskBackReading("several", (Known("positive"), Known("negative")))),
    ("cns_eoi", "CNS1/2", AskBackReading("unclear", (Known("cns1"), Known("cns2"), Known("cns3")))),
    # impossible, or no answer at all
    ("cns_eoi", "CNS4", Misread("not_an_answer")),
    ("cns_eoi", "1", AskBackReading("named", (Known("cns1"),))),
    ("cns_eoi", "CNS", Misread("not_an_answer")),
    ("cns_eoi", "CNS²", Misread("not_an_answer")),
    ("kmt2a", "", Misread("not_an_answer")),
    ("kmt2a", "...", Misread("not_an_answer")),
    ("kmt2a", "?", Misread("not_an_answer")),
    ("kmt2a", "🙂", Misread("not_an_answer")),
    ("kmt2a", "nonrearanged", Misread("not_an_answer")),
    ("kmt2a", "prearranged", AskBackReading("named", (Known("rearranged"),))),
    ("kmt2a", "urearranged", AskBackReading("several", (Known("rearranged"), Known("germline")))),
    ("chemotherapy", "no or yes", Misread("unclear")),
    # short words and digits forgive no slip
    ("cd19", "poz", Misread("not_an_answer")),
    ("consent", "goven", Misread("not_an_answer")),
    (
        "diagnosis",
        "X-cell MPAL",
        AskBackReading("unclear", tuple(map(Known, ("b_precursor_all", "b_mpal", "t_all", "other")))),
    ),
    ("cns_eoi", "0", Misread("not_an_answer")),
    ("cd19", "19", Misread("not_an_answer")),
    ("chemotherapy", "intrathecl", Misread("words:0")),
]


@pytest.mark.sweep
@pytest.mark.parametrize(("name", "text", "expected"), NOT_READ)
def test_in_doubt_words_are_asked_back_or_refused(name: str, text: str, expected: object) -> None:
    """Protects: 'A wrong reading is worse than a question'."""
    assert read(FACTS[name], text, TODAY) == expected


COMPETING = """{"kind": "choice", "name": {"en": "x"}, "ask": {"en": "x"}, "ask_family": {"en": "x"},
    "why": {"en": "x"}, "options": {
    "a": {"label": {"en": "affected"}, "synonyms": {"en": ["shared"]}},
    "b": {"label": {"en": "effected"}, "synonyms": {"en": ["shared"]}},
    "c": {"label": {"en": "stalling"}}, "d": {"label": {"en": "stabling"}}}}"""


def test_a_slip_within_reach_of_two_options_is_asked_back() -> None:
    """Protects: 'only where no two readings compete'; a word that two options claim is neither's."""
    fact = ChoiceFact.model_validate_json(COMPETING)
    assert read(fact, "stallng", TODAY) == Read(Known("c"))
    assert read(fact, "stabing", TODAY) == Read(Known("d"))
    assert read(fact, "stadling", TODAY) == AskBackReading("several", (Known("c"), Known("d")))
    assert read(fact, "shared", TODAY) == AskBackReading("several", (Known("a"), Known("b")))
    assert read(fact, "ffected", TODAY) == AskBackReading("several", (Known("a"), Known("b")))
    assert read(fact, "talling", TODAY) == AskBackReading("named", (Known("c"),))
    assert said_of(fact, "shared", TODAY) == "That may mean more than one thing. Which of these: affected or effected?"


def test_sentences_name_the_options() -> None:
    """Protects: 'CNS4 is refused in one sentence that says what fits'."""
    assert (
        make_sentence(FACTS["cns_eoi"], Misread("not_an_answer"))
        == "That was not understood. Choose one of: CNS1, CNS2 or CNS3."
    )
    assert make_sentence(FACTS["kmt2a"], AskBackReading("named", (Known("germline"),))) == "Did you mean Germline?"
    assert make_sentence(FACTS["kmt2a"], AskBackReading("words:9")) == "Choose one of: Rearranged or Germline."
    assert make_sentence(FACTS["kmt2a"], AskBackReading("words:x")) == "Choose one of: Rearranged or Germline."
    assert make_sentence(FACTS["age_days"], AskBackReading("words:0")) == AGE.fits["en"]
    assert (
        make_sentence(FACTS["kmt2a"], AskBackReading("from another version"))
        == "Choose one of: Rearranged or Germline."
    )
    assert make_sentence(FACTS["kmt2a"], AskBackReading("named")) == "Choose one of: Rearranged or Germline."


@pytest.mark.slow
def test_words_are_kept_by_fact_and_not_mixed_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """Protects: two loaded definitions never share words, also once so many were loaded that the first are let go."""
    monkeypatch.setattr(sys.modules["dialogs.reading.vocabulary"], "_MAX_COLLECTED", 20)
    again = FACTS["kmt2a"].model_copy()
    assert collect_vocabulary(again) is collect_vocabulary(again)
    assert collect_vocabulary(again) is not collect_vocabulary(FACTS["kmt2a"])
    for other in [again.model_copy() for _ in range(21)]:
        collect_vocabulary(other)
    assert read(again, "wt", TODAY) == Read(Known("germline"))
