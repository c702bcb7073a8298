"""The proxy through which Telegram is reached, where the environment names one."""

from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass


def find_proxy(url: str) -> str | None:
    """Returns the proxy that the environment names for an address, or None.

    It stands in HTTPS_PROXY, HTTP_PROXY or ALL_PROXY; NO_PROXY makes exceptions.
    """
    parts, named = urlsplit(url), getproxies()
    found = named.get(parts.scheme) or named.get("all")
    if not found or proxy_bypass(parts.netloc.rpartition("@")[2]):
        return None
    return found if "://" in found else f"http://{found}"
