"""What a browser is asked for: a new passkey, or to sign in with one. Its own API names these options."""

from base64 import urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass

import orjson

from bot.channels.web.passkeys.challenges import LASTS

ALGORITHMS = (-7, -8, -257)
"""What devices sign with, as COSE numbers it: ES256, EdDSA, RS256."""

ASK_MILLISECONDS = int(LASTS.total_seconds() * 500)
"""How long a browser asks its person: half as long as the challenge works."""


@dataclass(frozen=True, slots=True)
class RelyingParty:
    """The page as passkeys know it: its origin, the host of that, and what it calls itself."""

    origin: str
    name: str

    @property
    def host(self) -> str:
        """The host that passkeys are bound to: without scheme and port."""
        return self.origin.partition("://")[2].partition(":")[0]


def ask_to_add(party: RelyingParty, challenge: bytes, user: bytes, name: str, known: Sequence[bytes]) -> str:
    """Returns the options for a new passkey as JSON.

    `user` is the handle of the account, and `name` what the device shows. `known` are the credentials that the person
    has already: a device that has one makes no other.
    """
    asked = {
        "rp": {"id": party.host, "name": party.name},
        "user": {"id": _encode(user), "name": name, "displayName": name},
        "challenge": _encode(challenge),
        "pubKeyCredParams": [{"type": "public-key", "alg": each} for each in ALGORITHMS],
        "timeout": ASK_MILLISECONDS,
        "excludeCredentials": [{"type": "public-key", "id": _encode(each)} for each in known],
        "authenticatorSelection": {
            "residentKey": "required",
            "requireResidentKey": True,
            "userVerification": "required",
        },
        "attestation": "none",
    }
    return orjson.dumps(asked).decode()


def ask_to_use(party: RelyingParty, challenge: bytes) -> str:
    """Returns the options for signing in with any passkey of this page as JSON."""
    asked = {
        "rpId": party.host,
        "challenge": _encode(challenge),
        "timeout": ASK_MILLISECONDS,
        "userVerification": "required",
    }
    return orjson.dumps(asked).decode()


def _encode(content: bytes) -> str:
    return urlsafe_b64encode(content).decode().rstrip("=")
