"""The master key, which wraps every other key: it is read from text or a file, or made where there is none.

It is never printed.
"""

import base64
import binascii
import secrets
import shlex
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from pathlib import Path

from storage.database.bounded_files import ExposedFile, read_private
from storage.database.whole_files import write_new
from storage.model.errors import Refused

KEY_BYTES = 32
"""AES-256."""

MOST_BYTES = 10_000
"""How long a key file can be; one of 44 characters with a line's end is meant."""


class ExposedKey(Refused):
    """A key file that others than its owner may read."""


@dataclass(frozen=True)
class MasterKey:
    """A key of 32 bytes. Its fingerprint tells which key it is, and gives none of it away."""

    secret: bytes = field(repr=False)

    @cached_property
    def fingerprint(self) -> str:
        """Eight hexadecimal digits that tell this key from others."""
        return sha256(b"trialscreen key fingerprint" + self.secret).hexdigest()[:8]

    @property
    def text(self) -> str:
        """The key as settings and key files hold it: base64, 44 characters."""
        return base64.b64encode(self.secret).decode()


def make_key() -> MasterKey:
    """Returns a new random key."""
    return MasterKey(secrets.token_bytes(KEY_BYTES))


def read_key(text: str, where: str) -> MasterKey:
    """Returns the key that `text` holds; `where` names the setting or file.

    Raises `Refused` for anything but 32 bytes in base64.
    """
    try:
        secret = base64.b64decode(text.strip(), validate=True)
    except (binascii.Error, ValueError):
        secret = b""
    if len(secret) != KEY_BYTES:
        raise Refused(
            f"{where}: this is no key; a key is 32 random bytes in base64 (44 characters), as `openssl rand -base64 32`"
            " makes them"
        )
    return MasterKey(secret)


def read_key_file(path: Path) -> MasterKey:
    """Returns the key in a file.

    Raises `Refused` where there is none, or it cannot be read, and `ExposedKey` where others may read it.
    """
    try:
        text = read_private(path, MOST_BYTES).decode("ascii")
    except FileNotFoundError:
        raise Refused(
            f"{path}: there is no key file; restore it from where you keep it, or name it in TRIALSCREEN_KEY_FILE"
        ) from None
    except UnicodeDecodeError:
        text = ""
    except ExposedFile:
        raise ExposedKey(
            f"{path}: others may read this key file, so it is not used; run `chmod 600 {shlex.quote(str(path))}`"
        ) from None
    except OSError as error:
        reason = (error.strerror or "unknown reason").lower()
        raise Refused(
            f"{path}: the key file cannot be read ({reason}); allow reading it, or name another file"
        ) from error
    return read_key(text, str(path))


def write_key_file(path: Path, key: MasterKey) -> None:
    """Writes a key into a new file that only its owner may read.

    Raises `Refused` where that fails, or the file exists already.
    """
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_new(path, f"{key.text}\n".encode("ascii"))
    except FileExistsError:
        raise Refused(f"{path}: there is a key file already; it is left as it is") from None
    except OSError as error:
        reason = (error.strerror or "unknown reason").lower()
        raise Refused(f"{path}: the key file cannot be written ({reason}); make room, or name another place") from error
