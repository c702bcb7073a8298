"""The key of the endpoint: from the settings, or made anew at each start."""

import re
from dataclasses import dataclass, field
from secrets import token_urlsafe

from bot.config.errors import UsageFault
from bot.config.secret_files import EXPLAINED, read_secret
from bot.config.settings import Settings

NAME = "TRIALSCREEN_SERVE_KEY"


@dataclass(frozen=True, slots=True)
class ServiceKey:
    """The key that every request carries; one that was made here has to be told."""

    text: str = field(repr=False)
    is_made: bool


def read_key(given: Settings) -> ServiceKey:
    """Returns the key that was set, or a new one. Raises `UsageFault` for one that is no protection."""
    text, file = given.serve_key.get_secret_value(), given.serve_key_file
    if text and file is not None:
        raise UsageFault(f"{NAME} and {NAME}_FILE are both set; keep the one that is meant; {EXPLAINED}")
    if not text and file is None:
        return ServiceKey(token_urlsafe(32), is_made=True)
    name = NAME if file is None else f"{NAME}_FILE"
    key = text.strip() if file is None else read_secret(file, name)
    if not re.fullmatch(r"[!-~]{16,512}", key):
        raise UsageFault(
            f"{name}: a key has 16 to 512 letters, digits and signs without spaces, as `openssl rand -hex 32` makes it"
        )
    return ServiceKey(key, is_made=False)
