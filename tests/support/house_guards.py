"""Guards of the house: each walks the sources below a root and yields one sentence for each offender."""

import ast
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

PACKAGES = ("bot", "dialogs", "storage")

FLOORS = {
    "bot": ("__main__", "cli", "workbench", "channels", "session", "documents", "observability", "phrases", "config"),
    "dialogs": (
        "testing", "conversation", "notes", "reading", "verdict", "phrases", "loading", "rules", "definition", "trials",
    ),
    "storage": (
        "maintenance", "opening", "features", "unit_of_work", "outbox", "migrations", "audit", "crypto", "database",
        "model",
    ),
}  # fmt: skip
"""The rooms of each package from the top down: a file imports from its own room and from those after it."""

PLUGIN = "bot/workbench/pytest_plugin/"
STANDIN = "bot.workbench.telegram_standin"
WORKBENCH = "bot/workbench/"

LONGEST_SENTENCE = 25
"""Words."""


@dataclass(frozen=True)
class Imported:
    """One import: the file that asks, the line, and the full name of what it asks for."""

    file: str
    line: int
    name: str


class House:
    """The sources below a root."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.trees = {
            path.relative_to(root).as_posix(): _parse(path.read_text(encoding="utf-8"))
            for package in PACKAGES
            for path in sorted((root / package).rglob("*.py"))
        }

    @cached_property
    def nodes(self) -> Mapping[str, tuple[ast.AST, ...]]:
        """The nodes of each file's tree: to walk it takes longer than to parse it, so it is walked once."""
        return {file: tuple(ast.walk(tree)) for file, tree in self.trees.items()}

    @cached_property
    def imports(self) -> tuple[Imported, ...]:
        """Every import of every file, those within functions included; `from a import b` names a.b."""
        return tuple(each for file, nodes in self.nodes.items() for each in _imports(file, nodes))

    @cached_property
    def arrows(self) -> frozenset[tuple[str, str]]:
        """Which file imports which other one."""
        found = ((each.file, self._file(each.name)) for each in self.imports)
        return frozenset((file, target) for file, target in found if target is not None and target != file)

    @cached_property
    def classes(self) -> Mapping[str, tuple[str, ...]]:
        """The public classes and aliases of types, each with the files that define it."""
        found = defaultdict(list)
        for file, tree in self.trees.items():
            for name in _type_names(tree):
                found[name].append(file)
        return {name: tuple(files) for name, files in found.items()}

    def _file(self, name: str) -> str | None:
        """Returns the file that an import of this name reads; None where it is not one of ours."""
        while name:
            path = name.replace(".", "/")
            for file in (f"{path}.py", f"{path}/__init__.py"):
                if file in self.trees:
                    return file
            name = name.rpartition(".")[0]
        return None


@cache
def our_house() -> House:
    """Returns the house itself, read once in a process."""
    return House(Path(__file__).parents[2])


def upward_arrows(house: House) -> Iterator[str]:
    """Yields each import from a room above, and each room that has no floor."""
    rooms = {tuple(_room(file)) for file in house.trees if _room(file)[1] != "__init__"}
    for package, room in sorted(rooms):
        if room not in FLOORS[package]:
            yield f"{package}/{room} has no floor: name it in FLOORS"
    for file, target in sorted(house.arrows):
        (package, room), (other, below) = _room(file), _room(target)
        floors = FLOORS[package]
        if package == other and {room, below} <= set(floors) and floors.index(below) < floors.index(room):
            yield f"{file} looks up: it imports {target}"


def circles(house: House) -> Iterator[str]:
    """Yields each circle of files, and of what stands side by side in a folder."""
    yield from (f"files in a circle: {', '.join(circle)}" for circle in _circles(house.arrows))
    folders = {parent for file in house.trees for parent in _parents(file)}
    for folder in sorted(folders):
        between = {(a, b) for x, y in house.arrows if (a := _child(folder, x)) and (b := _child(folder, y)) and a != b}
        yield from (f"rooms of {folder} in a circle: {', '.join(circle)}" for circle in _circles(between))


def imports_of_tests(house: House, tests: Iterable[str]) -> Iterator[str]:
    """Yields each import of a test, of pytest, or of a stand-in by the product; `tests` are names of test modules."""
    forbidden = {"tests", "pytest", *tests}
    for each in house.imports:
        if each.name.partition(".")[0] in forbidden and not each.file.startswith(PLUGIN):
            yield f"{each.file}:{each.line} imports {each.name}, which belongs to the tests"
        if each.name.startswith(STANDIN) and not each.file.startswith(WORKBENCH):
            yield f"{each.file}:{each.line} imports {each.name}, a stand-in"


def doubled_names(house: House) -> Iterator[str]:
    """Yields each public name of a class or an alias that two files define."""
    yield from (
        f"{name} is defined in {' and '.join(files)}" for name, files in sorted(house.classes.items()) if len(files) > 1
    )


def unexplained_words(
    house: House, tables: Iterable[str], glossary: Iterable[str], ordinary: Iterable[str]
) -> Iterator[str]:
    """Yields each word of a class, a folder or a table that is neither in the glossary nor ordinary."""
    known = {part for word in (*glossary, *ordinary) for part in re.split(r"[ _-]", word.lower())}
    named = {name: files[0] for name, files in house.classes.items()}
    named |= {folder.rpartition("/")[2]: folder for file in house.trees for folder in _parents(file)}
    named |= {table: f"the table {table}" for table in tables}
    for name, where in sorted(named.items()):
        for word in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+", name):
            if not {word.lower(), *_singular(word.lower())} & known:
                yield f"{where}: {name} bears the word {word.lower()!r}, which the glossary does not explain"


