"""Where trials come from: those shipped with the package, a file, and the folder in the settings."""

import difflib
from functools import lru_cache
from pathlib import Path

import dialogs
from bot.config.errors import UsageFault, describe_cause
from bot.config.files import read_text
from dialogs.definition.faults import DefinitionError
from dialogs.loading.compiled_trial import Trial
from dialogs.loading.loading import load

SHIPPED = Path(dialogs.__file__).parent / "trials"
"""The folder of the definitions that ship."""

SUFFIX = ".yaml"

LOADED = 16
"""How many trials are remembered."""


def find_trial(name: str) -> Trial:
    """Returns the trial with this id, or in this file.

    Raises `UsageFault` where there is none, or where it has faults.
    """
    file, text = find_definition(name)
    trial = load_trial(text, file)
    if Path(file).stem == name != trial.id:
        raise UsageFault(
            f"{file}: its trial has the id {trial.id}; give the file the name {trial.id}{SUFFIX}, or the trial the id"
            f" {name}"
        )
    return trial


def is_file(name: str) -> bool:
    """Says whether a trial is named by the file of its definition, rather than by its id."""
    return name.endswith((SUFFIX, ".yml")) or "/" in name or "\\" in name


def find_definition(name: str) -> tuple[str, str]:
    """Returns the file name and the text of a definition, by the trial's id or by its path."""
    if is_file(name):
        return name, read_text(Path(name), "a trial definition")
    shipped = _list_shipped()
    if name in shipped:
        return name + SUFFIX, shipped[name].read_text(encoding="utf-8")
    own = list_own_files()
    if name in own:
        return str(own[name]), read_text(own[name], "a trial definition")
    raise UsageFault(_make_unknown_fault(name, [*shipped, *own]))


@lru_cache(maxsize=LOADED)
def load_trial(text: str, file: str) -> Trial:
    """Returns the trial that `text` defines; one that was loaded is not loaded again.

    Raises `UsageFault` with the first fault, and how many more there are.
    """
    try:
        return load(text, file)
    except DefinitionError as error:
        first, *more = error.faults
        rest = f" (and {len(more)} more; `trialscreen trial lint {file}` lists them)" if more else ""
        raise UsageFault(f"{first}{rest}") from error


def list_names() -> list[str]:
    """Returns the ids of all trials: the shipped ones, then those of the folder in the settings."""
    return list(dict.fromkeys([*_list_shipped(), *list_own_files()]))


def choose_name(name: str) -> str:
    """Returns the name of the trial to screen for: the one that is given, or that of the first trial.

    Raises `UsageFault` where two trials have it.
    """
    chosen = name or list_names()[0]
    check_unique(chosen)
    return chosen


def check_unique(name: str) -> None:
    """Raises `UsageFault` for a shipped trial whose name a file of one's own has too: neither is meant for sure."""
    own = list_own_files()
    if name in own and name in _list_shipped():
        raise UsageFault(f"{own[name]}: a shipped trial has this name already; rename the file and the trial's id")


def find_faulty() -> dict[str, str]:
    """Returns what is wrong with each trial that cannot be screened for, by its name."""
    faulty = {}
    for name in list_names():
        try:
            check_unique(name)
            find_trial(name)
        except UsageFault as fault:
            faulty[name] = str(fault)
    return faulty


def list_own_files() -> dict[str, Path]:
    """Returns the definitions in the folder that TRIALSCREEN_TRIALS names, by file name without its ending.

    Files whose name begins with a dot are no definitions: systems and editors leave them.
    """
    from bot.config.settings import (  # noqa: PLC0415 - the settings library is slow to import, and `check` must be quick
        read_settings,
    )

    folder = read_settings().trials
    if folder is None:
        return {}
    if not folder.is_dir():
        raise UsageFault(f"TRIALSCREEN_TRIALS: {folder} is no folder; create it, or name another")
    try:
        names = sorted(each.name for each in folder.iterdir())
    except OSError as error:
        raise UsageFault(f"TRIALSCREEN_TRIALS: {folder} cannot be read ({describe_cause(error)}); allow it") from error
    return {name.removesuffix(SUFFIX): folder / name for name in names if name.endswith(SUFFIX) and name[0] != "."}


def _list_shipped() -> dict[str, Path]:
    return {path.stem: path for path in sorted(SHIPPED.glob("*" + SUFFIX))}


def _make_unknown_fault(name: str, known: list[str]) -> str:
    close = difflib.get_close_matches(name, known, n=1)
    hint = (
        f"did you mean {close[0]}?"
        if close
        else f"there are {', '.join(known)}; or name a file, such as ./my-trial.yaml"
    )
    return f"no trial is called {name!r}; {hint}"
