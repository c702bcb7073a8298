"""What is set for serving the page: where it listens, at which address it is seen, and how long somebody stays in."""

from dataclasses import dataclass

from bot.observability.listening import ListenAddress
from storage.features.sign_ins import SignInLimits

HTTPS = "https://"


@dataclass(frozen=True, slots=True)
class WebSettings:
    """What is set for the page. `origin` is how browsers see it: scheme, host, and the port where it is another one."""

    address: ListenAddress
    origin: str
    limits: SignInLimits

    @property
    def is_secure(self) -> bool:
        """Whether browsers come by TLS, through a proxy before us."""
        return self.origin.startswith(HTTPS)

    @property
    def host(self) -> str:
        """The host of the origin, as browsers name it in each request."""
        return self.origin.partition("://")[2]


def make_entry_link(origin: str, token: str) -> str:
    """Returns the link of an invitation: it shows a page with a button, and spends nothing."""
    return f"{origin}/enter/{token}"
