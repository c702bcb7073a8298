"""An attempt to sign in by a hospital: all of it is derived from a cookie that one browser holds for ten minutes.

So the server keeps nothing of it, and whoever has neither the cookie nor our keys can make or foresee none of it.
"""

import base64
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from hmac import compare_digest

LASTS_SECONDS = 600
"""How long somebody may take to sign in at their hospital."""

EARLY_SECONDS = 60
"""How far the clock may have been set back meanwhile."""

_STATE = re.compile(r"(?P<hospital>[a-z0-9-]{1,32})\.(?P<begun_at>[0-9]{1,12})\.[0-9a-f]{32}", re.ASCII)

_HashLookup = Callable[[str, str], bytes]
"""Returns the keyed hash of a name of some kind, 16 bytes."""


@dataclass(frozen=True, slots=True)
class SignInAttempt:
    """What goes to a hospital with a browser, and what comes back.

    `state` says for which hospital and when it began, and belongs to one cookie. The token bears the `nonce`. The
    `verifier` of PKCE goes to the hospital with the code alone, never through the browser.
    """

    hospital: str
    begun_at: int
    state: str = field(repr=False)
    nonce: str = field(repr=False)
    verifier: str = field(repr=False)


def begin_attempt(hash_lookup: _HashLookup, hospital: str, cookie: str, now: int) -> SignInAttempt:
    """Returns the attempt of a browser that goes to a hospital at a time, in seconds."""
    about = f"{cookie} {hospital} {now}"
    state = f"{hospital}.{now}.{hash_lookup('hospital state', about).hex()}"
    halves = hash_lookup("hospital verifier 1", about) + hash_lookup("hospital verifier 2", about)
    verifier = base64.urlsafe_b64encode(halves).decode().rstrip("=")
    return SignInAttempt(hospital, now, state, hash_lookup("hospital nonce", about).hex(), verifier)


def resume_attempt(hash_lookup: _HashLookup, state: str, cookie: str, now: int) -> SignInAttempt | None:
    """Returns the attempt of a state that came back; None where it is another browser's, too old, or none of ours."""
    read = _STATE.fullmatch(state)
    if read is None:
        return None
    attempt = begin_attempt(hash_lookup, read["hospital"], cookie, int(read["begun_at"]))
    is_own = compare_digest(attempt.state, state)
    return attempt if is_own and -EARLY_SECONDS <= now - attempt.begun_at <= LASTS_SECONDS else None
