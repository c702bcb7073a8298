"""Playing scripts in this process: each through a layer of its own, and what became of it as the reports want it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from threading import Lock
from time import perf_counter

from bot.config.errors import UsageFault
from bot.observability.error_description import format_error
from bot.workbench.replay.failures import describe_failures_of
from bot.workbench.replay.passages import collect_passages
from bot.workbench.replay.result import FAILED, PASSED, ScriptResult, make_unreadable
from bot.workbench.replay.trial_layers import TrialLayers
from bot.workbench.replay.wrong_trial import describe_doubtful_trial, describe_other_trial, find_other_trial
from dialogs.conversation.dialogue import Dialogue
from dialogs.testing.coverage.reached import map_reached
from dialogs.testing.scripts.format.blocks import Script
from dialogs.testing.scripts.format.faults import MOST
from dialogs.testing.scripts.playing.layer import Layer
from dialogs.testing.scripts.playing.observation import observe
from dialogs.testing.scripts.playing.played import Failure, PlayedScriptRun
from dialogs.testing.scripts.playing.player import Player
from dialogs.testing.scripts.playing.transcript import make_diff


@dataclass(frozen=True)
class ReplayPlan:
    """How scripts are played: through which layer, when, and what of them is wanted.

    `trial` is that of scripts that name none, and `option` names it. `known_trials` are all that may be meant.
    """

    trial: str
    through: str
    now: datetime
    with_passages: bool = False
    with_reached: bool = False
    known_trials: tuple[str, ...] = ()
    option: str = "--trial"


Numbered = tuple[int, Script]
"""A script, with its place in the order of playing."""

ReportResult = Callable[[int, ScriptResult], object]
"""What is told of each result, with the place of its script. It may be called from any thread, one at a time.

What it raises ends the playing.
"""


def play(scripts: Iterable[Numbered], plan: ReplayPlan, tell: ReportResult) -> None:
    """Plays scripts in this process, and tells each result as soon as it is there."""
    one_at_a_time = Lock()

    def play_one(at: int, script: Script, layer: Layer) -> None:
        result = play_script(script, layer, plan)
        with one_at_a_time:
            tell(at, result)

    with TrialLayers(plan.through, plan.now) as layers:
        for at, script in scripts:
            layers.run(script.trial or plan.trial, partial(play_one, at, script))
        layers.wait()


def play_script(script: Script, layer: Layer, plan: ReplayPlan) -> ScriptResult:
    """Plays one script through a layer, and returns what became of it; that the layer broke off is a result as well."""
    began = perf_counter()
    try:
        played = Player(layer, plan.now).play(script)
    except Exception as error:  # noqa: BLE001 - the other scripts still run, and a person sees no traceback
        return replace(
            make_unreadable(script.file, f"{script.file}: {_make_broken_result(error, plan)}"),
            title=script.title,
            case=script.case,
            trial=script.trial or plan.trial,
        )
    seconds = perf_counter() - began
    is_heard = played.failure is not None or script.case != ""  # --accept asks what came to all rows of a table
    result = ScriptResult(
        script.file, script.title, PASSED, seconds, case=script.case, trial=script.trial or plan.trial,
        passages=collect_passages(played) if plan.with_passages else (),
        hearing=observe(played) if is_heard else None,
        reached=map_reached(layer, played, plan.now) if plan.with_reached and isinstance(layer, Dialogue) else None,
    )  # fmt: skip
    return result if played.failure is None else _make_failed_result(result, played, played.failure, plan)


def _make_broken_result(error: Exception, plan: ReplayPlan) -> str:
    if isinstance(error, UsageFault):  # it says what to do
        return f"could not be played to its end through {plan.through}: {error}"
    return (
        f"could not be played to its end through {plan.through} ({format_error(error)}); report this, with the script"
    )


def _make_failed_result(
    result: ScriptResult, played: PlayedScriptRun, failure: Failure, plan: ReplayPlan
) -> ScriptResult:
    return replace(
        result, result=FAILED, file_of_line=failure.file, line=failure.line,
        message=describe_failures_of(result.file, played.failures), faults=played.failures[:MOST],
        diff=make_diff(played),
        remedy=describe_other_trial(find_other_trial(played, plan.known_trials, plan.now), played),
        hint=describe_doubtful_trial(played, plan.option),
    )  # fmt: skip
