"""What people read, by the place where they meet it: the phrases of each group, and names for their gaps."""

import re
from dataclasses import dataclass
from types import ModuleType

from bot import phrases as sessions
from bot.channels.drawing import phrases as drawn
from bot.channels.handling import phrases as chats
from bot.channels.matrix import phrases as matrix
from bot.channels.telegram import phrases as telegram
from bot.channels.terminal import wording as terminal
from bot.channels.web import hospital_phrases as hospital
from bot.channels.web import passkey_phrases as passkeys
from bot.channels.web import phrases as web
from bot.channels.web import pre_check_phrases as pre_check
from bot.documents.picture import phrases as pictures
from bot.documents.report import phrases as reports
from bot.documents.screening_log import phrases as log
from dialogs import phrases as dialogue
from dialogs.definition import small_words
from dialogs.reading import amount_wording as amounts
from dialogs.reading import list_wording as lists
from dialogs.reading import wording as reading
from dialogs.verdict import headings
from dialogs.verdict import washout_wording as washouts

Source = ModuleType


@dataclass(frozen=True)
class Group:
    """What people meet in one place: its title, when that is, and its phrases by module; no names means all."""

    title: str
    when: str
    phrases: tuple[tuple[Source, str], ...]


CLINICIANS = (
    Group(
        "Beginning",
        "With the first question of a screening.",
        ((dialogue, "HELLO CODE_WORDS"), (sessions, "KEPT_UNDER BACK_AT STAYS")),
    ),
    Group(
        "A question and its answer",
        "Around each question of the trial, and after each answer.",
        (
            (dialogue, "PROGRESS LISTING"),
            (dialogue, "UNKNOWN_LABEL PENDING_LABEL WHY_LABEL BACK_LABEL KEEP_LABEL TAKEN"),
            (dialogue, "DROPPED CHOOSE IMPRECISE"),
            (dialogue, "NOTHING_SAID DOUBLED REFUSE_LABEL OFFER_REFUSED CHOOSES_NOTHING YES_OR_NO_ALONE"),
            (dialogue, "UNSEEN UNSEEN_ANSWERED NO_QUESTION STALE STALE_UNANSWERED STALE_BUTTON"),
        ),
    ),
    Group(
        "A note about the patient",
        "When a note was typed or pasted, until what it says is taken or refused.",
        (
            (dialogue, "NOTE_TITLE NOTE_TITLE_ONE NOTED NOT_CERTAIN NOTED_WORDS NOTE_UNCERTAIN NOTE_IMPRECISE"),
            (dialogue, "NOTE_RECORDED NOTE_RECORDED_STAYS NOTE_KNOWN NOTE_GAPS NOTE_LEFT NOTE_UNREAD NOTE_CUT"),
            (dialogue, "CUT_NAME CUT_DATE CUT_NUMBER CUT_ADDRESS NOTE_ANOTHER"),
            (dialogue, "TAKE_ALL_LABEL TAKE_ONE_LABEL CHANGE_ONE_LABEL CHANGE_IT_LABEL TAKE_NONE_LABEL"),
            (dialogue, "NOTE_CHANGE_TITLE LEAVE_OUT_LABEL NOTE_LOST NOTE_REPLACED NOTE_EMPTY NOTE_NOTHING_NEW"),
            (dialogue, "NOTE_TOO_LONG NOTE_CHANGED NOTE_UNCHANGED NOTE_WORDS_GONE AND_MORE CUT"),
        ),
    ),
    Group(
        "What was typed is not clear, or does not fit",
        "In place of recording an answer; the question stays open.",
        ((reading, ""),),
    ),
    Group(
        "Answers and limits in words",
        "Within sentences, wherever an answer or a criterion is told.",
        (
            (small_words, ""),
            (
                headings,
                "AMOUNT PERCENT TIMES EQUIVALENT SPAN WEEKS_AND_DAYS AT_LEAST AT_MOST MORE_THAN LESS_THAN",
            ),
            (headings, "EXACTLY NOT_EXACTLY"),
            (headings, "NOT NEITHER GROUPED"),
        ),
    ),
    Group(
        "Going back, changing, stopping",
        "On request, at any moment.",
        (
            (dialogue, "CHANGE_TITLE CHANGE_LABEL LEAVE_LABEL NOTHING_TO_CHANGE NO_FACT FURTHEST_BACK"),
            (dialogue, "NO_COMMAND"),
            (dialogue, "PAUSED RESUMED STOPPED RESUME_LABEL START_OVER_TITLE START_OVER_LABEL KEEP_ALL_LABEL"),
            (dialogue, "STARTED_OVER"),
            (dialogue, "WHERE_YOU_STAND NEXT_STEP NOT_FINISHED"),
            (
                headings,
                "TO_CONFIRM TO_RULE_OUT STEP_ASKED STEP_BELOW STEP_SETTLED STEP_REVIEW STEP_CONCLUDED STEP_STOPPED",
            ),
            (headings, "STEP_CHOOSE"),
        ),
    ),
    Group(
        "The review and the result",
        "At the end, or as soon as the infant is not eligible as answered. The verdicts themselves are the trial's own"
        " words.",
        (
            (dialogue, "SETTLED_OFFER STOP_HERE_LABEL EVERY_REASON_LABEL REVIEW_TITLE REVIEW_MISSING"),
            (dialogue, "SHOW_RESULT_LABEL"),
            (dialogue, "EVERY_CRITERION_LABEL"),
            (headings, "RESULT WHY WHY_IN_SHORT DAYS_AFTER OF_ONE_CRITERION WOULD_CHANGE WOULD_CHANGE_TOGETHER"),
            (headings, "PROVISIONAL PROVISIONALLY IN_SHORT WAITS WAITS_UNTIL CODES"),
            (headings, "WAITS_FOR EXPECTED_ON OVERDUE_SINCE DEPENDS_ON NEEDS BY_THEN SETTLED_BY NEXT"),
            (headings, "CHANGE_ANSWER CHANGE_DAYS IT OPEN_LATER ONCE_FIRST FIND_OUT ASK_NOW THEN"),
            (headings, "PUT_OFF_BY PUT_OFF_TO CLEAR_SINCE"),
            (headings, "CALL CALL_ALL_THE_SAME CALL_A_SITE CALL_A_SITE_ALL_THE_SAME QUOTED_WORDS"),
            (headings, "FURTHER FURTHER_BESIDE"),
            (headings, "CRITERION NAMED_CRITERION CRITERIA_COUNT PASSING_COUNT FAILING_COUNT OPEN_COUNT"),
            (headings, "ANSWERS CHANGING"),
            (headings, "NOTES MISSING MISSING_BY_THEN MISSING_NOT_NEEDED SETTLING"),
            (headings, "NEEDED_IF SETTLES DECISIVE OR_ANOTHER"),
            (headings, "NOT_YET NOT_AS_PLANNED"),
            (headings, "COME_BACK NEAR NEAR_IN_SHORT NEAR_CRITERION NEAR_ANSWER"),
            (headings, "NOT_ASKED UNKNOWN PENDING EXPECTED IMPRECISE"),
            (headings, "WHEN_THERE EVERY_CRITERION"),
            (headings, "KINDS STATUSES STATUS PASSES FAILS OPEN REASON REASONS CLAUSE"),
            (headings, "WHERE_IT_APPLIES NOT_APPLICABLE UNDECIDED NOTE"),
            (headings, "SOURCE SOURCE_TO_CHECK SOURCE_NAME FRESH_SOURCE OLD_SOURCE REGISTERED"),
            (headings, "DEFINITION REACH MORE_HOSPITALS"),
            (dialogue, "CONCLUDED_OFFER ALREADY_FINISHED"),
        ),
    ),
    Group(
        "Pages about the trial",
        "On request: why, trial, criteria, plain, pathway, hospitals, support, report.",
        (
            (headings, "SCIENTIFIC_TITLE IDENTITY CONDITIONS AGE_RANGE SUMMARY ASKED_OF_FAMILIES NOTE_ON"),
            (headings, "IN_PLAIN_WORDS NEEDED CRITERION_OF"),
            (headings, "MUST_NOT_BE FOR_PATIENTS PATHWAY HOSPITALS HOSPITAL_IN NO_SUPPORT INACCURACIES"),
            (
                sessions,
                "SAID_OTHERWISE INACCURACY_PART INACCURACY_OPEN INACCURACY_PARTS INACCURACY_NOTHING_LABEL",
            ),
            (sessions, "INACCURACY_ITEM INACCURACY_PAGES INACCURACY_FAULT"),
            (sessions, "INACCURACY_CRITERION INACCURACY_FAULTS REPORTED INACCURACY_TOO_MANY NOT_REPORTED"),
        ),
    ),
    Group("Help", "On request.", ((dialogue, "HELP REPORT_FROM ONE_AT_A_TIME"), (sessions, "DESK_HELP"))),
    Group(
        "Privacy",
        "On request. The last part depends on whether answers are kept.",
        ((dialogue, "PRIVACY IN_MEMORY"), (sessions, "PRIVACY_KEPT")),
    ),
)

