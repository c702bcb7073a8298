"""A collection of files: scripts, and the partial scripts, tables and utterances that they share by name."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar

from dialogs.testing.scripts.format.assembling import assemble
from dialogs.testing.scripts.format.blocks import Script, ScriptError, make_fault
from dialogs.testing.scripts.format.faults import ScriptFaults
from dialogs.testing.scripts.format.file_lines import decode_script, split_lines
from dialogs.testing.scripts.format.header import refuse_trial_lines
from dialogs.testing.scripts.format.reading import SKIPPED, Draft, read
from dialogs.testing.scripts.format.shared import FindElsewhere, Shared
from dialogs.testing.scripts.format.tables import SUFFIX as TABLE
from dialogs.testing.scripts.format.tables import TableRow, read_table
from dialogs.testing.scripts.format.utterances import SUFFIX as UTTERANCES
from dialogs.testing.scripts.format.utterances import Utterances, read_utterances

PARTIAL = ".pconvo.txt"
SHARED = (PARTIAL, TABLE, UTTERANCES)
"""How the names of files end that make no script of themselves."""

SCRIPTS = (".convo.txt", ".abuse.txt")
"""How the names of scripts end; what is named otherwise, and not as one of the shared files, is read like a
`.convo.txt`."""


NamedT = TypeVar("NamedT", Draft, Utterances)

FindScriptTrial = Callable[[Draft], str]
"""Returns the trial with which a script is played. It raises `ScriptError` where the named one cannot be had."""


@dataclass
class _Sharing:
    """What was read so far of the shared files."""

    partials: dict[str, Draft] = field(default_factory=dict)
    tables: dict[frozenset[str], list[TableRow]] = field(default_factory=dict)
    utterances: dict[str, Utterances] = field(default_factory=dict)

    def take(self, text: str, file: str, faults: ScriptFaults) -> None:
        """Adds what is in a shared file, unless something is wrong with it, or another has the same name."""
        faults.attempt(refuse_trial_lines, faults.attempt(split_lines, text, file) or [], file)
        if file.endswith(PARTIAL):
            partial = _read_partial(text, file, faults)
            _add_new(partial, file, self.partials, faults)
        elif file.endswith(TABLE):
            self._take_table(read_table(text, file, faults), file, faults)
        else:
            _add_new(read_utterances(text, file, faults), file, self.utterances, faults)

    def _take_table(self, rows: list[TableRow], file: str, faults: ScriptFaults) -> None:
        variables = frozenset(rows[0].values) if rows else frozenset()
        for others, there in self.tables.items():
            if others != variables and others & variables:
                same = min(others & variables)
                what = f"{same} stands in {there[0].file} too, among other variables"
                faults.note(make_fault(file, 1, what, "rename it, or let both tables have the same"))
        there = self.tables.get(variables, [])
        known = {row.name: row.file for row in there}
        for row in rows:
            if row.name in known:
                what = f"the row '{row.name[:40]}' stands in {known[row.name]} too"
                faults.note(make_fault(file, row.line, what, "name it differently"))
        if not faults:
            self.tables[variables] = [*there, *rows]


def collect(
    files: Mapping[str, bytes | str],
    find_elsewhere: FindElsewhere = lambda _: "",
    find_trial: FindScriptTrial = lambda draft: draft.trial,
    *,
    as_given: bool = False,
) -> list[Script | ScriptError]:
    """Returns the scripts of the files in the order of their names, or `as_given`, or what is wrong with a file.

    Of two shared files that have the same row or name, the first one has it. A script comes once for each row and
    utterance that it uses.

    `files` maps names to contents, of all the folders whose files know each other; `find_elsewhere` knows of others.
    `find_trial` says with which trial a script is played, or raises `ScriptError`. A faulty file never keeps the others
    back.
    """
    found: dict[str, list[Script | ScriptError]] = {}
    sharing = _Sharing()
    order = list(files) if as_given else sorted(files)
    for file in (file for file in order if file.endswith(SHARED)):
        faults = ScriptFaults()
        text = _decode(file, files[file], faults)
        if text is not None:
            sharing.take(text, file, faults)
        error = faults.join(file)
        if error is not None:
            found[file] = [error]
    shared = Shared(sharing.partials, sharing.tables, sharing.utterances, tuple(found), find_elsewhere)
    for file in files:
        if not file.endswith(SHARED):
            found[file] = _read_scripts(file, files[file], shared, find_trial)
    return [each for file in order for each in found.get(file, ())]


def _read_scripts(
    file: str, content: bytes | str, shared: Shared, find_trial: FindScriptTrial
) -> list[Script | ScriptError]:
    faults = ScriptFaults()
    text = _decode(file, content, faults)
    draft = None if text is None else read(text, file, faults)
    scripts: list[Script] = []
    if draft is not None:
        trial = faults.attempt(find_trial, draft) or ""
        scripts = assemble(replace(draft, trial=trial), shared, faults)
    error = faults.join(file)
    return [*scripts] if error is None else [error]


def _decode(file: str, content: bytes | str, faults: ScriptFaults) -> str | None:
    faults.attempt(_check_name, file)
    return faults.attempt(decode_script, content, file)


def _check_name(file: str) -> None:
    name = file.replace("\\", "/").rpartition("/")[2]
    if SKIPPED.match(name):
        raise make_fault(file, 1, f"stock Botium leaves out a file whose name begins with '{name[:5]}'", "rename it")


def _read_partial(text: str, file: str, faults: ScriptFaults) -> Draft | None:
    partial = read(text, file, faults)
    if partial is None:
        return None
    if not partial.name or partial.name != partial.name.strip() or "|" in partial.name:
        remedy = "begin with the name alone: no blanks around it, no |"
        faults.note(make_fault(file, 1, "the first line is no name to be included by", remedy))
    if text.startswith("\ufeff"):
        what = "a byte order mark stands before the name, and Botium takes it for a part"
        faults.note(make_fault(file, 1, what, "save the file as UTF-8 without one"))
    return partial


def _add_new(read: NamedT | None, file: str, known: dict[str, NamedT], faults: ScriptFaults) -> None:
    """Adds what was read under its name, unless something is wrong with it, or the name is taken."""
    if read is not None and read.name in known:
        fault = f"{known[read.name].file} has the name '{read.name[:60]}' too"
        faults.note(make_fault(file, 1, fault, "choose another"))
    if read is not None and not faults:
        known[read.name] = read
