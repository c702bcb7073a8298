"""What logging in needs."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class LoginRequest:
    """A user with a password at a homeserver, and the public name of the new device.

    `recovery_key` is needed where the account has cross-signing keys. Without it they are made, with a recovery key.
    `makes_new_identity` makes new ones in place of those that are there: for who has lost the recovery key. Everybody
    who knew the account is then told that its identity changed.
    """

    homeserver: str
    user: str
    password: str = field(repr=False)
    device_name: str
    recovery_key: str | None = field(default=None, repr=False)
    makes_new_identity: bool = False
