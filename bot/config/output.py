"""What commands and channels write: a time as people read it, and sentences beside the output."""

import sys
from datetime import datetime


def used(at: datetime) -> str:
    """Returns a time as people read it."""
    return f"{at:%Y-%m-%d %H:%M} UTC"


def tell(sentences: list[str]) -> None:
    """Tells sentences beside the output, which holds nothing but what was asked for."""
    sys.stderr.write("".join(f"trialscreen: {sentence}\n" for sentence in sentences))
