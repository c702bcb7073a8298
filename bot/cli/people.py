"""`trialscreen invite | people`: letting people in, and out. Every step stands in the audit trail of the store."""

from datetime import timedelta
from typing import Any

from bot import phrases
from bot.cli.command_store import use
from bot.config.errors import UsageFault
from bot.config.output import format_time, print_json, print_text
from bot.config.store_access import open_store_with_key
from storage.features.members import Member, Members, Role


def run_invite(role: str, days: int, note: str, database: str) -> None:
    """Makes an invitation for one person, and prints what to send them."""
    known = {each.value: each for each in Role}
    if role not in known:
        raise UsageFault(f"--role: {role[:20]!r} is no role; write one of {', '.join(known)}")
    token = use(
        database, Members, lambda access: access.invite(known[role], timedelta(days=days), note), open_store_with_key
    )
    print_text(phrases.INVITED.format(role=phrases.ROLES[role], days=days, token=token))


def run_people(revoked: str, database: str, *, as_json: bool) -> None:
    """Prints who was let in; with a reference, takes that person's access away first."""
    if revoked and use(database, Members, lambda access: access.revoke(revoked), open_store_with_key) is None:
        raise UsageFault(
            f"--revoke: nobody with access has the reference {revoked[:20]!r}; `trialscreen people` lists them"
        )
    members = use(database, Members, lambda access: access.list_all(), open_store_with_key)
    if as_json:
        print_json([_plain(each) for each in members])
    else:
        print_text("\n".join(map(_line, members)) or phrases.NOBODY)


def _line(member: Member) -> str:
    revoked = f", revoked {format_time(member.revoked_at)}" if member.revoked_at else ""
    note = f"  {member.note}" if member.note else ""
    return (
        f"{member.reference}  {member.role.value}  {member.name}  let in {format_time(member.let_in_at)}{revoked}{note}"
    )


def _plain(member: Member) -> dict[str, Any]:
    return {
        "reference": member.reference,
        "role": member.role.value,
        "name": member.name,
        "note": member.note,
        "let_in_at": member.let_in_at.isoformat(),
        "revoked_at": None if member.revoked_at is None else member.revoked_at.isoformat(),
    }
