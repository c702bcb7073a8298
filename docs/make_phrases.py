"""Makes docs/phrases.md and docs/wording-*.md, all that people read, from the code: `PYTHONPATH=. python docs/make_phrases.py`."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from bot import phrases as desk
from bot.channels.telegram import phrases as telegram
from bot.channels.terminal import wording as terminal
from bot.documents.picture import phrases as pictures
from bot.documents.report import phrases as reports
from dialogs import phrases as dialogue
from dialogs.definition.document import parse
from dialogs.definition.wording import DEFAULT_LANGUAGE
from dialogs.reading.sentences.reason_sentences import SENTENCES
from dialogs.verdict import headings

HERE = Path(__file__).parent
TRIALS = HERE.parent / "dialogs" / "trials"

Source = ModuleType | Mapping[str, str]


@dataclass(frozen=True)
class Group:
    """What people meet in one place: its title, when that is, and the names of its phrases by where they stand; no names means all."""

    title: str
    when: str
    phrases: tuple[tuple[Source, str], ...]


CLINICIANS = (
    Group(
        "Beginning",
        "With the first question of a screening.",
        ((dialogue, "HELLO CODE_WORDS"), (desk, "KEPT_UNDER BACK_AT")),
    ),
    Group(
        "A question and its answer",
        "Around each question of the trial, and after each answer.",
        (
            (
                dialogue,
                (
                    "PROGRESS LISTING UNKNOWN_LABEL PENDING_LABEL WHY_LABEL BACK_LABEL KEEP_LABEL TAKEN DROPPED CHOOSE"
                    " IMPRECISE"
                ),
            ),
            (dialogue, "NOTHING_SAID DOUBLED REFUSE_LABEL OFFER_REFUSED CHOOSES_NOTHING YES_OR_NO_ALONE"),
            (dialogue, "TOO_EARLY STALE STALE_UNANSWERED STALE_BUTTON"),
        ),
    ),
    Group(
        "What was typed is not clear, or does not fit",
        "In place of recording an answer; the question stays open.",
        ((SENTENCES, ""),),
    ),
    Group(
        "Going back, changing, stopping",
        "On request, at any moment.",
        (
            (dialogue, "CHANGE_TITLE CHANGE_LABEL LEAVE_LABEL NOTHING_TO_CHANGE NO_FACT FURTHEST_BACK NO_COMMAND"),
            (
                dialogue,
                "PAUSED RESUMED STOPPED RESUME_LABEL START_OVER_TITLE START_OVER_LABEL KEEP_ALL_LABEL STARTED_OVER",
            ),
            (dialogue, "WHERE_YOU_STAND OPEN_CRITERIA NOT_FINISHED"),
        ),
    ),
    Group(
        "The review and the result",
        "At the end, or as soon as the infant is not eligible as answered. The verdicts themselves are the trial's own"
        " words.",
        (
            (
                dialogue,
                "SETTLED_OFFER STOP_HERE_LABEL EVERY_REASON_LABEL REVIEW_TITLE REVIEW_MISSING SHOW_RESULT_LABEL",
            ),
            (
                headings,
                "RESULT WHY NOTES MISSING MISSING_BY_THEN MISSING_NOT_NEEDED SETTLING SETTLING_LINE NEEDED_IF SETTLES",
            ),
            (headings, "NOT_YET NOT_AS_PLANNED"),
            (
                headings,
                (
                    "COME_BACK NEAR NOT_ASKED UNKNOWN PENDING EXPECTED IMPRECISE EXPECTED_THEN OVERDUE WHEN_THERE"
                    " EVERY_CRITERION"
                ),
            ),
            (
                headings,
                (
                    "PASSES FAILS OPEN REASON CLAUSE WHERE_IT_APPLIES NOT_APPLICABLE UNDECIDED NOTE SOURCE DEFINITION"
                    " REACH MORE_HOSPITALS"
                ),
            ),
            (dialogue, "CONCLUDED_OFFER ALREADY_FINISHED"),
        ),
    ),
    Group(
        "Pages about the trial",
        "On request: why, trial, criteria, plain, pathway, hospitals, support, report.",
        (
            (
                headings,
                (
                    "SCIENTIFIC_TITLE IDENTITY CONDITIONS AGE_RANGE SUMMARY ASKED_OF_FAMILIES NOTE_ON IN_PLAIN_WORDS"
                    " NEEDED QUOTED"
                ),
            ),
            (headings, "MUST_NOT_BE FOR_PATIENTS PATHWAY HOSPITALS NO_SUPPORT INACCURACIES"),
            (
                desk,
                (
                    "REPORT_HERE REPORT_PART REPORT_OPEN REPORT_PARTS REPORT_NOTHING_LABEL REPORT_ITEM REPORT_PAGES"
                    " REPORT_FAULT"
                ),
            ),
            (desk, "REPORT_FAULTS REPORTED REPORT_TOO_MANY"),
        ),
    ),
    Group("Help", "On request.", ((dialogue, "HELP"), (desk, "DESK_HELP"))),
    Group(
        "Privacy",
        "On request. The last part depends on whether answers are kept.",
        ((dialogue, "PRIVACY IN_MEMORY"), (desk, "PRIVACY_KEPT")),
    ),
)

AROUND = (
    Group(
        "Your screenings",
        "Where screenings are kept: listing, opening, handing over, forgetting.",
        (
            (
                desk,
                (
                    "ONE_UNFINISHED SOME_UNFINISHED LIST_TITLE LIST_LINE OPEN_NOW LIST_MORE NOT_STARTED ANSWERED"
                    " FINISHED STOPPED"
                ),
            ),
            (
                desk,
                (
                    "OPEN_LABEL STAY_LABEL NEW_LABEL NONE_KEPT NOTHING_OPEN NO_CODE NOT_YOURS GONE HANDED_OVER"
                    " REDEFINED UNREADABLE"
                ),
            ),
            (desk, "NO_TRIAL TRIAL_FAULTY FORGET_WHICH FORGET_ASK FORGET_LABEL KEEP_LABEL FORGOTTEN NOT_FORGOTTEN"),
            (desk, "HANDOVER_WHICH HANDOVER TAKE_WHICH TAKE_NO_CODE TAKE_REFUSED TAKE_TOO_MANY TAKE_OWN TAKEN_OVER"),
        ),
    ),
    Group(
        "In Telegram",
        "What only the Telegram bot says, and its menu.",
        ((telegram, "WELCOME NO_TEXT EDITED NOT_A_BUTTON ANSWERED TOO_MUCH AFTER_OUTAGE DATE_DELETED MENU"),),
    ),
    Group(
        "In the terminal",
        "What only the terminal says.",
        (
            (
                terminal,
                (
                    "KEYS ANSWER_HINT NUMBER_HINT SAY_HINT CHOSEN_HINT NOTHING_CHOSEN RESULT_TITLE EVERY_CRITERION NOTE"
                    " IN_SHORT"
                ),
            ),
            (desk, "PROVISIONAL NOT_YET NOT_YET_FROM CODES"),
            (desk, "KEY_MADE NOT_KEPT FAREWELL FAREWELL_UNKEPT FAREWELL_NONE FAREWELL_IN_MEMORY"),
        ),
    ),
)

FILES = (
    Group(
        "Getting one",
        "On request: pdf, html, picture; the offer comes with a result in Telegram.",
        (
            (
                desk,
                (
                    "FILES_OFFER FILE_WHICH NOTHING_TO_FILE TOO_MANY_FILES FILE_NAMES FILE_CAPTION FILE_GONE"
                    " FILE_NOT_MADE FILE_COMMAND"
                ),
            ),
        ),
    ),
    Group("The report of a screening", "As a text, a page or a PDF.", ((reports, ""),)),
    Group("The pictures", "Of the decision on a screening, and of the treatment pathway.", ((pictures, ""),)),
)

OPERATORS = (
    Group(
        "Commands",
        "Printed by commands for whoever runs the program, for testers and for coordinators.",
        (
            (
                desk,
                (
                    "TRAIL_WHOLE TRAIL_FAULT AUDITED BACKED_UP RESTORED LOST FORGOTTEN_AGAIN NO_JOURNAL ROTATED"
                    " OLD_KEY_KEPT SET_NEW_KEY"
                ),
            ),
            (
                desk,
                (
                    "INVITED NOBODY NOTHING_REPORTED RECORDING_TITLE RECORDED NOTHING_RECORDED UNRECORDABLE"
                    " GONE_MEANWHILE REPLAY_AT"
                ),
            ),
            (desk, "REPLAY_WITH"),
            (telegram, "NOT_A_COORDINATOR NO_ROLE INVITED"),
            (desk, "LOG_NOT_COORDINATOR LOG_HELP LOG_WHICH LOG_FUTURE LOG_TOO_FEW LOG_MARKED"),
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
    "ids": "ids of criteria",
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

SHORT = 60
"""Up to how many characters a phrase that is no sentence is a heading or a word."""

LINE = 120
BETWEEN = " · "

SIGNS = {"YES_SIGN", "NO_SIGN", "OPEN_SIGN", "OFF_SIGN", "POINTER", "BULLET", "FULL", "EMPTY", "SIGNS", "MARKS", "AND"}
"""Constants of the modules of phrases that are no words to be read."""

HEAD = """\
# What people read

