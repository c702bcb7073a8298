"""Only those let in have anything of the bot: menus, groups, mistyped and spare invitations, links, names."""

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from serving import Running, running, texts
from stores import Person as Speaker

from bot.channels.handling import phrases
from bot.channels.telegram import kept_name
from bot.channels.telegram.phrases import COORDINATOR_MENU, MENU, WELCOME
from bot.channels.telegram.updates.shown_names import read_shown_name
from bot.workbench.telegram_standin import Standin
from storage.features.members import Member, Members, Role

OLD_MENU = [{"command": "list", "description": "of an earlier release"}]
ALL_PRIVATE = '{"type":"all_private_chats"}'


@pytest.fixture
def standin() -> Iterator[Standin]:
    """A stand-in for Telegram."""
    with Standin() as standin:
        yield standin


def menu(standin: Standin, chat: int) -> set[str]:
    """Returns the words of the menu that Telegram shows in a private chat: that of the narrowest scope."""
    return {command["command"] for command in standin.bot.list_shown_commands(chat)}


def changes_members(bot: Running, do: Callable[[Members], object]) -> None:
    """Does something with the members from another process, as a command does."""
    bot.store.take(Speaker(bot.store, "carla").inbound(), lambda uow: do(Members(uow)))


def list_members(bot: Running) -> list[Member]:
    """Returns everybody who was ever let in."""
    members: list[Member] = bot.store.take(Speaker(bot.store).inbound(), lambda uow: Members(uow).list_all()).value
    return members


@pytest.mark.asyncio
async def test_a_stranger_is_offered_no_commands_and_whoever_is_let_in_those_of_their_role(
    standin: Standin, tmp_path: Path
) -> None:
    """Protects "before it, an empty command menu", also after a release that told everybody the words."""
    standin.bot.commands[ALL_PRIVATE, ""] = OLD_MENU
    anna, carla, eve = standin.person(7, "Anna"), standin.person(8, "Carla"), standin.person(9, "Eve")
    async with running(standin, tmp_path) as bot:
        await bot.does(lambda: anna.starts(bot.invitation()))
        await bot.does(lambda: carla.starts(bot.invitation(Role.COORDINATOR)))
        await bot.does(lambda: eve.sends("hello"))
        assert menu(standin, 9) == set()
        assert menu(standin, 7) == set(MENU)
        assert menu(standin, 8) == set(MENU) | set(COORDINATOR_MENU)
        assert len(standin.bot.commands) == 2, "nothing is told of a stranger's chat"


@pytest.mark.asyncio
async def test_the_menu_follows_the_role_and_goes_with_the_access(standin: Standin, tmp_path: Path) -> None:
    """Protects "commands by role": after another invitation, after a revocation, and after a restart in between."""
    anna = standin.person(7, "Anna")
    async with running(standin, tmp_path) as bot:
        await bot.does(lambda: anna.starts(bot.invitation()))
        token = bot.invitation(Role.COORDINATOR)
        changes_members(bot, lambda members: members.revoke(members.make_reference("telegram:7")))  # type: ignore[arg-type]
        await bot.does(lambda: anna.sends("hello"))
        assert menu(standin, 7) == set()
        await bot.does(lambda: anna.starts(token))
        assert menu(standin, 7) == set(MENU) | set(COORDINATOR_MENU)
        changes_members(bot, lambda members: members.revoke(members.make_reference("telegram:7")))  # type: ignore[arg-type]
    async with running(standin, tmp_path) as bot:
        await bot.does(lambda: anna.sends("hello"))
    assert menu(standin, 7) == set()


@pytest.mark.asyncio
async def test_a_menu_is_told_once_in_a_chat_and_again_where_that_failed(standin: Standin, tmp_path: Path) -> None:
    """Protects Telegram's patience, and "failure changes nothing": what is said is answered all the same."""
    anna = standin.person(7, "Anna")
    standin.faults.next("internal_error", methods=["setMyCommands"])
    async with running(standin, tmp_path) as bot:
        await bot.does(lambda: anna.starts(bot.invitation()))
        assert WELCOME in "\n".join(texts(anna))
        assert menu(standin, 7) == set()
        await bot.does(lambda: anna.sends("120 days"))
        assert menu(standin, 7) == set(MENU)
        standin.bot.commands.clear()
        await bot.does(lambda: anna.sends("T-ALL"))
        assert standin.bot.commands == {}, "it is not told with every event"


@pytest.mark.asyncio
async def test_a_mistyped_invitation_that_is_mended_by_an_edit_asks_the_first_question(
    standin: Standin, tmp_path: Path
) -> None:
    """Protects "an edited `/start TOKEN` asks the first question"; later edits change nothing, as before."""
    anna = standin.person(7, "Anna")
    async with running(standin, tmp_path) as bot:
        token = bot.invitation()
        await bot.does(lambda: anna.starts(token[:-3]))
        said = anna.sees()[-1]
        await bot.does(lambda: anna.edits(said, f"/start {token}"))
        assert WELCOME in "\n".join(texts(anna))
        assert "How old was the infant" in texts(anna)[-1]
        assert phrases.EDITED not in texts(anna)
        await bot.does(lambda: anna.edits(said, "/start again"))
        assert texts(anna)[-1] == phrases.EDITED


