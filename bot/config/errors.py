"""What an operator or a person at the command line did wrong: one clear line on stderr, and exit 2."""

from collections.abc import Sequence


class UsageFault(Exception):
    """The command cannot do what it was asked; the message names the subject, the fault and the remedy in one line."""

    code = 2

    @property
    def lines(self) -> tuple[str, ...]:
        """What is said of it, a line for each fault."""
        return (str(self),)


class AnswerFaults(UsageFault):
    """Answers have faults, all found in one run; each names its subject, what is wrong and the remedy in a line."""

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = tuple(faults)

    @property
    def lines(self) -> tuple[str, ...]:
        """What is said of it, a line for each fault."""
        return self.faults


class PassingFault(UsageFault):
    """What mends itself: whoever watches a service begins it again, which exit 2 would keep down."""

    code = 1


def describe_cause(error: OSError) -> str:
    """Returns why the system refused, in small letters, such as "permission denied"."""
    return (error.strerror or "unknown reason").lower()
