"""Long messages in Telegram: what is edited when a question is answered is the piece that asked it."""

from bot.channels.telegram.delivery.callback_data import Signer
from bot.channels.telegram.delivery.rendering import TelegramRendering
from dialogs.conversation.blocks import Answered, Paragraph, Progress, Question, Recorded
from dialogs.conversation.messages import Message, MessageKind
from storage.model.stored import Outgoing

LINE = "A hospital that can be asked. " * 3
ASKING = (Progress(2, 15), Question("What is the diagnosis?", "Diagnosis"))
ASKED = "<i>2 of at most 15</i>\n<b>What is the diagnosis?</b>"


class Rendering(TelegramRendering):
    """What messages look like, without a bot."""

    signer = Signer(bytes(32))


def render(*blocks: Paragraph | Recorded | Progress | Question | Answered) -> list[str]:
    """Returns the pieces of a message."""
    message = Message(MessageKind.QUESTION, blocks)
    return [part.html for part in Rendering().render(Outgoing(1, "telegram:7", None, message, 0))]


def render_closed(*blocks: Paragraph | Answered) -> str:
    """Returns what stands in place of the asking piece."""
    return Rendering().render_edit(Outgoing(1, "telegram:7", None, Message(MessageKind.NOTICE, blocks), 0)).html


def test_a_short_page_closes_with_its_question() -> None:
    """Protects a page above a question: one message, which keeps the page."""
    page = Paragraph(LINE.strip())
    assert render(Recorded("Age", "120 days"), page, *ASKING) == [f"✓ Age: 120 days\n{LINE.strip()}\n\n{ASKED}"]
    assert render_closed(page, Answered(2, "Diagnosis", "T-ALL")) == f"{LINE.strip()}\n\n2 · Diagnosis: T-ALL"


def test_a_question_below_a_long_page_has_a_piece_of_its_own() -> None:
    """Protects a long page: closing its question neither repeats a part of it nor loses one."""
    page = Paragraph("\n".join(LINE.strip() for _ in range(60)))
    *firsts, last = render(Recorded("Age", "120 days"), page, *ASKING)
    assert last == ASKED
    assert "\n".join(firsts).count(LINE.strip()) == 60
    assert render_closed(page, Answered(2, "Diagnosis", "T-ALL")) == "2 · Diagnosis: T-ALL"
