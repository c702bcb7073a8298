"""Every sentence that only the Telegram channel says."""

WELCOME = (
    "You are let in. Chats with bots on Telegram are not end-to-end encrypted: never write a name, a date of birth or"
    " another identifier here."
)
LABELS_IN_FULL = "Buttons whose words do not fit, in full:"
MENU = {
    "list": "Your screenings: go on with one, or forget one",
    "new": "Begin another screening; this one stays",
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
    "report": "The report, in this chat",
    "pdf": "The report, as a PDF",
    "picture": "The decision, as a picture",
    "inaccurate": "Say what is not accurate",
    "handover": "Hand a screening to a colleague",
    "link": "Go on at another device of yours",
    "unlink": "Let this account stand alone again",
    "forget": "Forget a screening for good",
    "privacy": "What is kept, and how long",
    "help": "What you can say",
}
"""The command menu: words and what they do."""

COORDINATOR_MENU = {
    "invite": "Invite somebody: /invite, a role, and for whom it is",
    "log": "The screening log",
}
"""What a coordinator's menu has besides."""
