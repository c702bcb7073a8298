"""Every sentence around a dialogue wherever screenings are stored, and the signs and words of an outcome."""

KEPT_UNDER = (
    "This screening is kept under the code {code}. Note it in your own records; the code says nothing about the"
    " patient."
)
STAYS = "Screening {code} stays as it is; 'open {code}' goes on with it."
OPEN_AGAIN = "open {code}"
BACK_AT = "Screening {code}, begun {begun}."
ONE_UNFINISHED = "You have an unfinished screening. Go on with it, or start a new one."
SOME_UNFINISHED = "You have {count} unfinished screenings. Go on with one, or start a new one."
LIST_TITLE = "Your screenings, those used last first:"
LIST_LINE = "{code}: {trial}, {standing}, last used {used}, kept until {until}"
LIST_MORE = "There are more; open one by its code: open CODE."
OPEN_NOW = " (open now)"
NONE_KEPT = "No screening of yours is kept."
NOTHING_OPEN = "No screening is open."
NO_CODE = "That is no code: one character is wrong, or one is missing. A code looks like this: K7Q4-2MX."
NOT_YOURS = "You have no screening with the code {code}."
GONE = "That screening is no longer kept: it was forgotten, here or on another device."
HANDED_OVER = (
    "That screening is no longer yours: a colleague took it over, or it is with an account that is linked no longer."
)
REDEFINED = "The definition of the trial changed before anything was answered. Begin again."
FORGET_WHICH = "No screening is open. Name one: forget CODE."
FORGET_ASK = "Forget screening {code} for good? Its answers are destroyed, and nobody can bring them back."
FORGET_ANEW = "This screening went on since, from another device of yours ({standing} now). Nothing was forgotten yet."
FORGOTTEN = "Screening {code} is forgotten for good."
CHOOSE_FIRST = "Nothing was recorded. Choose one of these first."
NOT_FORGOTTEN = "Nothing was forgotten."
UNREADABLE = (
    "Screening {code} began with a definition of {trial} that this program can no longer read; forget it, and begin a"
    " new one."
)

FAILED = (
    "That went wrong here, by a fault of ours, and nothing of it was recorded. What was asked above still stands:"
    " please say it again. Should it go wrong again, tell whoever runs this program."
)
DAMAGED = (
    "What is kept here of this cannot be read any more, and nothing was recorded just now. Tell whoever runs this"
    " program: a backup brings it back."
)
SHOWN_PLAINLY = "By a fault of ours this can only be shown as plain text; what was said is taken."
NOT_SHOWN = (
    "A message cannot be shown here, by a fault of ours; what was recorded stays recorded. 'resume' shows what stands"
    " open. Should it go wrong again, tell whoever runs this program, with this number: {number}."
)
TYPE_INSTEAD = "Buttons cannot be shown here, by a fault of ours. Type what you choose:"
BROKEN_OFF = "the program broke off, by a fault of its own ({error}); please report it"

NO_TRIAL = "No trial is called that. There are: {trials}."
TRIAL_FAULTY = (
    "The definition of {trial} cannot be read just now, so no screening was begun. Tell whoever runs this program."
)

HANDOVER_WHICH = "No kept screening is open. Name the one to hand over: hand over CODE."
HANDOVER = """\
Tell this code to the colleague who goes on with screening {code}: {handover}
They say: take {handover}. Then the screening is theirs, and no longer yours. \
The code works once, within {hours} hours (until {until}). \
Saying 'hand over' again makes another one, and this one void."""
TAKE_WHICH = "Say the code that your colleague was given: take CODE."
TAKE_NO_CODE = (
    "That is no handover code: one character is wrong, or one is missing. A handover code looks like this: K7Q-42M-XD1."
)
TAKE_REFUSED = (
    "Nothing can be taken over with that code: it is wrong, was used, or is too old. Ask your colleague for a new one."
)
TAKE_TOO_MANY = "Too many wrong codes. Wait until {until}, then say the code again."
TAKE_OWN = "That screening is yours already. The code is for a colleague, and still works."
TAKEN_OVER = "Screening {code} is yours now. Whoever handed it over no longer sees it."

