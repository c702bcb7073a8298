"""Sealing the state of a pre-check for the form that carries it, bound to one browser, one trial and this store.

Its key is derived from the store's keyring, so that it is the same after a restart, and another server's opens nothing.
"""

import binascii
import zlib
from base64 import b64decode, urlsafe_b64encode
from enum import Enum, auto
from hashlib import sha256

from bot.channels.web.pre_check.pre_check_state import PreCheckState, encode_state, read_state, read_state_id
from storage.crypto.encryption import authenticate, derive_key, make_identity, seal, unseal
from storage.features.one_time_codes import RANDOM_CHARACTERS
from storage.model.codes import derive_code
from storage.model.errors import Damaged

PURPOSE = "pre-check"

STEP_BYTES = 1_024
"""To so many bytes a state is padded. Packed, nearly every one of them fills just one step."""

DEFINITION_BYTES = 16

LONGEST_STATE = 32_768
"""Far more than any state has."""


class PreCheckFault(Enum):
    """Why the form of a pre-check is not taken.

    Its state was not sealed here for this browser. Or its hour is over, the trial was updated, its page was answered,
    or too much comes from its network.
    """

    NOT_OURS = auto()
    OVER = auto()
    UPDATED = auto()
    ANSWERED = auto()
    TOO_MANY = auto()


class StateSealer:
    """Seals states with a key of 32 bytes, for the trial with this digest."""

    def __init__(self, key: bytes, digest: str) -> None:
        self._key, self._code_key, self._form_key = (derive_key(key, each) for each in ("state", "code", "form"))
        self._definition = sha256(digest.encode()).digest()[:DEFINITION_BYTES]

    def seal(self, state: PreCheckState, cookie: str) -> str:
        """Returns a state as a form carries it."""
        packed = zlib.compress(encode_state(state), 9)
        sealed = seal(self._key, packed, _name_place(self._definition, cookie), STEP_BYTES)
        return urlsafe_b64encode(self._definition + sealed).decode()

    def read(self, text: str, cookie: str) -> PreCheckState | PreCheckFault:
        """Returns the state that a form brought, or why there is none. The definition stands in clear before it."""
        definition, packed = self._open(text, cookie)
        if packed is None:
            return PreCheckFault.NOT_OURS
        return read_state(packed) if definition == self._definition else PreCheckFault.UPDATED

    def read_id(self, text: str, cookie: str) -> bytes | None:
        """Returns the id of the pre-check that a form is of, whatever its definition; None for one not sealed here."""
        _, packed = self._open(text, cookie)
        return None if packed is None else read_state_id(packed)

    def _open(self, text: str, cookie: str) -> tuple[bytes, bytes | None]:
        try:
            content = b64decode(text.encode(), altchars=b"-_", validate=True)
        except (binascii.Error, ValueError):
            return b"", None
        if urlsafe_b64encode(content).decode() != text:
            return b"", None  # the last character may have bits to spare: one spelling is read
        definition, sealed = content[:DEFINITION_BYTES], content[DEFINITION_BYTES:]
        try:
            packed = unseal(self._key, sealed, _name_place(definition, cookie), "the state of a pre-check")
        except Damaged:
            return definition, None
        return definition, zlib.decompress(packed)

    def hash_form(self, text: str, said: str) -> bytes:
        """Returns what stands for a form where it is known again: it says nothing of what the form brought."""
        return authenticate(self._form_key, text, said)

    def derive_handover_code(self, state_id: bytes, form: bytes) -> str:
        """Returns the code for the site: the same form gives the same one, and nobody without the key finds it."""
        return derive_code(lambda attempt: authenticate(self._code_key, state_id, form, attempt), RANDOM_CHARACTERS)


def _name_place(definition: bytes, cookie: str) -> bytes:
    """Returns what a state is bound to besides its key: what it is for, its definition, and its browser."""
    return make_identity(PURPOSE, definition, sha256(cookie.encode()).digest())
