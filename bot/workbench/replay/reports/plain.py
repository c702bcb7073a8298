"""What became of the scripts as text and as plain values: place, title, what came instead, the diff, the remedy."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bot.workbench.replay.result import FAILED, PASSED, SKIPPED, UNREADABLE, ScriptResult


@dataclass(frozen=True)
class ScriptReport:
    """A text about one script: a failure, for standard output, or one line about a script that cannot be read."""

    text: str
    is_failure: bool


def describe_failures(results: Iterable[ScriptResult], *, with_trial: bool = False) -> Iterator[ScriptReport]:
    """Yields what is told of every script that did not pass, `with_trial` where several trials may be meant."""
    for each in results:
        if each.result == UNREADABLE:
            lines = each.message.split("\n")
            yield ScriptReport("\n".join(f"trialscreen: {line}" for line in lines), is_failure=False)
        elif each.result == FAILED:
            trial = f" (trial {each.trial})" if with_trial else ""
            parts = (f"{each.place}: {each.title}{trial}", each.message, each.diff, each.remedy)
            yield ScriptReport("\n".join(part for part in parts if part), is_failure=True)


def summarize(results: Sequence[ScriptResult]) -> str:
    """Returns the counts in one line."""
    passed, failed, unreadable = count_results(results)
    skipped = count_skipped(results)
    return f"{passed} passed, {failed} failed, {unreadable} not readable" + (
        f", {skipped} not played" if skipped else ""
    )


def count_results(results: Iterable[ScriptResult]) -> tuple[int, int, int]:
    """Returns how many passed, failed, and could not be read."""
    told = [each.result for each in results]
    return told.count(PASSED), told.count(FAILED), told.count(UNREADABLE)


def count_skipped(results: Iterable[ScriptResult]) -> int:
    """Returns how many were not played any more."""
    return sum(each.result == SKIPPED for each in results)


def plain_result(result: ScriptResult) -> dict[str, object]:
    """Returns a result as JSON tells it."""
    told: dict[str, object] = {"script": result.file}
    if result.title:
        told["title"] = result.title
    told["result"] = result.result
    if result.result == FAILED:
        told |= {
            "line": result.line,
            "message": result.message,
            "diff": result.diff,
            "place": result.place,
            "remedy": result.remedy,
        }
    elif result.result == UNREADABLE:
        told["message"] = result.message
    if result.result in {FAILED, UNREADABLE}:
        told["faults"] = [
            {"place": f"{each.file or result.file}:{each.line}", "message": each.message} for each in result.faults
        ]
    if result.case:
        told["case"] = result.case
    if result.trial:
        told["trial"] = result.trial
    return told | {"seconds": round(result.seconds, 4)}
