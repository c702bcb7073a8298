"""Settings from the environment or a .env file, all named TRIALSCREEN_…; docs/settings.md lists them."""

from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.config.errors import UsageFault

Level = Literal["DEBUG", "INFO", "WARNING", "ERROR"]


class Settings(BaseSettings):
    """What a deployment sets."""

    model_config = SettingsConfigDict(env_prefix="TRIALSCREEN_", env_file=".env", extra="ignore", frozen=True)

    trials: Path | None = None
    "A folder with further trial definitions (*.yaml)."

    sites: Path | None = None
    """A file that lists hospitals, support lines and the address for inaccuracies.

    None: pages say what each trial's definition says.
    """

    database: SecretStr = SecretStr("")
    "Where screenings are kept; it may hold a password. Empty is an SQLite file in the user's data folder."

    key: SecretStr = SecretStr("")
    "The master key: 32 random bytes in base64. Empty: it stands in a file."

    key_file: Path | None = None
    "The file of the master key. None is a file in the user's data folder."

    anchor: Path | None = None
    "The anchor of the audit trail. None is a file beside the database."

    forgotten: Path | None = None
    "The journal of forgotten screenings. None is a file beside the database."

    idle_days: Annotated[int, Field(ge=1, le=3650)] = 90
    "Days after which an unfinished screening that nobody used is forgotten."

    finished_days: Annotated[int, Field(ge=1, le=3650)] = 30
    "Days after which a finished screening is forgotten."

    telegram_token: SecretStr = SecretStr("")
    "The bot's token, as @BotFather gave it. Empty: it stands in a file."

    telegram_token_file: Path | None = None
    "The file of the bot's token."

    telegram_api: str = "https://api.telegram.org"
    "The Bot API server; another one is a server of one's own."

    webhook_url: str = ""
    "The public https URL to which Telegram brings updates. Empty: the bot polls."

    webhook_secret_file: Path | None = None
    "The file of the secret that Telegram sends along with each update."

    listen: str = ""
    "Host and port of the webhook, /health, /ready and /metrics, such as 127.0.0.1:8080. Empty: nothing is served."

    serve_key: SecretStr = SecretStr("")
    "The key of the endpoint for testers' tools. Empty: it stands in a file, or one is made at each start."

    serve_key_file: Path | None = None
    "The file of that key."

    events_a_second: Annotated[float, Field(gt=0, le=10_000)] = 2
    "How many messages and taps a second one person may send in the long run; fifteen times as many at once."

    log_level: Level = "INFO"
    "From which level on things are logged."

    @field_validator("log_level", mode="before")
    @classmethod
    def _in_either_case(cls, given: Any) -> Any:
        return given.upper() if isinstance(given, str) else given


def read_settings() -> Settings:
    """Returns the settings. Raises `UsageFault` naming the first one that is wrong."""
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        name = "TRIALSCREEN_" + "_".join(map(str, first["loc"])).upper()
        raise UsageFault(f"{name}: {first['msg'].lower()}; docs/settings.md explains it") from None
