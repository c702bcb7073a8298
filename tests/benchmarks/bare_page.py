"""The rival of the page: a bare aiohttp handler that commits one synced row, answers 303, and shows one form.

Run it as a script, with the file of its database and a port. It keeps what was sent in clear text, and looks at
nothing: no sign-in, no mark, no question.
"""

import asyncio
import sqlite3
import sys
from concurrent.futures import ThreadPoolExecutor

from aiohttp import web

PAGE = """<!doctype html><html lang="en"><title>Asked</title>
<form method="post" action="/" class="choices"><input type="hidden" name="mark" value="mark">
<button name="choice" value="0000000000">Yes</button></form>
<form method="post" action="/"><input type="hidden" name="mark" value="mark"><textarea name="text"></textarea></form>
</html>
"""


def make_app(file: str) -> web.Application:
    """Returns the application. SQLite is as it comes: with a journal that is deleted, and FULL synchronous."""
    thread = ThreadPoolExecutor(1)
    connection = sqlite3.connect(file, check_same_thread=False)
    connection.execute("CREATE TABLE posts (id INTEGER PRIMARY KEY, mark TEXT, said TEXT)")

    def keep(mark: str, said: str) -> None:
        with connection:
            connection.execute("INSERT INTO posts (mark, said) VALUES (?, ?)", (mark, said))

    async def take(request: web.Request) -> web.Response:
        fields = await request.post()
        said = str(fields.get("choice") or fields.get("text"))
        await asyncio.get_running_loop().run_in_executor(thread, keep, str(fields["mark"]), said)
        return web.Response(status=303, headers={"Location": "/"})

    async def show(_: web.Request) -> web.Response:
        return web.Response(text=PAGE, content_type="text/html")

    app = web.Application()
    app.router.add_get("/", show)
    app.router.add_post("/", take)
    return app


if __name__ == "__main__":
    web.run_app(make_app(sys.argv[1]), host="127.0.0.1", port=int(sys.argv[2]), access_log=None, print=None)
