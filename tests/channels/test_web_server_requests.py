"""Requests that are none of the page's: of other hosts and sites, of other kinds, too long, too slow, ill-formed."""

import asyncio
import logging
from collections.abc import AsyncIterator
from hashlib import sha256
from pathlib import Path

import pytest
import pytest_asyncio
from patience import calm_seconds
from web_pages import SECURE, STYLESHEET, Browser, ServedPage, serving_page

from bot.channels.web import phrases
from bot.channels.web.server.page_headers import ALWAYS
from bot.channels.web.server.request_checks import MOST_BYTES
from bot.observability.connection_guard import ConnectionLimits

pytestmark = pytest.mark.asyncio
FORM = "application/x-www-form-urlencoded"
CANARIES = ("Quetzalcoatl", "axolotl937", "tapir=25")


@pytest_asyncio.fixture
async def page(tmp_path: Path) -> AsyncIterator[ServedPage]:
    """The page on a machine of one's own."""
    async with serving_page(tmp_path, body_seconds=0.5) as served:
        yield served


@pytest_asyncio.fixture
async def browser(page: ServedPage) -> Browser:
    """A browser that is signed in."""
    return await page.signed_in()


async def fields_of(browser: Browser) -> dict[str, str]:
    """Returns the fields of a good form."""
    return {"mark": (await browser.get("/")).fields["mark"], "text": "120 days"}


def head(page: ServedPage, browser: Browser | None = None, first: str = "POST / HTTP/1.1", **headers: str) -> bytes:
    """Returns the head of a request, as a browser that is signed in sends it."""
    usual = {"Host": page.settings.host, "Origin": page.settings.origin, "Content-Type": FORM}
    usual |= {} if browser is None else {"Cookie": f"trialscreen={browser.cookies['trialscreen']}"}
    usual |= {name.replace("_", "-"): value for name, value in headers.items()}
    lines = [first, *(f"{name}: {value}" for name, value in usual.items()), "", ""]
    return "\r\n".join(lines).encode("latin-1")


def status_of(said: bytes) -> int:
    """Returns the status of an answer in bytes."""
    assert said.startswith((b"HTTP/1.1 ", b"HTTP/1.0 ")), said[:100]
    return int(said.split()[1])


# hosts and sites


@pytest.mark.parametrize("host", ["evil.example", "localhost", "localhost:1", "127.0.0.1:{port}", "x@localhost:{port}"])
async def test_another_host_is_refused(page: ServedPage, browser: Browser, host: str) -> None:
    """Protects against a name of somebody else that leads here, and against links made from a host that was sent."""
    answer = await browser.get("/", Host=host.format(port=page.port))
    assert (answer.status, answer.title) == (400, phrases.UNREAD_TITLE)
    assert "evil" not in answer.text + str(answer.headers)


async def test_a_host_is_named_once(page: ServedPage) -> None:
    """Protects against two hosts in one request, and against none."""
    for lines in ("", f"Host: {page.settings.host}\r\nHost: evil.example\r\n"):
        said = await page.say(f"GET / HTTP/1.1\r\n{lines}Connection: close\r\n\r\n".encode())
        assert status_of(said) == 400