Every fixed sentence of the program, in the order in which people meet them; the first part takes about ten minutes. What stands
between ‹ and › is filled in, and buttons stand in brackets. The words of a trial itself (questions, reasons, verdicts) stand in a file
of their own: {files}.

Made from the code by `docs/make_phrases.py`, and a test holds the two together. To change a sentence, change it in the code and make
this anew: `PYTHONPATH=. python docs/make_phrases.py`.
"""

TRIAL_HEAD = """\
# The wording of {acronym}

All that `dialogs/trials/{file}`, version {version}, says in its own words, in its order. The criteria that it quotes from its source
are not repeated here. What stands between ‹ and › is filled in.

Made from the definition by `docs/make_phrases.py`, and a test holds the two together.
"""


def main() -> None:
    """Writes the files."""
    for file, text in made().items():
        (HERE / file).write_text(text, encoding="utf-8")


def made() -> dict[str, str]:
    """Returns each file's text by its name."""
    trials = {f"wording-{path.stem}.md": path for path in sorted(TRIALS.glob("*.yaml"))}
    links = ", ".join(f"[{path.stem}]({name})" for name, path in trials.items())
    return {"phrases.md": phrases_page(links)} | {name: wording_page(path) for name, path in trials.items()}


def phrases_page(links: str) -> str:
    """Returns the list of all fixed sentences."""
    lines = [HEAD.format(files=links)]
    for title, groups in PARTS:
        lines.append(f"## {title}\n")
        for group in groups:
            lines += [f"### {group.title}\n", f"*{group.when}*\n", *_listed(group), ""]
    return "\n".join(lines).rstrip("\n") + "\n"


