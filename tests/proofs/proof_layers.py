"""Plays random abuse scripts through the core, storage, Telegram and the web page: not a word may differ.

Run it with `PYTHONPATH=.:tests/support:tests/proofs python tests/proofs/proof_layers.py [HOW_MANY [SEED]]`. It exits
with 1 where the layers differ, and shows how.
"""

import sys
from collections.abc import Iterator
from contextlib import ExitStack
from difflib import unified_diff

from rough_days import draw_rough_day

from bot.workbench.layers.isolated_telegram import make_telegram_bot
from bot.workbench.layers.isolated_web import make_web_page
from bot.workbench.layers.storage_layer import StorageLayer
from bot.workbench.layers.telegram_layer import open_chat
from bot.workbench.layers.web_assembly import assemble_page
from bot.workbench.layers.web_layer import open_page
from dialogs.testing.scripts.playing.layer import Layer
from dialogs.testing.scripts.playing.player import FIXED_NOW, Player
from dialogs.testing.scripts.playing.transcript import write_transcript

TRIAL = "interfant-21"


def main(count: int = 150, seed: int = 1) -> int:
    """Proves it for `count` scripts."""
    differences = list(find_differences(range(seed, seed + count)))
    print("\n".join([*differences, f"{count:,} random scripts through four layers, {len(differences)} differences"]))
    return 1 if differences else 0


def find_differences(seeds: range) -> Iterator[str]:
    """Yields how the scripts of some seeds read otherwise through a layer than through the core."""
    with ExitStack() as stack:
        storage = StorageLayer(TRIAL, stack)
        telegram = make_telegram_bot(TRIAL, stack, FIXED_NOW)
        page = make_web_page(TRIAL, stack, FIXED_NOW, assemble_page)
        for seed in seeds:
            script = draw_rough_day(storage.dialogue, seed)
            layers: dict[str, Layer] = {"storage": storage, "telegram": open_chat(telegram), "web": open_page(page)}
            meant = write_transcript(Player(storage.dialogue).play(script)).splitlines()
            for name, layer in layers.items():
                said = write_transcript(Player(layer).play(script)).splitlines()
                if said != meant:
                    yield "\n".join(unified_diff(meant, said, f"{seed} core", f"{seed} {name}", lineterm="", n=8))


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
