"""The endpoint for testers' tools has the dialogue of the player of scripts, as stock Botium sees it, without node."""

import asyncio
import json
import logging
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from time import monotonic
from typing import Any

import aiohttp
import pytest
from commands import ROOT
from wrong_scripts import WRONG

from bot.config.trial_catalogue import find_trial
from bot.workbench.http import handlers
from bot.workbench.http.address import LoopbackAddress
from bot.workbench.http.handlers import MOST_BYTES, RequestHandlers
from bot.workbench.http.rate_limit import RequestLimit
from bot.workbench.http.requests import LONGEST_SESSION, LONGEST_TEXT
from bot.workbench.http.server import listen
from bot.workbench.http.sessions import Sessions
from dialogs.conversation.dialogue import Dialogue
from dialogs.testing.scripts.format.script import parse_script
from dialogs.testing.scripts.playing.player import FIXED_NOW, Player

DIALOGUE = Dialogue(find_trial("interfant-21"))
SCRIPTS = sorted((ROOT / "tests" / "scripts").glob("*.convo.txt"))
KEY = "the-key-of-these-tests"
BEARER = {"Authorization": f"Bearer {KEY}"}
JSON = {"Content-Type": "application/json"}
HELLO = {"session": "a", "text": "/start"}
ANYWHERE = LoopbackAddress("127.0.0.1", 0)

pytestmark = pytest.mark.asyncio


NOTE = "200 days, T-ALL"


class Seconds:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        """Returns the time."""
        return self.now


def sessions(**limits: Any) -> Sessions:
    """Returns sessions with Interfant-21 at the time of the scripts."""
    return Sessions(DIALOGUE, FIXED_NOW, **limits)


@asynccontextmanager
async def served(
    given: RequestHandlers | None = None, *, silent_seconds: float = 5.0
) -> AsyncIterator[aiohttp.ClientSession]:
    """Serves handlers in this process, and gives a client that has the key."""
    app = (given or RequestHandlers(sessions(), KEY, Seconds())).make_app()
    async with (
        listen(app, ANYWHERE, silent_seconds=silent_seconds) as url,
        aiohttp.ClientSession(url, headers=BEARER) as client,
    ):
        yield client


async def said(client: aiohttp.ClientSession, session: str, text: str) -> dict[str, Any]:
    """Returns what comes of a text."""
    async with client.post("/", json={"session": session, "text": text}) as answer:
        assert (answer.status, answer.content_type) == (200, "application/json")
        told = await answer.json()
        assert isinstance(told, dict)
        return told


async def refused(
    client: aiohttp.ClientSession, method: str = "POST", path: str = "/", **request: Any
) -> tuple[int, str]:
    """Returns the status and the sentence of a refusal, having made sure that it is one sentence in JSON."""
    async with client.request(method, path, **request) as answer:
        assert answer.content_type == "application/json"
        told = await answer.json()
        assert list(told) == ["error"]
        assert re.fullmatch(r"[A-Z][^\n]*\.", told["error"])
        return answer.status, told["error"]


# the same dialogue


@pytest.mark.thinned(4)
@pytest.mark.parametrize("first", range(4))
async def test_every_script_reads_the_same_at_the_endpoint(first: int) -> None:
    """Protects "the same dialogue": messages, buttons, and all that JSON_PATH reads, at each turn of each script."""
    async with served(RequestHandlers(sessions(), KEY, monotonic)) as client:
        for path in SCRIPTS[first::4]:
            played = Player(DIALOGUE).play(parse_script(path.read_text("utf-8"), path.name))
            assert played.failure is None
            for exchange in played.exchanges:
                assert exchange.me is not None
                messages = [
                    {"text": each.text, "buttons": [button.label for button in each.buttons]}
                    for each in exchange.messages
                ]
                expected = json.loads(json.dumps({**exchange.view, "messages": messages}))
                assert await said(client, path.name, exchange.me.text) == expected, f"{path.name}:{exchange.me.line}"


@pytest.mark.parametrize("wrong", WRONG, ids=lambda wrong: wrong.title)
async def test_scripts_that_are_wrong_on_purpose_fail_in_our_replay(wrong: Any) -> None:
    """Protects `make interop`: what stock Botium has to notice, our replay notices too."""
    assert (
        Player(DIALOGUE).play(parse_script(f"{wrong.title}\n\n{wrong.blocks}", "wrong.convo.txt")).failure is not None
    )