async def test_a_forwarded_host_counts_for_nothing(tmp_path: Path) -> None:
    """Protects links and the check of the host from headers that anybody may write."""
    async with serving_page(tmp_path, origin=SECURE) as page:
        browser = await page.signed_in()
        for name in ("X-Forwarded-Host", "X-Host", "Forwarded"):
            answer = await browser.get("/", **{name: "evil.example"})
            assert answer.status == 200
            assert "evil" not in answer.text + str(answer.headers)
        assert (await browser.get("/", Host="evil.example", X_Forwarded_Host="screen.example.org")).status == 400


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "http://localhost"}, 403),
        ({"Origin": "https://localhost:{port}"}, 403),
        ({"Origin": "http://localhost:{port}.evil.example"}, 403),
        ({"Origin": "http://LOCALHOST:{port}"}, 403),
        ({"Origin": "https://evil.example", "Sec-Fetch-Site": "same-origin"}, 403),
        ({"Origin": ""}, 403),
        ({"Origin": "", "Sec-Fetch-Site": "cross-site"}, 403),
        ({"Origin": "", "Sec-Fetch-Site": "same-site"}, 403),
        ({"Origin": "", "Sec-Fetch-Site": "none"}, 403),
        ({"Origin": "", "Referer": "http://localhost:{port}/"}, 403),
        ({"Origin": "", "Sec-Fetch-Site": "same-origin"}, 303),
        ({}, 303),
    ],
)
async def test_a_form_of_another_site_is_refused(
    page: ServedPage, browser: Browser, headers: dict[str, str], status: int
) -> None:
    """Protects against forged forms, even with a mark of ours: another site's form says where it comes from."""
    fields = await fields_of(browser)
    answer = await browser.post("/", fields, **{name: text.format(port=page.port) for name, text in headers.items()})
    assert answer.status == status
    assert len(page.desk.posts) == (status == 303)


async def test_a_form_names_its_site_once(page: ServedPage, browser: Browser) -> None:
    """Protects against two origins in one request."""
    raw = head(page, browser, Content_Length="0").replace(b"\r\n\r\n", b"\r\nOrigin: https://evil.example\r\n\r\n")
    assert status_of(await page.say(raw)) in {400, 403}


async def test_no_other_site_may_read_an_answer(page: ServedPage, browser: Browser) -> None:
    """Protects the page from scripts elsewhere: no header of ours lets a browser give them anything."""
    for answer in (await browser.get("/", Origin="https://evil.example"), await browser.get("/", "OPTIONS")):
        assert not [name for name in answer.headers if name.lower().startswith("access-control")]


async def test_a_thousand_forged_forms_have_no_effect(page: ServedPage, browser: Browser) -> None:
    """Protects "1,000 forged, cross-site posts": each is refused, and none reaches the desk."""
    fields = await fields_of(browser)
    sites = ("https://evil.example", "null", "", page.settings.origin)
    told = set()
    for number in range(1_000):
        site = sites[number % 4]
        mark = fields["mark"] if number % 4 < 3 else f"{number:088d}"
        told.add((await browser.post("/", fields | {"mark": mark}, Origin=site)).status)
    assert told == {403}
    assert page.desk.posts == []


# kinds, methods, paths


@pytest.mark.parametrize(
    "kind",
    ["text/plain", "application/json", "multipart/form-data; boundary=x", "", "application/x-www-form-urlencoded-x",
     f"{FORM}; charset=utf-16", f"{FORM}; charset=utf-7", "x"],
)  # fmt: skip
async def test_another_kind_of_body_is_refused(page: ServedPage, browser: Browser, kind: str) -> None:
    """Protects against bodies that are read otherwise than they were meant."""
    fields = await fields_of(browser)
    body = "&".join(f"{name}={value}" for name, value in fields.items()).encode()
    raw = head(page, browser, Content_Type=kind, Content_Length=str(len(body)), Connection="close") + body
    assert status_of(await page.say(raw)) == 415
    assert page.desk.posts == []


async def test_a_packed_body_is_refused(page: ServedPage, browser: Browser) -> None:
    """Protects against a small body that unpacks to a large one."""
    assert (await browser.post("/", await fields_of(browser), Content_Encoding="gzip")).status in {400, 415}
    assert page.desk.posts == []


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND"])
async def test_other_methods_are_refused(browser: Browser, method: str) -> None:
    """Protects against methods that nobody needs."""
    for path in ("/", "/enter", "/enter/x", "/sign-out", "/static/style.css", "/file/1"):
        answer = await browser.get(path, method)
        assert (answer.status, answer.title) == (405, phrases.MISSING_TITLE)
        assert set(answer["Allow"].split(",")) <= {"GET", "HEAD", "POST"}


