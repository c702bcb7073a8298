"""The documents can be followed: every command in them runs, every link leads somewhere, each reader has a page."""

import re
import tomllib
from pathlib import Path

import pytest
from documents import (
    DOCUMENTS,
    OURS,
    ROOT,
    Block,
    Command,
    blocks,
    commands_in,
    is_commands,
    is_synopsis,
    name,
    named,
    options_of,
    spans,
    within,
)  # fmt: skip
from reader import Reader, reader_in

from bot.workbench.replay.options import LAYERS

MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]

ENDLESS = ("telegram", "matrix", "web", "serve")
"""Commands that serve until they are ended. test_telegram_command.py, test_web_command.py and test_http_command.py
do start and end them; test_matrix_command.py says what is missing."""

LONG = ("--through telegram", "--through matrix", "--through web")
"""What takes long, and has tests of its own: test_replay_telegram.py, test_replay_matrix.py and test_replay_web.py."""

NEED_MORE = ("replay", "check", "backup", "restore")
"""Commands that a sentence may name without what they need."""

THEIRS = {"--require-hashes", "--no-deps", "--convos", "--clear"}
"""Options of other programs."""

TOLD = [block for document in DOCUMENTS for block in blocks(document) if is_commands(block)]
NAMED = sorted(
    {
        span
        for document in DOCUMENTS
        for span in spans(document)
        if re.match(r"(\./|\.venv/bin/)?[a-z0-9-]+ ", f"{span} ")
    }
)
OF_OURS = [span for span in NAMED if span.startswith(f"{OURS} ")]


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    """A reader, before they have run anything."""
    return reader_in(tmp_path_factory.mktemp("reader"))


@pytest.fixture
def reader(prepared: Reader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Reader:
    """A reader in a folder of their own."""
    own = prepared.at(tmp_path / "reader")
    monkeypatch.chdir(own.folder)
    monkeypatch.setenv("XDG_DATA_HOME", str(own.folder / "data"))
    return own


@pytest.mark.parametrize("block", TOLD, ids=lambda block: f"{block.document}: {block.lines[0][:40]}")
def test_what_a_block_tells_to_run_runs(block: Block, reader: Reader) -> None:
    """Protects whoever copies a block into a shell: its commands run one after the other, as they stand there."""
    commands = [command for line in block.lines for command in commands_in(line)]
    assert commands
    for command in commands:
        _run(command, reader)


@pytest.mark.parametrize("span", [span for span in OF_OURS if not is_synopsis(span)])
def test_what_a_sentence_tells_to_run_runs(span: str, reader: Reader) -> None:
    """Protects whoever copies a command out of a sentence or a table."""
    for command in commands_in(span):
        _run(command, reader)


@pytest.mark.parametrize("span", [span for span in OF_OURS if is_synopsis(span)])
def test_what_a_synopsis_shows_exists(span: str) -> None:
    """Protects programs that are written after a synopsis: its commands and options are there."""
    words = re.sub(r"[\[\]().|]+", " ", span).split()[1:]
    names = [word for word in words if re.fullmatch(r"[a-z][a-z-]+", word) and word not in LAYERS]
    parts = names[1:] if within(named(names[:1]))[1:] else []
    found = [named((names[0], part)) for part in parts] or [named((each,)) for each in names]
    assert {word for word in words if word.startswith("--")} <= options_of(found)


def test_every_block_is_of_a_known_kind() -> None:
    """Protects the tests above from a block of code that none of them reads.

    Each block is known either to tell commands or to show something else.
    """
    for document in DOCUMENTS:
        for block in blocks(document):
            assert is_commands(block) is not None, (
                f"{name(document)}: is {block.lines[0]!r} a command? tests/support/documents.py has to know it"
            )
    assert len(TOLD) > 20
    assert len(OF_OURS) > 40


def test_every_command_of_another_program_finds_what_it_needs() -> None:
    """Protects sentences that name make, pip and the like.

    Targets, extras and files of ours are there, and no program is a new one.
    """
    for span in set(NAMED) - set(OF_OURS):
        if span.startswith(("make ", "python ", ".venv/bin/")) or re.match(r"[\w./]+ (.* )?--?[a-z]", span):
            for command in commands_in(span):
                _check(command)
    for document in DOCUMENTS:
        text = document.read_text(encoding="utf-8")
        assert set(re.findall(r"trialscreen\[(\w+)\]|extra `\[(\w+)\]`", text)) <= {
            pair for extra in PROJECT["optional-dependencies"] for pair in ((extra, ""), ("", extra))
        }


def test_every_option_in_a_sentence_is_one_of_ours() -> None:
    """Protects tables of options, and sentences that name one: some command has it."""
    there = options_of(within(named(()))) | THEIRS
    for document in DOCUMENTS:
        for span in spans(document):
            found = (
                set(re.findall(r"(?<!\S)--[a-z][a-z-]*", span))
                if not span.startswith(("systemctl", "systemd", "git"))
                else set()
            )
            assert found <= there, f"{name(document)}: {span}"


@pytest.mark.parametrize("document", [*DOCUMENTS, ROOT / "CHANGELOG.md"], ids=name)
def test_every_link_leads_somewhere(document: Path) -> None:
    """Protects readers: files are there, and so are the headings that links name."""
    for target, _, heading in (
        link.partition("#") for link in re.findall(r"\]\(([^)\s]+)\)", document.read_text(encoding="utf-8"))
    ):
        file = document.parent / target if target else document
        assert file.is_file(), f"{name(document)}: {target}"
        headings = re.findall(r"^#+ (.*)$", file.read_text(encoding="utf-8"), re.MULTILINE) if heading else []
        assert not heading or heading in {
            re.sub(r"[^\w -]", "", each).lower().replace(" ", "-") for each in headings
        }, heading


def test_each_reader_has_a_page() -> None:
    """Protects newcomers: the README first names a page for each of them, and every page is linked."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    table = readme.split("\n## ")[1]
    assert table.startswith("Who are you?")
    for who in ("clinician", "refers", "coordinator", "tester", "author", "operator", "developer"):
        assert re.search(rf"^\| .*{who}.* \| \[docs/\w+\.md\]", table, re.MULTILINE), who
    linked = {
        target
        for document in DOCUMENTS
        for target in re.findall(r"\]\((?:docs/)?([\w-]+\.md)\)", document.read_text(encoding="utf-8"))
    }
    assert {document.name for document in DOCUMENTS if document.parent.name == "docs"} <= linked


def _run(command: Command, reader: Reader) -> None:
    """Runs a command where that is one of ours that ends and does not take long; else looks whether it could be run."""
    if command.program != OURS:
        _check(command)
    elif (
        command.given[0] in ENDLESS
        or any(each in str(command) for each in LONG)
        or command.given in {(each,) for each in NEED_MORE}
    ):
        assert {word for word in command.given if word.startswith("--")} <= options_of([named(command.given)]), str(
            command
        )
    else:
        ran = reader.runs(command)
        assert ran.code == 0, f"{command}: {ran.err or ran.out}"


def _check(command: Command) -> None:
    if command.program == "make":
        for target in (word for word in command.given if "=" not in word):
            assert re.search(rf"^{target}:", MAKEFILE, re.MULTILINE), target
    for word in command.given:
        if re.match(r"(docs|tests|bot|storage|dialogs)/|requirements\S*\.lock", word) and "node_modules" not in word:
            assert (ROOT / word).exists(), word
