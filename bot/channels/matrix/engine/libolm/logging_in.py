"""A device logs in, gets its keys, and is signed; where that fails, nothing of it is left."""

from contextlib import suppress

from mautrix.crypto import OlmAccount
from mautrix.util.async_db import Database

from bot.channels.matrix.engine.faults import HomeserverRefusal, MatrixFault, WrongPassword
from bot.channels.matrix.engine.homeserver import Homeserver
from bot.channels.matrix.engine.libolm.crypto_database import commit_or_undo, open_database
from bot.channels.matrix.engine.libolm.identity import is_device_signed, make_identity, sign_device
from bot.channels.matrix.engine.libolm.machine import KeyMachine
from bot.channels.matrix.engine.libolm.odd_answers import name_odd_answers
from bot.channels.matrix.engine.login_request import LoginRequest
from bot.channels.matrix.engine.rooms import RoomCache
from bot.channels.matrix.engine.values import MatrixLogin, NewLogin, StorePlace

FORBIDDEN = 403


async def log_in_device(request: LoginRequest, place: StorePlace) -> NewLogin:
    """Logs in, and returns the device's login, with the recovery key where it was made now. See `LoginRequest`."""
    homeserver = Homeserver(request.homeserver)
    try:
        async with open_database(place) as database:
            login = await _log_in(homeserver, request)
            try:
                with name_odd_answers():
                    machine = KeyMachine(login, homeserver, RoomCache(homeserver), database, place.pickle_key)
                    return NewLogin(login, await _set_up(machine, request, database))
            except BaseException:
                with suppress(MatrixFault):
                    await homeserver.post("/logout", {})
                raise
    finally:
        await homeserver.close()


async def _log_in(homeserver: Homeserver, request: LoginRequest) -> MatrixLogin:
    asked = {
        "type": "m.login.password",
        "identifier": {"type": "m.id.user", "user": request.user},
        "password": request.password,
        "initial_device_display_name": request.device_name,
    }
    try:
        said = await homeserver.post("/login", asked)
    except HomeserverRefusal as refusal:
        if refusal.status == FORBIDDEN:
            raise WrongPassword("the homeserver does not know this user with this password") from None
        raise
    with name_odd_answers():
        user, device, token = (said[name] for name in ("user_id", "device_id", "access_token"))
        if not all(isinstance(each, str) for each in (user, device, token)):
            raise TypeError("a name")
    homeserver.token = token
    return MatrixLogin(request.homeserver, user, device, token)


async def _set_up(machine: KeyMachine, request: LoginRequest, database: Database) -> str | None:
    """Publishes the device's keys and has it signed; the keys of rooms that the store had are its own from then on."""
    machine.account = OlmAccount()
    await machine.store.put_device_id(machine.client.device_id)
    try:
        await machine.publish_keys(0)
        recovery_key = None
        if request.recovery_key is not None:
            await sign_device(machine, request.recovery_key)
        else:
            recovery_key = await make_identity(
                machine, request.password, in_place_of_another=request.makes_new_identity
            )
        await _make_sure(machine)
    except BaseException:
        await machine.store.delete()
        raise
    async with commit_or_undo(database):
        await machine.notes.adopt_sessions(machine.client.device_id)
    return recovery_key


async def _make_sure(machine: KeyMachine) -> None:
    if not await is_device_signed(machine):
        raise MatrixFault("the homeserver does not show this device as signed")
