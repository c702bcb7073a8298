"""What each kind of page shows, so that a state is what it is called."""

from playwright.sync_api import Page

from bot.channels.web import hospital_phrases as hospital
from bot.channels.web import passkey_phrases as passkeys
from bot.channels.web import phrases as web
from bot.channels.web import pre_check_phrases as pre_check

SHOWN: dict[str, tuple[str, ...]] = {
    "number": ("How old was the infant when the leukaemia was diagnosed?", "Diagnosis date not fixed yet"),
    "choice": ("Recorded: Age at diagnosis: 70 days.", "What is the diagnosis?"),
    "ask-back": ("That may mean more than one thing.",),
    "misread number": ("There is a problem", "That was not understood.", "How old was the infant"),
    "misread choice": ("There is a problem", "Choose one of: B-precursor ALL"),
    "nothing typed": ("There is a problem", "No text arrived."),
    "why": ("T-ALL is an exclusion.", "What is the diagnosis?"),
    "note": ("I read 6 answers.", "Informed consent: not certain", "Not used: girl"),
    "long note": ("I read 6 answers.", "weight 3001 g"),
    "review": ("Please check the answers.", "Live vaccine planned:"),
    "early end": ("The verdict so far: Interfant-21", "Trial entry: not eligible"),
    "eligible": ("Result: Interfant-21", "Trial entry: eligible", "Blinatumomab: eligible"),
    "not eligible": ("Result: Interfant-21", "Trial entry: not eligible", "Start over"),
    "undetermined": ("Blinatumomab: not yet determined", "Waits for CNS status at the end of induction"),
    "every criterion": ("EVERY CRITERION: Trial entry", "Quotation and notes of B4"),
    "text report": ("Screening report", "Every criterion: Blinatumomab"),
    "files": ("Your files", "Report (PDF)", "Picture of the decision (PNG)"),
    "change": ("Which answer should change?",),
    "start over": ("Start over? That forgets the answers given so far (12).",),
    "status": ("Where you stand, with 3 answered:",),
    "help": ("Words that you can type here", "open CODE", "start over"),
    "privacy": ("No names, dates of birth or other identifiers are asked for", "A count stays behind"),
    "trial": ("Scientific title:", "Sponsor:"),
    "criteria": ("I1 (inclusion):", "B4 (exclusion):"),
    "no hospitals": ("The registry lists the participating hospitals as not yet recruiting",),
    "hospitals": ("Example Children's Hospital, Exampletown", "trials@hospital.example"),
    "paused": ("Paused. Say 'resume' to go on",),
    "list": ("Your screenings, those used last first:", "(open now)"),
    "list of nine": ("Your screenings, those used last first:", "Start a new screening"),
    "several notices": (
        "There is a problem", "That was not understood.", "Words that you can type here", "A count stays behind",
        "Scientific title:", "How old was the infant",
    ),
    "longest review": (
        "Please check the answers.", "Highest corticosteroid dose:", "Days above 10 mg/m²/day:",
        "Days from the last live vaccine to blinatumomab:", "Live vaccine planned:",
    ),
    "result and hospitals": ("The registry lists the participating hospitals", "What next?"),
    "entering": ("You have an invitation",),
    "unknown invitation": ("You have an invitation",),
    "401": (web.SIGNED_OUT_TITLE, passkeys.COME_BACK, "trialscreen invite --for REFERENCE"),
    "404": ("There is nothing here",),
    "400": ("That could not be read",),
    "403": ("That was not taken",),
    "too long": ("There is a problem", "Too long for a note, so not read: at most 4,000 characters."),
    "413": ("That is too long", "A note has at most 4,000 characters"),
    "429": ("Too many tries",),
    "503 at a tap": ("There is a problem", "Your choice is kept on this page."),
    "503 at a text": ("There is a problem", "That cannot be kept just now"),
    "signing out": ("Sign out?", "Your coordinator makes it with your reference"),
    "signed out": ("You are signed out", passkeys.COME_BACK, "trialscreen invite --for REFERENCE"),
    "no file": ("There is nothing here",),
}  # fmt: skip
"""Texts of each kind of page, by its name."""

