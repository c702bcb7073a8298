"""Every sentence that the terminal adds to those of the dialogue, and the signs that it draws."""

KEYS = "Mark a row with ↑ ↓, or type; Enter sends it. Ctrl-C clears a text, or leaves."

ANSWER_HINT = "type, or ↑ ↓ and Enter"
NUMBER_HINT = "type, or a number, or ↑ ↓ and Enter"
SAY_HINT = "type here"
CHOSEN_HINT = "Enter takes the marked row"
NOTHING_CHOSEN = "nothing is marked yet: type, or ↑ ↓"

NUMBERED = "{number}) {label}"
UNNUMBERED = "[{label}]"

IN_SHORT = "In short (scroll up for the reasons):"

POINTER = "❯"
BULLET = "•"
FULL = "▰"
EMPTY = "▱"
