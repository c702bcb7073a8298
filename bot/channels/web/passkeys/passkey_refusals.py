"""Why nothing comes of what a passkey brought, or of a change of one's own passkeys."""


class PasskeyRefused(Exception):
    """Nothing was changed, and nobody let in. `told` is what whoever asked for it is told."""

    def __init__(self, told: str) -> None:
        super().__init__(told)
        self.told = told


class NoSignIn(Exception):
    """The sign-in that asked for a change was ended before the change was made: nothing was changed."""
