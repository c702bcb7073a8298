"""`trialscreen matrix accept`: the new keys of somebody who reset their account, once they said so themselves.

Until then nothing of theirs is read. That it was done stands in the store's own trail, by reference.
"""

import asyncio
from datetime import UTC, datetime

from bot import phrases
from bot.channels.matrix.delivery.rendering import ADDRESS
from bot.channels.matrix.engine.faults import CryptoStoreFault, MatrixFault
from bot.channels.matrix.engine.opening import open_engine
from bot.channels.matrix.engine.values import MatrixLogin, StorePlace
from bot.channels.matrix.service.device_lease import SERVED_ELSEWHERE
from bot.cli.command_store import open_store_at, take
from bot.cli.matrix_login_file import read_login
from bot.cli.matrix_settings import locate_login_file, make_store_place
from bot.config.errors import UsageFault
from bot.config.output import print_text
from bot.config.settings import read_settings
from bot.config.store_access import open_store_with_key
from bot.config.store_location import locate_store
from storage.features.device_places import give_up_lease, take_lease
from storage.features.members import Member, Members
from storage.model.entries import EntryKind
from storage.unit_of_work.store import Store

STOP_FIRST = "stop `trialscreen matrix`, which has the keys open; then run this again, and start it again"


def run(named: str, database: str) -> int:
    """Accepts the keys of the account that is named, by its reference or as @anna:hospital.org, as they are now.

    Raises `UsageFault` where it has no access, or the device is served, or the homeserver does not answer.
    """
    given, where = read_settings(), locate_store(database)
    login = read_login(locate_login_file(given, where))
    with open_store_at(database, open_store_with_key) as store:
        member = _find_member(store, named)
        place = make_store_place(given, where, store.keyring)
        user = member.name.removeprefix(ADDRESS)
        _accept(store, login, place, user)
        take(store, lambda uow: uow.note_store(EntryKind.KEYS_ACCEPTED, member.reference))
    print_text(phrases.KEYS_ACCEPTED.format(user=user))
    return 0


def _find_member(store: Store, named: str) -> Member:
    wanted = {named.lower(), f"{ADDRESS}{named}"}
    for each in take(store, lambda uow: Members(uow).list_all()):
        if wanted & {each.reference, each.name} and each.name.startswith(ADDRESS) and each.revoked_at is None:
            return each
    raise UsageFault(f"{named[:60]!r} is no account on Matrix that has access; `trialscreen people` lists them")


def _accept(store: Store, login: MatrixLogin, place: StorePlace, user: str) -> None:
    """Accepts the keys while no process serves the device: on PostgreSQL the lease says so, else the file's lock."""
    lease = take_lease(store, f"{login.user} {login.device}", datetime.now(UTC)) if place.file is None else None
    if place.file is None and lease is None:
        raise UsageFault(f"{SERVED_ELSEWHERE.partition(':')[0]}: {STOP_FIRST}")
    try:
        asyncio.run(_accept_at(login, place, user))
    except CryptoStoreFault as fault:
        raise UsageFault(f"{fault}; {STOP_FIRST}") from fault
    except MatrixFault as fault:
        raise UsageFault(str(fault)) from fault
    finally:
        if lease is not None:
            give_up_lease(store, lease)


async def _accept_at(login: MatrixLogin, place: StorePlace, user: str) -> None:
    engine = await open_engine(login, place)
    try:
        await engine.accept_identity(user)
    finally:
        await engine.close()
