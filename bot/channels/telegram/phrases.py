"""Every sentence that only the Telegram channel says."""

WELCOME = (
    "You are let in. Chats with bots on Telegram are not end-to-end encrypted: never write a name, a date of birth or"
    " another identifier here."
)
NO_TEXT = "Only text and buttons are read here; a picture, a file or a voice message is not."
EDITED = "An edited message changes nothing here. Say 'change' to change an answer."
NOT_A_BUTTON = (
    "That button belongs to something that is not open any more, and nothing was changed. 'list' shows your screenings."
)
TOO_MUCH = "Too much at once: wait a moment; nothing of it was recorded."

AFTER_OUTAGE = "The bot was away for a while. What it had confirmed is recorded; this is where you were:"
DATE_DELETED = (
    "Your message held a date; it is deleted from this chat where Telegram allows it. Dates are never kept here."
)

NOT_A_COORDINATOR = "Only a coordinator invites."
NO_ROLE = "That is no role: write /invite and one of {roles}."
INVITED = (
    "For one {role}, within {days} days: {link} (or, in the chat with the bot: /start {token}). Whoever uses it first"
    " is in."
)

MENU = {
    "list": "Your screenings: go on with one, or forget one",
    "new": "Begin another screening",
    "resume": "Go on, or choose a screening",
    "status": "What is answered, and the verdict so far",
    "why": "Why this is asked, with the criterion",
    "back": "Back to the question before",
    "edit": "Change an answer",
    "cancel": "Stop this screening",
    "trial": "What the trial is",
    "criteria": "All criteria in full",
    "pathway": "What follows after entry",
    "hospitals": "Which hospitals to ask, and how to reach them",
    "support": "Who supports patients and families",
    "report": "Report an inaccuracy",
    "pdf": "The report, as a PDF",
    "picture": "The decision, as a picture",
    "text": "The report, in this chat",
    "handover": "Hand a screening to a colleague",
    "forget": "Forget a screening for good",
    "privacy": "What is kept, and how long",
    "help": "What you can say",
}
"""The command menu: words and what they do."""
