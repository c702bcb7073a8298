"""Messages as they wait in the outbox: they lose nothing, and those of the last release are still sent."""

from dataclasses import replace
from typing import get_args

from hypothesis import given, settings
from hypothesis import strategies as st
from messages import make_message

from dialogs.conversation.blocks import (
    Answered,
    Block,
    CriterionLine,
    Items,
    Paragraph,
    Progress,
    Question,
    Quotation,
    Section,
)
from dialogs.conversation.messages import Button, Copyable, Message, MessageKind, make_notice
from storage.model.codec import pack, unpack
from storage.model.message_codec import encode_message, read_message

WHOLE = st.integers(-(2**31), 2**31)
LEAVES: st.SearchStrategy[Block] = st.one_of(
    st.builds(Progress, WHOLE, WHOLE, st.booleans()),
    st.builds(Answered, WHOLE, st.text(), st.text()),
    *(st.from_type(block) for block in get_args(Block) if block not in (Section, Items, Progress, Answered)),
)
ENTRIES = st.from_type(Paragraph) | st.from_type(Quotation) | st.builds(Answered, WHOLE, st.text(), st.text())
LISTS: st.SearchStrategy[Block] = st.builds(Items, st.lists(ENTRIES, max_size=3).map(tuple))
BLOCKS = st.recursive(
    LEAVES | LISTS,
    lambda inner: st.builds(Section, st.text(max_size=5), st.lists(inner, max_size=3).map(tuple), st.booleans()),
    max_leaves=4,
)
MESSAGES = st.builds(
    Message,
    st.sampled_from(MessageKind),
    st.lists(BLOCKS, max_size=4).map(tuple),
    st.lists(st.from_type(Button), max_size=2).map(tuple),
    st.integers(0, 2**31),
    st.integers(0, 9),
    st.lists(st.from_type(Copyable), max_size=2).map(tuple),
)


@settings(max_examples=40)
@given(MESSAGES)
def test_a_message_comes_back_as_it_was(message: Message) -> None:
    """Protects every kind of block: what is sealed after one turn is what another process sends."""
    assert read_message(unpack(pack(encode_message(message)))) == message


def test_the_stored_shape_of_a_message_stays() -> None:
    """Protects messages that wait during an upgrade: the bytes that are written down here are always read."""
    question = Question("How old?", "Age", "A number of days.")
    blocks = (Progress(1, 15), question, Section("Why", (Items((Quotation("≤365 days", "I2"),)),), folded=True))
    message = Message(MessageKind.QUESTION, blocks, (Button("Why?", "why"),), 2, 1)
    stored = (
        '{"kind":"question","blocks":[["progress",1,15,false],["question","How old?","Age","A number of days."],'
        '["section","Why",[["items",[["quotation","≤365 days","I2"]]]],true]],"buttons":[["Why?","why"]],'
        '"number":2,"numbered":1}'
    ).encode()
    assert pack(encode_message(message)) == stored
    assert read_message(unpack(stored)) == message


def test_a_message_of_an_earlier_release_is_still_read() -> None:
    """Protects outboxes over the upgrade: earlier releases wrote one text, the first only whether buttons count."""
    buttons = (Button("Back", "back"), Button("Why?", "why"))
    stored = b'{"text":"How old?\\nIn days.","buttons":[["Back","back"],["Why?","why"]],"number":2,"numbered":1}'
    expected = make_message("How old?\nIn days.", buttons, 2)
    assert expected.text == "How old?\nIn days."
    for written, numbered in ((b"1", 1), (b"true", 2), (b"false", 0), (b"0", 0)):
        earlier = stored.replace(b'"numbered":1', b'"numbered":' + written)
        assert read_message(unpack(earlier)) == replace(expected, numbered=numbered)


def test_an_edit_of_an_earlier_release_that_only_took_the_buttons_still_does() -> None:
    """Protects the text of an asking message: an empty text left it as it was."""
    assert read_message(unpack(b'{"text":"","buttons":[],"number":0,"numbered":0}')).blocks == ()


def test_every_field_of_a_message_and_of_a_row_is_stored() -> None:
    """Protects a field that a later release adds from being forgotten here."""
    assert set(encode_message(make_notice("", Copyable("Copy", "code")))) == set(Message.__dataclass_fields__)
    assert len(CriterionLine.__dataclass_fields__) == 8, "storage/model/message_codec.py names each of them"
