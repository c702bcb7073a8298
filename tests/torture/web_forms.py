"""Forms that must have no effect, at the real server of the page: forged, of other sites, stale, replayed, doubled.

Others are of a screening that was handed over or forgotten, or of somebody whose access was revoked. Codes are guessed.

Run it as a script.
"""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from http.client import HTTPConnection
from random import Random
from urllib.parse import urlencode

from attacks import Broken, Options, main
from intruder import rows, sentences
from stores import Person, store_at
from telegram_bots import Cradle, listens, tail
from telegram_people import invitations
from web_servers import PageDeployment

from bot.channels.handling import phrases as handling_phrases
from bot.workbench.layers.page_browser import PlainBrowser, PlainTab
from dialogs import phrases
from storage.database.schema import entries
from storage.features.members import Members
from storage.model.codes import make_code
from storage.model.people import AccountName
from storage.unit_of_work.unit_of_work import UnitOfWork

ANSWERS = ("120", "b_precursor_all")
AT_ONCE = 8
PAGES = 10
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
OPEN, HANDED_OVER, FORGOTTEN, REVOKED = "open", "handed over", "forgotten", "revoked"

Answer = tuple[int, tuple[tuple[str, str], ...], bytes]
"""A status, all headers but the date, and the bytes of a page."""


@dataclass
class Victim:
    """Somebody with a screening, the bodies of forms that are of no use any more, and what became of the screening."""

    browser: PlainBrowser
    tab: PlainTab
    account: AccountName
    stale: list[dict[str, str]] = field(default_factory=list)
    late: list[dict[str, str]] = field(default_factory=list)
    became: str = OPEN

    @property
    def good(self) -> dict[str, str]:
        """A form of the page that the person sees."""
        return make_form(self.tab)

    @property
    def cookie(self) -> str:
        """The cookies of the browser."""
        return "; ".join(f"{name}={value}" for name, value in self.browser.cookies.items())


def make_form(tab: PlainTab, place: int = 0) -> dict[str, str]:
    """Returns the fields of a form of a page that chooses, or types."""
    page = tab.read()
    buttons = [each for each in page.choices if each.label != "Back"]
    if buttons and place < len(buttons):
        return {"mark": buttons[place].form.mark, "choice": buttons[place].choice}
    assert page.text_field is not None
    return {"mark": page.text_field.form.mark, "text": "300"}


def post(port: int, fields: dict[str, str], cookie: str, origin: str = "") -> Answer:
    """Sends a form as a browser does; `origin` is that of another site."""
    host = f"localhost:{port}"
    headers = {"Host": host, "Origin": origin or f"http://{host}", "Content-Type": "application/x-www-form-urlencoded"}
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request("POST", "/", urlencode(fields), headers | ({"Cookie": cookie} if cookie else {}))
        answer = connection.getresponse()
        content = answer.read()
    finally:
        connection.close()
    return answer.status, tuple(each for each in answer.getheaders() if each[0] != "Date"), content


def have_no_effect(options: Options) -> str:
    """Sends a thousand forms that must have no effect; then as many guessed codes."""
    random = options.random("web forms")
    with _served(options) as (deployment, victims):
        doubled = _double(deployment, victims)
        _lose(deployment, victims)
        with store_at(deployment.where, now=datetime.now(UTC)) as store:
            before = rows(store, entries)
        sent, told = _attack(deployment, victims, random, options.count(1_000, 60))
        _check_told(victims)
        guessed = _guess(victims[0], options.count(1_000, 20))
        with store_at(deployment.where, now=datetime.now(UTC)) as store:
            if rows(store, entries) != before:
                raise Broken("something was recorded")
            if found := sentences(store):
                raise Broken("; ".join(found[:3]))
    kinds = ", ".join(f"{count} {kind}" for kind, count in sent.items())
    return (
        f"{kinds}; {told} different pages of refusal; {doubled} forms {AT_ONCE} times at once; {guessed} codes guessed"
    )


@contextmanager
def _served(options: Options) -> Iterator[tuple[PageDeployment, list[Victim]]]:
    """Serves the page, to people with two answers each."""
    deployment = PageDeployment(options.folder, "")
    with store_at(deployment.where, now=datetime.now(UTC)) as store:
        tokens = invitations(store, options.count(12, 5))
    with Cradle("web") as cradle:
        child = cradle.born(deployment)
        listens(deployment)
        victims = []
        for token in tokens:
            browser = PlainBrowser(deployment.origin)
            known = _list_accounts(deployment)
            tab = browser.enter(token)
            (account,) = _list_accounts(deployment) - known
            victims.append(Victim(browser, tab, account))
            for answer in ANSWERS:
                victims[-1].stale.append(make_form(victims[-1].tab, 1))
                victims[-1].tab.type_text(answer)
        yield deployment, victims
        if (ended := cradle.killed(child)) is not None:
            raise Broken(f"the server ended by itself with {ended}: {tail(deployment)}")


def _double(deployment: PageDeployment, victims: list[Victim]) -> int:
    """Sends a good form of everybody many times at the same moment: one answer is recorded for each."""
    for each in victims:
        with store_at(deployment.where, now=datetime.now(UTC)) as store:
            before = len(rows(store, entries))
        with ThreadPoolExecutor(AT_ONCE) as pool:
            answers = list(pool.map(partial(post, deployment.port, cookie=each.cookie), [each.good] * AT_ONCE))
        with store_at(deployment.where, now=datetime.now(UTC)) as store:
            made = len(rows(store, entries)) - before
        if {answer[0] for answer in answers} != {303} or made != 1:
            raise Broken(f"a form that came {AT_ONCE} times made {made} entries: {[answer[0] for answer in answers]}")
        each.stale.append(each.good)
        each.tab = each.browser.open_tab()
    return len(victims)


