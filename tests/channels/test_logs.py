"""The logs: identifiers only.

A program that does all that a bot does is heard at DEBUG, and nothing that was said is in what it wrote.
"""

import ast
import base64
import json
import sys
from functools import cache
from pathlib import Path
from urllib.parse import quote, quote_plus

import pytest
from commands import environment
from quick_processes import run
from stores import KEY

from bot.observability.error_description import describe_error
from bot.observability.log_filter import UNNAMED, WITHHELD, LogFilter
from bot.observability.log_handler import FAULT
from bot.observability.redaction import STRUCK, Redaction
from bot.workbench.telegram_standin import TOKEN

ROOT = Path(__file__).parents[2]
TOLD = [path for room in ("bot", "storage") for path in (ROOT / room).rglob("*.py")]
LOGGERS = {"log", "_log", "logger", "_logger"}
METHODS = {"debug", "info", "warning", "error", "exception", "critical"}
SAID = "Quetzalcoatl was given 937.25 mg, newly diagnosed"
CANARIES = ("Quetzalcoatl", "937.25", "newly diagnosed", "axolotl", "tapir")

BOT = """
import asyncio, logging, os, sys, threading, warnings
import aiohttp, sqlalchemy, structlog
from aiohttp import web
from bot.workbench.telegram_standin import TOKEN, Standin
from bot.workbench.telegram_standin.clients import make_client
from stores import KEY
from bot.config.errors import UsageFault
from bot.observability import logging as logs
from bot.observability.listening import ListenAddress

logging.basicConfig(level=logging.DEBUG)  # what some library may have set up before
logs.configure("DEBUG", is_terminal=sys.argv[1] == "terminal", secrets=[TOKEN, KEY.text])
for name in sys.argv[2:]:
    logging.getLogger(name).setLevel(logging.DEBUG)  # as if somebody had asked a library to say more, behind our back
log, ours = structlog.get_logger(), logging.getLogger("storage.unit_of_work.store")
SAID = os.environ["SAID"]

async def telegram():
    with Standin() as standin:
        person = standin.person(7, "Quetzalcoatl")
        person.starts()
        person.sends(SAID)
        async with make_client(standin) as bot:
            for update in await bot.get_updates(timeout=0):
                chat = update.effective_chat.id
                log.info("update taken", update=update.update_id, chat=f"telegram:{chat}", text=update.message.text)
            await bot.send_message(7, SAID)
            log.info("message sent", chat="telegram:7", method="sendMessage", seconds=0.25)
            try:
                await bot.send_message(8, SAID)
            except Exception:
                log.exception("message not sent", method="sendMessage")
        wrong = make_client(standin, TOKEN + "axolotl")
        try:
            await wrong.initialize()
        except Exception as error:
            ours.error("update %d failed: %s, %s, %s", 12, type(error).__name__, error, SAID)
        await wrong.request.shutdown()
        try:
            ListenAddress(SAID, -1)
        except UsageFault as error:
            ours.error("a turn failed: %s", type(error).__name__, extra={"fault": error})

async def webhook():
    async def breaks(request):
        raise ValueError(await request.text())
    app = web.Application()
    app.router.add_post("/", breaks)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    async with aiohttp.ClientSession() as session:
        url = f"http://127.0.0.1:{runner.addresses[0][1]}/?tapir={TOKEN}"
        async with session.post(url, data=SAID, headers={"User-Agent": "axolotl"}) as answer:
            assert answer.status == 500
    reader, writer = await asyncio.open_connection(*runner.addresses[0])
    writer.write(f"GET /tapir HTTP/9.9 {SAID}\\r\\n\\r\\n".encode())
    await reader.read()
    writer.close()
    await runner.cleanup()

def database():
    engine = sqlalchemy.create_engine("sqlite://", echo="debug" if "sqlalchemy" in sys.argv else None)
    with engine.begin() as connection:
        connection.execute(sqlalchemy.text("CREATE TABLE axolotl (said TEXT UNIQUE)"))
        connection.execute(sqlalchemy.text("INSERT INTO axolotl VALUES (:said)"), {"said": SAID})
        try:
            connection.execute(sqlalchemy.text("INSERT INTO axolotl VALUES (:said)"), {"said": SAID})
        except sqlalchemy.exc.IntegrityError:
            ours.exception("the anchor is behind: %s", SAID)

async def forgotten_task():
    async def breaks():
        raise KeyError(SAID)
    task = asyncio.create_task(breaks(), name=SAID)
    await asyncio.wait([task])
    del task
    asyncio.get_running_loop().call_exception_handler({"message": SAID, "exception": ValueError(SAID)})

class Odd:
    def __str__(self):
        raise ValueError(SAID)
    __repr__ = __str__
    def __del__(self):
        raise ValueError(SAID)

asyncio.run(telegram(), debug=True)
asyncio.run(webhook(), debug=True)
database()
asyncio.run(forgotten_task())
for said in (SAID, {"said": SAID}, b"axolotl", TOKEN, KEY.text):
    known = dict.fromkeys(("ending", "method", "error", "level", "count"), said)
    log.info(said, **known, at=[said], values=(said,), **{str(said): said})
    log.info("%s", said)
    ours.warning(said)
    ours.warning("the anchor is behind: %s", said, extra={"said": SAID}, stack_info=True)
ours.warning("the anchor is behind: %d", SAID)
ours.warning("the anchor is behind: %s", Odd())
log.info("told", axolotl=Odd(), exc_info=(ValueError, ValueError(SAID), None))
try:
    raise ExceptionGroup(SAID, [ValueError(SAID)]) from OSError(SAID)
except ExceptionGroup:
    log.exception("several broke off")
def breaks():
    raise type(SAID.replace(" ", ""), (Exception,), {})("tapir")
thread = threading.Thread(target=breaks, name=SAID)
thread.start()
thread.join()
warnings.warn(SAID)
logging.getLogger("psycopg").warning("error ignored terminating %s: %s", "Pipeline", SAID)
ours.handle(logging.makeLogRecord({"name": "storage", "msg": SAID, "levelno": 40, "pathname": None}))
log.info("begun with 42:a-token-for-the-stand-in-only")
log.critical("the end")
raise RuntimeError(SAID)
"""


