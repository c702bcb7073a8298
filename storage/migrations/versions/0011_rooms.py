"""Rooms: devices with their places, the inbox, the rooms of chats, and timelines."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Makes the tables."""
    op.create_table(
        "devices",
        sa.Column("device", sa.LargeBinary(16), nullable=False),
        sa.Column("holder", sa.LargeBinary(16), nullable=False),
        sa.Column("leased_until", sa.BigInteger, nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("device", name="devices_pkey"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "rooms",
        sa.Column("room", sa.LargeBinary(16), nullable=False),
        sa.Column("chat", sa.LargeBinary(16), nullable=False),
        sa.Column("opened_at", sa.BigInteger, nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("room", name="rooms_pkey"),
        sa.UniqueConstraint("chat", name="rooms_chat_key"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "inbox",
        sa.Column("event", sa.LargeBinary(16), nullable=False),
        sa.Column("number", sa.BigInteger, nullable=False),
        sa.Column("came_at", sa.BigInteger, nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("event", name="inbox_pkey"),
        sa.UniqueConstraint("number", name="inbox_number_key"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "timeline",
        sa.Column("event", sa.LargeBinary(16), nullable=False),
        sa.Column("chat", sa.LargeBinary(16), nullable=False),
        sa.Column("number", sa.BigInteger, nullable=False),
        sa.Column("is_placed", sa.Boolean(create_constraint=False), nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("event", name="timeline_pkey"),
        sqlite_with_rowid=False,
    )
    op.create_index("timeline_chat", "timeline", ["chat", "number"])
    op.create_index("timeline_at", "timeline", ["at"])


def downgrade() -> None:
    """Drops them: what waits in the inbox is lost, and nobody knows in which room a chat stands."""
    for name in ("timeline", "inbox", "rooms", "devices"):
        op.drop_table(name)
