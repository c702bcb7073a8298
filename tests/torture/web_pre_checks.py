"""Kills the server of the page while people are in open pre-checks: nothing of what they typed is on its disk.

Whoever was in one goes on with the page before them, at the next server. Run it as a script.
"""

import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from threading import Event, Thread

from attacks import Broken, Options, main
from intruder import rows
from singing import WORDS, sung_in_files
from stores import store_at
from telegram_bots import Cradle, listens, tail
from web_servers import PageDeployment

from bot.channels.web.pages.chat_page import PRE_CHECK_PATH
from bot.workbench.layers.page_browser import PlainBrowser, PlainTab
from bot.workbench.layers.page_parts import PageFault
from storage.database.schema import events, metadata, screenings, tally

NOTE = "10-wk girl, pro-B ALL, t(9;11)(p22;q23), CD19+ 99 %, no chemo, sees {word} daily, ?consent"
SAID = ("systemic", "937.25 mg/m2/day", "5 days", "pending 2026-11-19", "given", "what about {word}", "report")
PEOPLE = 5
DEATHS = 120
LIFE_SECONDS = 2.0
REFUSED = ("403", "400", "500")


@dataclass(frozen=True)
class OpenDeployment(PageDeployment):
    """A server with an open pre-check, whose temporary files are in its folder too."""

    def settings(self) -> dict[str, str]:
        """See `Deployment`."""
        temporary = self.folder / "temporary"
        temporary.mkdir(exist_ok=True)
        return super().settings() | {"TRIALSCREEN_WEB_PRE_CHECK": "on", "TMPDIR": str(temporary)}


@dataclass
class Referrer:
    """Somebody who does one pre-check after the other, each with a word of its own, whatever happens to the server."""

    origin: str
    name: str
    over: Event
    words: list[str] = field(default_factory=list)
    begun: int = 0
    forms: int = 0
    went_on: int = 0
    fault: str = ""

    def begins(self) -> Thread:
        """Begins, beside all others."""
        thread = Thread(target=self._goes_on, daemon=True)
        thread.start()
        return thread

    def _goes_on(self) -> None:
        while not self.over.is_set() and not self.fault:
            self.words.append(f"quetzal{self.name}{len(self.words)}")
            try:
                self._does_one(self.words[-1])
            except PageFault as fault:
                self._looks_at(fault)
                time.sleep(0.05)

    def _does_one(self, word: str) -> None:
        tab = PlainTab(PlainBrowser(self.origin), PRE_CHECK_PATH)
        self.begun += 1
        for text in (NOTE, "take all", *SAID):
            self._types(tab, text.format(word=word))
            self.forms += 1

    def _types(self, tab: PlainTab, text: str) -> None:
        """Types a text; where no answer comes, the same form is sent again until one does."""
        try:
            tab.type_text(text)
        except PageFault as fault:
            self._looks_at(fault)
        else:
            return
        while not self.over.is_set() and not self.fault:
            time.sleep(0.05)
            try:
                tab.send_again()
            except PageFault as fault:
                self._looks_at(fault)
            else:
                self.went_on += 1
                return

    def _looks_at(self, fault: PageFault) -> None:
        """Notes a page that was refused: none should be, whoever was killed."""
        if str(fault).endswith(REFUSED):
            self.fault = self.fault or str(fault)


def die_in_mid_form(options: Options) -> str:
    """Kills servers at random moments, and searches their folder after each death."""
    random, over = options.random("pre-checks"), Event()
    deployment = OpenDeployment(options.folder, "", level="DEBUG")
    with store_at(deployment.where, now=datetime.now(UTC)) as store:
        empty = {each: len(rows(store, each)) for each in metadata.tables.values()}
    people = [Referrer(deployment.origin, chr(ord("a") + number), over) for number in range(PEOPLE)]
    threads = [each.begins() for each in people]
    deaths = options.count(DEATHS, 6)
    with Cradle("web") as cradle:
        for death in range(deaths):
            child = cradle.born(deployment)
            if death % 2:
                listens(deployment)
            time.sleep(random.uniform(0, LIFE_SECONDS))
            if (ended := cradle.killed(child)) is not None:
                raise Broken(f"server {death + 1} ended by itself with {ended}: {tail(deployment)}")
            _search(deployment, people)
        child = cradle.born(deployment)
        listens(deployment)
        time.sleep(LIFE_SECONDS)
        over.set()
        for each in threads:
            each.join()
        cradle.killed(child)
    _search(deployment, people)
    with store_at(deployment.where, now=datetime.now(UTC)) as store:
        left = {each: len(rows(store, each)) for each in (screenings, tally, events)}
    if any(left[each] != empty[each] for each in left):
        raise Broken(f"rows were kept: {left}")
    begun, forms, went_on = (sum(getattr(each, name) for each in people) for name in ("begun", "forms", "went_on"))
    if forms < deaths:
        raise Broken(f"in {deaths} deaths only {forms} forms were answered: {tail(deployment)}")
    return (
        f"{deaths} deaths, {begun} pre-checks, {forms} forms answered, {went_on} sent again at the next server; 0 found"
    )


def _search(deployment: OpenDeployment, people: list[Referrer]) -> None:
    """Looks for all words and answers in each file of the folder: database, journal, anchor, log, temporary files."""
    faults = [each.fault for each in people if each.fault]
    if faults:
        raise Broken(f"{faults[0]}: {tail(deployment)}")
    birds = {word: word.encode() for word in (*WORDS, *(word for each in people for word in each.words))}
    if found := sung_in_files(deployment.folder, birds):
        raise Broken(f"what was typed is on the disk: {'; '.join(found[:5])}")
    if kept := list((deployment.folder / "temporary").rglob("*")):
        raise Broken(f"a temporary file was left: {kept[0].name}")


if __name__ == "__main__":
    main({"kills in open pre-checks": die_in_mid_form})
