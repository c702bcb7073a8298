"""The page that asks whether to sign out, as it is drawn."""

from html_reader import HtmlReader
from web_states import FRAME, draw_states

from bot.channels.web import phrases


def test_to_stay_is_the_first_choice_of_the_page_that_asks_whether_to_sign_out() -> None:
    """Protects whoever pressed it by mistake: a keyboard comes to the harmless way first."""
    html = draw_states()["signing_out"]
    (main,) = HtmlReader(html).root.find_all("main")
    (link,), (button,) = main.find_all("a"), main.find_all("button")
    assert (link.name, link.attributes["href"], button.name) == (phrases.GO_ON, "/", phrases.SIGN_OUT)
    assert html.index('class="way"') < html.index('name="sure" value="yes"')
    assert html.count(FRAME.mark) == 1
