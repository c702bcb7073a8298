"""The guards of the house, held against the house, and against houses in which an offender was planted."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from documents import ROOT, glossary_tables, glossary_words
from house_guards import (
    PACKAGES,
    House,
    circles,
    doubled_names,
    imports_of_tests,
    long_sentences,
    our_house,
    unborne_words,
    unexplained_words,
    upward_arrows,
)

from storage.database.schema import metadata

MOST_ROOMS = {"bot": 10, "dialogs": 10, "storage": 10}
TESTS = {path.stem for path in (ROOT / "tests").rglob("*.py")} - {"__init__"}

ORDINARY = {
    "about", "abusable", "abuse", "abuser", "accepting", "act", "actions", "activity", "add", "address", "adjustable",
    "advance", "age", "aiohttp", "all", "altered", "amounts", "answered", "any", "api", "area", "argument", "aside",
    "assemble", "assessed", "audit", "axes", "backoff", "backup", "bare", "base", "be", "between", "block", "borrowed",
    "box", "browser", "bucket", "budget", "button", "by", "bytes", "call", "callback", "cannot", "cause", "cell",
    "change", "chart", "check", "checker", "choice", "choices", "chore", "chosen", "cli", "client", "clock", "coded",
    "column", "come", "command", "compared", "comparison", "compiled", "config", "conflict", "connect", "context",
    "conversation", "counters", "counting", "courier", "criterion", "crossing", "crypto", "cursor", "cut", "daily",
    "damaged",
    "database",
    "date", "dated", "days", "decision", "decrypted", "delete", "delivery", "demo", "depending", "dialogs", "dict",
    "difference",
    "do", "document", "done", "dose", "draft", "draw", "dropped", "elsewhere", "encrypted", "ends", "enqueued",
    "entity", "env", "erasure", "error", "evaluator", "every", "exchange", "exposed", "factor", "failed", "failure",
    "fault", "features", "field", "figure", "file", "find", "fixtures", "folder", "for", "form", "format", "formatted",
    "formula", "found", "frozen", "further", "garbled", "gathered", "gathering", "given", "goal", "gone", "ground",
    "group", "guide", "hand", "handler", "happened", "head", "header", "headline", "health", "held", "hospital",
    "html", "http", "id", "include", "injected", "inspection", "intake", "interpretation", "interpreter", "interval",
    "is", "isolating", "isolation", "item", "items", "joined", "journal", "json", "key", "keyboard", "keys", "kind",
    "known",
    "lane", "language", "large", "last", "leaf", "level", "limit", "limiter", "line", "lint", "listen", "listing",
    "loading", "located", "location", "locus", "logged", "loopback", "lost", "machine", "made", "maintenance", "make",
    "maker", "many", "map", "mark", "markdown", "master", "me", "meaning", "member", "membership", "memory", "menu",
    "method", "metrics", "migrations", "missing", "model", "move", "name", "named", "naming", "needed", "new", "no",
    "nobody", "node", "not", "note", "notes", "now", "nowhere", "number", "numbered", "numeric", "observability",
    "observation", "observe", "observed", "open", "opened", "opening", "opposite", "option", "order", "other", "our",
    "outgoing", "outline", "output", "pace", "page", "pair", "panel", "paragraph", "parsed", "part", "passage",
    "passing", "password", "path", "patience", "people", "per", "period", "person", "phrases", "piece", "place",
    "placed", "plain", "plan", "played", "player", "playing", "plugin", "poller", "polling", "port", "positive",
    "possible", "posted", "prefetched", "process", "processor", "program", "programs", "progress", "prompt", "put",
    "pytest", "quantity", "question", "quotation", "range", "rate", "raw", "read", "reader", "reading", "ready",
    "reason", "receiving", "recorded", "refusal", "refused", "remembered", "renamed", "render", "replay", "reply",
    "reported", "requirement", "reread", "response", "rest", "restored", "retention", "return", "rewritten",
    "rotation", "round",
    "routed", "row", "rule", "ruling", "run", "said", "saying", "schedule", "section", "send", "sender", "sentences",
    "serve", "server", "serving", "settings", "settling", "shape", "share", "shared", "shown", "side", "sight", "sign",
    "signer", "silent", "site", "some", "source", "span", "spoken", "spot", "standin", "stated", "step", "storage",
    "style",
    "subject", "summary", "tab", "table", "tag", "take", "tap", "tapped", "telegram", "terminal", "test", "testing",
    "text", "time", "timeout", "timing", "title", "to", "token", "too", "transition", "typesetter", "unavailable",
    "unfit", "unknown", "unreachable", "unreadable", "unrecordable", "unsayable", "unspoken", "uploaded", "usage",
    "user", "utterances", "value", "version", "view", "visit", "vocabulary", "wait", "wanted", "watched", "way", "web",
    "webhook", "weight", "with", "withheld", "word", "wording", "worker", "world", "writer", "wrong", "yes",
}  # fmt: skip
"""Words of plain English and of programming, which need no explanation."""

SOUND = {
    "bot/__init__.py": '"""Programs."""',
    "bot/cli/app.py": "from bot.session.service import Session\nfrom dialogs.rules.engine import Rule",
    "bot/session/service.py": "class Session: ...",
    "bot/workbench/layers.py": "from bot.workbench.telegram_standin.server import Server",
    "bot/workbench/telegram_standin/server.py": "class Server: ...",
    "dialogs/rules/engine.py": "from dialogs.definition.facts import Fact\nclass Rule: ...",
    "dialogs/definition/facts.py": "class Fact: ...",
    "storage/model/codes.py": "Code = tuple[int, ...]",
}
"""A small house in which nothing offends."""

LONG_FILES = {
    "bot/channels/web/phrases.py": "one table of sentences",
    "bot/config/settings.py": "the closed list of settings, each explained",
    "bot/phrases.py": "one table of sentences",
    "bot/workbench/pytest_plugin/trialscreen_pytest.py": "installed as one module of its own",
    "dialogs/conversation/blocks.py": "the closed list of blocks",
    "dialogs/definition/conditions.py": "the closed list of conditions",
    "dialogs/verdict/headings.py": "one table of words",
    "storage/database/schema.py": "the tables, one after another",
    "storage/unit_of_work/unit_of_work.py": "one class: all that an event may do",
    "storage/unit_of_work/writer_thread.py": "one thread, and the protocol by which it is spoken to",
}
"""Files of the product with more than 150 lines, each with the reason that it owes."""

MOST_LINES = 150
PRINTED = "dialogs/definition/"
"""Its docstrings are the descriptions in the JSON Schema that `trialscreen trial schema` prints."""

GLOSSARY = ("session", "rule", "fact", "code", "server")
WORDS = ("bot", "cli", "dialogs", "rules", "definition", "storage", "model", "workbench", "telegram", "standin")


@pytest.fixture(scope="module")
def house() -> House:
    """Our own sources."""
    return our_house()


def test_arrows_point_down_only(house: House) -> None:
    """Protects whoever reads one room: what stands above it need not be known."""
    assert list(upward_arrows(house)) == []


def test_there_is_no_circle_of_files_or_folders(house: House) -> None:
    """Protects whoever changes one file: nothing comes back to it from below."""
    assert list(circles(house)) == []


def test_the_top_level_is_seen_at_a_glance() -> None:
    """Protects newcomers: at most ten rooms in each package."""
    for package, most in MOST_ROOMS.items():
        rooms = [
            each for each in (ROOT / package).iterdir() if each.name not in {"__init__.py", "__pycache__", "py.typed"}
        ]
        assert len(rooms) <= most, package


def test_the_product_imports_no_test_and_no_stand_in(house: House) -> None:
    """Protects an installed package: the tests are not there."""
    assert list(imports_of_tests(house, TESTS)) == []


def test_no_name_of_a_type_stands_for_two_things(house: House) -> None:
    """Protects "one meaning each"."""
    assert list(doubled_names(house)) == []


def test_the_glossary_explains_every_word_that_a_class_a_folder_or_a_table_bears(house: House) -> None:
    """Protects newcomers from words that nobody explains."""
    assert list(unexplained_words(house, metadata.tables, (*glossary_words(), *glossary_tables()), ORDINARY)) == []


def test_every_word_of_the_glossary_is_borne_by_something(house: House) -> None:
    """Protects the glossary from words that the code gave up."""
    assert list(unborne_words(house, glossary_words())) == []


def test_a_long_file_owes_a_reason(house: House) -> None:
    """Protects one look: a file has at most 150 lines, or stands here with the reason why not."""
    lines = {file: len((ROOT / file).read_text(encoding="utf-8").splitlines()) for file in house.trees}
    assert {file for file, count in lines.items() if count > MOST_LINES and "telegram_standin" not in file} == set(
        LONG_FILES
    )


@pytest.mark.slow
def test_no_sentence_of_a_docstring_or_comment_is_long() -> None:
    """Protects readers of code as readers of documents: a sentence has at most 25 words."""
    files = [
        path
        for folder in (*PACKAGES, "tests")
        for path in (ROOT / folder).rglob("*.py")
        if "node_modules" not in path.parts
    ]
    named = {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in files}
    assert list(long_sentences({file: text for file, text in named.items() if not file.startswith(PRINTED)})) == []


# each guard, with an offender


def built(folder: Path, **offenders: str) -> House:
    """Returns the small house with more files in it; a name's `__` stands for `/`."""
    for file, text in (SOUND | {f"{name.replace('__', '/')}.py": text for name, text in offenders.items()}).items():
        (folder / file).parent.mkdir(parents=True, exist_ok=True)
        (folder / file).write_text(f"{text}\n", encoding="utf-8")
    return House(folder)


