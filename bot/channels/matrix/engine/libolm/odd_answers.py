"""What mautrix raises for an answer that is out of form, or not there, as a fault of the engine's port."""

from collections.abc import Iterator
from contextlib import contextmanager

from mautrix.errors import CryptoError, MatrixError
from mautrix.types import SerializerError
from olm.utility import OlmVerifyError

from bot.channels.matrix.engine.faults import Unreachable

OUT_OF_FORM = (
    CryptoError, MatrixError, SerializerError, OlmVerifyError, LookupError, TypeError, ValueError, AttributeError,
)  # fmt: skip


@contextmanager
def name_odd_answers() -> Iterator[None]:
    """Raises `Unreachable` for what the homeserver answers out of form. It may answer otherwise later."""
    try:
        yield
    except OUT_OF_FORM as error:
        raise Unreachable(f"the homeserver's answer is not understood: {type(error).__name__}") from None
