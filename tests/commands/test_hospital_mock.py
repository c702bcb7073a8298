"""People of two hospitals sign in at a page that the command serves; the hospitals are played by oidc-provider-mock.

All of it goes over HTTP, between processes: the page, the stand-in for hospitals, and browsers.
"""

import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from html import unescape
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from time import monotonic, sleep
from urllib.parse import urlsplit

import pytest
from commands import PATIENCE, ROOT, trialscreen
from stores import KEY

from bot.channels.web import hospital_phrases as said
from bot.workbench.layers.page_browser import PlainBrowser

HOSPITALS = """\
format: 1
hospitals:
  first:
    name: First
    issuer: http://localhost:{port}
    client_id: page
    client_secret_file: {secret}
    roles: {{heads: coordinator, doctors: clinician, callers: referrer}}
  second:
    name: Second
    issuer: http://127.0.0.1:{port}
    client_id: page
    client_secret_file: {secret}
    roles: {{doctors: tester}}
"""
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def ask(method: str, address: str, body: str | None = None, **headers: str) -> tuple[HTTPResponse, str]:
    """Asks a server, once it is there."""
    parts, end = urlsplit(address), monotonic() + PATIENCE
    while True:
        connection = HTTPConnection(parts.hostname or "", parts.port, timeout=PATIENCE)
        try:
            connection.request(method, f"{parts.path}?{parts.query}", body, headers)
            answer = connection.getresponse()
            return answer, answer.read().decode()
        except ConnectionRefusedError:
            assert monotonic() < end
            sleep(0.1)
        finally:
            connection.close()


@dataclass
class Hospitals:
    """The page, the stand-in for hospitals, and the settings of both."""

    origin: str
    issuer: str
    settings: dict[str, str]

    def put(self, subject: str, *groups: str) -> None:
        """Puts somebody into groups at the hospitals."""
        told = json.dumps({"groups": groups, "name": "Anna Example"})
        answer, _ = ask("PUT", f"{self.issuer}/users/{subject}", told, **{"Content-Type": "application/json"})
        assert answer.status == 204

    def sign_in(self, subject: str, key: str = "first", choice: str = "sub") -> tuple[PlainBrowser, HTTPResponse, str]:
        """Signs somebody in with a new browser, or breaks off; returns what the page answers."""
        browser = PlainBrowser(self.origin)
        begun, _ = browser.send("GET", f"/hospital/{key}")
        address = begun.headers["Location"]
        assert "Sign" in ask("GET", address)[1] or "sub" in ask("GET", address)[1]
        there, _ = ask("POST", address, f"{choice}={subject}", **FORM)
        back = urlsplit(there.headers["Location"])
        assert f"{back.scheme}://{back.netloc}" == self.origin
        return browser, *browser.send("GET", f"{back.path}?{back.query}")


@pytest.fixture(scope="module")
def hospitals(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hospitals]:
    """The page and the stand-in, each a process of its own."""
    folder = tmp_path_factory.mktemp("hospitals")
    with socket.create_server(("127.0.0.1", 0)) as one, socket.create_server(("127.0.0.1", 0)) as other:
        port, theirs = one.getsockname()[1], other.getsockname()[1]
    file, secret = folder / "hospitals.yaml", folder / "secret"
    secret.write_text("s3cret")
    secret.chmod(0o600)
    file.write_text(HOSPITALS.format(port=theirs, secret=secret))
    settings = {
        "TRIALSCREEN_DATABASE": f"sqlite:///{folder / 'screenings.db'}",
        "TRIALSCREEN_KEY": KEY.text,
        "TRIALSCREEN_WEB_LISTEN": f"127.0.0.1:{port}",
        "TRIALSCREEN_WEB_HOSPITALS": str(file),
    }
    standin = ["-m", "oidc_provider_mock", "--host", "127.0.0.1", "--port", str(theirs)]
    with running(folder, standin, {}), running(folder, ["-m", "bot", "web"], settings):
        ask("GET", f"http://localhost:{port}/", Host=f"localhost:{port}")
        yield Hospitals(f"http://localhost:{port}", f"http://127.0.0.1:{theirs}", settings)


@contextmanager
def running(folder: Path, command: list[str], more: dict[str, str]) -> Iterator[None]:
    """Runs a server until the end of the block."""
    own = {name: text for name, text in os.environ.items() if not name.startswith("TRIALSCREEN_")}
    environment = own | {"PYTHONPATH": str(ROOT)} | more
    quiet = subprocess.DEVNULL
    with subprocess.Popen(
        [sys.executable, *command], cwd=folder, env=environment, stdout=quiet, stderr=quiet
    ) as server:
        try:
            yield
        finally:
            server.kill()


