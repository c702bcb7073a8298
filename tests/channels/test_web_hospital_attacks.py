"""Attacks on the sign-in by a hospital, each named: nobody is let in, and all are told the same."""

import asyncio
import base64
import hmac
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from time import monotonic
from typing import Any
from urllib.parse import parse_qs, quote, urlencode, urlsplit

import pytest
import pytest_asyncio
from aiohttp import web
from hospital_pages import go, make_hospitals, make_settings, serving_hospital, sign_in
from intruder import rows, sentences
from joserfc.jwk import Key, OctKey, RSAKey
from joserfc.jws import serialize_compact
from odd_provider import (
    CLIENT,
    EC,
    OTHER_RSA,
    REMOVED,
    RSA,
    Claims,
    OddProvider,
    be_slow,
    join_unsigned,
    serving_provider,
    sign,
)
from web_pages import SECURE, Answer, Browser, ServedPage, serving_page

from bot.channels.rate import EventRate
from bot.channels.web import hospital_phrases as said
from bot.channels.web.hospitals.hospital_limits import HospitalLimits
from bot.channels.web.hospitals.oidc_provider import OidcProvider
from bot.channels.web.hospitals.provider_documents import read_metadata
from bot.channels.web.hospitals.provider_http import MOST_BYTES
from bot.channels.web.hospitals.provider_keys import import_keys
from bot.channels.web.hospitals.provider_port import ProviderUnavailable
from bot.channels.web.server import hospital_entering
from storage.database.schema import events, sign_ins

pytestmark = pytest.mark.asyncio
Served = tuple[ServedPage, OddProvider]


@pytest_asyncio.fixture
async def served(tmp_path: Path) -> AsyncIterator[Served]:
    """A page with one hospital, and that hospital's provider."""
    async with serving_hospital(tmp_path) as found:
        yield found


def check_refused(page: ServedPage, answer: Answer, sentence: str = said.NOT_IDENTIFIED_TEXT) -> None:
    """Fails unless an answer is the one of every attack, and let nobody in."""
    assert (answer.status, answer.title) == (403, said.NOT_IDENTIFIED_TITLE)
    assert sentence in answer.text
    assert "trialscreen=" not in str(answer.headers.getall("Set-Cookie", [])).replace("trialscreen=;", "")
    assert (page.list_accounts(), rows(page.store, sign_ins)) == ([], [])


def shift(seconds: int) -> Callable[[int], int]:
    """Returns what moves a time."""
    return lambda now: now + seconds


WRONG_CLAIMS: dict[str, Claims] = {
    "issuer of another": {"iss": "https://elsewhere.example"},
    "issuer with a slash more": {"iss": "slash"},
    "issuer missing": {"iss": REMOVED},
    "issuer in a list": {"iss": ["slash"]},
    "audience of another": {"aud": "another"},
    "audience missing": {"aud": REMOVED},
    "audience empty": {"aud": []},
    "audience that begins alike": {"aud": CLIENT + "x"},
    "further audience that nobody named": {"aud": [CLIENT, "another"], "azp": CLIENT},
    "audience of numbers": {"aud": [CLIENT, 7]},
    "party another": {"azp": "another"},
    "nonce of another": {"nonce": "0" * 32},
    "nonce missing": {"nonce": REMOVED},
    "nonce empty": {"nonce": ""},
    "nonce in a list": {"nonce": ["own"]},
    "expired": {"exp": shift(-60), "iat": shift(-300)},
    "expiry missing": {"exp": REMOVED},
    "expiry in words": {"exp": "tomorrow"},
    "expiry that is no number": {"exp": float("nan")},
    "not yet valid": {"nbf": shift(120)},
    "issued in the future": {"iat": shift(120)},
    "issue missing": {"iat": REMOVED},
    "subject missing": {"sub": REMOVED},
    "subject empty": {"sub": ""},
    "subject a number": {"sub": 7},
    "subject too long": {"sub": "x" * 256},
}


@pytest.mark.parametrize("name", WRONG_CLAIMS)
async def test_a_wrong_claim_lets_nobody_in(served: Served, name: str) -> None:
    """Protects the page from tokens that are another's, of another time, or for somebody else."""
    page, provider = served

    def make_token(claims: Claims) -> str:
        own = claims["nonce"]
        for claim, value in WRONG_CLAIMS[name].items():
            claims[claim] = value(provider.now()) if callable(value) else value
            if value is REMOVED:
                del claims[claim]
            elif value == "slash":
                claims[claim] = f"{provider.issuer}/"
            elif value == ["slash"]:
                claims[claim] = [provider.issuer]
            elif value == ["own"]:
                claims[claim] = [own]
        return sign(claims)

    provider.make_token = make_token
    check_refused(page, await sign_in(page.browser(), provider))


async def test_times_within_a_minute_are_taken(served: Served) -> None:
    """Protects hospitals whose clock is a little off; what is just beyond stands in the table above."""
    page, provider = served
    for claims in ({"exp": -40, "iat": -300}, {"nbf": 59}, {"iat": 59}):
        provider.claims = {name: provider.now() + by for name, by in claims.items()}
        assert (await sign_in(page.browser(), provider)).status == 303, claims
    provider.claims = {"sub": "x" * 255}
    assert (await sign_in(page.browser(), provider)).status == 303


