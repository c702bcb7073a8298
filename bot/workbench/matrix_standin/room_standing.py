"""How a room of the stand-in stands: as the engine's port has it."""

from bot.channels.matrix.engine.values import RoomFault, RoomStanding
from bot.workbench.matrix_standin.homeserver import BOT, StandinHomeserver


def find_standing(server: StandinHomeserver, name: str) -> RoomStanding:
    """Says whether a room is encrypted, of two, and with signed devices."""
    room = server.rooms[name]
    others = [user for user, is_in in room.members.items() if user != BOT and is_in in {"join", "invite"}]
    if len(others) != 1 or room.members.get(BOT) != "join":
        return RoomStanding(name, RoomFault.NOT_TWO, None)
    (person,) = others
    if room.members[person] != "join":
        return RoomStanding(name, RoomFault.NOT_TWO, person)
    if not room.is_encrypted:
        return RoomStanding(name, RoomFault.NOT_ENCRYPTED, person)
    unsigned = tuple(server.unsigned[person])
    return RoomStanding(name, RoomFault.UNSIGNED_DEVICE if unsigned else None, person, unsigned)
