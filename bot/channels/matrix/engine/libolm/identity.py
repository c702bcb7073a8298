"""The account's cross-signing identity: made once, with its recovery key, and never in place of another unasked."""

from typing import Any

from mautrix.crypto.cross_signing_key import CrossSigningSeeds
from mautrix.crypto.ssss.key import Key
from mautrix.errors import MatrixError
from mautrix.types import SerializerError, TrustState, UserID

from bot.channels.matrix.engine.faults import HomeserverRefusal, RecoveryKeyNeeded, WrongRecoveryKey
from bot.channels.matrix.engine.libolm.machine import KeyMachine

PROOF_WANTED = 401


async def sign_device(machine: KeyMachine, recovery_key: str) -> None:
    """Signs this device with the identity that the recovery key opens.

    Raises `WrongRecoveryKey`, also where what it opens is not the identity that the homeserver shows.
    """
    try:
        name, described = await machine.ssss.get_default_key_data()
        key = described.verify_recovery_key(name, recovery_key.strip())
        seeds = await machine._fetch_cross_signing_keys_from_ssss(key)  # noqa: SLF001 - `verify_with_recovery_key` holds it against nothing
    except (ValueError, LookupError, MatrixError, SerializerError):
        raise WrongRecoveryKey("this is not the recovery key of this account") from None
    keys = seeds.to_keys()
    if keys.public_keys.master_key != await find_identity(machine):
        raise WrongRecoveryKey("this recovery key opens an identity that the account no longer has")
    machine._cross_signing_private_keys = keys  # noqa: SLF001
    try:
        await machine.sign_own_device(machine.own_identity)
    finally:
        machine._cross_signing_private_keys = None  # noqa: SLF001 - it is not needed again, so it is not kept


async def make_identity(machine: KeyMachine, password: str, *, in_place_of_another: bool) -> str:
    """Makes an identity, signs this device with it, and returns its recovery key, which is kept nowhere.

    Raises `RecoveryKeyNeeded` where the account has an identity, and it was not asked to take its place.
    """
    if not in_place_of_another and await find_identity(machine) is not None:
        raise RecoveryKeyNeeded("the account has cross-signing keys; its recovery key is needed to sign this device")
    key, seeds = Key.generate(), CrossSigningSeeds.generate()
    await machine.ssss.set_key_data(key.id, key.metadata)
    await machine._upload_cross_signing_keys_to_ssss(key, seeds)  # noqa: SLF001 - `generate_recovery_key` proves nothing to the homeserver
    await machine.ssss.set_default_key_id(key.id)
    try:
        await _publish(machine, seeds, password)
        await machine.notes.accept_identity(machine.client.mxid)
        await machine.sign_own_device(machine.own_identity)
    finally:
        machine._cross_signing_private_keys = None  # noqa: SLF001
    return str(key.recovery_key)


async def find_identity(machine: KeyMachine) -> str | None:
    """Returns the master key that the homeserver shows for this account, or None."""
    answer = await machine.client.query_keys([machine.client.mxid])
    master = answer.master_keys.get(machine.client.mxid)
    return None if master is None else str(master.first_ed25519_key)


async def is_device_signed(machine: KeyMachine) -> bool:
    """Says whether the homeserver shows this device with our keys, signed by the identity that was seen first."""
    user, name = UserID(machine.client.mxid), machine.client.device_id
    await machine.look_up({user})
    device = await machine.store.get_device(user, name)
    account = machine.own
    if device is None or (device.identity_key, device.signing_key) != (account.identity_key, account.signing_key):
        return False
    return await machine.judge(device) >= TrustState.CROSS_SIGNED_TOFU


async def _publish(machine: KeyMachine, seeds: CrossSigningSeeds, password: str) -> None:
    """Publishes the identity's public keys, with the password where the homeserver wants to see it again."""
    try:
        await machine._publish_cross_signing_keys(seeds.to_keys())  # noqa: SLF001
    except HomeserverRefusal as wanted:
        if wanted.status != PROOF_WANTED or wanted.session is None:
            raise
        identifier = {"type": "m.id.user", "user": machine.client.mxid}
        proof: dict[str, Any] = {"type": "m.login.password", "identifier": identifier, "password": password}
        await machine._publish_cross_signing_keys(seeds.to_keys(), proof | {"session": wanted.session})  # noqa: SLF001
