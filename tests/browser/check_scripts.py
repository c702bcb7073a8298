"""Every script and every abuse script in Chromium, with scripts off: it reads as the core does, word for word."""

from pathlib import Path

import pytest
from chromium import ChromiumPerson
from scripts import in_memory

from bot.workbench.layers.shared_web_page import SharedWebPage
from bot.workbench.layers.web_layer import open_page
from dialogs import phrases
from dialogs.testing.scripts.format.script import parse_script
from dialogs.testing.scripts.playing.player import Player
from dialogs.testing.scripts.playing.transcript import write_transcript

TESTS = Path(__file__).parents[1]
FILES = [*sorted((TESTS / "scripts").glob("*.convo.txt")), *sorted((TESTS / "abuse").glob("*.abuse.txt"))]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_a_script_reads_as_through_the_core(file: Path, played_page: SharedWebPage) -> None:
    """Protects "the same transcript as the core", and that no page asks another host for anything.

    A second /start is for the session service, which says in its own words that one goes on where one was.
    """
    script, layer = parse_script(file.read_text(encoding="utf-8"), file.name), open_page(played_page)
    assert isinstance(layer.browser, ChromiumPerson)
    try:
        said = write_transcript(Player(layer).play(script))
        assert layer.browser.list_foreign_requests() == []
    finally:
        layer.close()
    expected = write_transcript(Player(in_memory()).play(script))
    if file.name.startswith("start-during"):
        expected = expected.replace(f"{phrases.RESUMED}\n", "")
    assert said == expected
