"""`trialscreen invite`: letting people in, and back. Every step stands in the audit trail of the store."""

import re
from datetime import timedelta

from bot import phrases
from bot.channels.matrix.links import make_account_link
from bot.channels.telegram.links import make_deep_link
from bot.channels.web.access.web_settings import make_entry_link
from bot.cli.command_store import use
from bot.cli.matrix_settings import find_account
from bot.cli.web_settings import find_served_origin
from bot.config.errors import UsageFault
from bot.config.output import print_text
from bot.config.settings import Settings, read_settings
from bot.config.store_access import open_store_with_key
from bot.config.store_location import locate_store
from storage.features.members import Members, Role


def run_invite(role: str, back: str, days: int, note: str, database: str) -> None:
    """Makes an invitation for one person, and prints what to send them: links of the page and of the bot.

    With `back`, the reference of an account, it leads to that person's screenings. Raises `UsageFault`.
    """
    if back and role:
        raise UsageFault("--role: somebody who comes back by --for keeps their role; leave it out")
    lasts = timedelta(days=days)
    who, token = _invite_back(back, lasts, note, database) if back else _invite(role, lasts, note, database)
    given = read_settings()
    origin = find_served_origin(given, locate_store(database))
    told = {"who": who, "days": days, "token": token}
    if origin:
        print_text(phrases.INVITED_TO_PAGE.format(link=make_entry_link(origin, token), **told))
    account = find_account(given, locate_store(database))
    if account:
        print_text(phrases.INVITED_TO_MATRIX.format(link=make_account_link(account), **told))
    name = _find_bot_name(given)
    if (origin or account) and name is None:
        return  # this deployment has other ways in, and as far as is known no bot
    said = phrases.INVITED_UNNAMED if name is None else phrases.INVITED
    print_text(said.format(link=make_deep_link(name or phrases.BOT_UNNAMED, token), **told))


def _invite(role: str, lasts: timedelta, note: str, database: str) -> tuple[str, str]:
    """Returns for whom an invitation is, and its token."""
    known = {each.value: each for each in Role}
    wanted = role or Role.CLINICIAN.value
    if wanted not in known:
        raise UsageFault(f"--role: {role[:20]!r} is no role; write one of {', '.join(known)}")
    token = use(database, Members, lambda access: access.invite(known[wanted], lasts, note), open_store_with_key)
    return phrases.ONE_ROLE.format(role=phrases.ROLES[wanted]), token


def _invite_back(reference: str, lasts: timedelta, note: str, database: str) -> tuple[str, str]:
    """Returns for whom an invitation back is, and its token."""
    token = use(database, Members, lambda access: access.invite_back(reference, lasts, note), open_store_with_key)
    if token is None:
        raise UsageFault(
            f"--for: nobody with access has the reference {reference[:20]!r}; `trialscreen people` lists them"
        )
    return phrases.BACK_TO.format(reference=reference.lower()), token


def _find_bot_name(given: Settings) -> str | None:
    """Returns the bot's name as Telegram says it, else as it is set; None where it is not known."""
    named = given.telegram_name.removeprefix("@") or None
    if named is not None and not re.fullmatch(r"[A-Za-z0-9_]{1,64}", named):
        raise UsageFault(
            "TRIALSCREEN_TELEGRAM_NAME: that is no bot's name; write it as @BotFather shows it, with letters and digits"
        )
    if not given.telegram_token.get_secret_value() and given.telegram_token_file is None:
        return named
    from bot.cli.bot_name import find_bot_name  # noqa: PLC0415 - where no bot is known, nobody need wait for libraries

    return find_bot_name(given) or named