async def test_the_longest_wrong_script_lacks_nothing_but_its_last_message() -> None:
    """Protects `make interop`: a script that goes wrong sooner than it is meant to shows nothing."""
    whole = f"{WRONG[-1].title}\n\n{WRONG[-1].blocks}\n#bot\n"
    assert Player(DIALOGUE).play(parse_script(whole, "right.convo.txt")).failure is None


async def test_the_answer_has_the_promised_form() -> None:
    """Protects "POST {session, text} -> {state, determinations, messages:[{text, buttons}]}", with the answers."""
    async with served() as client:
        await said(client, "a", "/start")
        told = await said(client, "a", "120")
    assert list(told) == ["state", "determinations", "answers", "messages"]
    assert told["state"] == "asking_diagnosis"
    assert told["answers"] == {"age_days": 120}
    assert told["messages"][0]["text"].startswith("Recorded: Age at diagnosis: 120 days.")
    assert told["messages"][0]["buttons"][0] == "B-precursor ALL"


async def test_an_unknown_session_with_an_answer_begins_with_it() -> None:
    """Protects what a script without `/start` expects: a screening begins, and the text answers its first question."""
    async with served() as client:
        assert (await said(client, "new", "120"))["state"] == "asking_diagnosis"


async def test_a_note_behind_new_is_read_at_once_where_nothing_is_lost() -> None:
    """Protects `/new NOTE` in a session without answers."""
    async with served() as client:
        await said(client, "a", "/start")
        told = await said(client, "a", f"/new {NOTE}")
    assert told["messages"][0]["text"].startswith("I read 2 answers.")


async def test_a_note_behind_new_comes_through_the_question_whether_to_start_over() -> None:
    """Protects a note at a running session: it is read once that is confirmed, and only in its own session."""
    async with served() as client:
        for name in "ab":
            await said(client, name, "120")
        asked = await said(client, "a", f"/new {NOTE}")
        assert asked["messages"][0]["text"].startswith("Your note is read once you have started over")
        assert asked["answers"] == {"age_days": 120}
        told = await said(client, "a", "Start over")
        await said(client, "b", "start over")
        other = await said(client, "b", "Start over")
    assert "I read 2 answers. Nothing is recorded yet." in told["messages"][0]["text"]
    assert told["messages"][0]["buttons"] == ["Take all 2", "Change one", "Take none"]
    assert told["answers"] == {}
    assert "I read" not in other["messages"][0]["text"]


async def test_a_note_behind_new_is_forgotten_where_the_answers_are_kept() -> None:
    """Protects from a note that comes up later."""
    async with served() as client:
        await said(client, "a", "120")
        await said(client, "a", f"/new {NOTE}")
        await said(client, "a", "Keep the answers")
        await said(client, "a", "start over")
        told = await said(client, "a", "Start over")
    assert "I read" not in told["messages"][0]["text"]


async def test_sessions_are_apart_and_requests_of_one_come_one_after_the_other() -> None:
    """Protects testers who run many scripts at once, and "two requests of one session at once are serialised"."""
    async with served() as client:
        await asyncio.gather(*(said(client, name, "/start") for name in "ab"))
        told = await asyncio.gather(*(said(client, "a", "120") for _ in range(8)))
        assert (await said(client, "b", "status"))["answers"] == {}
    assert sorted(each["messages"][0]["text"].startswith("Recorded: Age at diagnosis") for each in told) == [
        False
    ] * 7 + [True]


async def test_a_session_is_forgotten_when_nobody_uses_it() -> None:
    """Protects memory: an idle session goes, one that is used stays."""
    seconds, open_sessions = Seconds(), sessions(idle_seconds=60)
    async with served(RequestHandlers(open_sessions, KEY, seconds)) as client:
        for name in ("idle", "used"):
            await said(client, name, "120")
        for _ in range(3):
            seconds.now += 31
            told = await said(client, "used", "status")
        assert told["answers"] == {"age_days": 120}
        assert len(open_sessions) == 1
        assert (await said(client, "idle", "/start"))["answers"] == {}


async def test_the_session_used_longest_ago_gives_way() -> None:
    """Protects memory: there are never more sessions than the limit."""
    open_sessions = sessions(most=2)
    async with served(RequestHandlers(open_sessions, KEY, Seconds())) as client:
        counts = []
        for name in ("a", "b", "b", "a", "c"):
            await said(client, name, "120")
            counts.append(len(open_sessions))
        assert counts == [1, 2, 2, 2, 2]
        assert (await said(client, "a", "status"))["answers"] == {"age_days": 120}
        assert (await said(client, "b", "/start"))["answers"] == {}


