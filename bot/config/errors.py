"""What an operator or a person at the command line did wrong: one clear line on stderr, and exit 2."""


class UsageFault(Exception):
    """The command cannot do what it was asked; the message names the subject, the fault and the remedy in one line."""

    code = 2


class PassingFault(UsageFault):
    """What mends itself: whoever watches a service begins it again, which exit 2 would keep down."""

    code = 1


def describe_cause(error: OSError) -> str:
    """Returns why the system refused, in small letters, such as "permission denied"."""
    return (error.strerror or "unknown reason").lower()
