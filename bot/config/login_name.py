"""The name of the person at the terminal."""

import getpass


def get_login_name() -> str:
    """Returns the name under which the person at this terminal is logged in."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "somebody"
