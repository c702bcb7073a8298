"""A device that makes passkeys and signs with them, in software, with whatever is wrong that a test asks for."""

import json
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

import cbor2
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509.oid import NameOID

PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40
ES256, EDDSA, RS256 = -7, -8, -257


def encode(content: bytes) -> str:
    """Returns bytes as browsers write them."""
    return urlsafe_b64encode(content).decode().rstrip("=")


def decode(text: str) -> bytes:
    """Returns the bytes of what a browser wrote."""
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


@dataclass
class DevicePasskey:
    """A passkey on a device: its credential's id, its private key, the handle of its account, and its count."""

    key: Any
    algorithm: int
    user: bytes = b""
    credential: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    count: int = 0

    @property
    def public_key(self) -> bytes:
        """The public key, as COSE has it."""
        public = self.key.public_key()
        if self.algorithm == ES256:
            point = public.public_numbers()
            return cbor2.dumps({1: 2, 3: ES256, -1: 1, -2: point.x.to_bytes(32), -3: point.y.to_bytes(32)})
        if self.algorithm == EDDSA:
            return cbor2.dumps({1: 1, 3: EDDSA, -1: 6, -2: public.public_bytes_raw()})
        numbers = public.public_numbers()
        return cbor2.dumps({1: 3, 3: self.algorithm, -1: numbers.n.to_bytes(256), -2: numbers.e.to_bytes(3)})

    def sign(self, content: bytes) -> bytes:
        """Returns the signature of something."""
        if isinstance(self.key, ec.EllipticCurvePrivateKey):
            return self.key.sign(content, ec.ECDSA(SHA256()))
        if isinstance(self.key, rsa.RSAPrivateKey):
            return self.key.sign(content, padding.PKCS1v15(), SHA256())
        return bytes(self.key.sign(content))


def make_key(algorithm: int = ES256) -> DevicePasskey:
    """Returns a passkey that nobody knows yet."""
    if algorithm == EDDSA:
        return DevicePasskey(ed25519.Ed25519PrivateKey.generate(), EDDSA)
    if algorithm == ES256:
        return DevicePasskey(ec.generate_private_key(ec.SECP256R1()), ES256)
    return DevicePasskey(rsa.generate_private_key(65537, 2048), algorithm)


@dataclass
class Device:
    """A device at a page of an origin. `flags` say whether somebody was there, and was verified.

    `said` goes into what it says of the page, over what a browser would say.
    """

    origin: str
    host: str = "localhost"
    flags: int = PRESENT | VERIFIED
    counts: bool = True
    said: dict[str, Any] = field(default_factory=dict)

    def add(self, options: dict[str, Any], passkey: DevicePasskey | None = None, **statement: Any) -> str:
        """Returns what a browser brings for the options of a new passkey; the passkey then knows its account."""
        passkey = passkey or make_key()
        passkey.user = decode(options["user"]["id"])
        key = passkey.public_key
        attested = bytes(16) + len(passkey.credential).to_bytes(2) + passkey.credential + key
        data = self._describe(passkey, ATTESTED) + attested
        stated = {"fmt": "none", "attStmt": {}, "authData": data} | statement
        response = {
            "clientDataJSON": encode(self._say("webauthn.create", options["challenge"])),
            "attestationObject": encode(cbor2.dumps(stated)),
        }
        return write_answer(passkey, response)

    def use(self, options: dict[str, Any], passkey: DevicePasskey, **changed: str) -> str:
        """Returns what a browser brings for the options of a sign-in; parts of the response may be changed."""
        passkey.count += self.counts
        said, data = self._say("webauthn.get", options["challenge"]), self._describe(passkey)
        response = {
            "clientDataJSON": encode(said),
            "authenticatorData": encode(data),
            "signature": encode(passkey.sign(data + sha256(said).digest())),
            "userHandle": encode(passkey.user),
        }
        return write_answer(passkey, response | changed)

    def _say(self, kind: str, challenge: str) -> bytes:
        plain = {"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": False} | self.said
        return json.dumps(plain).encode()

    def _describe(self, passkey: DevicePasskey, more: int = 0) -> bytes:
        return sha256(self.host.encode()).digest() + bytes([self.flags | more]) + passkey.count.to_bytes(4)


def make_u2f_statement(passkey: DevicePasskey, host: str, said: bytes) -> dict[str, Any]:
    """Returns a statement on who made a device, in the oldest format: it holds, by a certificate of its own."""
    point = passkey.key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    signed = b"\0" + sha256(host.encode()).digest() + sha256(said).digest() + passkey.credential + point
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "a device")])
    until = datetime.now(UTC) + timedelta(days=1)
    made = x509.CertificateBuilder(name, name, passkey.key.public_key(), 1, until - timedelta(days=2), until)
    certificate = made.sign(passkey.key, SHA256()).public_bytes(Encoding.DER)
    return {"fmt": "fido-u2f", "attStmt": {"sig": passkey.sign(signed), "x5c": [certificate]}}


def write_answer(passkey: DevicePasskey, response: dict[str, str]) -> str:
    """Returns an answer as the script writes it."""
    name = encode(passkey.credential)
    return json.dumps({"id": name, "rawId": name, "type": "public-key", "response": response})
