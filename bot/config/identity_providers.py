"""The hospitals whose own sign-in lets people in, read once from the file that TRIALSCREEN_WEB_HOSPITALS names."""

import re
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path

from bot.config.distinct_files import check_distinct
from bot.config.errors import UsageFault
from bot.config.files import read_text
from bot.config.provider_differences import check_different
from bot.config.provider_entries import ProviderEntries, ProviderEntry
from bot.config.secret_files import EXPLAINED, read_secret
from bot.config.settings import Settings, find_env_file, list_set_files
from bot.config.store_location import locate_key_file
from bot.config.trusted_files import check_trust
from dialogs.definition.faults import DefinitionError
from dialogs.loading.loading import read
from storage.features.members import Role

NAME = "TRIALSCREEN_WEB_HOSPITALS"
LIBRARIES = ("authlib.oauth2.client", "joserfc.jwt")

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
    check_trust(given.web_hospitals, "hospitals", is_private=False)
    try:
        document, entries = read(text, file, ProviderEntries, _NO_HOSPITALS)
        check_different(document, file, entries)
    except DefinitionError as error:
        first, *more = error.faults
        told = str(first).replace(" (see `trialscreen trial schema`)", f" ({EXPLAINED})")
        raise UsageFault(f"{told}{f' (and {len(more)} more)' if more else ''}") from error
    _check_libraries()
    secret_files = _find_secret_files(given, entries)
    return tuple(_make_provider(key, entry, secret_files.get(key)) for key, entry in entries.hospitals.items())


def _check_libraries() -> None:
    """Raises where the extra is not installed, or not whole."""
    missing = []
    for name in LIBRARIES:
        try:
            import_module(name)
        except ImportError:
            missing.append(name.partition(".")[0])
    if missing:
        raise UsageFault(
            f"{NAME}: the sign-in of a hospital needs {' and '.join(missing)}: pip install 'trialscreen[oidc]'"
        )


def _find_secret_files(given: Settings, entries: ProviderEntries) -> dict[str, Path]:
    """Returns the files of secrets, by hospital. Raises where one is another setting's too: it would be sent away."""
    found = {key: _expand(key, each.client_secret_file) for key, each in entries.hospitals.items()}
    files = {key: path for key, path in found.items() if path is not None}
    others = list_set_files(given)
    if not given.key.get_secret_value():
        others["TRIALSCREEN_KEY_FILE"] = locate_key_file(given)
    env_file = find_env_file()
    others |= {} if env_file is None else {".env": env_file.path}
    check_distinct(others | {_name_secret(key): path for key, path in files.items()})
    return files


def _expand(key: str, file: str | None) -> Path | None:
    try:
        return None if file is None else Path(file).expanduser()
    except RuntimeError:
        raise UsageFault(f"{_name_secret(key)}: {file} begins with the home of a user who is not there") from None


def _make_provider(key: str, entry: ProviderEntry, secret_file: Path | None) -> IdentityProvider:
    return IdentityProvider(
        key,
        entry.name,
        entry.issuer,
        entry.client_id,
        tuple((group, Role(role)) for group, role in entry.roles.items()),
        _read_client_secret(key, secret_file),
        tuple(entry.audiences),
        entry.groups_claim,
        tuple(entry.scopes),
        entry.max_age_minutes,
    )


def _read_client_secret(key: str, file: Path | None) -> str:
    if file is None:
        return ""
    name = _name_secret(key)
    secret = read_secret(file, name)
    if not _PRINTABLE.fullmatch(secret):
        raise UsageFault(f"{name}: {file} holds no secret of one line; copy it whole from the hospital; {EXPLAINED}")
    return secret


def _name_secret(key: str) -> str:
    return f"{NAME}: {key}.client_secret_file"


_NO_HOSPITALS = "the file lists no hospitals: begin it with 'format: 1', as docs/hospitals.yaml does"
