"""Playing scripts in this process: each through a layer of its own, and what became of it as the reports want it."""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import datetime
from threading import Lock
from time import perf_counter

from bot.config.errors import UsageFault
from bot.observability.error_description import format_error
from bot.workbench.layers.layer_factory import make_layer_factory
from bot.workbench.replay.passages import collect_passages
from bot.workbench.replay.result import FAILED, PASSED, ScriptResult, make_unreadable
from dialogs.conversation.dialogue import Dialogue
from dialogs.testing.coverage.reached import map_reached
from dialogs.testing.scripts.blocks import Script
from dialogs.testing.scripts.layer import Layer
from dialogs.testing.scripts.observation import observe
from dialogs.testing.scripts.played import Failure, PlayedScriptRun
from dialogs.testing.scripts.player import Player
from dialogs.testing.scripts.transcript import make_diff


@dataclass(frozen=True)
class ReplayPlan:
    """How scripts are played: of which trial, through which layer, when, and what of them is wanted."""

    trial: str
    through: str
    now: datetime
    with_passages: bool = False
    with_reached: bool = False


Numbered = tuple[int, Script]
"""A script, with its place in the order of playing."""

ReportResult = Callable[[int, ScriptResult], object]
"""What is told of each result, with the place of its script. It may be called from any thread, one at a time."""


def play(scripts: Iterable[Numbered], plan: ReplayPlan, tell: ReportResult) -> None:
    """Plays scripts in this process, and tells each result as soon as it is there."""
    one_at_a_time = Lock()
    with ExitStack() as stack:
        stage = make_layer_factory(plan.through, plan.trial, plan.now, stack)

        def play_one(at: int, script: Script) -> None:
            result = play_script(script, stage.layer(), plan)
            with one_at_a_time:
                tell(at, result)

        if stage.at_once == 1:
            for at, script in scripts:
                play_one(at, script)
            return
        pool = ThreadPoolExecutor(stage.at_once)
        stack.callback(pool.shutdown, cancel_futures=True)
        for future in [pool.submit(play_one, at, script) for at, script in scripts]:
            future.result()


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
        )
    seconds = perf_counter() - began
    is_heard = played.failure is not None or script.case != ""  # --accept asks what came to all rows of a table
    result = ScriptResult(
        script.file, script.title, PASSED, seconds, case=script.case,
        passages=collect_passages(played) if plan.with_passages else (),
        hearing=observe(played) if is_heard else None,
        reached=map_reached(layer, played, plan.now) if plan.with_reached and isinstance(layer, Dialogue) else None,
    )  # fmt: skip
    return result if played.failure is None else _make_failed_result(result, played, played.failure)


def _make_broken_result(error: Exception, plan: ReplayPlan) -> str:
    if isinstance(error, UsageFault):  # it says what to do
        return f"could not be played to its end through {plan.through}: {error}"
    return (
        f"could not be played to its end through {plan.through} ({format_error(error)}); report this, with the script"
    )


def _make_failed_result(result: ScriptResult, played: PlayedScriptRun, failure: Failure) -> ScriptResult:
    return replace(
        result, result=FAILED, file_of_line=failure.file, line=failure.line, message=failure.message,
        diff=make_diff(played),
    )  # fmt: skip
