"""The format of the file of hospitals: one entry for each sign-in that lets people in."""

import re
from difflib import get_close_matches
from typing import Annotated, Any, Literal
from unicodedata import category, normalize
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from bot.config.web_addresses import is_safe_address
from dialogs.definition.wording import Model

MOST_GROUPS = 200
MOST_MINUTES = 24 * 60
WELL_KNOWN = "/.well-known/openid-configuration"
ENTRA = "login.microsoftonline.com"
NO_TENANTS = frozenset({"common", "organizations", "consumers"})
FILLERS = frozenset("\u115f\u1160\u3164\uffa0\u2800")
"""Letters and signs that are drawn as nothing."""

_KEY = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?", re.ASCII)
_CLIENT = re.compile(r"[!-~]{1,255}", re.ASCII)
_SCOPE = re.compile(r"[!#-\[\]-~]{1,100}", re.ASCII)


def _check_key(key: str) -> str:
    if not _KEY.fullmatch(key):
        raise ValueError("this is no key of a hospital: write 1 to 32 small letters, digits and -, such as st-anna")
    return key


def _check_issuer(issuer: str) -> str:
    if not is_safe_address(issuer) or "?" in issuer:
        raise ValueError(
            "this is no issuer: write the https address that the hospital's own metadata give as 'issuer', character by"
            " character; http is for loopback alone"
        )
    if issuer.rstrip("/").endswith(WELL_KNOWN):
        raise ValueError(f"this is where the metadata stand, and no issuer: leave {WELL_KNOWN} off")
    parts = urlsplit(issuer)
    if parts.hostname == ENTRA and parts.path.split("/")[1:2] and parts.path.split("/")[1] in NO_TENANTS:
        raise ValueError("this is no issuer, but stands for those of many hospitals: name your tenant in its place")
    return issuer


def _check_name(name: str) -> str:
    if not name.isprintable() or not any(category(each)[0] in "LNPS" for each in set(name) - FILLERS):
        raise ValueError("this is no name: write one line that people recognise their hospital by")
    return name.strip()


def _check_client(client: str) -> str:
    if not _CLIENT.fullmatch(client):
        raise ValueError("this is no client: copy it from where the page was registered; it has no blanks")
    return client


def _check_scopes(scopes: list[str]) -> list[str]:
    if "openid" not in scopes or not all(_SCOPE.fullmatch(each) for each in scopes):
        raise ValueError("scopes are words, and openid is one of them: write [openid], and what groups need besides")
    return scopes


def _check_format(given: Any) -> Any:
    if given == 1 and type(given) is not int:
        raise ValueError(f"{str(given).lower()} is no version of this format: write 1")
    return given


def _check_minutes(given: Any) -> Any:
    if isinstance(given, float):
        raise ValueError(f"{given:g} is not whole: write minutes as 1 to {MOST_MINUTES}")  # noqa: TRY004 - for pydantic
    return given


def _check_roles(given: Any) -> Any:
    if not isinstance(given, dict):
        raise ValueError("these are no roles: write {group: role}, such as {doctors: clinician}")  # noqa: TRY004 - as above
    known: dict[str, str] = {}
    for group in given:
        if not group.strip() or group != group.strip() or not group.isprintable():
            raise ValueError(f"{group!r} is no group: write it as the hospital does, with no blank at its ends")
        if known.setdefault(normalize("NFC", group), group) != group:
            raise ValueError(f"the group {group!r} stands twice, in letters that look alike: leave one out")
    return given


def _check_path(path: str) -> str:
    if not path.isprintable():
        raise ValueError("this is no file: write its name in one line")
    return path


_Key = Annotated[str, AfterValidator(_check_key)]
_Name = Annotated[str, Field(min_length=1, max_length=80), AfterValidator(_check_name)]
_Client = Annotated[str, AfterValidator(_check_client)]
_Group = Annotated[str, Field(min_length=1, max_length=255)]
_RoleName = Literal["clinician", "referrer", "tester", "coordinator"]


class ProviderEntry(Model):
    """A hospital whose sign-in lets people in."""

    name: _Name
    issuer: Annotated[str, AfterValidator(_check_issuer)]
    client_id: _Client
    client_secret_file: Annotated[str, Field(min_length=1), AfterValidator(_check_path)] | None = None
    audiences: list[_Client] = []
    groups_claim: Annotated[str, Field(min_length=1, max_length=255)] = "groups"
    roles: Annotated[
        dict[_Group, _RoleName], Field(min_length=1, max_length=MOST_GROUPS), BeforeValidator(_check_roles)
    ]
    scopes: Annotated[list[str], AfterValidator(_check_scopes)] = ["openid"]
    max_age_minutes: Annotated[int | None, BeforeValidator(_check_minutes), Field(ge=1, le=MOST_MINUTES)] = None

    @model_validator(mode="before")
    @classmethod
    def _find_misspelt(cls, given: Any) -> Any:
        """Raises for a key that is another one misspelt: else that one is told as missing."""
        for key in given if isinstance(given, dict) else ():
            meant = get_close_matches(str(key), cls.model_fields.keys() - given.keys(), 1)
            if key not in cls.model_fields and meant:
                raise ValueError(f"{str(key)[:80]!r} is unknown: did you mean {meant[0]}?")
        return given


class ProviderEntries(Model):
    """A file of hospitals, each under its key."""

    format: Annotated[Literal[1], BeforeValidator(_check_format), Field(description="The version of this format.")]
    hospitals: Annotated[dict[_Key, ProviderEntry], Field(min_length=1)]
