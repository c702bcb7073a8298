"""Settings from the environment or a .env file, all named TRIALSCREEN_…; docs/settings.md lists them."""

import os
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr, ValidationError, field_validator
from pydantic_core import PydanticCustomError

from bot.config.distinct_files import check_distinct
from bot.config.env_file import EnvFile, read_env_file, tell_env_file
from bot.config.errors import UsageFault
from bot.config.setting_names import PREFIX, check_names, select_set

Level = Literal["DEBUG", "INFO", "WARNING", "ERROR"]


def _expand_home(path: Path) -> Path:
    try:
        return path.expanduser()
    except RuntimeError:
        raise PydanticCustomError("home", "it begins with the home of a user who is not there") from None


UserPath = Annotated[Path, AfterValidator(_expand_home)]
"""A path as people write it: `~` is their home."""


class Settings(BaseModel):
    """What a deployment sets."""

    model_config = ConfigDict(frozen=True)

    trials: UserPath | None = None
    "A folder with further trial definitions (*.yaml)."

    sites: UserPath | None = None
    "A file of hospitals, support lines and the address for inaccuracies. None: pages say what each definition says."

    database: SecretStr = SecretStr("")
    "Where screenings are kept; it may hold a password. Empty is an SQLite file in the user's data folder."

    key: SecretStr = SecretStr("")
    "The master key: 32 random bytes in base64. Empty: it stands in a file."

    key_file: UserPath | None = None
    "The file of the master key. None is a file in the user's data folder."

    anchor: UserPath | None = None
    "The anchor of the audit trail. None is a file beside the database."

    forgotten: UserPath | None = None
    "The journal of forgotten screenings. None is a file beside the database."

    idle_days: Annotated[int, Field(ge=1, le=3650)] = 90
    "Days after which an unfinished screening that nobody used is forgotten."

    finished_days: Annotated[int, Field(ge=1, le=3650)] = 30
    "Days after which a finished screening is forgotten."

    telegram_token: SecretStr = SecretStr("")
    "The bot's token, as @BotFather gave it. Empty: it stands in a file."

    telegram_token_file: UserPath | None = None
    "The file of the bot's token."

    telegram_name: str = ""
    "The bot's name, for links that commands print. Empty, or not: Telegram is asked, where the token can be read."

    telegram_api: str = "https://api.telegram.org"
    "The Bot API server; another one is a server of one's own."

    webhook_url: str = ""
    "The public https URL to which Telegram brings updates. Empty: the bot polls."

    webhook_secret_file: UserPath | None = None
    "The file of the secret that Telegram sends along with each update."

    listen: str = ""
    "Host and port of the webhook, /health, /ready and /metrics, such as 127.0.0.1:8080. Empty: nothing is served."

    web_listen: str = "127.0.0.1:8096"
    "Host and port of the page. Beyond this machine only where `web_origin` is https."

    web_origin: str = ""
    "The address at which browsers see the page, such as https://screen.example.org. Empty: this machine's own."

    web_idle_minutes: Annotated[int, Field(ge=5, le=720)] = 60
    "Minutes after which a browser that does nothing is signed out."

    web_hours: Annotated[int, Field(ge=1, le=24)] = 12
    "Hours after which a browser is signed out, whatever it does."

    web_pre_check: bool = False
    "Whether the page has an open pre-check, at /pre-check, for whoever comes without an account."

    web_hospitals: UserPath | None = None
    "A file of hospitals whose own sign-in lets people in. None: an invitation alone does."

    matrix_homeserver: str = ""
    "The homeserver of the account on Matrix, such as https://matrix.hospital.org. Empty: logging in asks for it."

    matrix_user: str = ""
    "The account there, such as @trialscreen:hospital.org. Empty: logging in asks for it."

    matrix_login_file: UserPath | None = None
    "The file of the device that was logged in, with its token. None is a file beside the database."

    matrix_servers: str = ""
    "The servers whose people may invite us, with commas. Empty: only our own."

    matrix_store: UserPath | None = None
    "The file of the crypto store. None is one beside the database, or in the database where that is on a server."

    serve_key: SecretStr = SecretStr("")
    "The key of the endpoint for testers' tools. Empty: it stands in a file, or one is made at each start."

    serve_key_file: UserPath | None = None
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
    """Returns the settings: what the environment says goes before the `.env` file of the current folder.

    An empty one is not set. Raises `UsageFault` naming the first one that is wrong.
    """
    check_names(os.environ, _list_known())
    file = find_env_file()
    given = select_set(os.environ) if file is None else file.values | select_set(os.environ)
    try:
        settings = Settings.model_validate({name.removeprefix(PREFIX).lower(): text for name, text in given.items()})
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        name = PREFIX + str(first["loc"][0]).upper()
        raise UsageFault(f"{name}: {first['msg'].lower()}; docs/settings.md explains it") from None
    check_distinct(list_set_files(settings) | ({} if file is None else {".env": file.path}))
    if file is not None:
        tell_env_file(file)
    return settings


def find_env_file() -> EnvFile | None:
    """Returns the `.env` file of the current folder, where there is one with settings. Raises as `read_settings`."""
    return read_env_file(_list_known())


def list_set_files(given: Settings) -> dict[str, Path]:
    """Returns the files that settings name, by the names of the settings."""
    named = {PREFIX + name.upper(): getattr(given, name) for name in Settings.model_fields if name != "trials"}
    return {name: path for name, path in named.items() if isinstance(path, Path)}


def _list_known() -> list[str]:
    return [PREFIX + name.upper() for name in Settings.model_fields]