AROUND = (
    Group(
        "Several options at once",
        "At a question of which several options may be so, such as the genes that were found.",
        (
            (dialogue, "NAME_ALL NAME_ALL_TESTED NAME_THESE SELECTED_OPTION_LABEL SELECTED_LABEL SELECTED_SO_FAR"),
            (dialogue, "SELECTED_NOTHING TOO_OLD PERHAPS_TOO_OLD TAKEN_BACK"),
            (headings, "NONE_OF_THESE NOT_TESTED UNTESTED"),
        ),
    ),
    Group(
        "Last doses of drugs",
        "Under a question about waiting times by drug, and wherever its answer or what still runs is told.",
        ((washouts, ""), (headings, "LAST_DOSES DAYS_OF_WAIT WAITS_OVER WAITS_RUNNING NOT_YET_BY_NAME")),
    ),
    Group(
        "Cohorts, limits that depend on something, results that are too old",
        "In trials that have them: in reasons, in what is missing, and where two answers do not go together.",
        (
            (dialogue, "CONTRADICTION"),
            (headings, "COUNTED IF_ELSE OTHERWISE ANY_OF NONE_OF ALL_OF NOT_ALL_OF OFF_TOGETHER"),
            (headings, "EXPIRED UNDATED REPEAT_TEST"),
        ),
    ),
    Group(
        "Several options, last doses, other units: what is not clear, or does not fit",
        "In trials that ask for them, in place of recording an answer; the question stays open.",
        ((lists, ""),),
    ),
    Group(
        "Computed numbers, gestations, daily doses",
        "In trials that ask for them, where what was typed is not clear, or is computed.",
        ((amounts, ""),),
    ),
    Group(
        "Your screenings",
        "Where screenings are kept: listing, opening, handing over, forgetting.",
        (
            (sessions, "ONE_UNFINISHED SOME_UNFINISHED LIST_TITLE LIST_LINE OPEN_NOW LIST_MORE NOT_STARTED"),
            (sessions, "ANSWERED FINISHED STOPPED"),
            (sessions, "OPEN_LISTED_LABEL OPEN_LABEL STAY_LABEL NEW_LABEL ANOTHER_LABEL OPEN_AGAIN"),
            (sessions, "NONE_KEPT NOTHING_OPEN NO_CODE NOT_YOURS GONE"),
            (sessions, "HANDED_OVER REDEFINED UNREADABLE"),
            (sessions, "NO_TRIAL TRIAL_FAULTY FORGET_WHICH FORGET_ASK FORGET_LABEL KEEP_LABEL FORGOTTEN"),
            (sessions, "FORGET_ANEW"),
            (sessions, "NOT_FORGOTTEN CHOOSE_FIRST"),
            (sessions, "LINK_CODE LINKED LINK_NOT_LET_IN LINK_NO_CODE LINK_REFUSED LINK_OWN LINK_ALREADY"),
            (sessions, "LINK_TWO_CODES CODE_OF_LINK CODE_OF_HANDOVER CODE_OF_SCREENING ONE_TIME_CODE"),
            (sessions, "LINK_OTHER_ROLE LINK_WORDS COPY_WORDS_LABEL UNLINK_ASK COUNTED_NONE COUNTED_ONE COUNTED"),
            (sessions, "UNLINK_LABEL STAY_LINKED_LABEL UNLINKED UNLINK_NONE UNLINK_ANEW WENT_ON"),
            (sessions, "HAND_OVER_LABEL HANDOVER_WHICH HANDOVER"),
            (sessions, "TAKE_WHICH TAKE_NO_CODE TAKE_REFUSED TAKE_TOO_MANY TAKE_OWN"),
            (sessions, "TAKEN_OVER COPY_CODE_LABEL COPY_LINK_LABEL"),
        ),
    ),
    Group(
        "When something goes wrong here",
        "By a fault of ours, on every channel; nothing of that turn is recorded, and what was asked still stands.",
        ((sessions, "FAILED DAMAGED NOT_SHOWN TYPE_INSTEAD"),),
    ),
    Group(
        "In chats",
        "What is said in chats, on whichever channel.",
        (
            (chats, "NO_TEXT EDITED NOT_A_BUTTON TOO_MUCH TOO_QUICK HEARD_AGAIN AFTER_OUTAGE"),
            (chats, "DATE_DELETED DATE_NOT_DELETED"),
            (chats, "DATE_ON_PAGE NOTE_DELETED NOTE_NOT_DELETED NOTE_ON_PAGE NOTE_READ NOTE_READ_ONE"),
            (chats, "NOTE_TAKEN NOTE_NOT_TAKEN NOTE_REPLACED NOTE_BELOW"),
            (chats, "CONTACT_DELETED CONTACT_NOT_DELETED PLACE_DELETED PLACE_NOT_DELETED NEXT_PAGE PREVIOUS_PAGE"),
        ),
    ),
    Group(
        "How blocks read in chats",
        "Signs beside the words, on Telegram and on Matrix.",
        ((drawn, "TAKEN NOT_CERTAIN SIGNED CAUTION DETAIL"),),
    ),
    Group(
        "In Telegram",
        "What only the Telegram bot says, and its menu.",
        ((telegram, "WELCOME LABELS_IN_FULL MENU COORDINATOR_MENU"),),
    ),
    Group(
        "On Matrix",
        "What only the Matrix channel says.",
        (
            (matrix, "WELCOME CONTINUED NOT_READ NO_REACTIONS IN_CLEAR NOT_ENCRYPTED NOT_TWO"),
            (matrix, "EDITED NOT_SIGNED NO_IDENTITY NEW_IDENTITY"),
        ),
    ),
    Group(
        "On the web page",
        "What only the web page says.",
        ((web, ""),),
    ),
    Group(
        "In the open pre-check",
        "What only the pages without an account say.",
        ((pre_check, ""),),
    ),
    Group(
        "On the page of passkeys",
        "What only the page says on which passkeys are added, used and removed.",
        ((passkeys, ""),),
    ),
    Group(
        "Signing in by a hospital",
        "What the web page says around the sign-in of a hospital.",
        ((hospital, ""),),
    ),
    Group(
        "In the terminal",
        "What only the terminal says.",
        (
            (
                terminal,
                "KEYS ANSWER_HINT NUMBER_HINT SAY_HINT NUMBERED UNNUMBERED CHOSEN_HINT NOTHING_CHOSEN",
            ),
            (terminal, "KEYS_HELP PLAIN_HELP"),
            (terminal, "IN_SHORT DETAILS DETAILS_KEY DETAILS_WORD SAY_DETAILS FOLDED KIND_AND_REASON"),
            (sessions, "KEY_MADE NOT_KEPT SHOWN_PLAINLY FAREWELL FAREWELL_UNKEPT FAREWELL_NONE FAREWELL_IN_MEMORY"),
        ),
    ),
)

