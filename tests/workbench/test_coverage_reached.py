"""What scripts have reached of a dialogue: codes of answers, sentences, maps of small scripts, and what is missing."""

import pickle
from datetime import UTC, datetime
from types import UnionType

import computed_facts
import pytest
from commands import AML
from dialogue import DEFINITION, DIALOGUE, FIT
from reached import TRIAL, reached

from dialogs import phrases
from dialogs.definition.facts import AgeFact, DaysBetweenFact, DosePerAreaFact, NumericFact, OptionFact
from dialogs.definition.wording import say
from dialogs.loading.compiled_trial import Trial
from dialogs.loading.loading import load
from dialogs.reading import AskBackReading, Misread, Read, make_sentence, read
from dialogs.reading.wording import SENTENCES
from dialogs.rules.answers import PENDING, UNKNOWN, Answer, Interval, Known
from dialogs.rules.number_domain import NumberDomain
from dialogs.testing.coverage.codes import choose_code, label_cell, list_codes
from dialogs.testing.coverage.coverage import Coverage
from dialogs.testing.coverage.event_kinds import EventKind
from dialogs.testing.coverage.map import Map
from dialogs.testing.coverage.phrasebook import Phrasebook, name_ask_back, name_other_time, name_reason

AML_TRIAL = load(AML.read_text("utf-8"), AML.name)
BOOK = Phrasebook(TRIAL)
TRIALS = [TRIAL, AML_TRIAL]


# answers

CODES = [
    (TRIAL, "kmt2a", Known("germline"), "germline"),
    (TRIAL, "kmt2a", UNKNOWN, "unknown"),
    (TRIAL, "kmt2a", PENDING, "pending"),
    (TRIAL, "age_days", Known(365), "<=365"),
    (TRIAL, "age_days", Known(366), ">365"),
    (TRIAL, "age_days", Interval(1, 2), "interval"),
    (AML_TRIAL, "bilirubin", Known(2.49), "<2.5"),
    (AML_TRIAL, "bilirubin", Known(2.5), ">=2.5"),
    (AML_TRIAL, "age_years", Known(18), ">17, <=54"),
    (AML_TRIAL, "age_years", Known(17), "<=17"),
]


@pytest.mark.parametrize(
    ("trial", "fact", "answer", "wanted"), CODES, ids=lambda each: str(each) if isinstance(each, str) else None
)
def test_an_answer_has_one_code(trial: Trial, fact: str, answer: Answer, wanted: str) -> None:
    """Protects "each code of each option fact, unknown, pending", and for numbers each cell and an interval."""
    assert choose_code(trial, fact, answer) == wanted
    assert list_codes(trial, fact).count(wanted) == 1


def test_a_number_has_a_code_for_each_cell() -> None:
    """Protects the count of answers: no cell has another one's code, and a number that nothing compares has one."""
    assert list_codes(TRIAL, "age_days") == ("<=365", ">365", "interval", "unknown", "pending")
    for trial in TRIALS:
        for fact in trial.facts:
            assert len(set(list_codes(trial, fact))) == len(list_codes(trial, fact))
            if not isinstance(trial.facts[fact], OptionFact):
                assert len(list_codes(trial, fact)) == trial.rules.places[fact].domain.size + 3


def test_a_cell_of_one_number_and_a_number_without_thresholds_read_well() -> None:
    """Protects what a tester reads: '=2' for an exact number, and 'any number' where no condition compares."""
    text = AML.read_text("utf-8")
    exact = load(text.replace("creatinine: {above: 2}", "creatinine: 2"), "exact.yaml")
    assert list_codes(exact, "creatinine")[:3] == ("<2", "=2", ">2")
    assert choose_code(exact, "creatinine", Known(2)) == "=2"
    assert label_cell(NumberDomain(0, 9, whole=True, cuts=()), 0) == "any number"


# sentences


def test_every_fixed_sentence_has_a_name() -> None:
    """Protects "every fixed sentence of dialogs/phrases.py"; the labels of buttons are none."""
    named = {name for name in vars(phrases) if name.isupper() and not name.endswith("_LABEL")}
    assert named | {name_reason(each) for each in SENTENCES} < BOOK.sentences.keys()
    assert not any(name.endswith("_LABEL") for name in BOOK.sentences)


