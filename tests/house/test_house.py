"""The house keeps its promises.

They are: who imports whom, what Python may name, and what the README and the reference pages say.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from documents import sentences
from house_guards import our_house

from bot.cli.app import app
from bot.cli.commands.log import log_app
from bot.cli.commands.screening import screening_app
from bot.cli.commands.trial import trial_app
from dialogs.conversation.commands import Command
from dialogs.conversation.state_diagram import draw_mermaid
from dialogs.definition.document import parse
from dialogs.loading.loading import load
from dialogs.reading.plain_words import NO, YES
from storage.database.schema import metadata

ROOT = Path(__file__).parents[2]
ROOMS = ("bot", "dialogs", "storage")
MODULES = sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))
README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = (ROOT / "docs/commands.md").read_text(encoding="utf-8")
SETTINGS = (ROOT / "docs/settings.md").read_text(encoding="utf-8")
GLOSSARY = (ROOT / "docs/glossary.md").read_text(encoding="utf-8")
DEVELOPING = (ROOT / "docs/developing.md").read_text(encoding="utf-8")
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
DEFINITION = (ROOT / "dialogs/trials/interfant-21.yaml").read_text(encoding="utf-8")

LONGEST_README = 150
"""Lines."""

LONGEST_SENTENCE = 25
"""Words."""

GENERATED = ("phrases.md", "wording-interfant-21.md")
"""Pages that are made from the phrases of the programs and of a definition."""

IDEAS = {
    "trial", "definition", "fact", "question", "ask-back", "answer", "criterion", "condition", "status", "effect",
    "finding", "determination", "verdict", "screening", "dialogue", "event", "turn", "script", "layer", "layer factory",
    "recording", "coverage", "channel", "role", "session service", "session", "chat state", "handover", "update parser",
    "chat locks", "ack window", "chat queue", "store", "store access", "stored screening", "inbound event",
    "event result", "unit of work", "pending changes", "prefetch", "flush", "screening repository", "entry", "chain",
    "anchor", "keyring", "outbox", "enqueue", "lease", "lease cache", "dead letter", "tally", "enrolment count",
    "screening log", "log filter",
}  # fmt: skip
"""What the glossary has to explain, at least."""

BORNE_BY_CLASSES = {
    "trial", "question", "criterion", "status", "effect", "finding", "determination", "verdict", "screening", "turn",
    "script", "session service", "session", "chat state", "stored screening", "inbound event", "event result",
    "unit of work", "pending changes", "screening repository", "lease cache",
}  # fmt: skip
"""Ideas after which a class is called."""

GIVEN_UP = (
    "front desk", "the desk", "realm", "realm's", "shelf", "ledger", "sheet", "seat", "put aside", "porter",
)  # fmt: skip
"""What things were called before they got the names of the glossary."""

KEYS = {"asyncpg", "mautrix", "olm"}
"""What an encryption engine rests on."""

LIBOLM = "bot/channels/matrix/engine/libolm/"

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


def read(path: Path) -> ast.Module:
    """Returns a module's syntax tree, which is parsed once."""
    return our_house().trees[name(path)]


def list_nodes(path: Path) -> tuple[ast.AST, ...]:
    """Returns the nodes of a module's syntax tree, which is walked once."""
    return our_house().nodes[name(path)]


def list_imports(path: Path) -> Iterator[str]:
    """Yields the full names of what a module imports."""
    for node in list_nodes(path):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: a relative import hides where it leads"
            yield node.module or ""


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def test_imports_point_only_the_permitted_way() -> None:
    """Protects the rooms from libraries of others.

    "telegram only under bot/, sqlalchemy only under storage/, transitions only in the module of the state machine,
    mautrix only in the room of the engine".
    """
    for path in MODULES:
        room = path.relative_to(ROOT).parts[0]
        for imported in list_imports(path):
            first = imported.split(".")[0]
            assert first != "telegram" or room == "bot", f"{name(path)} imports {imported}"
            assert first not in {"sqlalchemy", "alembic"} or room == "storage", f"{name(path)} imports {imported}"
            assert first != "transitions" or name(path) == "dialogs/conversation/state_machine.py", (
                f"{name(path)} imports {imported}"
            )
            assert first not in KEYS or name(path).startswith(LIBOLM), f"{name(path)} imports {imported}"
            assert room != "dialogs" or first not in NOT_IN_DIALOGS, (
                f"{name(path)} imports {imported}, but dialogs/ is pure"
            )
            assert room != "storage" or first != "bot", f"{name(path)} imports {imported}"


def test_what_channels_share_knows_none_of_them() -> None:
    """Protects whoever makes another channel: what stands outside theirs imports none of them."""
    own = {"matrix", "telegram", "terminal"}
    shared = [path for path in (ROOT / "bot/channels").rglob("*.py") if path.relative_to(ROOT).parts[2] not in own]
    assert len(shared) > 30
    for path in shared:
        for imported in list_imports(path):
            room = imported.removeprefix("bot.channels.").split(".")[0]
            assert room not in own, f"{name(path)} imports {imported}"