async def test_what_changes_something_needs_a_post(browser: Browser) -> None:
    """Protects against links: to enter, to answer and to sign out are forms."""
    assert (await browser.get("/enter")).status == 405
    assert (await browser.get("/sign-out")).status == 405
    assert (await browser.get("/?text=120&mark=x")).status == 200


async def test_a_get_with_a_body_is_refused(page: ServedPage, browser: Browser) -> None:
    """Protects against bodies that a proxy and we would read differently."""
    raw = head(page, browser, "GET / HTTP/1.1", Content_Length="5", Connection="close") + b"abcde"
    assert status_of(await page.say(raw)) == 400


@pytest.mark.parametrize(
    "path",
    ["/..", "/../etc/passwd", "/static/../../pyproject.toml", "/static/%2e%2e/%2e%2e/pyproject.toml", "/static/",
     "/static/style.css%00.html", "//", "/%2f", "/static/style.css/", "/file", "/file/", "/file/1/2", "/enter/",
     "/enter/a/b", "/health", "/ready", "/metrics", "/robots.txt", "/.env", "/.git/config", "/static%5cstyle.css",
     "/FILE/1", "/\u00e9", "/%ff", "/%"],
)  # fmt: skip
async def test_no_other_path_leads_anywhere(page: ServedPage, path: str) -> None:
    """Protects all other files of the machine, and the pages of operators, which have an address of their own."""
    said = await page.say(f"GET {path} HTTP/1.1\r\nHost: {page.settings.host}\r\nConnection: close\r\n\r\n".encode())
    assert status_of(said) in {400, 404}
    assert b"root:" not in said
    assert b"[project]" not in said


# bodies


@pytest.mark.parametrize(
    "body",
    ["", "text", "text=1", "mark={mark}", "mark={mark}&text=1&text=2", "mark={mark}&mark={mark}&text=1",
     "mark={mark}&text=1&choice=0123456789", "mark={mark}&text=1&more=2", "mark={mark}&text=%00",
     "mark={mark}&text=a%00b", "mark={mark}&text=%ff", "mark={mark}&text=%C3%28", "mark={mark}&text=\u00e9",
     "mark={mark}&choice=", "mark={mark}&choice=012345678", "mark={mark}&choice=0123456789a",
     "mark={mark}&choice=012345678G", "mark={mark}&choice=012345678%EF%BC%99", "&&&&", "mark={mark};text=1",
     "mark={mark}&text=1&", "mark={mark}&text[]=1", "%6dark={mark}&mark=x&text=1", "a=1&" * 4_000],
)  # fmt: skip
async def test_a_body_that_is_no_form_of_ours_is_refused(page: ServedPage, browser: Browser, body: str) -> None:
    """Protects against fields that come twice, that nobody asked for, and that cannot be read: nothing is guessed."""
    filled = body.replace("{mark}", (await fields_of(browser))["mark"])
    answer = await browser.post("/", filled.encode())
    assert answer.status in {400, 403}
    assert answer.title in {phrases.UNREAD_TITLE, phrases.REFUSED_TITLE}
    assert page.desk.posts == []


async def test_percent_signs_are_read_once(page: ServedPage, browser: Browser) -> None:
    """Protects what was typed: nothing is decoded twice."""
    await browser.send(text="100%2525 %00 + &amp;")
    assert [each.text for each in page.desk.posts] == ["100%2525 %00 + &amp;"]


async def test_a_body_that_is_too_large_is_refused_before_it_is_read(page: ServedPage, browser: Browser) -> None:
    """Protects memory, by the length that is named and by what comes."""
    fields = await fields_of(browser)
    answer = await browser.post("/", fields | {"text": "x" * MOST_BYTES})
    assert (answer.status, answer.title) == (413, phrases.LONG_TITLE)
    said = await page.say(head(page, browser, Content_Length=str(10**12)))
    assert status_of(said) == 413
    assert (await browser.post("/", fields | {"text": "x" * 20_001})).status == 200
    assert page.desk.posts == [], "what can be no note is shown once more, and taken nowhere"
    assert (await browser.post("/", fields | {"text": "x" * 20_000})).status == 303