PLAIN_RSA = RSAKey.import_key(RSA.as_pem(private=True), {"kid": str(RSA.kid)})
PEM = RSA.as_pem(private=False)


def tamper(claims: Claims) -> str:
    """Returns a token whose claims were changed after it was signed."""
    head, _, signature = sign(claims).split(".")
    return ".".join([head, join_unsigned({}, claims | {"sub": "chief"}).split(".")[1], signature])


def confuse(claims: Claims, secret: bytes) -> str:
    """Returns a token that is signed with a shared secret."""
    signed = join_unsigned({"alg": "HS256", "kid": RSA.kid}, claims).rstrip(".")
    made = base64.urlsafe_b64encode(hmac.digest(secret, signed.encode(), "sha256")).decode().rstrip("=")
    return f"{signed}.{made}"


def sign_text(text: str) -> str:
    """Returns a token with a good signature, whose claims are any text."""
    return serialize_compact({"alg": "RS256", "kid": RSA.kid}, text, RSA, ["RS256"])


FORGERIES: dict[str, Callable[[Claims], Any]] = {
    "unsigned": lambda claims: join_unsigned({"alg": "none"}, claims),
    "unsigned in other letters": lambda claims: join_unsigned({"alg": "nOnE", "kid": RSA.kid}, claims),
    "signature cut off": lambda claims: sign(claims).rpartition(".")[0] + ".",
    "signature of another token": lambda claims: join_unsigned(
        {"alg": "RS256", "kid": RSA.kid}, claims, sign({"sub": "anna"}).rpartition(".")[2]
    ),
    "secret is the public key": lambda claims: confuse(claims, PEM),
    "secret is the client's": lambda claims: confuse(claims, b"s3cret-s3cret-s3cret-s3cret-s3cret"),
    "another key of the same name": lambda claims: sign(claims, OTHER_RSA),
    "key that is not known": lambda claims: sign(claims, OTHER_RSA, kid="new"),
    "key brought along": lambda claims: sign(claims, OTHER_RSA, kid="new", jwk=OTHER_RSA.as_dict(private=False)),
    "key at an address": lambda claims: sign(claims, OTHER_RSA, kid="new", jku="https://elsewhere.example/jwks"),
    "payload changed": tamper,
    "algorithm that was not announced": lambda claims: sign(claims, PLAIN_RSA, "RS512"),
    "key of another kind": lambda claims: sign(claims, RSA, kid=EC.kid),
    "something critical unknown": lambda claims: join_unsigned(
        {"alg": "RS256", "kid": RSA.kid, "crit": ["else"], "else": 1}, claims, sign(claims).rpartition(".")[2]
    ),
    "no token": lambda _: "a.b",
    "empty": lambda _: "",
    "a number": lambda _: 7,
    "nothing": lambda _: None,
    "letters of another alphabet": lambda _: "\udcff.é.é",
    "claims that are a list": lambda _: sign_text("[]"),
    "claims that are no text": lambda _: sign_text("{"),
    "claims that are deep": lambda _: sign_text('{"sub":' + "[" * 50_000),
    "subject with half a letter": lambda claims: sign_text(json.dumps(claims | {"sub": "anna\ud800"})),
    "subject that is a list": lambda claims: sign_text(json.dumps(claims | {"sub": ["\ud800"]})),
    "nonce with half a letter": lambda claims: sign_text(json.dumps(claims | {"nonce": "\ud800"})),
    "audience with half a letter": lambda claims: sign_text(json.dumps(claims | {"aud": "\ud800"})),
    "key with half a letter": lambda claims: join_unsigned({"alg": "RS256", "kid": "\ud800"}, claims, "AA"),
    "encrypted": lambda _: ".".join(["eyJhbGciOiJSU0EtT0FFUCIsImVuYyI6IkEyNTZHQ00ifQ", *["AA"] * 4]),
}


@pytest.mark.parametrize("name", FORGERIES)
async def test_a_forged_token_lets_nobody_in(served: Served, name: str) -> None:
    """Protects the page from whoever can bring a token, and has not the hospital's key."""
    page, provider = served
    provider.make_token = FORGERIES[name]
    check_refused(page, await sign_in(page.browser(), provider))


KEYS: dict[str, Any] = {
    "shared secret": [{"kty": "oct", "k": "c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0LXNlY3JldA", "kid": RSA.kid}],
    "key for encrypting": [RSA.as_dict(private=False) | {"use": "enc"}],
    "no key": [],
    "broken keys": [None, 7, {"kty": "RSA"}, {"kty": "RSA", "n": "é", "e": 1, "kid": RSA.kid}],
}


@pytest.mark.parametrize("name", KEYS)
async def test_keys_that_sign_nothing_let_nobody_in(served: Served, name: str) -> None:
    """Protects the page from keys that anybody has, and from those that are none."""
    page, provider = served
    provider.keys = KEYS[name]
    check_refused(page, await sign_in(page.browser(), provider))


