"""Every sentence that only the Telegram channel says."""

WELCOME = """\
You are let in. Chats with bots on Telegram are not end-to-end encrypted: never write a name, a date of birth or another identifier here."""
NO_TEXT = "Only text and buttons are read here; a picture, a file or a voice message is not."
EDITED = "An edited message changes nothing here. Say 'change' to change an answer."
NOT_A_BUTTON = "That button belongs to something that is not open any more, and nothing was changed. 'list' shows your screenings."
ANSWERED = "→ {answer}"
