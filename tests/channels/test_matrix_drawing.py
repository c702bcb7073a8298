"""How messages look on Matrix: HTML that apps let through, with the whole text beside it, in events that fit."""

import json
import re
from collections import Counter

import pytest
from block_trees import MARKS, trees
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bot.channels.matrix.delivery.event_contents import make_edit, make_file, make_text
from bot.channels.matrix.delivery.html_drawing import write_blocks
from bot.channels.matrix.delivery.pieces import MOST_BYTES, measure, split_blocks, split_text, write_body
from bot.channels.matrix.delivery.rendering import MatrixPart, MatrixRendering
from bot.channels.matrix.engine.values import EncryptedUpload
from bot.channels.matrix.matrix_channel import MatrixChannel
from bot.channels.sending.rendering import fit_message
from bot.documents.file import DocumentFile, TextTable
from dialogs.conversation.blocks import (
    Answered,
    Block,
    Caution,
    CriterionLine,
    Headline,
    Items,
    Paragraph,
    Progress,
    Question,
    Quotation,
    Recorded,
    Section,
    Table,
)
from dialogs.conversation.messages import NOTHING, Button, Message, MessageKind, make_notice
from dialogs.rules.criteria import Effect
from dialogs.rules.standings import Standing
from storage.model.stored import Outgoing

ALLOWED = {
    "del", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "p", "a", "ul", "ol", "sup", "sub", "li", "b", "i", "u",
    "strong", "em", "s", "code", "hr", "br", "div", "table", "thead", "tbody", "tr", "th", "td", "caption", "pre",
    "span", "img", "details", "summary",
}  # fmt: skip
"""See spec.matrix.org, m.room.message msgtypes."""

FEW = settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large], deadline=None, max_examples=20)
"""Each tree of blocks takes long to draw."""


class Rendering(MatrixRendering):
    """Rendering whose transaction ids can be read."""

    make_transaction = staticmethod(str)


def post(message: Message, number: int = 1, turn: int = 5) -> Outgoing:
    """Returns a message of the outbox."""
    return Outgoing(number, "matrix:@anna:x", None, message, 0, turn=turn)


def count_marks(text: str) -> Counter[str]:
    """Returns how often each mark of a tree is said."""
    plain = text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    return Counter(each for each in plain if each in MARKS)


def strip_tags(html: str) -> str:
    """Returns what stands between tags."""
    return re.sub(r"</?[a-z]+>", "", html)


@given(trees)
@example((Progress(1, 1), Question("", "", "")))
@FEW
def test_every_tree_is_said_once_in_allowed_tags(tree: tuple[Block, ...]) -> None:
    """Protects "HTML only of the spec's allowed tags" and "careful escaping": all is said, and nothing is markup."""
    html = write_blocks(tree)
    opened = re.findall(r"<([a-z]+)>", html)
    assert set(opened) <= ALLOWED
    assert Counter(tag for tag in opened if tag != "br") == Counter(re.findall(r"</([a-z]+)>", html))
    assert count_marks(strip_tags(html)) == count_marks(write_body(tree))


@given(trees, st.sampled_from([2_500, 6_000, MOST_BYTES]))
@FEW
def test_pieces_say_all_within_the_limit(tree: tuple[Block, ...], most: int) -> None:
    """Protects long messages: no piece is too long for an event, and no text of a block is lost or said twice."""
    pieces = split_blocks(tree, most)
    assert all(measure(piece) <= most for piece in pieces)
    if not any(isinstance(each, Section | Quotation | Items) for each in tree):  # their titles and leads are repeated
        said = sum((count_marks(write_body(piece)) for piece in pieces), Counter())
        assert said == count_marks(write_body(tree))


@given(trees)
@FEW
def test_an_encrypted_edit_fits_into_an_event(tree: tuple[Block, ...]) -> None:
    """Protects edits: both texts twice, in base64, and what stands around them are below 65,536 bytes."""
    part = Rendering().render_edit(post(Message(MessageKind.NOTICE, tree)))
    assert len(json.dumps(make_edit(part, "$" + "x" * 43))) * 4 / 3 + 2_000 < 65_536


@pytest.mark.parametrize(
    ("blocks", "html"),
    [
        ((Paragraph("a < b & c"),), "<p>a &lt; b &amp; c</p>"),
        ((Paragraph("one\ntwo"),), "<p>one<br>two</p>"),
        (
            (Recorded("Age", "120 days"), Progress(2, 15), Question("Diagnosis?", "", "One of these.")),
            "<p>✓ Age: 120 days<br><i>2 of at most 15</i><br><b>Diagnosis?</b><br><i>One of these.</i></p>",
        ),
        ((Question("Which?"), Paragraph("1) One\n2) Two")), "<p><b>Which?</b></p><p>1) One<br>2) Two</p>"),
        ((Answered(2, "Diagnosis", "T-ALL"),), "<p>2 · Diagnosis: T-ALL</p>"),
        (
            (Headline("Entry", Standing.FAILS, "no", "Not eligible."), Caution("Old.")),
            "<p><b>✘ Entry: Not eligible.</b><br>⚠ Old.</p>",
        ),
        ((Items((Paragraph("a"), Paragraph("b"))),), "<ul><li>a</li><li>b</li></ul>"),
        (
            (Section("Why", (Paragraph("x"),), folded=True),),
            "<details><summary><b>Why</b></summary><p>x</p></details>",
        ),
        ((Section("Why", (Paragraph("x"),)),), "<p><b>Why</b></p><p>x</p>"),
        ((Quotation("words", "E1:"),), "<p>E1:</p><blockquote>“words”</blockquote>"),
        (
            (Table((CriterionLine("I1", "inclusion", Effect.PASSES, "met", "Age", "quote", ("note",)),)),),
            "<details><summary>✔ I1 (inclusion): met. Age</summary><p>“quote”<br>Note: note</p></details>",
        ),
        ((Paragraph("It has the code K7Q4-2MX."),), "<p>It has the code <code>K7Q4-2MX</code>.</p>"),
        ((Paragraph("write /invite"),), "<p>write !invite</p>"),
    ],
)
def test_each_block_has_its_look(blocks: tuple[Block, ...], html: str) -> None:
    """Protects the looks: what is asked is strong, what is beside it small, and what is long opens at a tap."""
    assert write_blocks(blocks) == html