@pytest.mark.parametrize("name", [each for each in BOOK.sentences if each.isupper()])
def test_a_fixed_sentence_is_recognised_by_its_template(name: str) -> None:
    """Protects the count of sentences: each is recognised with anything in its gaps, and no other is in its place."""
    within = {"PROGRESS": "{} · Age", "LISTING": "{} · 2 of at most 3 · Age", "DOUBLED": "{} Did you mean No?"}
    text = within.get(name, "{}").format(BOOK.sentences[name].replace("{", "<").replace("}", ">"))
    said = BOOK.find_phrases(f"before\n{text}\nafter")
    assert said == {name, "PROGRESS"} if name == "LISTING" else {name}
    assert BOOK.find_phrases("Recorded") == set()


NEEDS: dict[str, type | UnionType] = {
    "bare_from": AgeFact, "drugs": DosePerAreaFact, "reference": DosePerAreaFact, "range": NumericFact,
    "unit": NumericFact, "may_be_age": DaysBetweenFact,
}  # fmt: skip
"""Gaps of a sentence that only some kinds of fact can fill."""


@pytest.mark.parametrize("reason", [each for each in SENTENCES if each != "unlisted"])
def test_a_reason_is_recognised_by_its_sentence(reason: str) -> None:
    """Protects "the sentences of reading (its reasons)": each differs from all others, whatever its fact is."""
    said_of = [
        fact
        for fact in TRIAL.facts.values()
        if all(isinstance(fact, kind) for gap, kind in NEEDS.items() if gap in SENTENCES[reason])
    ]
    assert said_of
    for fact_id, fact in TRIAL.facts.items():
        if fact in said_of:
            offers = tuple(TRIAL.coded[fact_id].values())[:2] if isinstance(fact, OptionFact) else (Known(3), Known(4))
            said = make_sentence(fact, AskBackReading(reason, offers))
            assert BOOK.find_reason(fact_id, f"{say(fact.name)}\n{said}") == name_reason(reason)


def test_what_is_no_reason_is_not_taken_for_one() -> None:
    """Protects the count of reasons: a reason of another version says what fits, and a fixed sentence is none."""
    assert BOOK.find_reason(
        "kmt2a", make_sentence(TRIAL.facts["kmt2a"], Misread("from another version"))
    ) == name_reason("not_an_answer")
    assert BOOK.find_reason("kmt2a", phrases.NOTHING_SAID) is None
    assert BOOK.find_reason("kmt2a", "Recorded: Days from vaccine to today: not known.") is None


def test_a_computed_number_is_recognised_by_its_formula() -> None:
    """Protects the count of sentences on computed numbers, of which only the formula's name is always the same."""
    book, fact = Phrasebook(computed_facts.DIALOGUE.trial), computed_facts.get_fact("clearance")
    reading = read(fact, "54 y, 70 kg, creatinine 1.1 mg/dL, female", computed_facts.TODAY)
    assert not isinstance(reading, Read)
    assert book.find_reason("clearance", make_sentence(fact, reading)) == name_reason("computed")


def test_a_trials_own_ask_backs_are_recognised() -> None:
    """Protects "each trial's own ask-back sentences". They count for their fact, and repeated ones count once."""
    own = [
        (fact_id, index, say(each.say))
        for fact_id, fact in TRIAL.facts.items()
        if isinstance(fact, OptionFact)
        for index, each in enumerate(fact.ask_back)
    ]
    assert own
    for fact, index, words in own:
        assert BOOK.find_reason(fact, " ".join(words.split())) == name_ask_back(fact, index)
        assert name_ask_back(fact, index) in BOOK.sentences
    assert {name for name in BOOK.sentences if "ask-back" in name} == {
        name_ask_back(fact, index) for fact, index, _ in own
    }
    cns = TRIAL.facts["cns_eoi"]
    assert BOOK.find_reason("cns_eoi", make_sentence(cns, Misread("time:0"))) == name_other_time("cns_eoi", 0)
    assert BOOK.find_reason(
        "cns_eoi", make_sentence(cns, AskBackReading("words:0", (Known("cns1"),)))
    ) == name_ask_back("cns_eoi", 0)
    assert BOOK.find_reason("cns_eoi", "") is None


