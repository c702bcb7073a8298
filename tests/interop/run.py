"""Runs all our scripts in stock Botium, then wrong ones, all of which must fail. Nothing leaves this machine.

Run it with `make interop`. Exit 0 when all of it holds, 1 when not, 2 where stock Botium cannot run.
"""

import sys
import tempfile
from pathlib import Path

from stock_botium import ROOT, SCRIPTS, Endpoint, Missing, run, serving, set_up
from wrong_scripts import WRONG

from dialogs.testing.scripts.format.blocks import ScriptError
from dialogs.testing.scripts.format.collection import PARTIAL, collect
from dialogs.testing.scripts.format.tables import SUFFIX as TABLE
from dialogs.testing.scripts.format.utterances import SUFFIX as UTTERANCES

CONVO = ".convo.txt"
FOLDERS = (SCRIPTS, ROOT / "tests" / "collections")


def main() -> int:
    """Says how many scripts passed, and what was wrong with the others."""
    try:
        set_up()
        with serving() as endpoint:
            held = [
                *(ours_pass(folder, endpoint) for folder in FOLDERS),
                wrong_ones_fail(endpoint),
                nothing_leaves(endpoint),
            ]
            return 0 if all(held) else 1
    except Missing as missing:
        print(f"make interop: {missing}", file=sys.stderr)
        return 2


def ours_pass(folder: Path, endpoint: Endpoint) -> bool:
    """Says whether every script of a folder passes in stock Botium, none left out."""
    wanted = _count(folder)
    report = run([folder], endpoint)
    print(
        f"stock Botium: {len(report.passed)} of {wanted} scripts of {folder.relative_to(ROOT)} passed, in"
        f" {report.seconds:.1f} s"
    )
    for title, message in report.failed.items():
        print(f"\n{title}\n{message}")
    return len(report.passed) == wanted and not report.failed


def wrong_ones_fail(endpoint: Endpoint) -> bool:
    """Says whether each wrong script fails in stock Botium, for the reason that it is wrong."""
    with tempfile.TemporaryDirectory() as folder:
        for number, wrong in enumerate(WRONG):
            (Path(folder) / f"{number}{CONVO}").write_text(f"{wrong.title}\n\n{wrong.blocks}", encoding="utf-8")
        report = run([Path(folder)], endpoint, BOTIUM_WAITFORBOTTIMEOUT="1000")
    unnoticed = [wrong.title for wrong in WRONG if wrong.told not in report.failed.get(wrong.title, "")]
    print(f"stock Botium: {len(WRONG) - len(unnoticed)} of {len(WRONG)} wrong scripts failed, as they must")
    for title in unnoticed:
        print(f"\n{title}: {report.failed.get(title, 'it passed')}")
    return not unnoticed


def nothing_leaves(endpoint: Endpoint) -> bool:
    """Says whether a connection elsewhere would have ended the runs above: with its analytics on, Botium tries one."""
    try:
        run([SCRIPTS], endpoint, BOTIUM_ANALYTICS="true")
    except Missing as refused:
        if "only this machine may be reached" in str(refused):
            print("stock Botium: nothing left this machine, and it was held to that")
            return True
    print("stock Botium: it was not kept from reaching other machines")
    return False


def _count(folder: Path) -> int:
    """Returns how many scripts a folder has as we read them, with one for each row and for each way to say it."""
    files = {
        path.name: path.read_bytes()
        for path in folder.rglob("*")
        if path.name.endswith((CONVO, PARTIAL, TABLE, UTTERANCES))
    }
    scripts = collect(files)
    faults = [str(each) for each in scripts if isinstance(each, ScriptError)]
    assert not faults, faults
    return len(scripts)


if __name__ == "__main__":
    sys.exit(main())
