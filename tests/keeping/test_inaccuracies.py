"""Reporting an inaccuracy: chosen in steps, stored without text, person or screening, settled by a coordinator."""

import json
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from at_desk import Visitor
from commands import trialscreen
from sqlalchemy import insert, select
from stores import KEY, NOW, Person, place, store_at

from bot import phrases
from bot.config.dialogue_registry import Dialogues
from bot.session import inaccuracy_dialog as menus
from bot.session.trial_choice import TrialChoice
from dialogs.loading.sites import read_sites
from storage.audit.chain import read_entry
from storage.crypto.keyring import STORE_CHAIN
from storage.database.schema import inaccuracies, reporters
from storage.features.inaccuracies import (
    INACCURACIES_KEPT,
    REPORTS_ALLOWED,
    Inaccuracies,
    Inaccuracy,
    ReportedInaccuracy,
)
from storage.maintenance.sweep import sweep
from storage.model.entries import EntryKind
from storage.model.errors import Damaged
from storage.unit_of_work.store import Store

UNCLEAR = phrases.INACCURACY_FAULTS["unclear"]
HERE = "inaccurate"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with store_at(place(tmp_path)) as opened:
        yield opened


@pytest.fixture
def anna(store: Store) -> Visitor:
    chat_state = Visitor(store)
    chat_state.begins()
    return chat_state


def list_reported(store: Store) -> list[ReportedInaccuracy]:
    """Returns what a coordinator is shown."""
    found: list[ReportedInaccuracy] = store.take(
        Person(store).inbound(), lambda uow: Inaccuracies(uow).list_all()
    ).value
    return found


def rows(store: Store) -> list[tuple[object, ...]]:
    with store.database.reading() as connection:
        return [tuple(row) for row in connection.execute(select(inaccuracies))]


def noted(store: Store) -> list[tuple[EntryKind, str]]:
    """Returns the store's audit trail: what, and its note."""
    with store.reading() as repository:
        entries = [read_entry(store.keyring.store_key, row) for row in repository.list_entries(STORE_CHAIN)]
    return [(entry.kind, entry.note) for entry in entries]


def test_the_open_question_is_reported_with_two_taps(anna: Visitor, store: Store) -> None:
    """Protects the way from a doubt to the coordinator: what is open is offered first, and the question stays open."""
    anna.says("120")
    assert anna.says(HERE) == phrases.INACCURACY_PART
    assert "Diagnosis" in anna.taps("The open question: Diagnosis")
    said = anna.taps(UNCLEAR)
    assert said.startswith("A question: Diagnosis. It is hard to understand. That is kept for the coordinator")
    assert said.endswith("What is the diagnosis?")
    (reported,) = list_reported(store)
    assert (reported.month, reported.role) == ("2026-06", "clinician")
    assert reported.inaccuracy == Inaccuracy("interfant-21", "1.1.1", "question diagnosis", "unclear")
    assert "Recorded: Diagnosis: T-ALL." in anna.says("T-ALL")


@pytest.mark.parametrize(
    ("taps", "about"),
    [
        (("A question", "Diagnosis", "It is wrong"), ("question diagnosis", "wrong")),
        (("A criterion", "E4 Relapsed ALL", "It is out of date"), ("criterion E4", "outdated")),
        (("A verdict", "Blinatumomab", "Something is missing"), ("verdict blinatumomab", "missing")),
        (("A page of information", "Hospitals", "It is out of date"), ("page hospitals", "outdated")),
    ],
    ids=["a question", "a criterion", "a verdict", "a page"],
)
def test_every_part_can_be_reported_with_nothing_open(
    store: Store, taps: tuple[str, ...], about: tuple[str, str]
) -> None:
    """Protects "which page, criterion or question": every way ends in a row, also before a screening is begun."""
    anna = Visitor(store)
    anna.says("/inaccurate")
    for label in taps:
        anna.taps(label)
    assert [(each.inaccuracy.about, each.inaccuracy.fault) for each in list_reported(store)] == [about]


def test_text_in_place_of_a_choice_is_not_kept(anna: Visitor, store: Store) -> None:
    """Protects "no free text is ever stored": a text typed at the choice is read as an answer."""
    anna.says(HERE, "the dose for Baby Doe is wrong")
    anna.says(HERE)
    anna.taps("The open question: Age at diagnosis")
    anna.says("Baby Doe was misread")
    assert (rows(store), noted(store)) == ([], [])
    anna.says(HERE)
    assert anna.taps(phrases.INACCURACY_NOTHING_LABEL).startswith(phrases.NOT_REPORTED)
    assert list_reported(store) == []