FILES = (
    Group(
        "Getting one",
        "On request: pdf, html, picture; the offer comes with a result in Telegram.",
        (
            (sessions, "REPORT_LABEL FILE_WHICH NOTHING_TO_FILE TOO_MANY_FILES FILE_NAMES FILE_CAPTION"),
            (sessions, "FILE_GONE FILE_NOT_MADE FILE_NOT_SENT"),
            (
                sessions,
                "FILE_WRITTEN FILE_NOT_WRITTEN FILE_LACKS_EXTRA NO_FILES NONE_KEPT_HERE NOTE_WAITS",
            ),
            (sessions, "UNKEPT_CODE LOG_COMMAND"),
        ),
    ),
    Group("The screening log", "In the chat and the terminal, as a picture, a spreadsheet.", ((log, ""),)),
    Group("The report of a screening", "As a text, a page or a PDF.", ((reports, ""),)),
    Group("The pictures", "Of the decision on a screening, and of the treatment pathway.", ((pictures, ""),)),
)

OPERATORS = (
    Group(
        "Commands",
        "Printed by commands for whoever runs the program, for testers and for coordinators.",
        (
            (sessions, "TRAIL_WHOLE TRAIL_FAULT AUDITED BACKED_UP RESTORED LOST FORGOTTEN_AGAIN NO_JOURNAL"),
            (sessions, "ROTATED OLD_KEY_KEPT SET_NEW_KEY BROKEN_OFF ROTATED_ONLY_ABOVE"),
            (sessions, "ROTATED_DEEP AFTER_DEEP OLD_KEY_CLOSED UNREAD_JOURNAL"),
            (sessions, "CLOCK_BELIEVED CLOCK_DAMAGED CLOCK_DOUBTED CLOCK_FIXED CLOCK_GAP CLOCK_WAITING"),
            (sessions, "CLOCK_WAS_AHEAD"),
            (sessions, "BY_POLLING BY_WEBHOOK TOKEN_IS_SET BOT_IS UPDATES_WAIT NOT_TOLD NO_WEBHOOK WEBHOOK_TO_BE_SET"),
            (sessions, "WEBHOOK_IS_SET WEBHOOK_AS_SET WEBHOOK_IN_THE_WAY WEBHOOK_ELSEWHERE LAST_ERROR CLOCKS_AGREE"),
            (sessions, "CLOCK_AHEAD_OF_TELEGRAM CLOCK_BEHIND_TELEGRAM"),
            (sessions, "ASK_HOMESERVER ASK_ACCOUNT ASK_PASSWORD ASK_RECOVERY_KEY RECOVERY_KEY_NEEDED LOGGED_IN"),
            (sessions, "RECOVERY_KEY NO_DEVICE DEVICE_IS NO_MATRIX_EXTRA NO_CRYPTO_STORE CRYPTO_STORE_EXPOSED"),
            (sessions, "CRYPTO_STORE_IS DEVICE_UNKNOWN HOMESERVER_SILENT HOMESERVER_ANSWERS"),
            (sessions, "WEBHOOK_DELETED WEBHOOK_WAS_NOT_SET WEBHOOK_COMES_BACK"),
            (
                sessions,
                "ONE_ROLE BACK_TO INVITED INVITED_UNNAMED INVITED_TO_PAGE INVITED_TO_MATRIX BOT_UNNAMED CALLED",
            ),
            (sessions, "REVOKED_UNSENT REVOKED_UNREAD KEYS_ACCEPTED LINKED_ACCOUNT NOBODY"),
            (sessions, "NOTHING_REPORTED RECORDING_TITLE RECORDED NOTHING_RECORDED"),
            (sessions, "UNRECORDABLE GONE_MEANWHILE REPLAY_AT"),
            (sessions, "REPLAY_WITH"),
            (chats, "NOT_A_COORDINATOR NO_ROLE INVITED INVITED_APART BACK_BY_COMMAND LET_IN_ALREADY"),
            (sessions, "ROLES STEPS"),
            (sessions, "LOG_NEXT LOG_CAPTION LOG_NOT_COORDINATOR LOG_HELP LOG_WHICH LOG_FUTURE LOG_TOO_FEW LOG_MARKED"),
        ),
    ),
)

