"""What a Telegram button carries, and texts within Telegram's limits."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.channels.channel_event import NO_SCREENING, hash_key
from bot.channels.drawing.shown_lines import Fold, Letters, ShownLine, TextSpan
from bot.channels.telegram.delivery.buttons import LONGEST_LABEL, arrange_rows, cut_label
from bot.channels.telegram.delivery.callback_data import MOST_BYTES, Signer
from bot.channels.telegram.delivery.fold_writing import count_entities
from bot.channels.telegram.delivery.pieces import split_drawn
from bot.channels.telegram.delivery.rendering import MessagePart, TelegramRendering
from bot.channels.telegram.delivery.text import (
    LONGEST,
    SPLIT_AT,
    count_units,
    split_text,
)
from dialogs.conversation.messages import Button, make_notice
from storage.model.stored import Outgoing

SIGNER = Signer(bytes(32))
CHATS = st.integers(-(2**63), 2**63 - 1)
IDS = st.binary(min_size=16, max_size=16)
NUMBERS = st.integers(0, 2**32 - 1)


@given(CHATS, IDS, NUMBERS, st.text(max_size=200))
def test_a_button_is_read_as_it_was_made_and_fits(chat: int, screening: bytes, number: int, key: str) -> None:
    """Protects "signed, numbered data inside 64 bytes", however long the key."""
    data = SIGNER.sign(chat, screening, number, key)
    assert len(data.encode()) <= MOST_BYTES
    tap = SIGNER.read(chat, data)
    assert tap is not None
    assert (tap.screening, tap.number, tap.key) == (screening[:8], number, hash_key(key))


@given(st.integers(0, 300), st.characters())
@example(-2, "l")
def test_a_button_with_any_character_changed_is_not_read(at: int, character: str) -> None:
    """Protects "forged taps": a changed button says nothing, rather than something else."""
    data = SIGNER.sign(7, bytes(16), 3, "is:rearranged")
    place = at % len(data)
    forged = data[:place] + character + data[place + 1 :]
    assert (SIGNER.read(7, forged) is None) is (forged != data)


@pytest.mark.parametrize("data", ["", "x", "ä", "=" * 36, "A" * 36, "A" * 64, "\0", "is:no"])
def test_what_we_never_made_is_not_read(data: str) -> None:
    """Protects "foreign taps"."""
    assert SIGNER.read(7, data) is None


def test_a_button_belongs_to_its_chat_and_its_deployment() -> None:
    """Protects "foreign taps": of another chat, or of a bot with another key."""
    data = SIGNER.sign(7, NO_SCREENING, 0, "desk.list")
    assert SIGNER.read(8, data) is None
    assert Signer(bytes(31) + b"\1").read(7, data) is None


@given(st.text(max_size=6_000), st.integers(10, 80))
def test_pieces_hold_the_whole_text_within_the_limit(text: str, most: int) -> None:
    """Protects "messages split within the limits": no piece too long or empty, and no word lost."""
    found = split_text(text, most)
    assert found
    assert all(0 < count_units(piece) <= most for piece in found)
    assert "".join("".join(found).split()) == "".join(text.split())


def test_a_text_is_split_between_paragraphs_where_it_can_be() -> None:
    """Protects the reader: a criterion is not torn in the middle of a sentence where there is a better place."""
    paragraph = "A sentence of a quoted criterion. " * 30
    found = split_text("\n\n".join([paragraph.strip()] * 9))
    assert len(found) > 1
    assert all(piece.startswith("A sentence") and piece.endswith("criterion.") for piece in found)
    assert all(count_units(piece) <= SPLIT_AT < LONGEST for piece in found)


LINES = st.lists(
    st.builds(
        ShownLine,
        st.lists(
            st.builds(TextSpan, st.sampled_from(["", "a", "b " * 9, "c" * 30, "d" * 95]), st.sampled_from(Letters))
        ).map(tuple),
        st.sampled_from(Fold),
        st.booleans(),
    )
)


@given(LINES, st.integers(10, 80), st.integers(3, 9))
def test_pieces_hold_all_lines_within_the_limits(lines: list[ShownLine], most: int, entities: int) -> None:
    """Protects long messages: no piece is too long or blank, no line is lost, moved, or set in other letters."""
    pieces = split_drawn(lines, most, entities)
    if any(line.text.strip() for line in lines):
        assert all("".join(line.text for line in piece).strip() for piece in pieces)
    assert all(count_units("\n".join(line.text for line in piece)) <= most for piece in pieces)
    assert all(sum(map(count_entities, piece)) <= entities for piece in pieces)
    for letters in Letters:
        expected, shown = (
            "".join(span.text for line in each for span in line.spans if span.letters is letters)
            for each in (lines, [line for piece in pieces for line in piece])
        )
        assert "".join(shown.split()) == "".join(expected.split())


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("a < b & c > d", "a &lt; b &amp; c &gt; d"),
        ("<b>bold</b>", "&lt;b&gt;bold&lt;/b&gt;"),
        ("≤ 10 mg/m²", "≤ 10 mg/m²"),
        ('"x"', '"x"'),
    ],
)
def test_nothing_in_a_text_is_markup(text: str, escaped: str) -> None:
    """Protects "careful HTML escaping"."""
    (part,) = TelegramRendering.render_file(Outgoing(1, "telegram:7", None, make_notice(text), 0), text)
    assert isinstance(part, MessagePart)
    assert part.html == escaped


def test_a_long_label_is_cut_with_an_ellipsis() -> None:
    """Protects the phone: a label that does not fit says that it goes on."""
    assert cut_label("Rearranged") == "Rearranged"
    assert len(cut_label("x" * 200)) == LONGEST_LABEL
    assert cut_label("x" * 200).endswith("…")


@pytest.mark.parametrize(
    ("labels", "rows"),
    [
        (["None", "By aerosol only", "Systemic", "Don't know"], [2, 2]),
        (["T-ALL", "Another diagnosis", "Don't know", "Waiting for the result", "Why?", "Back"], [2, 1, 1, 2]),
        (["Given", "Refused", "Don't know", "Not asked for yet", "Why?", "Back"], [2, 2, 2]),
        (
            ["Every criterion", "Report (PDF)", "Hand over", "Change an answer", "Another screening", "Start over"],
            [2, 2, 2],
        ),
        (["WWWWWWWWWWWW", "No"], [1, 1]),
        (["llllllllllllllllllll", "No"], [2]),
        (["\U0001f476" * 9, "No"], [1, 1]),
        (["x" * 40], [1]),
        ([], []),
    ],
)
def test_two_buttons_share_a_row_where_both_fit(labels: list[str], rows: list[int]) -> None:
    """Protects the phone: a keyboard is half as high, and no label is cut that fits on a row of its own."""
    buttons = tuple(Button(label, label) for label in labels)
    arranged = arrange_rows(buttons)
    assert [len(row) for row in arranged] == rows
    assert [button for row in arranged for button in row] == list(buttons)