def unborne_words(house: House, glossary: Iterable[str]) -> Iterator[str]:
    """Yields each word of the glossary that no class, function, argument, module or folder bears."""
    names = {*house.trees, *(_name(node) for nodes in house.nodes.values() for node in nodes)}
    borne = {part.lower() for name in names for part in re.split(r"[/.]", name)}
    for word in glossary:
        stems = [part[: max(4, len(part) - 2)] for part in re.split(r"[ -]", word.lower())]
        if not any(all(stem in name for stem in stems) for name in borne):
            yield f"the glossary explains {word!r}, which nothing bears"


def long_sentences(sources: Mapping[str, str], most: int = LONGEST_SENTENCE) -> Iterator[str]:
    """Yields each sentence of over `most` words in docstrings and comments of some files; code is one word."""
    for file, text in sources.items():
        for line, prose in _prose(text):
            for sentence in () if len(prose.split()) <= most else re.split(r"(?<=[.?!])[\"'*)`]*\s+", prose):
                words = re.findall(r"\S*\w\S*", re.sub(r"`[^`]*`", "X", sentence))
                if len(words) > most:
                    yield f"{file}:{line}: {len(words)} words: {sentence}"


def _prose(text: str) -> Iterator[tuple[int, str]]:
    """Yields the paragraphs of docstrings and blocks of comments of a module, with the lines where they begin."""
    for node in _statements(_parse(text)):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            for paragraph in re.split(r"\n\s*\n|\n(?=\s*[-*] )", node.value.value):
                yield node.lineno, " ".join(paragraph.split())
    block: list[str] = []
    begins = last = 0
    for line, is_alone, comment in _comments(text):
        if line != last + 1 or not is_alone:
            yield begins, " ".join(block)
            block, begins = [], line
        block.append(comment.lstrip("# ").strip())
        last = line
    yield begins, " ".join(block)


@cache
def _parse(text: str) -> ast.Module:
    """Returns the tree of a module, which several guards look at."""
    return ast.parse(text)


def _statements(node: ast.AST) -> Iterator[ast.AST]:
    """Yields the statements below a node, without a look into their expressions."""
    for field in ("body", "orelse", "handlers", "finalbody", "cases"):
        for each in getattr(node, field, ()):
            yield each
            yield from _statements(each)


def _comments(text: str) -> Iterator[tuple[int, bool, str]]:
    """Yields the comments of a module: the line of each, whether it stands there alone, and what it says."""
    line, place = 1, 0
    for found in _STRING_OR_COMMENT.finditer(text):
        comment = found["comment"]
        if comment is not None and not re.match(r"#\s*(noqa|type:|fmt:|ruff:)", comment):
            line, place = line + text.count("\n", place, found.start()), found.start()
            yield line, not text[text.rfind("\n", 0, place) + 1 : place].strip(), comment


_STRING_OR_COMMENT = re.compile(
    r"""(?P<quotes>\"{3}|'{3})(?s:\\.|.)*?(?P=quotes)|"(?s:\\.|[^"\\])*"|'(?s:\\.|[^'\\])*'|(?P<comment>\#[^\n]*)"""
)


def _imports(file: str, nodes: Iterable[ast.AST]) -> Iterator[Imported]:
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from (Imported(file, node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (
                Imported(file, node.lineno, f"{'.' * node.level}{node.module or ''}.{alias.name}")
                for alias in node.names
            )


def _type_names(tree: ast.Module) -> Iterator[str]:
    """Yields the public classes of a module, and its aliases of types: capitalised names that are given a type."""
    for node in tree.body:
        if isinstance(node, ast.ClassDef):
            name = node.name
        elif (
            isinstance(node, ast.Assign)
            and isinstance(node.targets[0], ast.Name)
            and isinstance(node.value, ast.Subscript | ast.BinOp)
        ):
            name = node.targets[0].id
        else:
            continue
        if re.fullmatch(r"[A-Z]\w*[a-z]\w*", name):
            yield name


def _name(node: ast.AST) -> str:
    if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
        return node.name
    return node.arg if isinstance(node, ast.arg) else node.id if isinstance(node, ast.Name) else ""


def _room(file: str) -> tuple[str, str]:
    package, _, rest = file.partition("/")
    return package, rest.partition("/")[0].removesuffix(".py")


def _parents(file: str) -> list[str]:
    parts = file.split("/")[:-1]
    return ["/".join(parts[: count + 1]) for count in range(len(parts))]


def _child(folder: str, file: str) -> str | None:
    """Returns what of a folder a file is in; None for a file elsewhere, and for the folder's own first sentence."""
    if not file.startswith(f"{folder}/"):
        return None
    child = file.removeprefix(f"{folder}/").partition("/")[0]
    return None if child == "__init__.py" else child


def _singular(word: str) -> set[str]:
    return {word.removesuffix("s"), word.removesuffix("es"), re.sub("ies$", "y", word)}


def _circles(arrows: Iterable[tuple[str, str]]) -> list[list[str]]:
    """Returns the circles of a graph: nodes of which each can be reached from each other one."""
    below = defaultdict(set)
    for here, there in arrows:
        below[here].add(there)
    reached = {node: _reached(node, below) for node in below}
    circles = {
        frozenset(other for other in reached[node] if node in reached.get(other, ()))
        for node in below
        if node in reached[node]
    }
    return sorted(sorted(circle) for circle in circles)


def _reached(node: str, below: Mapping[str, set[str]]) -> set[str]:
    seen: set[str] = set()
    todo = [node]
    while todo:
        new = below.get(todo.pop(), set()) - seen
        seen |= new
        todo += new
    return seen
