"""The keys of a hospital's server: which of those that it lists can have signed a token."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Any

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from joserfc.jwk import JWKRegistry, Key, RSAKey

ALGORITHMS: Mapping[str, tuple[str, str | None]] = {
    "RS256": ("RSA", None),
    "PS256": ("RSA", None),
    "ES256": ("EC", "P-256"),
    "EdDSA": ("OKP", "Ed25519"),
    "Ed25519": ("OKP", "Ed25519"),
}
"""Those with keys that the hospital alone has, by kind and curve: never none, never a secret that is shared."""

LEAST_BITS, MOST_BITS = 2_048, 8_192
LEAST_EXPONENT, MOST_EXPONENT = 3, 2**32
MOST_KEYS = 100

PUBLIC = frozenset({"kty", "n", "e", "crv", "x", "y", "alg", "use", "key_ops", "kid"})
"""What is read of a key. A private part would make the library work on it, for minutes at some numbers."""

MOST_DIGITS = MOST_BITS // 6 + 2
"""How long a number of so many bits is in base64, and a little more."""


def import_keys(told: Sequence[Any]) -> list[Key]:
    """Returns the keys that can be used, of JWKs: one that is not known, too short, too long or broken is passed over.

    Of more than a hundred the first ones are read.
    """
    found = []
    for each in told[:MOST_KEYS]:
        try:
            if not _is_bounded(each):
                continue
            key = JWKRegistry.import_key({name: each[name] for name in sorted(PUBLIC & each.keys())})
            is_usable = _is_usable(key)
        except Exception:  # noqa: BLE001, S112 - the others may be whole
            continue
        if is_usable:
            found.append(key)
    return found


def can_sign(key: Key, algorithms: AbstractSet[str]) -> bool:
    """Says whether the owner of a key signs with it, by one of these algorithms."""
    told = key.as_dict(private=False)
    fitting = {name for name in algorithms if ALGORITHMS.get(name) == (key.key_type, told.get("crv"))}
    return told.get("use", "sig") == "sig" and (told["alg"] in fitting if told.get("alg") else bool(fitting))


def _is_bounded(told: dict[str, Any]) -> bool:
    """Says whether the numbers of a key are no longer than one of ours may be."""
    return all(len(told.get(name, "")) <= MOST_DIGITS for name in ("n", "e", "x", "y"))


def _is_usable(key: Key) -> bool:
    """Says whether a key of RSA has a length and an exponent that are safe, and quick to use; another kind has."""
    if not isinstance(key, RSAKey):
        return key.key_type != "oct"
    if not isinstance(key.raw_value, RSAPublicKey):
        return False
    numbers = key.raw_value.public_numbers()
    is_exponent = numbers.e % 2 == 1 and LEAST_EXPONENT <= numbers.e <= MOST_EXPONENT
    return is_exponent and LEAST_BITS <= numbers.n.bit_length() <= MOST_BITS
