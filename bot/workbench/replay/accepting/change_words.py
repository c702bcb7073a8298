"""What is told of files that are rewritten: each change with its place, what goes and what comes, and the count."""

from collections.abc import Iterable, Sequence

from dialogs.testing.scripts.accepting.changes import LineChange
from dialogs.testing.scripts.accepting.mending import RewrittenFile

REFUSAL = (
    "{file}: left as it is, for a verdict, a state or a JSON_PATH would change; if that is meant, run again with"
    " --accept-verdicts"
)
COUNT = "{files} rewritten: {changed} changed, {removed} removed, {added} added"
LEFT = "; {files} left as it is"
LEFT_SEVERAL = "; {files} left as they are"


def describe_changes(file: str, changes: Iterable[LineChange]) -> str:
    """Returns what changes in a file, each change with its place in the file as it was."""
    return "\n".join(_describe_change(file, each) for each in changes)


def describe_refusal(file: str, changes: Iterable[LineChange]) -> str:
    """Returns why a file is left as it is, with what would change, and the remedy."""
    return f"{REFUSAL.format(file=file)}\n{describe_changes(file, changes)}"


def describe_count(mended: Sequence[RewrittenFile], left: int) -> str:
    """Returns how many files and expectations were changed, and how many files were left."""
    kinds = [_name_kind(change) for each in mended for change in each.changes]
    dropped = sum(change.dropped for each in mended for change in each.changes)
    counted = COUNT.format(
        files=_count_files(len(mended)),
        changed=_count_expectations(kinds.count("")),
        removed=kinds.count("removed") + dropped,
        added=kinds.count("added"),
    )
    return counted + (LEFT if left == 1 else LEFT_SEVERAL).format(files=_count_files(left)) * (left > 0)


def _describe_change(file: str, change: LineChange) -> str:
    told = "; ".join(part for part in (_name_kind(change), change.note) if part)
    lines = [f"{file}:{change.line}:{told and ' '}{told}"]
    lines += [f"  - {line}" for line in change.old if line]
    lines += [f"  + {line}" for line in change.new if line]
    return "\n".join(lines)


def _name_kind(change: LineChange) -> str:
    return "" if change.old and change.new else "removed" if change.old else "added"


def _count_files(count: int) -> str:
    return "1 file" if count == 1 else f"{count:,} files"


def _count_expectations(count: int) -> str:
    return "1 expectation" if count == 1 else f"{count:,} expectations"
