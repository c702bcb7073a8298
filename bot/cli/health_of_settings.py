"""Looks at what is set, without showing a secret: settings, Telegram, sites, extras."""

from importlib.util import find_spec

from bot.cli.health import HealthFinding
from bot.config.errors import UsageFault
from bot.config.settings import Settings
from bot.config.sites import read_listed_sites, summarize_sites


def examine_settings(given: Settings) -> HealthFinding:
    """Names the settings that are set, without their values."""
    names = [f"TRIALSCREEN_{name.upper()}" for name in sorted(given.model_fields_set)]
    return HealthFinding("settings", ", ".join(names) or "none is set; docs/settings.md lists them")


def examine_telegram(given: Settings, *, is_quick: bool) -> HealthFinding:
    """Says whether the bot can serve on Telegram; unless it is to be quick, Telegram is asked."""
    if not given.telegram_token.get_secret_value() and given.telegram_token_file is None:
        return HealthFinding("telegram", "no token is set; the terminal needs none")
    from bot.cli.telegram_check import check_telegram  # noqa: PLC0415 - Telegram's library is slow to import

    return check_telegram(given, is_quick=is_quick)


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