PARTS = (
    ("In a screening", CLINICIANS),
    ("Around a screening", AROUND),
    ("In files that are made of a screening", FILES),
    ("For whoever runs the program", OPERATORS),
)

GAPS = {
    "parts": "what was given",
    "days": "days",
    "weeks": "number",
    "result": "result",
    "limits": "what is possible",
    "formula": "formula",
    "about": "what it is about",
    "ask": "the question in words for families",
    "bare_from": "number",
    "begun": "day",
    "check": "what to check",
    "choices": "which answers there are",
    "but_fits": "what fits",
    "count": "number",
    "detail": "what is missing",
    "end": "later event",
    "fault": "what is the matter",
    "finished": "number",
    "forgotten": "number",
    "handover": "handover code",
    "hours": "number",
    "id": "id",
    "idle": "number",
    "kept": "number",
    "labels": "choices",
    "made": "time",
    "max": "number",
    "may_be_age": "the trial's own sentence on ages",
    "most": "number",
    "needed": "what is missing",
    "position": "number",
    "pre_check": "This is a pre-check: the trial site decides.",
    "reference": "reference drug",
    "said": "the source's words",
    "standing": "how far it is",
    "start": "earlier event",
    "taken": "time",
    "thresholds": "limit",
    "token": "invitation",
    "until": "time",
    "used": "time",
    "when": "when, in the trial's words",
    "who": "who, in the trial's words",
    "why": "why",
}
"""What stands in a gap, where its own name does not say it."""

SIGNS = {
    "YES_SIGN",
    "NO_SIGN",
    "OPEN_SIGN",
    "OFF_SIGN",
    "TAKEN_SIGN",
    "CAUTION_SIGN",
    "CLOSED_SIGN",
    "OPENED_SIGN",
    "POINTER",
    "BULLET",
    "FULL",
    "EMPTY",
    "SIGNS",
    "MARKS",
    "ITEM",
    "COMMA",
    "SEMICOLON",
}
"""Constants of the modules of phrases that are no words to be read."""

SOURCES: tuple[Source, ...] = (
    dialogue,
    small_words,
    headings,
    washouts,
    reading,
    lists,
    amounts,
    sessions,
    chats,
    drawn,
    telegram,
    matrix,
    web,
    passkeys,
    pre_check,
    hospital,
    terminal,
    reports,
    pictures,
    log,
)
"""Where phrases stand."""


def with_gaps(text: str) -> str:
    """Returns a phrase whose gaps are named in words."""
    return (
        re.sub(r"\{(\w+)[^{}]*\}", lambda gap: f"‹{GAPS.get(gap[1], gap[1].replace('_', ' '))}›", text)
        .strip()
        .removeprefix("- ")
    )
