"""Scenes: what holds for every question alike, and where nothing is asked any more. Each is a script of its own."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from dialogs.conversation.commands import DEPENDS_ON_KEEPING, Command
from dialogs.conversation.state_machine import CONCLUDED, REVIEW, SETTLED, STOPPED
from dialogs.testing.coverage import acts
from dialogs.testing.coverage.guide import Guide
from dialogs.testing.coverage.itinerary import SUFFIX, Itinerary, name_file
from dialogs.testing.scripts.format.abuse_words import SUFFIX as ABUSE
from dialogs.testing.scripts.format.blocks import Script


@dataclass(frozen=True)
class Scene:
    """A script that is made where something of `wanted` is left: the names of sentences and commands, and states."""

    file: str
    title: str
    play: Callable[[Itinerary, Guide], None]
    wanted: frozenset[str]


def script_scenes(itinerary: Itinerary) -> Iterator[Script]:
    """Yields the scripts of the scenes that show anything that is left."""
    for scene in (*SCENES, *ABUSING):
        left = itinerary.left
        if scene.wanted & (left.phrases | left.commands | left.states):
            guide = Guide(itinerary.dialogue, itinerary.now)
            scene.play(itinerary, guide)
            file = name_file(scene.file, suffix=ABUSE if scene in ABUSING else SUFFIX)
            yield itinerary.script(guide, file, scene.title)


SCENES = (
    Scene(
        "before-any-answer",
        "Before any answer there is nothing to go back to, to change or to forget.",
        acts.say_before_any_answer,
        frozenset({"FURTHEST_BACK", "NOTHING_TO_CHANGE", "STARTED_OVER", "NO_COMMAND", "back", "change", "start over"}),
    ),
    Scene(
        "pages",
        "Every page of information can be asked for at a question, which then still stands open.",
        acts.ask_for_pages,
        frozenset(command.value for command in {*Command} - DEPENDS_ON_KEEPING) - acts.ELSEWHERE,
    ),
    Scene(
        "paused-and-stopped",
        "A screening that was paused or stopped goes on where it was, with its answers.",
        acts.interrupt,
        frozenset({"PAUSED", "RESUMED", "STOPPED", "CHOOSE", "NOT_FINISHED", "pause", "resume", "stop", STOPPED}),
    ),
    Scene(
        "ask-back-replies",
        "Only a clear reply settles an ask-back: a yes to several offers, a yes with more behind it, or back do not.",
        acts.reply_unclearly,
        frozenset({"CHOOSES_NOTHING", "YES_OR_NO_ALONE", "OFFER_REFUSED"}),
    ),
    Scene(
        "chosen-one-by-one",
        "Several options are chosen one by one, and taken out again; only at the end are they recorded.",
        acts.choose_one_by_one,
        frozenset({"SELECTED_SO_FAR", "SELECTED_NOTHING"}),
    ),
    Scene(
        "change-an-answer",
        "An answer is changed by choosing it from all answers; the choice can be left.",
        acts.change_by_menu,
        frozenset({"CHANGE_TITLE", "NO_FACT"}),
    ),
    Scene(
        "dropped-answers",
        "A changed answer drops the answers that no longer apply.",
        acts.drop_answers,
        frozenset({"DROPPED"}),
    ),
    Scene(
        "start-over",
        "Starting over is asked back, and forgets all answers once that is confirmed.",
        acts.start_over,
        frozenset({"START_OVER_TITLE", "STARTED_OVER"}),
    ),
    Scene(
        "every-reason",
        "Where the questions end early, they go on to list every reason if that is wanted.",
        acts.end_early,
        frozenset({"SETTLED_OFFER", "LISTING", SETTLED}),
    ),
    Scene(
        "review-and-result",
        "The answers are checked at the review, and after the result the screening is finished.",
        acts.finish,
        frozenset({"REVIEW_TITLE", "CONCLUDED_OFFER", "ALREADY_FINISHED", "CHOOSE", REVIEW, CONCLUDED}),
    ),
    Scene(
        "not-asked",
        "The review names what was not asked, since no verdict needs it.",
        acts.leave_unasked,
        frozenset({"REVIEW_MISSING"}),
    ),
)

ABUSING = (
    Scene(
        "said-twice",
        "An answer that is said twice within a moment is asked back.",
        acts.repeat_answer,
        frozenset({"DOUBLED"}),
    ),
    Scene(
        "late-or-early",
        "A tap that comes late and a text that comes early change nothing.",
        acts.come_late,
        frozenset({"STALE", "UNSEEN", "UNSEEN_ANSWERED", "STALE_UNANSWERED"}),
    ),
)
"""The scenes of those who are late or hasty, which only the words of abuse scripts can play."""
