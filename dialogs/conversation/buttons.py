"""The buttons that stand under menus, early ends, the review and the result."""

from dialogs import phrases
from dialogs.conversation.commands import Command
from dialogs.conversation.messages import Button
from dialogs.conversation.questions import BACK_KEY, WHY_KEY
from dialogs.conversation.state_machine import CONCLUDED, REVIEW, SETTLED

STOP_HERE = Button(phrases.STOP_HERE_LABEL, "stop_here")
EVERY_REASON = Button(phrases.EVERY_REASON_LABEL, "every_reason")
SHOW_RESULT = Button(phrases.SHOW_RESULT_LABEL, "show_result")
EVERY_CRITERION = Button(phrases.EVERY_CRITERION_LABEL, "every_criterion")
CHANGE = Button(phrases.CHANGE_LABEL, "change")
START_OVER = Button(phrases.START_OVER_LABEL, "start_over")
RESUME = Button(phrases.RESUME_LABEL, "resume")
BACK = Button(phrases.BACK_LABEL, BACK_KEY)
LEAVE = Button(phrases.LEAVE_LABEL, "leave")
KEEP_ALL = Button(phrases.KEEP_ALL_LABEL, "leave")
CHANGE_KEY = "change:"

END_BUTTONS = {
    SETTLED: (STOP_HERE, EVERY_REASON, EVERY_CRITERION, CHANGE, BACK),
    REVIEW: (SHOW_RESULT, CHANGE, BACK),
    CONCLUDED: (EVERY_CRITERION, CHANGE, START_OVER),
}

COMMAND_KEYS = {
    WHY_KEY: Command.WHY,
    BACK_KEY: Command.BACK,
    EVERY_CRITERION.key: Command.EVERY_CRITERION,
    CHANGE.key: Command.CHANGE,
    START_OVER.key: Command.START_OVER,
    RESUME.key: Command.RESUME,
}
"""The buttons that do what a command does."""
