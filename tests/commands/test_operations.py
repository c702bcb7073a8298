"""What operators are told is true.

Commands, settings, metrics and tests exist, and the unit is as tight as the guide says.
"""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
import typer

from bot.channels.web.server.request_checks import MOST_BYTES
from bot.cli.app import app
from bot.config.settings import Settings
from bot.observability.metrics import Metrics
from dialogs.conversation.note_interpreting import LONGEST_NOTE

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "docs/operations.md").read_text(encoding="utf-8")
MODEL = (ROOT / "docs/threat-model.md").read_text(encoding="utf-8")
UNIT = ROOT / "docs/trialscreen.service"
PAGE_UNIT = ROOT / "docs/trialscreen-web.service"
NGINX = (ROOT / "docs/nginx.conf").read_text(encoding="utf-8")
ASVS = (ROOT / "docs/asvs.md").read_text(encoding="utf-8")
UNITS = UNIT.read_text(encoding="utf-8") + PAGE_UNIT.read_text(encoding="utf-8")
PROGRAM = "/opt/trialscreen/bin/trialscreen"

MOST_EXPOSED = 2.0

systemd = pytest.mark.skipif(
    shutil.which("systemd-analyze") is None, reason="systemd-analyze is not installed here (Debian: systemd)"
)

units = pytest.mark.parametrize("file", [UNIT, PAGE_UNIT], ids=lambda file: file.stem)


def list_commands(text: str) -> set[tuple[str, ...]]:
    """Returns the commands that a text tells its reader to run: the words after `trialscreen`, options included."""
    said = re.findall(r"(?:^ {4,}|`|/bin/)trialscreen ([a-z][^`\n|]*)", text, re.MULTILINE)
    return {tuple(re.sub(r'"[^"]*"', "TEXT", each).split()) for each in said}


@pytest.mark.parametrize("words", sorted(list_commands(GUIDE + MODEL + UNITS)), ids=" ".join)
def test_every_command_exists(words: tuple[str, ...]) -> None:
    """Protects the guide: the program has each command that it names, with the options that it gives."""
    found: typer.core.TyperGroup | typer.core.TyperCommand = typer.main.get_command(app)  # type: ignore[assignment]
    for word in words:
        if not isinstance(found, typer.core.TyperGroup):
            break
        assert word in found.commands, f"there is no command {word!r}"
        found = found.commands[word]  # type: ignore[assignment]
    options = {option for parameter in found.params for option in parameter.opts}
    assert {word for word in words if word.startswith("--")} <= options


def test_commands_are_found_in_the_documents() -> None:
    """Protects the test before: it looks at something."""
    found = list_commands(GUIDE)
    assert ("doctor",) in found
    assert ("invite", "--role", "coordinator", "--note", "TEXT", "--days", "2") in found
    assert ("people", "--revoke", "REFERENCE") in found


def test_every_setting_exists() -> None:
    """Protects the guide and the unit: no setting is named that the program does not read."""
    there = {name.upper() for name in Settings.model_fields}
    texts = [GUIDE, MODEL, UNITS, NGINX, UNIT.with_suffix(".env").read_text(encoding="utf-8")]
    named = {name for text in texts for name in re.findall(r"TRIALSCREEN_([A-Z_]+)", text)}
    assert named <= there


def test_every_metric_that_is_to_be_watched_exists() -> None:
    """Protects alarms: one on a metric that does not exist never goes off. Words of labels are looked at, too."""
    page = Metrics().render_page()[0].decode()
    named = re.findall(r"`((?:trialscreen|process)_[a-z_]+)(?:\{([a-z]+=\"[a-z_]+\")\})?`", GUIDE)
    assert len(named) > 10
    for name, label in named:
        assert re.search(rf"^# TYPE {name} |^{name}[ {{]", page, re.MULTILINE), name
        assert not label or f"{name}{{{label}}}" in page, f"{name} {label}"


def test_every_measure_has_the_test_that_the_threat_model_names() -> None:
    """Protects the threat model: each measure that it calls tested has its test."""
    tests = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("*.py"))
    named = set(re.findall(r"`(test_\w+)`", MODEL))
    assert len(named) > 15
    assert {name for name in named if f"def {name}(" not in tests} == set()


@pytest.mark.parametrize("text", [GUIDE, MODEL], ids=["operations", "threat-model"])
def test_every_document_that_is_referred_to_is_there(text: str) -> None:
    """Protects readers: no link leads nowhere."""
    for target in re.findall(r"\]\(([^)]+)\)", text):
        assert (ROOT / "docs" / target).is_file(), target


@systemd
@units
def test_the_unit_is_one(file: Path, tmp_path: Path) -> None:
    """Protects the first day: systemd accepts the unit without a warning.

    The program in it is replaced by one that this machine has.
    """
    unit = tmp_path / file.name
    unit.write_text(
        file.read_text(encoding="utf-8").replace(PROGRAM, shutil.which("true") or "/bin/true"), encoding="utf-8"
    )
    ran = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", unit], capture_output=True, text=True, timeout=60, check=False
    )
    assert (ran.returncode, ran.stdout + ran.stderr) == (0, "")


