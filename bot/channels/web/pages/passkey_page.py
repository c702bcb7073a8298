"""What stands on the page of passkeys, before it is drawn."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.channels.web import passkey_phrases as phrases
from storage.features.passkey_rows import Passkey
from storage.features.sign_ins import SignIn

PASSKEYS_PATH = "/passkeys"
USE_PATH = f"{PASSKEYS_PATH}/use"
ADD_PATH = f"{PASSKEYS_PATH}/add"
REMOVE_PATH = f"{PASSKEYS_PATH}/remove"


@dataclass(frozen=True, slots=True)
class PasskeyLine:
    """A passkey in the list: its number, its name, and when it was made and used."""

    number: int
    name: str = field(repr=False)
    history: str


@dataclass(frozen=True, slots=True)
class PasskeyPage:
    """The page: for whoever is signed in with the list, else with a button to come back.

    `options` are what the browser is asked for, as JSON; empty where none is added, and `closed` says why. `mark` is
    that of the forms that remove one; it is empty where nobody is signed in. `name` is what a new one is called unless
    it is changed.
    """

    options: str = field(repr=False)
    mark: str = field(default="", repr=False)
    passkeys: tuple[PasskeyLine, ...] = ()
    name: str = ""
    problem: str = ""
    closed: str = ""

    @property
    def heading(self) -> str:
        """The heading, and the title."""
        return phrases.TITLE if self.mark else phrases.USE_TITLE

    @property
    def action(self) -> str:
        """Where the form with what the browser brings is sent."""
        return ADD_PATH if self.mark else USE_PATH


def list_passkeys(passkeys: Sequence[Passkey], sign_in: SignIn) -> tuple[PasskeyLine, ...]:
    """Returns passkeys as they are listed to a sign-in: it may have come in by one of them."""
    return tuple(PasskeyLine(each.number, each.key.name, _tell_history(each, sign_in)) for each in passkeys)


def word_removal(name: str, *, is_last: bool) -> tuple[str, list[str]]:
    """Returns the title of the page that asks whether to remove a passkey, and what it says."""
    told = [phrases.REMOVE_SAYS, *([phrases.REMOVE_LAST] if is_last else [])]
    return phrases.REMOVE_TITLE.format(name=name), told


def _tell_history(passkey: Passkey, sign_in: SignIn) -> str:
    """Returns when a passkey was made and used, as people read it."""
    used = phrases.NEVER_USED if passkey.used_on is None else phrases.USED_ON.format(day=passkey.used_on)
    told = [phrases.MADE_ON.format(day=passkey.made_at.date()), used]
    return ", ".join((*told, phrases.IN_USE) if passkey.way == sign_in.way else told) + "."
