"""Where the endpoint listens: on this machine alone. An address that other machines could reach is refused."""

import re
from dataclasses import dataclass
from ipaddress import ip_address

from bot.config.errors import UsageFault

LOCALHOST = "localhost"


@dataclass(frozen=True, slots=True)
class LoopbackAddress:
    """A host of this machine, and a port; port 0 is any that is free."""

    host: str
    port: int

    def url_at(self, port: int) -> str:
        """Returns the URL of this host at the port that was taken."""
        return f"http://[{self.host}]:{port}/" if ":" in self.host else f"http://{self.host}:{port}/"


def read_address(text: str) -> LoopbackAddress:
    """Returns the address in a text such as 127.0.0.1:8095.

    Raises `UsageFault` where it is none, or not of this machine alone.
    """
    read = re.fullmatch(r"(\[[0-9a-fA-F:.]+\]|[A-Za-z0-9.-]+):(\d{1,5})", text.strip())
    if read is None or int(read[2]) >= 2**16:
        raise UsageFault(f"--listen: {text[:60]!r} is no host and port; write 127.0.0.1:8095")
    if not is_this_machine(read[1]):
        raise UsageFault(
            f"--listen: other machines could reach {read[1]}; write 127.0.0.1:{read[2]}, and use a tunnel from"
            " elsewhere"
        )
    host = "127.0.0.1" if read[1].lower() == LOCALHOST else read[1].strip("[]")
    return LoopbackAddress(host, int(read[2]))


def is_this_machine(host: str) -> bool:
    """Says whether a host names this machine and can be reached from it alone."""
    if host.lower() == LOCALHOST:
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
