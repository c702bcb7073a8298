"""Settings from the environment or a .env file, all named TRIALSCREEN_…; the README lists them."""

from pathlib import Path

from pydantic import ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.faults import UsageFault


class Settings(BaseSettings):
    """What a deployment sets."""

    model_config = SettingsConfigDict(env_prefix="TRIALSCREEN_", env_file=".env", extra="ignore", frozen=True)

    trials: Path | None = None
    "A folder with further trial definitions (*.yaml)."


def settings() -> Settings:
    """Returns the settings. Raises `UsageFault` naming the first one that is wrong."""
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        name = "TRIALSCREEN_" + "_".join(map(str, first["loc"])).upper()
        raise UsageFault(f"{name}: {first['msg'].lower()}; the README explains it under 'Settings'") from error
