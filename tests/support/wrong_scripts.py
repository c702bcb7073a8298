"""Scripts that are wrong on purpose, each in one way.

Whatever plays scripts must notice; a run in which these pass proves nothing.
"""

from dataclasses import dataclass

_START = "#me\n/start\n\n"
_HELLO = f"{_START}#bot\nHow old was the infant\n\n"
_TO_RESULT = _START + "".join(
    f"#bot\n{asked}\n\n#me\n{said}\n\n"
    for asked, said in (
        ("How old", "120"), ("What is the diagnosis?", "T-ALL"), ("E2 Diagnosis: T-ALL", "Stop here"),
        ("Please check", "Show the result"),
    )
)  # fmt: skip


@dataclass(frozen=True)
class Wrong:
    """A wrong script: its title, its blocks, and a piece of what Botium says of it."""

    title: str
    blocks: str
    told: str


WRONG = (
    Wrong("another text", f"{_START}#bot\nHow old is the child?\n", "expected to match"),
    Wrong("a text in capitals", f"{_START}#bot\nHOW OLD WAS THE INFANT\n", "expected to match"),
    Wrong("a line break too few", f"{_START}#bot\nAge at diagnosis How old was the infant\n", "expected to match"),
    Wrong("another button", f"{_HELLO}BUTTONS Maybe\n", 'Expected button(s) with text "Maybe"'),
    Wrong("a piece of a button", f"{_HELLO}BUTTONS Don't\n", 'Expected button(s) with text "Don\'t"'),
    Wrong("another state", f"{_HELLO}JSON_PATH $.state|review\n", 'Expected: "review" in jsonPath $.state'),
    Wrong(
        "a piece of a state", f"{_HELLO}JSON_PATH $.state|asking_age\n", 'Expected: "asking_age" in jsonPath $.state'
    ),
    Wrong("a path that leads nowhere", f"{_HELLO}JSON_PATH $.answers.age_days\n", "Could not find any element"),
    Wrong(
        "a piece that must not be said",
        f"{_HELLO}!TEXT_CONTAINS_ANY Eligible|the infant\n",
        'Not expected any text in response "the infant"',
    ),
    Wrong(
        "a button that must not be offered",
        f"{_HELLO}!BUTTONS Stop here|Don't know\n",
        'Not expected button(s) with text "Don\'t know"',
    ),
    Wrong("a button where none must be offered", f"{_HELLO}!BUTTONS\n", "Not expected button(s) with text"),
    Wrong(
        "a value that must not be",
        f"{_HELLO}!JSON_PATH $.state|asking_age_days\n",
        'Not expected: "asking_age_days" in jsonPath $.state',
    ),
    Wrong(
        "a path that must lead nowhere",
        f"{_HELLO}!JSON_PATH $.determinations.protocol\n",
        "Not expected: anything in jsonPath $.determinations.protocol",
    ),
    Wrong("a message that does not come", f"{_HELLO}#bot\nWhat is the diagnosis?\n", "Bot did not respond"),
    Wrong("a message that nobody expects", f"{_HELLO}#me\n120\n", "the bot said more than was expected"),
    Wrong(
        "a message that nobody expects, before more is said",
        f"{_START}#me\n120\n\n#bot\n",
        "the bot said more than was expected",
    ),
    Wrong(
        "the last of several messages that nobody expects",
        f"{_TO_RESULT}#bot\nRESULT\n\n#me\nEvery criterion\n\n#bot\nI1\n\n#bot\nB1\n",
        "the bot said more than was expected",
    ),
)
