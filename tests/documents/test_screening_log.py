"""The screening log: what is counted as what, what is withheld, and what coordinators mark."""

from collections import Counter, defaultdict
from collections.abc import Callable
from itertools import product
from pathlib import Path
from typing import Any

import orjson
import pytest
from commands import AML
from intruder import remove, sentences
from intruder import rows as stored
from sqlalchemy import insert, update
from stores import ANSWERS, KEY, NOW, Person, place, store_at
from tallies import ELIGIBLE, EXCLUDED, PENDING, TRIAL, WITHOUT, fill, rows, some

from bot.config.trial_catalogue import find_trial
from bot.documents.screening_log.classification import classify
from bot.documents.screening_log.known_trials import KnownTrials
from bot.documents.screening_log.log import Log, ScreeningStanding, TrialLog, Withheld
from bot.documents.screening_log.making import LogRequest, make_log
from bot.documents.screening_log.plain import write_json
from bot.documents.screening_log.small_number_suppression import UNNAMED, withhold, withhold_parts, withhold_total
from storage.crypto.row_seals import DEFINITION_SEAL
from storage.database.schema import definitions, enrolment_counts, tally
from storage.features.enrolment_counts import EnrolmentCount, EnrolmentCounts, EnrolmentStep, read_enrolment_counts
from storage.features.tally import read_tally
from storage.features.tally_counts import ALWAYS, OutcomeCount, Period
from storage.maintenance.backup import back_up
from storage.maintenance.restoring import restore
from storage.maintenance.verify import inspect_all
from storage.model.entries import EntryKind
from storage.model.errors import Damaged, Refused
from storage.unit_of_work.store import Store

EXACT = LogRequest(exact=True)


def log(store: Store, wanted: LogRequest = EXACT) -> Log:
    """Returns the log of a store."""
    return make_log(store, wanted, find_trial, NOW)


def only(store: Store, wanted: LogRequest = EXACT) -> TrialLog:
    """Returns the log of the only trial."""
    (trial,) = log(store, wanted).trials
    return trial


def mark(store: Store, count: int, step: EnrolmentStep = EnrolmentStep.ENROLLED, month: str = "2026-06") -> int:
    """Marks something, and returns what the month comes to."""
    total: int = store.take(
        Person(store, "cora").inbound(), lambda uow: EnrolmentCounts(uow).add(month, TRIAL, step, count)
    ).value
    return total


def change_mark(store: Store, number: int, **values: Any) -> None:
    """Changes what is stored of a mark."""
    with store.database.writing() as connection:
        connection.execute(update(enrolment_counts).where(enrolment_counts.c.number == number).values(**values))


def exchange_marks(store: Store) -> None:
    """Puts each of the first two enrolment counts where the other one was."""
    first, second, _ = stored(store, enrolment_counts)
    change_mark(store, 1, sealed=second["sealed"])
    change_mark(store, 2, sealed=first["sealed"])


def marked(store: Store) -> list[EnrolmentCount]:
    """Returns the enrolment counts of a store."""
    with store.reading() as repository:
        return list(read_enrolment_counts(repository.connection, repository.keyring))


def counts(trial: TrialLog) -> dict[str, object]:
    """Returns what the screenings of a trial came to, by name."""
    return {each.value: count for each, count in trial.total.standings.items()}


def test_screenings_are_counted_as_they_stand(store: Store) -> None:
    """Protects "the screening log, from the tally": what people answered is what is counted, without any other way."""
    for name, answers in (("anna", ANSWERS), ("ben", ANSWERS[:3]), ("carl", ("400",))):
        person = Person(store, name)
        person.begin()
        person.says(*answers)
    assert counts(only(store)) == {"eligible": 1, "excluded": 1, "pending": 0, "unfinished": 1}
    assert only(store).total.screened == 3


@pytest.mark.parametrize(
    ("codes", "is_finished", "expected"),
    [
        (ELIGIBLE, True, ScreeningStanding.ELIGIBLE),
        (WITHOUT, True, ScreeningStanding.ELIGIBLE),
        (ELIGIBLE, False, ScreeningStanding.UNFINISHED),
        (EXCLUDED, True, ScreeningStanding.EXCLUDED),
        (EXCLUDED, False, ScreeningStanding.EXCLUDED),
        (PENDING, True, ScreeningStanding.PENDING),
        (PENDING, False, ScreeningStanding.UNFINISHED),
        ({}, True, ScreeningStanding.PENDING),
        ({}, False, ScreeningStanding.UNFINISHED),
    ],
)
def test_a_screening_stands_in_one_place(
    codes: dict[str, str], expected: ScreeningStanding, *, is_finished: bool
) -> None:
    """Protects "screened, eligible, reasons for exclusion, pending" of trial entry: blinatumomab excludes nobody."""
    for trial in (find_trial(TRIAL), None):
        assert classify(trial, OutcomeCount("2026-06", TRIAL, "clinician", codes, is_finished, 1)) is expected


