"""`make telegram-demo`: two phones in the browser with the real bot, and nothing left behind."""

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import Request, urlopen

import pytest
from commands import environment
from quick_processes import start

from bot.workbench.demo_program import DemoError, make_invitation
from bot.workbench.telegram_standin.demo import SHOWN_AS

ROOT = Path(__file__).parents[2]
LOOKS = 40
"""How often a phone looks for what it waits for; the page answers when something happened."""


@dataclass
class Demo:
    """A running demo, and the folder that it keeps things in."""

    process: subprocess.Popen[str]
    url: str
    folder: Path

    def phone(self, person: int) -> "Phone":
        """Returns a phone, as the page shows it."""
        return Phone(self, person)

    def bots(self) -> list[int]:
        """Returns the processes that the demo started and that are there."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [int(each) for each in children.read_text(encoding="ascii").split()]


@dataclass
class Phone:
    """What the page does for one person: it asks over HTTP what there is to see, and says what was typed and tapped."""

    demo: Demo
    person: int
    seen: str = ""

    def look(self) -> Any:
        """Returns the chat, once it differs from what was seen."""
        with urlopen(f"{self.demo.url}/demo/chat?person={self.person}&seen={self.seen}", timeout=40) as answer:
            shown = json.load(answer)
        self.seen = shown["version"]
        return shown

    def does(self, what: str, **given: object) -> None:
        """Says or taps something."""
        body = json.dumps({"person": self.person} | given).encode()
        urlopen(Request(f"{self.demo.url}/demo/{what}", body, {"Content-Type": "application/json"}), timeout=10).close()

    def sees(self, text: str) -> dict[str, Any]:
        """Waits for a message of the bot that holds a text."""
        found = self._found(lambda message: not message["mine"] and text in message.get("text", ""), text)
        assert isinstance(found, dict)
        return found

    def taps(self, label: str) -> None:
        """Taps a button, as soon as it is there."""

        def has_it(message: dict[str, Any]) -> bool:
            return any(button["text"] == label for row in message.get("keyboard", ()) for button in row)

        message = self._found(has_it, label)
        data = next(button["callback_data"] for row in message["keyboard"] for button in row if button["text"] == label)
        self.does("tap", message=message["id"], text=data, label=label)

    def _found(self, is_it: Callable[[dict[str, Any]], bool], what: str) -> dict[str, Any]:
        self.seen = ""
        for _ in range(LOOKS):
            for message in reversed(self.look()["messages"]):
                if is_it(message):
                    found: dict[str, Any] = message
                    return found
        raise AssertionError(f"phone {self.person} never saw {what!r}")


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[Demo]:
    """A demo in a process of its own."""
    command, pipe = [sys.executable, "-m", "bot.workbench.telegram_standin.demo"], subprocess.PIPE
    process = start(command, environment(TMPDIR=str(tmp_path)), cwd=tmp_path, stdout=pipe, stderr=pipe, text=True)
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        url = re.search(r"http://127\.0\.0\.1:\d+", line)
        assert url is not None, f"it said no URL, but {line!r}"
        yield Demo(process, url[0], tmp_path)
    finally:
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=30)


@pytest.mark.slow
def test_two_people_screen_and_hand_over_in_the_browser(demo: Demo) -> None:
    """Protects "so that a person tries the bot without Telegram": START, taps, text, on two phones; and its end."""
    anna, ben = demo.phone(1), demo.phone(2)
    assert [each["name"] for each in anna.look()["people"]] == ["Anna", "Ben"]
    anna.does("say", text=demo.phone(1).look()["start"])
    anna.sees("How old was the infant")
    anna.does("say", text="120 days")
    anna.taps("B-precursor ALL")
    assert anna.sees("2 · Diagnosis: B-precursor ALL")["text"].endswith("\n2 · Diagnosis: B-precursor ALL")
    anna.does("say", text="hand over")
    said = re.search(r"take (\S+)\.", anna.sees("They say: take")["text"])
    assert said is not None
    ben.does("say", text=ben.look()["start"])
    ben.sees("How old was the infant")
    ben.does("say", text=f"take {said[1]}")
    ben.sees("is yours now")

    (bot,) = demo.bots()
    demo.process.send_signal(signal.SIGINT)
    out, err = demo.process.communicate(timeout=30)
    assert (demo.process.returncode, err) == (0, "")
    assert out.endswith("The demo has ended; what was kept for it is gone.\n")
    assert list(demo.folder.iterdir()) == []
    assert not Path(f"/proc/{bot}").exists(), "the bot goes on without the demo"
    with pytest.raises(URLError):
        urlopen(demo.url, timeout=5)


def test_what_keeps_the_bot_from_serving_is_said(tmp_path: Path) -> None:
    """Protects whoever starts the demo from a page where nothing ever comes."""
    with pytest.raises(DemoError, match="no invitation could be made: trialscreen: TRIALSCREEN_KEY"):
        make_invitation(os.environ | {"PYTHONPATH": str(ROOT), "TRIALSCREEN_KEY": "no key"}, tmp_path, SHOWN_AS)