def test_a_sentence_that_stands_there_twice_counts_once() -> None:
    """Protects the 100 %: two ask-backs of a fact may say the same. Nobody could tell them apart; the first counts."""
    first = "The trial tells B-precursor ALL, B-cell MPAL, T-ALL and other leukaemias apart."
    text = DEFINITION.read_text("utf-8").replace("A mixed phenotype may be B-cell or another.", first)
    book = Phrasebook(load(text, DEFINITION.name))
    assert book.find_reason("diagnosis", first) == "diagnosis: ask-back 2"
    assert "diagnosis: ask-back 3" in BOOK.sentences.keys() - book.sentences.keys()


# what a script reaches


def test_the_beginning_reaches_the_first_question() -> None:
    """Protects a script that only begins: a state and its sentences, and no event."""
    assert reached() == Map(
        states=frozenset({"asking_age_days"}), phrases=frozenset({"HELLO", "CODE_WORDS", "PROGRESS"})
    )


def test_answers_and_ways_are_reached() -> None:
    """Protects what a typed answer counts as: its state and kind, its code, the way that it led."""
    assert reached("120") - reached() == Map(
        states=frozenset({"asking_diagnosis"}),
        pairs=frozenset({("asking_age_days", EventKind.TYPED)}),
        answers=frozenset({("age_days", "<=365")}),
        phrases=frozenset({"TAKEN"}),
        arrows=frozenset({("asking_age_days", "asking_diagnosis")}),
    )


def test_staying_is_no_way() -> None:
    """Protects the ways: a page, or text that is no answer, leads nowhere."""
    assert reached("why", "hello", "help").arrows == set()


def test_what_is_dropped_is_no_answer() -> None:
    """Protects the answers: forgetting one reaches none."""
    assert reached("120", "start over", "start over").answers == {("age_days", "<=365")}


def test_a_refusal_and_an_ask_back_reach_their_sentences() -> None:
    """Protects the reasons: a sentence that only stands in the question is not said as a reason."""
    assert (reached("hello") - reached()).phrases == {"reason: not_an_answer"}
    assert (reached("-1") - reached()).phrases == {"reason: negative"}
    assert (reached("45") - reached()).phrases == {"reason: bare"}
    assert (reached("/hello") - reached()).phrases == {"NO_COMMAND"}
    assert "diagnosis: ask-back 1" in reached("120", "ALL").phrases


def test_only_a_typed_command_counts_as_one() -> None:
    """Protects the commands: a button does the same, and the name of an answer in the menu of changes is no command."""
    assert reached("why").commands == reached("/why").commands == {"why"}
    assert reached("Why?").commands == set()
    assert reached("Why?").pairs == {("asking_age_days", EventKind.WHY)}
    assert reached("120", "change", "age").commands == {"change"}
    assert reached(*FIT, "Change an answer", "age").commands == set()


def test_statuses_count_where_a_result_is_shown() -> None:
    """Protects "at a result that was shown": not before, and every criterion then."""
    assert reached(*FIT).statuses == set()
    shown = reached(*FIT, "Show the result").statuses
    assert ("I1", "met") in shown
    assert {criterion for criterion, _ in shown} == {rule.id for rule in TRIAL.rules.criteria}


def test_an_early_end_counts_for_the_criterion_that_failed() -> None:
    """Protects the early ends: the criteria whose failure led to `settled`, and none where everything was asked."""
    assert reached("366").ends == {"I2", "E3"}
    assert reached("120", "T-ALL").ends == {"I1", "E2"}
    assert reached(*FIT).ends == set()
    assert reached("366", "List every reason", "T-ALL").ends == {"I2", "E3"}
    assert reached("366", "stop", "resume").ends == {"I2", "E3"}