@cache
def heard(form: str, *asked: str) -> str:
    """Returns all that such a program writes, to whichever stream."""
    ran = run([sys.executable, "-c", BOT, form, *asked], environment(PTB_TIMEDELTA="1", SAID=SAID), text=True)
    assert ran.returncode == 1, "it ends with an error that nobody caught"
    return f"{ran.stdout}{ran.stderr}"


ASKED = (
    "telegram",
    "httpx",
    "httpcore",
    "httpcore.http11",
    "aiohttp",
    "sqlalchemy",
    "asyncio",
    "sqlalchemy.engine",
    "alembic",
    "psycopg",
)


@pytest.mark.thinned(2)
@pytest.mark.parametrize(
    ("form", "asked"),
    [("json", ()), ("json", ASKED), ("terminal", ASKED)],
    ids=["json", "json-asked", "terminal-asked"],
)
def test_nothing_said_and_no_secret_is_logged_at_debug(form: str, asked: tuple[str, ...]) -> None:
    """Protects "at DEBUG too: no payload, no token": Telegram, servers, databases, tasks, threads, warnings, bugs."""
    said = heard(form, *asked)
    token, key = TOKEN.partition(":")[2], KEY.text
    secrets = {token, TOKEN, quote(TOKEN, safe=""), key, quote_plus(key), KEY.secret.hex(), key.rstrip("=")}
    assert "message sent" in said
    assert "the end" in said
    assert [each for each in (*CANARIES, *secrets) if each in said] == []


def test_json_lines_hold_the_facts() -> None:
    """Protects "structured logs": each line is one JSON object, with the facts for an operator under known keys."""
    lines = [json.loads(line) for line in heard("json").splitlines()]
    events = {line["event"]: line for line in lines}
    assert {key: events["message sent"].get(key) for key in ("level", "method", "seconds")} == {
        "level": "info",
        "method": "sendMessage",
        "seconds": 0.25,
    }
    assert events["message sent"]["chat"] == events["update taken"]["chat"], "a chat has the same reference everywhere"
    assert events["update taken"]["withheld"] == 1, "the text that was offered is counted"
    assert events["message not sent"]["errors"][0] in {"Forbidden", "BadRequest"}
    assert events["update %d failed: %s, %s, %s"]["values"] == [12, "InvalidToken", "InvalidToken", WITHHELD]
    failed = events["a turn failed: %s"]
    assert (failed["values"], failed["errors"][0]) == (["UsageFault"], "UsageFault")
    assert failed["at"][-1].startswith("bot/observability/listening.py:"), "where it arose, not where it was logged"
    assert events["several broke off"]["errors"] == ["ExceptionGroup", "ValueError", "OSError"]
    assert events["the program breaks off"]["errors"] == ["RuntimeError"]
    assert UNNAMED in events
    assert f"begun with {STRUCK}" in events, "what passes the log filter is still redacted"
    for line in lines:
        assert set(line) <= LogFilter(b"").allowed_keys | {"event", "level", "timestamp", "withheld", "errors", "at"}


def test_on_a_terminal_values_stand_where_the_sentence_has_them() -> None:
    """Protects whoever reads along: a line is a sentence; as JSON its text stays the same, to be counted."""
    said = heard("terminal")
    assert f"update 12 failed: InvalidToken, InvalidToken, {WITHHELD}" in said
    assert "a turn failed: UsageFault" in said
    assert "%s" not in said


def test_libraries_are_named_when_they_complain() -> None:
    """Protects "cut to safe facts": errors of aiohttp and asyncio are logged by class, the HTTP client's not at all."""
    lines = [json.loads(line) for line in heard("json", *ASKED).splitlines()]
    complaints = {line["logger"]: line for line in lines if line["event"] == "a library complains"}
    assert complaints["aiohttp.server"]["errors"] in (["ValueError"], ["BadStatusLine"])
    assert complaints["asyncio"]["errors"] in (["KeyError"], ["ValueError"])
    assert not {"httpx", "httpcore", "httpcore.http11", "psycopg"} & set(complaints)


