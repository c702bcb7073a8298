"""Links to an account on Matrix: with one, somebody opens a chat with it in whichever app they have."""


def make_account_link(user: str) -> str:
    """Returns the link that opens a chat with an account (spec.matrix.org, matrix.to navigation)."""
    return f"https://matrix.to/#/{user}"