CODE_OF_LINK = "That code links accounts, and was not used. To link this account, type: link {code}"
CODE_OF_HANDOVER = "That code hands a screening over, and was not used. To take the screening over, type: take {code}"
CODE_OF_SCREENING = "That is the code of a screening. To go on with it, type: open {code}"
ONE_TIME_CODE = (
    "That is a code that works once, and was not used. If another device of yours shows it, type: link {code}. If a"
    " colleague hands a screening over, type: take {code}."
)
LINK_CODE = """\
On your other device, in the chat with the bot or in the field of the page, type: {words}
You must have been let in there too, by an invitation of its own. Then each device shows the screenings of both. \
The code works once, within {minutes} minutes (until {until}).
Tell it to nobody else: whoever types it sees your screenings, and you see theirs."""
LINK_WORDS = "link {code}"
LINKED = (
    "This account is linked: from now on it and your others show the same screenings. 'list' goes on with one where it"
    " stands. 'unlink' lets an account go again, with the screenings that it began or took over."
)
LINK_NOT_LET_IN = "Only accounts that were let in by an invitation can be linked. Nobody is at this place."
LINK_NO_CODE = (
    "That is no code that links accounts: one character is wrong, or one is missing. Such a code looks like this:"
    " K7Q-42M-XD1."
)
LINK_REFUSED = (
    "Nothing can be linked with that code: it is wrong, was used, or is too old. Say 'link' on the other device for a"
    " new one."
)
LINK_TWO_CODES = "There is more than one code in that. Type only the one that your other device shows: link CODE."
LINK_OWN = "That is this account's own code, and it still works. Type it on your other device."
LINK_ALREADY = "These accounts are linked already: 'list' shows the screenings of both."
LINK_OTHER_ROLE = "These accounts were let in with different roles, so they cannot be linked. Ask a coordinator."
UNLINK_ASK = """\
Unlink this account? Your other accounts, and your screenings on them, stay as they are.
Shown here from then on, and nowhere else: {own}. That is what was begun or taken over here.
Shown on your other accounts only: {others}.
Open handover codes of all of them are void. 'link' links the account again."""
UNLINK_ANEW = "Your screenings changed since, on another device of yours. Nothing was unlinked yet."
COUNTED_ONE = "1 screening"
COUNTED = "{count} screenings"
COUNTED_NONE = "no screening"
WENT_ON = "This screening went on since, from another device of yours."
UNLINKED = (
    "This account is linked no longer. It has the screenings that were begun or taken over here; all others stay with"
    " your other accounts. Open handover codes of all of them are void."
)
UNLINK_NONE = "This account stands alone: it is linked with no other that has access. All its screenings stay here."

DESK_HELP = """\
Your screenings are kept. You can always say:
  list - your screenings, to go on with one
  open CODE - go on with the one that has this code
  new, /new TRIAL or /new NOTE - begin another one; this one stays
  hand over, or hand over CODE - get a code with which a colleague takes one over
  take CODE - take over the screening for which a colleague got that code
  link - get a code for your other device; there say link CODE, and both show the same screenings
  unlink - let this account stand alone again, with the screenings that it began or took over
  forget, or forget CODE - destroy one for good
  report, or report CODE - the report of one, shown here
  report pdf, or report html - the same as a file ('report pdf letter': US paper)
  picture, or picture CODE - the decision as a picture
  inaccurate - tell the coordinator of an inaccuracy, by choosing what it is about"""

FILE_WHICH = "No screening is open. Name one: {words} CODE."
NOTHING_TO_FILE = "Nothing is answered yet, so there is nothing to report."
NONE_KEPT_HERE = "This screening is not kept, so it has no code; 'report', 'report pdf' and 'picture' are of it."
NOTE_WAITS = "Your note is read once you have started over; it is written nowhere."
NO_FILES = "No files can be sent here; 'report' shows the report."
UNKEPT_CODE = "(not kept)"
LOG_COMMAND = "No files can be sent here; this command makes the log: trialscreen log"
TOO_MANY_FILES = "Too many files at once: ask again in a minute; 'report' shows the report here."
FILE_NAMES = {"report": "Report", "picture": "Picture of the decision", "log": "Screening log"}
FILE_CAPTION = (
    "{what} of {code}. It holds its answers: health data. Next: 'resume' goes on, 'new' begins another screening."
)
FILE_WRITTEN = "{what}: written to {file}. It holds its answers: health data."
FILE_NOT_WRITTEN = (
    "{what}: not written, since the folder {folder} cannot be written to ({reason}); 'report' shows the report here."
)
FILE_LACKS_EXTRA = (
    "{what}: not made, since this program lacks the extra [reports] (pip install 'trialscreen[reports]'). Tell whoever"
    " runs it; 'report' shows the report here."
)
FILE_GONE = "The file was not made: its screening was forgotten, or is no longer yours; 'list' shows those that are."
FILE_NOT_MADE = "{what}: not made, by a fault here. Tell whoever runs this program; 'report' shows a report here."

FILE_NOT_SENT = (
    "{what}: made, but this chat does not take it. 'report' shows a report here. Tell whoever runs this program, with"
    " this number: {number}."
)