def test_the_day_of_a_text_is_its_own() -> None:
    """Protects the kind of a date: it is held against the clock of the script, which an abuse script moves."""
    born = "2026-01-01 to 2026-06-10"
    assert ("asking_age_days", EventKind.UNFIT) in reached(born).pairs
    assert ("asking_age_days", EventKind.TYPED) in reached(born, at=datetime(2026, 6, 10, tzinfo=UTC)).pairs
    later = reached(f"!clock 2026-06-10\n{born}", name="it.abuse.txt")
    assert ("asking_age_days", EventKind.TYPED) in later.pairs
    assert ("age_days", "<=365") in later.answers


def test_an_abuse_script_reaches_what_no_other_does() -> None:
    """Protects the kinds of hasty people: the same text twice, and a tap on an old keyboard."""
    hasty = reached("don't know", "!repeat", "!stale 1", name="it.abuse.txt")
    assert {kind for _, kind in hasty.pairs} == {EventKind.UNKNOWN, EventKind.DOUBLED, EventKind.REFUSED}
    assert {"DOUBLED", "STALE"} <= hasty.phrases


def test_maps_are_joined_and_travel() -> None:
    """Protects the sum of many scripts, played in several processes."""
    one, other = reached("120"), reached("pending")
    both = pickle.loads(pickle.dumps(one)) | other
    assert both.answers == {("age_days", "<=365"), ("age_days", "pending")}
    assert one & other == reached() | Map(arrows=one.arrows, states=one.states, phrases=frozenset({"TAKEN"}))
    assert one | Map() == one


# what is missing


def test_a_script_that_is_taken_away_is_missed() -> None:
    """Protects the remainder: with one script less, just what it alone reached is missing, in the trial's order."""
    scripts = {"fits": reached(*FIT), "unknown": reached("don't know"), "too old": reached("366", "Stop here")}
    feasible = scripts["fits"] | scripts["unknown"] | scripts["too old"]
    whole = Coverage(TRIAL, feasible, feasible)
    assert {share.percent for share in whole.shares.values()} == {100}
    shares = Coverage(TRIAL, feasible, scripts["unknown"] | scripts["fits"]).shares
    assert shares["states"].missing == ("settled",)
    assert shares["pairs"].missing == (("settled", EventKind.STOP_HERE),)
    assert shares["answers"].missing == (("age_days", ">365"),)
    assert shares["ends"].missing == ("I2", "E3")
    assert shares["ends"].percent == 0
    assert shares["arrows"].missing == (("asking_age_days", "settled"), ("settled", "review"))
    assert all(share.beyond == () for share in shares.values())


def test_places_stand_in_the_order_of_the_trial() -> None:
    """Protects lists that a tester works through: states in their order, a fact's cells before its missing answers."""
    every = frozenset(("age_days", each) for each in list_codes(TRIAL, "age_days"))
    coverage = Coverage(TRIAL, Map(states=frozenset(DIALOGUE.state_machine.states), answers=every), Map())
    assert coverage.shares["states"].missing == DIALOGUE.state_machine.states
    assert coverage.shares["answers"].missing == tuple(("age_days", each) for each in list_codes(TRIAL, "age_days"))


def test_what_no_atlas_knows_is_told() -> None:
    """Protects the atlas: what was reached, but is not on it, is counted alone and never as a part of it."""
    share = Coverage(TRIAL, Map(states=frozenset({"review"})), Map(states=frozenset({"review", "elsewhere"}))).shares[
        "states"
    ]
    assert (share.reached, share.of, share.missing, share.beyond) == (1, 1, (), ("elsewhere",))


def test_what_is_undecided_counts_only_where_it_was_reached() -> None:
    """Protects the 100 % from what nobody may be able to reach."""
    undecided = Map(states=frozenset({"settled", "stopped"}))
    share = Coverage(
        TRIAL, Map(states=frozenset({"review"})), Map(states=frozenset({"review", "settled"})), undecided
    ).shares["states"]
    assert (share.reached, share.of, share.missing, share.beyond, share.undecided) == (2, 2, (), (), ("stopped",))


def test_almost_all_is_not_all() -> None:
    """Protects "100 %": it is rounded down."""
    states = frozenset(map(str, range(1000)))
    share = Coverage(TRIAL, Map(states=states), Map(states=states - {"7"})).shares["states"]
    assert (share.percent, share.missing) == (99, ("7",))