def test_an_error_is_told_by_its_class_and_our_own_lines() -> None:
    """Protects "class names with the file and line of our own frames, never their text"."""
    from storage.crypto.keys import read_key  # noqa: PLC0415

    try:
        read_key("axolotl", "tapir")
    except Exception as error:  # noqa: BLE001
        told = describe_error(error)
    assert told["errors"] == ["Refused"]
    assert [place.partition(":")[0] for place in told["at"]] == ["storage/crypto/keys.py"]


@pytest.mark.parametrize("secret", [TOKEN, "123456789:AAH-abc_DEF", KEY.text, "a secret/with + signs"])
def test_a_secret_is_struck_out_however_it_is_spelled(secret: str) -> None:
    """Protects "redacted wherever they would appear": in URLs, percent-encoded once and twice, in base64."""
    redaction = Redaction([secret])
    once = quote(secret, safe="")
    spellings = (
        secret,
        once,
        once.replace("%3A", "%3a"),
        quote(once),
        base64.b64encode(secret.encode()).decode(),
        secret.partition(":")[2],
    )
    for spelling in filter(None, spellings):
        said = redaction.strike(f"https://api.telegram.org/bot{spelling}/getMe?x={spelling}")
        assert spelling not in said
        assert said.count(STRUCK) == 2


def test_a_token_that_nobody_named_is_struck_out_too() -> None:
    """Protects a token that changed while the program ran: what looks like one is struck out, but no time or host."""
    said = "2026-11-23T02:19:58.522794Z bot987654321:AAHfiqksKZ8WmR2zSjiQ7_v4TMAKdiHm9T0 http://127.0.0.1:8080"
    assert Redaction([]).strike(said) == f"2026-11-23T02:19:58.522794Z bot{STRUCK} http://127.0.0.1:8080"


@pytest.mark.parametrize(
    ("key", "value", "shown"),
    [
        ("update", 7, 7),
        ("update", "7", WITHHELD),
        ("update", True, WITHHELD),
        ("count", 2**70, WITHHELD),
        ("seconds", 0.12345678, 0.123457),
        ("seconds", float("nan"), WITHHELD),
        ("method", "sendMessage", "sendMessage"),
        ("method", "rearranged", WITHHELD),
        ("method", "newly_diagnosed", WITHHELD),
        ("ending", "sent", "sent"),
        ("ending", "rearranged", WITHHELD),
        ("error", ValueError("axolotl"), "ValueError"),
        ("error", "axolotl", WITHHELD),
        ("values", (7, "TypeError", "BaseException: axolotl", "axolotl"), [7, "TypeError", WITHHELD, WITHHELD]),
        ("values", ("OSError: axolotl", "failed"), ["OSError: ?", "failed"]),
    ],
)
def test_a_value_has_its_key_s_form_or_is_withheld(key: str, value: object, shown: object) -> None:
    """Protects "no payload can slip in by mistake": under a known key only what such a key can hold."""
    read = LogFilter(b"key").filter_event("an event", {key: value})
    assert read[key] == shown
    assert ("withheld" in read) == (WITHHELD in str(shown).replace(": ?", ""))


def test_a_reference_is_short_and_hangs_on_the_key() -> None:
    """Protects "short keyed id": the number of a chat could be found by trying all of them, were it not for the key."""
    one, other = (
        LogFilter(b"one").make_reference("telegram:12345"),
        LogFilter(b"other").make_reference("telegram:12345"),
    )
    assert one is not None
    assert len(one) == 8
    assert one != other
    assert one == LogFilter(b"one").make_reference("telegram:12345")


def calls() -> list[tuple[str, ast.Call]]:
    """Returns every call of a logger in our code, with where it is."""
    return [
        (f"{path.relative_to(ROOT)}:{node.lineno}", node)
        for path in TOLD
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in METHODS
        if ast.unparse(node.func.value).rpartition(".")[2] in LOGGERS
        or ast.unparse(node.func.value).endswith("get_logger()")
    ]


def test_events_are_constants_under_known_keys() -> None:
    """Protects "identifiers only" before the code runs: it logs constant texts, with keys that a log line may hold."""
    known = LogFilter(b"").allowed_keys | {"exc_info", "at", "extra"}
    found = calls()
    assert found
    for where, call in found:
        assert call.args, f"{where} logs no event"
        assert isinstance(call.args[0], ast.Constant), f"{where}: the event is no constant"
        assert {keyword.arg for keyword in call.keywords} <= known, f"{where} logs under a key that is withheld"
        extras = {ast.unparse(keyword.value) for keyword in call.keywords if keyword.arg == "extra"}
        assert extras <= {f"{{'{FAULT}': fault}}"}, f"{where} gives the log more than an exception"