async def test_a_chunked_body_is_bounded_too(page: ServedPage, browser: Browser) -> None:
    """Protects memory from a body without a length; a small one is read as any other."""
    fields = await fields_of(browser)
    opening = head(page, browser, Transfer_Encoding="chunked", Connection="close")
    body = f"mark={fields['mark']}&text=120".encode()
    said = await page.say(opening + b"%x\r\n%b\r\n0\r\n\r\n" % (len(body), body))
    assert status_of(said) == 303
    large = b"1000\r\n%b\r\n" % (b"x" * 4_096)
    assert status_of(await page.say(opening + large * 40 + b"0\r\n\r\n")) == 413
    assert len(page.desk.posts) == 1


async def test_a_length_beside_chunks_is_refused(page: ServedPage, browser: Browser) -> None:
    """Protects against requests that a proxy and we would cut at different places."""
    opening = head(page, browser, Transfer_Encoding="chunked", Content_Length="4")
    said = await page.say(opening + b"0\r\n\r\nGET /enter/x HTTP/1.1\r\nHost: evil\r\n\r\n")
    assert status_of(said) == 400
    assert said.count(b"HTTP/1.") == 1
    assert page.desk.posts == []


async def test_a_slow_body_is_given_up(page: ServedPage, browser: Browser) -> None:
    """Protects connections from whoever sends a letter now and then."""
    async with calm_seconds() as gone_by:
        said = await page.say(head(page, browser, Content_Length="1000") + b"mark=")
        assert gone_by() < 4
    assert (status_of(said), phrases.SLOW_TITLE.encode() in said) == (408, True)


async def test_a_slow_head_is_hung_up_on(tmp_path: Path) -> None:
    """Protects connections from whoever asks nothing."""
    quick = ConnectionLimits(silent_seconds=0.3)
    async with serving_page(tmp_path, limits=quick) as page:
        async with calm_seconds() as gone_by:
            assert await page.say(b"GET / HTTP/1.1\r\nHost: ") == b""
            assert gone_by() < 3
        held = [await asyncio.open_connection("127.0.0.1", page.port) for _ in range(40)]
        assert (await page.browser().get("/enter/x")).status == 200
        for _, writing in held:
            writing.close()


async def test_a_head_that_is_too_large_is_refused(page: ServedPage) -> None:
    """Protects memory from heads."""
    for raw in (
        b"GET /%b HTTP/1.1\r\nHost: x\r\n\r\n" % (b"a" * 100_000),
        b"GET / HTTP/1.1\r\nHost: x\r\nX: %b\r\n\r\n" % (b"a" * 100_000),
    ):
        assert status_of(await page.say(raw)) in {400, 414, 431}


