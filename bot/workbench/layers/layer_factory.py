"""Makes the layer that scripts are played through: the core, storage, the bot on Telegram or Matrix, the web page."""

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime

from bot.config.errors import UsageFault
from bot.config.trial_catalogue import find_trial
from dialogs.conversation.dialogue import Dialogue
from dialogs.testing.scripts.playing.layer import Layer


@dataclass(frozen=True)
class LayerFactory:
    """What gives each script its layer, and how many are played at once."""

    layer: Callable[[], Layer]
    at_once: int = 1


def make_layer_factory(through: str, trial: str, now: datetime, stack: ExitStack) -> LayerFactory:
    """Returns what the scripts are played through; what it needs is cleaned up by `stack`."""
    if through == "core":
        core = Dialogue(find_trial(trial))
        return LayerFactory(lambda: core)
    if through == "storage":
        from bot.workbench.layers.storage_layer import StorageLayer  # noqa: PLC0415 - the database library is slow to import

        storage = StorageLayer(trial, stack)
        return LayerFactory(lambda: storage)
    if through == "telegram":
        from bot.workbench.layers.isolated_telegram import make_telegram_bot  # noqa: PLC0415 - the same
        from bot.workbench.layers.shared_program import PEOPLE_AT_ONCE  # noqa: PLC0415 - the same
        from bot.workbench.layers.telegram_layer import open_chat  # noqa: PLC0415 - the same

        telegram = make_telegram_bot(trial, stack, now)
        return LayerFactory(lambda: open_chat(telegram), PEOPLE_AT_ONCE)
    if through == "web":
        from bot.workbench.layers.isolated_web import make_web_page  # noqa: PLC0415 - the same
        from bot.workbench.layers.shared_program import PEOPLE_AT_ONCE  # noqa: PLC0415 - the same
        from bot.workbench.layers.web_assembly import assemble_page  # noqa: PLC0415 - the same
        from bot.workbench.layers.web_layer import open_page  # noqa: PLC0415 - the same

        page = make_web_page(trial, stack, now, assemble_page)
        return LayerFactory(lambda: open_page(page), PEOPLE_AT_ONCE)
    if through == "matrix":
        from bot.workbench.layers.isolated_matrix import make_matrix_device  # noqa: PLC0415 - the same
        from bot.workbench.layers.matrix_layer import open_room  # noqa: PLC0415 - the same
        from bot.workbench.layers.shared_program import PEOPLE_AT_ONCE  # noqa: PLC0415 - the same

        device = make_matrix_device(trial, stack, now)
        return LayerFactory(lambda: open_room(device), PEOPLE_AT_ONCE)
    raise UsageFault(f"--through: {through[:20]!r} is no layer; use core, storage, telegram, matrix or web")
