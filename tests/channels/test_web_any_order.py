"""Pages and forms in any order: each form has one effect at most, and what is recorded is what was confirmed."""

import asyncio
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import pytest
from browsing import ANNA, DIALOGUES, Site, Tab, site_at
from stores import NOW

from bot import phrases as session_phrases
from bot.channels.channel_event import SCREENING_BYTES, hash_key
from bot.channels.web.posts.page_mark import PageMark
from bot.channels.web.posts.web_post import WebPost
from dialogs.conversation.dialogue import Dialogue
from dialogs.conversation.screening import Event, Said, Screening, Tapped
from storage.opening.location import StoreLocation

STEPS = 60
TEXTS = ("120", "none", "no", "cns1", "nonsense", "yes", "back", "b_precursor_all", "list", "/invite clinician")
SESSION = ("list", "/invite clinician")


@dataclass
class Model:
    """What a screening must be at: each form counts once, and only for the question of its page."""

    screening: Screening
    dialogue: Dialogue
    id: bytes
    spent: set[tuple[PageMark, str | None, str | None]] = field(default_factory=set)

    def take(self, post: WebPost, event: Event | None) -> None:
        """Takes what a form brought: it counts once, and for the question of its page."""
        mark, brought = post.mark, (post.mark, post.choice, post.text)
        if brought in self.spent:
            return
        self.spent.add(brought)
        if event is None or (mark.screening, mark.number) != (self.id, self.screening.number):
            return
        self.screening = self.dialogue.take_turn(self.screening, event, NOW).screening


def draw_form(random: Random, dialogue: Dialogue, tab: Tab) -> tuple[WebPost, Event | None]:
    """Returns a form of a page that was once shown, and what it is for the dialogue."""
    own = [each for each in tab.buttons if not each.key.startswith("desk.")]
    stay = [each for each in tab.buttons if each.label == session_phrases.STAY_LABEL]
    if tab.buttons and random.random() < 0.5:
        button = random.choice(own or stay)
        choice = hash_key(button.key).hex()
        return WebPost(ANNA, tab.mark, choice=choice), Tapped(tab.mark.number, button.key) if own else None
    text = random.choice(TEXTS)
    said = Said(text, NOW, last_seen=tab.mark.number, sees_numbers=False)
    return WebPost(ANNA, tab.mark, text=text), None if text in SESSION else said


def check(site: Site, model: Model, tab: Tab) -> None:
    """Holds what is kept, and what is shown, against what was confirmed."""
    kept = site.list_owned()
    assert len(kept) <= 1
    assert (dict(kept[0].screening.answers) if kept else {}) == dict(model.screening.answers)
    assert tab.page.number in {0, model.screening.number}
    assert tab.buttons
    assert tab.mark.screening == (model.id if tab.page.number else bytes(SCREENING_BYTES))


@pytest.mark.asyncio
@pytest.mark.thinned(5)
@pytest.mark.parametrize("seed", range(8))
async def test_any_order_of_pages_and_forms(where: StoreLocation, tmp_path: Path, seed: int) -> None:
    """Protects one effect each: forms of any earlier page, twice, several at once, across restarts of the server."""
    random = Random(seed)
    dialogue, _ = DIALOGUES.load("interfant-21")
    shown: list[Tab] = []
    model = None
    for part in range(2):
        with site_at(where, tmp_path) as site:
            tab = await site.let_in() if not part else await site.tab().go()
            model = model or Model(dialogue.begin(NOW).screening, dialogue, tab.mark.screening)
            for _ in range(STEPS // 2):
                shown.append(Tab(tab.desk, ANNA, tab.page, tab.mark))
                recent = random.choice([shown[-1:], shown[-4:], shown])
                forms = [draw_form(random, dialogue, random.choice(recent)) for _ in range(random.choice((1, 1, 2, 3)))]
                for post, event in forms:
                    model.take(post, event)
                await asyncio.gather(*(site.service.desk.post(post) for post, _ in forms))
                if random.random() < 0.8:
                    await tab.go()
                    check(site, model, tab)
                    page = tab.page
                    assert (await tab.go()).page == page
    assert model is not None
    assert len(model.screening.shown) > 1, "something was answered"
