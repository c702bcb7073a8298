"""The tables, the same for SQLite and PostgreSQL.

What is about a person is sealed, or a keyed hash; only the tally is clear. The column `sealed` of a row holds what is
secret in it, and binds all its other columns: see `storage.crypto.row_seal`.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Dialect,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    String,
    Table,
    Text,
)

APPLICATION_ID = 0x54534352
"""Marks an SQLite file as ours ("TSCR"). The command `file` finds it, and so do we before we open a database."""

KNOWN_SCHEMAS = ("0001", "0002", "0003", "0004", "0005", "0006", "0007", "0008", "0009", "0010", "0011")
"""The migrations of this program, oldest first."""

SCHEMA_VERSION = KNOWN_SCHEMAS[-1]
"""The newest migration. A database that names an older one is migrated, and one that names a newer one is refused."""

metadata = MetaData(
    naming_convention={
        "pk": "%(table_name)s_pkey",
        "uq": "%(table_name)s_%(column_0_name)s_key",
        "ix": "%(table_name)s_%(column_0_name)s",
    }
)


class StoredBytes(LargeBinary):
    """Bytes as the driver gives them: SQLite may hold text or a number in their place, which then fails its check."""

    cache_ok = True

    def result_processor(self, dialect: Dialect, coltype: object) -> None:
        """Converts nothing."""


_IDS = BigInteger().with_variant(Integer, "sqlite")


def _make_seal() -> Column[bytes]:
    """Returns the column for a table with nothing secret. Rows of earlier releases had none until they were sealed."""
    return Column("sealed", StoredBytes)


keyrings = Table(
    "realm",
    metadata,
    Column("id", StoredBytes(16), primary_key=True),
    Column("fingerprint", String(8), nullable=False),  # of the master key that wraps all keys
    Column("wrapped", StoredBytes, nullable=False),  # the keyring's own key, and its former ones
    Column("made_at", BigInteger, nullable=False),
    _make_seal(),  # what the schema is, so that no trigger or table is added to it
)
"""One row: whose database this is, and which master key opens it."""

definitions = Table(
    "definitions",
    metadata,
    Column("digest", String(71), primary_key=True),
    Column("file", Text, nullable=False),
    Column("text", Text, nullable=False),
    _make_seal(),
    sqlite_with_rowid=False,
)
"""The trial definitions that screenings began with, so that each can be finished under its own."""

screenings = Table(
    "screenings",
    metadata,
    Column("id", StoredBytes(16), primary_key=True),
    Column("code", StoredBytes(16), unique=True),  # keyed hash; none once forgotten
    Column("owner", StoredBytes(16)),  # keyed hash; none once forgotten
    Column("version", Integer, nullable=False),  # another random number with each turn
    Column("touched_at", BigInteger, nullable=False),  # the day, in seconds since 1970, UTC
    Column("keep_until", BigInteger, nullable=False),  # the same; then the sweep looks whether it is due
    Column("is_forgotten", Boolean(create_constraint=False), nullable=False),
    Column("sealed", StoredBytes),  # the screening with its chain's length and head; of a forgotten one only these
    Index("screenings_owner", "owner", "touched_at"),
)
"""One row for each screening. A forgotten one leaves a tombstone. What is clear says nothing of the answers."""

screening_keys = Table(
    "screening_keys",
    metadata,
    Column("screening", StoredBytes(16), primary_key=True),
    Column("wrapped", StoredBytes, nullable=False),
    sqlite_with_rowid=False,
)
"""The keys of each screening, wrapped with the master key. To forget a screening is to destroy this row."""

entries = Table(
    "entries",
    metadata,
    Column("screening", StoredBytes(16), primary_key=True),
    Column("number", Integer, primary_key=True),  # 1, 2, 3 within its screening
    Column("sealed", StoredBytes, nullable=False),  # who, when, through which channel, what
    Column("mac", StoredBytes(32), nullable=False),  # HMAC-SHA256 over the entry before, and this row as it is stored
    sqlite_with_rowid=False,
)
"""Answers and whatever else happened, append-only: a change is a further entry. This is the audit trail."""

events = Table(
    "events",
    metadata,
    Column("channel", String(16), primary_key=True),
    Column("id", String(64), primary_key=True),
    Column("taken_at", BigInteger, nullable=False),
    _make_seal(),
    Index("events_taken_at", "taken_at"),
    sqlite_with_rowid=False,
)
"""The unique ids of the events that were taken, so that none has an effect twice."""

outbox = Table(
    "outbox",
    metadata,
    Column("id", _IDS, primary_key=True),
    Column("chat", StoredBytes(16), nullable=False),  # keyed hash
    Column("screening", StoredBytes(16)),
    Column("turn", BigInteger, nullable=False),  # a random number for what was enqueued at once
    Column("part", SmallInteger, nullable=False),  # 0, 1, 2 within the turn
    Column("sealed", StoredBytes),  # address, text and buttons, and what is to be done with them; nothing once sent
    Column("due_at", BigInteger, nullable=False),  # not to be sent before
    Column("leased_until", BigInteger, nullable=False),  # no other sender may take it before
    Column("attempts", SmallInteger, nullable=False),
    Column("sent_at", BigInteger),
    Column("question", Integer),  # the number of the question that it asks
    Column("receipt", BigInteger),  # the number that the channel gave the message when it was sent
    Index("outbox_screening", "screening"),
    sqlite_autoincrement=True,
)
"""The messages that are to be sent, in the order of `id` within each chat."""

tally = Table(
    "tally",
    metadata,
    Column("id", _IDS, primary_key=True, autoincrement=False),  # random, so that it says nothing
    Column("month", String(7), nullable=False),  # 2026-06
    Column("trial", Text, nullable=False),
    Column("role", String(16), nullable=False),
    Column("outcome", Text, nullable=False),  # JSON: determination -> code
    Column("failed", Text, nullable=False),  # JSON: the criteria that failed
    Column("is_finished", Boolean(create_constraint=False), nullable=False),
    _make_seal(),  # whether its screening was forgotten, and the row never changes again
)
"""One row for each screening, in clear text, which outlives it. It holds no code, no person, and no link afterwards."""

enrolment_counts = Table(
    "marks",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),  # 1, 2, 3
    Column("sealed", StoredBytes, nullable=False),  # which trial and month, approached or enrolled, how many, who, when
    sqlite_with_rowid=False,
)
"""The enrolment counts of coordinators, append-only: a correction is a further row. No code, no link to a screening."""

accounts = Table(
    "accounts",
    metadata,
    Column("account", StoredBytes(16), primary_key=True),  # keyed hash
    Column("person", StoredBytes(16), nullable=False),  # keyed hash; that of the account where the two bear one name
    Column("role", String(16), nullable=False),  # the same for all accounts of a person
    Column("let_in_at", BigInteger, nullable=False),
    Column("revoked_at", BigInteger),
    Column("sealed", StoredBytes, nullable=False),  # the account as its channel names it, its person, who let it in
    Index("accounts_person", "person"),
    sqlite_with_rowid=False,
)
"""The accounts that were let in, with the person and the role of each. An account without a row is its own person."""

invitations = Table(
    "invitations",
    metadata,
    Column("token", StoredBytes(16), primary_key=True),  # keyed hash of what the invitation carries
    Column("role", String(16), nullable=False),
    Column("expires_at", BigInteger, nullable=False),
    Column("used_at", BigInteger),
    Column("sealed", StoredBytes, nullable=False),  # who invited, and for whom it is meant
    Index("invitations_expires_at", "expires_at"),
    sqlite_with_rowid=False,
)
"""Invitations that were handed out; each lets in one account, once."""

handovers = Table(
    "handovers",
    metadata,
    Column("token", StoredBytes(16), primary_key=True),  # keyed hash of the code
    Column("screening", StoredBytes(16), nullable=False, unique=True),
    Column("expires_at", BigInteger, nullable=False),
    Column("sealed", StoredBytes, nullable=False),  # nothing; it shows that the row is ours, by the screening's key
    Index("handovers_expires_at", "expires_at"),
    sqlite_with_rowid=False,
)
"""The open handovers. A row is deleted when its code is used or replaced, and when its screening is forgotten."""

link_codes = Table(
    "link_codes",
    metadata,
    Column("token", StoredBytes(16), primary_key=True),  # keyed hash of the code
    Column("account", StoredBytes(16), nullable=False, unique=True),  # keyed hash
    Column("expires_at", BigInteger, nullable=False),
    Column("sealed", StoredBytes, nullable=False),  # the account as its channel names it
    Index("link_codes_expires_at", "expires_at"),
    sqlite_with_rowid=False,
)
"""The open codes that link another account with this one. A row is deleted when its code is used or replaced."""

sign_ins = Table(
    "sign_ins",
    metadata,
    Column("token", StoredBytes(16), primary_key=True),  # keyed hash of the cookie
    Column("account", StoredBytes(16), nullable=False),  # keyed hash
    Column("begun_at", BigInteger, nullable=False),
    Column("used_at", BigInteger, nullable=False),  # to a minute
    Column("expires_at", BigInteger, nullable=False),
    Column("sealed", StoredBytes, nullable=False),  # the account as its channel names it
    Index("sign_ins_account", "account"),
    Index("sign_ins_expires_at", "expires_at"),
    sqlite_with_rowid=False,
)
"""The browsers that are let in. A row is deleted when its person signs out, or loses access."""

passkeys = Table(
    "passkeys",
    metadata,
    Column("credential", StoredBytes(16), primary_key=True),  # keyed hash of the credential's id
    Column("account", StoredBytes(16), nullable=False),  # keyed hash
    Column("made_at", BigInteger, nullable=False),
    Column("used_at", BigInteger),  # the day
    Column("sealed", StoredBytes, nullable=False),  # the credential's id, its public key, its name, its account
    Index("passkeys_account", "account"),
    sqlite_with_rowid=False,
)
"""The passkeys with which people come back to the page. A row is deleted when it is removed, or access is lost."""

wrong_codes = Table(
    "wrong_codes",
    metadata,
    Column("person", StoredBytes(16), primary_key=True),  # keyed hash
    Column("since", BigInteger, nullable=False),  # when the person said the first of them
    Column("count", SmallInteger, nullable=False),
    _make_seal(),
    Index("wrong_codes_since", "since"),
    sqlite_with_rowid=False,
)
"""How many wrong one-time codes a person said of late."""

inaccuracies = Table(
    "inaccuracies",
    metadata,
    Column("id", StoredBytes(16), primary_key=True),  # random, so that it says nothing
    Column("month", String(7), nullable=False),  # 2026-06
    Column("sealed", StoredBytes, nullable=False),  # trial, what is wrong where, role; no person, screening or text
    Index("inaccuracies_month", "month"),
    sqlite_with_rowid=False,
)
"""What people reported by choice as not accurate. A row is deleted when a coordinator settled it."""

reporters = Table(
    "reporters",
    metadata,
    Column("person", StoredBytes(16), primary_key=True),  # keyed hash
    Column("since", BigInteger, nullable=False),  # when the person reported the first of them
    Column("count", SmallInteger, nullable=False),
    _make_seal(),
    Index("reporters_since", "since"),
    sqlite_with_rowid=False,
)
"""How many inaccuracies a person reported of late."""

chats = Table(
    "chats",
    metadata,
    Column("chat", StoredBytes(16), primary_key=True),  # keyed hash
    Column("sealed", StoredBytes, nullable=False),  # the chat's address, and its state
    Column("active_at", BigInteger, nullable=False),  # when its last event was taken; 0 for never
    Column("blocked_at", BigInteger),  # when it turned out that nothing can be sent to it
    Index("chats_active_at", "active_at", "chat"),
    sqlite_with_rowid=False,
)
"""The state of each chat between two events, for a channel that holds none itself."""

devices = Table(
    "devices",
    metadata,
    Column("device", StoredBytes(16), primary_key=True),  # keyed hash
    Column("holder", StoredBytes(16), nullable=False),  # random, of the process that serves it
    Column("leased_until", BigInteger, nullable=False),  # no other process may serve it before
    Column("sealed", StoredBytes, nullable=False),  # its user and name, and where its next sync begins
    sqlite_with_rowid=False,
)
"""The devices on which a channel is served, each by one process at a time, with their places in what comes."""

rooms = Table(
    "rooms",
    metadata,
    Column("room", StoredBytes(16), primary_key=True),  # keyed hash
    Column("chat", StoredBytes(16), nullable=False, unique=True),  # keyed hash
    Column("opened_at", BigInteger, nullable=False),
    Column("sealed", StoredBytes, nullable=False),  # the room and the chat as their channel names them
    sqlite_with_rowid=False,
)
"""In which room a chat stands, where its channel has rooms. A newer one takes the place of the former."""

inbox = Table(
    "inbox",
    metadata,
    Column("event", StoredBytes(16), primary_key=True),  # keyed hash
    Column("number", BigInteger, nullable=False, unique=True),  # 1, 2, 3 in the order in which they came
    Column("came_at", BigInteger, nullable=False),
    Column("sealed", StoredBytes, nullable=False),  # the event as it came, encrypted from end to end, and its chat
    sqlite_with_rowid=False,
)
"""Events that came and were not handled yet. A row is deleted once its event was."""

timeline = Table(
    "timeline",
    metadata,
    Column("event", StoredBytes(16), primary_key=True),  # keyed hash
    Column("chat", StoredBytes(16), nullable=False),  # keyed hash
    Column("number", BigInteger, nullable=False),  # its receipt: the order of what was shown and what was written
    Column("is_placed", Boolean(create_constraint=False), nullable=False),  # whether its place in the room is known
    Column("at", BigInteger, nullable=False),
    Column("sealed", StoredBytes, nullable=False),  # the event, its room and its chat as their channel names them
    Index("timeline_chat", "chat", "number"),
    Index("timeline_at", "at"),
    sqlite_with_rowid=False,
)
"""What stands in chats whose channel numbers nothing, in one order, so that each has a receipt."""

dead_letters = Table(
    "put_aside",
    metadata,
    Column("channel", String(16), primary_key=True),
    Column("id", String(64), primary_key=True),
    Column("at", BigInteger, nullable=False),
    Column("reason", String(32), nullable=False),
    _make_seal(),
    Index("put_aside_at", "at"),
    sqlite_with_rowid=False,
)
"""The events that could not be handled: which, when, and one word for why. Nothing of what they held."""

clock = Table(
    "clock",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),  # 1
    Column("believed_at", BigInteger, nullable=False),  # when the clock was believed last
    Column("boot", String(64), nullable=False),  # the machine's own name of its boot
    Column("read_at", BigInteger, nullable=False),  # what the wall clock showed when it was believed, or first doubted
    Column("boot_seconds", BigInteger, nullable=False),  # and how long the machine had been up
    Column("is_doubted", Boolean(create_constraint=False), nullable=False),
    Column("sealed", LargeBinary, nullable=False),  # nothing; it shows that the row is ours
    sqlite_with_rowid=False,
)
"""One row: when the clock was believed last. While it is doubted, nothing is swept."""
