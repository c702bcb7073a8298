"""Every word of a report that no other room has, and the signs that it draws.

What belongs to a trial stands in its definition.
"""

from bot.phrases import NO_SIGN, OFF_SIGN, OPEN_SIGN, YES_SIGN
from dialogs.rules.criteria import Effect
from dialogs.rules.standings import Standing
from dialogs.verdict.missing_answers import Cause

NAME = "Screening report {code}, {acronym}"
HEADLINE = "{name}: {badge}"
MADE_WITH_ANSWERS = "Made {made} UTC. Last answer taken {taken} UTC."
MADE_WITHOUT_ANSWERS = "Made {made} UTC. Nothing was answered."
UNFINISHED = "UNFINISHED, answers so far: {count}. This is not a result; go on with the screening."
RULED_OUT = "RULED OUT by the answers so far ({count}). Not every question was asked and checked."
SO_FAR = "so far: {word}"

MISSING = "Missing, and who can settle it"
MISSING_BY_THEN = "Needed once the time to wait is over, and who can settle it"
DEPENDS = "This also depends on {names}, not yet determined."
GAP = "{name}: {why}."
SETTLED_BY = "To be settled by {who}."
RETURN = "{name}: {when}"
NEXT = "Next"
KIND = "({kind})"
QUOTATIONS = "In the source's words"
ANSWER_NEXT = "Open {code}, and answer what is asked next: {name}."
CHECK_NEXT = "Open {code}, check the answers, and have the result shown."
CALL = "Call the trial site: it decides."
REACH = "{title} {sites}"
RETURN_TO = "{name}: {when}; then open {code}."
ANSWER_NEXT_UNKEPT = "Answer what is asked next: {name}."
CHECK_NEXT_UNKEPT = "Check the answers, and have the result shown."
RETURN_TO_UNKEPT = "{name}: {when}; then change the answer, or begin again."
REASON = "{id} {name}. {reason}"
NOT_NEEDED = "{name} ({why})"
EVERY_CRITERION = "Every criterion: {name}"
COLUMNS = ("Criterion, status", "Answer", "The source's words, and notes")
CRITERION = "{sign} {id} ({kind}): {status}"
TIME = "{day}, {time}"
SENTENCE = "{clause}."
NONE_NEEDED = "{lines}."
ANSWERED = "{name}: {answer}"

STEPS = {
    Cause.NOT_ASKED: "",
    Cause.UNKNOWN: "To be found out, then changed in the screening.",
    Cause.PENDING: "",
    Cause.IMPRECISE: "To be answered more exactly.",
    Cause.EXPIRED: "The test is to be repeated.",
    Cause.UNDATED: "When it was taken is to be found out, then changed in the screening.",
}
"""What is to be done where the definition names nobody who can settle it. What is awaited says when to come back
instead."""

SIGNS = {
    Standing.PASSES: YES_SIGN,
    Standing.FAILS: NO_SIGN,
    Standing.OPEN: OPEN_SIGN,
    Standing.OFF: OFF_SIGN,
}

MARKS = {Effect.PASSES: YES_SIGN, Effect.FAILS: NO_SIGN, Effect.OPEN: OPEN_SIGN}

NO_EXTRA = "the PDF needs the extra [reports]: pip install 'trialscreen[reports]'; --format html needs nothing more"
NO_FONT = "the PDF cannot be made: no font at hand has the character {character}; take --format html"
NO_PDF = "the PDF cannot be made ({reason}); take --format html"
NO_OUTPUT = "a PDF is no text for a terminal; name a file with --output, such as --output {file}"
WRITTEN = "{file}: the report of {code}. It holds its answers: health data."
