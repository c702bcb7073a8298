"""Every sentence that channels say besides the dialogue and the session service, whichever channel it is."""

NO_TEXT = "Only text and buttons are read here; a picture, a file or a voice message is not."
EDITED = "An edited message changes nothing here. Say 'change' to change an answer."
NOT_A_BUTTON = (
    "That button belongs to something that is not open any more, and nothing was changed. 'list' shows your screenings."
)
NOTE_READ = "I read {count} answers"
NOTE_READ_ONE = "I read one answer"
NOTE_TAKEN = "taken"
NOTE_NOT_TAKEN = "none taken"
NOTE_REPLACED = "changed, see below"
NOTE_BELOW = "see below"
NEXT_PAGE = "Next page ({page} of {pages})"
PREVIOUS_PAGE = "Previous page ({page} of {pages})"
TOO_MUCH = (
    "Too much at once: this was not recorded. Nothing that you send now is, until the bot says so itself, in a moment."
)
TOO_QUICK = "That came too fast, and was not recorded. Wait a few seconds, then answer what stands here."
HEARD_AGAIN = "Now all is recorded again. What came too fast was not (messages and taps: {count})."

AFTER_OUTAGE = "The bot was away for a while. What it had confirmed is recorded; this is where you were:"
DATE_DELETED = (
    "Your message held a date; it is deleted from this chat where that can be done. No date is kept here but the day"
    " on which a result is expected."
)
DATE_NOT_DELETED = (
    "Your message held a date: please delete it from this chat. No date is kept here but the day on which a result is"
    " expected."
)
NOTE_DELETED = (
    "Your message held a name, a date or a number that can identify a patient; it is deleted from this chat where that"
    " can be done. The rest of it was read; nothing of its text is kept."
)
NOTE_NOT_DELETED = (
    "Your message held a name, a date or a number that can identify a patient: please delete it from this chat."
    " The rest of it was read; nothing of its text is kept."
)
DATE_ON_PAGE = "What you typed held a date. No date is kept here but the day on which a result is expected."
NOTE_ON_PAGE = (
    "What you typed held a name, a date or a number that can identify a patient. The rest of it was read; nothing of"
    " its text is kept."
)
CONTACT_DELETED = (
    "A contact tells who somebody is; it is deleted from this chat where that can be done, and nothing of it is kept."
)
CONTACT_NOT_DELETED = "A contact tells who somebody is: please delete it from this chat. Nothing of it is kept here."
PLACE_DELETED = (
    "A place can tell who a patient is; it is deleted from this chat where that can be done, and nothing of it is kept."
)
PLACE_NOT_DELETED = "A place can tell who a patient is: please delete it from this chat. Nothing of it is kept here."

LET_IN_ALREADY = (
    "You are let in already, so that invitation was not used: it can still be given to somebody else, and you keep your"
    " role."
)
NOT_A_COORDINATOR = "Only a coordinator invites."
BACK_BY_COMMAND = (
    "An invitation back leads to somebody's answers, so none is made in a chat. Whoever runs the machine makes it:"
    " trialscreen invite --for {reference}"
)
NO_ROLE = "That is no role: write /invite and one of {roles}."
INVITED_APART = (
    "For one {role}, within {days} days: open a chat at {link}, and once the bot is in it, send: start {token}."
    " Whoever uses it first is in."
)
INVITED = (
    "For one {role}, within {days} days: {link} (or, in the chat with the bot: /start {token}). Whoever uses it first"
    " is in."
)
