"""Every sentence that only the web page says."""

OPEN_SIGN = "◔"
TAKEN_SIGN = "✓"
CAUTION_SIGN = "⚠"

SITE = "Trial screening"
TITLE = "{title} · {site}"
SO_FAR_TITLE = "The verdict so far"
ERROR_TITLE = "Error: {title}"
ASK_BACK_TITLE = "Asked back: {title}"
QUESTION_TITLE = "Question"
MENU_TITLE = "Choose"
NOTE_TITLE = "A note about the patient"
RESULT_TITLE = "Result"
TOLD_TITLE = "For you to know"
PAUSED_TITLE = "Paused"
FORGET_TITLE = "Forget a screening"
START_OVER_TITLE = "Start over?"
INACCURATE_TITLE = "Report an inaccuracy"
SO_FAR = "The verdict so far: {trial}"
SO_FAR_WITH_CODE = "The verdict so far: {trial}, {code}"
AS_OF = "As of {at}."
OF_SCREENING = "Screening {code}"

SKIP = "Skip to what is asked"
MENU = "Menu"
LIST = "Your screenings"
LOG = "Screening log"
HELP = "Help"
SIGN_OUT = "Sign out"
PRIVACY = "Privacy"
LINK = "Link another account"
UNLINK = "Unlink this account"

HOSPITALS = "Which hospitals to ask"
FORGET = "Forget this screening"
SHOW_RESULT = "Show the result"
PICTURE = "Picture of the decision"
RESUME = "Resume"

PROBLEM = "There is a problem"
RESULT = "Result: {trial}"
RESULT_WITH_CODE = "Result: {trial}, {code}"
WHAT_NEXT = "What next?"
WHY = "Why is this asked?"
FILES = "Your files"
CHANGE = "Change"
OF = "of {name}"
BEHIND = "Quotation and notes"
CRITERION = "Criterion"
STATUS = "Status and reason"

ANSWER = "Your answer, or a note about the patient"
OR_TYPE = "Or type: an answer, or a note about the patient"
OR_SAY = "Or type what you want"
SEND = "Send"
SEND_AGAIN = "Send again"
CHOSEN = "Your choice is kept on this page. Send it again."

PRE_CHECK = "This is a pre-check: the trial site decides."
KEPT = "Type no names and no dates of birth. Answers are kept encrypted on the trial centre's own server."
SIGNS_OUT = "If you do nothing, you are signed out at {at}."

WORDS_TITLE = "Words that you can type here"
HELP_ANSWERING = """\
Press a button to answer, or type into the field and press "{send}".
  "{back}", at the top, leads to the question before.
  "{change}" stands beside the answers where they are checked, and beside a result.
  "{unknown}" and "{waiting}" are answers too.
  "{why}" unfolds the criterion behind a question.
  A whole note about the patient can be typed or pasted into the field, up to {most:,} characters. \
What it says is shown first, and recorded when you take it."""
HELP_SCREENINGS = """\
"{screenings}", at the top, goes on with a screening, or begins another one.
  Beside a result stand "{report}", "{picture}", "{hand_over}" and "{forget}".
  Answers are kept encrypted, under a code that says nothing about the patient.
  At the foot of the page "{privacy}" says for how long, and "{link}" gives a code for your phone: then both show the \
same screenings.
  Times are UTC, as in the reports."""
HELP_SIGNING_OUT = """\
"{sign_out}", at the top, ends it in this browser, after asking you. What was recorded is kept.
  If you do nothing you are signed out too; the foot of the page says when.
  To come back, sign in with your hospital if it let you in, or use a passkey: "{passkeys}", at the foot, adds one.
  Else you need an invitation back: any other one lets you in as somebody new. \
"{sign_out}" shows your reference; with it your coordinator makes one: trialscreen invite --for REFERENCE"""

GO_ON = "Go on with the screening"
ENTER_TITLE = "You have an invitation"
ENTER_SAYS = "Press the button to be let in, in this browser. An invitation can be used once."
ENTER = "Enter"
WELCOME = """\
You are let in. Never write a name, a date of birth or another identifier here. \
By a passkey you come back by yourself: the link "Passkeys" is at the foot of the page."""

FILE_LINK = "{what} ({form})"
FORMS = {"pdf": "PDF", "html": "web page", "picture": "PNG", "csv": "CSV", "xlsx": "spreadsheet", "log": "text"}

NOT_ENTERED_TITLE = "This invitation does not work"
NOT_ENTERED_TEXT = "It is not known, it was used before, or its time is over. Ask whoever invited you for a new one."

SIGNED_OUT_TITLE = "You are not signed in"
SIGNED_OUT_TEXT = "Nobody is signed in here: a sign-in ends by itself after a while. What was recorded is kept."
NOT_RECORDED_TITLE = "That was not recorded"
NOT_RECORDED_TEXT = (
    "Nobody is signed in here, or the time is over: what you just sent was NOT recorded, and is not kept here. Note"
    " what it was, and answer again once you are let in."
)
COMING_BACK = """\
To go on with your screenings:
  With a passkey you come back by yourself, if you added one here.
  Without one ask your coordinator for an invitation back. They make it with: trialscreen invite --for REFERENCE
  Your reference stood on the page that asked whether to sign out. Without it, 'trialscreen people' finds you.
  Open the link that they send you in this browser, and press "Enter".
Any other invitation lets you in as somebody new, with no screenings. It is the right one if you were never here."""
SIGN_OUT_TITLE = "Sign out?"
SIGN_OUT_SAYS = "Your answers stay recorded, but from this browser nobody sees them any more."
COMING_BACK_AS = (
    "By a passkey you come to your screenings again by yourself. Without one you need an invitation back. Your"
    " coordinator makes it with your reference: {reference}. Note it. Any other invitation lets you in as somebody new."
)
STILL_SIGNED_IN = "You are still signed in: nothing can be kept just now. Sign out again in a moment."
LEFT_TITLE = "You are signed out"
LEFT_TEXT = "This browser shows nothing of yours any more. What was recorded is kept."

UNREAD_TITLE = "That could not be read"
UNREAD_TEXT = "What your browser sent is not what this page asks for. Nothing was changed."
REFUSED_TITLE = "That was not taken"
REFUSED_TEXT = (
    "The form is not from the page that you have open, or your browser keeps no cookies. Nothing was changed."
)
MISSING_TITLE = "There is nothing here"
MISSING_TEXT = "This address leads to nothing that is yours. A file can be fetched for an hour; then ask for it again."
SLOW_TITLE = "That took too long"
SLOW_TEXT = "What your browser sent did not arrive in time. Nothing was changed; send it again."
LONG_TITLE = "That is too long"
LONG_TEXT = (
    "A note has at most {most:,} characters, and this had far more. Nothing was changed, and what you typed is not kept"
    " here. Take what matters from where you wrote it, and send only that."
)
TOO_MANY_TITLE = "Too many tries"
TOO_MANY_TEXT = (
    "So many invitations that do not work were tried that none is taken just now. Yours was not used: open its link"
    " again in a few minutes."
)
LATER_TITLE = "That cannot be kept just now"
LATER_TEXT = "Nothing was recorded. Send it again in a moment."
LATER_READ_TITLE = "That cannot be shown just now"
LATER_READ_TEXT = "What is kept cannot be read just now. Open this page again in a moment."
LATER_ENTER_TEXT = "You are not let in yet, and your invitation was not used. Press the button again in a moment."
FAILED_TITLE = "Something went wrong here"
FAILED_TEXT = "The program failed, and what was recorded is kept. Open the page again; if it comes again, report it."

FILE_TITLE = "The file that you asked for"
