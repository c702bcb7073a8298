"""The small words of which sentences are put together, in one place: what joins, names, lists, quotes and dates."""

NAMED = "{name}: {value}"
TITLED = "{title}:"
BESIDE = "{first} · {then}"
QUOTATION = "{lead} “{quote}”"
ITEM = "- {item}"
QUOTED = "“{quote}”"
DETAILED = "{answer} ({more})"
AND = " and "
OR = " or "
NOR = " nor "
COMMA = ", "
SEMICOLON = "; "

YES_NO = {"no": "No", "yes": "Yes"}
DAY = "{day} {month} {year}"
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