# who may speak


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Authorization": ""},
        {"Authorization": f"Basic {KEY}"},
        {"Authorization": f"Bearer {KEY}x"},
        {"Authorization": KEY},
    ],
)
@pytest.mark.parametrize(("method", "path"), [("POST", "/"), ("GET", "/nowhere"), ("OPTIONS", "/")])
async def test_without_the_key_nothing_is_told(headers: dict[str, str], method: str, path: str) -> None:
    """Protects the endpoint from other programs on the machine: 401, whatever is asked."""
    open_sessions = sessions()
    async with (
        listen(RequestHandlers(open_sessions, KEY, Seconds()).make_app(), ANYWHERE) as url,
        aiohttp.ClientSession(url) as client,
    ):
        assert await refused(
            client, method, path, headers=headers, **({"json": HELLO} if method == "POST" else {})
        ) == (
            401,
            "The key is missing or wrong: send it as 'Authorization: Bearer KEY'.",
        )
        async with client.get("/health") as answer:
            assert await answer.json() == {"status": "ok"}
    assert len(open_sessions) == 0


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:80", "127.0.0.1.evil.example", "10.0.0.1:8095", "[2001:db8::1]:80"]
)
async def test_another_name_of_this_machine_is_refused(host: str) -> None:
    """Protects against pages in a browser whose own name was made to lead here (DNS rebinding), /health included."""
    async with served() as client:
        for method, path in (("POST", "/"), ("GET", "/health")):
            status, sentence = await refused(client, method, path, headers={"Host": host})
            assert (status, sentence[:44]) == (403, "The request is addressed to another host: us")


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:1", "127.0.0.1:1", "[::1]:1"])
async def test_the_names_of_this_machine_are_good_at_any_port(host: str) -> None:
    """Protects testers behind a tunnel, whose port is another one."""
    async with served() as client, client.get("/health", headers={"Host": host}) as answer:
        assert answer.status == 200


async def test_no_page_of_another_site_may_read_an_answer() -> None:
    """Protects answers from a browser: no CORS header is ever sent, and nothing is cached."""
    async with served() as client, client.post("/", json=HELLO, headers={"Origin": "http://evil.example"}) as answer:
        assert not [name for name in answer.headers if name.lower().startswith("access-control")]
        assert answer.headers["Cache-Control"] == "no-store"


# bad requests


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (b"", "The body is no JSON: "),
        (b"{", "The body is no JSON: "),
        (b"\x1f\x8b\x08\x00", "The body is not UTF-8: "),
        (b'{"session": "\xff", "text": ""}', "The body is not UTF-8: "),
        (b'{"session": "a", "text": "\\ud800"}', "The body is no JSON: "),
        (b"[" * 20_000, "The body is no JSON: "),
        (b"[]", "The body is no JSON object: "),
        (b"null", "The body is no JSON object: "),
        (b'{"text": "/start"}', "The body has no session: "),
        (b'{"session": "a"}', "The body has no text: "),
        (b'{"session": 1, "text": ""}', "The session is no text: "),
        (b'{"session": "a", "text": null}', "The text is no text: "),
        (b'{"session": "a", "text": "", "button": 1}', "The body has a field 'button', which is not known: "),
        (b'{"session": "", "text": ""}', "The session has 0 characters: "),
        (json.dumps({"session": "a" * (LONGEST_SESSION + 1), "text": ""}).encode(), "The session has 201 characters: "),
        (json.dumps({"session": "a", "text": "a" * (LONGEST_TEXT + 1)}).encode(), "The text has 4,097 characters: "),
    ],
)
async def test_a_bad_body_gets_one_clear_sentence(body: bytes, sentence: str) -> None:
    """Protects testers: fault and remedy, and no session is begun."""
    open_sessions = sessions()
    async with served(RequestHandlers(open_sessions, KEY, Seconds())) as client:
        status, told = await refused(client, data=body, headers=JSON)
    assert (status, told[: len(sentence)]) == (400, sentence)
    assert len(open_sessions) == 0


@pytest.mark.parametrize(
    ("method", "path", "request_", "status", "sentence"),
    [
        ("POST", "/", {"data": b"{}", "headers": {"Content-Type": "text/plain"}}, 415, "The body must be JSON: "),
        (
            "POST",
            "/",
            {"data": b" " * (MOST_BYTES + 1), "headers": JSON},
            413,
            "The body is too large: send 65,536 bytes at most.",
        ),
        ("GET", "/", {}, 405, "This method is not offered here: "),
        ("POST", "/health", {}, 405, "This method is not offered here: "),
        ("POST", "/nowhere", {"json": HELLO}, 404, "There is nothing at this path: "),
    ],
)
async def test_a_bad_request_gets_its_status(
    method: str, path: str, request_: dict[str, Any], status: int, sentence: str
) -> None:
    """Protects testers: the right status code and a sentence, never a page of the web server."""
    async with served() as client:
        told = await refused(client, method, path, **request_)
    assert (told[0], told[1][: len(sentence)]) == (status, sentence)


