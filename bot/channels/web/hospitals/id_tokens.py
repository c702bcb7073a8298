"""ID tokens: who signed one, for whom, when, and for which attempt (OpenID Connect Core 1.0, 3.1.3.7)."""

from collections.abc import Collection, Sequence
from typing import Any

from joserfc import jwt
from joserfc.errors import InvalidClaimError
from joserfc.jwk import Key, KeySet
from joserfc.jws import JWSRegistry, extract_compact
from joserfc.jwt import JWTClaimsRegistry

from bot.channels.web.hospitals.provider_keys import ALGORITHMS, can_sign
from bot.channels.web.hospitals.provider_port import IdentityRefused, VerifiedIdentity
from bot.config.identity_providers import IdentityProvider

LEEWAY_SECONDS = 60
MOST_SUBJECT = 255
SECONDS = 60


def find_key_id(token: str) -> str | None:
    """Returns which key signed a token, as its own head says; None where it does not. Raises `IdentityRefused`."""
    try:
        key_id = extract_compact(token.encode()).headers().get("kid")
    except Exception as fault:
        raise IdentityRefused from fault
    return key_id if isinstance(key_id, str) else None


def verify_id_token(
    token: str, keys: Sequence[Key], told: Collection[str], provider: IdentityProvider, *, nonce: str, now: int
) -> VerifiedIdentity:
    """Returns whom a token identifies.

    `keys` are the hospital's, `told` the algorithms that it says it signs with, and `now` is in seconds. Raises
    `IdentityRefused` with what was wrong as its cause.
    """
    algorithms = sorted(ALGORITHMS.keys() & set(told))
    if not algorithms:
        raise IdentityRefused
    try:
        registry = JWSRegistry(algorithms=algorithms, strict_check_header=False)
        algorithm = str(extract_compact(token.encode()).headers().get("alg"))
        fitting = KeySet([each for each in keys if can_sign(each, {algorithm})])  # of one alone none need be named
        claims = jwt.decode(token, fitting, algorithms, registry).claims
        _check_claims(claims, provider, nonce, now)
    except Exception as fault:  # whatever a foreign token makes a library do
        raise IdentityRefused from fault
    return VerifiedIdentity(provider.issuer, claims["sub"], _read_groups(claims.get(provider.groups_claim)))


def _check_claims(claims: dict[str, Any], provider: IdentityProvider, nonce: str, now: int) -> None:
    options: dict[str, Any] = {name: {"essential": True} for name in ("sub", "aud", "exp", "iat")}
    options["iss"] = {"essential": True, "value": provider.issuer}
    JWTClaimsRegistry(now=now, leeway=LEEWAY_SECONDS, **options).validate(claims)
    if claims.get("nonce") != nonce:
        raise InvalidClaimError("nonce")
    if len(claims["sub"].encode()) > MOST_SUBJECT:  # half a pair of surrogates raises
        raise InvalidClaimError("sub")
    _check_audience(claims, provider)
    if provider.max_age_minutes is not None:
        _check_age(claims.get("auth_time"), provider.max_age_minutes * SECONDS, now)


def _check_audience(claims: dict[str, Any], provider: IdentityProvider) -> None:
    """Raises where a token is not for this client, for others whom the settings do not name, or was got by another."""
    audience = claims["aud"] if isinstance(claims["aud"], list) else [claims["aud"]]
    is_ours = provider.client_id in audience and set(audience) <= {provider.client_id, *provider.audiences}
    party = claims.get("azp")
    is_party = party == provider.client_id or (party is None and len(audience) == 1)
    if not is_ours or not is_party:
        raise InvalidClaimError("aud")


def _check_age(signed_in_at: object, most_seconds: int, now: int) -> None:
    """Raises where somebody signed in at the hospital too long ago, or the token does not say when."""
    if not isinstance(signed_in_at, int):
        raise InvalidClaimError("auth_time")
    if not -LEEWAY_SECONDS <= now - signed_in_at <= most_seconds + LEEWAY_SECONDS:
        raise InvalidClaimError("auth_time")


def _read_groups(told: object) -> tuple[str, ...]:
    """Returns the groups that a claim lists; a text is one group, and whatever else stands there is none."""
    listed = told if isinstance(told, list) else [told]
    return tuple(each for each in listed if isinstance(each, str))
