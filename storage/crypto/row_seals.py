"""The seals of all tables whose rows have a column `sealed`.

The rows of `entries` are bound by their chain, and those of `screening_keys` by the key that wraps them.
"""

from storage.crypto.encryption import ENTRY_STEP, STATE_STEP, TEXT_STEP
from storage.crypto.row_seal import RowSeal
from storage.database import schema

CLOSED = b"closed"
"""What is sealed in the row of the tally of a forgotten screening, and nothing in that of any other."""

KEYRING_SEAL = RowSeal(schema.keyrings, "the realm's row", ENTRY_STEP)
DEFINITION_SEAL = RowSeal(schema.definitions, "a trial definition")
SCREENING_SEAL = RowSeal(schema.screenings, "the record of a screening", STATE_STEP)
EVENT_SEAL = RowSeal(schema.events, "the id of an event")
OUTBOX_SEAL = RowSeal(schema.outbox, "a message in the outbox", TEXT_STEP)
SENT_SEAL = RowSeal(schema.outbox, "a message in the outbox")
TALLY_SEAL = RowSeal(schema.tally, "a row of the tally", 16)
ENROLMENT_SEAL = RowSeal(schema.enrolment_counts, "a mark of the screening log", ENTRY_STEP)
ACCOUNT_SEAL = RowSeal(schema.accounts, "the record of an account", ENTRY_STEP)
INVITATION_SEAL = RowSeal(schema.invitations, "an invitation", ENTRY_STEP)
HANDOVER_SEAL = RowSeal(schema.handovers, "the code of a handover", ENTRY_STEP)
LINK_SEAL = RowSeal(schema.link_codes, "the code of a link", ENTRY_STEP)
SIGN_IN_SEAL = RowSeal(schema.sign_ins, "a sign-in", ENTRY_STEP)
PASSKEY_SEAL = RowSeal(schema.passkeys, "a passkey", ENTRY_STEP)
WRONG_CODES_SEAL = RowSeal(schema.wrong_codes, "the count of wrong codes")
INACCURACY_SEAL = RowSeal(schema.inaccuracies, "an inaccuracy that was reported", ENTRY_STEP)
REPORTER_SEAL = RowSeal(schema.reporters, "the count of reported inaccuracies")
CHAT_SEAL = RowSeal(schema.chats, "the seat of a chat", STATE_STEP)
DEVICE_SEAL = RowSeal(schema.devices, "the place of a device", ENTRY_STEP)
ROOM_SEAL = RowSeal(schema.rooms, "the room of a chat", ENTRY_STEP)
INBOX_SEAL = RowSeal(schema.inbox, "an event in the inbox", STATE_STEP)
TIMELINE_SEAL = RowSeal(schema.timeline, "a line of a timeline", ENTRY_STEP)
CLOCK_SEAL = RowSeal(schema.clock, "the record of the clock")
DEAD_LETTER_SEAL = RowSeal(schema.dead_letters, "an event that was put aside")
