"""The script of the page of passkeys, and its address: another script has another one. No other page has any."""

from functools import cache
from hashlib import sha256
from importlib import resources

from bot.channels.web.pages.stylesheet import HASH_CHARACTERS

SCRIPT_PATH = "/static/passkeys.js"


@cache
def read_script() -> bytes:
    """Returns the script."""
    return resources.files(__package__).joinpath("passkeys.js").read_bytes()


@cache
def make_script_address() -> str:
    """Returns the address at which the page asks for it."""
    return f"{SCRIPT_PATH}?v={sha256(read_script()).hexdigest()[:HASH_CHARACTERS]}"