@pytest.mark.parametrize("period", [ALWAYS, Period("2026-03"), Period("", "2026-04"), Period("2026-02", "2026-02")])
def test_both_databases_count_as_one_counts_by_hand(store: Store, period: Period) -> None:
    """Protects "both SQLite and PostgreSQL": the groups are those of a plain count over the rows, within the period."""
    made = [*some(300), *rows(3, ELIGIBLE, trial="adult-aml")]
    fill(store, made)
    with store.reading() as repository:
        found = read_tally(repository, period)
        of_one = read_tally(repository, period, "adult-aml")
    inside = [row for row in made if period.contains(row["month"])]
    by_outcome = Counter(
        (row["month"], row["trial"], row["role"], row["outcome"], row["is_finished"]) for row in inside
    )
    by_failed = Counter(
        (row["trial"], row["role"], row["outcome"], row["failed"], row["is_finished"]) for row in inside
    )
    assert by_outcome == {(e.month, e.trial, e.role, _json(e.codes), e.is_finished): e.number for e in found.outcomes}
    assert {key: count for key, count in by_failed.items() if key[3] != "[]"} == {
        (e.trial, e.role, _json(e.codes), _json(e.criteria), e.is_finished): e.number for e in found.failed
    }
    assert of_one == found.select_trial("adult-aml")


def test_what_testers_do_is_practice(store: Store) -> None:
    """Protects a log of patients: a tester's screening stands nowhere but beside the log."""
    fill(store, rows(2, ELIGIBLE), rows(7, EXCLUDED, ["E1"], role="tester"))
    trial = only(store)
    assert (trial.total.screened, trial.practice) == (2, 7)
    assert "tester" not in trial.roles
    assert sum(reason.count for reason in trial.reasons if isinstance(reason.count, int)) == 0


def test_reasons_are_those_of_the_determination(store: Store) -> None:
    """Protects "reasons for exclusion": blinatumomab's criteria are none, and others count only where they decided."""
    fill(store, rows(3, EXCLUDED, ["E2", "B1"]), rows(2, EXCLUDED, ["E2", "E4"]), rows(4, WITHOUT, ["B2"]))
    fill(store, rows(5, WITHOUT, ["B3"], is_finished=False))
    trial = only(store)
    reasons = {reason.criterion: (reason.count, reason.name) for reason in trial.reasons if reason.count}
    assert reasons == {"E2": (5, "T-ALL"), "E4": (2, "Relapsed ALL")}
    assert [reason.criterion for reason in trial.reasons][:3] == [
        "E2",
        "E4",
        "I1",
    ], "the most frequent first, then as defined"
    (further,) = trial.further
    assert further.codes == {"eligible": 0, "excluded": 4, "undetermined": 0, "not_applicable": 0}
    assert {reason.criterion: reason.count for reason in further.reasons if reason.count} == {"B2": 4}


def test_months_follow_one_another(store: Store) -> None:
    """Protects "by month": a month in which nothing happened is there with zeros, across the end of the year."""
    fill(store, rows(1, ELIGIBLE, month="2025-11"), rows(2, ELIGIBLE, month="2026-02"))
    mark(store, 1, month="2026-03")
    months = only(store).months
    assert [(month, line.screened, line.enrolled) for month, line in months.items()] == [
        ("2025-11", 1, 0), ("2025-12", 0, 0), ("2026-01", 0, 0), ("2026-02", 2, 0), ("2026-03", 0, 1),
    ]  # fmt: skip


def test_a_trial_without_a_definition_is_counted_all_the_same(store: Store) -> None:
    """Protects "from the trial's definition if it is known here, else the id"."""
    fill(store, rows(2, {"entry": "ineligible"}, ["X1"], trial="gone"), rows(1, {"entry": "eligible"}, trial="gone"))
    (trial,) = make_log(store, EXACT, lambda _: None, NOW).trials
    assert counts(trial) == {"eligible": 1, "excluded": 2, "pending": 0, "unfinished": 0}
    assert [(reason.criterion, reason.name, reason.count) for reason in trial.reasons] == [("X1", "", 2)]


def test_a_definition_that_was_stored_names_its_criteria(store: Store) -> None:
    """Protects the log of a trial that is screened from a file: the definition that screenings began with is read."""
    with store.database.writing() as connection:
        values = {"digest": "sha256:1", "file": "adult-aml.yaml", "text": AML.read_text(encoding="utf-8")}
        for row in (values, values | {"digest": "sha256:2", "text": "no definition"}):
            connection.execute(insert(definitions), DEFINITION_SEAL.make(store.keyring.store_key, row))
    known = KnownTrials(store)
    assert (found := known.find("adult-aml")) is not None
    assert found.id == "adult-aml"
    assert known.find("another") is None


