"""The server of the page as a process: how it is set up."""

from dataclasses import dataclass

from telegram_bots import Deployment


@dataclass(frozen=True)
class PageDeployment(Deployment):
    """How one server of the page is set up."""

    program: str = "web"

    @property
    def origin(self) -> str:
        """How browsers see it."""
        return f"http://localhost:{self.port}"

    def settings(self) -> dict[str, str]:
        """See `Deployment`."""
        kept = ("DATABASE", "KEY", "ANCHOR", "FORGOTTEN", "EVENTS_A_SECOND", "LOG_LEVEL")
        given = super().settings()
        return {
            **{f"TRIALSCREEN_{each}": given[f"TRIALSCREEN_{each}"] for each in kept},
            "TRIALSCREEN_WEB_LISTEN": f"127.0.0.1:{self.port}",
            "PYTHONPATH": given["PYTHONPATH"],
        }