@pytest.mark.asyncio
async def test_an_invitation_of_somebody_who_is_in_stays_for_somebody_else(standin: Standin, tmp_path: Path) -> None:
    """Protects "stays unspent and says so", also one for another role; a used one is no invitation any more."""
    anna, ben = standin.person(7, "Anna"), standin.person(8, "Ben")
    async with running(standin, tmp_path) as bot:
        first, second = bot.invitation(), bot.invitation(Role.COORDINATOR)
        await bot.does(lambda: anna.starts(first))
        await bot.does(lambda: anna.starts(second))
        assert texts(anna)[-2] == phrases.LET_IN_ALREADY
        assert "How old was the infant" in texts(anna)[-1], "what stands open is shown all the same"
        await bot.does(lambda: anna.starts(first))
        assert "How old was the infant" in texts(anna)[-1]
        await bot.does(lambda: ben.starts(second))
        assert WELCOME in "\n".join(texts(ben))
        roles = {member.name: member.role for member in list_members(bot)}
    assert roles == {"telegram:7": Role.CLINICIAN, "telegram:8": Role.COORDINATOR}


@pytest.mark.asyncio
@pytest.mark.parametrize("number", [-7, -1_000_000_000_007])
async def test_a_bot_that_is_added_to_a_group_leaves_it(standin: Standin, tmp_path: Path, number: int) -> None:
    """Protects "a bot that is added to a group leaves it": at once, at the second try, and nothing is said there."""
    anna, group = standin.person(7, "Anna"), standin.group(number, "Ward")
    standin.faults.next("bad_gateway", methods=["leaveChat"])
    async with running(standin, tmp_path) as bot:
        await bot.does(lambda: anna.starts(bot.invitation()))
        await asyncio.to_thread(group.adds_the_bot, anna)
        await asyncio.to_thread(standin.wait_for, lambda: group.chat.is_blocked)
        assert [event.act for event in group.chat.history] == ["left"]


@pytest.mark.asyncio
async def test_a_group_that_it_was_in_before_is_left_at_the_first_word(standin: Standin, tmp_path: Path) -> None:
    """Protects "nothing said there is ever handled", where the bot was added before this release, or while away."""
    anna, group = standin.person(7, "Anna"), standin.group(-7, "Ward")
    async with running(standin, tmp_path) as bot:
        await bot.does(lambda: anna.starts(bot.invitation()))
        await bot.does(lambda: group.hears(anna, "/status"))
        await asyncio.to_thread(standin.wait_for, lambda: group.chat.is_blocked)
        assert [event.act for event in group.chat.history] == ["said", "left"]


@pytest.mark.asyncio
async def test_links_are_made_from_the_name_that_the_bot_has_now(
    standin: Standin, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Protects "`/invite` makes its link from the bot's name as Telegram says it now", and the last one in a fault."""
    monkeypatch.setattr(kept_name.keep_name, "__defaults__", (0.3,))
    carla = standin.person(7, "Carla")
    async with running(standin, tmp_path) as bot:
        await bot.does(lambda: carla.starts(bot.invitation(Role.COORDINATOR)))
        standin.bot.account.username = "renamed_bot"
        await asyncio.sleep(0.7)
        await bot.does(lambda: carla.sends("/invite"))
        assert "https://t.me/renamed_bot?start=" in texts(carla)[-1]
        standin.faults.share("internal_error", methods=["getMe"])
        await asyncio.sleep(0.7)
        await bot.does(lambda: carla.sends("/invite"))
        assert "https://t.me/renamed_bot?start=" in texts(carla)[-1]


@pytest.mark.asyncio
async def test_it_is_kept_what_somebody_who_was_let_in_is_called(standin: Standin, tmp_path: Path) -> None:
    """Protects "`people` shows a note or name to recognise somebody by", over a revocation too."""
    anna = standin.person(7, "Anna")
    anna.user.last_name, anna.user.username = "Berg", "annab"
    async with running(standin, tmp_path) as bot:
        await bot.does(lambda: anna.starts(bot.invitation()))
        changes_members(bot, lambda members: members.revoke(members.make_reference("telegram:7")))  # type: ignore[arg-type]
        assert [member.called for member in list_members(bot)] == ["Anna Berg @annab"]


@pytest.mark.parametrize(
    ("person", "shown"),
    [
        ({"first_name": "Anna"}, "Anna"),
        ({"first_name": "An\x1b[31mna\n", "username": "a"}, "An[31mna @a"),
        ({"first_name": 5, "last_name": None}, ""),
        ({"first_name": "x" * 500}, "x" * 100),
    ],
)
def test_a_shown_name_is_one_line_that_can_be_printed(person: dict[str, object], shown: str) -> None:
    """Protects the terminal of whoever lists people: names are what strangers chose."""
    assert read_shown_name(person) == shown