@pytest.mark.parametrize(
    ("keys", "status"),
    [
        ([RSA], 303),
        ([EC, RSA], 303),
        ([OTHER_RSA, RSA], 403),
        ([OTHER_RSA], 403),
        ([EC], 403),
        ([{"use": "enc"}], 403),
        ([{"alg": "PS256"}], 403),
        ([{"use": "enc"}, RSA], 303),
        ([{"key_ops": ["encrypt"], "use": None}], 403),
    ],
)
async def test_a_token_that_names_no_key_is_taken_where_one_alone_fits(
    served: Served, keys: list[Any], status: int
) -> None:
    """Protects hospitals that name no key, as they may where there is one; where several fit none is guessed."""
    page, provider = served
    public = [
        (RSA.as_dict(private=False) | each) if isinstance(each, dict) else each.as_dict(private=False) for each in keys
    ]
    provider.keys = [{name: value for name, value in each.items() if value is not None} for each in public]
    provider.make_token = lambda claims: serialize_compact({"alg": "RS256"}, json.dumps(claims), PLAIN_RSA, ["RS256"])
    answer = await sign_in(page.browser(), provider)
    assert answer.status == status, answer.title


SHARED = OctKey.import_key("secret-secret-secret-secret-secret", {"kid": "shared"})


@pytest.mark.parametrize(
    ("algorithm", "key", "announced"),
    [
        ("HS256", SHARED, ["HS256", "RS256"]),
        ("RS512", PLAIN_RSA, ["RS512", "RS256"]),
        ("ES256", EC, ["RS256"]),
        ("ES256", EC, ["HS256", "none"]),
        ("RS256", PLAIN_RSA, []),
    ],
)
async def test_an_algorithm_of_another_list_lets_nobody_in(
    served: Served, algorithm: str, key: Key, announced: list[str]
) -> None:
    """Protects the list of ours from what a hospital announces, and what it announces from tokens."""
    page, provider = served
    provider.metadata = {"id_token_signing_alg_values_supported": announced}
    listed = key.as_dict(private=key is SHARED)
    provider.keys, provider.make_token = [listed], lambda claims: sign(claims, key, algorithm)
    check_refused(page, await sign_in(page.browser(), provider))