@pytest.mark.parametrize("parts", [2, 3, 4])
def test_no_part_of_a_total_can_be_found_by_subtraction(parts: int) -> None:
    """Protects "complementary suppression": each withheld part has at least four values that fit what is shown."""
    possible: defaultdict[tuple[object, ...], list[set[int]]] = defaultdict(lambda: [set() for _ in range(parts)])
    for numbers in product(range(11 - parts), repeat=parts):
        if sum(numbers) <= 10 - parts:
            shown = tuple(withhold_parts(dict(enumerate(numbers))).values())
            for part, number in zip(possible[withhold_total(sum(numbers)), *shown], numbers, strict=True):
                part.add(number)
    for view, values in possible.items():
        ways = {len(each) for each in values}
        assert min(ways) >= 4 if Withheld.PART in view else ways == {1}, view
        assert not {1, 2, 3, 4} & set(view)


def test_how_many_a_reason_did_not_exclude_is_withheld_as_well(store: Store) -> None:
    """Protects small numbers from the other side: 10 excluded and 9 of them by E2 tell that one was not."""
    fill(store, rows(6, EXCLUDED, ["E2", "E4"]), rows(4, EXCLUDED, ["E2"]), rows(10, ELIGIBLE))
    assert {reason.count for reason in withhold(only(store)).reasons} == {Withheld.PART}, "4 were not excluded by E4"
    fill(store, rows(1, EXCLUDED, ["E2"]))
    assert {reason.criterion: reason.count for reason in withhold(only(store)).reasons}["E4"] == 6


def test_what_is_within_a_withheld_number_is_withheld_too(store: Store) -> None:
    """Protects a number from being added up again: how blinatumomab stands tells how many are eligible."""
    fill(store, rows(5, ELIGIBLE), rows(5, WITHOUT, ["B2"]), rows(6, EXCLUDED, ["E2"]), rows(2, PENDING))
    trial = withhold(only(store))
    assert set(counts(trial).values()) == {Withheld.PART}
    (further,) = trial.further
    assert (
        set(further.codes.values())
        == {reason.count for reason in (*further.reasons, *trial.reasons)}
        == {Withheld.PART}
    )


def test_a_criterion_without_a_definition_is_not_even_named(store: Store) -> None:
    """Protects small numbers: that an unknown criterion stands in the list tells that it excluded somebody."""
    fill(store, rows(2, {"entry": "ineligible"}, ["X1"], trial="gone"), rows(3, {"entry": "eligible"}, trial="other"))
    assert [trial.reasons for trial in make_log(store, LogRequest(), lambda _: None, NOW).trials] == [
        (UNNAMED,),
        (UNNAMED,),
    ]


def test_the_outcomes_of_months_are_shown_all_or_none(store: Store) -> None:
    """Protects a cell between two totals: months and outcomes are shown, what each month came to is not."""
    for month, eligible, excluded in (("2026-05", 10, 6), ("2026-06", 10, 2)):
        fill(store, rows(eligible, ELIGIBLE, month=month), rows(excluded, EXCLUDED, ["E2"], month=month))
    trial = only(store, LogRequest())
    assert counts(trial) == {"eligible": 20, "excluded": 8, "pending": 0, "unfinished": 0}
    assert [line.screened for line in trial.months.values()] == [16, 12]
    assert {count for line in trial.months.values() for count in line.standings.values()} == {Withheld.PART}
    assert trial.cells == {}


@pytest.mark.parametrize("number", [0, 4, 60, 400])
def test_a_log_for_others_holds_no_small_number(store: Store, number: int) -> None:
    """Protects "small numbers that could identify are shown only to those who may see them": none from 1 to 4."""
    fill(store, some(number))
    if number:
        mark(store, 2)
        mark(store, 40, EnrolmentStep.APPROACHED)
    plain = orjson.loads(write_json(log(store, LogRequest(TRIAL))))
    assert not {1, 2, 3, 4} & set(_numbers(plain))
    exact = orjson.loads(write_json(log(store, LogRequest(TRIAL, exact=True))))
    assert sum(_numbers(exact)) >= number


def test_marks_add_up_and_a_correction_is_a_further_one(store: Store) -> None:
    """Protects "approached, enrolled, recorded by the coordinator": append-only, with who, when, by which channel."""
    assert [mark(store, count) for count in (2, 3, -1)] == [2, 5, 4]
    assert mark(store, 7, EnrolmentStep.APPROACHED) == 7
    assert [(each.count, each.who, each.channel, each.at) for each in marked(store)[:3]] == [
        (2, "cora", "test", NOW), (3, "cora", "test", NOW), (-1, "cora", "test", NOW),
    ]  # fmt: skip
    total = only(store).total
    assert (total.approached, total.enrolled) == (7, 4)