def test_the_dialogue_reads_no_clock_and_no_file() -> None:
    """Protects "pure: no input or output, no clock, no await"."""
    for path in MODULES:
        for node in list_nodes(path) if path.is_relative_to(ROOT / "dialogs") else ():
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


TABLES_OF_ENGLISH = {
    "dialogs/notes/phrases.py",
    "dialogs/notes/harmless_words.py",
    "dialogs/loading/lint_rules/cues.py",
}
"""Words that notes of any trial use, some of which a trial may use too: "refused", "protocol"."""


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
        if name(path) in TABLES_OF_ENGLISH:
            continue
        constants = {
            node.value for node in list_nodes(path) if isinstance(node, ast.Constant) and isinstance(node.value, str)
        }
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
    looked_up = [ROOT / "docs" / f"{page}.md" for page in ("commands", "settings", "glossary", "developing")]
    for path in (
        ROOT / "requirements.lock",
        ROOT / "pyproject.toml",
        ROOT / "Makefile",
        ROOT / "README.md",
        *looked_up,
    ):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"https?://|--index-url|--find-links", text), path.name
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    pinned = re.findall(r"^[a-z0-9][^ ;]*==", lock, re.MULTILINE)
    assert len(pinned) > 40
    assert lock.count("--hash=sha256:") >= len(pinned)


def test_the_readme_is_a_short_way_in() -> None:
    """Protects newcomers: the page leads to every other.

    It says first what this is, then shows a picture and the two commands.
    """
    assert len(README.splitlines()) <= LONGEST_README
    top = README.split("\n## ")[0]
    assert "](docs/screening.svg)" in top
    assert re.findall(r"^    (make \w+) ", top, re.MULTILINE) == ["make chat", "make test"]
    assert set(re.findall(r"\]\((docs/[\w-]+\.md)\)", README)) == {
        name(page) for page in PAGES if page.parent.name == "docs"
    }


def test_every_command_is_told_and_no_other() -> None:
    """Protects whoever looks a command up: those of docs/commands.md are those of the code.

    The README names no other.
    """
    commands = {command.name or command.callback.__name__ for command in app.registered_commands if command.callback}
    commands |= {group.name for group in app.registered_groups if group.name}
    assert set(re.findall(r"`trialscreen ([a-z-]+)", COMMANDS)) == commands
    assert set(re.findall(r"`trialscreen ([a-z-]+)", README)) <= commands
    for group, part in (("trial", trial_app), ("screening", screening_app), ("log", log_app)):
        rows = "\n".join(re.findall(rf"^\| `trialscreen {group}\b.*$", COMMANDS, re.MULTILINE))
        for command in part.registered_commands:
            assert re.search(rf"`{command.name}( CODE| TRIAL| ID)?`|`trialscreen {group} {command.name}\b", rows), (
                f"{group} {command.name}"
            )