def test_choices_stand_under_the_question_with_their_numbers() -> None:
    """Protects "chosen by number where no label holds a digit": the numbers stand there, in both texts."""
    buttons = (Button("T-ALL", "a"), Button("Other", "b"), Button("Back", "c"))
    asked = Message(MessageKind.QUESTION, (Question("Diagnosis?"),), buttons, 2, numbered=2)
    (part,) = Rendering().render(post(fit_message(asked, MatrixChannel.abilities)))
    assert part.body == "Diagnosis?\n1) T-ALL\n2) Other\n[Back]"
    assert part.html == "<p><b>Diagnosis?</b></p><p>1) T-ALL<br>2) Other<br>[Back]</p>"


def test_a_question_below_much_that_lasts_has_a_part_of_its_own() -> None:
    """Protects closing: the edit of the last part shows the answer, and takes nothing away that is worth reading."""
    much = Section("Why", (Paragraph("x" * 3_000),))
    parts = Rendering().render(post(Message(MessageKind.QUESTION, (much, Question("Which?")), number=2)))
    closed = Rendering().render_edit(post(Message(MessageKind.NOTICE, (much, Answered(2, "Which", "This")))))
    assert [part.body.count("x") for part in parts] == [3_000, 0]
    assert closed.body == "2 · Which: This"


def test_what_takes_only_buttons_away_is_empty() -> None:
    """Protects messages whose buttons go: there are none here, and the text stays."""
    part = Rendering().render_edit(post(NOTHING))
    assert (part.body, part.html) == ("", "")


def test_transactions_follow_from_the_row_and_the_part() -> None:
    """Protects "one event at the homeserver": the same row gives the same ids, and no other row or part does."""
    long = make_notice("\n".join(["word"] * 9_000))
    rendering = Rendering()
    first, again, other, restored = (
        [part.transaction for part in rendering.render(each)]
        for each in (post(long), post(long), post(long, 2), post(long, turn=6))
    )
    plain = [part.transaction for part in rendering.render_plain(post(long))]
    edits = [rendering.render_edit(post(long)).transaction]
    files = [part.transaction for part in rendering.render_file(post(long), "Sorry.")]
    assert first == again
    assert len(first) > 1
    together = [*first, *other, *restored, *plain, *edits, *files]
    assert len(set(together)) == len(together)


def test_contents_of_events() -> None:
    """Protects what apps read: a text with its HTML, an edit with its target, a file with its key."""
    part = MatrixPart("t", "a", "<p>a</p>")
    text = {"msgtype": "m.text", "body": "a", "format": "org.matrix.custom.html", "formatted_body": "<p>a</p>"}
    assert make_text(part) == text
    assert make_text(MatrixPart("t", "a")) == {"msgtype": "m.text", "body": "a"}
    edit = make_edit(part, "$1")
    assert (edit["body"], edit["formatted_body"], edit["m.new_content"]) == ("* a", "* <p>a</p>", text)
    assert edit["m.relates_to"] == {"rel_type": "m.replace", "event_id": "$1"}
    sent = make_file(DocumentFile("a.pdf", b"x", "The report."), EncryptedUpload({"url": "mxc://x/y"}, 1))
    assert (sent["msgtype"], sent["body"], sent["filename"]) == ("m.file", "The report.", "a.pdf")
    assert sent["info"] == {"mimetype": "application/pdf", "size": 1}
    assert "url" not in sent, "in clear nobody sees where it is"


def test_a_table_is_in_letters_of_one_width() -> None:
    """Protects the log in the chat: its columns stand under each other."""
    (part,) = Rendering().render_file(post(NOTHING), TextTable("a  <b>\nc  d"))
    assert part.html == "<pre><code>a  &lt;b&gt;\nc  d</code></pre>"
    assert part.body == "a  <b>\nc  d"


@given(st.text("ab \n", max_size=60), st.integers(5, 20))
@FEW
def test_a_text_is_split_without_a_loss(text: str, most: int) -> None:
    """Protects long plain texts: all letters, in order, within the limit."""
    parts = list(split_text(text, most))
    assert all(0 < len(part) <= most for part in parts)
    assert "".join("".join(parts).split()) == "".join(text.split())
