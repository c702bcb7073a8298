"""Whether a room is one of two, encrypted, whose other member has cross-signed devices only."""

from mautrix.types import TrustState, UserID

from bot.channels.matrix.engine.libolm.machine import KeyMachine
from bot.channels.matrix.engine.rooms import RoomPeople
from bot.channels.matrix.engine.values import RoomFault, RoomStanding


async def find_standing(machine: KeyMachine, room: str, people: RoomPeople) -> RoomStanding:
    """Says what a room is, by devices that are looked up anew."""
    others = (people.joined | people.invited) - {machine.client.mxid}
    if len(others) != 1 or machine.client.mxid not in people.joined:
        return RoomStanding(room, RoomFault.NOT_TWO, None)
    (person,) = others
    if person not in people.joined:
        return RoomStanding(room, RoomFault.NOT_TWO, person)
    if people.encryption is None:
        return RoomStanding(room, RoomFault.NOT_ENCRYPTED, person)
    await machine.look_up({UserID(person)})
    return await _judge_devices(machine, room, person)


async def _judge_devices(machine: KeyMachine, room: str, person: str) -> RoomStanding:
    keys = await machine.store.get_cross_signing_keys(UserID(person))
    if not keys:
        return RoomStanding(room, RoomFault.NO_IDENTITY, person)
    if any(key.key != key.first for usage, key in keys.items() if str(usage) == "master"):
        return RoomStanding(room, RoomFault.IDENTITY_CHANGED, person)
    devices = await machine.store.get_devices(UserID(person)) or {}
    unsigned = [
        str(name)
        for name, device in sorted(devices.items())
        if await machine.judge(device) < TrustState.CROSS_SIGNED_TOFU
    ]
    return RoomStanding(room, RoomFault.UNSIGNED_DEVICE if unsigned else None, person, tuple(unsigned))
