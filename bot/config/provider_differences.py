"""What no two hospitals of one file may have in common: their issuer, and the name that people choose by."""

from unicodedata import normalize
from urllib.parse import urlsplit

from bot.config.provider_entries import ProviderEntries
from dialogs.definition.document import Document
from dialogs.definition.faults import DefinitionError, make_fault

USUAL_PORTS = {"https": 443, "http": 80}


def check_different(document: Document, file: str, entries: ProviderEntries) -> None:
    """Raises `DefinitionError` where two hospitals have one issuer, or one name.

    A person would be let in by either, with another role by each; or could not tell which link is theirs.
    """
    issuers: dict[object, str] = {}
    names: dict[str, str] = {}
    for key, entry in entries.hospitals.items():
        place = _find_place(entry.issuer)
        if place in issuers:
            message = f"{issuers[place]} has this issuer too: put the roles of both under one key"
            raise DefinitionError([make_fault(document, file, ("hospitals", key, "issuer"), message)])
        name = " ".join(normalize("NFKC", entry.name).casefold().split())
        if name in names:
            message = f"{names[name]} has this name too: people choose by it, so write which is which"
            raise DefinitionError([make_fault(document, file, ("hospitals", key, "name"), message)])
        issuers[place], names[name] = key, key


def _find_place(issuer: str) -> object:
    """Returns where an issuer is: the same for two that differ in letters of the host, a usual port, or a last slash.

    In tokens they are compared letter by letter.
    """
    parts = urlsplit(issuer)
    port = parts.port or USUAL_PORTS[parts.scheme]
    return parts.scheme, (parts.hostname or "").rstrip("."), port, parts.path.rstrip("/")
