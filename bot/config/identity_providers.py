"""The hospitals whose own sign-in lets people in, read once from the file that TRIALSCREEN_WEB_HOSPITALS names."""

import re
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

from bot.config.errors import UsageFault
from bot.config.files import read_text
from bot.config.provider_entries import ProviderEntries, ProviderEntry
from bot.config.secret_files import EXPLAINED, read_secret
from bot.config.settings import Settings
from dialogs.definition.document import Document
from dialogs.definition.faults import DefinitionError, make_fault
from dialogs.loading.loading import read
from storage.features.members import Role

NAME = "TRIALSCREEN_WEB_HOSPITALS"
LIBRARIES = ("authlib", "joserfc")

_PRINTABLE = re.compile(r"[!-~]{1,1000}", re.ASCII)


@dataclass(frozen=True, slots=True)
class IdentityProvider:
    """A hospital's sign-in: where it is, what this page is called there, and which of its groups have which role.

    `key` stands in addresses and in the trail, `name` is what people read. Without a `client_secret` it is a public
    client. A token may name `audiences` besides this client. Of `roles`, the first one counts that somebody's groups
    give. Whoever signed in there over `max_age_minutes` ago is to do it again; None: that is left to the hospital.
    """

    key: str
    name: str
    issuer: str
    client_id: str
    roles: tuple[tuple[str, Role], ...] = field(repr=False)
    client_secret: str = field(default="", repr=False)
    audiences: tuple[str, ...] = ()
    groups_claim: str = "groups"
    scopes: tuple[str, ...] = ("openid",)
    max_age_minutes: int | None = None

    def find_role(self, groups: tuple[str, ...]) -> Role | None:
        """Returns the role of somebody who is in these groups; None where none of them has one."""
        return next((role for group, role in self.roles if group in groups), None)


def read_identity_providers(given: Settings) -> tuple[IdentityProvider, ...]:
    """Returns the hospitals that are set, in the order of the file; none where no file is named.

    Raises `UsageFault` for the first fault of the file, of a file of a secret, and where the extra is missing.
    """
    if given.web_hospitals is None:
        return ()
    file = str(given.web_hospitals)
    text = read_text(given.web_hospitals, "a file of hospitals")
    try:
        document, entries = read(text, file, ProviderEntries, _NO_HOSPITALS)
        _check_issuers(document, file, entries)
    except DefinitionError as error:
        first, *more = error.faults
        told = str(first).replace(" (see `trialscreen trial schema`)", f" ({EXPLAINED})")
        raise UsageFault(f"{told}{f' (and {len(more)} more)' if more else ''}") from error
    missing = [name for name in LIBRARIES if find_spec(name) is None]
    if missing:
        raise UsageFault(
            f"{NAME}: the sign-in of a hospital needs {' and '.join(missing)}: pip install 'trialscreen[oidc]'"
        )
    return tuple(_make_provider(key, entry) for key, entry in entries.hospitals.items())


def _check_issuers(document: Document, file: str, entries: ProviderEntries) -> None:
    """Raises where two hospitals have one issuer: a person would be let in by either, with another role by each."""
    known: dict[str, str] = {}
    for key, entry in entries.hospitals.items():
        if entry.issuer in known:
            message = f"{known[entry.issuer]} has this issuer too: put the roles of both under one key"
            raise DefinitionError([make_fault(document, file, ("hospitals", key, "issuer"), message)])
        known[entry.issuer] = key


def _make_provider(key: str, entry: ProviderEntry) -> IdentityProvider:
    return IdentityProvider(
        key,
        entry.name,
        entry.issuer,
        entry.client_id,
        tuple((group, Role(role)) for group, role in entry.roles.items()),
        _read_client_secret(key, entry.client_secret_file),
        tuple(entry.audiences),
        entry.groups_claim,
        tuple(entry.scopes),
        entry.max_age_minutes,
    )


def _read_client_secret(key: str, file: str | None) -> str:
    if file is None:
        return ""
    name = f"{NAME}: {key}.client_secret_file"
    secret = read_secret(Path(file).expanduser(), name)
    if not _PRINTABLE.fullmatch(secret):
        raise UsageFault(f"{name}: {file} holds no secret of one line; copy it whole from the hospital; {EXPLAINED}")
    return secret


_NO_HOSPITALS = "the file lists no hospitals: begin it with 'format: 1', as docs/hospitals.yaml does"
