"""Files on request: which words ask for one, how many a minute, the terminal's answer, how a request is stored."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from at_desk import Visitor
from hypothesis import given
from hypothesis import strategies as st
from stores import place, store_at

from bot.session.file_rate_limit import MANY_PEOPLE, FileLimit
from bot.session.file_words import FileRequest
from bot.session.requests import parse_event, parse_words
from dialogs.conversation.screening import Said, Tapped
from storage.maintenance.verify import inspect_screening
from storage.model.codec import pack, unpack
from storage.model.entries import EntryKind
from storage.model.file_request import FileOrder, make_plain_order, read_order
from storage.model.people import PersonId

ASKED = {
    "pdf": FileRequest("pdf"),
    " /PDF ": FileRequest("pdf"),
    "pdf letter": FileRequest("pdf", "letter"),
    "pdf K7Q4-2MX letter": FileRequest("pdf", "letter", "k7q4-2mx"),
    "picture k7q4 2mx": FileRequest("picture", "a4", "k7q4 2mx"),
    "/html": FileRequest("html"),
    "text": FileRequest("text"),
    "report": FileRequest("text"),
    "/Report.": FileRequest("text"),
    "report pdf": FileRequest("pdf"),
    "report pdf letter": FileRequest("pdf", "letter"),
    "report html K7Q4-2MX": FileRequest("html", "a4", "k7q4-2mx"),
    "report K7Q4-2MX": FileRequest("text", "a4", "k7q4-2mx"),
    "report K7Q4-2MW": FileRequest("text", "a4", "k7q4-2mw"),
}
NOT_ASKED = (
    "",
    "/",
    "pdf a4 letter",
    "picture letter",
    "picture of the decision please",
    "report pending",
    "report of day 33",
    "a pdf",
    "pdfs",
    "text it was 12 days",
)


@pytest.mark.parametrize("said", ASKED)
def test_a_form_a_paper_and_a_code_are_understood(said: str) -> None:
    """Protects "sent on request": in any case, with or without a slash, a code as people write it."""
    assert parse_words(said, is_open=True) == ASKED[said]


@pytest.mark.parametrize("said", NOT_ASKED)
def test_other_words_are_left_to_the_dialogue(said: str) -> None:
    """Protects answers that happen to begin with such a word, and taps."""
    assert parse_event(Said(said), (), is_open=True) is None
    assert parse_event(Tapped(1, said), (), is_open=True) is None


def test_a_minute_later_more_files_are_made() -> None:
    """Protects "at most a few files a minute per person": each is counted alone, and nothing is remembered for ever."""
    seconds = [0.0]
    limit = FileLimit(most=2, clock=lambda: seconds[-1])
    anna, ben = PersonId("anna"), PersonId("ben")
    for person in (anna, ben, anna):
        limit.note_order(person)
    seconds.append(59)
    assert limit.is_over(anna)
    assert not limit.is_over(ben)
    seconds.append(60)
    assert not limit.is_over(anna)
    for number in range(MANY_PEOPLE):
        limit.note_order(PersonId(f"person {number}"))
    assert "anna" not in vars(limit)["_ordered"]


def test_the_report_is_shown_as_text_and_noted(tmp_path: Path) -> None:
    """Protects "as text in chat": all pages, of the open or of a named screening. What was open still takes answers."""
    with store_at(place(tmp_path)) as store:
        chat_state = Visitor(store)
        chat_state.begins()
        chat_state.says("120 days", "T-ALL")
        shown = chat_state.says("report")
        assert shown.startswith(f"Screening report {chat_state.code}")
        assert "RULED OUT by the answers so far (2)" in shown
        assert shown.count("Every criterion: ") == 2
        assert "Stop here" in chat_state.labels, "what stands open is asked again below it"
        assert chat_state.conversation.stored is not None
        assert [
            entry.note
            for _, entry in inspect_screening(store, chat_state.conversation.stored).entries
            if entry.kind is EntryKind.EXPORTED
        ] == ["report, text"]
        assert "Please check the answers" in chat_state.says("stop here")


ORDERS = st.builds(
    FileOrder,
    st.text(max_size=9),
    st.text(max_size=9),
    st.datetimes(timezones=st.just(UTC)),
    st.none() | st.binary(min_size=16, max_size=16),
    st.integers(0, 2**31),
    st.lists(st.text(max_size=9), max_size=3).map(tuple),
)


@given(ORDERS)
def test_every_order_reads_as_it_was(order: FileOrder) -> None:
    """Protects the file that waits in the outbox over a restart: it is made of what was asked for."""
    assert read_order(unpack(pack(make_plain_order(order)))) == order
    assert read_order(None) is None


def test_an_order_says_nothing_about_its_person() -> None:
    """Protects logs: what is printed of an order names nobody."""
    assert "telegram:7" not in repr(FileOrder("pdf", PersonId("telegram:7"), datetime.now(UTC)))
