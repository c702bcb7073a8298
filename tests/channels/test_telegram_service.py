"""The whole service against a stand-in: commands, links, dates, blocked chats, outages, limits, pages, stopping."""

import asyncio
import os
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from outages import make_outage
from patience import calm_seconds
from serving import now, running, texts
from stores import Person

from bot import phrases as bot_phrases
from bot.channels.handling import phrases
from bot.channels.handling.rate_limits import RateLimits
from bot.channels.rate import EventRate
from bot.channels.service import outage
from bot.channels.service.heartbeat_file import Presence
from bot.channels.telegram.phrases import MENU, WELCOME
from bot.channels.telegram.service.service import UpdateSources
from bot.config.errors import UsageFault
from bot.observability.listening import ListenAddress
from bot.workbench.telegram_standin import Standin
from dialogs.rules.answers import Known
from storage.features.inaccuracies import Inaccuracies
from storage.features.members import Role


@pytest.fixture
def standin() -> Iterator[Standin]:
    """A stand-in for Telegram."""
    with Standin() as opened:
        yield opened


COMMANDS = [
    ("/back", "How old was the infant"),
    ("/why", "(inclusion):\n“"),
    ("/status", "Where you stand, with 1 answered"),
    ("/trial", "Scientific title"),
    ("/criteria", "≤365 days of age"),
    ("/pathway", "The treatment pathway"),
    ("/hospitals", "Ask your trial centre"),
    ("/support", "131120"),
    ("/report", "UNFINISHED"),
    ("/inaccurate", bot_phrases.INACCURACY_PART),
    ("/report here", bot_phrases.SAID_OTHERWISE),
    ("/pdf", "Report of"),
    ("/picture", "Picture of the decision of"),
    ("/privacy", "kept encrypted"),
    ("/help", bot_phrases.DESK_HELP),
    ("/edit", "Which answer"),
    ("/list", bot_phrases.LIST_TITLE),
    ("/resume", "Going on where you were"),
    ("/forget", "for good?"),
    ("/cancel", "Stopped without a result"),
    ("/new", "How old was the infant"),
]


@pytest.mark.asyncio
async def test_every_command_does_what_it_says(standin: Standin, tmp_path: Path) -> None:
    """Protects every command, from "/new /resume /list /status /why /back" to "/privacy /forget": none is misread."""
    anna = standin.person(7, "Anna")
    async with running(standin, tmp_path, draw=lambda *_: b"made") as bot:
        await bot.does(lambda: anna.starts(bot.invitation()))
        await bot.does(lambda: anna.sends("120 days"))
        for said, expected in COMMANDS:
            before = len(anna.sees())
            await bot.does(lambda said=said: anna.sends(said))  # type: ignore[misc]  # a default of a lambda
            answer = "\n".join(texts(anna)[before:])
            assert expected in answer, said
        assert bot.counted('turns_total{ending="misread"}') == 0


BESIDES = {"/handover", "/link", "/unlink"}
"""What leads to another account, of a colleague or of one's own."""


@pytest.mark.asyncio
async def test_the_menu_names_words_that_are_commands(standin: Standin, tmp_path: Path) -> None:
    """Protects "the command menu": Telegram is told each of the words above, or of another account, and no other."""
    anna = standin.person(7, "Anna")
    async with running(standin, tmp_path) as bot:
        await bot.does(lambda: anna.starts(bot.invitation()))
        await asyncio.to_thread(standin.wait_for, lambda: standin.bot.commands)
    (told,) = standin.bot.commands.values()
    assert {command["command"]: command["description"] for command in told} == MENU
    assert {f"/{word}" for word in MENU} == {said for said, _ in COMMANDS} - {"/report here"} | BESIDES


@pytest.mark.asyncio
async def test_an_inaccuracy_is_reported_by_taps(standin: Standin, tmp_path: Path) -> None:
    """Protects "on every channel": each menu has its own message, and a report bears the role of the invited person."""
    anna = standin.person(7, "Anna")
    async with running(standin, tmp_path) as bot:
        await bot.does(lambda: anna.starts(bot.invitation(Role.REFERRER)))
        await bot.does(lambda: anna.sends("/inaccurate"))
        for label in ("A criterion", "E4 Relapsed ALL", "It is hard to understand"):
            await bot.does(lambda label=label: anna.taps(label))  # type: ignore[misc]  # a default of a lambda
        assert "E4 Relapsed ALL. It is hard to understand. That is kept for the coordinator" in "\n".join(texts(anna))
        await bot.does(lambda: anna.taps("It is out of date", stale=True))
        (reported,) = bot.store.take(Person(bot.store).inbound(), lambda uow: Inaccuracies(uow).list_all()).value
    assert (reported.role, reported.inaccuracy.about, reported.inaccuracy.fault) == (
        "referrer",
        "criterion E4",
        "unclear",
    )


