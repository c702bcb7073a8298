"""Looks at what is set, without showing a secret: settings, Telegram, Matrix, hospitals, sites, extras."""

import shlex
from collections.abc import Iterator
from importlib.util import find_spec

from bot.cli.health import HealthFinding
from bot.config.errors import UsageFault
from bot.config.settings import Settings, find_env_file
from bot.config.sites import read_listed_sites, summarize_sites
from bot.config.store_location import locate_key_file
from bot.config.trial_catalogue import find_faulty, list_names
from storage.database.bounded_files import is_exposed
from storage.opening.location import StoreLocation


def examine_settings(given: Settings) -> HealthFinding:
    """Names the settings that are set, without their values, and the `.env` file that was read."""
    names = ", ".join(f"TRIALSCREEN_{name.upper()}" for name in sorted(given.model_fields_set))
    file = find_env_file()
    read = "" if file is None else f"; {file.path} was read, for {', '.join(sorted(file.values)) or 'nothing'}"
    return HealthFinding("settings", (names or "none is set; docs/settings.md lists them") + read)


def examine_key_files(given: Settings) -> Iterator[HealthFinding]:
    """Yields the key files that others may read: those in use, and those that rotations left beside the master key."""
    file = locate_key_file(given)
    beside = sorted(each for each in file.parent.glob(f"{file.name}.*") if each.suffix != ".lock")
    for each in [file, *beside, *([] if given.serve_key_file is None else [given.serve_key_file])]:
        if each.is_file() and is_exposed(each.stat()):
            remedy = f"chmod 600 {shlex.quote(str(each))}"
            yield HealthFinding("key", f"{each}: others may read this key file; run `{remedy}`", is_well=False)


def examine_trials() -> Iterator[HealthFinding]:
    """Names the trials that can be screened for, and each definition in the folder of one's own that cannot."""
    faulty = find_faulty()
    yield HealthFinding("trials", ", ".join(name for name in list_names() if name not in faulty) or "none")
    for fault in faulty.values():
        yield HealthFinding("trials", fault, is_well=False)


def examine_telegram(given: Settings, *, is_quick: bool) -> Iterator[HealthFinding]:
    """Says whether the bot can serve on Telegram; unless it is to be quick, Telegram is asked."""
    if not given.telegram_token.get_secret_value() and given.telegram_token_file is None:
        yield HealthFinding("telegram", "no token is set; the terminal needs none")
        return
    from bot.cli.telegram_check import check_telegram  # noqa: PLC0415 - Telegram's library is slow to import

    yield from check_telegram(given, is_quick=is_quick)


def examine_matrix(given: Settings, where: StoreLocation, *, is_quick: bool) -> Iterator[HealthFinding]:
    """Says whether a device can be served on Matrix; unless it is to be quick, the homeserver is asked."""
    from bot.cli.matrix_check import check_matrix  # noqa: PLC0415 - it needs the libraries of a web client

    yield from check_matrix(given, where, is_quick=is_quick)


def examine_page(given: Settings) -> HealthFinding:
    """Says where the page would be served, and at which address browsers see it, or what is wrong with it."""
    from bot.cli.web_settings import read_page_serving  # noqa: PLC0415 - it needs the libraries of a web server

    try:
        page = read_page_serving(given).page
    except UsageFault as fault:
        return HealthFinding("page", str(fault), is_well=False)
    minutes, hours = given.web_idle_minutes, given.web_hours
    where = f"{page.address.host}:{page.address.port}"
    ends = f"signed out after {minutes} minutes without use, and after {hours} hours"
    ends += f"; the open pre-check is {'on' if given.web_pre_check else 'off'}"
    return HealthFinding("page", f"`trialscreen web` would listen at {where}, seen at {page.origin}; {ends}")


def examine_hospitals(given: Settings, *, is_quick: bool) -> Iterator[HealthFinding]:
    """Says which hospitals sign people in; unless it is to be quick, each is asked."""
    if given.web_hospitals is None:
        return
    from bot.cli.hospital_check import examine_listed_hospitals  # noqa: PLC0415 - it needs an HTTP client

    yield from examine_listed_hospitals(given, is_quick=is_quick)


def examine_sites() -> HealthFinding:
    """Says what the sites file lists."""
    try:
        return HealthFinding("sites", summarize_sites(read_listed_sites()))
    except UsageFault as fault:
        return HealthFinding("sites", str(fault), is_well=False)


def examine_extras() -> HealthFinding:
    """Says whether what makes PDFs, PNGs and spreadsheets is there; it need not be."""
    missing = [name for name in ("typst", "matplotlib", "xlsxwriter") if find_spec(name) is None]
    if not missing:
        return HealthFinding("reports", "the extra [reports] is installed")
    return HealthFinding(
        "reports", f"no PDF, PNG or XLSX can be made without {', '.join(missing)}: pip install 'trialscreen[reports]'"
    )
