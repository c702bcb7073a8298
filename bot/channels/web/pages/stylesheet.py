"""The stylesheet, and its address: another stylesheet has another one, so that a browser may keep it for long."""

from functools import cache
from hashlib import sha256
from importlib import resources

STYLESHEET_PATH = "/static/style.css"

HASH_CHARACTERS = 16


@cache
def read_stylesheet() -> bytes:
    """Returns the stylesheet."""
    return resources.files(__package__).joinpath("style.css").read_bytes()


@cache
def make_stylesheet_address() -> str:
    """Returns the address at which pages ask for it."""
    return f"{STYLESHEET_PATH}?v={sha256(read_stylesheet()).hexdigest()[:HASH_CHARACTERS]}"