ROLES = {
    "clinician": "clinician",
    "referrer": "referrer",
    "coordinator": "coordinator",
    "tester": "tester",
}
STEPS = {"approached": "approached", "enrolled": "enrolled"}

LOG_NEXT = "Next: '/log csv' or '/log xlsx' sends the log as a file, and 'resume' goes on with a screening."
LOG_CAPTION = "Screening log. Next: '/log' shows it here, and 'resume' goes on with a screening."
LOG_NOT_COORDINATOR = "Only a coordinator reads the screening log; 'resume' goes on with a screening."
LOG_HELP = """\
/log shows the screening log; /log csv or /log xlsx sends it as a file. \
Add a month (2026-06), or a trial ({trials}), to narrow it.
Small numbers are withheld; /log exact shows them.
/log approached 2 or /log enrolled 1 marks so many more for this month, or for one that is named; \
-1 takes one off again."""
LOG_WHICH = "There is more than one trial: say it again, as in '/log enrolled 1 TRIAL', with one of these: {trials}."
LOG_FUTURE = "{month} is not here yet; mark what has happened, such as '/log approached 1'."
LOG_TOO_FEW = "Not so many were marked as {step} in {month}, so nothing was taken off; '/log' shows the log."
LOG_MARKED = "{trial}, {month}: {step} {count}, {total} in all. Next: '/log' shows the log, and 'resume' goes on."

SAID_OTHERWISE = (
    "To tell of something that is not accurate, say 'inaccurate'. 'report' shows the report of a screening."
)
INACCURACY_PART = "What is not accurate? You only choose: no text is taken, so nothing about a patient can be kept."
INACCURACY_CRITERION = "{id} {name}"
INACCURACY_ITEM = "Which one?"
INACCURACY_FAULT = "{about}. What is the matter with it?"
INACCURACY_OPEN = "The open question: {name}"
INACCURACY_NOTHING_LABEL = "Report nothing"
INACCURACY_PARTS = {
    "question": "A question",
    "criterion": "A criterion",
    "verdict": "A verdict",
    "page": "A page of information",
}
INACCURACY_PAGES = {
    "trial": "What the trial is",
    "plain": "The criteria in plain words",
    "pathway": "The treatment pathway",
    "hospitals": "Hospitals",
    "support": "Support",
}
INACCURACY_FAULTS = {
    "wrong": "It is wrong",
    "outdated": "It is out of date",
    "missing": "Something is missing",
    "unclear": "It is hard to understand",
}
REPORTED = """\
{about}. {fault}. That is kept for the coordinator with the month and your role, and nothing of any screening.
Only the audit trail says that it was you."""
INACCURACY_TOO_MANY = "No more is taken for now. Report again after {until}, or tell the coordinator yourself."
NOT_REPORTED = "Nothing was reported."
NOTHING_REPORTED = "No inaccuracy is waiting to be looked into."

NOT_STARTED = "not started"
ANSWERED = "{count} answered"
FINISHED = "finished"
STOPPED = "stopped"

OPEN_LISTED_LABEL = "Open {code}"
OPEN_LABEL = "{code} · {trial} · {standing} · {used}"
COPY_CODE_LABEL = "Copy the code"
COPY_LINK_LABEL = "Copy the link"
COPY_WORDS_LABEL = "Copy what to type there"
STAY_LABEL = "Back to this screening"
NEW_LABEL = "Start a new screening"
REPORT_LABEL = "Report (PDF)"
HAND_OVER_LABEL = "Hand over"
ANOTHER_LABEL = "Another screening"
FORGET_LABEL = "Forget {code}"
KEEP_LABEL = "Keep it"
UNLINK_LABEL = "Unlink this account"
STAY_LINKED_LABEL = "Stay linked"

CLOCK_FIXED = " (the clock was fixed; it really was {real})"
TRAIL_WHOLE = "Whole: {count} entries, none changed, none missing, and the anchor agrees."
TRAIL_FAULT = "NOT WHOLE: {fault}."
AUDITED = "Inspected: screenings kept: {kept}, forgotten: {forgotten}, faults: {faults}."

