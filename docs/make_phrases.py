"""Makes docs/phrases.md and docs/wording-*.md from the code: `PYTHONPATH=. python docs/make_phrases.py`."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from docs.phrase_groups import PARTS, SIGNS, SOURCES, Group, Source, with_gaps
from docs.wording_page import wording_page

HERE = Path(__file__).parent
TRIALS = HERE.parent / "dialogs" / "trials"

SHORT = 60
"""Up to how many characters a phrase that is no sentence is a heading or a word."""

LINE = 120
BETWEEN = " · "

HEAD = """\
# What people read

Every fixed sentence of the program, in the order in which people meet them; \
the first part takes about ten minutes. What stands
between ‹ and › is filled in, and buttons stand in brackets. \
The words of a trial itself (questions, reasons, verdicts) stand in a file
of their own: {files}.

Made from the code by `docs/make_phrases.py`, and a test holds the two together. \
To change a sentence, change it in the code and make
this anew: `PYTHONPATH=. python docs/make_phrases.py`.
"""


def main() -> None:
    """Writes the files."""
    for file, text in made().items():
        (HERE / file).write_text(text, encoding="utf-8")


def made() -> dict[str, str]:
    """Returns each file's text by its name."""
    trials = {f"wording-{path.stem}.md": path for path in sorted(TRIALS.glob("*.yaml"))}
    links = ", ".join(f"[{path.stem}]({name})" for name, path in trials.items())
    return {"phrases.md": phrases_page(links)} | {name: wording_page(path) for name, path in trials.items()}


def phrases_page(links: str) -> str:
    """Returns the list of all fixed sentences."""
    lines = [HEAD.format(files=links)]
    for title, groups in PARTS:
        lines.append(f"## {title}\n")
        for group in groups:
            lines += [f"### {group.title}\n", f"*{group.when}*\n", *_listed(group), ""]
    return "\n".join(lines).rstrip("\n") + "\n"


def placed() -> list[tuple[Source, str]]:
    """Returns every phrase that stands in a group, once for each time that it does."""
    return [
        (source, name)
        for _, groups in PARTS
        for group in groups
        for source, names in group.phrases
        for name in _names(source, names)
    ]


def there() -> list[tuple[Source, str]]:
    """Returns every phrase that there is."""
    return [(source, name) for source in SOURCES for name in _names(source, "")]


def _names(source: Source, names: str) -> list[str]:
    if names:
        return names.split()
    return [name for name in vars(source) if name.isupper() and name not in SIGNS]


def _listed(group: Group) -> Iterator[str]:
    """Yields the lines of a group: an item for each sentence; buttons, headings and words in a row share one."""
    short: list[str] = []
    for text, is_short in _texts(group):
        if short and not (is_short and len(BETWEEN.join([*short, text])) <= LINE):
            yield f"- {BETWEEN.join(short)}"
            short = []
        if is_short:
            short.append(text)
        else:
            yield f"- {text}"
    if short:
        yield f"- {BETWEEN.join(short)}"


def _texts(group: Group) -> Iterator[tuple[str, bool]]:
    """Yields what a group's phrases read, and whether that is a button, a heading or a word."""
    for source, names in group.phrases:
        for name in _names(source, names):
            said = getattr(source, name)
            for text in said.values() if isinstance(said, Mapping) else said if isinstance(said, tuple) else [said]:
                read = with_gaps(text).replace("\n", "  \n  ")
                if name.endswith("_LABEL"):
                    yield f"[{read}]", True
                elif read:
                    yield read, len(read) <= SHORT and read[-1] not in ".?!"


if __name__ == "__main__":
    main()
