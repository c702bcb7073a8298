"""`trialscreen replay --through web`: a person in a browser without a screen reads what the core says."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import pytest
from scripts import in_memory

from bot.workbench.layers.isolated_web import IsolatedWebLayer, make_web_page
from bot.workbench.layers.page_parts import PageFault
from bot.workbench.layers.shared_program import PEOPLE_AT_ONCE
from bot.workbench.layers.shared_web_page import SharedWebPage
from bot.workbench.layers.web_assembly import assemble_page
from bot.workbench.layers.web_layer import WebLayer, open_page
from dialogs import phrases
from dialogs.conversation.screening import Tapped
from dialogs.testing.scripts.format.script import parse_script
from dialogs.testing.scripts.playing.layer import Layer
from dialogs.testing.scripts.playing.player import FIXED_NOW, Player
from dialogs.testing.scripts.playing.transcript import write_transcript

TESTS = Path(__file__).parents[1]
SCRIPTS = sorted((TESTS / "scripts").glob("*.convo.txt"))
ABUSE = sorted((TESTS / "abuse").glob("*.abuse.txt"))
ON_A_PAGE = ("start-during-a-screening-resumes", "help", "privacy")
SOME = [file for at, file in enumerate(SCRIPTS) if at % 30 == 0 or file.name.startswith(ON_A_PAGE)]
"""Every thirtieth script, and those where a page differs most from the core; all are played by `make torture`."""

ROUGH = [file for at, file in enumerate(ABUSE) if at % 12 == 0 or file.name.startswith("double-tap-on-stop-here")]
"""Every twelfth abuse script, and the one that leaves a list of answers above what is asked."""

TWICE = parse_script("T.\n#me\n/start\n#bot\n#me\n!repeat\n120\n#bot\n", "twice.abuse.txt")


@pytest.fixture(scope="module")
def page() -> Iterator[SharedWebPage]:
    """A page with a store."""
    with ExitStack() as stack:
        yield make_web_page("interfant-21", stack, FIXED_NOW, assemble_page)


def said(layer: Layer, file: Path) -> str:
    """Returns all that is said when a script is played."""
    return write_transcript(Player(layer).play(parse_script(file.read_text(encoding="utf-8"), file.name)))


@pytest.mark.slow
def test_a_page_reads_word_for_word_as_the_core(page: SharedWebPage) -> None:
    """Protects "the same transcript as the core": the texts and the buttons of a script, restarts and old pages too.

    A second /start is for the session service, which says in its own words that one goes on where one was.
    """
    core, files = in_memory(), [*SOME, *ROUGH]
    with ThreadPoolExecutor(PEOPLE_AT_ONCE) as pool:
        seen = list(pool.map(lambda file: said(open_page(page), file), files))
    for file, read in zip(files, seen, strict=True):
        expected = said(core, file)
        if file.name.startswith("start-during"):
            expected = expected.replace(f"{phrases.RESUMED}\n", "")
        assert read == expected, f"{file.name} reads otherwise on a page"


def test_a_form_is_sent_twice_where_somebody_taps_twice(page: SharedWebPage) -> None:
    """Protects the double tap from emptiness: the same form comes again, brings nothing, and another tab then tells."""
    assert page.isolated is not None
    with page.isolated.isolate(TWICE, FIXED_NOW) as layer:
        assert isinstance(layer, IsolatedWebLayer)
        asked = layer.begin(FIXED_NOW)
        (button, *_) = asked.messages[-1].buttons
        tapped = Tapped(asked.messages[-1].number, button.key)
        first = layer.take_turn(asked.screening, tapped, FIXED_NOW)
        again = layer.take_turn(first.screening, tapped, FIXED_NOW)
        assert again.screening.answers == first.screening.answers
        assert "no longer open" in again.messages[-1].text


def test_a_form_that_is_taken_twice_is_told(page: SharedWebPage) -> None:
    """Protects that guard: where the same form did something twice, the script breaks off."""
    assert page.isolated is not None
    with page.isolated.isolate(TWICE, FIXED_NOW) as layer:
        assert isinstance(layer, IsolatedWebLayer)
        asked = layer.begin(FIXED_NOW)
        (tab, *_) = layer.shown[-1]
        tab.send_again = lambda: tab.type_text("help")  # type: ignore[method-assign]
        layer.drop_network()
        tapped = Tapped(asked.messages[-1].number, asked.messages[-1].buttons[0].key)
        with pytest.raises(PageFault, match="a form that was sent twice was taken twice"):
            layer.take_turn(asked.screening, tapped, FIXED_NOW)


def test_who_has_no_older_page_open_taps_none(page: SharedWebPage) -> None:
    """Protects the layer from marks of its own making: what no tab shows any more cannot be tapped."""
    layer = WebLayer(page)
    asked = layer.begin(FIXED_NOW)
    tapped = Tapped(asked.messages[-1].number, asked.messages[-1].buttons[0].key)
    layer.take_turn(asked.screening, tapped, FIXED_NOW)
    with pytest.raises(PageFault, match="no tab shows that page any more"):
        layer.take_turn(asked.screening, tapped, FIXED_NOW)


def test_a_restart_keeps_who_is_signed_in(page: SharedWebPage) -> None:
    """Protects a person from a restart of the server: their browser goes on with the cookie that it has."""
    assert page.isolated is not None
    with page.isolated.isolate(TWICE, FIXED_NOW) as layer:
        assert isinstance(layer, IsolatedWebLayer)
        layer.begin(FIXED_NOW)
        before = layer.browser.open_tab().read().said
        layer.restart(FIXED_NOW)
        assert layer.browser.open_tab().read().said == before
