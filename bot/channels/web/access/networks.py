"""Whose guesses count together: those of one network, by its address."""

from collections.abc import Sequence
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

HOME_BITS = 64
"""What one customer has of the addresses of IPv6, at least."""


def find_network(peer: str | None, forwarded: Sequence[str], *, is_proxied: bool) -> str:
    """Returns the network of a client.

    Behind a proxy of this machine it is the last one that the proxy names: what stands before that, anybody may write.
    """
    address = _read(peer or "")
    if is_proxied and address is not None and address.is_loopback and forwarded:
        address = _read(forwarded[-1].rpartition(",")[2].strip()) or address
    if address is None:
        return ""
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    if isinstance(address, IPv6Address) and mapped is None:
        return str(ip_network((address, HOME_BITS), strict=False))
    return str(mapped or address)


def _read(text: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(text)
    except ValueError:
        return None
