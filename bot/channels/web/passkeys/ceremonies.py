"""Ceremonies: whether what a browser brings was made with a passkey, for this page, with its person verified.

`webauthn` verifies it. Whatever a stranger sends, nothing is raised: it is no passkey.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson
from webauthn import verify_authentication_response, verify_registration_response
from webauthn.helpers import (
    parse_attestation_object,
    parse_authentication_credential_json,
    parse_client_data_json,
    parse_registration_credential_json,
)
from webauthn.helpers.cose import COSEAlgorithmIdentifier
from webauthn.helpers.structs import AttestationFormat, AuthenticationCredential, RegistrationCredential

from bot.channels.web.passkeys.passkey_options import ALGORITHMS, RelyingParty
from storage.features.passkey_rows import PasskeyCredential

FORMATS = frozenset({AttestationFormat.NONE, AttestationFormat.PACKED})
"""What browsers bring where nobody asks who made the device."""

LONGEST_ANSWER = 16_000
"""Characters, far more than any browser brings."""

LONGEST_CREDENTIAL = 1_023
"""Bytes of a credential's id, as the standard has it."""


@dataclass(frozen=True, slots=True)
class CeremonyResult:
    """What a browser brought: the challenge that it names, and all of it. Nothing of it is verified yet."""

    challenge: bytes = field(repr=False)
    credential: Any = field(repr=False)


def read_new(answer: str) -> CeremonyResult | None:
    """Returns what a browser brought as a new passkey; None for anything else."""
    try:
        credential = parse_registration_credential_json(_shorten(answer))
        return CeremonyResult(_find_challenge(credential), credential)
    except Exception:  # noqa: BLE001 - the parsers raise what they like for what a stranger sends
        return None


def read_used(answer: str) -> CeremonyResult | None:
    """Returns what a browser brought of a passkey, to sign in; None for anything else."""
    try:
        credential = parse_authentication_credential_json(_shorten(answer))
        return CeremonyResult(_find_challenge(credential), credential)
    except Exception:  # noqa: BLE001 - the parsers raise what they like for what a stranger sends
        return None


def verify_new(brought: CeremonyResult, party: RelyingParty, name: str) -> PasskeyCredential | None:
    """Returns the new passkey under its name; None where it was not made for this page, with its person verified.

    The challenge is the caller's to check.
    """
    try:
        if parse_attestation_object(brought.credential.response.attestation_object).fmt not in FORMATS:
            return None
        found = verify_registration_response(
            credential=brought.credential,
            expected_challenge=brought.challenge,
            expected_rp_id=party.host,
            expected_origin=party.origin,
            require_user_verification=True,
            supported_pub_key_algs=[COSEAlgorithmIdentifier(each) for each in ALGORITHMS],
        )
    except Exception:  # noqa: BLE001 - the same
        return None
    if found.credential_id != brought.credential.raw_id or len(found.credential_id) > LONGEST_CREDENTIAL:
        return None
    return PasskeyCredential(found.credential_id, found.credential_public_key, found.sign_count, name)


def verify_used(
    brought: CeremonyResult, party: RelyingParty, key: PasskeyCredential, users: Sequence[bytes]
) -> int | None:
    """Returns the new sign count; None where it was not made with this key, for this page, with its person verified.

    A count that does not go up is none, unless the device counts nothing. `users` are the handles of its account; a
    device names one. The challenge is the caller's to check.
    """
    credential: AuthenticationCredential = brought.credential
    if credential.raw_id != key.credential or credential.response.user_handle not in users:
        return None
    try:
        found = verify_authentication_response(
            credential=credential,
            expected_challenge=brought.challenge,
            expected_rp_id=party.host,
            expected_origin=party.origin,
            credential_public_key=key.public_key,
            credential_current_sign_count=key.sign_count,
            require_user_verification=True,
        )
    except Exception:  # noqa: BLE001 - the same
        return None
    return int(found.new_sign_count)


def _shorten(answer: str) -> dict[str, Any]:
    """Returns the parts of an answer that count. Raises where it is too long, or no JSON object."""
    if len(answer) > LONGEST_ANSWER:
        raise ValueError
    plain: dict[str, Any] = orjson.loads(answer)
    return {name: plain[name] for name in ("id", "rawId", "type", "response")}


def _find_challenge(credential: RegistrationCredential | AuthenticationCredential) -> bytes:
    """Returns the challenge that was signed. Raises where a page of another site was around ours."""
    said = parse_client_data_json(credential.response.client_data_json)
    if said.cross_origin or b'"topOrigin"' in credential.response.client_data_json:
        raise ValueError
    return bytes(said.challenge)
