"""Every sentence that only the page says."""

NOT_ENTERED_TITLE = "This invitation does not work"
NOT_ENTERED_TEXT = "It is not known, it was used before, or its time is over. Ask whoever invited you for a new one."

SIGNED_OUT_TITLE = "You need an invitation"
SIGNED_OUT_TEXT = "Nobody is signed in here, or the time is over. What was recorded is kept."
SIGNED_OUT_REMEDY = "Open the link of an invitation, or ask your coordinator for one."

UNREAD_TITLE = "That could not be read"
UNREAD_TEXT = "What your browser sent is not what this page asks for. Nothing was changed."
REFUSED_TITLE = "That was not taken"
REFUSED_TEXT = (
    "The form is not from the page that you have open, or your browser keeps no cookies. Nothing was changed."
)
MISSING_TITLE = "There is nothing here"
MISSING_TEXT = "This address leads to nothing that is yours."
SLOW_TITLE = "That took too long"
SLOW_TEXT = "What your browser sent did not arrive in time. Nothing was changed; send it again."
LONG_TITLE = "That is too long"
LONG_TEXT = "Send at most 20,000 characters at once. Nothing was changed."
TOO_MANY_TITLE = "Too many tries"
TOO_MANY_TEXT = "From your network so many invitations were tried that no more is taken just now. Try again in an hour."
LATER_TITLE = "That cannot be kept just now"
LATER_TEXT = "Nothing was recorded. Send it again in a moment."
LATER_READ_TEXT = "What is kept cannot be read just now. Open this page again in a moment."
FAILED_TITLE = "Something went wrong here"
FAILED_TEXT = "It was not your fault, and what was recorded is kept. Open the page again; if it comes again, report it."

FILE_TITLE = "The file that you asked for"