@systemd
@units
def test_the_unit_leaves_little_exposed(file: Path) -> None:
    """Protects "a hardened unit": systemd's own figure is under 2 of 10, and no worse than the guide says."""
    command = ["systemd-analyze", "security", "--offline=true", "--no-pager", str(file)]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    said = re.search(r"Overall exposure level for \S+: ([\d.]+)", ran.stdout)
    assert said, ran.stderr
    told = re.search(r"an exposure of ([\d.]+) of 10", " ".join(GUIDE.split()))
    assert told
    assert float(said[1]) <= float(told[1]) < MOST_EXPOSED


@units
def test_the_unit_keeps_the_key_from_other_places(file: Path) -> None:
    """Protects the key: it comes as a credential, and no core file holds it.

    A wrong setting does not make the service begin again.
    """
    lines = file.read_text(encoding="utf-8").splitlines()
    for line in (
        "LoadCredential=key:/etc/trialscreen/key",
        "LimitCORE=0",
        "RestartPreventExitStatus=2",
        "KillSignal=SIGTERM",
    ):
        assert line in lines


def test_the_unit_of_the_page_is_that_of_the_bot_but_for_what_differs() -> None:
    """Protects the page's service: it has no token, speaks to this machine only, and nothing else is looser."""
    bot, page = (
        {line for line in file.read_text(encoding="utf-8").splitlines() if line and line[0] != "#"}
        for file in (UNIT, PAGE_UNIT)
    )
    assert page - bot == {
        "Description=trialscreen, screening for clinical trials in a browser", f"ExecStart={PROGRAM} web",
        "IPAddressDeny=any", "IPAddressAllow=localhost",
    }  # fmt: skip
    assert {line.partition("=")[0] for line in bot - page} == {
        "Description",
        "ExecStart",
        "LoadCredential",
        "Environment",
    }


def test_the_proxy_keeps_what_the_page_relies_on() -> None:
    """Protects the example of nginx: the page's own port and host, the client's network from nginx alone, no log."""
    lines = {line.partition("#")[0].strip() for line in NGINX.splitlines()}
    assert {
        f"proxy_pass http://{Settings().web_listen};", "proxy_set_header Host $host;",
        "proxy_set_header X-Forwarded-For $remote_addr;", "access_log off;", "ssl_protocols       TLSv1.2 TLSv1.3;",
        f"client_max_body_size  {MOST_BYTES // 1_024}k;", f"client_body_buffer_size {MOST_BYTES // 1_024}k;",
        "return 301 https://screen.example.org/;",
    } <= lines  # fmt: skip
    assert f"a note has at most {LONGEST_NOTE:,} characters" in NGINX
    assert NGINX.count("access_log off;") == NGINX.count("server {") == 2
    assert NGINX.count("{") == NGINX.count("}")


@pytest.mark.skipif(shutil.which("nginx") is None, reason="nginx is not installed here (Debian: nginx-light)")
def test_nginx_takes_the_example(tmp_path: Path) -> None:
    """Protects the first day of the page: nginx itself finds nothing wrong with the file."""
    certificate = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-subj",
        "/CN=x",
        "-keyout",
        "key.pem",
        "-out",
        "chain.pem",
    ]
    subprocess.run(certificate, cwd=tmp_path, capture_output=True, timeout=60, check=True)
    text = NGINX.replace("/etc/ssl/screen.example.org/fullchain.pem", str(tmp_path / "chain.pem"))
    text = text.replace("/etc/ssl/screen.example.org/privkey.pem", str(tmp_path / "key.pem"))
    text = text.replace("/var/log/nginx/trialscreen.log", str(tmp_path / "error.log"))
    (tmp_path / "nginx.conf").write_text(f"pid {tmp_path}/pid;\nevents {{}}\nhttp {{\n{text}\n}}\n", encoding="utf-8")
    command = [
        "nginx",
        "-t",
        "-q",
        "-p",
        str(tmp_path),
        "-e",
        str(tmp_path / "own.log"),
        "-c",
        str(tmp_path / "nginx.conf"),
    ]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert (ran.returncode, ran.stderr) == (0, "")


def test_every_item_of_the_asvs_has_its_test() -> None:
    """Protects the list: about forty items, each once and in order, and each names tests that are there."""
    rows = re.findall(r"^\| (\d+)\.(\d+)\.(\d+) \| [^|]+ \| ([^|]+) \|$", ASVS, re.MULTILINE)
    items = [tuple(map(int, row[:3])) for row in rows]
    assert len(items) >= 40
    assert items == sorted(set(items))
    there = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("test_*.py"))
    for *_, held in rows:
        tests = re.findall(r"`(test_\w+)`", held)
        assert tests
        assert {name for name in tests if f"def {name}(" not in there} == set()
