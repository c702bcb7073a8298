"""The figures and lists of the documents are those of the code.

They are defaults, limits, tables, kinds of entries, and keys that programs read.
"""

import json
import re
from datetime import timedelta
from pathlib import Path

import pytest
from commands import trialscreen
from documents import page
from reported import infant
from stores import dialogue

from bot.channels.handling import invite as inviting
from bot.channels.handling import rate_limits as limits
from bot.channels.service import outage
from bot.config.settings import Settings
from bot.documents.report.plain import make_plain_report
from bot.documents.screening_log.log import SMALL
from bot.phrases import INACCURACY_FAULTS
from bot.workbench.http import handlers as door
from bot.workbench.http import requests as saying
from bot.workbench.http import sessions
from bot.workbench.http.rate_limit import RequestLimit
from storage.database.schema import metadata
from storage.features import account_links, handover, inaccuracies, one_time_codes
from storage.features.invitations import TOKEN_BYTES
from storage.maintenance import sweep
from storage.model.entries import EntryKind
from storage.outbox import outbox

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
SPANS = {
    timedelta(minutes=1): "a minute",
    HOUR / 4: "quarter of an hour",
    HOUR / 2: "half an hour",
    366 * DAY: "a year",
}
WORDS = ("", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
IDLE, FINISHED, RATE, LEVEL = (
    Settings.model_fields[name].default for name in ("idle_days", "finished_days", "events_a_second", "log_level")
)

CLAIMS = [
    ("docs/settings.md", f"unfinished screening that nobody used is forgotten | {IDLE} |"),
    ("docs/settings.md", f"a finished screening is forgotten | {FINISHED} |"),
    ("docs/settings.md", f"in the long run; fifty times as many at once | {RATE} |"),
    ("docs/settings.md", f"`ERROR` | `{LEVEL}` |"),
    ("docs/commands.md", f"takes this screening over, once, within {handover.LASTS // HOUR} hours"),
    ("docs/clinicians.md", f"at most {len(dialogue().trial.facts)} questions"),
    ("docs/clinicians.md", f"forgotten {IDLE} days after its last use and a finished one after {FINISHED}"),
    ("docs/clinicians.md", f"once, within {handover.LASTS // HOUR} hours"),
    ("docs/coordinators.md", f"does the same, for {inviting.GOOD_FOR // DAY} days"),
    ("docs/coordinators.md", f"A total of {SMALL.start} to {SMALL.stop - 1} reads `<{SMALL.stop}`"),
    ("docs/interfaces.md", f'`"<{SMALL.stop}"` (a total of {SMALL.start} to {SMALL.stop - 1})'),
    (
        "docs/storage.md",
        f"| `events` | the ids of events, so that none counts twice | {sweep.EVENTS_KEPT // DAY} days |",
    ),
    ("docs/storage.md", f"numbers of messages {sweep.RECEIPTS_KEPT // DAY} days |"),
    ("docs/storage.md", f"could not be read | {sweep.RECEIPTS_KEPT // DAY} days |"),
    ("docs/storage.md", f"| {handover.LASTS // HOUR} hours; {WORDS[one_time_codes.WRONG_CODES_KEPT // HOUR]} hour |"),
    ("docs/storage.md", f"| `link_codes` | open codes that link two accounts | {SPANS[account_links.LASTS]} |"),
    ("docs/storage.md", f"which works for {SPANS[account_links.LASTS]}"),
    ("docs/dialogue.md", f"is linked, once, within {SPANS[account_links.LASTS]}"),
    ("docs/commands.md", f"say *link CODE* there, within {SPANS[account_links.LASTS]}"),
    ("docs/storage.md", f"({WORDS[one_time_codes.RANDOM_CHARACTERS + 1]} characters;"),
    ("docs/storage.md", f"{one_time_codes.RANDOM_CHARACTERS * 5} random bits and a check character"),
    ("docs/storage.md", f"After {WORDS[one_time_codes.WRONG_ALLOWED]} wrong codes within an hour"),
    ("docs/storage.md", f"until it is settled, or {SPANS[inaccuracies.INACCURACIES_KEPT]} |"),
    ("docs/threat-model.md", f"choose what is wrong, {WORDS[inaccuracies.REPORTS_ALLOWED]} times a day"),
    ("docs/threat-model.md", f"guessing {TOKEN_BYTES * 8} random bits, {WORDS[limits.STRANGERS.burst]} times an hour"),
    (
        "docs/threat-model.md",
        f"who was let in to {limits.KNOWN.burst} events at once and {1 / limits.KNOWN.every_seconds:.0f} a second",
    ),
    ("docs/operations.md", f"{TOKEN_BYTES * 8} random bits are not guessed"),
    ("docs/operations.md", f"in the {SPANS[outage.ACTIVE_BEFORE]} before it"),
    ("docs/operations.md", f"sent by the other within {SPANS[timedelta(seconds=outbox.LEASE_SECONDS)]}."),
    ("docs/botium.md", f"Any text of 1 to {saying.LONGEST_SESSION} characters"),
    ("docs/botium.md", f"Up to {saying.LONGEST_TEXT:,} characters"),
    ("docs/botium.md", f"of more than {sessions.MOST_SESSIONS:,}, the one used longest ago is"),
    ("docs/botium.md", f"forgotten after {SPANS[timedelta(seconds=sessions.IDLE_SECONDS)]} without"),
    ("docs/botium.md", f"{door.MOST_BYTES:,} bytes a body, which has {WORDS[int(door.BODY_SECONDS)]} seconds"),
    ("docs/botium.md", f"{RequestLimit().per_second:,} requests a second; {RequestLimit().at_once} at once"),
]


@pytest.mark.parametrize(("document", "claim"), CLAIMS)
def test_a_figure_is_that_of_the_code(document: str, claim: str) -> None:
    """Protects readers from figures that were changed in the code and not in the documents, or the reverse."""
    assert claim in page(document)


def test_every_table_of_the_database_is_told() -> None:
    """Protects "what is kept, and how": each table stands in the list, and no other."""
    listed = page("docs/storage.md").split("| table | holds | how long |")[1].split(" ## ")[0]
    rows = re.findall(r"\| ((?:`\w+`(?:, )?)+) \| [^|]+ \| [^|]+ \|", listed)
    assert {table for row in rows for table in re.findall(r"`(\w+)`", row)} == set(metadata.tables)


def test_programs_are_told_what_a_trail_may_say() -> None:
    """Protects programs that read a trail: each kind of entry that a screening can have is listed."""
    of_the_realm = {
        EntryKind.KEY_ROTATED,
        EntryKind.BACKED_UP,
        EntryKind.RESTORED,
        EntryKind.INVITED,
        EntryKind.LET_IN,
        EntryKind.VOUCHED,
        EntryKind.REVOKED,
        EntryKind.MARKED,
        EntryKind.REPORTED,
        EntryKind.LINK_OFFERED,
        EntryKind.PASSKEY_ADDED,
        EntryKind.PASSKEY_REMOVED,
        EntryKind.KEYS_ACCEPTED,
    }
    told = page("docs/interfaces.md").split("`what` is ")[1].split(". ")[0]
    assert set(re.findall(r"`([\w ]+)`", told)) == {
        each.value for each in set(EntryKind) - of_the_realm - {EntryKind.SETTLED}
    }
    assert set(re.findall(r"`(\w+)`", page("docs/interfaces.md").split("and `fault` is ")[1].split(". ")[0])) == set(
        INACCURACY_FAULTS
    )


def test_programs_are_told_the_keys_of_a_report() -> None:
    """Protects programs that read a report: every key that it has is told."""
    made = make_plain_report(infant(consent="pending", age_days=364))
    told = page("docs/interfaces.md").split("## `trialscreen screening report CODE --format json`")[1].split(" ## ")[0]
    assert set(re.findall(r'"(\w+)":', told)) - {"age_days"} == set(made)
    headline = made["headlines"][0]
    named = set(re.findall(r"`(\w+)`", told))
    assert set(headline) | set(headline["missing"][0]) | set(headline["come_back"][0]) <= named


def test_programs_are_told_the_keys_of_the_log(tmp_path: Path) -> None:
    """Protects programs that read the screening log: every key that it has is told, and every column of CSV."""
    url = f"sqlite:///{tmp_path / 'screenings.db'}"
    trialscreen("chat", "--database", url, stdin="120 days\n").printed()
    made = json.loads(trialscreen("log", "--format", "json", "--database", url).printed())
    trial = made["trials"][0]
    told = page("docs/interfaces.md").split("## `trialscreen log [")[1].split(" ## ")[0]
    assert {*made, *trial, *trial["total"], *next(iter(trial["further"].values()))} <= set(
        re.findall(r'"(\w+)":', told)
    )
    columns = trialscreen("log", "--format", "csv", "--database", url).printed().splitlines()[0].lstrip("\ufeff")
    assert columns.replace(",", ", ") in told