@pytest.mark.parametrize(
    "raw",
    [b"\x16\x03\x01\x02\x00", b"GET / HTTP/1.1\r\nHost : x\r\n\r\n", b"GET / HTTP/1.1\r\nHost: x\r\nA: b\x00c\r\n\r\n",
     b"GET / HTTP/9.9\r\nHost: x\r\n\r\n", b"GET  /  HTTP/1.1\r\n\r\n", b"GET / HTTP/1.1\r\n A: b\r\n\r\n",
     b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
     b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n"],
)  # fmt: skip
async def test_what_is_no_request_is_refused_and_the_page_goes_on(page: ServedPage, raw: bytes) -> None:
    """Protects the page from bytes that are no HTTP: they get a refusal without a traceback."""
    said = await page.say(raw, 2)
    assert said in {b"", b"still open"} or status_of(said) in {400, 505}
    assert b"Traceback" not in said
    assert b"aiohttp" not in said.partition(b"\r\n\r\n")[2]
    assert (await page.browser().get("/enter/x")).status == 200


# headers


async def test_every_answer_has_its_headers(tmp_path: Path) -> None:
    """Protects browsers: pages, refusals, redirects, files and the stylesheet say what may be done with them."""
    async with serving_page(tmp_path, origin=SECURE) as page:
        browser, stranger = await page.signed_in(), page.browser()
        fields = await fields_of(browser)
        answers = [
            await browser.get("/"), await browser.get("/", "HEAD"), await browser.post("/", fields),
            await stranger.get("/"), await stranger.get("/enter/x"), await browser.get("/nothing"),
            await browser.get("/", "DELETE"), await browser.get("/", Host="evil.example"),
            await browser.post("/", fields, Origin="null"), await browser.post("/", "x"),
            await browser.post("/", fields, Content_Type="text/plain"), await browser.get("/", Expect="x"),
        ]  # fmt: skip
        for answer in answers:
            assert {name: answer[name] for name in ALWAYS} == ALWAYS
            assert answer["Server"] == "trialscreen"
            assert answer["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"
            assert answer.status == 303 or answer["Content-Type"].startswith("text/")
            assert "charset=utf-8" in answer["Content-Type"] or answer.status == 303
        assert "aiohttp" not in str([answer.headers for answer in answers])


async def test_the_policy_lets_in_no_script_and_no_frame(browser: Browser) -> None:
    """Protects the page: nothing runs in it, nothing of others is loaded, and nobody frames it."""
    policy = dict(each.strip().split(" ", 1) for each in (await browser.get("/"))["Content-Security-Policy"].split(";"))
    assert policy == {
        "default-src": "'none'", "style-src": "'self'", "img-src": "'self'", "form-action": "'self'",
        "object-src": "'none'", "base-uri": "'none'", "frame-ancestors": "'none'",
    }  # fmt: skip


async def test_without_tls_no_header_promises_it(browser: Browser) -> None:
    """Protects localhost, which other programs of the machine share."""
    assert (await browser.get("/"))["Strict-Transport-Security"] == ""


async def test_the_stylesheet_is_kept_by_its_content_alone(page: ServedPage) -> None:
    """Protects the one thing that is cached: for ever under the name of its content, else asked for each time."""
    version = sha256(STYLESHEET).hexdigest()[:16]
    browser = page.browser()
    kept = await browser.get(f"/static/style.css?v={version}")
    assert kept["Cache-Control"] == "public, max-age=31536000, immutable"
    assert kept["Content-Type"] == "text/css; charset=utf-8"
    for path in ("/static/style.css", "/static/style.css?v=x", f"/static/style.css?v={version}&a=b"):
        assert (await browser.get(path))["Cache-Control"] == "no-cache"
    again = await browser.get("/static/style.css", If_None_Match=kept["ETag"])
    assert (again.status, again.text) == (304, "")
    assert "trialscreen" not in browser.cookies


async def test_nothing_of_a_request_is_logged(page: ServedPage, caplog: pytest.LogCaptureFixture) -> None:
    """Protects "nothing of a request is logged": paths, headers, fields and cookies, taken and refused, at DEBUG."""
    caplog.set_level(logging.DEBUG)
    browser = await page.signed_in()
    cookie = browser.cookies["trialscreen"]
    for word in CANARIES:
        await browser.send(text=word)
        await browser.get(f"/{word}")
        await browser.get(f"/enter/{word}")
        await browser.get(f"/?{word}", User_Agent=word, Referer=f"http://x/{word}", X_Forwarded_For=word)
        await browser.post("/", f"{word}=1", Origin=f"http://{word}")
        await browser.post("/", f"mark={word}&text={word}")
        await page.say(f"{word} / HTTP/1.1\r\n{word}: {word}\x00\r\n\r\n".encode(), 1)
        await page.say(head(page, browser, Content_Length="100") + word.encode(), 2)
    page.desk.fault = ValueError(CANARIES[0])
    await browser.send(text=CANARIES[1])
    told = caplog.text + repr([each.__dict__ for each in caplog.records])
    assert not [word for word in (*CANARIES, cookie) if word in told.replace(repr(page.desk.fault), "")]
