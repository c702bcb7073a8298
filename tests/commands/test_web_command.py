"""`trialscreen web`: its settings, what doctor and invite say of the page, and a whole page from start to stop."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from http.client import HTTPConnection
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import pytest
from commands import PATIENCE, ROOT, command, environment, trialscreen
from stores import KEY, Person, place

from bot.cli.web_settings import read_page_serving
from bot.config.errors import UsageFault
from bot.config.settings import Settings
from bot.workbench.layers.page_browser import PlainBrowser, PlainTab
from storage.features.members import Members
from storage.opening.opening import open_store

ORIGIN = "https://screen.example.org"

WRONG: list[tuple[dict[str, Any], str]] = [
    ({"web_listen": "0.0.0.0:8096"}, "put a proxy with TLS before it"),
    ({"web_listen": "[::]:8096"}, "put a proxy with TLS before it"),
    ({"web_listen": "192.0.2.1:8096", "web_origin": "http://screen.example.org"}, "put a proxy with TLS before it"),
    ({"web_listen": "page.example.org:8096"}, "put a proxy with TLS before it"),
    ({"web_listen": "localhost.example.org:1"}, "put a proxy with TLS before it"),
    ({"web_listen": "127.0.0.1"}, "TRIALSCREEN_WEB_LISTEN: '127.0.0.1' is no host and port"),
    ({"web_listen": "127.0.0.1:0"}, "port 0 is any port"),
    ({"web_origin": "http://screen.example.org"}, "other machines need TLS"),
    ({"web_origin": "http://localhost.example.org"}, "other machines need TLS"),
    ({"web_origin": "http://127.0.0.1:8096"}, "other machines need TLS"),
    ({"web_origin": "https://screen.example.org/"}, "write it in small letters and without a path"),
    ({"web_origin": "https://Screen.example.org"}, "write it in small letters and without a path"),
    ({"web_origin": "https://a@screen.example.org"}, "is no address of a page"),
    ({"web_origin": "https://screen.example.org:443\r\nX: y"}, "is no address of a page"),
    ({"web_origin": "screen.example.org"}, "is no address of a page"),
    ({"web_origin": "ftp://screen.example.org"}, "is no address of a page"),
    ({"listen": "127.0.0.1:8096"}, "/metrics needs its own"),
]
RIGHT: list[tuple[dict[str, Any], str, str]] = [
    ({}, "http://localhost:8096", "127.0.0.1"),
    ({"web_listen": "[::1]:9000"}, "http://localhost:9000", "::1"),
    ({"web_listen": "localhost:9000"}, "http://localhost:9000", "localhost"),
    ({"web_origin": ORIGIN}, ORIGIN, "127.0.0.1"),
    ({"web_origin": ORIGIN, "web_listen": "0.0.0.0:8096"}, ORIGIN, "0.0.0.0"),
    ({"web_origin": f"{ORIGIN}:8443", "listen": "127.0.0.1:8080"}, f"{ORIGIN}:8443", "127.0.0.1"),
    ({"web_origin": "http://localhost:7000"}, "http://localhost:7000", "127.0.0.1"),
]


@pytest.mark.parametrize(("given", "told"), WRONG)
def test_a_wrong_setting_is_one_sentence_with_its_remedy(given: dict[str, Any], told: str) -> None:
    """Protects "safe by default": no page is served beyond the machine without TLS, and none at no address."""
    with pytest.raises(UsageFault, match=re.escape(told)) as refused:
        read_page_serving(Settings(**given))
    assert "\n" not in str(refused.value)
    assert str(refused.value).startswith("TRIALSCREEN_")
    assert str(refused.value).endswith("docs/settings.md explains it") or "write 127.0.0.1:8080" in str(refused.value)


@pytest.mark.parametrize(("given", "origin", "host"), RIGHT)
def test_a_right_setting_says_where_the_page_is(given: dict[str, Any], origin: str, host: str) -> None:
    """Protects first tries, and proxies: on loopback nothing has to be set."""
    page = read_page_serving(Settings(**given)).page
    assert (page.origin, page.address.host, page.is_secure) == (origin, host, origin.startswith("https"))


def test_limits_of_a_sign_in_are_bounded() -> None:
    """Protects sign-ins from a limit that is none."""
    for name, text in (("WEB_IDLE_MINUTES", "4"), ("WEB_IDLE_MINUTES", "721"), ("WEB_HOURS", "0"), ("WEB_HOURS", "25")):
        assert f"TRIALSCREEN_{name}" in trialscreen("doctor", "--quick", **{f"TRIALSCREEN_{name}": text}).out


def test_doctor_says_whether_there_is_an_open_pre_check() -> None:
    """Protects operators from an open door that they do not know of: it is off until a setting turns it on."""
    assert "the open pre-check is off" in trialscreen("doctor", "--quick").out
    assert "the open pre-check is on" in trialscreen("doctor", "--quick", TRIALSCREEN_WEB_PRE_CHECK="on").out
    assert "TRIALSCREEN_WEB_PRE_CHECK" in trialscreen("doctor", "--quick", TRIALSCREEN_WEB_PRE_CHECK="perhaps").out
    assert not read_page_serving(Settings()).has_pre_check


def test_doctor_says_where_the_page_is_and_what_is_wrong() -> None:
    """Protects operators: what is set for the page is told before it is served."""
    said = trialscreen("doctor", "--quick").out
    assert "ok    page: `trialscreen web` would listen at 127.0.0.1:8096, seen at http://localhost:8096" in said
    said = trialscreen("doctor", "--quick", TRIALSCREEN_WEB_LISTEN="0.0.0.0:8096").out
    assert "WRONG page: TRIALSCREEN_WEB_LISTEN: 0.0.0.0:8096 can be reached from other machines" in said


def test_invite_prints_the_link_of_the_page(tmp_path: Path) -> None:
    """Protects whoever invites: the link can be sent as it is, and nothing is said of a bot that nobody has."""
    database = f"sqlite:///{tmp_path / 'screenings.db'}"
    said = trialscreen("invite", "--database", database, TRIALSCREEN_WEB_ORIGIN=ORIGIN).printed()
    assert re.fullmatch(rf"For one clinician, within \d+ days, in a browser: {ORIGIN}/enter/[\w-]{{27}}\n", said)
    with_bot = {"TRIALSCREEN_WEB_ORIGIN": ORIGIN, "TRIALSCREEN_TELEGRAM_NAME": "a_bot"}
    said = trialscreen("invite", "--database", database, **with_bot).printed()
    first, second = re.findall(r"(?:/enter/|start=)([\w-]{27})", said)
    assert first == second
    assert "/enter/" not in trialscreen("invite", "--database", database).printed()
    wrong = trialscreen("invite", "--database", database, TRIALSCREEN_WEB_ORIGIN="screen.example.org").refused()
    assert wrong.startswith("TRIALSCREEN_WEB_ORIGIN")


def test_somebody_is_invited_back_by_their_reference(tmp_path: Path) -> None:
    """Protects whoever was signed out: the command makes the link that leads to their screenings, or says why not."""
    database = f"sqlite:///{tmp_path / 'screenings.db'}"
    where = {"TRIALSCREEN_WEB_ORIGIN": ORIGIN, "TRIALSCREEN_DATABASE": database}
    token = re.findall(r"/enter/([\w-]{27})", trialscreen("invite", "--role", "referrer", **where).printed())[0]
    with closing(open_store(place(tmp_path), KEY, datetime.now(UTC))) as store:
        anna = Person(store, "web:anna", now=datetime.now(UTC))
        store.take(anna.inbound(), lambda uow: Members(uow).let_in(uow.inbound.account, token))
    (member,) = json.loads(trialscreen("people", "--json", **where).printed())
    said = trialscreen("invite", "--for", member["reference"].upper(), "--days", "1", **where).printed()
    back = f"whoever is to come back to the screenings of {member['reference']}, within 1 days"
    assert re.fullmatch(rf"For {back}, in a browser: {ORIGIN}/enter/[\w-]{{27}}\n", said)
    unknown = trialscreen("invite", "--for", "-", stdin="abcd1234\n", **where).refused()
    assert unknown.startswith("--for: nobody with access has the reference 'abcd1234'")
    both = trialscreen("invite", "--for", member["reference"], "--role", "tester", **where).refused()
    assert both.startswith("--role: somebody who comes back by --for keeps their role")


def find_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


@contextmanager
def serving(folder: Path, **more: str) -> Iterator["subprocess.Popen[str]"]:
    """Serves the page as a process, with a database in a folder."""
    pytest.importorskip("bot.channels.web.service.assembly")
    own = {name: text for name, text in os.environ.items() if not name.startswith("TRIALSCREEN_")}
    kept = {"TRIALSCREEN_DATABASE": f"sqlite:///{folder / 'screenings.db'}", "TRIALSCREEN_KEY": KEY.text}
    with subprocess.Popen(
        [sys.executable, "-m", "bot", "web"],
        cwd=folder,
        env=own | {"PYTHONPATH": str(ROOT)} | kept | more,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as program:
        try:
            yield program
        finally:
            program.kill()


def ask(port: int, path: str, host: str) -> tuple[int, str]:
    """Returns a page, once it is served."""
    end = monotonic() + PATIENCE
    while True:
        connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        try:
            connection.request("GET", path, headers={"Host": host})
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        except ConnectionRefusedError:
            assert monotonic() < end
            sleep(0.1)
        finally:
            connection.close()


def test_the_page_is_served_until_it_is_told_to_stop(tmp_path: Path) -> None:
    """Protects the service: the page and its metrics at two addresses, a graceful end with 0, and a quiet log."""
    port, watched = find_port(), find_port()
    settings = {"TRIALSCREEN_WEB_LISTEN": f"127.0.0.1:{port}", "TRIALSCREEN_LISTEN": f"127.0.0.1:{watched}"}
    with serving(tmp_path, **settings, TRIALSCREEN_LOG_LEVEL="DEBUG") as program:
        assert ask(port, "/enter/axolotl", f"localhost:{port}")[0] == 200
        assert ask(port, "/", f"localhost:{port}")[0] == 401
        invited = trialscreen("invite", "--database", f"sqlite:///{tmp_path / 'screenings.db'}", **settings).printed()
        assert f" in a browser: http://localhost:{port}/enter/" in invited
        assert "t.me" not in invited
        assert ask(port, "/metrics", f"localhost:{port}")[0] == 404
        assert ask(watched, "/ready", "x") == (200, "ready\n")
        program.send_signal(signal.SIGTERM)
        out, err = program.communicate(timeout=PATIENCE)
    assert (program.returncode, out) == (0, "")
    (started,) = [each for each in map(json.loads, err.splitlines()) if each["event"] == "serving the page"]
    assert started["seen_at"] == f"http://localhost:{port}"
    assert "axolotl" not in err
    assert KEY.text not in err


def press(tab: PlainTab, label: str) -> PlainTab:
    """Presses the button with a label, and returns the tab."""
    (button,) = [each for each in tab.read().buttons if each.label == label]
    tab.press(button)
    return tab


def test_somebody_who_signed_out_comes_back_to_their_screening(tmp_path: Path) -> None:
    """Protects the way back as a whole: by what the page says and the command makes, in another browser.

    A plain invitation, of which the page warns, leads to no screening.
    """
    port = find_port()
    where = {"TRIALSCREEN_DATABASE": f"sqlite:///{tmp_path / 'screenings.db'}", "TRIALSCREEN_KEY": KEY.text}
    settings = where | {"TRIALSCREEN_WEB_LISTEN": f"127.0.0.1:{port}"}

    def invite(*options: str) -> str:
        made = command("invite", *options)
        ran = subprocess.run(made, cwd=ROOT, env=environment(**settings), capture_output=True, text=True, check=True)
        (token,) = re.findall(r"/enter/([\w-]{27})", ran.stdout)
        return str(token)

    with serving(tmp_path, **settings):
        origin = f"http://localhost:{port}"
        assert ask(port, "/", f"localhost:{port}")[0] == 401
        tab = PlainBrowser(origin).enter(invite())
        tab.type_text("70 days")
        code = re.findall(r"under the code (\w{4}-\w{3})", tab.read().said)[0]
        tab.type_text("B-precursor ALL")
        asked = tab.read().heading
        reference = re.findall(r"with your reference: (\w+)\.", press(tab, "Sign out").read().said)[0]
        assert "trialscreen invite --for REFERENCE" in press(tab, "Sign out").read().said
        back = press(PlainBrowser(origin).enter(invite("--for", reference)), "Your screenings")
        assert code in back.read().said
        assert press(back, f"Open {code}").read().heading == asked == "Is the leukaemia newly diagnosed, or a relapse?"
        other = press(PlainBrowser(origin).enter(invite()), "Your screenings")
        assert code not in other.read().said


def test_an_address_that_is_taken_is_told(tmp_path: Path) -> None:
    """Protects whoever starts a second page: one line, exit 2."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with serving(tmp_path, TRIALSCREEN_WEB_LISTEN=f"127.0.0.1:{port}") as program:
            _, err = program.communicate(timeout=PATIENCE)
    assert program.returncode == 2
    assert f"port {port} of 127.0.0.1" in err.splitlines()[-1]


