"""HTTP to Telegram: what is sent, and which errors come of faults, compared with python-telegram-bot's own client."""

import asyncio
import ssl
import traceback
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from aiohttp import web
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from handler_server import Handle, serve_handler
from telegram import InputFile
from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, HTTPXRequest, RequestData
from telegram.request._requestparameter import RequestParameter

from bot.channels.proxy import find_proxy
from bot.channels.telegram.delivery.aiohttp_request import AiohttpRequest
from bot.channels.telegram.delivery.timeouts import Timeouts

TOKEN = "42:a-token-that-nobody-may-read"
METHOD = f"/bot{TOKEN}/sendMessage"
PATIENCE = 0.1

Heard = list[object]


@pytest.fixture(autouse=True)
def _delays_are_durations(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lets python-telegram-bot give retry_after as a duration, as its next major version does; else it warns."""
    monkeypatch.setenv("PTB_TIMEDELTA", "1")


def ours(*, connections: int = 8, proxy: str | None = None) -> BaseRequest:
    return AiohttpRequest(connections, Timeouts(read=PATIENCE), proxy)


def theirs(*, connections: int = 8) -> BaseRequest:
    return HTTPXRequest(connections, read_timeout=PATIENCE, httpx_kwargs={"verify": False})


def data(**parameters: object) -> RequestData:
    return RequestData([RequestParameter.from_input(name, value) for name, value in parameters.items()])


def uploaded(name: str, content: object) -> InputFile:
    return InputFile(content, filename=name)  # type: ignore[arg-type]  # text, bytes, or an open file


def noting(heard: Heard) -> Handle:
    """Returns what notes everything of a request that Telegram may look at."""

    async def handle(request: web.BaseRequest) -> web.StreamResponse:
        fields = [
            (
                (name, value.filename, value.content_type, value.file.read())
                if isinstance(value, web.FileField)
                else (name, value)
            )
            for name, value in (await request.post()).items()
        ]
        heard.append(
            (
                request.method,
                request.path,
                dict(request.query),
                request.content_type,
                request.headers["User-Agent"],
                sorted(fields),
            )
        )
        return answer()

    return handle


def answer(
    status: int = 200, body: str = '{"ok":true,"result":7}', headers: dict[str, str] | None = None
) -> web.Response:
    return web.Response(status=status, text=body, headers=headers)


SENT: dict[str, Callable[[], RequestData | None]] = {
    "words": lambda: data(
        chat_id=7, text="Ärztin & Ärzte = 2+2? 100 %\n→ 漢字 😀", protect_content=True, parse_mode="HTML"
    ),
    "structure": lambda: data(
        chat_id=7, link_preview_options={"is_disabled": True}, reply_markup={"inline_keyboard": [[{"text": "Ja"}]]}
    ),
    "nothing": lambda: None,
    "a document": lambda: data(
        chat_id=7, caption="Ihr Bericht", document=uploaded("Bericht Ä (1).pdf", b"%PDF\r\n--\0\xff")
    ),
    "a picture that is open": lambda: data(
        chat_id=7, photo=uploaded("picture.png", BytesIO(b"\x89PNG\r\n\x1a\n" * 9_000))
    ),
    "a large one": lambda: data(document=uploaded("large.bin", bytes(300_000))),
}


@pytest.mark.parametrize("what", SENT)
@pytest.mark.asyncio
async def test_telegram_hears_the_same_as_from_the_library(what: str) -> None:
    """Protects every call: names, words, structure and named, typed files arrive as python-telegram-bot sends them."""
    heard: Heard = []
    async with serve_handler(noting(heard)) as url:
        for request in (ours(), theirs()):
            async with request:
                assert await request.post(url + METHOD, SENT[what]()) == 7
    assert heard[0] == heard[1]


@pytest.mark.asyncio
async def test_a_query_reads_the_same_as_from_the_library() -> None:
    """Protects polling: the kinds of update that are wanted stand in the address."""
    heard: Heard = []
    query = "/getUpdates?offset=0&allowed_updates=%5B%22message%22%2C%22callback_query%22%5D"
    async with serve_handler(noting(heard)) as url:
        for request in (ours(), theirs()):
            async with request:
                assert await request.retrieve(url + query) == b'{"ok":true,"result":7}'
    assert heard[0] == heard[1]


async def breaks(request: web.BaseRequest) -> web.StreamResponse:
    assert request.transport is not None
    request.transport.abort()
    return answer()


async def is_late(request: web.BaseRequest) -> web.StreamResponse:
    await asyncio.sleep(2 * PATIENCE)
    return answer()


async def stops_halfway(request: web.BaseRequest) -> web.StreamResponse:
    response = web.StreamResponse(headers={"Content-Length": "1000"})
    await response.prepare(request)
    await response.write(b'{"ok":')
    return await breaks(request)


async def is_no_http(request: web.BaseRequest) -> web.StreamResponse:
    assert isinstance(request.transport, asyncio.Transport)
    request.transport.write(b"SSH-2.0-something\r\n\r\n")
    return await breaks(request)


async def moves_away(request: web.BaseRequest) -> web.StreamResponse:
    return answer(302, "", {"Location": "/elsewhere"}) if request.path == METHOD else answer()


def says(status: int, body: str, headers: dict[str, str] | None = None) -> Handle:
    async def handle(request: web.BaseRequest) -> web.StreamResponse:
        return answer(status, body, headers)

    return handle


FAULTS: dict[str, Handle] = {
    "breaks": breaks,
    "is late": is_late,
    "stops halfway": stops_halfway,
    "is no HTTP": is_no_http,
    "moves away": moves_away,
    "is busy": says(429, '{"ok":false,"parameters":{"retry_after":3}}'),
    "refuses": says(400, '{"ok":false,"description":"Bad Request: chat not found"}'),
    "is locked": says(401, '{"ok":false,"description":"Unauthorized"}'),
    "is blocked": says(403, '{"ok":false,"description":"Forbidden: bot was blocked by the user"}'),
    "conflicts": says(409, '{"ok":false,"description":"Conflict"}'),
    "has no backend": says(502, "<html>502 Bad Gateway</html>"),
    "squeezes badly": says(200, "no gzip", {"Content-Encoding": "gzip"}),
}


@pytest.mark.parametrize("what", FAULTS)
@pytest.mark.asyncio
async def test_a_fault_is_told_as_the_library_tells_it(what: str) -> None:
    """Protects what sending does about a fault, which depends on its class; and the token, which every address has."""
    async with serve_handler(FAULTS[what]) as url:
        told, known = [await fault_of(request, url) for request in (ours(), theirs())]
    assert type(told) is type(known)
    assert getattr(told, "retry_after", None) == getattr(known, "retry_after", None)
    assert TOKEN not in "".join(traceback.format_exception(told))


@pytest.mark.parametrize("body", ["<html>404 Not Found</html>", "", "null", "[]", "{}", '{"error":"no such page"}'])
@pytest.mark.parametrize("status", [200, 401, 404])
@pytest.mark.asyncio
async def test_what_is_no_answer_of_the_bot_api_says_nothing_of_the_token(status: int, body: str) -> None:
    """Protects "it stays up" from a proxy or a portal that answers every path: that is an outage, and no refusal."""
    async with serve_handler(says(status, body)) as url:
        told = await fault_of(ours(), url)
    assert type(told) is NetworkError
    assert str(told) == f"HTTP {status}, and no answer of the Bot API"


@pytest.mark.parametrize(
    "url", ["http://localhost:1", "http://no-such-host.invalid", "http://[bad", "gopher://localhost"]
)
@pytest.mark.asyncio
async def test_where_nobody_listens_the_network_is_at_fault(url: str) -> None:
    """Protects the retry where Telegram cannot be reached, and the token."""
    told = await fault_of(ours(), url)
    assert type(told) is NetworkError
    assert TOKEN not in "".join(traceback.format_exception(told))


async def fault_of(request: BaseRequest, url: str) -> TelegramError:
    async with request:
        with pytest.raises(TelegramError) as caught:
            await request.post(url + METHOD, data(chat_id=7, text="x"))
    return caught.value


@pytest.mark.asyncio
async def test_who_waits_too_long_for_a_connection_is_told_that_nothing_was_sent() -> None:
    """Protects the pool's bound: while the only connection is in use, another call gives up and sends nothing."""
    heard: Heard = []
    go = asyncio.Event()

    async def handle(request: web.BaseRequest) -> web.StreamResponse:
        heard.append(1)
        await go.wait()
        return answer()

    async with serve_handler(handle) as url:
        for number, request in enumerate((ours(connections=1), theirs(connections=1)), 1):
            go.clear()
            async with request:
                first = asyncio.create_task(request.post(url + METHOD, read_timeout=None))
                while len(heard) < number:  # noqa: ASYNC110 - it is on its way
                    await asyncio.sleep(0.01)
                with pytest.raises(TimedOut):
                    await request.post(url + METHOD, connect_timeout=0.01, pool_timeout=0.01)
                go.set()
                assert await first == 7
    assert len(heard) == 2


@pytest.mark.asyncio
async def test_a_caller_may_wait_longer_or_for_ever() -> None:
    """Protects the long poll, which gives its own time for reading."""
    async with serve_handler(is_late) as url, ours() as request:
        assert request.read_timeout == PATIENCE
        assert await request.post(url + METHOD, read_timeout=20 * PATIENCE) == 7
        assert await request.post(url + METHOD, read_timeout=None) == 7


@pytest.mark.asyncio
async def test_one_that_is_shut_sends_nothing_until_it_is_opened_again() -> None:
    """Protects the end: no connection is opened after it, and none is left open."""
    heard: Heard = []
    async with serve_handler(noting(heard)) as url:
        request = ours()
        await request.shutdown()
        assert type(await _told(request, url)) is NetworkError
        await request.initialize()
        assert await request.post(url + METHOD) == 7
        await request.shutdown()
        await request.shutdown()
        assert type(await _told(request, url)) is NetworkError
    assert len(heard) == 1


async def _told(request: BaseRequest, url: str) -> TelegramError:
    with pytest.raises(TelegramError) as caught:
        await request.post(url + METHOD)
    return caught.value


@pytest.mark.asyncio
async def test_only_a_server_that_is_vouched_for_is_told_the_token(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Protects the token from whoever listens between: an untrusted certificate ends the call before it is sent."""
    heard: Heard = []
    certificate = certified(tmp_path)
    async with serve_handler(noting(heard), certificate) as url:
        assert type(await fault_of(ours(), url)) is NetworkError
        assert not heard
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "certificate.pem"))
        async with ours() as request:
            assert await request.post(url + METHOD) == 7
            await request.shutdown()
            await asyncio.sleep(0)


def certified(folder: Path) -> ssl.SSLContext:
    """Returns what a server needs that says it is localhost, and writes down its certificate."""
    key, name = (
        ec.generate_private_key(ec.SECP256R1()),
        x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")]),
    )
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(
            name, name, key.public_key(), x509.random_serial_number(), now - timedelta(1), now + timedelta(1)
        )
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    kinds = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    (folder / "certificate.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    (folder / "key.pem").write_bytes(key.private_bytes(*kinds))
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(folder / "certificate.pem", folder / "key.pem")
    return context


@pytest.mark.parametrize(
    ("url", "environment", "proxy"),
    [
        ("https://api.telegram.org", {}, None),
        ("https://api.telegram.org", {"HTTPS_PROXY": "http://proxy:3128"}, "http://proxy:3128"),
        ("https://api.telegram.org", {"https_proxy": "proxy:3128"}, "http://proxy:3128"),
        ("https://api.telegram.org", {"ALL_PROXY": "http://anna:secret@proxy"}, "http://anna:secret@proxy"),
        ("https://api.telegram.org", {"HTTP_PROXY": "http://proxy:3128"}, None),
        ("http://127.0.0.1:8081", {"HTTP_PROXY": "http://proxy:3128"}, "http://proxy:3128"),
        ("http://127.0.0.1:8081", {"HTTP_PROXY": "http://proxy:3128", "NO_PROXY": "127.0.0.1"}, None),
        ("https://api.telegram.org", {"ALL_PROXY": "http://proxy", "NO_PROXY": "localhost,.telegram.org"}, None),
        ("https://api.telegram.org", {"ALL_PROXY": "http://proxy", "NO_PROXY": "*"}, None),
    ],
)
def test_the_proxy_is_the_environments(
    url: str, environment: dict[str, str], proxy: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Protects those behind a proxy, who name it as they do for every other program."""
    for name in ("HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert find_proxy(url) == proxy


@pytest.mark.asyncio
async def test_a_proxy_is_asked_in_place_of_telegram() -> None:
    """Protects that nothing goes around the proxy."""
    heard: list[tuple[str, str | None]] = []

    async def handle(request: web.BaseRequest) -> web.StreamResponse:
        heard.append((request.raw_path, request.headers.get("Proxy-Authorization")))
        return answer()

    async with serve_handler(handle) as url, ours(proxy=url.replace("//", "//anna:secret@")) as request:
        assert await request.post("http://api.invalid" + METHOD) == 7
    assert heard == [("http://api.invalid" + METHOD, "Basic YW5uYTpzZWNyZXQ=")]
