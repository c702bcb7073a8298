"""The packages of the extra [reports], imported when they are needed; one that is missing is one clear line."""

from importlib import import_module
from types import ModuleType

from bot.config.errors import UsageFault


def import_extra(name: str, what: str) -> ModuleType:
    """Returns a module of the extra; `what` is made with it. Raises `UsageFault` where it is not installed."""
    try:
        return import_module(name)
    except ImportError as error:
        raise UsageFault(f"{what} needs the extra [reports]: pip install 'trialscreen[reports]'") from error