@pytest.mark.asyncio
async def test_a_deep_link_opens_a_trial_for_those_let_in(standin: Standin, tmp_path: Path) -> None:
    """Protects "deep links for invitations and for opening a trial"; to a stranger it says nothing."""
    anna, eve = standin.person(7, "Anna"), standin.person(9, "Eve")
    async with running(standin, tmp_path) as bot:
        await bot.does(lambda: anna.starts(bot.invitation()))
        await bot.does(lambda: anna.sends("120 days"))
        await bot.does(lambda: anna.starts("trial_interfant-21"))
        assert "How old was the infant" in texts(anna)[-1]
        await bot.does(lambda: anna.starts("trial_nothing-42"))
        assert "interfant-21" in texts(anna)[-2] + texts(anna)[-1]
        await bot.does(lambda: eve.starts("trial_interfant-21"))
    assert texts(eve) == ["/start trial_interfant-21"]


@pytest.mark.asyncio
async def test_a_message_with_a_date_is_deleted_and_its_answer_stays(standin: Standin, tmp_path: Path) -> None:
    """Protects "dates deleted where possible": the days are kept, the dates are in the chat no more."""
    anna = standin.person(7, "Anna")
    async with running(standin, tmp_path) as bot:
        await bot.does(lambda: anna.starts(bot.invitation()))
        await bot.does(lambda: anna.sends("born 2026-01-01, diagnosed 2026-05-01"))
        with bot.store.reading() as repository:
            (stored,) = repository.list_owned("telegram:7")
    assert stored.screening.answers["age_days"] == Known(120)
    seen = "\n".join(texts(anna))
    assert phrases.DATE_DELETED in seen
    assert "2026-05-01" not in seen


@pytest.mark.asyncio
async def test_a_question_that_was_left_shows_nothing_of_another_infant(standin: Standin, tmp_path: Path) -> None:
    """Protects "separate screenings": opening another one closes the open question, without an answer of the other."""
    anna = standin.person(7, "Anna")
    async with running(standin, tmp_path) as bot:
        await bot.does(lambda: anna.starts(bot.invitation()))
        for said in ("120 days", "T-ALL", "/new", "200 days"):
            await bot.does(lambda said=said: anna.sends(said))  # type: ignore[misc]
        with bot.store.reading() as repository:
            first = max(repository.list_owned("telegram:7"), key=lambda stored: len(stored.screening.answers))
        left = anna.last
        assert "diagnosis" in (left.text or "").casefold()
        await bot.does(lambda: anna.sends(f"open {first.code}"))
        assert not left.keyboard, "what does not stand open has no buttons"
        assert "→" not in (left.text or ""), "T-ALL is the other infant's"


@pytest.mark.asyncio
async def test_a_blocked_bot_writes_again_when_its_person_is_back(standin: Standin, tmp_path: Path) -> None:
    """Protects "a blocked chat stops alone", and my_chat_member: what waited goes when the chat is unblocked."""
    anna = standin.person(7, "Anna")
    async with running(standin, tmp_path) as bot:
        await bot.does(lambda: anna.starts(bot.invitation()))
        await bot.does(anna.blocks)
        await bot.service.handler.ask_open_question("telegram:7", make_outage())
        await asyncio.to_thread(standin.quiet, 10)
        assert phrases.AFTER_OUTAGE not in "\n".join(texts(anna))
        await bot.does(anna.unblocks)
        assert phrases.AFTER_OUTAGE in "\n".join(texts(anna))


