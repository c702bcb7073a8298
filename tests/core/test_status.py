"""What `status` says of the next step."""

import pytest
from dialogue import do, screening_after

from dialogs.conversation.screening import Said

pytestmark = [pytest.mark.traced, pytest.mark.mutants]


@pytest.mark.parametrize(
    ("said", "step"),
    [
        (("120",), "Next: answer or choose below."),
        (("400 days",), "Next: answer or choose below."),
        (("400 days", "stop here"), "Next: answer or choose below."),
    ],
)
def test_status_says_the_next_step(said: tuple[str, ...], step: str) -> None:
    """Protects whoever asks where they stand: after what is open they are told what to do now."""
    assert f"\n{step}\n" in do(screening_after(*said), Said("status")).messages[0].text