PASSKEYS: dict[str, tuple[str, ...]] = {
    "no passkeys": (passkeys.TITLE, passkeys.NONE_YET, passkeys.NAME, passkeys.ADD),
    "passkeys": ("Laptop", "The laptop on ward 3, beside the window", passkeys.NEVER_USED, passkeys.REMOVE),
    "twenty passkeys": ("You have 20 passkeys, and more are not kept.", "Device 19"),
    "a passkey that cannot be read": (passkeys.UNREAD.format(count=1), passkeys.ADD),
    "removing a passkey": ("Remove WWWW", passkeys.KEEP, passkeys.REMOVE_SAYS, passkeys.REMOVE_LAST),
    "coming back": (passkeys.USE_TITLE, passkeys.USE, passkeys.WITHOUT),
    "passkey of no use": ("There is a problem", passkeys.NOT_USED, passkeys.USE),
}
"""The same of the page of passkeys."""
HOSPITALS: dict[str, tuple[str, ...]] = {
    "hospitals to sign in by": ("You are not signed in", "Sign in with Example University Hospital", "Sign in with St"),
    "hospital refused": (hospital.NOT_IDENTIFIED_TITLE, hospital.NOT_IDENTIFIED_TEXT, "Sign in with Example"),
    "hospital refused while somebody is in": (hospital.SOMEBODY_IN_TEXT, hospital.TO_WHO_IS_IN),
    "hospital broken off": ("Example University Hospital signed nobody in",),
    "hospital without a role": ("none of your groups there gives you a role here",),
    "hospital and revoked": ("Your access was taken away here",),
    "hospital away": (hospital.AWAY_TITLE, "does not answer as it should"),
    "hospital and nothing kept": (hospital.NOT_YET_TITLE, hospital.NOT_YET_TEXT),
    "hospital signed out": ("You are signed out", "Sign out at Example University Hospital too", "Sign out there too"),
    "hospital signed out here alone": ("You are signed out", "or close all its windows"),
}
"""Texts of the pages around the sign-in of a hospital."""

PRE_CHECKS: dict[str, tuple[str, ...]] = {
    **{
        f"pre-check {name}": SHOWN[name]
        for name in ("number", "choice", "ask-back", "note", "review", "longest review", "misread number", "early end")
    },
    "pre-check eligible": ("Result: Interfant-21", "Hand it to the site", "Report (PDF)"),
    "pre-check not eligible": SHOWN["not eligible"],
    "pre-check help": ("Words that you can type here", "report pdf"),
    "pre-check command elsewhere": ("There is a problem", pre_check.NOT_HERE),
    "pre-check privacy": ("Nothing is kept on the server",),
    "pre-check hand-over asked": (pre_check.HAND_TITLE, pre_check.HAND_SURE_LABEL, pre_check.HAND_STAY_LABEL),
    "pre-check code shown": (pre_check.HANDED_TITLE, "Tell the site this code: "),
    "pre-check not ours": (pre_check.NOT_OURS_TITLE, pre_check.NOT_OURS),
    "pre-check answered": (pre_check.ANSWERED_TITLE, pre_check.ANSWERED),
    "pre-check unread": ("That could not be read",),
    "pre-check too long": ("That is too long",),
    "pre-check over": (pre_check.OVER_TITLE, pre_check.OVER),
    "pre-check updated": (pre_check.UPDATED_TITLE, pre_check.UPDATED),
    "pre-check busy": (pre_check.BUSY_TITLE, pre_check.BUSY),
    "pre-check handed before": (pre_check.HANDED_BEFORE_TITLE, pre_check.HANDED_BEFORE),
}
"""The same of an open pre-check."""

COUNTED: dict[str, dict[str, int]] = {
    "review": {".answers .change": 12},
    "longest review": {".answers .change": 15},
    "list": {".listed li": 0, ".choices button": 2},
    "list of nine": {".listed li": 9, ".listed button": 8, ".choices button": 2},
    "files": {".files a": 2},
    "passkeys": {".listed li": 3, ".listed button": 3},
    "twenty passkeys": {".listed li": 20, "#ceremony": 0},
}
"""How many there are of what a selector finds on a kind of page."""


def list_missing(name: str, page: Page) -> list[str]:
    """Returns what a page of some kind should show, and does not."""
    shown = " ".join((page.text_content("main") or "").split())
    known = SHOWN | PASSKEYS | HOSPITALS | PRE_CHECKS
    missing = [f"it does not show {text!r}" for text in known[name] if text not in shown]
    counts = {selector: page.locator(selector).count() for selector in COUNTED.get(name, {})}
    wrong = [f"{selector}: {found}" for selector, found in counts.items() if found != COUNTED[name][selector]]
    return [*missing, *wrong]
