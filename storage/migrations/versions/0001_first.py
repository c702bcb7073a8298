"""The tables of the first release."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_IDS = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """Makes the tables."""
    op.create_table(
        "realm",
        sa.Column("id", sa.LargeBinary(16), nullable=False),
        sa.Column("fingerprint", sa.String(8), nullable=False),
        sa.Column("wrapped", sa.LargeBinary, nullable=False),
        sa.Column("made_at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("id", name="realm_pkey"),
    )
    op.create_table(
        "definitions",
        sa.Column("digest", sa.String(71), nullable=False),
        sa.Column("file", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("digest", name="definitions_pkey"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "screenings",
        sa.Column("id", sa.LargeBinary(16), nullable=False),
        sa.Column("code", sa.LargeBinary(16), nullable=True),
        sa.Column("owner", sa.LargeBinary(16), nullable=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("entries", sa.Integer, nullable=False),
        sa.Column("head", sa.LargeBinary(32), nullable=False),
        sa.Column("touched_at", sa.BigInteger, nullable=False),
        sa.Column("keep_until", sa.BigInteger, nullable=False),
        sa.Column("is_forgotten", sa.Boolean(create_constraint=False), nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=True),
        sa.PrimaryKeyConstraint("id", name="screenings_pkey"),
        sa.UniqueConstraint("code", name="screenings_code_key"),
    )
    op.create_index("screenings_owner", "screenings", ["owner", "touched_at"])
    _partial("screenings_keep_until", "screenings", ["keep_until"], "NOT is_forgotten")
    op.create_table(
        "screening_keys",
        sa.Column("screening", sa.LargeBinary(16), nullable=False),
        sa.Column("wrapped", sa.LargeBinary(60), nullable=False),
        sa.PrimaryKeyConstraint("screening", name="screening_keys_pkey"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "entries",
        sa.Column("screening", sa.LargeBinary(16), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sa.Column("mac", sa.LargeBinary(32), nullable=False),
        sa.PrimaryKeyConstraint("screening", "number", name="entries_pkey"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "events",
        sa.Column("channel", sa.String(16), nullable=False),
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("taken_at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("channel", "id", name="events_pkey"),
        sqlite_with_rowid=False,
    )
    op.create_index("events_taken_at", "events", ["taken_at"])
    _outbox()
    op.create_table(
        "tally",
        sa.Column("id", _IDS, autoincrement=False, nullable=False),
        sa.Column("month", sa.String(7), nullable=False),
        sa.Column("trial", sa.Text, nullable=False),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("outcome", sa.Text, nullable=False),
        sa.Column("failed", sa.Text, nullable=False),
        sa.Column("is_finished", sa.Boolean(create_constraint=False), nullable=False),
        sa.PrimaryKeyConstraint("id", name="tally_pkey"),
    )


def downgrade() -> None:
    """Drops the tables, and all that is in them."""
    for table in ("tally", "outbox", "events", "entries", "screening_keys", "screenings", "definitions", "realm"):
        op.drop_table(table)


def _outbox() -> None:
    op.create_table(
        "outbox",
        sa.Column("id", _IDS, nullable=False),
        sa.Column("chat", sa.LargeBinary(16), nullable=False),
        sa.Column("screening", sa.LargeBinary(16), nullable=True),
        sa.Column("turn", sa.BigInteger, nullable=False),
        sa.Column("part", sa.SmallInteger, nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=True),
        sa.Column("due_at", sa.BigInteger, nullable=False),
        sa.Column("leased_until", sa.BigInteger, nullable=False),
        sa.Column("attempts", sa.SmallInteger, nullable=False),
        sa.Column("sent_at", sa.BigInteger, nullable=True),
        sa.PrimaryKeyConstraint("id", name="outbox_pkey"),
        sqlite_autoincrement=True,
    )
    _partial("outbox_waiting", "outbox", ["chat", "id"], "sent_at IS NULL")
    _partial("outbox_sent_at", "outbox", ["sent_at"], "sent_at IS NOT NULL")
    op.create_index("outbox_screening", "outbox", ["screening"])


def _partial(name: str, table: str, columns: list[str], where: str) -> None:
    op.create_index(name, table, columns, sqlite_where=sa.text(where), postgresql_where=sa.text(where))
