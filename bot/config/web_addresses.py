"""Addresses of other servers: https, or http on this machine alone, for trying."""

import re
from ipaddress import ip_address
from urllib.parse import urlsplit

MOST_CHARACTERS = 1_000
_PLAIN = re.compile(r"[!-~]+", re.ASCII)


def is_safe_address(address: str) -> bool:
    """Says whether this is an address of https, or of http on loopback, with no user and no fragment in it."""
    if len(address) > MOST_CHARACTERS or not _PLAIN.fullmatch(address) or set(address) & set('"<>\\^`{|}#'):
        return False
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return False
    if not host or "@" in parts.netloc:
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and is_loopback(host))


def is_loopback(host: str) -> bool:
    """Says whether a host is this machine."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