CLOCK_BELIEVED = "the clock is believed; it shows {at}"
CLOCK_GAP = (
    "{at}, more than a day past the last use of this database on {believed}; so the next chat, or the bot, forgets"
    " nothing by itself at first"
)
CLOCK_DOUBTED = (
    "{doubt}: it shows {at}, and was believed last on {believed}. So nothing is forgotten by itself. If {at} is right,"
    " confirm it with `trialscreen doctor --confirm-clock`{waiting}"
)
CLOCK_WAITING = "; else it is believed once this machine has been up for a day since {since}, if nobody sets the clock"
CLOCK_WAS_AHEAD = (
    "it shows {at}; but screenings {count} were used under a clock that was ahead, and are kept for that much longer."
    " If {at} is right, `trialscreen doctor --confirm-clock` keeps them from now on"
)
CLOCK_DAMAGED = (
    "its record was changed outside of this program, so nothing is forgotten by itself. If {at} is right, confirm it"
    " with `trialscreen doctor --confirm-clock`"
)

BY_POLLING = "polling"
BY_WEBHOOK = "a webhook"
TOKEN_IS_SET = "a token is set, updates come by {way}"  # noqa: S105 - a sentence
BOT_IS = "the bot is @{name}, updates come by {way}"
UPDATES_WAIT = "updates that wait at Telegram: {count}"
NOT_TOLD = "not told"
NO_WEBHOOK = "no webhook is set there; {pending}"
WEBHOOK_TO_BE_SET = "no webhook is set there yet; the service sets it when it starts; {pending}"
WEBHOOK_IS_SET = "a webhook is set there, at {host} (address {ip}, connections at most {most}); {pending}"
WEBHOOK_AS_SET = (
    "{about}. To go back to polling, take TRIALSCREEN_WEBHOOK_URL and its secret out of the settings, and run"
    " `trialscreen telegram --delete-webhook`"
)
WEBHOOK_IN_THE_WAY = (
    "{about}. It gets the updates, so polling gets none. To go back to polling, run"
    " `trialscreen telegram --delete-webhook`"
)
WEBHOOK_ELSEWHERE = "{about}. That is not what TRIALSCREEN_WEBHOOK_URL says, at {wanted}; start the service to set it"
LAST_ERROR = "Telegram could not deliver at {at}: {why}"
CLOCKS_AGREE = "its clock and this machine's agree"
CLOCK_AHEAD_OF_TELEGRAM = (
    "this machine's clock is {seconds} seconds ahead of Telegram's; let it be set by a time server (NTP)"
)
CLOCK_BEHIND_TELEGRAM = (
    "this machine's clock is {seconds} seconds behind Telegram's; let it be set by a time server (NTP)"
)
WEBHOOK_DELETED = "The webhook is deleted; {pending}. They come by polling."
WEBHOOK_WAS_NOT_SET = "No webhook was set; {pending}. They come by polling."
WEBHOOK_COMES_BACK = "TRIALSCREEN_WEBHOOK_URL is still set: the service would set the webhook again when it starts"

BACKED_UP = "Backed up and verified: screenings {count}, in {file}. The key is not in it: keep that elsewhere."
RESTORED = "Restored and verified: screenings {count}, as of {taken}, to {place}."
LOST = (
    "The audit trail had later entries of {count} screenings, which are lost; what the anchor knew of them is kept in"
    " {anchor}."
)
FORGOTTEN_AGAIN = "Forgotten again, because they were forgotten since: {count}."
UNREAD_JOURNAL = (
    "Lines of {journal} that the keys of this backup did not sign: {count}. They were changed, or written after a deep"
    " rotation: what they name may be there again. Forget it by hand."
)
NO_JOURNAL = (
    "There was no journal of forgotten screenings at {journal}: what was forgotten since the backup is there again."
    " Forget it by hand."
)
ROTATED = "The key {old} is replaced by {new}; keys wrapped anew: {count}."
ROTATED_ONLY_ABOVE = (
    "The keys of the screenings, of the trail and of names are as they were: whoever has the old key and an old copy of"
    " the database opens with both what is written from now on, too. If the old key was stolen, run"
    " `trialscreen rotate-key --deep`."
)
ROTATED_DEEP = (
    "The key {old} is replaced by {new}, and every key below it is new; screenings: {count}. The old key and an old"
    " copy of the database open nothing that is written from now on."
)
AFTER_DEEP = (
    "Start programs again that hold the database open. Open one-time codes are void: {codes}; make them again. Open"
    " invitations still work: look who was let in with `trialscreen people`, whose references are new ones. Take a"
    " backup now, and destroy the older ones: the old key opens them."
)
OLD_KEY_CLOSED = "The old key is kept in {file}, and opens nothing by itself any more."
OLD_KEY_KEPT = "The old key is kept in {file} for older backups; destroy it when those are gone."
SET_NEW_KEY = "Set TRIALSCREEN_KEY to the new key now. Keep the old one as long as older backups are kept."

