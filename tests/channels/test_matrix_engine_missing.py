"""Encrypted chats are an extra: where it is not installed, one sentence says so."""

import subprocess
import sys

from documents import ROOT

ASKING = """
import asyncio, sys
sys.modules["olm"] = None
from bot.channels.matrix.engine.faults import EngineMissing
from bot.channels.matrix.engine.opening import open_engine
from bot.channels.matrix.engine.values import MatrixLogin, StorePlace
assert "mautrix" not in sys.modules
try:
    asyncio.run(open_engine(MatrixLogin("http://127.0.0.1:9", "@a:b", "D", "T"), StorePlace(b"k" * 32, file="none.db")))
except EngineMissing as missing:
    print(missing)
"""


def test_what_is_not_installed_is_named_with_its_remedy() -> None:
    """Protects an operator on Python 3.13, and everybody else from loading what they do not use."""
    ran = subprocess.run([sys.executable, "-c", ASKING], cwd=ROOT, capture_output=True, text=True, check=True)
    assert 'pip install "trialscreen[matrix]"' in ran.stdout
