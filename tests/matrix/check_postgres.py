"""The crypto store on PostgreSQL, in a schema of its own."""

from pathlib import Path

import psycopg
import pytest
from bots import do, make_bot, make_person, meet, step_until
from stores import fresh_database
from synapse_server import SynapseServer
from toy_channel import KEY

from bot.channels.matrix.engine.faults import CryptoStoreFault
from bot.channels.matrix.engine.opening import open_engine
from bot.channels.matrix.engine.values import StorePlace

pytestmark = pytest.mark.asyncio


async def test_the_store_on_postgresql_does_the_same(synapse: SynapseServer, postgres: str, tmp_path: Path) -> None:
    """Protects deployments on PostgreSQL: log-in, restart, key news that comes twice, a replay, a wrong key."""
    url = fresh_database(postgres)
    place = StorePlace(KEY, url=url, schema="matrix_crypto")
    bot = await make_bot(synapse, tmp_path, place)
    async with make_person(synapse) as person:
        room = ""
        for number in range(2):
            async with bot.toy() as toy:
                room = room or await meet(person, toy)
                event = await do(person.say, room, f"message {number}")
                batch = await toy.engine.sync(toy.kept["since"])
                await toy.engine.receive(batch.keys)
                await step_until(toy, f"message {number}")
                path = f"/_matrix/client/v3/rooms/{room}/event/{event}"
                found = await do(synapse.call, "GET", path, None, person.token)
                assert (await toy.engine.decrypt(room, found)).content["body"] == f"message {number}"
                assert await toy.engine.is_signed()
        assert not [each for each in person.seen if each["failed"]]
    assert toy.kept["refused"] == {}
    with psycopg.connect(url) as connection:
        found = connection.execute(
            "SELECT DISTINCT table_schema FROM information_schema.tables WHERE table_name LIKE %s", ("crypto%",)
        )
        assert found.fetchall() == [("matrix_crypto",)]
    with pytest.raises(CryptoStoreFault, match="another key"):
        await open_engine(bot.login, StorePlace(b"another key of thirty-two bytes!", url=place.url))
    with pytest.raises(CryptoStoreFault, match="cannot be opened"):
        await open_engine(bot.login, StorePlace(KEY, url="postgresql://nobody@127.0.0.1:9/nothing"))
