"""What this deployment lists of hospitals, support lines and the address for inaccuracies, read from a file once."""

from bot.config.errors import UsageFault
from bot.config.files import read_text
from bot.config.settings import read_settings
from bot.config.trial_catalogue import list_names
from dialogs.definition.faults import DefinitionError, make_fault
from dialogs.loading.sites import NO_SITES, Contacts, Sites, read_sites


def read_listed_sites(*more_trials: str) -> Sites:
    """Returns what the file that TRIALSCREEN_SITES names lists; nothing where it names none.

    `more_trials` are ids that are known too.

    Raises `UsageFault` with the first fault of the file, and how many more there are.
    """
    file = read_settings().sites
    if file is None:
        return NO_SITES
    try:
        return _read(read_text(file, "a sites file"), str(file), list(dict.fromkeys([*list_names(), *more_trials])))
    except DefinitionError as error:
        first, *more = error.faults
        raise UsageFault(f"{first}{f' (and {len(more)} more)' if more else ''}") from error


def summarize_sites(sites: Sites) -> str:
    """Returns what is listed for each trial that there is: how much, and where inaccuracies go."""
    if sites is NO_SITES:
        return "none are listed; the pages say what each trial's definition says"
    return "; ".join(f"{trial}: {_count(sites.find_contacts(trial))}" for trial in list_names())


def _count(contacts: Contacts) -> str:
    where = "are kept for the coordinator" if contacts.inaccuracies is None else "go to the address that is listed"
    return f"hospitals {len(contacts.hospitals)}, support lines {len(contacts.support)}, inaccuracies {where}"


def _read(text: str, file: str, known: list[str]) -> Sites:
    document, sites = read_sites(text, file)
    remedy = f"no trial has this id: correct it (there are {', '.join(known)}), or remove it"
    unknown = [make_fault(document, file, ("trials", trial), remedy) for trial in sites.trials if trial not in known]
    if unknown:
        raise DefinitionError(unknown)
    return sites
