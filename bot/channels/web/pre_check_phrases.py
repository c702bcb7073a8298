"""Every sentence that only the open pre-check says."""

BANNER = "Open pre-check: nothing is kept on the server unless you hand it to the site, and it ends within the hour."
ENDS_AT = "This one ends at {at}."
NO_NAMES = "Type no names and no dates of birth."
BEGIN_AGAIN = "Begin again"
KEEPING = (
    "Nothing is kept on the server: the answers stand, sealed, in the page that your browser shows. It ends within the"
    " hour, and closing the page forgets it. It is kept only where you hand it to the site, and forgotten there after"
    " {hours} hours where nobody takes it."
)

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
  report pdf - the report as a file, once something is answered
  start over - forget the answers and begin again (this is asked back)
About the trial: trial, criteria, plain (in plain words), pathway, hospitals, support, privacy"""
HELP_PAGES = """\
Beside a result stand "{report}", a file to keep, and "{hand_to_site}". The page itself can be printed.
  The browser's own way back leads to pages that were answered already: use "{back}" and "{change}" in place of it.
  To end it, close the page. "{begin_again}", at the top, leaves it for another one.
  Nothing has to be signed out. Times are UTC, as in the report."""
NOT_HERE = "An open pre-check cannot do that: it has no account and keeps nothing, and closing the page forgets it."
NOT_YET_HANDED = "It can be handed to the site once its result is shown."

HAND_LABEL = "Hand it to the site"
HAND_TITLE = "Hand this screening to the site?"
HAND_HELP = (
    "Then it is kept there, encrypted, under a code that works once within {hours} hours. Somebody at the site takes it"
    " with that code; where nobody does, it is forgotten."
)
HAND_SURE_LABEL = "Yes, hand it to the site"
HAND_STAY_LABEL = "No, back to the result"
HANDED_TITLE = "It was handed to the site"
HANDED_CODE = "Tell the site this code: {code}"
HANDED_HOW = (
    "There they say: take {code}. It works once, until {until}; then the screening is forgotten. Note it: no other page"
    " shows it."
)
HANDED_BEFORE_TITLE = "That was handed to the site before"
HANDED_BEFORE = "It was handed over once, its code was used, or its time is over; begin again for another one."

NOT_OURS_TITLE = "That was not taken"
NOT_OURS = (
    "The form is not from a pre-check of this browser, was changed, or your browser keeps no cookies; begin again."
)
OVER_TITLE = "This pre-check is over"
OVER = "It began over an hour ago, and nothing of it was kept; begin again."
UPDATED_TITLE = "The trial was updated"
UPDATED = "The trial's definition was changed since this pre-check began, so that it cannot go on; begin again."
ANSWERED_TITLE = "This page was answered already"
ANSWERED = "Nothing was changed: go on in the newest page, or begin again."
BUSY_TITLE = "Too many at once"
BUSY = "So much comes from your network that nothing is taken just now; try again in a few minutes."
LATER_TITLE = "That cannot be handed over just now"
LATER = "Nothing was kept. Send it again in a moment."
