"""What a browser brings back from a hospital, in the address that it asks for."""

from aiohttp import web

READ = ("code", "state", "iss", "error")
"""What is read of what comes back; hospitals add more, which says nothing here."""

MOST_CHARACTERS = 4_096


def read_reply(request: web.Request) -> dict[str, str]:
    """Returns what came back; nothing where something of it stands there twice, or is too long."""
    told = {name: request.query.getall(name, []) for name in READ}
    if any(len(each) > 1 or len("".join(each)) > MOST_CHARACTERS for each in told.values()):
        return {}
    return {name: values[0] for name, values in told.items() if values}
