"""Changes of one's passkeys in the unit of work of an event: each is made while the sign-in that asks for it stands."""

from bot.channels.web import passkey_phrases as phrases
from bot.channels.web.passkeys.passkey_refusals import NoSignIn, PasskeyRefused
from storage.features.passkey_removal import remove_passkey
from storage.features.passkey_rows import Passkey, PasskeyCredential
from storage.features.passkeys import MOST_PASSKEYS, PasskeyRefusal, add_passkey
from storage.features.sign_ins import SignIn, is_standing
from storage.unit_of_work.unit_of_work import UnitOfWork


def add_for(uow: UnitOfWork, new: PasskeyCredential, sign_in: SignIn) -> Passkey:
    """Adds a passkey. Raises `PasskeyRefused` where the store does not, and `NoSignIn`.

    What raises leaves its event as if it had not come: so a refused form is refused again.
    """
    if not is_standing(uow, sign_in):
        raise NoSignIn
    added = add_passkey(uow, new)
    if isinstance(added, PasskeyRefusal):
        raise PasskeyRefused(_REFUSALS[added])
    return added


def remove_for(uow: UnitOfWork, number: int, sign_in: SignIn) -> bool | None:
    """Removes a passkey, and says whether the sign-in had begun with it; None where there is no such passkey.

    Raises `NoSignIn`.
    """
    if not is_standing(uow, sign_in):
        raise NoSignIn
    removed = remove_passkey(uow, number)
    return None if removed is None else removed.way == sign_in.way


ENOUGH = phrases.ENOUGH.format(most=MOST_PASSKEYS)
_REFUSALS = {
    PasskeyRefusal.TOO_MANY: f"{ENOUGH} {phrases.LEFT_OVER}",
    PasskeyRefusal.KNOWN: phrases.KNOWN,
    PasskeyRefusal.NO_ACCESS: f"{phrases.NOT_ADDED} {phrases.LEFT_OVER}",
}
"""What is told where the store does not add one."""