def _lose(deployment: PageDeployment, victims: list[Victim]) -> None:
    """Has screenings handed over and forgotten, and the access of their owner revoked, behind open pages."""
    for place, each in enumerate(victims[1:]):
        each.became = (HANDED_OVER, FORGOTTEN, REVOKED, OPEN)[place % 4]
        for _ in range(PAGES):
            tab = each.browser.open_tab()
            each.late += [make_form(tab), {"mark": make_form(tab)["mark"], "text": "300"}]
        if each.became == HANDED_OVER:
            other = each.browser.open_tab()
            other.type_text("handover")
            victims[0].tab.type_text(f"take {other.read().said.partition('say: take ')[2].split('.')[0]}")
        elif each.became != OPEN:
            _do(deployment, each)


def _do(deployment: PageDeployment, victim: Victim) -> None:
    """Forgets a screening from elsewhere, or revokes somebody's access."""
    with store_at(deployment.where, now=datetime.now(UTC)) as store:
        with store.reading() as repository:
            (stored,) = repository.list_owned(victim.account)

        def forget_or_revoke(uow: UnitOfWork) -> object:
            if victim.became == REVOKED:
                return Members(uow).revoke(Members(uow).make_reference(victim.account))
            found = uow.find_by_id(stored.id)
            assert found is not None
            uow.forget(found)
            return None

        store.take(Person(store, "carla", now=datetime.now(UTC)).inbound(), forget_or_revoke)


def _list_accounts(deployment: PageDeployment) -> set[AccountName]:
    with store_at(deployment.where, now=datetime.now(UTC)) as store:
        carla = Person(store, "carla", now=datetime.now(UTC))
        members = store.take(carla.inbound(), lambda uow: Members(uow).list_all()).value
        return {each.name for each in members if each.name.startswith("web:")}


def _attack(
    deployment: PageDeployment, victims: list[Victim], random: Random, count: int
) -> tuple[dict[str, int], int]:
    """Sends forms, and returns how many of which kind, and how many different pages refused them."""
    sent: dict[str, int] = {}
    refused: dict[str, set[Answer]] = {"403": set(), "401": set()}
    for number in range(count):
        victim, kind = victims[number % len(victims)], KINDS[number // len(victims) % len(KINDS)]
        fields, cookie, origin = _make(kind, victim, random.choice(victims), random)
        answer = post(deployment.port, fields, cookie, origin)
        is_out = victim.became == REVOKED or kind == "of a stranger"
        wanted = 403 if kind == "of another site" else 401 if is_out else 303 if kind in TAKEN else 403
        if answer[0] != wanted:
            raise Broken(f"a form, {kind}, of a screening that is {victim.became}, is answered by {answer[0]}")
        if wanted != 303:
            refused[str(wanted)].add(answer)
        sent[kind] = sent.get(kind, 0) + 1
    if any(len(each) > 1 for each in refused.values()):
        raise Broken("whoever is refused learns why: the pages differ")
    return sent, sum(map(len, refused.values()))


def _make(kind: str, victim: Victim, other: Victim, random: Random) -> tuple[dict[str, str], str, str]:
    """Returns the fields of a form of a kind, the cookies, and the site from which it comes."""
    good, stale = victim.good, random.choice(victim.stale)
    if kind == "forged":
        place = random.randrange(len(good["mark"]) - 4)
        changed = random.choice(LETTERS.replace(good["mark"][place], ""))
        return good | {"mark": good["mark"][:place] + changed + good["mark"][place + 1 :]}, victim.cookie, ""
    if kind == "of somebody else":
        return (other.good if other is not victim else good | {"mark": ""}), victim.cookie, ""
    if kind == "of another site":
        return good, victim.cookie, random.choice(("https://evil.example", "null", "http://localhost"))
    if kind == "of a stranger":
        return good, f"trialscreen={''.join(random.choices(LETTERS, k=43))}", ""
    if kind == "replayed with another answer":
        return {"mark": stale["mark"], "text": random.choice(("unknown", "no", "12"))}, victim.cookie, ""
    return (stale if victim.became == OPEN else random.choice(victim.late)), victim.cookie, ""


def _check_told(victims: list[Victim]) -> None:
    """Makes sure that whoever lost a screening is told so, and sees nothing of it."""
    for each in victims:
        if each.became == HANDED_OVER:
            said = each.browser.open_tab().read().said
            refusals = (handling_phrases.NOT_A_BUTTON, phrases.UNSEEN)  # of a tap, and of words
            if not any(each in said for each in refusals) or "Diagnosis" in said:
                raise Broken("whose screening was handed over is not told that a form of it did nothing")


def _guess(victim: Victim, count: int) -> int:
    """Types codes of handovers and links that nobody made."""
    for number in range(count):
        code = make_code(8)
        victim.tab.type_text(f"{('take', 'link')[number % 2]} {code[:3]}-{code[3:6]}-{code[6:]}")
    return count


TAKEN = ("stale", "replayed with another answer")
KINDS = ("forged", "of somebody else", "of another site", "of a stranger", *TAKEN)

if __name__ == "__main__":
    main({"forms that must have no effect": have_no_effect})