async def test_the_longest_text_fits_even_as_escapes() -> None:
    """Protects the limits from one another: the longest text may be sent in any way of writing JSON."""
    async with (
        served() as client,
        client.post(
            "/", data=json.dumps({"session": "😀" * LONGEST_SESSION, "text": "😀" * LONGEST_TEXT}), headers=JSON
        ) as answer,
    ):
        assert answer.status == 200


async def test_too_many_requests_a_second_are_refused_until_time_passes() -> None:
    """Protects the machine, and the key from guessing: over the limit is 429, also without a key."""
    seconds = Seconds()
    async with served(RequestHandlers(sessions(), KEY, seconds, limit=RequestLimit(burst=2, per_second=1))) as client:
        for _ in range(2):
            await said(client, "a", "/start")
        assert (await refused(client, json=HELLO, headers={"Authorization": "no"}))[0] == 429
        seconds.now += 1
        await said(client, "a", "/start")


async def connect_to(client: aiohttp.ClientSession) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    port = client._base_url.port  # type: ignore[union-attr]  # noqa: SLF001 - where it is
    return await asyncio.open_connection("127.0.0.1", port)


async def test_a_body_that_does_not_arrive_is_not_waited_for() -> None:
    """Protects from clients that stop in the middle: 408, and meanwhile no more than so many are waited for."""
    handlers = RequestHandlers(sessions(), KEY, Seconds(), limit=RequestLimit(at_once=1), body_seconds=0.1)
    async with served(handlers) as client:
        reader, writer = await connect_to(client)
        head = (
            "POST / HTTP/1.1",
            "Host: localhost",
            f"Authorization: Bearer {KEY}",
            "Content-Type: application/json",
            "Content-Length: 9",
        )
        writer.write("\r\n".join([*head, "", ""]).encode())
        await asyncio.sleep(0.02)
        assert (await refused(client, json=HELLO))[0] == 503
        assert (await reader.readline()).startswith(b"HTTP/1.1 408 ")
        await said(client, "a", "/start")
        writer.close()


async def test_who_connects_and_asks_nothing_is_hung_up_on(caplog: pytest.LogCaptureFixture) -> None:
    """Protects from connections that are only held open, also in the middle of a header."""
    async with served(silent_seconds=0.05) as client:
        reader, writer = await connect_to(client)
        writer.write(b"POST / HTTP/1.1\r\nHost:")
        assert await reader.read() == b""
        await said(client, "a", "/start")
        await asyncio.sleep(0.06)
        await said(client, "a", "120")
        writer.close()
    assert not caplog.records


async def test_a_fault_in_here_tells_and_logs_nothing_of_what_was_said(caplog: pytest.LogCaptureFixture) -> None:
    """Protects answers: nothing said is logged, not even where something goes wrong, and no traceback is shown."""

    class Broken(Dialogue):
        """A dialogue that fails."""

        def take_turn(self, *_: object) -> Any:
            """Fails with what it was given."""
            raise RuntimeError("canary")

    caplog.set_level(logging.DEBUG)
    async with served(RequestHandlers(Sessions(Broken(DIALOGUE.trial), FIXED_NOW), KEY, Seconds())) as client:
        status, sentence = await refused(client, json={"session": "a", "text": "canary"})
    assert (status, "canary" in sentence) == (500, False)
    assert "canary" not in caplog.text
    assert "a request failed: RuntimeError" in caplog.text, "whoever runs it learns of what kind it was"


async def test_after_a_fault_in_here_the_session_goes_on(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Protects "the question stands": a turn, or an answer in JSON, that fails leaves the session where it was."""

    def fail(*_: object) -> Any:
        raise RuntimeError("canary")

    async with served() as client:
        await said(client, "a", "120")
        for place, name in ((Dialogue, "take_turn"), (handlers, "_answer_values")):
            with monkeypatch.context() as planted:
                planted.setattr(place, name, fail)
                assert await refused(client, json={"session": "a", "text": "T-ALL"}) == (500, handlers.FAILED)
            assert "Recorded" not in (await said(client, "a", "status"))["messages"][0]["text"]
        assert (await said(client, "a", "T-ALL"))["answers"] == {"age_days": 120, "diagnosis": "t_all"}
    assert caplog.text.count("a request failed: RuntimeError") == 2
    assert "canary" not in caplog.text
