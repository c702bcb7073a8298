"""A block of a script while its lines are read: its words, its text, and what comes of them."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from dialogs.testing.scripts.format.abuse_words import read_word
from dialogs.testing.scripts.format.blocks import (
    AbuseWord,
    BotBlock,
    Include,
    MeBlock,
    NegatedExpectation,
    PathExpectation,
    make_fault,
)
from dialogs.testing.scripts.format.botium_words import (
    INCLUDE,
    KNOWN,
    NEGATED,
    READ,
    REFUSED,
    split_arguments,
    strip_marks,
)
from dialogs.testing.scripts.format.faults import ScriptFaults
from dialogs.testing.scripts.format.texts import describe_fault, is_like_json, unescape
from dialogs.testing.scripts.format.variables import check_unfilled

_SIGNS = {"?", "!"}
_NAMES_NOTHING = "write the first line of a file that ends in .pconvo.txt"
_NOTHING = {
    "me": ("this #me says nothing", "write what is said in the next line"),
    "include": ("this #include names nothing", _NAMES_NOTHING),
}


@dataclass
class OpenBlock:
    """The block that is being read; `first` is where its text begins, 0 for nowhere yet.

    A line that is at fault still counts as text, so that the next one is not taken for the first.
    """

    who: str
    line: int
    file: str
    text: list[str] = field(default_factory=list)
    first: int = 0
    words: list[AbuseWord] = field(default_factory=list)
    buttons: list[str] = field(default_factory=list)
    paths: list[PathExpectation] = field(default_factory=list)
    negated: list[NegatedExpectation] = field(default_factory=list)
    includes: list[Include] = field(default_factory=list)
    is_faulty: bool = False
    is_late: bool = False

    def take(self, line: str, number: int) -> None:
        """Reads a line. Raises `ScriptError` for one that has no place here."""
        if not line:
            self.first = self.first or number
            self.text.append(line)
            return
        word = line.partition(" ")[0]
        known = KNOWN[self.who]
        if word in known or (word[:1] in _SIGNS and strip_marks(word) in known):
            self._take_word(word, line, number)
        elif self.who == "me" and line.startswith("!") and (self.text or not line.startswith("!!")):
            self._take_abuse(line, number)
        elif self.who == "include":
            self._include(line.strip(), number)
        else:
            self._take_text(line, word, number)

    def close(self, faults: ScriptFaults) -> Iterator[MeBlock | BotBlock | Include]:
        """Yields what was read, and notes what is wrong with the whole block, unless a line of it was."""
        text = "\n".join(self.text).strip("\n")
        if not self.is_faulty and is_like_json(text):
            what = "Botium takes a text in such brackets for data"
            faults.note(make_fault(self.file, self.first, what, "write a part of it"))
        if self.who == "bot" and (text or self.buttons or self.paths or self.negated or not self.includes):
            yield BotBlock(self.line, text, tuple(self.buttons), tuple(self.paths), self.file, tuple(self.negated))
        elif text or self.words:
            yield MeBlock(self.line, text, tuple(self.words), self.file)
        elif not self.includes and not self.is_faulty:
            faults.note(make_fault(self.file, self.line, *_NOTHING[self.who]))
        yield from self.includes

    def _take_word(self, word: str, line: str, number: int) -> None:
        """Reads a line that begins with a word of Botium's."""
        name = strip_marks(word)
        if self.who == "bot" and word == f"!{name}" and name in NEGATED:
            self._expect_not(name, split_arguments(line.removeprefix(word)), number)
            return
        if name in REFUSED[self.who]:
            raise make_fault(self.file, number, f"{word} is not read here", REFUSED[self.who][name])
        if name != word:
            what = f"{word[: -len(name)]} before {name} is not read here"
            both = f"write {name} for what must be so, !{name} for what must not"
            raise make_fault(self.file, number, what, both if name in READ else f"write {name} alone")
        if self.who == "include":
            raise make_fault(self.file, number, f"{name} has no place under #include", "write the name alone")
        values = split_arguments(line.removeprefix(name))
        if name != INCLUDE:
            self._expect(name, values, number)
        elif len(values) == 1 and values[0]:
            self.includes.append(Include(number, values[0], self.file))
        else:
            raise make_fault(self.file, number, f"{INCLUDE} takes one name", _NAMES_NOTHING)

    def _expect(self, name: str, values: list[str], number: int) -> None:
        if not values or not all(values):
            raise make_fault(self.file, number, f"{name} names nothing", f"write {READ[name]}")
        if name == "BUTTONS":
            self.buttons += values
            return
        check_unfilled(values, READ[name], number, self.file)
        self.paths.append(PathExpectation(number, values[0], values[1] if len(values) > 1 else None, self.file))

    def _expect_not(self, name: str, values: list[str], number: int) -> None:
        if not all(values) or not (values or name == "BUTTONS"):
            raise make_fault(self.file, number, f"!{name} names nothing", f"write {NEGATED[name]}")
        if name == "JSON_PATH":
            check_unfilled(values, NEGATED[name], number, self.file)
        self.negated.append(NegatedExpectation(number, name, tuple(values), self.file))

    def _take_abuse(self, line: str, number: int) -> None:
        word = read_word(line, number, self.file)
        if any(self.text):
            raise make_fault(self.file, number, f"!{word.name} stands after what is said", "write it before")
        self.words.append(word)

    def _include(self, name: str, number: int) -> None:
        if name.startswith(("?", "!", "{", "[")):
            raise make_fault(self.file, number, f"'{name[:40]}' is no name to be included by", _NAMES_NOTHING)
        self.includes.append(Include(number, name, self.file))

    def _take_text(self, line: str, word: str, number: int) -> None:
        wrong = describe_fault(line, word, self.who)
        begins = not any(self.text)
        self.first = self.first or number
        self.text.append(line)
        if wrong is not None:
            raise make_fault(self.file, number, *wrong)
        if self.who == "me" and self.includes and not self.is_late:
            self.is_late = True
            raise make_fault(self.file, number, f"text stands after {INCLUDE}", f"write {INCLUDE} last")
        if begins and len(self.text) > 1:
            raise make_fault(self.file, self.first, "an empty line stands before the text", "remove it")
        if begins:
            self.text[-1] = unescape(line, number, self.file)
