"""Messages drawn for Telegram: whatever their blocks hold, Telegram takes it, and all of it is read, once."""

from collections import Counter

import pytest
from block_trees import MARKS, trees
from hypothesis import HealthCheck, example, given, settings

from bot.channels.telegram.delivery.callback_data import Signer
from bot.channels.telegram.delivery.rendering import TelegramRendering
from bot.channels.telegram.delivery.text import LONGEST
from bot.workbench.layers.said_in_chat import list_texts, says_all
from bot.workbench.telegram_standin.entities import Formatted, count_utf16, trim
from bot.workbench.telegram_standin.html_markup import parse_html
from bot.workbench.telegram_standin.nesting import check_nesting
from dialogs.conversation.blocks import (
    Answered,
    Block,
    Caution,
    CriterionLine,
    Headline,
    NoteLine,
    Paragraph,
    Progress,
    Question,
    Quotation,
    Recorded,
    ResultTitle,
    Section,
    Table,
    make_items,
)
from dialogs.conversation.messages import NOTHING, Message, MessageKind
from dialogs.rules.criteria import Effect
from dialogs.rules.standings import Standing
from storage.model.stored import Outgoing

CODE = "K7Q4-2MX"


class Rendering(TelegramRendering):
    """What messages look like, without a bot."""

    signer = Signer(bytes(32))


def render(*blocks: Block) -> list[str]:
    """Returns the parts of a message."""
    message = Message(MessageKind.QUESTION, blocks)
    return [part.html for part in Rendering().render(Outgoing(1, "telegram:7", None, message, 0))]


def read(html: str) -> Formatted:
    """Returns a part as Telegram takes it; refuses what that refuses, or would silently drop."""
    text, entities = parse_html(html)
    check_nesting(entities)
    return trim(text, entities)


@given(trees)
@example((Section("", ()), Recorded("", ""), Section("\n".join(["<"] * 110), ())))
@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large], deadline=None, max_examples=30)
def test_telegram_takes_every_tree_and_says_all_of_it_once(tree: tuple[Block, ...]) -> None:
    """Protects "split at blocks within 4,096 units and 100 entities; nothing of the text is lost or doubled"."""
    parts = [read(html) for html in render(*tree)]
    said = "\n".join(part.text for part in parts)
    assert all(count_utf16(part.text) <= LONGEST for part in parts)
    assert says_all(said, tree)
    texts = "".join(list_texts(tree))
    assert {mark: said.count(mark) for mark in MARKS} == {mark: texts.count(mark) for mark in MARKS}
    if said.strip():
        assert all(part.text for part in parts), "no part is empty"


@given(trees)
@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large], deadline=None, max_examples=20)
def test_whatever_stays_above_an_answer_is_one_part(tree: tuple[Block, ...]) -> None:
    """Protects the closing edit: it is one message, whatever stays of the question's message."""
    closed = Message(
        MessageKind.NOTICE, (*Message(MessageKind.QUESTION, tree).lasting, Answered(5, "Steroids", "none"))
    )
    part = read(Rendering().render_edit(Outgoing(1, "telegram:7", None, closed, 0)).html)
    assert part.text.endswith("5 · Steroids: none")
    assert count_utf16(part.text) <= LONGEST