@pytest.mark.asyncio
async def test_after_an_outage_the_open_question_is_asked_again(
    standin: Standin, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Protects "every user sees the open question again": once after a crash, never after a stop or in an old chat."""
    monkeypatch.setattr(outage, "SETTLING_SECONDS", 0.0)
    anna, file = standin.person(7, "Anna"), Presence(tmp_path / "serving")
    async with running(standin, tmp_path) as bot:
        await bot.does(lambda: anna.starts(bot.invitation()))
    assert file.read_cut_off() is None, "it left by itself"
    file.leave()
    await asyncio.sleep(1)  # what is sent within the second in which a process is there was sent since
    for minutes, times in ((-10, 1), (300, 1)):
        file.beat()
        os.utime(tmp_path / "serving", ((now() + timedelta(minutes=minutes)).timestamp(),) * 2)
        async with running(standin, tmp_path):
            await asyncio.sleep(0.3)
            await asyncio.to_thread(standin.quiet, 10)
        assert "\n".join(texts(anna)).count(phrases.AFTER_OUTAGE) == times


@pytest.mark.asyncio
async def test_a_chat_that_is_damaged_keeps_no_other_from_being_asked_again(
    standin: Standin, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Protects the chats after one whose chat state, or whose screening, cannot be read any more."""
    monkeypatch.setattr(outage, "SETTLING_SECONDS", 0.0)
    people, file = [standin.person(number) for number in (7, 8, 9)], Presence(tmp_path / "serving")
    chats: list[tuple[bytes]] = []
    begun: list[tuple[bytes]] = []
    with closing(sqlite3.connect(tmp_path / "screenings.db")) as connection:
        async with running(standin, tmp_path) as bot:
            for each in people:
                await bot.does(lambda each=each: each.starts(bot.invitation()))  # type: ignore[misc]
                await bot.does(lambda each=each: each.sends("120 days"))  # type: ignore[misc]
                chats += [row for row in connection.execute("SELECT chat FROM chats") if row not in chats]
                begun += [row for row in connection.execute("SELECT id FROM screenings") if row not in begun]
        connection.execute("UPDATE chats SET sealed = x'00' WHERE chat = ?", chats[0])
        connection.execute("UPDATE screenings SET sealed = x'00' WHERE id = ?", begun[1])
        connection.commit()
    await asyncio.sleep(1)  # the same
    file.beat()
    os.utime(tmp_path / "serving", ((now() - timedelta(minutes=10)).timestamp(),) * 2)
    async with running(standin, tmp_path):
        await asyncio.sleep(0.3)
        await asyncio.to_thread(standin.quiet, 10)
    assert ["\n".join(texts(each)).count(phrases.AFTER_OUTAGE) for each in people] == [0, 0, 1]


@pytest.mark.asyncio
async def test_too_much_at_once_is_told_once_and_changes_nothing(standin: Standin, tmp_path: Path) -> None:
    """Protects "rate limits": what is over them is not recorded, its person is told once, and others are served."""
    anna = standin.person(7, "Anna")
    async with running(standin, tmp_path, limits=RateLimits(EventRate(3, 1_000))) as bot:
        await bot.does(lambda: anna.starts(bot.invitation()))
        for said in ("120 days", "T-ALL", "new", "germline", "none"):
            await bot.does(lambda said=said: anna.sends(said))  # type: ignore[misc]
        with bot.store.reading() as repository:
            (stored,) = repository.list_owned("telegram:7")
        assert set(stored.screening.answers) == {"age_days", "diagnosis"}
        assert texts(anna).count(phrases.TOO_MUCH) == 1
        assert bot.counted('turns_total{ending="limited"}') == 3


@pytest.mark.asyncio
async def test_one_persons_flood_holds_up_nobody_else_and_its_number_is_told(standin: Standin, tmp_path: Path) -> None:
    """Protects the 100 updates that Telegram gives at once: a flood does not fill them, and nobody waits behind it.

    Each message of the flood is answered, or it is in the number that its person is told.
    """
    anna, ben = standin.person(7, "Anna"), standin.person(8, "Ben")
    limits = RateLimits(EventRate(10, 0.1), mute_seconds=0.5)
    async with running(standin, tmp_path, limits=limits) as bot:
        for person in (anna, ben):
            await bot.does(lambda person=person: person.starts(bot.invitation()))  # type: ignore[misc]
        with standin.world.lock:
            for _ in range(250):
                anna.sends("/why")
            ben.sends("120 days")
        await bot.does(lambda: None)
        with bot.store.reading() as repository:
            (stored,) = repository.list_owned("telegram:8")
        assert set(stored.screening.answers) == {"age_days"}
        await asyncio.sleep(1)
        await bot.does(lambda: None)
        taken, told = int(bot.counted('turns_total{ending="command"}')), texts(anna)
        assert told.count(phrases.TOO_MUCH) == 1
        assert sum(text.startswith(phrases.HEARD_AGAIN.format(count=250 - taken)) for text in told) == 1
        assert "How old was the infant" in told[-1]
        assert phrases.TOO_MUCH not in texts(ben)


@pytest.mark.asyncio
async def test_a_coordinator_invites_from_the_chat_and_nobody_else(standin: Standin, tmp_path: Path) -> None:
    """Protects "coordinator (reads the log, invites)"; the link lets one person in."""
    anna, carla, ben = (standin.person(number) for number in (7, 8, 9))
    async with running(standin, tmp_path) as bot:
        await bot.does(lambda: carla.starts(bot.invitation(Role.COORDINATOR)))
        await bot.does(lambda: carla.sends("/invite referrer Dr Example"))
        token = re.search(r"\?start=(\S+) ", texts(carla)[-1])
        assert token
        await bot.does(lambda: anna.starts(token[1]))
        assert WELCOME in "\n".join(texts(anna))
        await bot.does(lambda: anna.sends("/invite clinician"))
        assert texts(anna)[-1] == phrases.NOT_A_COORDINATOR
        await bot.does(lambda: carla.sends("/invite king"))
        assert "clinician, referrer, tester, coordinator" in texts(carla)[-1]
        await bot.does(lambda: carla.sends("/invite 1A2B3C4D"))
        assert texts(carla)[-1] == phrases.BACK_BY_COMMAND.format(reference="1a2b3c4d")
        await bot.does(lambda: ben.starts(token[1]))
    assert len(texts(ben)) == 1


@pytest.mark.asyncio
async def test_taps_that_are_refused_are_counted_by_why(standin: Standin, tmp_path: Path) -> None:
    """Protects "refused taps" in the metrics: forged, foreign and stale ones, each told."""
    anna = standin.person(7, "Anna")
    async with running(standin, tmp_path) as bot:
        await bot.does(lambda: anna.starts(bot.invitation()))
        await bot.does(lambda: anna.sends("120 days"))
        first = anna.last
        await bot.does(lambda: anna.taps("T-ALL"))
        await bot.does(lambda: anna.taps("B-cell MPAL", first, stale=True))
        await bot.does(lambda: anna.taps_data("Zm9yZ2Vk", anna.last))
        await bot.does(lambda: anna.sends("/new"))
        await bot.does(lambda: anna.taps("T-ALL", first, stale=True))
        assert {why: bot.counted(f'taps_refused_total{{why="{why}"}}') for why in ("stale", "forged", "foreign")} == {
            "stale": 1, "forged": 1, "foreign": 1,
        }  # fmt: skip


@pytest.mark.asyncio
async def test_it_stops_in_time_while_telegram_is_away(standin: Standin, tmp_path: Path) -> None:
    """Protects "graceful stop": also where nothing of Telegram can be reached, and nothing that was said is lost."""
    standin.faults.share("bad_gateway")
    async with calm_seconds() as gone_by:
        async with running(standin, tmp_path):
            await asyncio.sleep(0.1)
        assert gone_by() < 5


@pytest.mark.asyncio
async def test_an_address_that_is_taken_ends_the_start(standin: Standin, tmp_path: Path) -> None:
    """Protects "every setting that is wrong": the port is named, and the service ends instead of serving in part."""
    server = await asyncio.start_server(lambda *_: None, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with server:
        with pytest.raises(UsageFault, match=f"cannot listen on port {port}"):
            async with running(standin, tmp_path, ways=UpdateSources(pages_at=ListenAddress("127.0.0.1", port))):
                await asyncio.sleep(0.3)


@pytest.mark.asyncio
async def test_a_question_that_is_asked_again_keeps_one_keyboard(standin: Standin, tmp_path: Path) -> None:
    """Protects "the answered question loses its keyboard": why, help, status ask anew; only the newest is answered."""
    anna = standin.person(7, "Anna")
    async with running(standin, tmp_path) as bot:
        await bot.does(lambda: anna.starts(bot.invitation()))
        for said in ("/why", "120 days", "/help", "/status", "/resume", "/why"):
            await bot.does(lambda said=said: anna.sends(said))  # type: ignore[misc]
        await bot.service.handler.ask_open_question("telegram:7", make_outage())
        await asyncio.to_thread(standin.wait_for, lambda: phrases.AFTER_OUTAGE in "\n".join(texts(anna)))
        await asyncio.to_thread(standin.quiet, 10, 0.2)
        assert sum(any(message.buttons()) for message in anna.sees()) == 1
        await bot.does(lambda: anna.taps("T-ALL"))
    assert [any(message.buttons()) for message in anna.sees()].index(True) == len(anna.sees()) - 1
    seen = "\n".join(texts(anna))
    assert "✓ Diagnosis: T-ALL" in seen
    assert seen.count("Asked of families as") == 2, "what was explained stays readable"


def test_a_process_that_lives_is_no_crash(tmp_path: Path) -> None:
    """Protects people from "the bot was away" when a second poller is started beside one that serves."""
    first, second = Presence(tmp_path / "serving"), Presence(tmp_path / "serving")
    assert first.read_cut_off() is None
    first.beat()
    assert second.read_cut_off() is None
    first.leave()
    second.beat()
    assert first.read_cut_off() is not None
    first.leave()