ONE_ROLE = "one {role}"
BACK_TO = "whoever is to come back to the screenings of {reference}"
ASK_HOMESERVER = "Homeserver, such as https://matrix.hospital.org: "
ASK_ACCOUNT = "Account, such as @trialscreen:hospital.org: "
ASK_PASSWORD = "Password: "  # noqa: S105 - a prompt
ASK_RECOVERY_KEY = "Recovery key: "
RECOVERY_KEY_NEEDED = "This account has keys already. Its recovery key is needed, so that it vouches for this device."
LOGGED_IN = "{user} is logged in, as the device {device}; its token is in {file}."
RECOVERY_KEY = """\
The recovery key of the account. It is shown now, and never again; write it down, and keep it apart from this machine:
{key}"""
KEYS_ACCEPTED = "{user}: the keys are accepted as they are now. What was written meanwhile was not recorded."
NO_DEVICE = "no device is logged in; `trialscreen matrix login` logs one in"
DEVICE_IS = "{user}, on the device {device}; people of these servers may invite it: {servers}"
NO_MATRIX_EXTRA = "what encrypted chats need is not installed: pip install 'trialscreen[matrix]'"
NO_CRYPTO_STORE = "{file}: there is no crypto store; log in again with `trialscreen matrix login --again`"
CRYPTO_STORE_EXPOSED = "{file}: others may read the crypto store; run chmod 600 for it"
CRYPTO_STORE_IS = "the crypto store is {file}"
DEVICE_UNKNOWN = "the homeserver does not know the device any more: run `trialscreen matrix login --again`"
HOMESERVER_SILENT = "{homeserver} cannot be asked ({fault}): see whether this machine reaches it"
HOMESERVER_ANSWERS = "{homeserver} knows the device"
INVITED = "For {who}, within {days} days: {link}\nOr, in the chat with the bot: /start {token}"
INVITED_TO_PAGE = "For {who}, within {days} days, in a browser: {link}"
INVITED_TO_MATRIX = """\
For {who}, within {days} days, on Matrix: {link}
Once the bot is in that encrypted chat, send: start {token}"""
INVITED_UNNAMED = """\
For {who}, within {days} days: {link}
NAME stands for the bot's name. It is not known here: this command may read no token, or Telegram did not answer. \
TRIALSCREEN_TELEGRAM_NAME can say it.
Or, in the chat with the bot: /start {token}"""
BOT_UNNAMED = "NAME"
REVOKED_UNSENT = "messages that waited for them, and will not be sent: {count}"
REVOKED_UNREAD = (
    "passkeys of theirs that somebody changed outside of this program, and that were removed unread: {count};"
    " `trialscreen doctor` says what else was changed"
)
CALLED = "shown as {called}"
LINKED_ACCOUNT = "  and also"
NOBODY = "Nobody was let in yet; `trialscreen invite` makes an invitation."

KEY_MADE = (
    "A key was made for what is kept here: {file}. Keep a copy of it elsewhere: without it, nothing can ever be read"
    " again."
)
NOT_KEPT = (
    "Your last answer was not kept: what is kept here cannot be reached just now. Say it again in a moment;"
    " `trialscreen doctor` looks for the cause."
)
FAREWELL = "Goodbye. The screening is kept under {code}; `trialscreen chat --code {code}` goes on with it."
FAREWELL_UNKEPT = "Goodbye. Nothing was answered, so nothing was kept."
FAREWELL_NONE = "Goodbye."
FAREWELL_IN_MEMORY = "Goodbye. The answers were kept in memory only, and are gone now."

RECORDING_TITLE = "A recorded screening for {trial}, definition {version}: the answers that lead to where it stands."
RECORDED = "{file}: the script of the screening that was open at the end. It holds its answers: health data."
NOTHING_RECORDED = "{file}: not written, since no screening was open at the end."
UNRECORDABLE = (
    "No script leads to where this screening stands: its trail is not whole; `trialscreen screening audit CODE` says"
    " what is wrong."
)
GONE_MEANWHILE = "{code}: it was forgotten or handed over just now, so there is no script of it"
REPLAY_AT = "Replay it with --now {day}: what it was asked back for is only asked on that day."
REPLAY_WITH = (
    "It began with another definition of {trial} than this program's: replay it with --trial and the file of that"
    " definition."
)

PRIVACY_KEPT = """\
Answers are kept encrypted, under a code of their own. \
An unfinished screening is forgotten {idle} days after its last use, a finished one \
after {finished}, both at the end of that week, but never before something awaited in it fell due. \
Saying 'forget' destroys one at once, and for good.
A count stays behind (month, trial, verdicts, criteria that failed), without code or person."""

YES_SIGN = "✔"
NO_SIGN = "✘"
OPEN_SIGN = "?"
OFF_SIGN = "–"
