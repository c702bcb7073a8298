"""Every fixed sentence that people read in a dialogue, in one place.

What belongs to a trial stands in its definition.
"""

HELLO = "Screening for {acronym}: at most {most} questions. {pre_check} Give no names or other identifiers."
CODE_WORDS = (
    'Type an answer or choose one. "Don\'t know" and "waiting" are answers too; \'help\' lists what else you can say.'
)

UNKNOWN_LABEL = "Don't know"
PENDING_LABEL = "Waiting for the result"
WHY_LABEL = "Why?"
BACK_LABEL = "Back"
REFUSE_LABEL = "No, ask again"
KEEP_LABEL = "Keep: {answer}"
SELECTED_OPTION_LABEL = "✓ {label}"
SELECTED_LABEL = "Done"
SELECTED_SO_FAR = "Chosen so far: {answer}. '{done}' records it."
SELECTED_NOTHING = "Nothing is chosen."
NAME_ALL = "Name all that are so: what is not named counts as not so."
NAME_ALL_TESTED = "Name all that are so, and what was not tested: '{example}'. What is not named counts as not so."
NAME_THESE = "Name all of these that are so: {labels}. Or say '{none}'."

STOP_HERE_LABEL = "Stop here"
EVERY_REASON_LABEL = "List every reason"
SHOW_RESULT_LABEL = "Show the result"
EVERY_CRITERION_LABEL = "Every criterion"
CHANGE_LABEL = "Change an answer"
START_OVER_LABEL = "Start over"
RESUME_LABEL = "Resume"
LEAVE_LABEL = "Leave all as it is"
KEEP_ALL_LABEL = "Keep the answers"

PROGRESS = "{position} of at most {most}"
LISTING = "To list every reason"

TAKEN = "Recorded: {name}: {answer}."
TAKEN_BACK = "It does not go with this answer, so it was taken back: {name} ({answer})."
DROPPED = "No longer applies, so it was dropped: {name} ({answer})."
NOTED = "+ {name}: {answer}"
NOT_CERTAIN = "? {name}: {answer}"
NOTED_WORDS = '{said}  "{words}"'
STALE = "That question is no longer open, and nothing was changed. Recorded there: {name}: {answer}."
STALE_UNANSWERED = "That question is no longer open, and nothing was changed."
STALE_BUTTON = "That button is not on the open question, and nothing was changed."
NO_QUESTION = "You replied to a message that is not the open question, so nothing was changed."
UNSEEN = "What you wrote was not taken: it was meant for another question."
UNSEEN_ANSWERED = "What you wrote was not taken: it was meant for another question. Recorded there: {name}: {answer}."
DOUBLED = "The same words came twice within three seconds. Are they meant for this question too?"
OFFER_REFUSED = "Nothing was recorded."
CHOOSES_NOTHING = "Yes and no choose nothing here."
YES_OR_NO_ALONE = "Say yes or no alone, or another answer in full."
NOTHING_SAID = "No text arrived."
CHOOSE = "Choose one of: {labels}."
NO_COMMAND = "There is no such command; 'help' lists them."
FURTHEST_BACK = "This is the first question; there is nothing to go back to."
NOTHING_TO_CHANGE = "Nothing has been answered yet, so there is nothing to change."
NO_FACT = "No answer has that name."
TOO_OLD = "{name} counts for {days} days, and so is not known: the test is to be repeated."
PERHAPS_TOO_OLD = "{name} counts for {days} days, and is not known until it is certain that it is no older."
CONTRADICTION = "{said} Recorded so far: {recorded}. With this answer, that is asked again."
IMPRECISE = (
    "{answer} can lie on either side of the limit, {thresholds}, and leaves {criteria} open. "
    "Give a more exact answer, or keep this one. Keep it?"
)