def test_a_wrong_setting_ends_the_start_before_anything_is_opened(tmp_path: Path) -> None:
    """Protects operators: exit 2, one line, and no database."""
    database = tmp_path / "screenings.db"
    where = {"TRIALSCREEN_DATABASE": f"sqlite:///{database}", "TRIALSCREEN_KEY": KEY.text}
    assert trialscreen("web", TRIALSCREEN_WEB_LISTEN="0.0.0.0:8096", **where).refused()
    assert not database.exists()


def test_make_web_shows_a_page_and_leaves_nothing_behind(tmp_path: Path) -> None:
    """Protects whoever tries it: an address with an invitation, and Ctrl-C ends it."""
    pytest.importorskip("bot.channels.web.service.assembly")
    own = {name: text for name, text in os.environ.items() if not name.startswith("TRIALSCREEN_")}
    with subprocess.Popen(
        [sys.executable, "-m", "bot.workbench.web_demo"],
        env=own | {"TMPDIR": str(tmp_path), "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as demo:
        assert demo.stdout is not None
        told = re.search(r"Open http://localhost:(\d+)(/enter/[\w-]{27}) in a browser", demo.stdout.readline())
        assert told, "the demo says where to look"
        assert ask(int(told[1]), told[2], f"localhost:{told[1]}")[0] == 200
        assert f"http://localhost:{told[1]}/pre-check is the open pre-check" in demo.stdout.readline()
        assert ask(int(told[1]), "/pre-check", f"localhost:{told[1]}")[0] == 200
        demo.send_signal(signal.SIGINT)
        out, err = demo.communicate(timeout=PATIENCE)
    assert (demo.returncode, err) == (0, "")
    assert out.endswith("The demo has ended; what was kept for it is gone.\n")
    assert list(tmp_path.iterdir()) == []
