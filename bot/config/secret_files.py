"""Files that hold a secret of one line, such as a token: read where nobody else may read them."""

import shlex
from pathlib import Path

from bot.config.errors import UsageFault, describe_cause
from storage.database.bounded_files import ExposedFile, read_private

EXPLAINED = "docs/settings.md explains it"

MOST_BYTES = 10_000


def read_secret(file: Path, name: str) -> str:
    """Returns the secret in a file; `name` is the setting that names it.

    Raises `UsageFault` for one that cannot be read, or that others may read too.
    """
    try:
        return read_private(file, MOST_BYTES).decode("ascii").strip()
    except UnicodeDecodeError as fault:
        raise UsageFault(f"{name}: {file} does not hold plain text; {EXPLAINED}") from fault
    except ExposedFile:
        raise UsageFault(
            f"{name}: others may read {file}, so it is not used; run `chmod 600 {shlex.quote(str(file))}`"
        ) from None
    except OSError as fault:
        raise UsageFault(f"{name}: {file} cannot be read ({describe_cause(fault)}); {EXPLAINED}") from fault
