"""Pages of the web as a script reads them: what a person sees, and what is a fault of the page."""

from collections.abc import Callable

import pytest

from bot.channels.channel_event import hash_key
from bot.workbench.layers.page_messages import join_posted
from bot.workbench.layers.page_parts import PageFault
from bot.workbench.layers.page_reader import read_page
from dialogs.conversation.blocks import Paragraph, Question, Recorded, ResultTitle
from dialogs.conversation.messages import Button, Message, MessageKind, make_notice
from storage.model.stored import Outgoing

MARK = '<input type="hidden" name="mark" value="m1">'
AGE = Button("Don't know", "unknown")
WHY = Button("Why?", "why")
ASKS = Message(MessageKind.QUESTION, (Recorded("Sex", "female"), Question("How old?", "", "In days.")), (AGE, WHY), 1)
PAGE = f"""<!DOCTYPE html><html lang="en"><head><title>Age</title><style>p {{}}</style></head><body>
<header><form method="post" action="/">{MARK}<button name="text" value="help">Help</button></form></header>
<main><p>Sex: female</p><p>Age</p><fieldset><legend><h1>How old?</h1></legend><p>In
 days.</p>
<form method="post" action="/">{MARK}<label for="text">Answer</label><input type="text" name="text" id="text">
<button>Send</button></form>
<form method="post" action="/">{MARK}<button name="choice" value="{hash_key(AGE.key).hex()}">Don't know</button></form>
</fieldset><details><summary>Why is this asked?</summary><p>The trial has a limit.</p></details>
<ul><li><a href="/file/7">The report</a></li></ul></main>
<footer><p>Nothing is sent elsewhere.</p></footer></body></html>
"""


def read(asked: Message = ASKS, page: str = PAGE) -> list[Message]:
    """Returns what a person is told on a page on which a notice and a question stand."""
    waiting = [Outgoing(3, "web:a", None, make_notice("Old."), 0), Outgoing(4, "web:a", None, asked, 0)]
    return join_posted(read_page(page), waiting, 3, 7)


def test_what_stands_on_a_page_is_read() -> None:
    """Protects what scripts see: texts in order, folded ones too, none of the header, of the footer, and of buttons."""
    page = read_page(PAGE)
    assert (page.title, page.heading) == ("Age", "How old?")
    assert page.said == (
        "Sex: female\nAge\nHow old?\nIn days.\nAnswer\nWhy is this asked?\nThe trial has a limit.\nThe report"
    )
    assert [(each.label, each.choice, each.form.mark) for each in page.choices] == [
        ("Don't know", hash_key(AGE.key).hex(), "m1")
    ]
    assert page.text_field is not None
    assert (page.text_field.form.action, page.text_field.form.hidden) == ("/", [("mark", "m1")])
    assert (page.links, page.folds) == (("/file/7",), ("Why is this asked?",))
    assert [each.label for each in page.buttons if each.is_elsewhere] == ["Help"]


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (lambda page: page.replace("<p>Sex: female</p>", "<h1>Sex</h1>"), "the page has 2 headings <h1>"),
        (lambda page: page.replace("h1>", "h2>"), "the page has 0 headings <h1>"),
        (lambda page: page.replace("How old?", " "), "the heading says nothing"),
        (lambda page: page.replace("<title>Age</title>", "<title></title>"), "the page has no title"),
        (lambda page: page.replace('value="m1"', 'value=""'), "a form bears no mark"),
        (lambda page: page.replace('method="post"', ""), "a form is sent by GET"),
        (lambda page: page.replace("Don't know", "<span></span>"), "a button says nothing"),
        (lambda page: page.replace("<label", '<form method="post" action="/">').replace("</label>", "</form>"),
         "a form stands in a form"),
        (lambda page: page.replace("<fieldset>", "<fieldset><button>Away</button>"),
         "the button 'Away' stands in no form"),
        (lambda page: page.replace("<fieldset>", '<fieldset><input name="text">'), "a field stands in no form"),
        (lambda page: page.replace("<button>Send", '<textarea name="text"></textarea><button>Send'),
         "the page has two fields for a text"),
        (lambda page: page.replace("</fieldset>", ""), "</main> closes what is not open there"),
        (lambda page: page.replace("</body></html>", "</body>"), "<html> is never closed"),
    ],
)  # fmt: skip
def test_a_page_that_is_at_fault_is_refused(spoil: Callable[[str], str], told: str) -> None:
    """Protects "two h1, a missing mark, a button without a label, a nested form raise a clear error"."""
    assert spoil(PAGE) != PAGE
    with pytest.raises(PageFault, match=r"^--through web: the page cannot be used: ") as fault:
        read_page(spoil(PAGE))
    assert told in str(fault.value)


def test_a_message_that_is_said_whole_has_its_blocks() -> None:
    """Protects the comparison with the core: blocks and buttons as posted, with what stands for each button's key."""
    (told,) = read()
    assert (told.kind, told.blocks, told.number) == (ASKS.kind, ASKS.blocks, 7)
    assert [each.label for each in told.buttons] == ["Don't know", "Why?"], "the fold takes the place of that button"
    assert [each.key for each in told.buttons] == [hash_key(each.key).hex() for each in (AGE, WHY)]


def test_what_a_page_does_not_say_is_read_as_it_is_seen() -> None:
    """Protects the comparison from itself: a lost or changed text, and a button too many or too few, are seen."""
    (told,) = read(page=PAGE.replace("Sex: female", "Sex: male"))
    assert told.text.startswith("Sex: male\n")
    (told,) = read(page=PAGE.replace("In\n days.", ""))
    assert told.text.startswith("Sex: female\n")
    (told,) = read(page=PAGE.replace("<summary>Why is this asked?", "<summary>More"))
    assert [each.label for each in told.buttons] == ["Don't know"]
    (told,) = read(page=PAGE.replace("<button>Send", '<button name="choice" value="00ff">Guess</button><button>Send'))
    assert [each.label for each in told.buttons] == ["Don't know", "Why?", "Guess"]


def test_a_heading_that_is_not_the_question_is_refused() -> None:
    """Protects who listens to headings: `<h1>` is the question, and on a result the trial and the code."""
    with pytest.raises(PageFault, match=r"its heading is 'Age\?', where 'How old\?' is asked"):
        read(page=PAGE.replace("<h1>How old?", "<h1>Age?"))
    result = Message(MessageKind.RESULT, (ResultTitle("Small", "K7Q4-2MX"), Paragraph("Yes.")), (AGE,), 1)
    named = PAGE.replace("<h1>How old?", "<h1>Result: Small, K7Q4-2MX")
    assert read(result, named)[0].kind is MessageKind.RESULT
    with pytest.raises(PageFault, match="its heading is 'Result: Small', where 'Small K7Q4-2MX' is asked"):
        read(result, named.replace(", K7Q4-2MX", ""))
