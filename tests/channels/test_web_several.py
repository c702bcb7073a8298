"""Several options on the web page: ticked in one form, which works without scripts and is sent at once."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from browsing import ANNA, Site, Tab, site_at
from html_reader import HtmlReader
from several_trial import TEXT
from web_pages import serving_page
from web_states import FRAME

from bot.channels.channel_event import hash_key
from bot.channels.handling.picked_form import SENDS_PICKED
from bot.channels.web.pages.drawing import draw_chat_page
from bot.channels.web.posts.web_post import WebPost
from bot.workbench.layers.page_reader import read_page
from dialogs import phrases
from dialogs.conversation.selecting import make_mark_key
from dialogs.rules.answers import Selected
from storage.opening.location import StoreLocation

pytestmark = pytest.mark.asyncio

LABELS = ("BRCA1", "BRCA2", "ATM", "PALB2", "PIK3CA hotspot")


@contextmanager
def site(where: StoreLocation, folder: Path) -> Iterator[Site]:
    """Opens a site with the trial of several options, from its file."""
    file = folder / "several.yaml"
    file.write_text(TEXT, encoding="utf-8")
    with site_at(where, folder, trial=str(file)) as opened:
        yield opened


async def test_all_options_stand_in_one_form_that_sends_them_at_once(where: StoreLocation, tmp_path: Path) -> None:
    """Protects whoever has no scripts: each option is a field with a name, and one button sends what is ticked."""
    with site(where, tmp_path) as opened:
        tab = await opened.let_in()
        root = HtmlReader(draw_chat_page(tab.page, FRAME)).root
        (form,) = [each for each in root.find_all("form") if each.attributes.get("class") == "picks"]
        ticks = [each for each in form.find_all("input") if each.attributes.get("type") == "checkbox"]
        assert [each.attributes["value"] for each in ticks] == [
            hash_key(make_mark_key("so", code)).hex() for code in ("brca1", "brca2", "atm", "palb2", "pik3ca")
        ]
        assert [each.name for each in form.find_all("label")] == list(LABELS)
        assert [each.attributes["value"] for each in form.find_all("button")] == [SENDS_PICKED.hex()]
        assert phrases.NAME_ALL_TESTED.format(example="PIK3CA hotspot not tested") in root.text


async def test_what_is_ticked_is_the_whole_answer(where: StoreLocation, tmp_path: Path) -> None:
    """Protects the answer: all that was ticked, in the order of the definition, and nothing else."""
    with site(where, tmp_path) as opened:
        tab = await (await opened.let_in()).send_ticked("PALB2", "BRCA1")
        assert opened.list_answers() == {"genes": Selected(("brca1", "palb2"))}
        await tab.tap("No infection")
        assert opened.list_answers()["infections"] == Selected()


async def test_nothing_ticked_is_no_answer(where: StoreLocation, tmp_path: Path) -> None:
    """Protects "none" from being recorded by a slip: it has a button of its own."""
    with site(where, tmp_path) as opened:
        tab = await (await opened.let_in()).send_ticked()
        assert opened.list_owned() == []
        assert "Name all of these that are so: BRCA1, BRCA2" in tab.text
        assert "Or say 'None of these'." in tab.text


async def test_a_form_that_comes_late_or_twice_does_no_harm(where: StoreLocation, tmp_path: Path) -> None:
    """Protects recorded answers from a form of an earlier page, and the next question from one that comes twice."""
    with site(where, tmp_path) as opened:
        tab = await opened.let_in()
        late = Tab(tab.desk, ANNA, tab.page, tab.mark)
        form = WebPost(ANNA, tab.mark, choice=SENDS_PICKED.hex() + tab.find_choice("ATM"))
        for _ in range(2):
            await tab.desk.post(form)
        assert opened.list_answers() == {"genes": Selected(("atm",))}
        await late.send_ticked("BRCA2")
        assert opened.list_answers() == {"genes": Selected(("atm",))}
        assert "no longer open" in late.text


@pytest.mark.parametrize(
    "choice",
    [
        SENDS_PICKED.hex() + hash_key("mark:so:hiv").hex(),
        SENDS_PICKED.hex() + hash_key("unknown").hex(),
        SENDS_PICKED.hex() + SENDS_PICKED.hex(),
        hash_key("mark:so:atm").hex() * 2,
        hash_key("these:atm;").hex(),
    ],
)
async def test_forged_options_record_nothing(where: StoreLocation, tmp_path: Path, choice: str) -> None:
    """Protects against forms that nobody was shown: options of another question, and keys that are no option."""
    with site(where, tmp_path) as opened:
        tab = await opened.let_in()
        await tab.choose(choice)
        assert opened.list_owned() == []


async def test_a_selection_from_elsewhere_is_changed_option_by_option(where: StoreLocation, tmp_path: Path) -> None:
    """Protects what was chosen in a chat: the page shows it, and its buttons change it."""
    with site(where, tmp_path) as opened:
        tab = await (await opened.let_in()).tap("BRCA1")
        read = read_page(draw_chat_page(tab.page, FRAME))
        assert [each.label for each in read.choices][:6] == ["✓ BRCA1", *LABELS[1:], "Done"]
        tab = await tab.tap("PALB2")
        assert phrases.SELECTED_SO_FAR.format(answer="BRCA1, PALB2", done="Done") in tab.text
        assert not tab.page.is_misread
        tab = await tab.tap("Done")
        assert opened.list_answers() == {"genes": Selected(("brca1", "palb2"))}


async def test_a_typed_list_is_taken_and_one_name_adds(where: StoreLocation, tmp_path: Path) -> None:
    """Protects the field of the page: what is typed there is no mistake to be told."""
    with site(where, tmp_path) as opened:
        tab = await (await opened.let_in()).say("BRCA1")
        assert not tab.page.is_misread
        tab = await tab.say("BRCA1 and ATM; PALB2 not tested")
        assert opened.list_answers() == {"genes": Selected(("brca1", "atm"), ("palb2",))}


async def test_the_reader_of_pages_sees_options_as_choices(where: StoreLocation, tmp_path: Path) -> None:
    """Protects scripts: an option that can be ticked is a button to them, as in every other channel."""
    with site(where, tmp_path) as opened:
        tab = await opened.let_in()
        read = read_page(draw_chat_page(tab.page, FRAME))
        assert [each.label for each in read.choices][:6] == [*LABELS, "None of these"]


async def test_a_form_with_ticked_options_comes_through_the_server(tmp_path: Path) -> None:
    """Protects the fields: only what is ticked may be there more than once, and each is a sign of ours."""
    async with serving_page(tmp_path) as page:
        browser = await page.signed_in()
        mark = (await browser.get("/")).fields["mark"]
        one, other = (hash_key(make_mark_key("so", code)).hex() for code in ("brca1", "atm"))
        sends = SENDS_PICKED.hex()

        async def post(*more: str) -> int:
            return (await browser.post("/", "&".join((f"mark={mark}", *more)))).status

        assert await post(f"picked={one}", f"picked={other}", f"choice={sends}") == 303
        assert page.desk.posts[-1].choice == sends + one + other
        assert await post(f"choice={sends}") == 303
        assert await post(f"picked={one}", "picked=x", f"choice={sends}") == 400
        assert await post(f"choice={sends}", f"choice={sends}") == 400
        assert await post(f"picked={one}", f"choice={sends}", "text=BRCA1") == 400
        assert await post(*[f"picked={one}"] * 300, f"choice={sends}") == 400
