"""Public keys of passkeys: whether a key can verify anything, and nothing that everybody could sign."""

from typing import Any

from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePublicNumbers
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicNumbers
from webauthn.helpers.cose import COSECRV, COSEAlgorithmIdentifier
from webauthn.helpers.decode_credential_public_key import (
    DecodedEC2PublicKey,
    DecodedOKPPublicKey,
    DecodedRSAPublicKey,
    decode_credential_public_key,
)

RSA_BITS = range(2_048, 4_097)
EXPONENTS = range(3, 2**32)
POINT_BYTES = 32


def is_usable(public_key: bytes) -> bool:
    """Says whether a public key (COSE) is one of its kind, of a size that is safe, and verifies in reasonable time."""
    try:
        key: Any = decode_credential_public_key(public_key)
        if isinstance(key, DecodedEC2PublicKey):
            is_plain = key.alg == COSEAlgorithmIdentifier.ECDSA_SHA_256 and len(key.x) == len(key.y) == POINT_BYTES
            return is_plain and key.crv == COSECRV.P256 and _is_on_curve(key.x, key.y)
        if isinstance(key, DecodedRSAPublicKey):
            return _is_safe_rsa(int.from_bytes(key.n), int.from_bytes(key.e))
        is_edwards = isinstance(key, DecodedOKPPublicKey) and key.crv == COSECRV.ED25519
        return is_edwards and len(key.x) == POINT_BYTES and _has_large_order(key.x)
    except Exception:  # noqa: BLE001 - the parser raises what it likes for what a stranger sends
        return False


def _is_on_curve(x: bytes, y: bytes) -> bool:
    """Says whether a point is on P-256. Raises `ValueError` where it is not."""
    EllipticCurvePublicNumbers(int.from_bytes(x), int.from_bytes(y), SECP256R1()).public_key()
    return True


def _is_safe_rsa(modulus: int, exponent: int) -> bool:
    """Says whether a key of RSA is of a usual size. With an exponent of 1 everybody could sign."""
    if modulus.bit_length() not in RSA_BITS or exponent not in EXPONENTS or modulus % 2 == 0:
        return False
    RSAPublicNumbers(exponent, modulus).public_key()
    return True


def _has_large_order(encoded: bytes) -> bool:
    """Says whether bytes are a point of Ed25519, and none of the eight whose signatures everybody can make."""
    number = int.from_bytes(encoded, "little")
    y = number % 2**255
    square = (y * y - 1) * pow(_D * y * y + 1, -1, _PRIME) % _PRIME
    x = pow(square, (_PRIME + 3) // 8, _PRIME)
    if (x * x - square) % _PRIME:
        x = x * _ROOT % _PRIME
    if y >= _PRIME or (x * x - square) % _PRIME:
        return False
    for _ in range(3):
        x, y = _double(x, y)
    return x != 0


def _double(x: int, y: int) -> tuple[int, int]:
    product = _D * x * x * y * y
    doubled = 2 * x * y * pow(1 + product, -1, _PRIME), (y * y + x * x) * pow(1 - product, -1, _PRIME)
    return doubled[0] % _PRIME, doubled[1] % _PRIME


_PRIME = 2**255 - 19
_D = -121_665 * pow(121_666, -1, _PRIME) % _PRIME
_ROOT = pow(2, (_PRIME - 1) // 4, _PRIME)
"""The numbers of Ed25519 (RFC 8032): its field, its constant d, and a square root of -1."""