def test_every_make_target_that_is_promised_is_there() -> None:
    """Protects readers of any page: `make ...` works as it says."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    promised = {
        target for page in PAGES for target in re.findall(r"`make ([a-z-]+)`", page.read_text(encoding="utf-8"))
    }
    for target in promised | {"chat", "test"}:
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target


def test_every_word_of_the_chat_is_told() -> None:
    """Protects whoever looks a word up: what one can always say is what the dialogue knows."""
    said = COMMANDS.split("In the chat you can always say:")[1].split("\n\n")[0]
    words = set(re.findall(r"\*([a-z ]+)\*", said))
    assert {command.value for command in Command} - words == {"result"}


def test_every_word_about_what_is_kept_is_told() -> None:
    """Protects whoever looks a word up: what can be asked of the session service, and what files can be asked for."""
    said = COMMANDS.split("And of what is kept:")[1].split("\n\n")[0]
    words = set(re.findall(r"\*/?([a-z ]+?)(?: [A-Z]+)?\*", said))
    assert words == {
        "list",
        "open",
        "new",
        "hand over",
        "take",
        "link",
        "unlink",
        "forget",
        "inaccurate",
        "report",
        "picture",
        "pdf",
        "html",
    }


def test_every_setting_is_told_and_no_other() -> None:
    """Protects operators: each setting has one row in docs/settings.md, and each row is a setting."""
    from bot.config.settings import Settings  # noqa: PLC0415 - slow to import

    rows = re.findall(r"^\| `(TRIALSCREEN_[A-Z_]+)` \|", SETTINGS, re.MULTILINE)
    assert sorted(rows) == sorted(f"TRIALSCREEN_{field.upper()}" for field in Settings.model_fields)
    assert set(re.findall(r"TRIALSCREEN_[A-Z_]+", README)) <= set(rows)


def test_the_glossary_holds_the_words_of_the_code() -> None:
    """Protects "one word per idea": each idea has its word, no word is doubled, and the code speaks of each."""
    rows = re.findall(r"^\| ([A-Za-z][A-Za-z -]*) \|", GLOSSARY, re.MULTILINE)
    words = [word.lower() for word in rows if word not in {"word", "table"}]
    assert sorted(words) == sorted(set(words))
    assert set(words) >= IDEAS
    classes = {node.name.lower() for path in MODULES for node in list_nodes(path) if isinstance(node, ast.ClassDef)}
    assert {word.replace(" ", "") for word in BORNE_BY_CLASSES} <= classes


def test_what_the_glossary_names_in_the_code_is_there() -> None:
    """Protects "in the code": each class that the glossary names exists once.

    Each other name is that of a module or a folder.
    """
    classes = {node.name for path in MODULES for node in list_nodes(path) if isinstance(node, ast.ClassDef)}
    rooms = {each for path in MODULES for each in (path.stem, *path.relative_to(ROOT).parts[:-1])}
    named = [
        each
        for row in re.findall(r"^\|.*\| (`[^|]*`) \|$", GLOSSARY, re.MULTILINE)
        for each in re.findall(r"`(\w+)`", row)
    ]
    assert len(named) > len(IDEAS)
    for each in named:
        assert each in (classes if each[0].isupper() else rooms), (
            f"the glossary names {each}, which is nowhere in the code"
        )


def test_the_glossary_tells_every_table_of_the_database() -> None:
    """Protects whoever reads the database.

    Its tables keep their old names, and each is explained in the words of the glossary.
    """
    listed = GLOSSARY.split("## The tables of the database")[1]
    assert sorted(re.findall(r"^\| `(\w+)` \|", listed, re.MULTILINE)) == sorted(metadata.tables)


def test_no_document_speaks_in_words_that_were_given_up() -> None:
    """Protects "one word per idea": what was renamed is called by its new name.

    Names in code, such as those of tables, may stay.
    """
    for page in PAGES:
        text = re.sub(r"```.*?```|`[^`]*`", "", page.read_text(encoding="utf-8"), flags=re.DOTALL).lower()
        for word in GIVEN_UP:
            assert not re.search(rf"\b{word}\b", text), f"{name(page)} says {word!r}"


def test_no_sentence_of_a_document_is_long() -> None:
    """Protects readers: a sentence has at most 25 words.

    What is in code counts as one word, and each cell of a table stands by itself.
    """
    for page in PAGES:
        if page.name not in GENERATED:
            for sentence in sentences(page):
                assert len(re.findall(r"\S*\w\S*", sentence)) <= LONGEST_SENTENCE, f"{name(page)}: {sentence}"


def test_no_synonym_of_a_glossary_word_is_used() -> None:
    """Protects "names: no Manager, Helper, utils, data"."""
    for path in MODULES:
        for node in list_nodes(path):
            if isinstance(node, ast.ClassDef | ast.FunctionDef):
                assert not re.search(r"manager|helper|util|process_", node.name, re.IGNORECASE), (
                    f"{name(path)}: {node.name}"
                )
        assert not re.search(r"manager|helper|util", path.stem), name(path)


def test_the_map_of_the_house_is_true() -> None:
    """Protects newcomers: each place on the map exists.

    Each folder that holds code of the three rooms stands on it, once.
    """
    places: list[Path] = []
    above: list[Path] = [ROOT]
    for line in DEVELOPING.split("## The rooms")[1].split("```text\n")[1].split("```")[0].splitlines():
        found = re.match(r"((?:  )*)([a-z_]+)/ +\S", line)
        assert found, line
        depth = len(found.group(1)) // 2
        above[depth + 1 :] = [above[depth] / found.group(2)]
        places.append(above[-1])
        assert above[-1].is_dir(), name(above[-1])
    assert len(places) == len(set(places))
    with_code = {parent for path in MODULES for parent in path.parents if ROOT in parent.parents}
    assert {name(each) for each in with_code} - {name(place) for place in places} == set()


def test_the_diagram_in_the_documents_is_that_of_the_machine() -> None:
    """Protects "the state diagram in the docs is generated from the machine"."""
    document = (ROOT / "docs/dialogue.md").read_text(encoding="utf-8")
    assert document.split("```mermaid\n")[1].split("\n```")[0] == draw_mermaid(load(DEFINITION, "interfant-21.yaml"))


def test_yaml_words_stay_words() -> None:
    """Protects "beware of YAML 1.1: `no` must never become False"."""
    assert parse("a: no\nb: yes\nc: on\nd: 2024-04-09\n").value == {"a": "no", "b": "yes", "c": "on", "d": "2024-04-09"}
