"""The pseudo-language: every phrase and every text of a definition is marked as its module is imported.

It must be switched on before anything of the program is imported, since modules keep phrases in tables and buttons.
"""

import ast
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from pathlib import Path
from types import CodeType, ModuleType

from pseudo_marks import DEFINITION, PHRASE, mark, mark_all

ROOT = Path(__file__).parents[2]
CATALOGUE = ROOT / "docs" / "phrase_groups.py"

Change = Callable[[ModuleType], None]

QUOTED = {"quote", "acronym", "phase", "sponsor", "registry_number"}
"""What people read of a definition that has no wording by language."""


@dataclass(frozen=True)
class Planted:
    """A change of a module's source, as if somebody had written it so: to see whether it is found out."""

    module: str
    old: str
    new: str


def speak_pseudo_language(planted: Iterable[Planted] = ()) -> None:
    """Switches the pseudo-language on."""
    sys.meta_path.insert(0, _MarkingFinder({each.module: each for each in planted}))


def list_catalogue() -> frozenset[str]:
    """Returns the modules of phrases, those that docs/phrases.md is made from, without importing them."""
    tree = ast.parse(CATALOGUE.read_text(encoding="utf-8"))
    imports = [node for node in tree.body if isinstance(node, ast.ImportFrom) and node.module is not None]
    ours = [node for node in imports if str(node.module).partition(".")[0] in {"bot", "dialogs"}]
    return frozenset(f"{node.module}.{alias.name}" for node in ours for alias in node.names)


class _MarkingFinder(MetaPathFinder):
    """Finds the modules whose texts are marked."""

    def __init__(self, planted: Mapping[str, Planted]) -> None:
        self.planted = planted
        self.changes: dict[str, Change] = {
            **dict.fromkeys(list_catalogue(), _mark_phrases),
            "dialogs.definition.wording": _mark_wording,
            "dialogs.loading.loading": _mark_quotations,
            "dialogs.reading.plain_words": _teach_marked_replies,
        }

    def find_spec(self, name: str, path: Sequence[str] | None, target: ModuleType | None = None) -> ModuleSpec | None:
        """Returns how a module of phrases is imported, None for any other."""
        if name not in self.changes and name not in self.planted:
            return None
        spec = PathFinder.find_spec(name, path, target)
        assert spec is not None, f"{name} is no module"
        assert isinstance(spec.loader, SourceFileLoader), f"{name} is no source"
        spec.loader = _ChangingLoader(name, spec.loader.path, self.changes.get(name), self.planted.get(name))
        return spec


class _ChangingLoader(SourceFileLoader):
    """Loads a module, and changes it before anybody else sees it."""

    def __init__(self, name: str, path: str, change: Change | None, planted: Planted | None) -> None:
        super().__init__(name, path)
        self.change = change
        self.planted = planted

    def get_code(self, name: str) -> CodeType | None:
        """Returns the code of the module, from its source with what was planted in it."""
        if self.planted is None:
            return super().get_code(name)
        source = self.get_source(name) or ""
        assert self.planted.old in source, f"{name} reads otherwise by now: plant something else"
        return compile(source.replace(self.planted.old, self.planted.new), self.path, "exec")

    def exec_module(self, module: ModuleType) -> None:
        """Runs the module, then changes it."""
        super().exec_module(module)
        if self.change is not None:
            self.change(module)


def _mark_phrases(module: ModuleType) -> None:
    for name, value in vars(module).copy().items():
        if name.isupper() and not name.startswith("_"):
            setattr(module, name, mark_all(value, PHRASE))


def _mark_wording(module: ModuleType) -> None:
    """Marks whatever is said in a definition's words."""

    def mark_what(say: Callable[..., str]) -> Callable[..., str]:
        return lambda *wording: mark(say(*wording), DEFINITION)

    module.say, module.spell_code = mark_what(module.say), mark_what(module.spell_code)  # type: ignore[attr-defined]


def _mark_quotations(module: ModuleType) -> None:
    """Marks quotations and names of a trial, once it is loaded and its digest is taken."""
    load = module.load

    def load_marked(text: str, file: str) -> object:
        trial = load(text, file)
        definition = trial.definition
        criteria, determinations = definition.criteria.values(), definition.determinations.values()
        formulas = [each for fact in definition.facts.values() for each in getattr(fact, "body_surface", [])]
        for part in (definition.about, definition.source, *criteria, *determinations):
            for name in QUOTED & vars(part).keys():
                vars(part)[name] = mark_all(vars(part)[name], DEFINITION)
        for formula in formulas:
            vars(formula)["name"] = mark(formula.name, DEFINITION)
        return trial

    module.load = load_marked  # type: ignore[attr-defined]


def _teach_marked_replies(module: ModuleType) -> None:
    """Lets a yes and a no of the pseudo-language be known as such."""
    for name in ("CONFIRMING", "REFUSING"):
        said = getattr(module, name)
        setattr(module, name, said | {mark(each, sign) for each in said for sign in (PHRASE, DEFINITION)})
