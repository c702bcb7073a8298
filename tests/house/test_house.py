"""The house keeps its promises: who imports whom, what Python may name, and what the README says."""

import ast
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from bot.cli.app import app, log_app, screening_app, trial_app
from dialogs.conversation.commands import Command
from dialogs.conversation.state_diagram import mermaid
from dialogs.definition.document import parse
from dialogs.loading.loading import load
from dialogs.reading.plain_words import NO, YES

ROOT = Path(__file__).parents[2]
ROOMS = ("bot", "dialogs", "storage")
MODULES = sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))
README = (ROOT / "README.md").read_text(encoding="utf-8")
DEFINITION = (ROOT / "dialogs/trials/interfant-21.yaml").read_text(encoding="utf-8")

NOT_IN_DIALOGS = {
    "asyncio",
    "bot",
    "io",
    "logging",
    "os",
    "pathlib",
    "random",
    "secrets",
    "socket",
    "storage",
    "subprocess",
    "sys",
    "threading",
    "time",
}


@cache
def read(path: Path) -> ast.Module:
    """Returns a module, read once for all that is asked of it."""
    return ast.parse(path.read_text(encoding="utf-8"))


def imports(path: Path) -> Iterator[str]:
    """Yields the full names of what a module imports."""
    for node in ast.walk(read(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: a relative import hides where it leads"
            yield node.module or ""


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def test_imports_point_only_the_permitted_way() -> None:
    """Protects "telegram only under bot/, sqlalchemy only under storage/, transitions only in the module of the state machine"."""
    for path in MODULES:
        room = path.relative_to(ROOT).parts[0]
        for imported in imports(path):
            first = imported.split(".")[0]
            assert first != "telegram" or room == "bot", f"{name(path)} imports {imported}"
            assert first not in {"sqlalchemy", "alembic"} or room == "storage", f"{name(path)} imports {imported}"
            assert first != "transitions" or name(path) == "dialogs/conversation/state_machine.py", f"{name(path)} imports {imported}"
            assert room != "dialogs" or first not in NOT_IN_DIALOGS, f"{name(path)} imports {imported}, but dialogs/ is pure"
            assert room != "storage" or first != "bot", f"{name(path)} imports {imported}"


def test_the_dialogue_reads_no_clock_and_no_file() -> None:
    """Protects "pure: no input or output, no clock, no await"."""
    for path in MODULES:
        for node in ast.walk(read(path)) if path.is_relative_to(ROOT / "dialogs") else ():
            assert not isinstance(node, ast.Await | ast.AsyncFunctionDef), f"{name(path)}:{node.lineno} waits"
            if isinstance(node, ast.Call):
                called = ast.unparse(node.func)
                assert called not in {"open", "print", "input"}, f"{name(path)}:{node.lineno} calls {called}"
                assert not called.endswith((".now", ".today", ".utcnow")), f"{name(path)}:{node.lineno} reads the clock"


def test_a_module_opens_with_a_sentence() -> None:
    """Protects "modules open with a sentence saying what this room holds"."""
    for path in MODULES:
        said = ast.get_docstring(read(path))
        assert said, f"{name(path)} does not say what it holds"
        assert said.split("\n")[0].endswith((".", ":")), f"{name(path)}: the first line is no sentence"


def test_no_python_names_the_trial_its_facts_or_its_values() -> None:
    """Protects "no Python names Interfant, one of its facts or one of its values"."""
    trial = load(DEFINITION, "interfant-21.yaml")
    codes = {code for fact in trial.facts.values() for code in getattr(fact, "options", {})}
    every_day = {word for table in (NO, YES) for words in table.values() for word in words}
    named = (
        (set(trial.facts) | codes | set(trial.definition.criteria) | set(trial.definition.determinations))
        - every_day
        - {"other", "given", "negative", "positive"}
    )
    for path in MODULES:
        assert "interfant" not in path.read_text(encoding="utf-8").lower(), name(path)
        constants = {node.value for node in ast.walk(read(path)) if isinstance(node, ast.Constant) and isinstance(node.value, str)}
        assert not constants & named, f"{name(path)} names {constants & named}"


def test_every_quotation_stands_in_the_source() -> None:
    """Protects "each criterion carries the registry's wording, quoted in full": to the letter, but for line breaks."""
    page = " ".join((ROOT / "tests/sources/interfant-21.txt").read_text(encoding="utf-8").split())
    trial = load(DEFINITION, "interfant-21.yaml")
    for criterion_id, criterion in trial.definition.criteria.items():
        assert " ".join(criterion.quote.split()) in page, f"{criterion_id} is not quoted to the letter"
    about = trial.definition.about
    assert " ".join(about.title["en"].split()) in page
    assert " ".join(about.scientific_title["en"].split()) in page
    for paragraph in about.pathway[:-1]:
        assert " ".join(paragraph["en"].split()) in page


def test_no_index_host_and_no_machine_is_named() -> None:
    """Protects "the lock file names no index host; nothing names a path of one machine"."""
    for path in (ROOT / "requirements.lock", ROOT / "pyproject.toml", ROOT / "Makefile", ROOT / "README.md"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"https?://|--index-url|--find-links", text), path.name
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    pinned = re.findall(r"^[a-z0-9][^ ;]*==", lock, re.MULTILINE)
    assert len(pinned) > 40
    assert lock.count("--hash=sha256:") >= len(pinned)


def test_every_dependency_is_pinned() -> None:
    """Protects the lock: what pyproject.toml asks for stands in it."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    wanted = project["project"]["dependencies"] + project["dependency-groups"]["dev"]
    for each in wanted:
        package = re.split(r"[\[>=<]", each)[0].replace("_", "-").lower()
        assert re.search(rf"^{re.escape(package)}==", lock, re.MULTILINE), f"{package} is not pinned: make lock"


def test_the_readme_names_every_command_and_no_other() -> None:
    """Protects the README: its commands are those of the code."""
    commands = {command.name or command.callback.__name__ for command in app.registered_commands if command.callback}
    commands |= {group.name for group in app.registered_groups if group.name}
    assert set(re.findall(r"`trialscreen ([a-z-]+)", README)) == commands
    for command in (*trial_app.registered_commands, *screening_app.registered_commands, *log_app.registered_commands):
        assert re.search(rf"`{command.name}( CODE| TRIAL| ID)?`|(trial|screening|log) {command.name}", README), command.name


def test_the_readme_names_every_make_target_that_it_promises() -> None:
    """Protects the README: `make ...` works as it says."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in set(re.findall(r"`make ([a-z]+)`", README + (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8"))) | {"chat", "test"}:
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target


