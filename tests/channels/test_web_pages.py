"""Pages of the web as a browser and a screen reader take them: in every state, and whatever the dialogue says."""

import pytest
from all_scripts import list_exchanges
from html_reader import Element, HtmlReader
from page_faults import list_faults
from web_states import CODE, FRAME, draw_states, make_page

from bot.channels.web import phrases
from bot.channels.web.pages.drawing import draw_chat_page
from bot.channels.web.pages.page_titles import find_question, frame_title
from bot.workbench.layers.said_in_chat import says_all
from dialogs.conversation.blocks import Headline
from dialogs.conversation.messages import Message, MessageKind
from dialogs.phrases import CONCLUDED_OFFER

STATES = draw_states()

MOST_BYTES = 30_000


@pytest.mark.parametrize("state", STATES)
def test_a_page_is_sound(state: str) -> None:
    """Protects sound HTML, one h1, landmarks, headings without gaps, labels, distinct names, and no script or style."""
    assert list_faults(STATES[state]) == []


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ('<html lang="en">', "<html>"),
        ("</legend>", ""),
        ("<h1>", "<h2>"),
        ("<fieldset>\n", "<fieldset>\n<h1>Twice</h1>"),
        ("<fieldset>\n", "<fieldset>\n<h4>Too deep</h4>"),
        ("<fieldset>\n", "<fieldset>\n<p><ul><li>A list in a paragraph</li></ul></p>"),
        ("<fieldset>\n", "<fieldset>\n<li>Not in a list</li>"),
        ("<fieldset>\n", '<fieldset style="color: red">'),
        ("<fieldset>\n", '<fieldset onclick="alert()">'),
        ("<fieldset>\n", "<fieldset><script></script>"),
        ("<fieldset>\n", '<fieldset><a href="https://elsewhere.example/">there</a>'),
        ("<fieldset>\n", '<fieldset><a href="//elsewhere.example/">there</a>'),
        ("<fieldset>\n", "<fieldset><table><tr><td>bare</td></tr></table>"),
        ("<fieldset>\n", "<fieldset><form><button>Form in no form</button></form>"),
        ("<fieldset>\n", '<fieldset><p><span class="sign" aria-hidden="true">✘</span></p>'),
        ('<label for="text">', '<label for="other">'),
        ('autocomplete="off"', ""),
        ('id="help"', 'id="main"'),
        ('href="#main"', 'href="#nowhere"'),
        (">Don&#39;t know<", ">Send<"),
        ("<footer>", "<div>"),
    ],
)
def test_what_is_wrong_with_a_page_is_found(right: str, wrong: str) -> None:
    """Protects the reader of these tests, which would pass every page if it saw nothing."""
    assert right in STATES["number"]
    assert list_faults(STATES["number"].replace(right, wrong, 1))


@pytest.mark.slow
@pytest.mark.thinned(4)
@pytest.mark.parametrize("first", range(4))
def test_all_that_the_dialogue_says_makes_sound_and_small_pages_that_say_all_of_it(first: int) -> None:
    """Protects "under 30 KB", "the same words in the same order" and "the h1 equals the question", over all scripts."""
    exchanges = list_exchanges()
    assert len(exchanges) > 500
    for messages in exchanges[first::4]:
        html = draw_chat_page(make_page(messages), FRAME)
        root = HtmlReader(html).root
        assert list_faults(html) == []
        assert len(html.encode()) < MOST_BYTES
        said = root.find_all("main")[0].text
        assert says_all(said, [block for each in messages for block in each.blocks])
        labels = [" ".join(each.label.split()) for each in messages[-1].buttons]
        drawn = [each.name for each in root.find_all("button") if each.attributes.get("name") == "choice"]
        assert sorted(drawn) == sorted(labels)
        check_question(root, messages[-1])


def check_question(root: Element, asking: Message) -> None:
    """Raises where a page is headed by something else than its question, or its title could hold an answer."""
    question, (title,) = find_question(asking.blocks), root.find_all("title")
    if question is not None:
        (heading,), (legend,) = root.find_all("h1"), root.find_all("legend")
        after = question.text == CONCLUDED_OFFER
        assert legend.name == (phrases.WHAT_NEXT if after else " ".join(question.text.split()))
        has_verdict = any(isinstance(each, Headline) for each in asking.blocks)
        assert heading.name == (phrases.SO_FAR_TITLE if has_verdict and not question.name else legend.name)
    named = question.name if question is not None else ""
    if asking.kind is MessageKind.ASK_BACK and named:
        assert title.text == frame_title(phrases.ASK_BACK_TITLE.format(title=named), has_problem=False)
    elif named:
        assert named in title.text.split(" · ")
    else:
        assert not any(each.isdigit() for each in title.text)


def test_no_title_holds_a_code() -> None:
    """Protects "never an answer or a code in a title"; titles of pages differ, so that a history tells them apart."""
    titles = [HtmlReader(html).root.find_all("title")[0].text for html in STATES.values()]
    assert not any(CODE in title for title in titles)
    assert len({*titles}) > 15


@pytest.mark.parametrize("state", ["misread", "misread_number", "empty", "resend_text"])
def test_what_was_wrong_is_said_first_and_leads_to_the_field(state: str) -> None:
    """Protects "errors first with a link to the field and Error: in the title"."""
    root = HtmlReader(STATES[state]).root
    assert root.find_all("title")[0].text.startswith("Error: ")
    (alert,) = [each for each in root.walk() if each.attributes.get("role") == "alert"]
    first = next(each for each in root.find_all("main")[0].walk() if each.tag in ("h1", "h2", "p", "fieldset"))
    assert first.name == phrases.PROBLEM
    assert [each.attributes["href"] for each in alert.find_all("a")] == ["#text"]
    (field,) = root.find_all("textarea")
    assert "problem" in field.attributes["aria-describedby"].split()


def test_nothing_wrong_says_no_error() -> None:
    """Protects people from an error where none is."""
    for state in ("number", "choice", "ask_back", "eligible", "review"):
        assert 'role="alert"' not in STATES[state]
        assert "Error:" not in STATES[state]
