"""Nothing of an open pre-check is kept on the server: no file, no log and no metric holds what was typed in one."""

import logging
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import pytest_asyncio
from pre_checks import ServedPreCheck, serving_pre_check
from singing import WORDS, listening, sung, sung_in_files

from bot.channels.rate import EventRate
from bot.channels.web.pre_check.pre_check_limits import PreCheckLimits

pytestmark = pytest.mark.asyncio

NOTE = "10-wk girl, pro-B ALL, t(9;11)(p22;q23), CD19+ 99 %, no chemo, sees {word} daily, ?consent"
SAID = ("systemic", "937.25 mg/m2/day", "5 days", "pending 2026-11-19", "given", "what about {word}", "status", "list")
"""What follows on the note, with rare answers and words."""

ENDLESS = PreCheckLimits(*[EventRate(burst=10**6, every_seconds=1)] * 3)

FILED = 25
"""One run of so many has a report made: typesetting takes longest."""


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder for temporary files of this process, and of those that it begins."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    for each in ("TMPDIR", "TMP", "TEMP"):
        monkeypatch.setenv(each, str(folder))
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def lift(pre_check: object) -> None:
    """Lets a test come as often as it likes."""
    pre_check.limits = ENDLESS  # type: ignore[attr-defined]


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """The folder of all that the store keeps."""
    (tmp_path / "kept").mkdir()
    return tmp_path / "kept"


@pytest_asyncio.fixture
async def site(kept: Path, temporary: Path) -> AsyncIterator[ServedPreCheck]:
    """The page of a trial centre with an open pre-check, whose files stand in a folder of their own."""
    del temporary  # it was set before anything is opened
    async with serving_pre_check(kept, change=lift) as served:
        yield served


async def run_once(site: ServedPreCheck, word: str, *, is_filed: bool) -> None:
    """Types a note and answers that hold a canary; some look at the report, and some at a page that is refused."""
    tab = await site.open()
    first = tab.mark
    await tab.type(NOTE.format(word=word))
    await tab.press(next(each.label for each in tab.page.buttons if each.label.startswith("Take all")))
    await tab.type(*(each.format(word=word) for each in SAID))
    assert tab.answer.status == 200
    mark = tab.mark
    await tab.send({"mark": first, "text": f"again {word}"})
    assert tab.answer.status == 403
    if is_filed:
        await tab.send({"mark": mark, "text": "report pdf"})
        assert tab.answer["Content-Type"] == "application/pdf"


def read_files(folder: Path) -> dict[str, bytes]:
    """Returns the files of a folder, with what they hold."""
    return {str(each): each.read_bytes() for each in sorted(folder.rglob("*")) if each.is_file()}


@contextmanager
def nothing_kept(site: ServedPreCheck, folder: Path, temporary: Path, words: list[str]) -> Iterator[None]:
    """Finds none of the words after the block, and no file but those from before, byte for byte."""
    before = read_files(folder)
    with listening() as heard:
        yield
    birds = {word: word.encode() for word in (*words, *WORDS)}
    assert read_files(folder) == before
    assert sung_in_files(folder, birds) == []
    assert list(temporary.rglob("*")) == []
    assert sung("\n".join(heard).encode(), birds) == []
    assert sung(site.served.metrics.render_page()[0], birds) == []


@pytest.mark.parametrize("count", [30, pytest.param(1_000, marks=pytest.mark.long)])
async def test_nothing_of_what_is_typed_is_found_afterwards(
    count: int, site: ServedPreCheck, kept: Path, temporary: Path
) -> None:
    """Protects "nothing is kept": store, journal, anchor, logs, metrics and temporary files are as before."""
    words = [f"quetzal{number:04}" for number in range(count)]
    await run_once(site, "warmingup", is_filed=True)
    with nothing_kept(site, kept, temporary, words):
        for number, word in enumerate(words):
            await run_once(site, word, is_filed=number % FILED == 0)


async def test_the_search_finds_what_is_kept(site: ServedPreCheck, kept: Path, temporary: Path) -> None:
    """Protects the test above: a file more, one in the temporary folder, and a word in a log are each found."""
    leaks: tuple[Callable[[], object], ...] = (
        lambda: (kept / "leak").write_text("quetzal"),
        lambda: (temporary / "leak").write_text("quetzal"),
        lambda: logging.getLogger("storage").debug("quetzal"),
    )
    for leak in leaks:
        with pytest.raises(AssertionError), nothing_kept(site, kept, temporary, ["quetzal"]):
            leak()
        for folder in (kept, temporary):
            (folder / "leak").unlink(missing_ok=True)
