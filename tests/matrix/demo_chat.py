"""What the person of the demo does in their room, and what they see there: as a plain client shows it."""

import re
import time
from collections.abc import Callable
from typing import Any

from strict_peer import StrictPeer

ANSWER_SECONDS = 20.0
QUIET_SECONDS = 0.7
"""How long nothing more comes, until the person may type again."""

_QUOTING = re.compile(r">\s*(\d+)\s+(.+)")


class DemoChat:
    """The room of a person with the bot. Messages of the bot have numbers, by which they can be quoted."""

    def __init__(self, person: StrictPeer, room: str, bot: str, tell: Callable[[str], object] = print) -> None:
        self.person, self.room, self.bot, self.tell = person, room, bot, tell
        self.shown: list[str] = []
        self._last = ""
        self._seen = 0

    def wait_until_joined(self) -> None:
        """Waits until the bot is in the room. Raises `TimeoutError`."""
        self.person.wait_for(lambda each: each["saw"] == "m.room.member" and each["sender"] == self.bot)
        self._seen = len(self.person.seen)

    def say(self, typed: str) -> None:
        """Sends what was typed: a message, `>2 text` in reply to message 2, or `*text` in place of the last one."""
        text = typed.strip()
        quoting = _QUOTING.fullmatch(text)
        if quoting and 0 < int(quoting[1]) <= len(self.shown):
            event = self.shown[int(quoting[1]) - 1]
            self._last = str(self.person.do("reply", room=self.room, body=quoting[2], event=event)["event"])
        elif text.startswith("*") and self._last:
            self.person.do("edit", room=self.room, body=text.removeprefix("*").strip(), event=self._last)
        elif text:
            self._last = self.person.say(self.room, text)

    def show_answers(self) -> None:
        """Shows what the bot says, until nothing more comes. Raises `TimeoutError` where it says nothing."""
        end, quiet = time.monotonic() + ANSWER_SECONDS, None
        while quiet is None or time.monotonic() < quiet:
            fresh, self._seen = self.person.seen[self._seen :], len(self.person.seen)
            for each in fresh:
                if each["sender"] == self.bot and each["saw"] == "m.room.message":
                    self._show(each)
                    quiet = time.monotonic() + QUIET_SECONDS
            if quiet is None and time.monotonic() > end:
                raise TimeoutError
            time.sleep(0.05)

    def _show(self, seen: dict[str, Any]) -> None:
        content = seen["content"]
        relation = content.get("m.relates_to", {})
        if seen["failed"]:
            self.tell("(a message that this client cannot decrypt)\n")
        elif relation.get("rel_type") == "m.replace" and relation["event_id"] in self.shown:
            number = self.shown.index(relation["event_id"]) + 1
            self.tell(f"[{number}, changed]\n{content['m.new_content']['body']}\n")
        elif seen["event"] not in self.shown:
            self.shown.append(seen["event"])
            file = f"a file, encrypted: {content['filename']}\n" if content.get("msgtype") == "m.file" else ""
            self.tell(f"[{len(self.shown)}]\n{file}{content.get('body', '')}\n")