def test_somebody_signs_in_with_the_role_of_their_group_and_comes_back(hospitals: Hospitals) -> None:
    """Protects the whole way: link, hospital, page, trail; at the next sign-in a group that changed counts."""
    hospitals.put("anna", "nurses", "doctors")
    browser, answer, _ = hospitals.sign_in("anna")
    assert (answer.status, answer.headers["Location"]) == (303, "/")
    tab = browser.open_tab()
    tab.type_text("70 days")
    assert "What is the diagnosis?" in tab.read().said
    hospitals.put("anna", "callers")
    again, answer, _ = hospitals.sign_in("anna")
    assert answer.status == 303
    assert "What is the diagnosis?" in again.open_tab().read().said
    listed = json.loads(trialscreen("people", "--json", **hospitals.settings).printed())
    (anna,) = (each for each in listed if each["note"] == "hospital first")
    assert (anna["role"], anna["called"]) == ("referrer", "")
    assert "Anna" not in json.dumps(listed)
    assert trialscreen("screening", "audit", **hospitals.settings).code == 0


def test_the_same_name_at_another_hospital_is_somebody_else(hospitals: Hospitals) -> None:
    """Protects people of several hospitals: who somebody is depends on the issuer."""
    hospitals.put("carla", "doctors")
    for key in ("first", "second"):
        assert hospitals.sign_in("carla", key)[1].status == 303
    listed = json.loads(trialscreen("people", "--json", **hospitals.settings).printed())
    assert {("hospital first", "clinician"), ("hospital second", "tester")} <= {
        (each["note"], each["role"]) for each in listed
    }


def test_whom_a_hospital_gives_no_group_is_told_what_to_do(hospitals: Hospitals) -> None:
    """Protects roles: nobody is let in by being somebody at the hospital."""
    hospitals.put("berta", "nurses")
    browser, answer, page = hospitals.sign_in("berta")
    assert (answer.status, said.NO_ROLE_TEXT.format(name="First") in unescape(page)) == (403, True)
    assert browser.send("GET", "/")[0].status == 401


def test_whoever_denies_it_at_the_hospital_is_told_so_or_refused(hospitals: Hospitals) -> None:
    """Protects whoever breaks off. The stand-in sends no state along, so that nobody can know whose answer it is."""
    _, answer, page = hospitals.sign_in("deny", choice="action")
    assert (answer.status, said.NOT_IDENTIFIED_TITLE in page) == (403, True)


def test_revoking_works_at_once_and_for_good(hospitals: Hospitals) -> None:
    """Protects a coordinator's word: by the command, while the page is served."""
    hospitals.put("dora", "heads")
    browser, answer, _ = hospitals.sign_in("dora")
    assert (answer.status, browser.send("GET", "/")[0].status) == (303, 200)
    listed = json.loads(trialscreen("people", "--json", **hospitals.settings).printed())
    (dora,) = (each for each in listed if each["role"] == "coordinator")
    assert trialscreen("people", "--revoke", dora["reference"], **hospitals.settings).code == 0
    assert browser.send("GET", "/")[0].status == 401
    _, answer, page = hospitals.sign_in("dora")
    assert (answer.status, said.ACCESS_REVOKED_TEXT.format(name="First") in unescape(page)) == (403, True)


def test_signing_out_leads_to_the_hospitals_own(hospitals: Hospitals) -> None:
    """Protects a shared computer: the first link of the page ends the sign-in at the hospital, and leads back."""
    hospitals.put("emma", "doctors")
    browser, _, _ = hospitals.sign_in("emma")
    (button,) = [each for each in browser.open_tab().read().buttons if each.label == "Sign out"]
    answer, _ = browser.send("POST", "/sign-out", f"mark={button.form.mark}&sure=yes")
    assert answer.headers["Location"] == "/signed-out/first"
    _, page = browser.send("GET", "/signed-out/first")
    address = unescape(page.split('<a class="way" href="')[1].split('"')[0])
    assert address.startswith(f"{hospitals.issuer}/oauth2/end_session?".replace("127.0.0.1", "localhost"))
    assert ask("GET", address.replace("localhost", "127.0.0.1", 1))[0].status == 200


def test_doctor_asks_each_hospital(hospitals: Hospitals) -> None:
    """Protects operators: what doctor says of a hospital is what its server says."""
    told = trialscreen("doctor", "--quick", **hospitals.settings).out
    assert "ok    hospitals: first: First signs in at" in told
    told = trialscreen("doctor", **hospitals.settings).out
    assert told.count("; it answers, with 1 keys") == 2
