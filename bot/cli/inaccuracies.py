"""`trialscreen inaccuracies`: what people reported as not accurate, and taking off the list what was looked into."""

import sys
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import orjson

from bot import phrases
from bot.config import store_access as keeping
from bot.config.clock import clock
from bot.config.errors import UsageFault
from storage.features.inaccuracies import Inaccuracies, Reported
from storage.model.stored import Incoming

CHANNEL = "command"


def run(settled: str, database: str, *, as_json: bool) -> None:
    """Prints what was reported and not settled yet; with a reference, that one is settled first."""
    if settled and _at_desk(database, lambda inaccuracies: inaccuracies.settle(settled)) is None:
        raise UsageFault(f"--settle: no inaccuracy has the reference {settled[:20]!r}; `trialscreen inaccuracies` lists them")
    found: list[Reported] = _at_desk(database, lambda inaccuracies: inaccuracies.all())
    if as_json:
        _say(orjson.dumps([_plain(each) for each in found], option=orjson.OPT_INDENT_2).decode())
    else:
        _say("\n".join(map(_line, found)) or phrases.NOTHING_REPORTED)


def _at_desk(database: str, do: Callable[[Inaccuracies], Any]) -> Any:
    """Does something at the desk of one event of the person at this command."""
    with keeping.as_usage_faults():
        now = clock(None)()
        store = keeping.opened(database, now)
        try:
            return store.take(Incoming(CHANNEL, uuid4().hex, "", keeping.person(), now), lambda desk: do(Inaccuracies(desk))).value
        finally:
            store.close()


def _line(reported: Reported) -> str:
    about = reported.inaccuracy
    fault = phrases.REPORT_FAULTS[about.fault]
    return f"{reported.reference}  {reported.month}  {about.trial} {about.version}  {about.about}: {fault}  ({reported.role})"


def _plain(reported: Reported) -> dict[str, str]:
    about = reported.inaccuracy
    return {
        "reference": reported.reference,
        "month": reported.month,
        "role": reported.role,
        "trial": about.trial,
        "version": about.version,
        "about": about.about,
        "fault": about.fault,
    }


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
