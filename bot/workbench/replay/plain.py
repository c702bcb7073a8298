"""What became of the scripts as text and as plain values: place, title, what came instead, the diff, the remedy."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bot.workbench.replay.result import FAILED, UNREADABLE, ScriptResult


@dataclass(frozen=True)
class ScriptReport:
    """A text about one script: a failure, for standard output, or one line about a script that cannot be read."""

    text: str
    is_failure: bool


def describe_failures(results: Iterable[ScriptResult], *, with_trial: bool = False) -> Iterator[ScriptReport]:
    """Yields what is told of every script that did not pass, `with_trial` where several trials may be meant."""
    for each in results:
        if each.result == UNREADABLE:
            yield ScriptReport(f"trialscreen: {each.message}", is_failure=False)
        elif each.result == FAILED:
            trial = f" (trial {each.trial})" if with_trial else ""
            parts = (f"{each.place}: {each.title}{trial}", each.message, each.diff, each.remedy)
            yield ScriptReport("\n".join(part for part in parts if part), is_failure=True)


def summarize(results: Sequence[ScriptResult]) -> str:
    """Returns the counts in one line."""
    passed, failed, unreadable = count_results(results)
    return f"{passed} passed, {failed} failed, {unreadable} not readable"


def count_results(results: Iterable[ScriptResult]) -> tuple[int, int, int]:
    """Returns how many passed, failed, and could not be read."""
    codes = [each.code for each in results]
    return codes.count(0), codes.count(1), codes.count(2)


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
    if result.case:
        told["case"] = result.case
    if result.trial:
        told["trial"] = result.trial
    return told | {"seconds": round(result.seconds, 4)}