def test_the_readme_names_every_word_of_the_chat() -> None:
    """Protects the README: what one can always say is what the dialogue knows."""
    said = README.split("In the chat you can always say:")[1].split("\n\n")[0]
    words = set(re.findall(r"\*([a-z ]+)\*", said))
    assert {command.value for command in Command} - words == {"result"}


def test_the_readme_names_every_setting() -> None:
    """Protects the README: all settings stand in it."""
    from bot.config.settings import Settings  # noqa: PLC0415 - slow to import

    table = README.split("## Settings")[1].split("## ")[0]
    assert set(re.findall(r"`(TRIALSCREEN_[A-Z_]+)`", table)) == {f"TRIALSCREEN_{field.upper()}" for field in Settings.model_fields}


def test_the_glossary_holds_the_words_of_the_code() -> None:
    """Protects "one word per idea": each module or class that is called after an idea has its word in the glossary, and the reverse."""
    glossary = README.split("## Glossary")[1].split("## ")[0]
    words = {word.lower() for word in re.findall(r"^\| ([A-Za-z]+) \|", glossary, re.MULTILINE)} - {"word"}
    classes = {node.name.lower() for path in MODULES for node in ast.walk(read(path)) if isinstance(node, ast.ClassDef)}
    spoken = " ".join(path.read_text(encoding="utf-8").lower() for path in MODULES)
    ideas = {
        "trial",
        "question",
        "answers",
        "criterion",
        "condition",
        "status",
        "effect",
        "finding",
        "determination",
        "verdict",
        "screening",
        "turn",
        "script",
    }
    assert {idea.removesuffix("s") if idea == "answers" else idea for idea in ideas} <= words
    assert {
        "trial",
        "question",
        "criterion",
        "status",
        "effect",
        "finding",
        "determination",
        "verdict",
        "screening",
        "turn",
        "script",
    } <= classes
    for word in words:
        assert word in spoken, f"the glossary explains '{word}', but no module speaks of it"


def test_no_synonym_of_a_glossary_word_is_used() -> None:
    """Protects "names: no Manager, Helper, utils, data"."""
    for path in MODULES:
        for node in ast.walk(read(path)):
            if isinstance(node, ast.ClassDef | ast.FunctionDef):
                assert not re.search(r"manager|helper|util|process_", node.name, re.IGNORECASE), f"{name(path)}: {node.name}"
        assert not re.search(r"manager|helper|util", path.stem), name(path)


def test_the_map_of_the_house_is_true() -> None:
    """Protects the README: every file and folder on the map exists."""
    for line in README.split("## The map of the house")[1].splitlines():
        found = re.match(r"    (  )?([a-z_]+(?:/|\.py))", line)
        if found:
            place = found.group(2)
            assert any((ROOT / parent / place).exists() for parent in ("", *ROOMS)), place


def test_the_diagram_in_the_documents_is_that_of_the_machine() -> None:
    """Protects "the state diagram in the docs is generated from the machine"."""
    document = (ROOT / "docs/dialogue.md").read_text(encoding="utf-8")
    assert document.split("```mermaid\n")[1].split("\n```")[0] == mermaid(load(DEFINITION, "interfant-21.yaml"))


def test_yaml_words_stay_words() -> None:
    """Protects "beware of YAML 1.1: `no` must never become False"."""
    assert parse("a: no\nb: yes\nc: on\nd: 2024-04-09\n").value == {"a": "no", "b": "yes", "c": "on", "d": "2024-04-09"}
