"""The format of the file of hospitals: one entry for each sign-in that lets people in."""

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field

from bot.config.web_addresses import is_safe_address
from dialogs.definition.conditions import is_no_bool
from dialogs.definition.wording import Model

MOST_GROUPS = 200
MOST_MINUTES = 24 * 60
CALLBACK = "callback"
"""Where hospitals lead back to, beside the addresses of each: it is no key."""

_KEY = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?", re.ASCII)
_CLIENT = re.compile(r"[!-~]{1,255}", re.ASCII)
_SCOPE = re.compile(r"[!#-\[\]-~]{1,100}", re.ASCII)


def _check_key(key: str) -> str:
    if not _KEY.fullmatch(key) or key == CALLBACK:
        raise ValueError("this is no key of a hospital: write 1 to 32 small letters, digits and -, such as st-anna")
    return key


def _check_issuer(issuer: str) -> str:
    if not is_safe_address(issuer) or "?" in issuer:
        raise ValueError(
            "this is no issuer: write the https address that the hospital's own metadata give as 'issuer', character by"
            " character; http is for loopback alone"
        )
    return issuer


def _check_name(name: str) -> str:
    if not name.isprintable() or not name.strip():
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
    client_secret_file: Annotated[str, Field(min_length=1)] | None = None
    audiences: list[_Client] = []
    groups_claim: Annotated[str, Field(min_length=1, max_length=255)] = "groups"
    roles: Annotated[dict[_Group, _RoleName], Field(min_length=1, max_length=MOST_GROUPS)]
    scopes: Annotated[list[str], AfterValidator(_check_scopes)] = ["openid"]
    max_age_minutes: Annotated[int, Field(ge=1, le=MOST_MINUTES)] | None = None


class ProviderEntries(Model):
    """A file of hospitals, each under its key."""

    format: Annotated[Literal[1], BeforeValidator(is_no_bool), Field(description="The version of this format.")]
    hospitals: Annotated[dict[_Key, ProviderEntry], Field(min_length=1)]