def test_a_report_names_no_person_and_no_screening(anna: Visitor, store: Store) -> None:
    """Protects "no link to the screening": it stays as it was, and only the store's sealed chain says who reported."""
    anna.says("120")
    assert anna.conversation.stored is not None
    before = anna.conversation.stored.head
    anna.says(HERE, "1", "1")
    assert anna.conversation.stored.head == before, "the screening's own trail says nothing of it"
    ((number, month, sealed),) = rows(store)
    assert (month, len(str(number)) > 0) == ("2026-06", True)
    assert isinstance(sealed, bytes)
    assert b"question" not in sealed
    assert isinstance(number, bytes)
    reference = number.hex()[:8]
    assert noted(store) == [(EntryKind.REPORTED, f"interfant-21 1.1.1, question diagnosis: wrong ({reference})")]


def test_a_person_can_report_so_many_a_day(anna: Visitor, store: Store) -> None:
    """Protects the coordinator's list from a flood, also after a restart; others, and the next day, are not limited."""
    for _ in range(REPORTS_ALLOWED):
        assert "kept for the coordinator" in anna.says(HERE, "1", "1")
    again = Visitor(store)
    assert again.says(HERE, "1", "1", "1").startswith(
        "No more is taken for now. Report again after 2026-06-02 12:00 UTC"
    )
    assert len(list_reported(store)) == REPORTS_ALLOWED
    assert "kept for the coordinator" in Visitor(store, "ben").says(HERE, "1", "1", "1")
    again.now = NOW + timedelta(days=1)
    assert "kept for the coordinator" in again.says(HERE, "1", "1", "1")


def test_with_an_address_nothing_is_kept_here(store: Store) -> None:
    """Protects "goes to a set address or is kept": one of the two, never both."""
    _, sites = read_sites("format: 1\nevery_trial: {inaccuracies: {en: quality@a.example}}\n", "sites.yaml")
    anna = Visitor(store)
    anna.conversation.service.trials = TrialChoice(Dialogues(sites=sites), "interfant-21")
    assert "quality@a.example" in anna.says(HERE)
    assert anna.labels == [phrases.NEW_LABEL]


@pytest.mark.parametrize(
    "chosen", ["", "no-part", "question/no_fact", "question/diagnosis/no-fault", "page/secret/wrong"]
)
def test_a_choice_that_the_trial_does_not_have_begins_anew(chosen: str) -> None:
    """Protects a tap on a menu of an earlier definition: no report is stored of what does not exist."""
    dialogue, _ = Dialogues().load("interfant-21")
    choice = menus.make_next_choice(dialogue, chosen, None)
    assert choice is not None
    assert choice.text == phrases.INACCURACY_PART


def test_old_reports_are_dropped(anna: Visitor, store: Store) -> None:
    """Protects "how long one is kept that nobody settles", and the count of reports from outliving its day."""
    anna.says(HERE, "1", "1")
    sweep(store, NOW + INACCURACIES_KEPT - timedelta(days=31))
    assert len(list_reported(store)) == 1
    sweep(store, NOW + INACCURACIES_KEPT + timedelta(days=31))
    assert rows(store) == []
    with store.database.reading() as connection:
        assert connection.execute(select(reporters)).all() == []


def test_a_report_that_was_not_made_here_is_noticed(anna: Visitor, store: Store) -> None:
    """Protects the list from rows that somebody wrote into the file: each is sealed, with its id and its month."""
    anna.says(HERE, "1", "1")
    ((_, month, sealed),) = rows(store)
    with store.database.writing() as connection:
        connection.execute(insert(inaccuracies), {"id": bytes(16), "month": month, "sealed": sealed})
    with pytest.raises(Damaged, match="an inaccuracy that was reported"):
        list_reported(store)


def test_the_command_lists_and_settles(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Protects "coordinators read them with `trialscreen inaccuracies`": a line each, JSON, and none once settled."""
    monkeypatch.setenv("TRIALSCREEN_KEY", KEY.text)
    database = f"sqlite:///{tmp_path}/screenings.db"
    assert "there are no screenings here" in trialscreen("inaccuracies", "--database", database).refused()
    with store_at(place(tmp_path)) as store:
        Visitor(store).says(HERE, "4", "1", "2")
    printed = trialscreen("inaccuracies", "--database", database).printed()
    assert re.fullmatch(
        r"[0-9a-f]{8}  2026-06  interfant-21 1\.1\.1  page trial: It is out of date  \(clinician\)\n", printed
    )
    (plain,) = json.loads(trialscreen("inaccuracies", "--json", "--database", database).printed())
    assert (plain["reference"], plain["about"], plain["fault"]) == (printed[:8], "page trial", "outdated")
    refused = trialscreen("inaccuracies", "--settle", "12345678", "--database", database).refused()
    assert refused == "--settle: no inaccuracy has the reference '12345678'; `trialscreen inaccuracies` lists them"
    settled = trialscreen("inaccuracies", "--settle", printed[:8].upper(), "--database", database).printed()
    assert settled == f"{phrases.NOTHING_REPORTED}\n"
    with store_at(place(tmp_path)) as store:
        assert noted(store)[-1] == (EntryKind.SETTLED, f"interfant-21 1.1.1, page trial: outdated ({printed[:8]})")
