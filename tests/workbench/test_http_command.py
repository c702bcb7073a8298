"""`trialscreen serve` as a command: its options and settings, a whole process, and what is shipped for stock Botium."""

import json
import re
import signal
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pytest
from commands import ROOT, process, trialscreen
from pydantic import SecretStr
from stock_botium import CORE

from bot.config.errors import UsageFault
from bot.config.settings import Settings
from bot.workbench.http.address import read_address
from bot.workbench.http.key import read_key

KEY = "the-key-of-these-tests"

# options and settings


@pytest.mark.parametrize(
    "listen", ["", "8095", "127.0.0.1", "127.0.0.1:65536", "127.0.0.1:x", "a b:1", "http://127.0.0.1:1"]
)
def test_what_is_no_address_is_refused(listen: str) -> None:
    """Protects `--listen`: the fault and what to write."""
    assert (
        trialscreen("serve", "--listen", listen).refused()
        == f"--listen: {listen!r} is no host and port; write 127.0.0.1:8095"
    )


@pytest.mark.parametrize("host", ["0.0.0.0", "[::]", "192.168.0.7", "clinic.example", "127.0.0.1.nip.example"])
def test_other_machines_are_never_served(host: str) -> None:
    """Protects "loopback": an address that others could reach is refused, with no way around."""
    sentence = f"--listen: other machines could reach {host}; write 127.0.0.1:8095, and use a tunnel from elsewhere"
    assert trialscreen("serve", "--listen", f"{host}:8095").refused() == sentence


def test_the_addresses_of_this_machine_are_taken() -> None:
    """Protects testers with IPv6, and localhost, which is one address and not two."""
    addresses = [read_address(each) for each in ("[::1]:80", "localhost:80", "127.0.0.2:80")]
    assert [each.url_at(81) for each in addresses] == [
        "http://[::1]:81/",
        "http://127.0.0.1:81/",
        "http://127.0.0.2:81/",
    ]


def test_the_key_is_the_one_that_was_set_or_a_new_one(tmp_path: Path) -> None:
    """Protects the key: from a setting or a file, else a long one that is made anew."""
    file = tmp_path / "key"
    file.write_text(KEY + "\n", encoding="ascii")
    file.chmod(0o600)
    assert (read_key(Settings(serve_key=SecretStr(KEY))).text, read_key(Settings(serve_key_file=file)).text) == (
        KEY,
        KEY,
    )
    made = [read_key(Settings()) for _ in range(2)]
    assert made[0].text != made[1].text
    assert min(len(each.text) for each in made) > 40
    assert KEY not in repr(read_key(Settings(serve_key=SecretStr(KEY))))


@pytest.mark.parametrize(
    ("key", "content", "sentence"),
    [
        ("short", None, "TRIALSCREEN_SERVE_KEY: a key has 16 to 512 "),
        ("a key with spaces in it", None, "TRIALSCREEN_SERVE_KEY: a key has 16 to 512 "),
        (KEY, b"", "TRIALSCREEN_SERVE_KEY and TRIALSCREEN_SERVE_KEY_FILE are both set; "),
        ("", b"", "TRIALSCREEN_SERVE_KEY_FILE: a key has 16 to 512 "),
        ("", b"\xff" * 20, "TRIALSCREEN_SERVE_KEY_FILE: {file} does not hold plain text; "),
        ("", ..., "TRIALSCREEN_SERVE_KEY_FILE: {file} cannot be read (no such file or directory); "),
    ],
)
def test_a_key_that_is_no_protection_is_refused(key: str, content: Any, sentence: str, tmp_path: Path) -> None:
    """Protects the endpoint from a key that is missing, doubtful or easily guessed."""
    file = tmp_path / "key"
    if isinstance(content, bytes):
        file.write_bytes(content)
        file.chmod(0o600)
    with pytest.raises(UsageFault) as fault:
        read_key(Settings(serve_key=SecretStr(key), serve_key_file=None if content is None else file))
    assert str(fault.value).startswith(sentence.format(file=file))


def test_a_whole_process_from_its_address_to_its_end() -> None:
    """Protects programs that start it: a line with the address, a key told once, a taken port, and a silent end."""
    with process("serve", "--listen", "127.0.0.1:0", "--now", "2026-06-10") as server:
        try:
            assert server.stdout is not None
            assert server.stderr is not None
            url = server.stdout.readline().decode()
            key = server.stderr.readline().decode().removeprefix("The key of this run, told only once: ").strip()
            about = server.stderr.readline().decode()
            assert re.fullmatch(r"http://127\.0\.0\.1:\d+/\n", url)
            asked = Request(url.strip(), json.dumps({"session": "a", "text": "2026-01-01 to 2026-06-10"}).encode())
            asked.add_header("Content-Type", "application/json")
            asked.add_header("Authorization", f"Bearer {key}")
            with urlopen(asked, timeout=10) as answer:
                assert json.load(answer)["answers"] == {"age_days": 160}
            port = url.rpartition(":")[2].strip("/\n")
            assert (
                trialscreen("serve", "--listen", f"127.0.0.1:{port}").refused()
                == f"--listen: port {port} of 127.0.0.1 cannot be had (address already in use); choose another port, or"
                " 0 for any free one"
            )
            server.send_signal(signal.SIGTERM)
            left = server.communicate(timeout=10)
        finally:
            server.kill()
    assert (server.returncode, left) == (0, (b"", b""))
    assert about == "Serving Interfant-21 to this machine at 2026-06-10 00:00; nothing is kept. Ctrl-C ends it.\n"


# what stock Botium is given


def test_botium_is_pinned_and_its_lock_names_no_host() -> None:
    """Protects `make interop`: the versions that are promised, every file by its hash, and no registry's address."""
    package = json.loads((ROOT / "tests/interop/package.json").read_text("utf-8"))
    lock = json.loads((ROOT / "tests/interop/package-lock.json").read_text("utf-8"))["packages"]
    assert package["dependencies"] == {"botium-cli": "1.1.0", "botium-core": CORE}
    cores = {name: each["version"] for name, each in lock.items() if name.endswith("/botium-core")}
    assert cores == {"node_modules/botium-core": CORE}
    assert not [name for name, each in lock.items() if "resolved" in each or (name and "integrity" not in each)]


def test_the_four_lines_of_the_guide_fit_what_is_shipped() -> None:
    """Protects testers: what the guide says to copy names settings that botium.json and the command have."""
    guide = (ROOT / "docs/botium.md").read_text("utf-8")
    settings = json.loads((ROOT / "botium.json").read_text("utf-8"))["botium"]["Capabilities"]
    lines = guide.split("```sh\n")[1].split("\n```")[0].splitlines()
    assert len(lines) == 4
    assert "BOTIUM_TRIALSCREEN_KEY" in guide
    assert settings["SIMPLEREST_HEADERS_TEMPLATE"] == {"Authorization": "Bearer {{container.caps.TRIALSCREEN_KEY}}"}
    assert settings["SIMPLEREST_URL"] == "http://127.0.0.1:8095/"
    assert (settings["CONTAINERMODE"], settings["SCRIPTING_MATCHING_MODE"]) == ("simplerest", "include")
    for part in (*settings["ASSERTERS"], *settings["LOGIC_HOOKS"]):
        file, _, name = part["src"].rpartition("/")
        assert not file or re.search(rf"^const {name} = ", (ROOT / file).read_text("utf-8"), re.MULTILINE)