NOTE_TITLE = "I read {count} answers. Nothing is recorded yet."
NOTE_TITLE_ONE = "I read one answer. Nothing is recorded yet."
NOTE_REPLACED = "This takes the place of the note before."
NOTE_EMPTY = "I read nothing of the trial's questions in that."
NOTE_NOTHING_NEW = "I read no further answer that is certain. Nothing is recorded."
NOTE_TOO_LONG = "Too long for a note, so not read: at most {most:,} characters."
NOTE_UNCERTAIN = "not certain"
NOTE_IMPRECISE = "not exact enough"
NOTE_RECORDED = "recorded is {answer}"
NOTE_RECORDED_STAYS = "What is recorded stays; 'change' changes it."
NOTE_KNOWN = "Recorded already: {names}."
NOTE_GAPS = "To be asked: {names}."
NOTE_LEFT = "About others or another time: {words}"
NOTE_UNREAD = "Not used: {words}"
NOTE_CUT = "Cut out of your note: {kinds}. The rest was read; nothing of the text is kept."
CUT_NAME = "a name"
CUT_DATE = "a date"
CUT_NUMBER = "a number"
CUT_ADDRESS = "an address"
NOTE_CHANGED = "Now on this page: {answers}."
NOTE_ANOTHER = "That is more than a plain correction, so this page stays. Write 'note:' before it to replace the page."
NOTE_UNCHANGED = "That changed nothing; 'change' and a name corrects one."
NOTE_WORDS_GONE = "The note's words are not kept."
NOTE_CHANGE_TITLE = "Which of them should change?"
NOTE_LOST = "No longer applies, so it was left out: {names}."
AND_MORE = "{names} and {count} more"
CUT = "…"
TAKE_ALL_LABEL = "Take all {count}"
TAKE_ONE_LABEL = "Take it"
TAKE_NONE_LABEL = "Take none"
CHANGE_ONE_LABEL = "Change one"
CHANGE_IT_LABEL = "Change it"
LEAVE_OUT_LABEL = "Leave it out"

SETTLED_OFFER = "You can stop here, or go on to list every reason for a screening log."
REVIEW_TITLE = "Please check the answers."
REVIEW_MISSING = "Not needed for a verdict, so not asked: {names}."
CHANGE_TITLE = "Which answer should change?"
START_OVER_TITLE = "Start over? That forgets the answers given so far ({count})."
ONE_AT_A_TIME = "Only one screening is held here, so another one takes the place of this one."
STARTED_OVER = "Started over; the earlier answers are forgotten."
STOPPED = "Stopped without a result; your answers are as they were. Resume where you were, or start over."
ALREADY_FINISHED = "This screening is finished; change an answer, or start over."
PAUSED = "Paused. Say 'resume' to go on; the answers stay as they are."
RESUMED = "Going on where you were."
CONCLUDED_OFFER = "You can still change an answer, or start over. 'result' shows the result again."
NOT_FINISHED = "There is no result yet; this is where you stand."

WHERE_YOU_STAND = "Where you stand, with {count} answered:"
NEXT_STEP = "Next: {step}."

HELP = """\
Answer by choosing or by typing. You can always say:
  don't know, or waiting (also with the day: pending 2026-12-01)
  back - the question before
  change - change any answer
  why - why this is asked, with the quoted criterion
  status - where you stand
  every criterion - each criterion, with its reason and quotation
  a whole note about the patient, typed or pasted at any question (or: note: TEXT)
    - what it says is shown first, and recorded when you take it
  stop - end without a result
  pause, resume - leave and come back
  start over - forget the answers and begin again (this is asked back)
  inaccurate - say what is not accurate here
About the trial: trial, criteria, plain (in plain words), pathway, hospitals, support, privacy"""

REPORT_FROM = (
    "A report is made of a screening that is kept, or on request in the terminal; here, 'result' and 'status' show what"
    " it would say."
)

PRIVACY = """\
No names, dates of birth or other identifiers are asked for; do not type them.
Two dates are turned into a number of days and forgotten. Text that is no answer leaves no trace."""
IN_MEMORY = "Answers stay in memory until you leave; nothing is written to disk or sent anywhere."
