"""Links to the bot: with one, somebody comes to the chat, and is let in.

See core.telegram.org/bots/features#deep-linking.
"""


def make_deep_link(name: str, token: str) -> str:
    """Returns the link with which a bot of this name is started with a token."""
    return f"https://t.me/{name}?start={token}"