GUARDS: dict[str, Callable[[House], Iterator[str]]] = {
    "up": upward_arrows,
    "circle": circles,
    "tests": lambda house: imports_of_tests(house, {"stores"}),
    "doubled": doubled_names,
    "unexplained": lambda house: unexplained_words(house, ("codes",), GLOSSARY, WORDS),
    "unborne": lambda house: unborne_words(house, GLOSSARY),
}


@pytest.mark.parametrize("guard", GUARDS)
def test_a_sound_house_offends_no_guard(guard: str, tmp_path: Path) -> None:
    """Protects the guards from seeing ghosts."""
    assert list(GUARDS[guard](built(tmp_path))) == []


@pytest.mark.parametrize(
    ("guard", "file", "text", "said"),
    [
        ("up", "bot__session__more", "from bot.cli.app import run", "bot/session/more.py looks up"),
        ("up", "bot__config__late", "def f():\n    from bot.cli import app", "bot/config/late.py looks up"),
        ("up", "bot__attic__chest", "", "bot/attic has no floor: name it in FLOORS"),
        ("circle", "dialogs__definition__back", "import dialogs.rules.there\n", None),
        ("tests", "bot__cli__try", "from stores import opened", "bot/cli/try.py:1 imports stores.opened, which"),
        ("tests", "bot__cli__try", "import tests.support", "bot/cli/try.py:1 imports tests.support, which"),
        ("tests", "storage__model__try", "import pytest", "storage/model/try.py:1 imports pytest, which"),
        (
            "tests", "bot__session__try", "def f():\n    from bot.workbench.telegram_standin import server",
            "bot/session/try.py:2 imports bot.workbench.telegram_standin.server, a stand-in",
        ),
        ("doubled", "bot__cli__two", "class Fact: ...", "Fact is defined in bot/cli/two.py and"),
        ("doubled", "bot__cli__two", "Fact = dict[str, int]", "Fact is defined in bot/cli/two.py and"),
        (
            "unexplained", "bot__cli__odd", "class SessionShelf: ...",
            "bot/cli/odd.py: SessionShelf bears the word 'shelf'",
        ),
        ("unexplained", "bot__ledger__rule", "", "bot/ledger: ledger bears the word 'ledger'"),
    ],
)  # fmt: skip
def test_a_planted_offender_is_named(guard: str, file: str, text: str, said: str | None, tmp_path: Path) -> None:
    """Protects the guards themselves: each fails, and names what offends."""
    more = {"dialogs__rules__there": "import dialogs.definition.back"} if guard == "circle" else {}
    offences = list(GUARDS[guard](built(tmp_path, **{file: text}, **more)))
    if said is None:
        assert offences == [
            "files in a circle: dialogs/definition/back.py, dialogs/rules/there.py",
            "rooms of dialogs in a circle: definition, rules",
        ]
    else:
        assert [each.startswith(said) for each in offences] == [True], offences


def test_an_unexplained_table_and_an_unborne_word_are_named(tmp_path: Path) -> None:
    """Protects the guards of the glossary: a table counts as a class does, and a word that nothing bears is named."""
    house = built(tmp_path)
    assert list(unexplained_words(house, ("shelves",), GLOSSARY, WORDS)) == [
        "the table shelves: shelves bears the word 'shelves', which the glossary does not explain"
    ]
    assert list(unborne_words(house, (*GLOSSARY, "porter"))) == ["the glossary explains 'porter', which nothing bears"]


@pytest.mark.parametrize(
    "text", ['"""{said}"""', "# {said}", "def f():\n    # {said}\n    return 1"], ids=["docstring", "comment", "inside"]
)
def test_a_long_sentence_is_named(text: str) -> None:
    """Protects the guard of prose: 25 words pass, 26 do not, and code counts as one word."""
    words = "one two three four five " * 5
    assert list(long_sentences({"a.py": text.format(said=f"{words.strip()}. `a b c` too.")})) == []
    (named,) = long_sentences({"a.py": text.format(said=f"{words}`a b c`.")})
    assert "26 words" in named