def number(value: int) -> str:
    """Returns a number as keys have it."""
    digits = value.to_bytes((value.bit_length() + 7) // 8 or 1, "big")
    return base64.urlsafe_b64encode(digits).decode().rstrip("=")


HARD_KEYS: dict[str, Claims] = {
    "private part that fits nothing": {"kty": "RSA", "n": number(3**11_400), "e": "AQAB", "d": number(7**6_400 - 2)},
    "modulus of a million bits": {"kty": "RSA", "n": number(2**1_000_000 + 1), "e": "AQAB"},
    "modulus of a few bits too many": {"kty": "RSA", "n": number(2**8_192 + 1), "e": "AQAB"},
    "huge exponent": {"kty": "RSA", "n": number(2**2_048 - 1), "e": number(2**2_047 + 1)},
    "even exponent": {"kty": "RSA", "n": number(2**2_048 - 1), "e": number(2**16)},
    "exponent one": {"kty": "RSA", "n": number(2**2_048 - 1), "e": "AQ"},
}


@pytest.mark.parametrize("name", HARD_KEYS)
async def test_a_key_that_is_hard_to_read_holds_nobody_up(served: Served, name: str) -> None:
    """Protects everybody from a hospital's key that would take minutes: it is passed over, the other one is used."""
    page, provider = served
    provider.keys = [HARD_KEYS[name] | {"kid": "hard"}, *provider.keys]
    begun = monotonic()
    assert (await sign_in(page.browser(), provider)).status == 303
    assert monotonic() - begun < 3


@pytest.mark.parametrize("name", [name for name in HARD_KEYS if "private" not in name])
async def test_a_hard_key_is_none(name: str) -> None:
    """Protects the bounds; of very many keys the first hundred are looked at."""
    whole = RSA.as_dict(private=False)
    assert [each.kid for each in import_keys([HARD_KEYS[name], *[whole] * 200])] == [RSA.kid] * 99


async def test_a_private_part_is_not_read(served: Served) -> None:
    """Protects a hospital that lists too much: its public part is used, and nobody works on the rest."""
    page, provider = served
    whole = RSA.as_dict(private=True)
    provider.keys = [{name: whole[name] for name in ("kty", "n", "e", "d", "kid", "alg", "use")}]
    assert (await sign_in(page.browser(), provider)).status == 303
    (key,) = import_keys(provider.keys)
    assert not key.is_private


@pytest.mark.filterwarnings("ignore:Key size should be")
async def test_a_key_that_is_too_short_lets_nobody_in(served: Served) -> None:
    """Protects the page from a key that can be found."""
    page, provider = served
    short = RSAKey.generate_key(1024, {"kid": "short"})
    provider.keys, provider.make_token = [short.as_dict(private=False)], lambda claims: sign(claims, short)
    check_refused(page, await sign_in(page.browser(), provider))


def answer_with(**told: Any) -> Callable[[web.Request], Any]:
    """Returns what answers with something else."""

    async def answer(_: web.Request) -> web.Response:
        return web.Response(**told)

    return answer


async def be_packed(_: web.Request) -> web.Response:
    """Answers with a few bytes that would become many."""
    answer = web.json_response({"pad": "x" * 50_000_000})
    answer.enable_compression(force=web.ContentCoding.gzip)
    return answer


ODD_ANSWERS: dict[str, tuple[Callable[[web.Request], Any], int]] = {
    "redirect": (answer_with(status=302, headers={"Location": "https://elsewhere.example/token"}), 403),
    "redirect that keeps the code": (answer_with(status=307, headers={"Location": "/elsewhere"}), 403),
    "refusal": (answer_with(status=400, text='{"error": "invalid_grant"}'), 403),
    "fault in good form": (answer_with(text='{"error": "invalid_grant"}'), 403),
    "refusal with a token": (answer_with(status=401, text='{"id_token": "a.b.c"}'), 403),
    "fault of theirs": (answer_with(status=500), 503),
    "nothing": (answer_with(), 503),
    "a page": (answer_with(text="<html>", content_type="text/html"), 503),
    "list": (answer_with(text="[]"), 503),
    "deep": (answer_with(text="[" * 100_000), 503),
    "huge": (answer_with(text="{}" + " " * MOST_BYTES), 503),
    "packed": (be_packed, 503),
    "no token": (answer_with(text="{}"), 403),
}


@pytest.mark.parametrize("name", ODD_ANSWERS)
async def test_an_odd_answer_for_a_code_lets_nobody_in(served: Served, name: str) -> None:
    """Protects the page from what a hospital, or whoever stands between, answers: one page, nothing changed."""
    page, provider = served
    provider.answers["/token"], status = ODD_ANSWERS[name]
    answer = await sign_in(page.browser(), provider)
    assert rows(page.store, events) == []
    assert (answer.status, answer.title) == (status, {403: said.NOT_IDENTIFIED_TITLE, 503: said.AWAY_TITLE}[status])
    assert page.list_accounts() == []
    assert "/elsewhere" not in provider.asked


@pytest.mark.parametrize("path", ["/.well-known/openid-configuration", "/jwks", "/token"])
async def test_an_answer_that_takes_too_long_is_given_up(tmp_path: Path, path: str) -> None:
    """Protects whoever waits, and the page from being held by a hospital that hangs."""
    async with serving_hospital(tmp_path, seconds=0.3) as (page, provider):
        provider.answers[path] = be_slow
        browser = page.browser()
        answer = await browser.get("/hospital/st-anna")
        if answer.status == 303:
            answer = await browser.get(await provider.visit(answer["Location"]))
        assert (answer.status, answer.title) == (503, said.AWAY_TITLE)
        assert page.list_accounts() == []


WRONG_METADATA: dict[str, Claims] = {
    "issuer of another": {"issuer": "https://elsewhere.example"},
    "issuer with a slash more": {"issuer": "slash"},
    "issuer missing": {"issuer": REMOVED},
    "sign-in in clear": {"authorization_endpoint": "http://hospital.example/authorize"},
    "tokens in clear": {"token_endpoint": "http://hospital.example/token"},
    "keys in clear": {"jwks_uri": "http://hospital.example/jwks"},
    "sign-in by script": {"authorization_endpoint": "javascript:alert(1)"},
    "sign-in with a line more": {"authorization_endpoint": "https://hospital.example/\r\nSet-Cookie: a=b"},
    "sign-in with a user": {"authorization_endpoint": "https://us@hospital.example/"},
    "sign-in missing": {"authorization_endpoint": REMOVED},
    "tokens at a number": {"token_endpoint": 7},
}


@pytest.mark.parametrize("name", WRONG_METADATA)
async def test_metadata_of_another_lead_nowhere(served: Served, name: str) -> None:
    """Protects people from being sent to another sign-in, and their code from going elsewhere or in clear."""
    page, provider = served
    wrong = WRONG_METADATA[name]
    provider.metadata = {"issuer": f"{provider.issuer}/"} if wrong == {"issuer": "slash"} else wrong
    answer = await page.browser().get("/hospital/st-anna")
    assert (answer.status, answer.title) == (503, said.AWAY_TITLE)
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("name", ["authorization_endpoint", "token_endpoint", "jwks_uri"])
async def test_a_hospital_elsewhere_names_no_address_of_this_machine(name: str) -> None:
    """Protects what listens on this machine alone, from metadata of another one that lead there in clear."""
    issuer = "https://login.hospital.example"
    told = dict.fromkeys(("authorization_endpoint", "token_endpoint", "jwks_uri"), f"{issuer}/x") | {"issuer": issuer}
    assert read_metadata(told, issuer).end_session_endpoint is None
    assert read_metadata(told | {"end_session_endpoint": "http://127.0.0.1/"}, issuer).end_session_endpoint is None
    with pytest.raises(ProviderUnavailable):
        read_metadata(told | {name: "http://127.0.0.1:8080/metrics"}, issuer)


@pytest.mark.parametrize("name", [name for name in ODD_ANSWERS if name not in {"no token", "fault in good form"}])
@pytest.mark.parametrize("path", ["/.well-known/openid-configuration", "/jwks"])
async def test_an_odd_answer_for_a_document_lets_nobody_in(served: Served, path: str, name: str) -> None:
    """Protects the page from documents that are none; nobody is led on to where they were moved."""
    page, provider = served
    provider.answers[path], _ = ODD_ANSWERS[name]
    browser = page.browser()
    begun = await browser.get("/hospital/st-anna")
    answer = begun if begun.status != 303 else await browser.get(await provider.visit(begun["Location"]))
    assert (answer.status, answer.title) == (503, said.AWAY_TITLE)
    assert page.list_accounts() == []


def read(path: str) -> dict[str, str]:
    """Returns what a path carries."""
    return {name: value for name, (value,) in parse_qs(urlsplit(path).query).items()}


def change(path: str, **changed: str | None) -> str:
    """Returns a path that carries something else; None is left out."""
    carried = {name: value for name, value in (read(path) | changed).items() if value is not None}
    return f"{urlsplit(path).path}?{urlencode(carried)}"


Meddle = Callable[[Served, Browser, str], Awaitable[str]]
"""Changes what a browser brings back from the hospital: returns the path that it asks us for."""

MEDDLING: dict[str, Meddle] = {}


def meddling(meddle: Meddle) -> Meddle:
    """Puts a function into the table, under its name."""
    MEDDLING[meddle.__name__.replace("_", " ")] = meddle
    return meddle


@meddling
async def cookie_missing(served: Served, browser: Browser, back: str) -> str:
    browser.cookies.clear()
    return back


@meddling
async def cookie_of_another_browser(served: Served, browser: Browser, back: str) -> str:
    other = served[0].browser()
    await other.get("/hospital/st-anna")
    browser.cookies = other.cookies
    return back


@meddling
async def two_cookies(served: Served, browser: Browser, back: str) -> str:
    browser.cookies["trialscreen-hospital"] += f"; trialscreen-hospital={'A' * 43}"
    return back


@meddling
async def cookie_that_is_none_of_ours(served: Served, browser: Browser, back: str) -> str:
    browser.cookies["trialscreen-hospital"] = "A" * 43
    return back


@meddling
async def state_missing(served: Served, browser: Browser, back: str) -> str:
    return change(back, state=None)


@meddling
async def state_made_up(served: Served, browser: Browser, back: str) -> str:
    return change(back, state="st-anna.1790000000." + "0" * 32)


@meddling
async def state_of_another_time(served: Served, browser: Browser, back: str) -> str:
    key, at, mac = read(back)["state"].split(".")
    return change(back, state=f"{key}.{int(at) + 1}.{mac}")


@meddling
async def state_of_another_alphabet(served: Served, browser: Browser, back: str) -> str:
    return change(back, state="é" * 20)


@meddling
async def state_twice(served: Served, browser: Browser, back: str) -> str:
    return f"{back}&state={quote(read(back)['state'])}"


@meddling
async def code_twice(served: Served, browser: Browser, back: str) -> str:
    return f"{back}&code=another"


@meddling
async def code_missing(served: Served, browser: Browser, back: str) -> str:
    return change(back, code=None)


@meddling
async def code_made_up(served: Served, browser: Browser, back: str) -> str:
    return change(back, code="guess")


@meddling
async def code_too_long(served: Served, browser: Browser, back: str) -> str:
    return change(back, code="x" * 5_000)


@meddling
async def code_of_another_browser(served: Served, browser: Browser, back: str) -> str:
    return change(back, code=read(await go(served[0].browser(), served[1]))["code"])


@meddling
async def code_of_another_client(served: Served, browser: Browser, back: str) -> str:
    asked = served[1].codes[read(back)["code"]]
    asked["client_id"] = "another"
    return back


@meddling
async def code_of_another_challenge(served: Served, browser: Browser, back: str) -> str:
    served[1].codes[read(back)["code"]]["code_challenge"] = "x" * 43
    return back


@meddling
async def code_that_was_used(served: Served, browser: Browser, back: str) -> str:
    del served[1].codes[read(back)["code"]]
    return back


@meddling
async def issuer_of_another(served: Served, browser: Browser, back: str) -> str:
    return change(back, iss="https://elsewhere.example")


@meddling
async def issuer_empty(served: Served, browser: Browser, back: str) -> str:
    return change(back, iss="")


@meddling
async def issuer_twice(served: Served, browser: Browser, back: str) -> str:
    return f"{back}&iss={quote(served[1].issuer)}&iss={quote(served[1].issuer)}"


@meddling
async def come_back_too_late(served: Served, browser: Browser, back: str) -> str:
    served[0].move_clock(timedelta(minutes=10, seconds=2))
    return back


@meddling
async def error_that_we_do_not_know(served: Served, browser: Browser, back: str) -> str:
    return change(back, code=None, error="<script>")


@meddling
async def error_beside_a_code(served: Served, browser: Browser, back: str) -> str:
    return change(back, error="login_required")


@meddling
async def denied_in_another_browser(served: Served, browser: Browser, back: str) -> str:
    browser.cookies.clear()
    return change(back, code=None, error="access_denied")


@pytest.mark.parametrize("name", MEDDLING)
async def test_an_answer_that_was_meddled_with_lets_nobody_in(served: Served, name: str) -> None:
    """Protects whoever signs in: what comes back belongs to one browser, one hospital, one attempt."""
    page, provider = served
    browser = page.browser()
    path = await MEDDLING[name](served, browser, await go(browser, provider))
    check_refused(page, await browser.get(path))


async def test_what_comes_back_within_ten_minutes_is_taken(served: Served) -> None:
    """Protects whoever has to look for their phone; the next second is the table's."""
    page, provider = served
    browser = page.browser()
    back = await go(browser, provider)
    page.move_clock(timedelta(minutes=9, seconds=58))
    assert (await browser.get(f"{back}&session_state=what+a+hospital+adds")).status == 303


async def test_the_answer_of_one_hospital_is_not_taken_for_anothers(tmp_path: Path) -> None:
    """Protects against mix-up: a code of one hospital, brought as another's, with the state of either."""
    async with serving_provider() as first, serving_provider() as second:
        settings = [make_settings(first, "first"), make_settings(second, "second")]
        async with serving_page(tmp_path, make_hospitals=make_hospitals(settings)) as page:
            first.now = second.now = lambda: int(page.access.handler.now().timestamp())
            browser = page.browser()
            ours = await go(browser, first, "first")
            theirs = await go(page.browser(), second, "second")
            for name in ("code", "iss", "state", "hospital"):
                told = {
                    "code": {"code": read(theirs)["code"]},
                    "iss": {"iss": second.issuer},
                    "state": {"state": read(theirs)["state"]},
                    "hospital": {"state": read(ours)["state"].replace("first", "second")},
                }
                check_refused(page, await browser.get(change(ours, **told[name])))
                ours = await go(browser, first, "first")
            check_refused(page, await browser.get(ours.replace("/hospital/first/", "/hospital/second/")))
            assert (await browser.get(ours.replace("/hospital/first/", "/hospital/third/"))).status == 404
            assert "/token" not in second.asked
            second.tells_issuer = True
            assert (await browser.get(ours)).status == 303


async def test_where_a_hospital_says_who_it_is_an_answer_that_does_not_is_refused(served: Served) -> None:
    """Protects against mix-up (RFC 9207), for answers and faults alike."""
    page, provider = served
    provider.tells_issuer = True
    browser = page.browser()
    for changed in ({"iss": None}, {"iss": None, "code": None, "error": "access_denied"}):
        check_refused(page, await browser.get(change(await go(browser, provider), **changed)))
    assert (await sign_in(browser, provider)).status == 303


async def test_an_answer_that_let_somebody_in_lets_nobody_in_again(served: Served) -> None:
    """Protects against replay, also where a hospital takes a code twice, from the same browser or a copy of it."""
    page, provider = served
    provider.is_lax = True
    browser = page.browser()
    back = await go(browser, provider)
    cookies = dict(browser.cookies)
    assert (await browser.get(back)).status == 303
    copy = page.browser()
    copy.cookies = dict(cookies)
    answer = await copy.get(back)
    assert (answer.status, answer["Location"], copy.cookies) == (303, "/", {})
    assert (await copy.get(back)).status == 403
    assert len(rows(page.store, sign_ins)) == 1
    await browser.sign_out()
    copy.cookies = dict(cookies)
    assert ((await copy.get(back))["Location"], copy.cookies) == ("/", {})
    assert rows(page.store, sign_ins) == []
    assert (await browser.get(back)).status == 403


async def test_a_code_that_was_used_brings_the_nonce_of_its_own_attempt(served: Served) -> None:
    """Protects against a code that was overheard, at a hospital that checks neither it nor its challenge."""
    page, provider = served
    provider.is_lax = True
    overheard = read(await go(page.browser(), provider))["code"]
    browser = page.browser()
    check_refused(page, await browser.get(change(await go(browser, provider), code=overheard)))


async def test_a_further_audience_that_is_named_needs_its_party(tmp_path: Path) -> None:
    """Protects the page from tokens that another client got, where a hospital makes them for several."""
    async with serving_hospital(tmp_path, audiences=("records",)) as (page, provider):
        for claims in (
            {"aud": [CLIENT, "records"]},
            {"aud": [CLIENT, "records"], "azp": "records"},
            {"aud": "records"},
        ):
            provider.claims = claims
            check_refused(page, await sign_in(page.browser(), provider))
        provider.claims = {"aud": [CLIENT, "records"], "azp": CLIENT}
        assert (await sign_in(page.browser(), provider)).status == 303


async def test_a_sign_in_at_the_hospital_that_is_too_old_lets_nobody_in(tmp_path: Path) -> None:
    """Protects a shared computer, where the settings ask for a fresh sign-in: the hospital must say when it was."""
    async with serving_hospital(tmp_path, max_age_minutes=5) as (page, provider):
        begun = await page.browser().get("/hospital/st-anna")
        assert parse_qs(urlsplit(begun["Location"]).query)["max_age"] == ["300"]
        now = provider.now()
        for at in (REMOVED, now - 400, now + 120, str(now), True, None):
            provider.claims = {"auth_time": at}
            check_refused(page, await sign_in(page.browser(), provider))
        provider.claims = {"auth_time": now - 300}
        assert (await sign_in(page.browser(), provider)).status == 303


@pytest.mark.parametrize(
    "groups", [REMOVED, None, [], ["nurses"], "nurses", 7, {"doctors": 1}, [["doctors"]], ["Doctors"]]
)
async def test_groups_that_give_no_role_let_nobody_in(served: Served, groups: object) -> None:
    """Protects roles: who is in none of the groups that the settings name is told what to ask for."""
    page, provider = served
    provider.claims = {"groups": groups}
    answer = await sign_in(page.browser(), provider)
    check_refused(page, answer, said.NO_ROLE_TEXT.format(name="Hospital st-anna"))


async def test_who_left_the_groups_is_signed_out_at_their_next_try(served: Served) -> None:
    """Protects a hospital whose staff changes: the sign-ins that the account has elsewhere end."""
    page, provider = served
    browser = page.browser()
    await sign_in(browser, provider)
    provider.groups = []
    answer = await sign_in(page.browser(), provider)
    assert (answer.status, said.NO_ROLE_TEXT.format(name="Hospital st-anna") in answer.text) == (403, True)
    assert (await browser.get("/")).status == 401
    assert sentences(page.store) == []


async def test_whose_access_was_revoked_stays_out_whatever_the_hospital_says(served: Served) -> None:
    """Protects "at once, and for good": no group and no other browser brings somebody back."""
    page, provider = served
    browser = page.browser()
    await sign_in(browser, provider)
    page.revoke(page.list_accounts()[0])
    assert (await browser.get("/")).status == 401
    for groups in (["doctors"], ["coordinators"], []):
        provider.groups = groups
        answer = await sign_in(page.browser(), provider)
        assert said.ACCESS_REVOKED_TEXT.format(name="Hospital st-anna") in answer.text
        assert (answer.status, rows(page.store, sign_ins)) == (403, [])
    assert sentences(page.store) == []


async def test_whoever_breaks_off_at_the_hospital_is_told_so(served: Served) -> None:
    """Protects whoever presses the wrong button there: one sentence, and the way to begin again."""
    page, provider = served
    browser = page.browser()
    answer = await browser.get(change(await go(browser, provider), code=None, error="access_denied"))
    check_refused(page, answer, said.BROKEN_OFF_TEXT.format(name="Hospital st-anna"))
    assert "Sign in with Hospital st-anna" in answer.text
    assert "/token" not in provider.asked


@pytest.mark.parametrize("error", ["temporarily_unavailable", "server_error"])
async def test_a_hospital_that_says_it_is_in_trouble_is_told_as_away(served: Served, error: str) -> None:
    """Protects whoever comes meanwhile: it is no fault of theirs."""
    page, provider = served
    browser = page.browser()
    answer = await browser.get(change(await go(browser, provider), code=None, error=error))
    assert (answer.status, answer.title, answer["Retry-After"]) == (503, said.AWAY_TITLE, "5")


async def test_an_attempt_that_failed_is_not_asked_about_again(served: Served) -> None:
    """Protects the hospital and the database from one address that is opened again and again."""
    page, provider = served
    browser = page.browser()
    back = await go(browser, provider)
    kept, wrong = dict(browser.cookies), change(back, code="guess")
    for _ in range(10):
        browser.cookies = dict(kept)
        check_refused(page, await browser.get(wrong))
    assert provider.asked.count("/token") == 1


async def test_a_network_has_so_many_failed_sign_ins_and_others_go_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Protects the hospital and the database from callbacks that are made up, and other networks from those."""
    monkeypatch.setattr(hospital_entering, "HospitalLimits", lambda: HospitalLimits(EventRate(3, 3_600)))
    async with serving_hospital(tmp_path, origin=SECURE) as (page, provider):

        async def fail(network: str) -> tuple[int, str]:
            browser = page.browser()
            back = change(await go(browser, provider), code="guess")
            answer = await browser.get(back, X_Forwarded_For=network)
            return answer.status, answer.title

        told = [await fail("192.0.2.1") for _ in range(5)]
        assert told == [(403, said.NOT_IDENTIFIED_TITLE)] * 3 + [(429, said.TOO_MANY_TITLE)] * 2
        assert provider.asked.count("/token") == 3
        assert (await fail("198.51.100.1"))[0] == 403
        for groups, error, status in [
            *[([], None, 403)] * 4,
            *[([], "access_denied", 403)] * 4,
            (["doctors"], None, 303),
        ]:
            provider.groups, browser = groups, page.browser()
            back = await go(browser, provider)
            back = back if error is None else change(back, code=None, error=error)
            assert (await browser.get(back, X_Forwarded_For="203.0.113.1")).status == status


async def test_tries_that_are_under_way_are_none_that_failed(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    """Protects a hospital whose people all begin at eight o'clock, while its server is slow; each of them is let in."""
    page, provider = served
    monkeypatch.setattr(OidcProvider, "_exchange", give_slowly(OidcProvider._exchange))  # noqa: SLF001 - that alone is slow
    browsers = [page.browser() for _ in range(70)]
    backs = [await go(each, provider) for each in browsers]
    answers = await asyncio.gather(*(each.get(back) for each, back in zip(browsers, backs, strict=True)))
    assert {each.status for each in answers} == {303}


def give_slowly(exchange: Callable[..., Awaitable[str]]) -> Callable[..., Awaitable[str]]:
    """Returns what gives a token a while later, so that all who ask at once wait together."""

    async def wait(*parts: Any) -> str:
        await asyncio.sleep(1)
        return await exchange(*parts)

    return wait


async def test_so_many_may_be_under_way_from_one_network(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Protects the page from answers that all wait for a hospital; whoever is one too many is told what is true."""
    monkeypatch.setattr(hospital_entering, "HospitalLimits", lambda: HospitalLimits(most_open=2))
    async with serving_hospital(tmp_path, origin=SECURE) as (page, provider):
        exchange = OidcProvider._exchange  # noqa: SLF001 - that alone is slow
        monkeypatch.setattr(OidcProvider, "_exchange", give_slowly(exchange))
        browsers = [page.browser() for _ in range(4)]
        backs = [await go(each, provider) for each in browsers]
        networks = ["192.0.2.1"] * 3 + ["198.51.100.1"]
        asked = zip(browsers, backs, networks, strict=True)
        answers = await asyncio.gather(*(each.get(back, X_Forwarded_For=network) for each, back, network in asked))
        assert sorted(each.status for each in answers[:3]) == [303, 303, 429]
        assert answers[3].status == 303
        (refused,) = (at for at, each in enumerate(answers) if each.status == 429)
        assert said.TOO_MANY_OPEN_TEXT in answers[refused].text
        assert (await browsers[refused].get(backs[refused], X_Forwarded_For="192.0.2.1")).status == 303


async def test_what_fails_at_one_hospital_keeps_nobody_out_at_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Protects people of one hospital from whoever makes up answers of another, in the same network."""
    monkeypatch.setattr(hospital_entering, "HospitalLimits", lambda: HospitalLimits(EventRate(3, 3_600)))
    async with serving_provider() as first, serving_provider() as second:
        settings = [make_settings(first, "first"), make_settings(second, "second")]
        async with serving_page(tmp_path, make_hospitals=make_hospitals(settings)) as page:
            first.now = second.now = lambda: int(page.access.handler.now().timestamp())
            for status in (403, 403, 403, 429):
                browser = page.browser()
                back = change(await go(browser, first, "first"), code="guess")
                assert (await browser.get(back)).status == status
            assert (await sign_in(page.browser(), second, "second")).status == 303


@pytest.mark.parametrize("sent", ["/hospital/st-anna/callback?code=c0de&state=st4te&more=" + "x" * 9_000, "/\\ \x01"])
async def test_what_cannot_be_read_is_not_sent_back(served: Served, sent: str) -> None:
    """Protects codes from pages and their histories, and the page from telling which versions of what answer."""
    page, _ = served
    reader, writer = await asyncio.open_connection("127.0.0.1", page.port)
    writer.write(f"GET {sent} HTTP/1.1\r\nHost: {page.settings.host}\r\n\r\n".encode())
    head, _, body = (await reader.read()).decode().partition("\r\n\r\n")
    writer.close()
    assert head.startswith(("HTTP/1.1 400 ", "HTTP/1.0 400 "))
    assert "Server: trialscreen\r\n" in f"{head}\r\n"
    assert "Cache-Control: no-store\r\n" in f"{head}\r\n"
    assert (body, "aiohttp" in head, "Python" in head) == ("", False, False)


async def test_asking_for_the_head_of_an_answer_uses_nothing_up(served: Served) -> None:
    """Protects an answer from scanners that ask for heads; the browser that it is for then comes in."""
    page, provider = served
    browser = page.browser()
    back = await go(browser, provider)
    assert (await browser.get(back, "HEAD")).status == 405
    assert (await browser.get(back)).status == 303


async def test_a_state_that_is_none_keeps_the_cookie_of_the_one_that_is_under_way(served: Served) -> None:
    """Protects whoever is at their hospital from another site that opens our address meanwhile."""
    page, provider = served
    browser = page.browser()
    back = await go(browser, provider)
    await browser.get("/hospital/st-anna/callback?code=a&state=b")
    assert (await browser.get(back)).status == 303


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
async def test_another_site_puts_nobody_in_the_place_of_who_is_signed_in(served: Served, site: str) -> None:
    """Protects whoever is signed in: a link elsewhere does not sign them in as somebody else at their hospital."""
    page, provider = served
    browser = await page.signed_in()
    led = await browser.get("/hospital/st-anna", Sec_Fetch_Site=site)
    assert (led.status, led["Location"], set(browser.cookies)) == (303, "/", {"trialscreen", "trialscreen-enter"})
    stranger = page.browser()
    led = await stranger.get("/hospital/st-anna", Sec_Fetch_Site=site)
    assert led["Location"].startswith(provider.issuer)
    assert (await sign_in(browser, provider)).status == 303
