"""The bot's identity: made once, kept through restarts and further devices, never rotated unasked."""

import shutil
from pathlib import Path

import pytest
from bots import SECRET, do, make_bot, make_person, meet, request, step_until
from synapse_server import SynapseServer
from toy_channel import ToyChannel, find_place

from bot.channels.matrix.engine.faults import CryptoStoreFault, RecoveryKeyNeeded, WrongPassword, WrongRecoveryKey
from bot.channels.matrix.engine.opening import log_in, open_engine
from bot.channels.matrix.engine.values import StorePlace

pytestmark = pytest.mark.asyncio


def lose_store(folder: Path) -> None:
    """Removes the crypto store."""
    for each in folder.glob("crypto.db*"):
        each.unlink()


def list_devices(server: SynapseServer, user: str, token: str) -> set[str]:
    """Returns the devices of an account."""
    return {each["device_id"] for each in server.call("GET", "/_matrix/client/v3/devices", token=token)["devices"]}


async def test_the_recovery_key_signs_a_second_device_and_nothing_else_does(
    synapse: SynapseServer, tmp_path: Path
) -> None:
    """Protects the account: neither another device nor another identity comes about with the password alone."""
    bot = await make_bot(synapse, tmp_path)
    other = tmp_path / "other"
    other.mkdir()
    for key, fault in ((None, RecoveryKeyNeeded), ("EsTE jGE8", WrongRecoveryKey), ("0OIl", WrongRecoveryKey)):
        with pytest.raises(fault):
            await log_in(request(synapse, bot.name, recovery_key=key), find_place(other))
    assert list_devices(synapse, bot.login.user, bot.login.token) == {bot.login.device}
    second = await log_in(request(synapse, bot.name, recovery_key=bot.recovery_key), find_place(other))
    assert second.recovery_key is None
    engine = await open_engine(second.login, find_place(other))
    assert await engine.is_signed()
    await engine.close()
    async with bot.open() as first:
        assert await first.is_signed()


async def test_a_stock_client_takes_the_recovery_key(synapse: SynapseServer, tmp_path: Path) -> None:
    """Protects an operator who opens the account at Element: the key opens what a client expects."""
    bot = await make_bot(synapse, tmp_path)
    async with make_person(synapse, bot.name, recovery_key=bot.recovery_key) as operator:
        assert (await do(operator.do, "is_signed"))["signed"] is True
    async with bot.open() as engine:
        assert await engine.is_signed()


async def test_the_identity_survives_restarts_and_a_lost_store(synapse: SynapseServer, tmp_path: Path) -> None:
    """Protects people: after a restart, and after a lost store with the recovery key, nothing warns them.

    What was written to the lost device cannot be read by the new one, and is said to be so.
    """
    bot = await make_bot(synapse, tmp_path)
    async with make_person(synapse) as person:
        async with bot.toy() as toy:
            room = await meet(person, toy)
            await do(person.say, room, "before")
            await step_until(toy, "before")
        for number in range(3):
            async with bot.toy() as toy:
                await do(person.say, room, f"restart {number}")
                await step_until(toy, f"restart {number}")
        unread = await do(person.say, room, "unread")
        lose_store(tmp_path)
        with pytest.raises(CryptoStoreFault, match="log in again, with the recovery key"):
            await open_engine(bot.login, find_place(tmp_path))
        new = await log_in(request(synapse, bot.name, recovery_key=bot.recovery_key), find_place(tmp_path))
        toy = ToyChannel(await open_engine(new.login, find_place(tmp_path)), tmp_path / "inbox.json")
        toy.kept["since"] = None  # the old device's place is of no use to the new one
        await toy.step()
        assert toy.kept["refused"][unread] == "NO_KEY"
        await do(person.say, room, "after")
        await step_until(toy, "after")
        seen = await do(person.wait_for, lambda each: each["content"].get("body") == "echo after")
        assert seen["shield"]["colour"] == 0
        assert (await toy.engine.inspect(room)).fault is None
        await toy.engine.close()


async def test_a_new_login_keeps_the_keys_of_rooms(synapse: SynapseServer, tmp_path: Path) -> None:
    """Protects old messages: a device that follows another one in its store reads what that one could."""
    bot = await make_bot(synapse, tmp_path)
    async with make_person(synapse) as person, bot.toy() as toy:
        room = await meet(person, toy)
        event = await do(person.say, room, "old")
        await step_until(toy, "old")
    new = await log_in(request(synapse, bot.name, recovery_key=bot.recovery_key), find_place(tmp_path))
    engine = await open_engine(new.login, find_place(tmp_path))
    path = f"/_matrix/client/v3/rooms/{room}/event/{event}"
    found = await engine.decrypt(room, synapse.call("GET", path, token=new.login.token))
    assert found.content["body"] == "old"
    await engine.close()
    with pytest.raises(CryptoStoreFault):
        await open_engine(bot.login, find_place(tmp_path))


async def test_a_new_identity_is_made_only_where_it_is_asked_for(synapse: SynapseServer, tmp_path: Path) -> None:
    """Protects an operator who lost the recovery key: there is a way, and it says what it does."""
    bot = await make_bot(synapse, tmp_path)
    new = await log_in(request(synapse, bot.name, makes_new_identity=True), find_place(tmp_path))
    assert new.recovery_key not in {None, bot.recovery_key}
    with pytest.raises(WrongRecoveryKey):
        await log_in(request(synapse, bot.name, recovery_key=bot.recovery_key), find_place(tmp_path))
    engine = await open_engine(new.login, find_place(tmp_path))
    assert await engine.is_signed()
    await engine.close()


async def test_a_store_is_open_once_and_read_with_its_key(synapse: SynapseServer, tmp_path: Path) -> None:
    """Protects ratchets from a second process, and says plainly what is wrong with a store."""
    bot = await make_bot(synapse, tmp_path)
    async with bot.open():
        with pytest.raises(CryptoStoreFault, match="another process"):
            await open_engine(bot.login, find_place(tmp_path))
    with pytest.raises(CryptoStoreFault, match="another key"):
        await open_engine(bot.login, StorePlace(b"another key of thirty-two bytes!", file=str(tmp_path / "crypto.db")))
    wrong = request(synapse, bot.name)
    with pytest.raises(WrongPassword):
        await log_in(type(wrong)(wrong.homeserver, wrong.user, f"not {SECRET}", "x"), find_place(tmp_path))
    shutil.copy(tmp_path / "crypto.db", tmp_path / "copy.db")
    async with bot.open() as engine:
        assert await engine.is_signed()