@pytest.mark.parametrize(
    ("blocks", "html"),
    [
        (
            (Recorded("KMT2A", "Rearranged"), Progress(5, 15), Question("Steroids?", "Steroids given", "Not after.")),
            "✓ KMT2A: Rearranged\n<i>5 of at most 15</i>\n<b>Steroids?</b>\n<i>Not after.</i>",
        ),
        ((ResultTitle("Every criterion"), make_items(["a", "b"])), "<b>Every criterion</b>\n- a\n- b"),
        ((ResultTitle("AML-7", CODE),), f"<b>AML-7 · </b><code>{CODE}</code>"),
        ((Headline("Entry", Standing.PASSES, "eligible", "Eligible."),), "<b>✔ Entry: Eligible.</b>"),
        ((Headline("Entry", Standing.FAILS, "no", "Not eligible."),), "<b>✘ Entry: Not eligible.</b>"),
        ((Headline("Entry", Standing.OFF, "off", "No object."),), "<b>– Entry: No object.</b>"),
        (
            (Headline("Entry", Standing.OPEN, "open", "Not yet.", ("from May", f"open {CODE}")),),
            f"<b>◔ Entry: Not yet.</b>\n· from May\n· open <code>{CODE}</code>",
        ),
        (
            (
                ResultTitle("AML-7"),
                Headline("Entry", Standing.FAILS, "no", "No."),
                Section("Why:", (make_items(["E1 T-ALL"]), Paragraph("ALL would change it"))),
                Section("Next:", (make_items(["Call.", "Wait."]),)),
                Paragraph("A pre-check."),
            ),
            (
                "<b>AML-7</b>\n<b>✘ Entry: No.</b>\n<b>Why:</b> E1 T-ALL\nALL would change it\n"
                "<b>Next:</b>\n- Call.\n- Wait.\nA pre-check."
            ),
        ),
        ((Caution("The page is old & stale."),), "⚠ The page is old &amp; stale."),
        ((NoteLine("Age", "70 days", "10-wk", is_certain=True),), "✓ Age: 70 days  <i>“10-wk”</i>"),
        ((NoteLine("Steroids", "not said", "", is_certain=False),), "? Steroids: not said"),
        (
            (Quotation("T-ALL", "E2:"), Paragraph("Said.")),
            "E2:\n<blockquote expandable>“T-ALL”</blockquote>\nSaid.",
        ),
        (
            (Paragraph("Above."), Section("Words", (ResultTitle("A"), Quotation("x\ny", "E2:")), folded=True)),
            "Above.\n<blockquote expandable><b>Words</b>\n<b>A</b>\nE2:\n“x\ny”</blockquote>",
        ),
        (
            (Table((CriterionLine("I1", "inclusion", Effect.OPEN, "unknown, open", "Age.", "q", ("n",)),)),),
            "◔ I1 (inclusion): unknown, open. Age.\n<blockquote expandable>“q”\nNote: n</blockquote>",
        ),
    ],
)
def test_each_block_has_its_look(blocks: tuple[Block, ...], html: str) -> None:
    """Protects "bold for the question, headlines and titles; signs beside words; what is long is folded"."""
    assert render(*blocks) == [html]


def test_a_long_page_is_split_where_a_row_begins() -> None:
    """Protects whoever reads on a phone: no criterion is torn, and no heading stands alone at an end."""
    row = CriterionLine("I1", "inclusion", Effect.PASSES, "met, passes", "r " * 150, "q " * 300, ("n " * 100,))
    parts = render(Section("Trial entry", (Table((row,) * 9),)), ResultTitle("Blinatumomab"), Table((row,) * 3))
    assert len(parts) > 2
    assert all(part.startswith(("<b>Trial entry</b>", "<b>Blinatumomab</b>", "✔ I1")) for part in parts)
    assert not any(part.endswith("<b>Blinatumomab</b>") for part in parts)
    assert Counter("".join(parts))["✔"] == 12


def test_a_fold_that_is_too_long_goes_on_as_a_fold() -> None:
    """Protects "a very long block is split by lines and words, with its tags closed"."""
    parts = render(Section("Words", (Paragraph("word " * 3_000),), folded=True))
    assert len(parts) > 3
    assert all(part.startswith("<blockquote expandable>") and part.endswith("</blockquote>") for part in parts)


def test_many_codes_in_a_line_stay_within_the_entities() -> None:
    """Protects a list of screenings: what is beyond the hundredth entity would not be shown as one."""
    parts = [read(html) for html in render(Paragraph(f"{CODE} " * 250))]
    assert sum(len(part.entities) for part in parts) == 250
    assert {entity["type"] for part in parts for entity in part.entities} == {"code"}


def test_a_result_keeps_its_text_when_its_buttons_go() -> None:
    """Protects the verdict: whatever is tapped beneath it, only the keyboard is edited."""
    part = Rendering().render_edit(Outgoing(1, "telegram:7", None, NOTHING, 0))
    assert (part.html, part.keyboard) == ("", None)
