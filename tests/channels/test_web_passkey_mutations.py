"""A thousand mutations of what a passkey brings: none of them verifies, and none is a fault of ours."""

import json
from random import Random

import pytest
from authenticators import EDDSA, ES256, RS256, Device, decode, encode, make_key

from bot.channels.web.passkeys.ceremonies import read_new, read_used, verify_new, verify_used
from bot.channels.web.passkeys.passkey_options import RelyingParty
from storage.features.passkey_rows import PasskeyCredential

PARTY = RelyingParty("https://screen.example.org", "Trial screening")
OPTIONS = {"challenge": encode(bytes(40)), "user": {"id": encode(b"a handle")}}
DEVICE = Device(PARTY.origin, PARTY.host)
EACH = 500


def mutate(draw: Random, content: bytes) -> bytes:
    """Returns bytes with some of them changed, cut off, doubled or put in."""
    at = draw.randrange(len(content) + 1)
    how = draw.randrange(4)
    if how == 0 and at < len(content):
        return content[:at] + bytes([content[at] ^ 1 << draw.randrange(8)]) + content[at + 1 :]
    if how == 1:
        return content[:at]
    return content[:at] + (draw.randbytes(draw.randrange(1, 9)) if how == 2 else content[at:]) + content[at:]


def iterate_mutations(draw: Random, answer: str) -> list[str]:
    """Returns answers of which one part was changed, or the text as a whole."""
    made = []
    for _ in range(EACH):
        plain = json.loads(answer)
        name = draw.choice([*plain["response"], "rawId", "whole"])
        if name == "whole":
            made.append(mutate(draw, answer.encode()).decode(errors="replace"))
            continue
        holder = plain if name == "rawId" else plain["response"]
        holder[name] = encode(mutate(draw, decode(holder[name])))
        made.append(json.dumps(plain))
    return made


@pytest.mark.parametrize("algorithm", [ES256, EDDSA, RS256])
def test_no_mutation_of_an_assertion_verifies(algorithm: int) -> None:
    """Protects the way back: what is let in is what was signed, byte for byte."""
    passkey, draw = make_key(algorithm), Random(algorithm)
    passkey.user = b"a handle"
    key = PasskeyCredential(passkey.credential, passkey.public_key, 0, "Laptop")
    good = DEVICE.use(OPTIONS, passkey)
    first = read_used(good)
    assert first is not None
    assert verify_used(first, PARTY, key, [b"a handle"]) == 1
    for each in iterate_mutations(draw, good):
        read = read_used(each)
        if read is not None and verify_used(read, PARTY, key, [b"a handle"]) is not None:
            assert read.credential.response == first.credential.response


def test_no_mutation_of_a_new_passkey_is_a_fault_of_ours() -> None:
    """Protects the page from what a browser could send: it is a passkey of this page, or none."""
    passkey, draw = make_key(), Random(7)
    good = DEVICE.add(OPTIONS, passkey)
    first = read_new(good)
    assert first is not None
    assert verify_new(first, PARTY, "Laptop") is not None
    for each in iterate_mutations(draw, good):
        read = read_new(each)
        new = None if read is None else verify_new(read, PARTY, "Laptop")
        assert new is None or new.credential == decode(json.loads(each)["rawId"])