def test_no_more_is_taken_off_than_there_is(store: Store) -> None:
    """Protects a count from going below zero: a month is corrected by itself, and a refused mark leaves nothing."""
    mark(store, 2, month="2026-05")
    mark(store, 1)
    with pytest.raises(Refused, match="2026-06: 1 enrolled are marked for interfant-21, so 2 cannot be taken off"):
        mark(store, -2)
    assert len(marked(store)) == 2
    assert sentences(store) == []


def test_a_mark_is_told_in_the_realm_s_trail(store: Store) -> None:
    """Protects "exports and marks are noted": who recorded which enrolment count."""
    mark(store, 2)
    (keyring,) = [found for found in inspect_all(store) if found.subject == "the realm"]
    assert [(entry.kind, entry.who, entry.note) for _, entry in keyring.entries] == [
        (EntryKind.MARKED, "cora", "mark 1: 2026-06 interfant-21 enrolled +2")
    ]


def test_nothing_readable_of_a_mark_is_stored(store: Store) -> None:
    """Protects enrolments: who steals the database learns how many enrolment counts there are, and no more."""
    mark(store, 2)
    (row,) = stored(store, enrolment_counts)
    assert row["number"] == 1
    assert not any(word in row["sealed"] for word in (b"enrolled", b"2026-06", TRIAL.encode(), b"cora"))


def test_a_restored_backup_has_the_marks(store: Store, tmp_path: Path) -> None:
    """Protects what only the coordinator knows: enrolment counts are in the backup, and whole."""
    mark(store, 2)
    back_up(store, tmp_path / "backup", NOW, "an operator")
    (tmp_path / "there").mkdir()
    restore(tmp_path / "backup", place(tmp_path / "there"), KEY, NOW, "an operator")
    with store_at(place(tmp_path / "there")) as restored:
        assert marked(restored) == marked(store)
        assert sentences(restored) == []


@pytest.mark.parametrize(
    ("attack", "told"),
    [
        (lambda store: change_mark(store, 2, sealed=bytes(300)), "mark 2 of the screening log was changed"),
        (exchange_marks, "mark 1 of the screening log was changed"),
        (
            lambda store: remove(store, enrolment_counts, enrolment_counts.c.number == 2),
            "mark 2 of the screening log is missing",
        ),
    ],
)
def test_a_mark_that_was_touched_is_found(store: Store, attack: Callable[[Store], None], told: str) -> None:
    """Protects enrolment counts from writers to the database: of changed, moved or missing ones no log is made."""
    for count in (1, 2, 3):
        mark(store, count)
    attack(store)
    with pytest.raises(Damaged, match=told):
        log(store)
    assert any(told in sentence for sentence in sentences(store))


def test_the_last_mark_is_missed_by_the_trail(store: Store) -> None:
    """Protects the end of the enrolment counts: the log alone cannot know, an inspection does."""
    for count in (1, 2):
        mark(store, count)
    remove(store, enrolment_counts, enrolment_counts.c.number == 2)
    assert only(store).total.enrolled == 1
    assert sentences(store) == ["the realm: the trail tells of 2 marks in the screening log, but 1 are kept"]


@pytest.mark.parametrize(
    "values",
    [
        {"outcome": "nonsense"},
        {"outcome": "[]"},
        {"failed": "nonsense"},
        {"failed": "7"},
        {"month": "9999-12"},
        {"role": "a\x1fb"},
    ],
)
def test_a_tally_that_was_touched_is_one_sentence(store: Store, values: dict[str, str]) -> None:
    """Protects the reader of a tally that anybody may have edited: it says what is unreadable, and counts nothing."""
    fill(store, rows(3, EXCLUDED, ["E2"]))
    with store.database.writing() as connection:
        connection.execute(update(tally).values(**values))
    with pytest.raises(Damaged, match=r"a row of the tally was changed|a row that this program never wrote"):
        log(store)


def test_nothing_is_a_log_of_zeros(store: Store) -> None:
    """Protects "0 screenings": without any there is no trial to list; a trial asked for has zeros and no months."""
    assert log(store).trials == ()
    assert counts(only(store, LogRequest(TRIAL))) == {"eligible": 0, "excluded": 0, "pending": 0, "unfinished": 0}
    assert only(store, LogRequest(TRIAL)).months == {}


def _json(value: Any) -> str:
    return orjson.dumps(dict(value) if hasattr(value, "items") else list(value)).decode()


def _numbers(plain: Any) -> list[int]:
    """Returns every number in plain values."""
    if isinstance(plain, dict):
        return [number for value in plain.values() for number in _numbers(value)]
    if isinstance(plain, list):
        return [number for value in plain for number in _numbers(value)]
    return [plain] if isinstance(plain, int) else []