def wording_page(path: Path) -> str:
    """Returns all wording of a trial's definition, under the keys beneath which it stands."""
    content = parse(path.read_text(encoding="utf-8")).value
    lines = [TRIAL_HEAD.format(acronym=content["about"]["acronym"], file=path.name, version=content["version"])]
    for section, value in content.items():
        worded = list(_wording(value, ()))
        if worded:
            lines.append(f"## {section.replace('_', ' ').capitalize()}\n")
            lines += _under_keys(worded)
    return "\n".join(lines).rstrip("\n") + "\n"


def placed() -> list[tuple[Source, str]]:
    """Returns every phrase that stands in a group, once for each time that it does."""
    return [
        (source, name)
        for _, groups in PARTS
        for group in groups
        for source, names in group.phrases
        for name in _names(source, names)
    ]


def there() -> list[tuple[Source, str]]:
    """Returns every phrase that there is."""
    return [
        (source, name)
        for source in (dialogue, headings, SENTENCES, desk, telegram, terminal, reports, pictures)
        for name in _names(source, "")
    ]


def _names(source: Source, names: str) -> list[str]:
    if names:
        return names.split()
    all_names = source if isinstance(source, Mapping) else [name for name in vars(source) if name.isupper()]
    return [name for name in all_names if name not in SIGNS]


def _listed(group: Group) -> Iterator[str]:
    """Yields the lines of a group: an item for each sentence; buttons, headings and words that follow each other share one."""
    short: list[str] = []
    for text, is_short in _texts(group):
        if short and not (is_short and len(BETWEEN.join([*short, text])) <= LINE):
            yield f"- {BETWEEN.join(short)}"
            short = []
        if is_short:
            short.append(text)
        else:
            yield f"- {text}"
    if short:
        yield f"- {BETWEEN.join(short)}"


def _texts(group: Group) -> Iterator[tuple[str, bool]]:
    """Yields what a group's phrases read, and whether that is a button, a heading or a word."""
    for source, names in group.phrases:
        for name in _names(source, names):
            said = source[name] if isinstance(source, Mapping) else getattr(source, name)
            for text in said.values() if isinstance(said, Mapping) else said if isinstance(said, tuple) else [said]:
                read = with_gaps(text).replace("\n", "  \n  ")
                if name.endswith("_LABEL"):
                    yield f"[{read}]", True
                elif read:
                    yield read, len(read) <= SHORT and read[-1] not in ".?!"


def with_gaps(text: str) -> str:
    """Returns a phrase whose gaps are named in words."""
    return (
        re.sub(r"\{(\w+)\}", lambda gap: f"‹{GAPS.get(gap[1], gap[1].replace('_', ' '))}›", text)
        .strip()
        .removeprefix("- ")
    )


def _wording(value: Any, keys: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yields each wording of a part of a definition, and the keys that lead to it.

    Words that people type are no wording.
    """
    if isinstance(value, Mapping):
        if isinstance(value.get(DEFAULT_LANGUAGE), str):
            yield keys, value[DEFAULT_LANGUAGE]
            return
        for key, each in value.items():
            yield from _wording(each, (*keys, key))
    elif isinstance(value, list):
        for each in value:
            yield from _wording(each, keys)


def _under_keys(worded: list[tuple[tuple[str, ...], str]]) -> Iterator[str]:
    above, before = "", ""
    for keys, text in worded:
        if len(keys) > 1 and keys[0] != above:
            above = keys[0]
            yield f"{before}### {above}\n"
        before = "\n"
        key = " ".join(keys[1:] if len(keys) > 1 else keys).replace("_", " ")
        yield f"- {f'*{key}*: ' if key else ''}{' '.join(with_gaps(text).split())}"
    yield ""


if __name__ == "__main__":
    main()
