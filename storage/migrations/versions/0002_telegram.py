"""The tables that a channel on a network needs: people, chat states, receipts of messages, and dead letters."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Makes the tables, and lets the outbox hold receipts."""
    _people()
    _chats()
    op.add_column("outbox", sa.Column("question", sa.Integer, nullable=True))
    op.add_column("outbox", sa.Column("receipt", sa.BigInteger, nullable=True))
    op.drop_index("outbox_sent_at", "outbox")
    _partial("outbox_sent_at", ["sent_at"], "sent_at IS NOT NULL AND receipt IS NULL")
    _partial("outbox_received_at", ["sent_at"], "receipt IS NOT NULL")
    _partial("outbox_receipt", ["chat", "screening", "question", "id"], "receipt IS NOT NULL")


def downgrade() -> None:
    """Drops them: nobody is let in any more, every invitation is void, and no message that was sent is found again."""
    for index in ("outbox_receipt", "outbox_received_at", "outbox_sent_at"):
        op.drop_index(index, "outbox")
    _partial("outbox_sent_at", ["sent_at"], "sent_at IS NOT NULL")
    for column in ("receipt", "question"):
        op.drop_column("outbox", column)
    for table in ("put_aside", "chats", "invitations", "people"):
        op.drop_table(table)


def _people() -> None:
    op.create_table(
        "people",
        sa.Column("person", sa.LargeBinary(16), nullable=False),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("let_in_at", sa.BigInteger, nullable=False),
        sa.Column("revoked_at", sa.BigInteger, nullable=True),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("person", name="people_pkey"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "invitations",
        sa.Column("token", sa.LargeBinary(16), nullable=False),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("expires_at", sa.BigInteger, nullable=False),
        sa.Column("used_at", sa.BigInteger, nullable=True),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("token", name="invitations_pkey"),
        sqlite_with_rowid=False,
    )
    op.create_index("invitations_expires_at", "invitations", ["expires_at"])


def _chats() -> None:
    op.create_table(
        "chats",
        sa.Column("chat", sa.LargeBinary(16), nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sa.Column("active_at", sa.BigInteger, nullable=False),
        sa.Column("blocked_at", sa.BigInteger, nullable=True),
        sa.PrimaryKeyConstraint("chat", name="chats_pkey"),
        sqlite_with_rowid=False,
    )
    op.create_index("chats_active_at", "chats", ["active_at", "chat"])
    op.create_table(
        "put_aside",
        sa.Column("channel", sa.String(16), nullable=False),
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("reason", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("channel", "id", name="put_aside_pkey"),
        sqlite_with_rowid=False,
    )
    op.create_index("put_aside_at", "put_aside", ["at"])


def _partial(name: str, columns: list[str], where: str) -> None:
    op.create_index(name, "outbox", columns, sqlite_where=sa.text(where), postgresql_where=sa.text(where))
