"""What is said in each scene, from its first question on."""

from dialogs import phrases
from dialogs.conversation.buttons import CHANGE_KEY, LEAVE
from dialogs.conversation.commands import Command
from dialogs.conversation.questions import UNKNOWN_KEY
from dialogs.conversation.selecting import SO, THESE_KEY, make_mark_key
from dialogs.conversation.state_machine import ASKING, CONCLUDED, REVIEW, SETTLED
from dialogs.definition.facts import SeveralFact
from dialogs.testing.coverage.doing import pick_and_take_out
from dialogs.testing.coverage.guide import Guide
from dialogs.testing.coverage.itinerary import Itinerary
from dialogs.testing.coverage.late import answer_early, say_twice, tap_late, tap_unanswered
from dialogs.testing.coverage.possible import ASKED, DROPPED, UNASKED

RUBBISH = "purple elephants"

ELSEWHERE = frozenset({"back", "change", "start over", "pause", "resume", "stop"})
"""The commands of other scenes than that of the pages."""


def say_before_any_answer(_: Itinerary, guide: Guide) -> None:
    """Says at the first question what needs an answer, and what is no command."""
    state = guide.screening.state
    for text in ("/back", "/change", "/start_over", f"/{RUBBISH.partition(' ')[0]}"):
        guide.say(text)
        guide.go(state)


def ask_for_pages(itinerary: Itinerary, guide: Guide) -> None:
    """Asks for every page that no script has shown."""
    for command in Command:
        if command.value in itinerary.left.commands - ELSEWHERE:
            guide.say(f"/{command.value.replace(' ', '_')}")


def interrupt(itinerary: Itinerary, guide: Guide) -> None:
    """Pauses and stops after an answer, and goes on."""
    guide.tap(UNKNOWN_KEY)
    early = ["/result"] if "NOT_FINISHED" in itinerary.left.phrases else []
    for text in ("/pause", "/resume", "/stop", RUBBISH, *early, "/resume"):
        guide.say(text)


def reply_unclearly(itinerary: Itinerary, guide: Guide) -> None:
    """Says to ask-backs what settles none."""
    fact = next((fact for fact in itinerary.facts if guide.probes.find_several(fact)), itinerary.facts[0])
    guide.walk(itinerary.find_home((ASKED, fact)))
    several = guide.probes.find_several(fact)
    to_several = () if several is None else (several, "yes")
    for text in (*to_several, guide.probes.find_unclear(fact), f"yes, {RUBBISH}", "/back"):
        guide.say(text)


def choose_one_by_one(itinerary: Itinerary, guide: Guide) -> None:
    """Chooses options one by one at a question that takes several, takes them out, and records two."""
    several = (fact for fact in itinerary.facts if isinstance(itinerary.trial.facts[fact], SeveralFact))
    guide.walk(itinerary.find_home((ASKED, next(several))))
    pick_and_take_out(guide)
    for key in (make_mark_key(SO, ""), make_mark_key(SO, ""), THESE_KEY):
        guide.tap(key)


def change_by_menu(itinerary: Itinerary, guide: Guide) -> None:
    """Looks for an answer to change, leaves the menu, and chooses one."""
    guide.tap(UNKNOWN_KEY)
    guide.say("/change")
    guide.say(RUBBISH)
    guide.tap(LEAVE.key)
    guide.say("/change")
    guide.tap(CHANGE_KEY)
    guide.go(ASKING + itinerary.facts[0])


def drop_answers(itinerary: Itinerary, guide: Guide) -> None:
    """Changes an answer on which others depend."""
    guide.walk(itinerary.find_home((DROPPED,)))


def start_over(_: Itinerary, guide: Guide) -> None:
    """Leaves the menu that asks whether to start over, and then starts over."""
    guide.tap(UNKNOWN_KEY)
    guide.say("/start_over")
    guide.tap(LEAVE.key)
    guide.start_over()


def end_early(itinerary: Itinerary, guide: Guide) -> None:
    """Goes on where the questions end early."""
    itinerary.begin_at(guide, SETTLED)
    guide.say(RUBBISH)
    guide.say(phrases.EVERY_REASON_LABEL)


def finish(itinerary: Itinerary, guide: Guide) -> None:
    """Goes from the review to the result, with what is no choice there."""
    itinerary.begin_at(guide, REVIEW)
    guide.say(RUBBISH)
    guide.go(CONCLUDED)
    guide.say(phrases.EVERY_CRITERION_LABEL)
    guide.say("/stop")
    guide.say(RUBBISH)


def leave_unasked(itinerary: Itinerary, guide: Guide) -> None:
    """Goes to a review that names what was not asked."""
    guide.walk(itinerary.find_home((UNASKED,)))
    guide.finish(every_reason=False)


def repeat_answer(itinerary: Itinerary, guide: Guide) -> None:
    """Says an answer twice at the same moment."""
    guide.walk(itinerary.find_home((ASKED, itinerary.facts[0])))
    say_twice(guide)


def come_late(itinerary: Itinerary, guide: Guide) -> None:
    """Taps on questions that are over, and answers one that is not seen yet."""
    guide.walk(itinerary.find_home((ASKED, itinerary.facts[0])))
    guide.tap(UNKNOWN_KEY)
    tap_late(guide)
    guide.go(ASKING + itinerary.facts[0])
    answer_early(guide)
    tap_unanswered(guide)
