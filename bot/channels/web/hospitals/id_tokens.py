"""ID tokens: who signed one, for whom, when, and for which attempt (OpenID Connect Core 1.0, 3.1.3.7)."""

from collections.abc import Collection, Sequence
from typing import Any

from joserfc import jwt
from joserfc.errors import InvalidClaimError
from joserfc.jwk import JWKRegistry, KeySet, RSAKey
from joserfc.jws import JWSRegistry, extract_compact
from joserfc.jwt import JWTClaimsRegistry

from bot.channels.web.hospitals.provider_port import IdentityRefused, VerifiedIdentity
from bot.config.identity_providers import IdentityProvider

ALGORITHMS = frozenset({"RS256", "PS256", "ES256", "EdDSA", "Ed25519"})
"""Those with keys that the hospital alone has: never none, never a secret that is shared."""

LEEWAY_SECONDS = 60
MOST_SUBJECT = 255
LEAST_BITS = 2_048
SECONDS = 60


def find_key_id(token: str) -> str | None:
    """Returns which key signed a token, as its own head says; None where it does not. Raises `IdentityRefused`."""
    try:
        key_id = extract_compact(token.encode()).headers().get("kid")
    except Exception as fault:
        raise IdentityRefused from fault
    return key_id if isinstance(key_id, str) else None


def verify_id_token(
    token: str, keys: Sequence[Any], told: Collection[str], provider: IdentityProvider, *, nonce: str, now: int
) -> VerifiedIdentity:
    """Returns whom a token identifies.

    `keys` are the hospital's as JWKs, `told` the algorithms that it says it signs with, and `now` is in seconds. Raises
    `IdentityRefused` with what was wrong as its cause.
    """
    algorithms = sorted(ALGORITHMS & set(told))
    if not algorithms:
        raise IdentityRefused
    try:
        registry = JWSRegistry(algorithms=algorithms, strict_check_header=False)
        claims = jwt.decode(token, KeySet(_import_keys(keys)), algorithms, registry).claims
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
    if len(claims["sub"]) > MOST_SUBJECT:
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


def _import_keys(keys: Sequence[Any]) -> list[Any]:
    """Returns the public keys that can be used; one that is not known, too short or broken is passed over."""
    found = []
    for each in keys:
        try:
            key = JWKRegistry.import_key(each)
            is_long = not isinstance(key, RSAKey) or key.raw_value.key_size >= LEAST_BITS
        except Exception:  # noqa: BLE001, S112 - the others may be whole
            continue
        if is_long:
            found.append(key)
    return found
