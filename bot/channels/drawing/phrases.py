"""How blocks read in a chat: the signs beside their words."""

TAKEN = "✓ {answered}"
NOT_CERTAIN = "? {answered}"
SIGNED = "{sign} {text}"
OPEN_SIGN = "◔"
CAUTION = "⚠ {text}"
DETAIL = "· {text}"
