"""A collection of files: scripts, and the partial scripts, tables and utterances that they share by name."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from dialogs.testing.scripts.assembling import assemble
from dialogs.testing.scripts.blocks import Script, ScriptError, make_fault
from dialogs.testing.scripts.header import refuse_trial_lines
from dialogs.testing.scripts.reading import SKIPPED, Draft, decode_script, read, split_lines
from dialogs.testing.scripts.shared import FindElsewhere, Shared
from dialogs.testing.scripts.tables import SUFFIX as TABLE
from dialogs.testing.scripts.tables import TableRow, read_table
from dialogs.testing.scripts.utterances import SUFFIX as UTTERANCES
from dialogs.testing.scripts.utterances import Utterances, read_utterances

PARTIAL = ".pconvo.txt"
SHARED = (PARTIAL, TABLE, UTTERANCES)
"""How the names of files end that make no script of themselves."""

SCRIPTS = (".convo.txt", ".abuse.txt")
"""How the names of scripts end; what is named otherwise, and not as one of the shared files, is read like a
`.convo.txt`."""


@dataclass
class _Sharing:
    """What was read so far of the shared files."""

    partials: dict[str, Draft] = field(default_factory=dict)
    tables: dict[frozenset[str], list[TableRow]] = field(default_factory=dict)
    utterances: dict[str, Utterances] = field(default_factory=dict)

    def take(self, text: str, file: str) -> None:
        """Adds what is in a shared file.

        Raises `ScriptError` where it cannot be read, or where another has the same name.
        """
        refuse_trial_lines(split_lines(text, file), file)
        if file.endswith(PARTIAL):
            partial = _read_partial(text, file)
            _check_new(partial.name, file, self.partials)
            self.partials[partial.name] = partial
        elif file.endswith(TABLE):
            self._take_table(read_table(text, file), file)
        else:
            utterances = read_utterances(text, file)
            _check_new(utterances.name, file, self.utterances)
            self.utterances[utterances.name] = utterances

    def _take_table(self, rows: list[TableRow], file: str) -> None:
        variables = frozenset(rows[0].values)
        for others, there in self.tables.items():
            if others != variables and others & variables:
                same = min(others & variables)
                what = f"{same} stands in {there[0].file} too, among other variables"
                raise make_fault(file, 1, what, "rename it, or let both tables have the same")
        there = self.tables.get(variables, [])
        known = {row.name: row.file for row in there}
        for row in rows:
            if row.name in known:
                what = f"the row '{row.name[:40]}' stands in {known[row.name]} too"
                raise make_fault(file, row.line, what, "name it differently")
        self.tables[variables] = [*there, *rows]


def collect(
    files: Mapping[str, bytes | str], find_elsewhere: FindElsewhere = lambda _: ""
) -> list[Script | ScriptError]:
    """Returns the scripts of the files in the order of their names, or what is wrong with a file.

    A script comes once for each row and utterance that it uses.

    `files` maps names to contents, of all the folders whose files know each other; `find_elsewhere` knows of others. A
    faulty file never keeps the others back.
    """
    found: dict[str, list[Script | ScriptError]] = {}
    sharing = _Sharing()
    for file in sorted(file for file in files if file.endswith(SHARED)):
        try:
            _check_name(file)
            sharing.take(decode_script(files[file], file), file)
        except ScriptError as error:
            found[file] = [error]
    shared = Shared(sharing.partials, sharing.tables, sharing.utterances, tuple(found), find_elsewhere)
    for file in files:
        if not file.endswith(SHARED):
            found[file] = list(_read_scripts(file, files[file], shared))
    return [each for file in sorted(found) for each in found[file]]


def _read_scripts(file: str, content: bytes | str, shared: Shared) -> Iterator[Script | ScriptError]:
    try:
        _check_name(file)
        yield from assemble(read(decode_script(content, file), file), shared)
    except ScriptError as error:
        yield error


def _check_name(file: str) -> None:
    name = file.replace("\\", "/").rpartition("/")[2]
    if SKIPPED.match(name):
        raise make_fault(file, 1, f"stock Botium leaves out a file whose name begins with '{name[:5]}'", "rename it")


def _read_partial(text: str, file: str) -> Draft:
    partial = read(text, file)
    if not partial.name or partial.name != partial.name.strip() or "|" in partial.name:
        remedy = "begin with the name alone: no blanks around it, no |"
        raise make_fault(file, 1, "the first line is no name to be included by", remedy)
    if text.startswith("\ufeff"):
        what = "a byte order mark stands before the name, and Botium takes it for a part"
        raise make_fault(file, 1, what, "save the file as UTF-8 without one")
    return partial


def _check_new(name: str, file: str, known: Mapping[str, Draft | Utterances]) -> None:
    if name in known:
        raise make_fault(file, 1, f"{known[name].file} has the name '{name[:60]}' too", "choose another")
