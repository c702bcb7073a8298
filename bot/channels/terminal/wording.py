"""Every sentence that the terminal adds to those of the dialogue, and the signs that it draws."""

KEYS = (
    "Mark a choice with the arrow keys, or type; Enter sends it. Space opens what bears a ▸. Ctrl-C clears a text, or"
    " leaves."
)

KEYS_HELP = """\
In this terminal:
  Space on an empty line, or 'unfold' - opens what bears a ▸, and folds it again
  a note may be pasted with all its lines; Enter sends it
  report pdf, report html, picture - written as files into the folder where you started"""
PLAIN_HELP = """\
At this prompt:
  unfold - shows what is folded
  a note goes on one line, or into a file: trialscreen chat --note FILE
  report pdf, report html, picture - written as files into the folder where you started"""

ANSWER_HINT = "type, or ↑ ↓ and Enter"
NUMBER_HINT = "type, or a number, or ↑ ↓ and Enter"
SAY_HINT = "type here"
CHOSEN_HINT = "Enter takes the marked row"
NOTHING_CHOSEN = "nothing is marked yet: type, or ↑ ↓"

NUMBERED = "{number}) {label}"
UNNUMBERED = "[{label}]"

IN_SHORT = "In short (scroll up for the reasons):"

KIND_AND_REASON = "({kind}) {reason}"
FOLDED = "{title} ({count})"
DETAILS = "Details"
DETAILS_KEY = "[Space]"
DETAILS_WORD = "unfold"
"""What is typed to see what is folded, and typed again to fold it; the key says the same."""
SAY_DETAILS = "{title}: type '{word}'"

POINTER = "❯"
BULLET = "•"
TAKEN_SIGN = "✓"
CAUTION_SIGN = "⚠"
CLOSED_SIGN = "▸"
OPENED_SIGN = "▾"
