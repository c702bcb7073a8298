"""`trialscreen people`: who was let in, and letting people out. Every step stands in the audit trail of the store."""

from collections.abc import Iterator
from typing import Any

from bot import phrases
from bot.cli.command_store import use
from bot.config.errors import UsageFault
from bot.config.output import format_time, print_json, print_notes, print_text
from bot.config.store_access import open_store_with_key
from storage.features.members import Member, Members
from storage.model.people import PersonId


def run_people(revoked: str, database: str, *, as_json: bool) -> None:
    """Prints who was let in, with all accounts of each; with a reference, takes that person's access away first."""
    if revoked:
        _revoke(revoked, database)
    people = _group(use(database, Members, lambda access: access.list_all(), open_store_with_key))
    if as_json:
        print_json([_make_plain(each, accounts[0]) for accounts in people for each in accounts])
    else:
        print_text("\n".join(line for accounts in people for line in _format_person(accounts)) or phrases.NOBODY)


def _revoke(reference: str, database: str) -> None:
    def revoke(access: Members) -> tuple[int, int] | None:
        return None if access.revoke(reference) is None else (access.dropped, access.unread)

    found = use(database, Members, revoke, open_store_with_key)
    if found is None:
        raise UsageFault(
            f"--revoke: nobody with access has the reference {reference[:20]!r}; `trialscreen people` lists them"
        )
    told = zip((phrases.REVOKED_UNSENT, phrases.REVOKED_UNREAD), found, strict=True)
    print_notes([sentence.format(count=count) for sentence, count in told if count])


def _group(members: list[Member]) -> list[list[Member]]:
    """Returns the accounts of each person, those who were let in first before others."""
    people: dict[PersonId, list[Member]] = {}
    for each in members:
        people.setdefault(each.person, []).append(each)
    return list(people.values())


def _format_person(accounts: list[Member]) -> Iterator[str]:
    """Yields a line for each account of a person; those of linked accounts stand below the first one."""
    for place, each in enumerate(accounts):
        revoked = f", revoked {format_time(each.revoked_at)}" if each.revoked_at else ""
        note = f"  {each.note}" if each.note else ""
        note += f"  {phrases.CALLED.format(called=each.called)}" if each.called else ""
        role = phrases.LINKED_ACCOUNT if place else each.role.value
        yield f"{each.reference}  {role}  {each.name}  let in {format_time(each.let_in_at)}{revoked}{note}"


def _make_plain(member: Member, first: Member) -> dict[str, Any]:
    return {
        "reference": member.reference,
        "person": first.reference,
        "role": member.role.value,
        "name": member.name,
        "note": member.note,
        "called": member.called,
        "let_in_at": member.let_in_at.isoformat(),
        "revoked_at": None if member.revoked_at is None else member.revoked_at.isoformat(),
    }
